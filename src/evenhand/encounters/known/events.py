"""Rows of a table as events: what each says, without anything that may not be kept."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from evenhand.encounters.errors import CannotTakeIn
from evenhand.encounters.keys import keyed
from evenhand.encounters.known.mappings import EventMapping
from evenhand.encounters.known.tables import NoMoment, Row, Table, moment
from evenhand.encounters.rules.parts import EAST, NORTH, SOUTH, WEST
from evenhand.ledger.tree.entries import canonical
from evenhand.measures.words.messages import say
from evenhand.records.clock import LONDON

AHEAD = timedelta(minutes=5)
LONGEST_TEAM = 60
LONGEST_REFERENCE = 60
SHOWN = 20
"""Sentences about rows that are shown; the rest are counted."""
INCIDENT, VIDEO, EVENT, FILE, CONTENT = "incident", "video", "event", "file", "known-month"
"""What a digest is of."""
NO_SIGN = re.compile(r"[^A-Z0-9]")


@dataclass(frozen=True)
class Event:
    """One event: plate, references and officer under the force's key, the rest as it was."""

    at: datetime
    team: str
    plate: str
    incident: str
    video: str
    officer: str
    latitude: float | None
    longitude: float | None
    mark: str = ""

    @property
    def local(self) -> datetime:
        """When it was by London's clock."""
        return self.at.astimezone(ZoneInfo(LONDON))

    @property
    def month(self) -> str:
        """The month by London's clock."""
        return f"{self.local:%Y-%m}"


@dataclass(frozen=True)
class Events:
    """The events of a file, in no order that says anything, and the rows left aside."""

    events: tuple[Event, ...]
    left_aside: int


def read(
    table: Table, mapping: EventMapping, *, force: str, first: str, last: str, now: datetime
) -> Events:
    """Make events of rows: all of them, or none.

    Parameters
    ----------
    first, last : the months of which the file tells everything.

    Raises
    ------
    CannotTakeIn
        With a sentence for each row that is no event of these months.
    """
    wrong = [
        say("Row {row} has not as many cells as the heading.", row=f"{one:,}")
        for one in table.misfits
    ]
    events, aside = [], 0
    for row in table.rows:
        if mapping.codes and row.cells["code"] not in mapping.codes:
            aside += 1
            continue
        try:
            one = _event(row, mapping, force, now)
            _in_months(one, first, last)
            events.append(one)
        except (_Wrong, NoMoment) as error:
            wrong.append(say("Row {row}: {words}.", row=f"{row.number:,}", words=str(error)))
    if wrong:
        more = len(wrong) - SHOWN
        rest = [say("{count} more rows are wrong.", count=f"{more:,}")] if more > 0 else []
        raise CannotTakeIn(*wrong[:SHOWN], *rest)
    return Events(tuple(_marked(events, force)), aside)


class _Wrong(ValueError):
    """A row is no event."""


def _event(row: Row, mapping: EventMapping, force: str, now: datetime) -> Event:
    cells = {**dict.fromkeys(("team", "plate", "incident", "video", "officer"), ""), **row.cells}
    when = f"{cells['at']} {cells['time']}" if "time" in cells else cells["at"]
    at = moment(when, mapping.date_format, mapping.time_zone)
    if at > now + AHEAD:
        raise _Wrong(say("it is in the future"))
    for name in ("plate", "incident", "video", "officer"):
        if len(cells[name]) > LONGEST_REFERENCE:
            raise _Wrong(say("{name} has more than 60 letters", name=name))
    team = mapping.teams.get(cells["team"], cells["team"])
    if len(team) > LONGEST_TEAM or not team.isprintable():
        raise _Wrong(say("team has more than 60 letters, or signs that cannot be printed"))
    plate = keyed.vehicle(force, cells["plate"])
    if mapping.source == "anpr" and not plate:
        raise _Wrong(say("it has no plate"))
    latitude, longitude = _place(cells.get("latitude", ""), cells.get("longitude", ""))
    officer = cells["officer"]
    return Event(
        at,
        team,
        plate,
        reference(force, INCIDENT, cells["incident"]),
        reference(force, VIDEO, cells["video"]),
        keyed.pseudonym(force, officer) if officer else "",
        latitude,
        longitude,
    )


def _in_months(one: Event, first: str, last: str) -> None:
    if not first <= one.month <= last:
        raise _Wrong(say("it is of {month}, not of the months that were named", month=one.month))


def reference(force: str, of: str, text: str) -> str:
    """Return what is kept of a reference: the same for every way to write it."""
    plain = NO_SIGN.sub("", text.upper())
    return keyed.mac(force, of, plain) if plain else ""


def _place(latitude: str, longitude: str) -> tuple[float | None, float | None]:
    if not latitude and not longitude:
        return None, None
    try:
        north, east = float(latitude), float(longitude)
    except ValueError as error:
        raise _Wrong(say("its place is not two numbers")) from error
    if not (SOUTH <= north <= NORTH and WEST <= east <= EAST):
        raise _Wrong(say("its place is not in the United Kingdom"))
    return north, east


def _marked(events: list[Event], force: str) -> Iterator[Event]:
    """Each with its mark, in the order of the marks: two rows that say the same are two events."""
    said: Counter[str] = Counter()
    found = []
    for one in events:
        place = [repr(one.latitude), repr(one.longitude)]
        words = [one.at.isoformat(), one.team, one.plate, one.incident, one.video, one.officer]
        text = canonical([*words, *place]).decode()
        said[text] += 1
        found.append(replace(one, mark=keyed.mac(force, EVENT, f"{said[text]}\n{text}")))
    return iter(sorted(found, key=lambda one: one.mark))
