"""What the records of a force are like: how many were late, corrected, set aside, in conflict.

Exact, for those who look after them; :func:`evenhand.encounters.told.rounding.about` makes of each
what the public may read.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime, time
from functools import lru_cache
from pathlib import Path

from django.core.cache import cache
from django.db.models import Count, F, Q, QuerySet

from evenhand.encounters.answering.scopes import HERE, ends, following, starts
from evenhand.encounters.models import (
    CopyAsked,
    Device,
    Finding,
    How,
    Odd,
    OwnWords,
    Sent,
    Stop,
    ToMend,
)
from evenhand.encounters.selectors.devices import SILENT_AFTER, gaps
from evenhand.measures.medians import Middle, medians, middles
from evenhand.records.count import count
from evenhand.records.errors import NoLake
from evenhand.records.lake import Lake
from evenhand.records.lake.manifest import WHOLE_FORCE
from evenhand.records.stops import open_stops

SECONDS = "stop-recording-seconds"
YES = "true"
A_DAY = 24 * 60 * 60
KEPT = 64
"""Quarters of forces whose counts stay in memory until the next snapshot."""


@dataclass(frozen=True)
class Kept:
    """What the nightly snapshot holds of a quarter's months that have ended."""

    months: tuple[str, ...]
    taken_at: str
    stops: int
    late: int
    seconds: Middle
    """How long half of all recordings took at most."""


@dataclass(frozen=True)
class Mended:
    """What became of records of a quarter besides being kept, up to a moment."""

    corrected: int
    """Stops that were changed after they were kept, once or more."""
    mended: int
    """Stops that did not meet the rules when they came."""
    to_mend: int
    set_aside: int
    conflicts: int
    """Records that came under the id of another and said something else."""
    doubles: int
    """Stops that say what another says."""
    own_words: int
    """Stops to which the person added their own ethnicity."""
    copies: int
    """Copies of a record or a video that people asked for."""


@dataclass(frozen=True)
class Phones:
    """What is known of a force's devices at a moment."""

    devices: int
    silent: int
    """Held records when they were last seen, more than a day before."""
    missing: int
    """Numbers that a device gave to a record of which nothing came and nobody said why."""


def quarters(folder: Path, force: str) -> list[str]:
    """Calendar quarters of which a month has ended and is in a snapshot, the latest first."""
    lake = _lake(folder)
    found = _ended(lake, force) if lake else ()
    return sorted({f"{one[:4]}-Q{(int(one[5:]) + 2) // 3}" for one in found}, reverse=True)


def kept(folder: Path, force: str, quarter: str) -> Kept | None:
    """Count what the latest snapshot holds of a quarter; None where no month of it has ended."""
    lake = _lake(folder)
    return _kept(folder, force, quarter, len(lake.commits)) if lake else None


def of_the_day(force: str, quarter: str, *, now: datetime) -> tuple[Mended, Phones]:
    """Count once a day, for every process of the site: nobody sees one record come."""
    until = midnight(now)
    name = f"stops-records:{force}:{quarter}:{until:%Y-%m-%d}"
    known: tuple[dict[str, int], dict[str, int]] | None = cache.get(name)
    if known is None:
        counted = mended(force, quarter, until=until), phones(force, until=until)
        known = asdict(counted[0]), asdict(counted[1])
        cache.set(name, known, A_DAY)
    return Mended(**known[0]), Phones(**known[1])


def mended(force: str, quarter: str, *, until: datetime) -> Mended:
    """Count what happened to records of a quarter before a moment.

    A stop is of the quarter in which it began; a record that is no stop, of that in which it came.
    """
    first, end = _ends(quarter)
    stops = Stop.objects.filter(force=force, started_at__gte=first, started_at__lt=end)
    stops = stops.filter(accepted_at__lt=until, twice=False)
    counted = stops.order_by().aggregate(
        corrected=Count("pk", filter=Q(versions__gt=1)),
        mended=Count("pk", filter=Q(mended=True)),
    )
    came = ToMend.objects.filter(
        force=force, sent__received_at__gte=first, sent__received_at__lt=min(end, until)
    )
    aside = Q(settled__how=How.SET_ASIDE, settled__at__lt=until)
    waits = Q(settled__isnull=True) | Q(settled__at__gte=until)
    broken = came.aggregate(to_mend=Count("pk", filter=waits), set_aside=Count("pk", filter=aside))
    odd = Finding.objects.filter(
        force=force, found_at__gte=first, found_at__lt=min(end, until)
    ).aggregate(
        conflicts=Count("pk", filter=Q(odd=Odd.CONFLICT)),
        doubles=Count("pk", filter=Q(odd=Odd.DOUBLE)),
    )
    today = until.astimezone(HERE).date()
    asked = {"stop__force": force, "stop__started_at__gte": first, "stop__started_at__lt": end}
    # A copy that somebody asked for is owed, also where another record of the stop stands.
    said = OwnWords.objects.filter(**asked, said_on__lt=today, stop__twice=False)
    return Mended(
        **counted,
        **broken,
        **odd,
        own_words=said.order_by().values("stop").distinct().count(),
        copies=CopyAsked.objects.filter(**asked, asked_on__lt=today).count(),
    )


def phones(force: str, *, until: datetime) -> Phones:
    """Look at a force's devices as they were last seen; numbers that never came, of all time."""
    devices = Device.objects.filter(force=force)
    return Phones(
        devices=devices.count(),
        silent=devices.filter(unsent__gt=0, last_seen__lt=until - SILENT_AFTER).count(),
        missing=sum(last - first + 1 for one in _with_gaps(devices) for first, last in gaps(one)),
    )


def midnight(now: datetime) -> datetime:
    """The beginning of today, in London: what the public reads changes once a day."""
    return datetime.combine(now.astimezone(HERE).date(), time(), tzinfo=HERE)


def _with_gaps(devices: QuerySet[Device]) -> Iterator[Device]:
    """Devices of which fewer numbers came than they gave; few, so that each may be looked at."""
    came = (
        Sent.objects.filter(device__in=devices)
        .order_by()
        .values_list("device")
        .annotate(
            numbers=Count("sequence", distinct=True, filter=Q(sequence__lte=F("device__highest")))
        )
    )
    numbers = dict(came)
    for one in devices.order_by():
        if numbers.get(one.pk, 0) < one.highest:
            yield one


def _ends(quarter: str) -> tuple[datetime, datetime]:
    first, end = starts(quarter), starts(following(quarter))
    return _begins(first), _begins(end)


def _begins(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=HERE)


def _lake(folder: Path) -> Lake | None:
    try:
        return open_stops(folder)
    except NoLake:
        return None


def _ended(lake: Lake, force: str) -> list[str]:
    held = [one for one in lake.supplied() if one.force == force]
    return sorted(one.month for one in held if one.extent == WHOLE_FORCE)


@lru_cache(KEPT)
def _kept(folder: Path, force: str, quarter: str, commits: int) -> Kept | None:
    """Count once for each snapshot: a new one has another number."""
    lake = open_stops(folder)
    first, last = (f"{day:%Y-%m}" for day in (starts(quarter), ends(quarter)))
    months = [one for one in _ended(lake, force) if first <= one <= last]
    if not months:
        return None
    rows = count(lake, by=["late"], forces=[force], where={"month": months}).to_pylist()
    found = middles(medians()[SECONDS], lake, force=force, first=months[0], last=months[-1])
    return Kept(
        months=tuple(months),
        taken_at=lake.commits[commits - 1].at,
        stops=sum(row["n"] for row in rows),
        late=sum(row["n"] for row in rows if row["late"] == YES),
        seconds=found.everyone,
    )
