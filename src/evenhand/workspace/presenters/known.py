"""Words for pages about stops known from elsewhere."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from evenhand.encounters.known.forms import source_names
from evenhand.encounters.models import Fate, KnownEvent, KnownFile
from evenhand.encounters.services.knowing import TakenIn
from evenhand.measures.words import notes
from evenhand.measures.words.messages import say
from evenhand.workspace.presenters.dates import time


@dataclass(frozen=True)
class File:
    """A file that was taken in."""

    source: str
    period: str
    events: str
    left_aside: str
    who: str
    at: datetime


@dataclass(frozen=True)
class Event:
    """An event that no record surely matches."""

    when: str
    team: str
    source: str
    fate: str
    url: str


def files(found: Iterable[KnownFile]) -> list[File]:
    """A line for each file."""
    return [
        File(
            source=source_names()[one.source],
            period=notes.period(one.first, one.last),
            events=f"{one.events:,}",
            left_aside=f"{one.left_aside:,}",
            who=one.by.name if one.by else say("By command"),
            at=one.at,
        )
        for one in found
    ]


def events(found: Iterable[KnownEvent]) -> list[Event]:
    """A line for each event."""
    sources = source_names()
    return [
        Event(
            when=_when(one),
            team=one.team or say("Not known"),
            source=sources[one.month.source],
            fate=say("May be recorded") if one.fate == Fate.UNSURE else say("In no record"),
            url=reverse("stop-unmatched", args=[one.pk]),
        )
        for one in found
    ]


def taken_words(taken: TakenIn) -> str:
    """What became of a file that was taken in."""
    changed = [one for one in taken.months if one.status != "unchanged"]
    if not changed:
        return say("All of this was here already. Nothing has changed.")
    return say(
        "Events taken in and matched: {events}, of {months}.",
        events=f"{sum(one.events for one in changed):,}",
        months=notes.months_listed([one.month for one in changed]),
    )


def _when(one: KnownEvent) -> str:
    if one.at:
        return time(one.at)
    return say("{day}, {hour}:00 to {hour}:59", day=notes.day(one.day), hour=f"{one.hour:02d}")
