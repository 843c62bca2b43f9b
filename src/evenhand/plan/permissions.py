"""Which of the people who sign in may take which step in which plan, and as whom in public.

What a step needs besides, such as evidence before a completion, is asked by ``plan.rules``.
"""

from collections.abc import Mapping

from evenhand.accounts.acting import Acting
from evenhand.accounts.roles import May
from evenhand.plan import models
from evenhand.plan.history import Kind
from evenhand.plan.selectors import Assigned

OWNERS = frozenset({Kind.REPORTED, Kind.LEARNT, Kind.REACHED, Kind.EVIDENCE})
"""What who does an action records; that it is complete is said by who answers for it."""
FROM_OUTSIDE: Mapping[Kind, May] = {Kind.DISPUTED: May.DISPUTE, Kind.COMMENTED: May.COMMENT}


def needed(by: Acting, plan: models.Plan, kind: Kind, *, theirs: bool, led: bool) -> May | None:
    """The permission by which somebody may take a step; None where none of theirs allows it.

    Parameters
    ----------
    theirs, led : whether the action is assigned to them, and whether its workstream is.
    """
    if kind in FROM_OUTSIDE:
        wanted = FROM_OUTSIDE[kind]
        return wanted if by.looks_at(plan.force_id) and by.may(wanted) else None
    if not is_force_of(by, plan):
        return None
    if kind is Kind.REDACTED:
        return May.PUBLISH if by.may(May.PUBLISH) else None
    ways = (
        (May.CHANGE_PLAN, True),
        (May.CHANGE_WORKSTREAM, led),
        (May.UPDATE_ACTIONS, theirs and kind in OWNERS),
        (May.ADD_EVIDENCE, theirs and kind is Kind.EVIDENCE),
    )
    return next((may for may, holds in ways if holds and by.may(may)), None)


def steps(
    by: Acting, plan: models.Plan, what: Assigned, *, workstream: str, action: str = ""
) -> frozenset[Kind]:
    """Every kind of step that somebody may take with an action, or with a new one."""
    led = workstream in what.workstreams
    theirs = what.covers(workstream=workstream, action=action)
    return frozenset(kind for kind in Kind if needed(by, plan, kind, theirs=theirs, led=led))


def is_force_of(by: Acting, plan: models.Plan) -> bool:
    """Whether somebody acts for the force whose plan it is."""
    return by.is_of(plan.force_id)


def organisation_of(by: Acting, plan: models.Plan) -> str:
    """What the public reads of whom somebody acts for."""
    return plan.organisation if is_force_of(by, plan) else str(by.organisation.name)


def called(by: Acting, permission: May) -> str:
    """What the public reads of who somebody is: the role that lets them, never their name."""
    return by.called(permission)
