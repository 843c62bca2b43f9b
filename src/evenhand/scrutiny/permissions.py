"""Which of the people who sign in may take which step of a draw, and as whom in public."""

from collections.abc import Mapping

from evenhand.accounts.acting import Acting
from evenhand.accounts.models import Organisation
from evenhand.accounts.roles import May, OrganisationKind
from evenhand.accounts.services.writing import Signature
from evenhand.scrutiny import models
from evenhand.scrutiny.terms import Kind, Side

BY_THE_SITE = frozenset(
    {
        *(Kind.HELD, Kind.VIDEO, Kind.DRAWN, Kind.RESULT),
        *(Kind.HOLD_ENDED, Kind.VIDEO_LET_GO, Kind.OVERDUE),
    }
)
"""What the site does by itself."""
BY_THE_CHAIR = frozenset(
    {
        *(Kind.OPENED, Kind.TOTAL, Kind.FROZEN, Kind.ABANDONED, Kind.RESERVE),
        *(Kind.SHOWN, Kind.CLOSED, Kind.AGREED),
    }
)
BY_MEMBERS = frozenset({Kind.CONFLICT, Kind.SCORED, Kind.FOUND})
NEEDED: Mapping[Kind, May] = {
    **dict.fromkeys(BY_THE_CHAIR, May.RUN_PANEL),
    **dict.fromkeys(BY_MEMBERS, May.SCORE_CASES),
    Kind.EXCLUDED: May.ATTEND_DRAWS,
    Kind.ANSWERED: May.ANSWER_FINDINGS,
}
"""The permission that is needed for a step; dice are typed by both sides."""


def is_panel(organisation: Organisation) -> bool:
    """Whether it is a scrutiny panel. Advisory groups advise; they draw no cases."""
    return organisation.kind == OrganisationKind.SCRUTINY_PANEL


def side(by: Acting, draw: models.Draw) -> Side | None:
    """For which side somebody would type the dice of a draw in; None where for neither."""
    if by.organisation.pk == draw.panel_id and by.may(May.RUN_PANEL):
        return Side.PANEL
    return Side.FORCE if by.is_of(draw.force_id) and by.may(May.ATTEND_DRAWS) else None


def _is_sides(by: Acting, draw: models.Draw) -> bool:
    """Whether somebody acts for the panel or the force of a draw; each takes out its own words."""
    return bool(by.organisation.pk == draw.panel_id or by.is_of(draw.force_id))


def needed(by: Acting, draw: models.Draw, kind: Kind) -> May | None:
    """The permission by which somebody may take a step of a draw; None where they may not."""
    if kind in BY_THE_SITE:
        return None
    if kind is Kind.REDACTED:
        return May.TAKE_WORDS_OUT if _is_sides(by, draw) and by.may(May.TAKE_WORDS_OUT) else None
    if kind is Kind.ROLLED:
        both = {Side.PANEL: May.RUN_PANEL, Side.FORCE: May.ATTEND_DRAWS, None: None}
        return both[side(by, draw)]
    own = (
        by.is_of(draw.force_id)
        if kind in {Kind.EXCLUDED, Kind.ANSWERED}
        else by.organisation.pk == draw.panel_id
    )
    return NEEDED[kind] if own and by.may(NEEDED[kind]) else None


def steps(by: Acting, draw: models.Draw) -> frozenset[Kind]:
    """Every kind of step that somebody may take with a draw, whether or not it can follow now."""
    return frozenset(kind for kind in Kind if needed(by, draw, kind))


def signature(by: Acting, draw: models.Draw, kind: Kind) -> Signature | None:
    """What the public reads of who takes a step; None where no role of theirs lets them."""
    may = needed(by, draw, kind)
    return Signature(by.called(may), str(by.organisation.name)) if may else None


def may_open(by: Acting) -> Signature | None:
    """What the public reads of who opens a draw: the chair of a scrutiny panel; or None."""
    if not (is_panel(by.organisation) and by.may(May.RUN_PANEL)):
        return None
    return Signature(by.called(May.RUN_PANEL), str(by.organisation.name))


def sees_cases(by: Acting, draw: models.Draw) -> bool:
    """Whether somebody sits on the panel whose draw it is, and may see its cases."""
    return by.organisation.pk == draw.panel_id and by.may(May.SEE_CASES)
