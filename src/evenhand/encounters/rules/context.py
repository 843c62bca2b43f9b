"""The rules that need the server's clock or knowledge, and those that compare two moments.

JSON Schema cannot say them; the device holds them as a courtesy, and the server decides.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from evenhand.encounters.rules.stop import Stop

AHEAD = timedelta(minutes=5)
"""How far a device's clock may run before the server's."""

LATE = timedelta(hours=24)
"""After this, a record says why it is late."""

OLDEST = timedelta(days=366)
"""A stop that began longer ago is not entered here any more."""


@dataclass(frozen=True)
class Context:
    """What only the server knows.

    Attributes
    ----------
    now : its clock, with a time zone.
    force_id : the force that the officer records for.
    officer_since : the day since when the officer could have made a stop; None if not known.
    known_teams : the force's teams; None where they are not kept.
    """

    now: datetime
    force_id: str
    officer_since: date | None = None
    known_teams: frozenset[str] | None = None


Broken = tuple[str, str, str]


def broken(stop: Stop, context: Context) -> Iterator[Broken]:
    """Field, code and sentence of every rule that a well-formed stop breaks here and now."""
    if stop.force_id != context.force_id:
        yield "force_id", "wrong_force", "The stop is of another force than the officer’s."
    if context.known_teams is not None and stop.team not in context.known_teams:
        yield "team", "unknown_team", "The force has no team of this name."
    yield from _moments(stop)
    yield from _clock(stop, context)


def _moments(stop: Stop) -> Iterator[Broken]:
    took = stop.recorded_at - stop.started_at
    if took < timedelta(0):
        yield "recorded_at", "recorded_before_it_began", "It was recorded before the stop began."
    if took > LATE and stop.late_reason is None:
        yield (
            "late_reason",
            "late_without_reason",
            "It was recorded more than a day after the stop; say why.",
        )
    for number, search in enumerate(stop.searches):
        if search.strip and search.strip.authorised_at:
            away = search.strip.authorised_at - stop.started_at
            if abs(away) > LATE:
                yield (
                    f"searches.{number}.strip.authorised_at",
                    "authorised_another_day",
                    "The strip search was authorised on another day than the stop.",
                )


def _clock(stop: Stop, context: Context) -> Iterator[Broken]:
    ago = context.now - stop.started_at
    if ago < -AHEAD:
        yield "started_at", "in_the_future", "The stop begins in the future."
    elif ago > OLDEST:
        yield "started_at", "too_long_ago", "The stop began more than a year ago."
    elif context.officer_since and stop.started_at.date() < context.officer_since:
        yield (
            "started_at",
            "before_the_officer",
            "The stop began before this officer could have made one.",
        )
    elif stop.started_at + timedelta(minutes=stop.duration_minutes - 1) > context.now + AHEAD:
        # A minute less: minutes are rounded up.
        yield "duration_minutes", "longer_than_time", "The stop would still be going on."
    if ago >= -AHEAD and stop.recorded_at - context.now > AHEAD:
        yield "recorded_at", "recorded_in_the_future", "It was recorded in the future."
