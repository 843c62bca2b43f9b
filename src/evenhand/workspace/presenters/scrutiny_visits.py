"""Meetings and visits at somebody's desk: when and where, how each stands, what was found."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from evenhand.measures.words.messages import say
from evenhand.plan.history import LONDON
from evenhand.plan.quarters import in_words
from evenhand.plan.words import Mark
from evenhand.scrutiny.visiting import words
from evenhand.scrutiny.visiting.history import minutes_of
from evenhand.scrutiny.visiting.selectors import Visit
from evenhand.scrutiny.visiting.steps import Kind, Status, Step, What
from evenhand.scrutiny.visiting.terms import Held, Minutes, Slot
from evenhand.workspace.presenters.desk_steps import StepWords
from evenhand.workspace.presenters.scrutiny_parts import Entry, Fact, Line, Part, moment, who


@dataclass(frozen=True)
class Shown:
    """What stands on every page about a meeting or a visit."""

    title: str
    caption: str
    mark: Mark
    when: str
    why: str


def shown(one: Visit) -> Shown:
    """What it is, and how it stands."""
    row = one.appointment
    return Shown(
        title=title(one),
        caption=say("{panel}, of {force}", panel=row.organisation, force=row.visited),
        mark=mark(one.status),
        when=when(one.now.slot),
        why=one.now.called.words,
    )


def title(one: Visit) -> str:
    """What it is, with its number."""
    number = str(one.appointment.number)
    return say("{what}, number {number}", what=words.what(one.now.what), number=number)


def mark(status: Status) -> Mark:
    """How it stands, as a shape with its word."""
    shape, tone = {
        Status.PROPOSED: ("plan-open", "known"),
        Status.AGREED: ("plan-on-track", "known"),
        Status.CALLED: ("plan-on-track", "known"),
        Status.DECLINED: ("plan-disputed", "late"),
        Status.CALLED_OFF: ("plan-withdrawn", "quiet"),
        Status.HELD: ("plan-complete", "known"),
        Status.MISSED: ("plan-stale", "unknown"),
    }[status]
    return Mark(shape, tone, words.status(status))


def when(slot: Slot) -> str:
    """When it begins and ends, and where."""
    ends = f"{slot.ends.astimezone(LONDON):%H:%M}"
    return say(
        "{begins} to {ends}, {where}", begins=moment(slot.starts), ends=ends, where=slot.where
    )


def facts(one: Visit) -> tuple[Fact, ...]:
    """What belongs to it."""
    slot, held = one.now.slot, one.now.outcome
    found = [Fact(say("Members of the public"), words.places(slot.places))]
    if slot.how:
        found.append(Fact(say("How to ask for a place"), slot.how))
    for number, item in enumerate(one.now.agenda, 1):
        found.append(Fact(say("Agenda, {number}", number=str(number)), item.words))
    if held is not None:
        found += _held(held)
    return tuple(found)


def _held(held: Held) -> Iterable[Fact]:
    yield Fact(say("Members who came"), str(held.members))
    yield Fact(say("Members of the public who came"), str(held.public))
    if held.hours is not None:
        yield Fact(say("Hours given, all together"), str(held.hours))
    if held.pence is not None:
        yield Fact(say("Expenses, all together"), words.pounds(held.pence))
    for number, finding in enumerate(held.findings, 1):
        yield Fact(say("Finding {number}", number=str(number)), finding)


def parts(found: Sequence[tuple[Visit, str]]) -> tuple[Part, ...]:
    """The list: what is to come, then what is over, the latest first."""
    to_come = {Status.PROPOSED, Status.AGREED, Status.CALLED, Status.DECLINED}
    coming = [_line(one, url) for one, url in found if one.status in to_come]
    over = [_line(one, url) for one, url in found if one.status not in to_come]
    none = say("Nothing is arranged.")
    return tuple(
        part
        for part in (
            Part("coming", say("To come"), tuple(coming), none),
            Part("over", say("Over"), tuple(reversed(over))),
        )
        if part.lines or part.none
    )


def _line(one: Visit, url: str) -> Line:
    return Line(title(one), url, when(one.now.slot), mark(one.status))


def history(one: Visit) -> tuple[Entry, ...]:
    """Every step, the latest first."""
    return tuple(entry(step, visits=one.now.what.visits) for step in reversed(one.steps))


def entry(step: Step, *, visits: bool) -> Entry:
    """One step as the public reads it."""
    return Entry(
        words.heading(step.kind, visits=visits),
        tuple(_detail(step)),
        step.words,
        in_words(step.on),
        step.on.isoformat(),
        who(step.by, step.organisation),
        step.number,
    )


def _detail(step: Step) -> Iterable[str]:
    data = step.data
    if "what" in data:
        yield words.what(What(data["what"]))
    if "slot" in data:
        slot = Slot.model_validate(data["slot"])
        yield when(slot)
        yield words.places(slot.places)
    if step.kind is Kind.HELD:
        for one in _held(Held.model_validate(data["held"])):
            yield say("{name}: {words}", name=one.name, words=one.words)
    if step.kind is Kind.MINUTES:
        yield from _minutes(minutes_of(step))
    if step.kind is Kind.AGENDA:
        yield from (str(one["words"]) for one in data["items"])


def _minutes(said: Minutes) -> Iterable[str]:
    if said.corrects is not None:
        yield say("Correction: {words}", words=said.wrong)
    for number, decision in enumerate(said.decisions, 1):
        yield say("Decision {number}: {words}", number=str(number), words=decision)


def step_words(step: str) -> StepWords:
    """What a step says of itself, by the last part of its address."""
    look = say("See what the public will read")
    stays = say("The step stays in the public history.")
    return {
        "call": StepWords(
            say("Call a meeting, or propose a visit"),
            say("Call a meeting, or propose a visit"),
            say("It stands in the public calendar of the panel."),
            look,
            say("It stands in the calendar."),
            say("It can be moved or called off later, with a reason."),
        ),
        "agree": StepWords(
            say("Agree to the visit"),
            say("Agree to the visit"),
            say("The force lets the panel in on that day."),
            look,
            say("The visit is agreed."),
            stays,
        ),
        "decline": StepWords(
            say("Decline the visit"),
            say("Decline the visit"),
            say("Everybody reads that the force did not let the panel in, and why."),
            look,
            say("The visit is declined, and the reason is public."),
            stays,
            warns=True,
        ),
        "move": StepWords(
            say("Move it"),
            say("Move it"),
            say("The force has to agree to a visit again."),
            look,
            say("It is moved, and the reason is public."),
            stays,
        ),
        "call-off": StepWords(
            say("Call it off"),
            say("Call it off"),
            say("It stays to be read, with your reason."),
            look,
            say("It is called off."),
            stays,
            warns=True,
        ),
        "agenda": StepWords(
            say("Publish the agenda"),
            say("Publish the agenda"),
            say("All that is open is on it, so that nobody leaves anything out."),
            look,
            say("The agenda is public."),
            stays,
        ),
        "pack": StepWords(
            say("Make the data pack now"),
            say("Make the data pack now"),
            say("What members read before the meeting, from all that is published."),
            look,
            say("The data pack is public."),
            say("It stays as it is. A later version stands beside it."),
        ),
        "held": StepWords(
            say("Say that it was held"),
            say("It was held"),
            say("Who came, what it took and, of a visit, what was found."),
            look,
            say("It is public that it was held."),
            stays,
        ),
        "minutes": StepWords(
            say("Publish the minutes"),
            say("Publish the minutes"),
            say("In words that may be public. Findings of draws have pages of their own."),
            look,
            say("The minutes are public."),
            say("A correction stands above these. They stay to be read."),
        ),
    }[step]


def who_takes(kind: Kind) -> str:
    """Who can take a step, where the reader cannot."""
    if kind in {Kind.AGREED, Kind.DECLINED}:
        return say("by those who answer for the force")
    return say("by the chair of the panel")
