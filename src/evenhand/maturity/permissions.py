"""Which view of a force somebody who signs in may give, and as whom in public."""

from collections.abc import Mapping

from evenhand.accounts.acting import GROUPS, Acting
from evenhand.accounts.roles import May
from evenhand.accounts.services.writing import Signature
from evenhand.maturity import models
from evenhand.maturity.history import View

NEEDED: Mapping[View, May] = {
    View.SELF: May.ASSESS_MATURITY,
    View.INDEPENDENT: May.ASSESS_INDEPENDENTLY,
    View.COMMUNITY: May.COMMUNITY_VIEW,
}


def view_of(by: Acting, force_id: str) -> View | None:
    """The view that somebody's organisation and role let them give; None where there is none."""
    view = _of_their_organisation(by, force_id)
    return view if view and by.may(NEEDED[view]) else None


def _of_their_organisation(by: Acting, force_id: str) -> View | None:
    if by.is_of(force_id):
        return View.SELF
    if not by.looks_at(force_id):
        return None
    return View.COMMUNITY if by.organisation.kind in GROUPS else View.INDEPENDENT


def signature(by: Acting, basis: models.Basis) -> Signature | None:
    """What the public reads of who assesses; None where no role of theirs lets them."""
    view = view_of(by, basis.force_id)
    if view is None:
        return None
    own = basis.organisation if view is View.SELF else str(by.organisation.name)
    return Signature(by.called(NEEDED[view]), own)


def to_assess(by: Acting, every: list[models.Basis]) -> list[models.Basis]:
    """The forces that somebody may give a view of."""
    return [one for one in every if view_of(by, one.force_id)]
