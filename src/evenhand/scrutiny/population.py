"""What a frame is made of: every record that the log of stops commits to, and what is missing.

Nothing here asks what somebody says of a record today. Which power, which day and which stratum it
is of stands in the versions that the log holds; the first of them decides day and stratum.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from uuid import UUID

from django.db.models import Q

from evenhand.encounters.models import (
    How,
    StopEntry,
    ToMend,
    Version,
)
from evenhand.encounters.selectors import known
from evenhand.encounters.stop_log import CORRECTED, KEPT, REDACTED, STOPS, digest, versions
from evenhand.ledger.errors import BrokenLog
from evenhand.ledger.log.reading import leaf
from evenhand.ledger.tree.notes import Checkpoint, Note
from evenhand.measures.period import months_between
from evenhand.plan.history import LONDON
from evenhand.scrutiny import dividing
from evenhand.scrutiny.drawing.frame import Log
from evenhand.scrutiny.drawing.making import Record
from evenhand.scrutiny.terms import Missing, Power

AT_ONCE = 500
VERSIONS = (KEPT, CORRECTED, REDACTED)


@dataclass(frozen=True)
class Asked:
    """Of which records a frame is asked for."""

    force: str
    power: str
    first: date
    last: date
    dimensions: tuple[str, ...]
    log: Log
    given_at: datetime
    """When the log was given out so: what came later is in no frame of it."""

    def holds(self, day: date) -> bool:
        """Whether a day is in the period."""
        return self.first <= day <= self.last


@dataclass(frozen=True)
class Population:
    """Everything of a power and a period that the log commits to, and what is missing of it."""

    records: tuple[Record, ...]
    missing: Mapping[Missing, int] = field(default_factory=dict)


def given_out(now: datetime) -> tuple[datetime, Checkpoint] | None:
    """The log of stops as others are shown it, and since when; None where nothing is out yet."""
    row = STOPS.given_out(now)
    if row is None:
        return None
    hour = now.replace(minute=0, second=0, microsecond=0)
    return hour, Checkpoint.parse(Note.parse(row.note).text)


def population(asked: Asked) -> Population:
    """Read everything that a frame is made of."""
    records: list[Record] = []
    missing: Counter[Missing] = Counter()
    found = _entries(asked)
    pairs = list(found.items())
    for at in range(0, len(pairs), AT_ONCE):
        some = pairs[at : at + AT_ONCE]
        held = _versions(stop for stop, _ in some)
        for stop, rows in some:
            one = _record(stop, rows, held.get(stop, {}), asked)
            if isinstance(one, Record):
                records.append(one)
            elif one is not None:
                missing[one] += 1
    missing[Missing.CHANGED] += _emptied(asked, found)
    if asked.power == Power.VEHICLE_STOP:
        missing[Missing.TO_MEND] += _to_mend(asked)
        missing[Missing.KNOWN] += _known(asked)
    return Population(tuple(records), {why: many for why, many in missing.items() if many})


def _entries(asked: Asked) -> dict[UUID, list[StopEntry]]:
    """What the log says of each stop that can be in the frame, in the order of writing."""
    since = asked.log.since
    recent = Q(at__gte=datetime.combine(asked.first, time(), tzinfo=LONDON))
    if since is not None:
        recent |= Q(position__gte=since)
    rows = StopEntry.objects.filter(
        recent,
        kind__in=VERSIONS,
        organisation=f"force/{asked.force}",
        position__lt=asked.log.size,
    ).order_by("position")
    found: dict[UUID, list[StopEntry]] = defaultdict(list)
    for row in rows.iterator(chunk_size=2000):
        found[_stop(row)].append(row)
    return found


def _stop(row: StopEntry) -> UUID:
    return UUID(row.subject.partition("/")[2])


def _versions(stops: Iterable[UUID]) -> dict[UUID, dict[int, str]]:
    rows = Version.objects.filter(stop__in=list(stops)).order_by("number")
    held: dict[UUID, dict[int, str]] = defaultdict(dict)
    for stop, number, record in rows.values_list("stop", "number", "record"):
        held[stop][number] = record
    return held


def _record(
    stop: UUID, rows: list[StopEntry], held: Mapping[int, str], asked: Asked
) -> Record | Missing | None:
    """The record of a stop, what is wrong with it, or nothing where it is of another draw."""
    if rows[0].kind == CORRECTED:
        return None  # it was kept before the period began
    opened = {}
    for number, row in versions(rows).items():
        record = held.get(number)
        if record is None or not _commits(row, record):
            gone = Missing.DELETED if record is None else Missing.CHANGED
            return gone if _concerns(stop, rows[0], asked) else None
        opened[number] = json.loads(record)
    first = opened[min(opened)]
    return Record(
        id=str(stop),
        entry=rows[0].position or 0,
        leaf=bytes(rows[0].leaf).hex(),
        day=dividing.day(first),
        powers=frozenset().union(*(dividing.powers(one) for one in opened.values())),
        stratum=dividing.stratum(first, asked.dimensions),
    )


def _commits(row: StopEntry, record: str) -> bool:
    """Whether an entry is the one that was written, and of this record."""
    try:
        leaf(row)
    except BrokenLog:
        return False
    said = json.loads(row.body)["record"]
    return row.nonce is not None and said == digest(bytes(row.nonce), record)


def _concerns(stop: UUID, row: StopEntry, asked: Asked) -> bool:
    """Whether a record that cannot be read would be in the frame, as far as its id tells."""
    since, when = asked.log.since, day_of_id(stop)
    if when is None:
        return True
    late = since is not None and (row.position or 0) >= since and when < asked.first
    return late or asked.holds(when)


def day_of_id(stop: UUID) -> date | None:
    """The day that the id of a stop was made on: its device wrote it there (UUID version 7)."""
    if stop.version != 7:
        return None
    return datetime.fromtimestamp((stop.int >> 80) / 1000, tz=UTC).astimezone(LONDON).date()


def _emptied(asked: Asked, found: Mapping[UUID, object]) -> int:
    """Stops whose entry was emptied after the log was given out, so that it no longer says which.

    Words were taken out of them in the last hour. They count as missing: whoever could take a
    record out of a frame so would choose which.
    """
    rows = StopEntry.objects.filter(
        Q(position__isnull=True) | Q(position__gte=asked.log.size),
        kind=REDACTED,
        organisation=f"force/{asked.force}",
    )
    stops = {_stop(row) for row in rows} - set(found)
    days = (day_of_id(one) for one in _accepted(stops, asked.given_at))
    return sum(1 for one in days if one is None or asked.holds(one))


def _accepted(stops: set[UUID], by: datetime) -> Iterator[UUID]:
    first = Version.objects.filter(stop__in=stops, number=1, made_at__lte=by)
    yield from first.values_list("stop", flat=True)


def _to_mend(asked: Asked) -> int:
    """Records that came and never met the rules, whoever set them aside."""
    rows = ToMend.objects.filter(force=asked.force, sent__received_at__lte=asked.given_at)
    waiting = rows.exclude(settled__how=How.MENDED).values_list("sent__record", flat=True)
    days = (day_of_id(one) for one in waiting)
    return sum(1 for one in days if one is not None and asked.holds(one))


def _known(asked: Asked) -> int:
    """Stops that another source knows of and no record matches: the source that knows most."""
    months = months_between(f"{asked.first:%Y-%m}", f"{asked.last:%Y-%m}")
    events = known.unmatched(asked.force, months).filter(day__range=(asked.first, asked.last))
    sources = Counter(events.values_list("month__source", flat=True))
    return max(sources.values(), default=0)
