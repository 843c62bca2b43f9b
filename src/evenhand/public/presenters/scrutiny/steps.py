"""The steps of a draw, a recommendation or a meeting, each with its entry in the public ledger."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Protocol

from evenhand.ledger.selectors import Said
from evenhand.measures.words import notes
from evenhand.measures.words.messages import say
from evenhand.monitoring.history import SYSTEM, day_of
from evenhand.public.presenters.alerts.steps import Shown
from evenhand.scrutiny.told import words
from evenhand.scrutiny.told.draws import ToldStep as OfDraw
from evenhand.scrutiny.told.meetings import ToldMeetingStep as OfMeeting
from evenhand.scrutiny.told.recommendations import ToldStep as OfRecommendation

LATE = frozenset({"abandoned", "overdue", "escalated", "declined", "called-off"})


class Told(Protocol):
    """What every kind of step has."""

    @property
    def number(self) -> int:
        """Its place."""

    @property
    def kind(self) -> str:
        """What it is."""

    @property
    def words(self) -> str:
        """What was said."""


def of_draw(steps: Sequence[OfDraw], said: Sequence[Said]) -> tuple[Shown, ...]:
    """Every step of a draw that is told, the latest first."""
    entries = _entries(said)
    return tuple(
        _shown(
            one,
            words.heading(one.kind),
            say("{who}, {organisation}", who=one.by, organisation=one.organisation)
            if one.by != one.organisation
            else one.by,
            day_of(one.at),
            entries,
        )
        for one in reversed(steps)
    )


def of_recommendation(steps: Sequence[OfRecommendation], said: Sequence[Said]) -> tuple[Shown, ...]:
    """Every step of a recommendation, the latest first."""
    entries = _entries(said)
    return tuple(_shown(one, one.heading, one.who, one.on, entries) for one in reversed(steps))


def of_meeting(steps: Sequence[OfMeeting], said: Sequence[Said]) -> tuple[Shown, ...]:
    """Every step of a meeting or a visit, the latest first."""
    entries = _entries(said)
    return tuple(
        _shown(one, one.heading, one.who, day_of(one.at), entries) for one in reversed(steps)
    )


def _entries(said: Iterable[Said]) -> dict[object, Said]:
    return {
        one.content["body"].get("number"): one
        for one in said
        if one.content and isinstance(one.content.get("body"), dict)
    }


def _shown(one: Told, heading: str, who: str, on: date, entries: dict[object, Said]) -> Shown:
    entry = entries.get(one.number)
    return Shown(
        number=one.number,
        heading=heading,
        words=one.words,
        who=who,
        day=notes.day(on),
        iso=on.isoformat(),
        tone="late" if one.kind in LATE else "known",
        ours=who == SYSTEM,
        position=entry.position if entry else None,
        leaf=entry.leaf if entry else "",
    )
