"""Lists out of a plan: late and disputed, who leads what, what changed, then and now."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from evenhand.measures.words.messages import say
from evenhand.plan import models, words
from evenhand.plan.quarters import Quarter, in_words, quarters
from evenhand.plan.selectors import Stream, Tracked
from evenhand.plan.status import Status
from evenhand.plan.words import Mark
from evenhand.public.presenters.plan_grid import Card, action_url, card


@dataclass(frozen=True)
class Waiting:
    """Actions of which one doubt is true, with what that means; the longest waiting first."""

    anchor: str
    title: str
    about: str
    none: str
    cards: tuple[Card, ...]


def waiting(plan: models.Plan, found: Sequence[Tracked]) -> tuple[Waiting, ...]:
    """Every action of which a doubt is true, under each of its doubts. Nobody can leave one out."""
    return tuple(
        Waiting(
            str(status),
            *_words(status, plan),
            tuple(
                card(one, plan)
                for one in sorted((one for one in found if status in one.standing), key=order)
            ),
        )
        for status, order in DOUBTS.items()
    )


DOUBTS: Mapping[Status, Callable[[Tracked], int]] = {
    Status.DISPUTED: lambda one: min(each.change.on for each in one.now.open_disputes).toordinal(),
    Status.LATE: lambda one: -one.standing.days,
    Status.NO_EVIDENCE: lambda one: one.now.now.starts_on.toordinal(),
    Status.STALE: lambda one: one.now.last_on.toordinal(),
}
"""The lists, in their order; in each, who has waited longest stands first."""


def _words(status: Status, plan: models.Plan) -> tuple[str, str, str]:
    """The title of a list, what it means, and what is said where it is empty."""
    told = {
        Status.DISPUTED: (
            say("Disputed completions"),
            say(
                "The force says that these are complete. A reference group says that they are not, "
                "and has no answer yet."
            ),
            say("No dispute waits for an answer."),
        ),
        Status.LATE: (
            say("Late"),
            say(
                "The day first promised has passed. Moving the date does not take an action off "
                "this list."
            ),
            say("Nothing is late."),
        ),
        Status.NO_EVIDENCE: (
            say("No evidence"),
            say("Work is said to be going on, and there is nothing to show for it."),
            say("No action lacks evidence that should have some by now."),
        ),
        Status.STALE: (
            say("Not updated"),
            say(
                "The force has said nothing about these for more than {days} days.",
                days=str(plan.stale_after),
            ),
            say("Every action has been updated."),
        ),
    }
    return told[status]


@dataclass(frozen=True)
class Led:
    """A role with what it leads: workstreams, and actions."""

    role: str
    workstreams: tuple[str, ...]
    cards: tuple[Card, ...]


def leads(
    plan: models.Plan, streams: Sequence[Stream], found: Sequence[Tracked]
) -> tuple[Led, ...]:
    """Every role in alphabetical order with what it leads; each action stands under one role."""
    roles = {one.now.now.owner for one in found} | {one.lead for one in streams if one.lead}
    return tuple(
        Led(
            role,
            tuple(say(one.name) for one in streams if one.lead == role),
            tuple(card(one, plan) for one in found if one.now.now.owner == role),
        )
        for role in sorted(roles, key=str.casefold)
    )


@dataclass(frozen=True)
class Entry:
    """One change in a list of changes of many actions."""

    title: str
    url: str
    heading: str
    day: str
    iso: str
    who: str
    words: str
    tone: str


def changes(plan: models.Plan, found: Sequence[Tracked], quarter: Quarter) -> tuple[Entry, ...]:
    """Everything that was recorded in a quarter, the latest first."""
    inside = [
        (change, place, one)
        for one in found
        for place, change in enumerate(one.changes)
        if quarter.first_day <= change.on <= quarter.last_day
    ]
    inside.sort(key=lambda each: (each[0].at, each[2].key, each[0].number), reverse=True)
    return tuple(
        Entry(
            title=one.now.now.title,
            url=f"{action_url(plan, one.key)}#change-{change.number}",
            heading=words.changed(change, one.changes[:place]),
            day=in_words(change.on),
            iso=change.on.isoformat(),
            who=words.author(change),
            words=change.words,
            tone=words.tone(change),
        )
        for change, place, one in inside
    )


def quarters_told(found: Sequence[Tracked], today: date) -> list[Quarter]:
    """Every quarter from the first promise to today, the latest first."""
    first = min((one.now.promised_on for one in found), default=today)
    return quarters(Quarter.of(first), Quarter.of(today))[::-1]


@dataclass(frozen=True)
class Difference:
    """An action that does not stand today as it did then."""

    title: str
    url: str
    then: tuple[Mark, ...]
    then_due: str
    now: tuple[Mark, ...]
    now_due: str


def differences(
    plan: models.Plan, then: Sequence[Tracked], now: Sequence[Tracked]
) -> tuple[Difference, ...]:
    """Actions whose status or date is another today, and those promised since."""
    before = {one.key: one for one in then}
    return tuple(
        _difference(plan, before.get(one.key), one)
        for one in now
        if one.key not in before or _told(before[one.key]) != _told(one)
    )


def _told(one: Tracked) -> tuple[object, ...]:
    return one.standing.status, one.now.now.due_on, one.now.now.title, one.now.now.owner


def _difference(plan: models.Plan, then: Tracked | None, now: Tracked) -> Difference:
    return Difference(
        title=now.now.now.title,
        url=action_url(plan, now.key),
        then=words.marks(then.now, then.standing, then.on) if then else (),
        then_due=words.short_day(then.now.now.due_on) if then else say("Not promised yet"),
        now=words.marks(now.now, now.standing, now.on),
        now_due=words.short_day(now.now.now.due_on),
    )
