"""Reads that start from the organisation somebody acts for: its plan, and what is theirs in it."""

from dataclasses import dataclass
from datetime import date, datetime

from evenhand.accounts.acting import Acting
from evenhand.accounts.models import Membership
from evenhand.accounts.roles import OrganisationKind, Role
from evenhand.plan import models
from evenhand.plan.selectors.tracking import Tracked, plan, plans, tracked


@dataclass(frozen=True)
class Assigned:
    """What of a plan is somebody's: workstreams that they lead, actions that they do."""

    workstreams: frozenset[str]
    actions: frozenset[str]

    def covers(self, *, workstream: str, action: str = "") -> bool:
        """Whether an action is theirs, by itself or with its workstream."""
        return workstream in self.workstreams or (bool(action) and action in self.actions)


@dataclass(frozen=True)
class Mine:
    """The actions of a plan that are somebody's to lead or to do, as they stand."""

    plan: models.Plan
    assigned: Assigned
    actions: tuple[Tracked, ...]


def plans_for(by: Acting) -> list[models.Plan]:
    """The latest plans that somebody works with: their force's, or every one where they look at
    several forces, by the name of the force.
    """
    force_id = by.organisation.force_id
    if force_id is None:
        return plans()
    found = plan(force_id)
    return [found] if found else []


def plan_for(by: Acting) -> models.Plan | None:
    """The latest plan of the force that somebody acts for; None for everybody else."""
    if by.organisation.kind != OrganisationKind.FORCE or by.organisation.force_id is None:
        return None
    return plan(by.organisation.force_id)


def assigned(by: Acting, plan: models.Plan) -> Assigned:
    """What of a plan is somebody's, by the memberships they act with."""
    rows = models.Assignment.objects.filter(
        membership__in=[one.pk for one in by.memberships], plan=plan, ended_at__isnull=True
    ).values_list("workstream__key", "action__key")
    found = list(rows)
    return Assigned(
        workstreams=frozenset(stream for stream, _ in found if stream),
        actions=frozenset(action for _, action in found if action),
    )


def mine(by: Acting, *, on: date) -> Mine | None:
    """The actions that are somebody's, as they stand on a day; None where there is no plan."""
    found = plan_for(by)
    if found is None:
        return None
    what = assigned(by, found)
    every = tracked(found, on=on)
    return Mine(
        found,
        what,
        tuple(one for one in every if what.covers(workstream=one.workstream, action=one.key)),
    )


def members_for(plan: models.Plan, one: Tracked, *, now: datetime) -> list[Membership]:
    """Who does an action and who leads its workstream, with access at this moment."""
    theirs = models.Assignment.objects.filter(plan=plan, ended_at__isnull=True)
    wanted = theirs.filter(workstream__key=one.workstream) | theirs.filter(action__key=one.key)
    current = Membership.objects.current(now).filter(assignments__in=wanted)
    return list(current.select_related("person").distinct())


def assignments(plan: models.Plan) -> list[models.Assignment]:
    """Every open assignment of a plan with who has it, whether or not their access has ended."""
    found = models.Assignment.objects.filter(plan=plan, ended_at__isnull=True)
    return list(found.select_related("membership__person", "workstream", "action"))


def able(by: Acting, role: Role, *, now: datetime) -> list[Membership]:
    """Members of the own organisation who hold a role at this moment, by name."""
    current = Membership.objects.current(now).filter(organisation=by.organisation, role=role)
    return list(current.select_related("person").order_by("person__name"))


def times_named(plan: models.Plan, workstream: str) -> int:
    """How often a lead was named for a workstream: what who names the next has seen."""
    return models.Lead.objects.filter(plan=plan, workstream__key=workstream).count()
