"""Who does what in a plan, as the workspace lists it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.urls import reverse

from evenhand.accounts.acting import Acting
from evenhand.accounts.roles import May
from evenhand.plan import models
from evenhand.plan.selectors import Assigned, Stream, Tracked


@dataclass(frozen=True)
class Given:
    """Somebody who has a workstream or an action."""

    number: int
    name: str
    ended: bool
    """Whether their access has ended, so that nobody does it now."""


@dataclass(frozen=True)
class Part:
    """A workstream or an action with the role that the public reads and who it is."""

    title: str
    role: str
    people: tuple[Given, ...]
    change: str
    """Where it is changed; empty where the reader may not."""


@dataclass(frozen=True)
class Group:
    """A workstream with its actions."""

    stream: Part
    actions: tuple[Part, ...]


def who_does_what(
    streams: Sequence[Stream],
    tracked: Sequence[Tracked],
    given: Sequence[models.Assignment],
    *,
    by: Acting,
    theirs: Assigned,
) -> tuple[Group, ...]:
    """Every workstream with its actions, and who has them."""
    runs = by.may(May.CHANGE_PLAN)
    leads = theirs.workstreams if by.may(May.CHANGE_WORKSTREAM) else frozenset()
    found = []
    for stream in streams:
        holds = [one for one in given if one.workstream and one.workstream.key == stream.key]
        url = reverse("who-leads", args=[stream.key]) if runs else ""
        actions = tuple(
            Part(
                one.now.now.title,
                one.now.now.owner,
                people(each for each in given if each.action and each.action.key == one.key),
                reverse("who-does", args=[one.key]) if runs or stream.key in leads else "",
            )
            for one in tracked
            if one.workstream == stream.key and not one.now.withdrawn
        )
        found.append(Group(Part(stream.name, stream.lead, people(holds), url), actions))
    return tuple(found)


def people(given: Iterable[models.Assignment]) -> tuple[Given, ...]:
    """Who has it, by name."""
    found = [
        Given(one.pk, one.membership.person.name, one.membership.ended_at is not None)
        for one in given
    ]
    return tuple(sorted(found, key=lambda one: one.name))
