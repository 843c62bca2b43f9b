"""Which of the people who sign in may take which step of a set of anchor cases, and as whom."""

from evenhand.accounts.acting import Acting
from evenhand.accounts.roles import May
from evenhand.accounts.services.writing import Signature
from evenhand.scrutiny.anchoring.steps import BY_MEMBERS, BY_THE_BODY, BY_THE_CHAIR, Kind
from evenhand.scrutiny.models.anchors import AnchorSet
from evenhand.scrutiny.permissions import is_panel


def keeps(by: Acting) -> bool:
    """Whether somebody keeps anchor cases, for the body they act for. No force does."""
    return by.may(May.KEEP_ANCHORS)


def has_part(by: Acting) -> bool:
    """Whether somebody keeps anchor cases, or sits on a panel that scores them."""
    return keeps(by) or (is_panel(by.organisation) and by.may(May.SEE_CASES))


def needed(by: Acting, row: AnchorSet, kind: Kind) -> May | None:
    """The permission by which somebody may take a step; None where they may not."""
    if kind in BY_THE_BODY:
        own, what = by.organisation.pk == row.body_id, May.KEEP_ANCHORS
    elif kind in BY_THE_CHAIR:
        own, what = is_panel(by.organisation), May.RUN_PANEL
    elif kind in BY_MEMBERS:
        own, what = is_panel(by.organisation), May.SCORE_CASES
    else:
        return None
    return what if own and by.may(what) else None


def signature(by: Acting, row: AnchorSet, kind: Kind) -> Signature | None:
    """What the public reads of who takes a step; None where no role of theirs lets them."""
    may = needed(by, row, kind)
    return Signature(by.called(may), str(by.organisation.name)) if may else None


def opens(by: Acting) -> Signature | None:
    """What the public reads of who opens a set; None where they may not."""
    if not keeps(by):
        return None
    return Signature(by.called(May.KEEP_ANCHORS), str(by.organisation.name))
