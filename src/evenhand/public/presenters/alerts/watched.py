"""What is watched of a force, how soon it must be answered, and what cannot be told and why."""

from collections.abc import Sequence
from dataclasses import dataclass

from evenhand.measures.library import POWERS
from evenhand.measures.watch import found as told
from evenhand.measures.watch.which import which
from evenhand.measures.words import which as naming
from evenhand.measures.words.messages import say
from evenhand.monitoring import selectors
from evenhand.monitoring.streams import streams
from evenhand.monitoring.words import headline, title
from evenhand.public.presenters.alerts import words
from evenhand.public.presenters.alerts.lists import Looked, examined
from evenhand.public.presenters.alerts.status import days
from evenhand.public.presenters.powers import power_name

NAMES = {
    "children": "Children",
    "strip-search": "Strip searches",
    "taser": "Taser",
    "grave": "Other grave matters",
    "everything": "Everything else",
}


@dataclass(frozen=True)
class Stream:
    """One stream: what belongs to it, and how long a force has."""

    name: str
    about: str
    answer: str
    silence: str


@dataclass(frozen=True)
class Untold:
    """Series of one measure of which nothing can be told, each with why."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Held:
    """A move that was not raised, because a problem of the records would explain it."""

    title: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class Measures:
    """The measures of one power.

    Attributes
    ----------
    watched : titles by the reason why they are. others : titles with why they are not.
    """

    power: str
    counted: str
    watched: tuple[tuple[str, tuple[str, ...]], ...]
    others: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class WatchPage:
    """The page of what is watched."""

    sentences: tuple[str, ...]
    weight: tuple[str, ...]
    streams: tuple[Stream, ...]
    measures: tuple[Measures, ...]
    untold: tuple[Untold, ...]
    held: tuple[Held, ...]


def watch_page(
    looked: Looked | None, found: selectors.WatchPage | None, *, share_false: float
) -> WatchPage:
    """Lay out what is watched; nothing where the watch has never looked at the force."""
    return WatchPage(
        sentences=examined(looked),
        weight=(words.examined(looked.examined, share_false),) if looked else (),
        streams=tuple(
            Stream(
                name=say(NAMES[one.name]) if one.name in NAMES else one.name,
                about=say(one.about),
                answer=days(one.limits.answer),
                silence=days(one.limits.silence),
            )
            for one in streams()
        ),
        measures=tuple(_measures(power) for power in POWERS),
        untold=_untold(found.untold) if found else (),
        held=tuple(
            Held(headline(one), tuple(finding.words for finding in one.findings))
            for one in (found.held_back if found else ())
        ),
    )


def _measures(power: str) -> Measures:
    """Name every measure of a power: what is not looked at is never left out in silence."""
    found = which(power)
    why: dict[str, list[str]] = {}
    for one in found:
        if one.watched:
            why.setdefault(one.why, []).append(one.title)
    return Measures(
        power=power_name(power),
        counted=naming.counted([one.watched for one in found]),
        watched=tuple((said, tuple(titles)) for said, titles in why.items()),
        others=tuple((one.title, one.why) for one in found if not one.watched),
    )


def _untold(found: Sequence[told.Untold]) -> tuple[Untold, ...]:
    """Put together what is said of one measure."""
    together: dict[str, list[str]] = {}
    for one in found:
        together.setdefault(one.about or title(one.series), []).append(one.why)
    return tuple(Untold(name, tuple(lines)) for name, lines in sorted(together.items()))
