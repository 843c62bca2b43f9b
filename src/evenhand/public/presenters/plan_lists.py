"""Lists out of a plan: late and disputed, who leads what, what changed, then and now."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from evenhand.ledger.selectors import Said
from evenhand.measures.words.messages import say
from evenhand.plan import differing, models, selectors, words
from evenhand.plan.differing import Was
from evenhand.plan.history import LONDON, Change
from evenhand.plan.quarters import Quarter, in_words, quarters
from evenhand.plan.selectors import Tracked
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
    plan: models.Plan, named: Sequence[models.Lead], found: Sequence[Tracked]
) -> tuple[Led, ...]:
    """Every role in alphabetical order with what it leads; each action stands under one role."""
    latest = {one.workstream_id: one for one in named}.values()
    roles = {one.now.now.owner for one in found} | {one.role for one in latest}
    return tuple(
        Led(
            role,
            tuple(say(one.workstream.name) for one in latest if one.role == role),
            tuple(card(one, plan) for one in found if one.now.now.owner == role),
        )
        for role in sorted(roles, key=str.casefold)
    )


@dataclass(frozen=True)
class Named:
    """A role that was named to lead a workstream: when, why, by whom, and where that is proved."""

    anchor: str
    heading: str
    day: str
    iso: str
    who: str
    words: str
    redacted: tuple[str, ...]
    leaf: str
    position: int | None
    """Its place in the public ledger, once it has one."""


def named(
    leads: Sequence[models.Lead], said: Mapping[models.Lead, Said]
) -> tuple[tuple[str, tuple[Named, ...]], ...]:
    """Every lead that was ever named, the latest first, by the name of the workstream."""
    found: dict[str, list[Named]] = {}
    for lead in reversed(leads):
        found.setdefault(say(lead.workstream.name), []).append(_named(lead, said.get(lead)))
    return tuple((name, tuple(each)) for name, each in reversed(found.items()))


def _named(lead: models.Lead, said: Said | None) -> Named:
    on = _day_of(lead)
    return Named(
        anchor=_anchor(lead),
        heading=_heading(lead),
        day=in_words(on),
        iso=on.isoformat(),
        who=_named_by(lead),
        words=lead.words,
        redacted=words.redacted(selectors.marks(lead.redacted)),
        leaf=said.leaf if said else "",
        position=said.position if said else None,
    )


def _heading(lead: models.Lead) -> str:
    if lead.number == 1:
        return say("Lead named: {role}", role=lead.role)
    return say("Lead is now: {role}", role=lead.role)


def _anchor(lead: models.Lead) -> str:
    return f"lead-{lead.workstream.key}-{lead.number}"


def _named_by(lead: models.Lead) -> str:
    return say("{role}, {organisation}", role=lead.by, organisation=lead.organisation)


def _day_of(lead: models.Lead) -> date:
    return lead.recorded_at.astimezone(LONDON).date()


@dataclass(frozen=True)
class Entry:
    """One change in a list of changes: of an action, or of who leads a workstream."""

    title: str
    url: str
    heading: str
    day: str
    iso: str
    who: str
    words: str
    tone: str
    redacted: tuple[str, ...]


def changes(
    plan: models.Plan,
    found: Sequence[Tracked],
    leads: Sequence[models.Lead],
    quarter: Quarter,
) -> tuple[Entry, ...]:
    """Everything that was recorded in a quarter, the latest first."""
    inside = [
        ((change.at, one.key, change.number), _changed(plan, one, place, change))
        for one in found
        for place, change in enumerate(one.changes)
        if quarter.first_day <= change.on <= quarter.last_day
    ]
    inside += [
        ((lead.recorded_at, lead.workstream.key, lead.number), _lead_changed(plan, lead))
        for lead in leads
        if quarter.first_day <= _day_of(lead) <= quarter.last_day
    ]
    return tuple(entry for _, entry in sorted(inside, key=lambda each: each[0], reverse=True))


def _changed(plan: models.Plan, one: Tracked, place: int, change: Change) -> Entry:
    return Entry(
        title=one.now.now.title,
        url=f"{action_url(plan, one.key)}#change-{change.number}",
        heading=words.changed(change, one.changes[:place]),
        day=in_words(change.on),
        iso=change.on.isoformat(),
        who=words.author(change),
        words=change.words,
        tone=words.tone(change),
        redacted=words.redacted(change.redacted),
    )


def _lead_changed(plan: models.Plan, lead: models.Lead) -> Entry:
    on = _day_of(lead)
    return Entry(
        title=say("Workstream: {name}", name=say(lead.workstream.name)),
        url=f"{reverse('plan-leads', args=[plan.force_id])}#{_anchor(lead)}",
        heading=_heading(lead),
        day=in_words(on),
        iso=on.isoformat(),
        who=_named_by(lead),
        words=lead.words,
        tone="known",
        redacted=words.redacted(selectors.marks(lead.redacted)),
    )


def quarters_told(
    found: Iterable[Tracked], leads: Iterable[models.Lead], today: date
) -> list[Quarter]:
    """Every quarter from the first promise or lead to today, the latest first."""
    days = [*(one.now.promised_on for one in found), *(_day_of(one) for one in leads)]
    first = min(days, default=today)
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
    parts: tuple[Was, ...]
    """What else it promises otherwise; its date stands beside its status."""


def differences(
    plan: models.Plan, then: Sequence[Tracked], now: Sequence[Tracked]
) -> tuple[Difference, ...]:
    """Actions whose status or promise is another today, and those promised since."""
    before = {one.key: one for one in then}
    return tuple(
        _difference(plan, before.get(one.key), one)
        for one in now
        if one.key not in before or _told(before[one.key]) != _told(one)
    )


def _told(one: Tracked) -> tuple[object, ...]:
    return one.standing.status, one.now.now


def _parts(then: Tracked, now: Tracked) -> tuple[Was, ...]:
    old, new = then.now.now, now.now.now
    return differing.differences(old.model_copy(update={"due_on": new.due_on}), new)


def _difference(plan: models.Plan, then: Tracked | None, now: Tracked) -> Difference:
    return Difference(
        title=now.now.now.title,
        url=action_url(plan, now.key),
        then=words.marks(then.now, then.standing, then.on) if then else (),
        then_due=words.short_day(then.now.now.due_on) if then else say("Not promised yet"),
        now=words.marks(now.now, now.standing, now.on),
        now_due=words.short_day(now.now.now.due_on),
        parts=_parts(then, now) if then else (),
    )
