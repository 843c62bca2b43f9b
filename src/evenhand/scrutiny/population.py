"""What a frame is made of: every record that the log of stops commits to, and what is missing.

Nothing here asks what somebody says of a record today. Which power, which day and which stratum it
is of stands in the versions that the log holds; the first of them decides day and stratum.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from uuid import UUID

from django.db.models import Q

from evenhand.encounters.models import StopEntry
from evenhand.encounters.selectors import known
from evenhand.encounters.stop_log import STOPS, digest
from evenhand.ledger.errors import BrokenLog
from evenhand.ledger.log.reading import leaf
from evenhand.ledger.tree.notes import Checkpoint, Note
from evenhand.measures.period import months_between
from evenhand.plan.history import LONDON
from evenhand.scrutiny import dividing, sources
from evenhand.scrutiny.drawing.frame import Log
from evenhand.scrutiny.drawing.making import Record
from evenhand.scrutiny.sources import Source
from evenhand.scrutiny.terms import Missing, Power

AT_ONCE = 500


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
    for source in sources.of(asked.power):
        found = _entries(asked, source)
        pairs = list(found.items())
        for at in range(0, len(pairs), AT_ONCE):
            some = pairs[at : at + AT_ONCE]
            held = source.versions(one for one, _ in some)
            for one, rows in some:
                read = _record(one, rows, held.get(one, {}), asked, source)
                if isinstance(read, Record):
                    records.append(read)
                elif read is not None:
                    missing[read] += 1
        missing[Missing.CHANGED] += _emptied(asked, source, found)
    missing[Missing.TO_MEND] += sources.rows_refused(
        asked.force, asked.power, asked.first, asked.last, asked.given_at
    )
    if asked.power == Power.VEHICLE_STOP:
        missing[Missing.TO_MEND] += _to_mend(asked)
        missing[Missing.KNOWN] += _known(asked)
    return Population(tuple(records), {why: many for why, many in missing.items() if many})


def _entries(asked: Asked, source: Source) -> dict[UUID, list[StopEntry]]:
    """What the log says of each record that can be in the frame, in the order of writing."""
    since = asked.log.since
    recent = Q(at__gte=datetime.combine(asked.first, time(), tzinfo=LONDON))
    if since is not None:
        recent |= Q(position__gte=since)
    rows = StopEntry.objects.filter(
        recent,
        kind__in=source.kinds,
        subject__startswith=source.subject,
        organisation=f"force/{asked.force}",
        position__lt=asked.log.size,
    ).order_by("position")
    found: dict[UUID, list[StopEntry]] = defaultdict(list)
    for row in rows.iterator(chunk_size=2000):
        found[_about(row)].append(row)
    return found


def _about(row: StopEntry) -> UUID:
    return UUID(row.subject.partition("/")[2])


def _record(
    one: UUID,
    rows: list[StopEntry],
    held: Mapping[int, str],
    asked: Asked,
    source: Source,
) -> Record | Missing | None:
    """The record, what is wrong with it, or nothing where it is of another draw."""
    if rows[0].kind == source.changed:
        return None  # it was kept before the period began
    opened = {}
    for number, row in source.standing(rows).items():
        record = held.get(number)
        if record is None or not _commits(row, record):
            gone = Missing.DELETED if record is None else Missing.CHANGED
            return gone if _concerns(one, rows[0], asked) else None
        opened[number] = json.loads(record)
    first = opened[min(opened)]
    return Record(
        id=str(one),
        entry=rows[0].position or 0,
        leaf=bytes(rows[0].leaf).hex(),
        day=dividing.day(first),
        powers=frozenset().union(*(dividing.powers(each) for each in opened.values())),
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


def _emptied(asked: Asked, source: Source, found: Mapping[UUID, object]) -> int:
    """Records whose entry was emptied after the log was given out, so that it no longer says which.

    Words were taken out of them in the last hour. They count as missing: whoever could take a
    record out of a frame so would choose which.
    """
    rows = StopEntry.objects.filter(
        Q(position__isnull=True) | Q(position__gte=asked.log.size),
        kind=source.redacted,
        subject__startswith=source.subject,
        organisation=f"force/{asked.force}",
    )
    gone = {_about(row) for row in rows} - set(found)
    days = (day_of_id(one) for one in source.there_by(gone, asked.given_at))
    return sum(1 for one in days if one is None or asked.holds(one))


def _to_mend(asked: Asked) -> int:
    """Records that came and never met the rules, whoever set them aside."""
    days = (day_of_id(one) for one in sources.stops_to_mend(asked.force, asked.given_at))
    return sum(1 for one in days if one is not None and asked.holds(one))


def _known(asked: Asked) -> int:
    """Stops that another source knows of and no record matches: the source that knows most."""
    months = months_between(f"{asked.first:%Y-%m}", f"{asked.last:%Y-%m}")
    events = known.unmatched(asked.force, months).filter(day__range=(asked.first, asked.last))
    sources = Counter(events.values_list("month__source", flat=True))
    return max(sources.values(), default=0)
