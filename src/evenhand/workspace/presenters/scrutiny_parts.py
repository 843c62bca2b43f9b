"""What pages of scrutiny share: an entry of a history, a link that is offered, a line of a list."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from evenhand.measures.words.messages import say
from evenhand.monitoring.steps import SYSTEM, day_of
from evenhand.plan.history import LONDON
from evenhand.plan.quarters import in_words
from evenhand.plan.words import Mark


@dataclass(frozen=True)
class Entry:
    """One step as it is read: what it was, what belongs to it, who took it and when."""

    heading: str
    lines: tuple[str, ...] = ()
    words: str = ""
    day: str = ""
    iso: str = ""
    who: str = ""
    number: int = 0
    links: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Offered:
    """A step that can be taken now, or by others: what it is, and about it."""

    words: str
    about: str
    url: str = ""


@dataclass(frozen=True)
class Line:
    """One line of a list: where it leads, how it stands, what is said of it."""

    title: str
    url: str
    note: str = ""
    mark: Mark | None = None
    late: bool = False


@dataclass(frozen=True)
class Part:
    """Lines under a heading, and what is said where there are none."""

    key: str
    title: str
    lines: tuple[Line, ...]
    none: str = ""


@dataclass(frozen=True)
class Fact:
    """A fact under its name."""

    name: str
    words: str
    code: bool = False


def who(by: str, organisation: str) -> str:
    """Who took a step: a role and an organisation, never a person."""
    if by in {organisation, SYSTEM}:
        return by
    return say("{who}, {organisation}", who=by, organisation=organisation)


def moment(at: datetime) -> str:
    """A day and a time, where the forces are."""
    local = at.astimezone(LONDON)
    return say("{day}, {time}", day=in_words(local.date()), time=f"{local:%H:%M}")


def days_in_words(many: int) -> str:
    """So many days."""
    return say("1 day") if many == 1 else say("{days} days", days=f"{many:,}")


def until(days: int) -> str:
    """How many days are left of something, or gone since."""
    if days < 0:
        return say("1 day overdue") if days == -1 else say("{days} days overdue", days=str(-days))
    if days == 0:
        return say("Today is the last day")
    return say("1 day left") if days == 1 else say("{days} days left", days=str(days))


def days_to(day: date, *, now: datetime) -> int:
    """Days from today to a day, where the forces are."""
    return (day - day_of(now)).days


def counts(found: Mapping[str, int], names: Mapping[str, str]) -> tuple[str, ...]:
    """How many of each, one sentence a kind."""
    return tuple(
        say("{name}: {count}", name=names.get(key, key), count=f"{many:,}")
        for key, many in found.items()
        if many
    )


def parts_of(every: Iterable[Part]) -> tuple[Part, ...]:
    """Those that have lines, or say that there are none."""
    return tuple(one for one in every if one.lines or one.none)
