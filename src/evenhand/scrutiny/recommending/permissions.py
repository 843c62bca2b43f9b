"""Which of the people who sign in may take which step of a recommendation, and as whom."""

from collections.abc import Mapping

from evenhand.accounts.acting import GROUPS, Acting
from evenhand.accounts.roles import May, OrganisationKind
from evenhand.accounts.services.writing import Signature
from evenhand.forces.models import Force
from evenhand.scrutiny.models.recommendations import Recommendation
from evenhand.scrutiny.recommending.steps import (
    BY_THE_FORCE,
    BY_THE_SITE,
    FROM_OUTSIDE,
    OF_WORDS,
    Kind,
)
from evenhand.scrutiny.recommending.terms import Source

NEEDED: Mapping[Kind, May] = {
    **dict.fromkeys(BY_THE_FORCE, May.ANSWER_SCRUTINY),
    **dict.fromkeys(FROM_OUTSIDE, May.RECOMMEND),
}
"""The permission that is needed for a step."""


def may_recommend(by: Acting, force_id: str) -> bool:
    """Whether somebody may make recommendations to a force: never its own people."""
    return by.looks_at(force_id) and by.may(May.RECOMMEND)


def may_import(by: Acting, force_id: str) -> bool:
    """Whether they may take in a list of others: bodies that look at several forces do."""
    return may_recommend(by, force_id) and by.organisation.kind not in GROUPS


def takes_in(by: Acting) -> Signature | None:
    """What the public reads of who takes in a list: of which forces, its rows are asked.

    Bodies outside a force take in what was said of forces that they look at; a force takes in what
    inspectorates and reports said of itself. Panels and groups say things themselves.
    """
    if by.organisation.kind == OrganisationKind.FORCE:
        needed = May.ANSWER_SCRUTINY
    elif by.organisation.kind in GROUPS:
        return None
    else:
        needed = May.RECOMMEND
    return Signature(by.called(needed), str(by.organisation.name)) if by.may(needed) else None


def imported(by: Acting) -> list[str]:
    """The ids of forces of whose recommendations somebody may take in a list."""
    every = Force.objects.order_by("pk").values_list("pk", flat=True)
    return [one for one in every if by.is_of(one) or may_import(by, one)]


def may(by: Acting, recommendation: Recommendation, kind: Kind) -> bool:
    """Whether one of somebody's roles allows them such a step."""
    if kind in BY_THE_SITE | OF_WORDS or not by.may(NEEDED[kind]):
        return False
    force_id = recommendation.force_id
    if kind in BY_THE_FORCE:
        return by.is_of(force_id)
    if recommendation.body_id:
        return by.organisation.pk == recommendation.body_id
    return by.looks_at(force_id)


def steps(by: Acting, recommendation: Recommendation) -> frozenset[Kind]:
    """Every kind of step that somebody may take with a recommendation."""
    return frozenset(kind for kind in Kind if may(by, recommendation, kind))


def source_of(by: Acting) -> Source:
    """Whose a recommendation is that somebody makes for their own organisation."""
    return Source.PANEL if by.organisation.kind in GROUPS else Source.OVERSIGHT


def signature(by: Acting, recommendation: Recommendation, kind: Kind) -> Signature | None:
    """What the public reads of who takes a step; None where no role of theirs lets them."""
    if not may(by, recommendation, kind):
        return None
    own = recommendation.answered_by if kind in BY_THE_FORCE else str(by.organisation.name)
    return Signature(by.called(NEEDED[kind]), own)


def makes(by: Acting, force_id: str) -> Signature | None:
    """What the public reads of who makes a recommendation; None where they may not."""
    if not may_recommend(by, force_id):
        return None
    return Signature(by.called(May.RECOMMEND), str(by.organisation.name))
