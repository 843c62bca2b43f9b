"""One review at somebody's desk: what it is about, how it stands, what is said so far."""

from dataclasses import dataclass

from evenhand.measures.watch.found import Found
from evenhand.measures.words import notes
from evenhand.measures.words.messages import say
from evenhand.monitoring.history import Present
from evenhand.plan.words import Mark
from evenhand.workspace.presenters.alerts import clock, mark, title
from evenhand.workspace.presenters.alerts_told import (
    prediction_words,
    standing,
    type_words,
)


@dataclass(frozen=True)
class Shown:
    """What stands on every page about a review."""

    title: str
    caption: str
    mark: Mark
    sentence: str
    clock: tuple[str, ...]
    owner: str


@dataclass(frozen=True)
class Claim:
    """An explanation and how it stands."""

    type: str
    words: str
    prediction: str
    standing: str


@dataclass(frozen=True)
class Offered:
    """A step that can be taken now; without an address where somebody else takes it."""

    words: str
    about: str
    url: str


@dataclass(frozen=True)
class NotNow:
    """A step that their role allows and the rules of a review do not, for now."""

    words: str
    why: str


def shown(found: Found, now: Present | None, *, force: str, number: int) -> Shown:
    """How a review stands."""
    return Shown(
        title=title(found),
        caption=say("{force}: alert {number}", force=force, number=str(number)),
        mark=mark(now),
        sentence=found.sentence,
        clock=clock(now),
        owner=(now.owner_role if now else "") or say("nobody yet"),
    )


def claims(now: Present) -> tuple[Claim, ...]:
    """Every explanation so far."""
    return tuple(
        Claim(
            type_words(one.type.value),
            one.step.words,
            prediction_words(one.prediction) if one.prediction else "",
            standing(one),
        )
        for one in now.explanations
    )


def newer(found: Found | None, raised: Found) -> str:
    """What a later run of the watch saw of it; empty where none did."""
    if found is None or found.as_of == raised.as_of:
        return ""
    return say(
        "Seen again with the records until {month}: {sentence}",
        month=notes.month(found.as_of),
        sentence=found.sentence,
    )


@dataclass(frozen=True)
class Stands:
    """How a review will stand after a step."""

    mark: Mark
    next: str
