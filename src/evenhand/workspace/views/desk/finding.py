"""What a page of the plan starts from: who looks, at which action, and what they may do with it."""

from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from evenhand.accounts.access import ActingRequest
from evenhand.accounts.acting import Acting
from evenhand.accounts.noting import note_may_not
from evenhand.plan import models, selectors
from evenhand.plan.history import LONDON, Change, Kind, Present, present
from evenhand.plan.permissions import steps
from evenhand.plan.selectors import Tracked

SECTION = "plan"


@dataclass(frozen=True)
class Desk:
    """An action before somebody.

    Attributes
    ----------
    row : what a service writes to.
    one : the action with all that happened to it.
    kinds : the kinds of step that they may take with it.
    """

    by: Acting
    plan: models.Plan
    row: models.Action
    one: Tracked
    at: datetime
    kinds: frozenset[Kind]

    @property
    def now(self) -> Present:
        """How the action stands."""
        return self.one.now

    @property
    def address(self) -> tuple[str, int, str]:
        """What an address of a page about this action is made of."""
        return (self.plan.force_id, self.plan.iteration, self.one.key)

    @property
    def url(self) -> str:
        """The page of the action in the workspace."""
        return reverse("desk-action", args=self.address)

    def seen(self, number: str) -> Present:
        """The action as it was when a form about it was opened.

        Parameters
        ----------
        number : of the last change then, as the form says; what is none of its numbers has seen
            the promise alone.
        """
        known = {str(one.number): one.number for one in self.one.changes}
        last = known.get(number, 1)
        return present(one for one in self.one.changes if one.number <= last)

    def later_than(self, number: int) -> tuple[Change, ...]:
        """What was recorded after a change."""
        return tuple(one for one in self.one.changes if one.number > number)


def today(at: datetime | None = None) -> date:
    """The day where the forces are."""
    return (at or timezone.now()).astimezone(LONDON).date()


def the_plan(request: ActingRequest, force_id: str, iteration: int) -> models.Plan:
    """A plan that somebody works with.

    Raises
    ------
    Http404
        If there is none, or it is none of theirs.
    """
    by = request.acting
    found = selectors.plan(force_id, iteration)
    if found is None or not (by.is_of(force_id) or by.looks_at(force_id)):
        raise Http404(f"{by.organisation} works with no plan {iteration} of {force_id}")
    return found


def the_action(request: ActingRequest, force_id: str, iteration: int, key: str) -> Desk:
    """An action of such a plan.

    Raises
    ------
    Http404
    """
    plan, at, by = the_plan(request, force_id, iteration), timezone.now(), request.acting
    row = selectors.row(plan, key)
    one = selectors.action(plan, key, on=today(at))
    if row is None or one is None:
        raise Http404(f"the plan has no action {key}")
    what = selectors.assigned(by, plan)
    kinds = steps(by, plan, what, workstream=one.workstream, action=key)
    return Desk(by, plan, row, one, at, kinds)


def refuse(desk: Desk, kind: Kind) -> None:
    """Refuse a step that no role of theirs allows, and keep that it was asked for.

    Raises
    ------
    PermissionDenied
    """
    note_may_not(desk.by, str(kind), now=desk.at)
    raise PermissionDenied
