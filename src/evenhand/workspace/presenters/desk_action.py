"""One action at somebody's desk: how it stands, what they may do now, and what happened to it."""

from collections.abc import Sequence
from dataclasses import dataclass

from evenhand.measures.words.messages import say
from evenhand.plan import words
from evenhand.plan.differing import Was, was
from evenhand.plan.history import Change
from evenhand.plan.quarters import in_words
from evenhand.plan.selectors import Tracked
from evenhand.plan.words import Mark
from evenhand.workspace.presenters.desk_lists import next_words


@dataclass(frozen=True)
class Told:
    """One change, as the public reads it."""

    heading: str
    detail: str
    was: tuple[Was, ...]
    words: str
    day: str
    iso: str
    who: str
    tone: str
    redacted: tuple[str, ...]


@dataclass(frozen=True)
class Step:
    """A milestone: when it is due, and when it was reached."""

    words: str
    due: str
    reached: str


@dataclass(frozen=True)
class Shown:
    """What stands on every page about an action.

    Attributes
    ----------
    next : what is due next, in a sentence; empty once the action is over.
    evidence : titles of what was shown.
    """

    title: str
    workstream: str
    marks: tuple[Mark, ...]
    sentence: str
    next: str
    owner: str
    what: str
    milestones: tuple[Step, ...]
    evidence: tuple[str, ...]


@dataclass(frozen=True)
class Offered:
    """A step that can be taken now."""

    words: str
    about: str
    url: str


@dataclass(frozen=True)
class NotNow:
    """A step that their role allows and the plan's rules do not, for now."""

    words: str
    why: str


def shown(one: Tracked) -> Shown:
    """How an action stands."""
    promised = one.now.now
    return Shown(
        title=promised.title,
        workstream=say(one.workstream_name),
        marks=words.marks(one.now, one.standing, one.on),
        sentence=words.promised(one.now, one.on),
        next=next_words(one),
        owner=promised.owner,
        what=promised.what,
        milestones=tuple(_step(one, place) for place in range(len(promised.milestones))),
        evidence=tuple(each.proof.title for each in one.now.evidence if each.proof),
    )


def _step(one: Tracked, place: int) -> Step:
    milestone = one.now.now.milestones[place]
    reached = one.now.reached.get(milestone.key)
    return Step(
        milestone.words,
        in_words(milestone.due_on),
        say("Reached on {day}.", day=in_words(reached)) if reached else say("Not reached yet."),
    )


def history(one: Tracked) -> tuple[Told, ...]:
    """Every change, the latest first."""
    return tuple(told(one.changes, place) for place in reversed(range(len(one.changes))))


def meanwhile(one: Tracked, number: int) -> tuple[Told, ...]:
    """What was recorded after a change, in its order."""
    return tuple(
        told(one.changes, place)
        for place, change in enumerate(one.changes)
        if change.number > number
    )


def told(changes: Sequence[Change], place: int) -> Told:
    """One of the changes of an action, with what was there before it."""
    change, before = changes[place], changes[:place]
    return Told(
        heading=words.changed(change, before),
        detail=words.about(change, before),
        was=was(change, before),
        words=change.words,
        day=in_words(change.on),
        iso=change.on.isoformat(),
        who=words.author(change),
        tone=words.tone(change),
        redacted=words.redacted(change.redacted),
    )


def open_until(one: Tracked) -> str:
    """Until when the completion may be disputed."""
    ends = one.now.window_ends
    if ends is None or one.on > ends or one.now.open_disputes:
        return ""
    return say("The completion may be disputed until {day}.", day=in_words(ends))
