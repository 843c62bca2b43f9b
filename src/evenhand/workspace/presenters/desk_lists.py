"""Actions of a plan in lists: what is somebody's, what is next, what waits for whom."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse

from evenhand.measures.words.messages import say
from evenhand.plan import models, words
from evenhand.plan.quarters import in_words
from evenhand.plan.selectors import Assigned, Stream, Tracked
from evenhand.plan.status import Status
from evenhand.plan.words import Mark

SOON = timedelta(days=28)
OVER = frozenset({Status.COMPLETE, Status.WITHDRAWN})


@dataclass(frozen=True)
class Item:
    """An action in a list.

    Attributes
    ----------
    next : the next day that something of it is due, in a sentence.
    """

    title: str
    url: str
    marks: tuple[Mark, ...]
    next: str
    owner: str


@dataclass(frozen=True)
class Part:
    """A part of a page: a heading, what it means, and actions, or a sentence where there are none.

    Attributes
    ----------
    anchor : its name in the page.
    """

    anchor: str
    title: str
    items: tuple[Item, ...]
    none: str = ""
    about: str = ""


@dataclass(frozen=True)
class Choice:
    """One of the ways in which a list can be looked at."""

    words: str
    url: str
    here: bool


def item(plan: models.Plan, one: Tracked) -> Item:
    """An action, as lists of the workspace show it."""
    return Item(
        title=one.now.now.title,
        url=reverse("desk-action", args=[plan.force_id, plan.iteration, one.key]),
        marks=words.marks(one.now, one.standing, one.on),
        next=next_words(one),
        owner=one.now.now.owner,
    )


def items(plan: models.Plan, found: Sequence[Tracked]) -> tuple[Item, ...]:
    """Several of them."""
    return tuple(item(plan, one) for one in found)


def next_day(one: Tracked) -> tuple[date, str] | None:
    """The next day by which something is due, and the milestone if it is one; None once over."""
    if one.standing.status in OVER or one.now.completed:
        return None
    open_ = [each for each in one.now.now.milestones if each.key in one.now.to_reach]
    dues = [(each.due_on, each.words) for each in open_]
    return min([*dues, (one.now.now.due_on, "")], key=lambda due: due[0])


def next_words(one: Tracked) -> str:
    """What is due next, in a sentence; nothing once the action is over."""
    if one.now.open_disputes:
        return say("The dispute waits for an answer")
    found = next_day(one)
    if found is None:
        return ""
    day, milestone = found
    said = {"day": in_words(day), "milestone": milestone}
    if milestone:
        return (
            say("Milestone “{milestone}” was due on {day}", **said)
            if day < one.on
            else say("Milestone “{milestone}” by {day}", **said)
        )
    return say("Was due on {day}", **said) if day < one.on else say("Due on {day}", **said)


def is_soon(one: Tracked) -> bool:
    """Whether something of it is due within four weeks."""
    found = next_day(one)
    return found is not None and one.on <= found[0] <= one.on + SOON


def waiting(plan: models.Plan, found: Sequence[Tracked]) -> tuple[Part, ...]:
    """Actions by what they wait for, each once: under the first that is true of it.

    Everything that is true stands beside it, so that nothing hides behind the first.
    """
    parts: list[Part] = []
    left = sorted(found, key=lambda one: (next_day(one) or (date.max, ""))[0])
    for anchor, title, about, belongs in _parts():
        taken = [one for one in left if belongs(one)]
        left = [one for one in left if not belongs(one)]
        if taken:
            parts.append(Part(anchor, title, items(plan, taken), about=about))
    return tuple(parts)


def _parts() -> tuple[tuple[str, str, str, Callable[[Tracked], bool]], ...]:
    return (
        (
            "disputed",
            say("Disputed, and not answered"),
            say("The dispute stands beside your word in public until you answer it."),
            lambda one: Status.DISPUTED in one.standing,
        ),
        (
            "late",
            say("Late"),
            say("The day first promised has passed."),
            lambda one: Status.LATE in one.standing,
        ),
        (
            "soon",
            say("Due in the next 28 days"),
            say("The action or one of its milestones."),
            is_soon,
        ),
        (
            "silent",
            say("Not updated, or without evidence"),
            say("Say how it is going, or show what was done."),
            lambda one: Status.STALE in one.standing or Status.NO_EVIDENCE in one.standing,
        ),
    )


def over(one: Tracked) -> bool:
    """Whether nothing more is to be done for it."""
    return one.standing.status in OVER


def streams_of(
    plan: models.Plan, streams: Sequence[Stream], found: Sequence[Tracked]
) -> tuple[Part, ...]:
    """Actions under their workstreams, in the order of the framework; empty ones say so."""
    return tuple(
        Part(
            anchor=stream.key,
            title=say(stream.name),
            about=say("Led by: {role}", role=stream.lead) if stream.lead else "",
            items=items(plan, [one for one in found if one.workstream == stream.key]),
            none=say("Nothing here."),
        )
        for stream in streams
    )


SHOWN = ("all", "mine", "late")
"""The ways to look at the list of a plan."""


def shown_of(found: Sequence[Tracked], how: str, what: Assigned) -> list[Tracked]:
    """The actions that one of these ways shows."""
    if how == "mine":
        return [one for one in found if what.covers(workstream=one.workstream, action=one.key)]
    if how == "late":
        wrong = (Status.LATE, Status.DISPUTED)
        return [one for one in found if any(each in one.standing for each in wrong)]
    return list(found)


def choices(plan: models.Plan, how: str, *, has_own: bool) -> tuple[Choice, ...]:
    """Links to the ways to look; “mine” only where something is."""
    address = reverse("desk-plan-of", args=[plan.force_id, plan.iteration])
    names = {
        "all": say("All"),
        "mine": say("Mine"),
        "late": say("Late or disputed"),
    }
    return tuple(
        Choice(words, address if key == "all" else f"{address}?show={key}", key == how)
        for key, words in names.items()
        if key != "mine" or has_own
    )
