"""What a page about an alert starts from: who looks, at which, and what they may do with it."""

from dataclasses import dataclass
from datetime import datetime
from typing import NoReturn

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from evenhand.accounts.access import ActingRequest
from evenhand.accounts.acting import Acting
from evenhand.accounts.noting import note_may_not
from evenhand.accounts.roles import May, OrganisationKind
from evenhand.measures.watch.found import Found
from evenhand.monitoring import models, selectors
from evenhand.monitoring.history import Awaits, Kind, Present, Step, day_of, present
from evenhand.monitoring.permissions import NEEDED, steps
from evenhand.monitoring.selectors import Story

SECTION = "alerts"


@dataclass(frozen=True)
class Desk:
    """An alert before somebody.

    Attributes
    ----------
    story : the alert with all that was said about it.
    kinds : the kinds of step that they may take with it.
    """

    by: Acting
    story: Story
    at: datetime
    kinds: frozenset[Kind]

    @property
    def alert(self) -> models.Alert:
        """What was raised."""
        return self.story.alert

    @property
    def now(self) -> Present:
        """How the review stands.

        Raises
        ------
        Http404
            If the alert is an improvement: nobody has to answer it, so there is no review.
        """
        if self.story.now is None:
            raise Http404("an improvement has no review")
        return self.story.now

    @property
    def review(self) -> models.Review:
        """What a service writes to."""
        return self.alert.review

    @property
    def is_own(self) -> bool:
        """Whether they act for the force whose alert it is."""
        return self.by.is_of(self.alert.force_id)

    @property
    def found(self) -> Found:
        """The alert as they may see it: only the force itself sees small counts."""
        return self.story.found if self.is_own else self.story.told

    @property
    def address(self) -> tuple[str, int]:
        """What an address of a page about this alert is made of."""
        return (self.alert.force_id, self.alert.number)

    @property
    def url(self) -> str:
        """The page of the review in the workspace."""
        return reverse("desk-alert", args=self.address)

    @property
    def own_name(self) -> str:
        """For whom they act, as the public reads it in this review."""
        return self.review.organisation if self.is_own else self.by.organisation.name

    def seen(self, number: str) -> Present:
        """The review as it was when a form about it was opened.

        Parameters
        ----------
        number : of the last step then, as the form says; what is none of its numbers has seen the
            first alone.
        """
        known = {str(one.number): one.number for one in self.story.steps}
        last = known.get(number, 1)
        return present((one for one in self.story.steps if one.number <= last), on=self.story.on)

    def later_than(self, number: int) -> tuple[Step, ...]:
        """What was recorded after a step."""
        return tuple(one for one in self.story.steps if one.number > number)


def may_see(by: Acting) -> bool:
    """Whether any role of theirs has a part in answering alerts."""
    return any(by.may(one) for wanted in NEEDED.values() for one in wanted)


def works_with(by: Acting, force_id: str) -> bool:
    """Whether the alerts of a force are somebody's: its own, looked at, or to be judged."""
    return by.is_of(force_id) or by.looks_at(force_id) or Kind.JUDGED in steps(by, force_id)


def listed_for(by: Acting, at: datetime) -> list[Story]:
    """The alerts that somebody works with; of other forces only those they could judge now."""
    own = by.organisation.force_id
    mine = [own] if own is not None else None
    elsewhere = by.organisation.kind == OrganisationKind.FORCE and by.may(May.JUDGE_EXPLANATIONS)
    found = selectors.stories(on=day_of(at), forces=None if elsewhere else mine)
    return [
        one
        for one in found
        if by.is_of(one.alert.force_id)
        or by.looks_at(one.alert.force_id)
        or (one.awaits is Awaits.JUDGEMENT and works_with(by, one.alert.force_id))
    ]


def the_alert(request: ActingRequest, force_id: str, number: int) -> Desk:
    """An alert that somebody works with.

    Raises
    ------
    Http404
        If there is none, or it is none of theirs.
    """
    by, at = request.acting, timezone.now()
    story = selectors.story(force_id, number, on=day_of(at)) if works_with(by, force_id) else None
    if story is None:
        raise Http404(f"{by.organisation} works with no alert {number} of {force_id}")
    return Desk(by, story, at, steps(by, force_id))


def refuse(desk: Desk, kind: Kind) -> NoReturn:
    """Refuse a step that no role of theirs allows, and keep that it was asked for.

    Raises
    ------
    PermissionDenied
    """
    note_may_not(desk.by, str(kind), now=desk.at)
    raise PermissionDenied
