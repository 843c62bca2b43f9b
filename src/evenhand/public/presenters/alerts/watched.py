"""What is watched of a force, how soon it must be answered, and what cannot be told and why."""

from collections.abc import Sequence
from dataclasses import dataclass

from evenhand.measures.watch import found as told
from evenhand.measures.words.messages import say
from evenhand.monitoring import selectors
from evenhand.monitoring.streams import streams
from evenhand.monitoring.words import headline, title
from evenhand.public.presenters.alerts import words
from evenhand.public.presenters.alerts.lists import Looked, examined
from evenhand.public.presenters.alerts.status import days

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
class WatchPage:
    """The page of what is watched."""

    sentences: tuple[str, ...]
    weight: tuple[str, ...]
    streams: tuple[Stream, ...]
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
        untold=_untold(found.untold) if found else (),
        held=tuple(
            Held(headline(one), tuple(finding.words for finding in one.findings))
            for one in (found.held_back if found else ())
        ),
    )


def _untold(found: Sequence[told.Untold]) -> tuple[Untold, ...]:
    """Put together what is said of one measure."""
    together: dict[str, list[str]] = {}
    for one in found:
        together.setdefault(one.about or title(one.series), []).append(one.why)
    return tuple(Untold(name, tuple(lines)) for name, lines in sorted(together.items()))
