"""What waits for somebody in scrutiny, the most urgent first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from evenhand.measures.words.messages import say
from evenhand.workspace.presenters.scrutiny_parts import Line, days_to, until


@dataclass(frozen=True)
class Waits:
    """Something that somebody has to do: of what, where, what, and until when if there is a day."""

    title: str
    url: str
    what: str
    due: date | None = None


def sentence(waiting: Sequence[Waits]) -> str:
    """How much waits, in a sentence."""
    if not waiting:
        return say("Nothing waits for you.")
    if len(waiting) == 1:
        return say("One thing waits for you.")
    return say("{count} things wait for you.", count=str(len(waiting)))


def lines(waiting: Iterable[Waits], *, now: datetime) -> tuple[Line, ...]:
    """Each with how long is left; what has a last day comes first."""
    ordered = sorted(waiting, key=lambda one: (one.due is None, one.due or now.date()))
    return tuple(_line(one, now) for one in ordered)


def _line(one: Waits, now: datetime) -> Line:
    if one.due is None:
        return Line(one.title, one.url, one.what)
    left = days_to(one.due, now=now)
    note = say("{what}. {left}.", what=one.what, left=until(left))
    return Line(one.title, one.url, note, late=left < 0)
