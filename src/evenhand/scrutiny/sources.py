"""Where the records of a frame come from: stops as they were recorded, and the register.

Both are committed to in the one log of stops. What differs is in which rows they stand, and what
their entries are called.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from evenhand.encounters import register_log, stop_log
from evenhand.encounters.models import (
    How,
    Registered,
    RegisteredVersion,
    RegisterRefused,
    StopEntry,
    ToMend,
    Version,
)
from evenhand.scrutiny.terms import RECORDED, REGISTERED

ADDED = ("alike", "over")
"""What a frozen frame says of records that were added; see :func:`added`."""
Versions = dict[UUID, dict[int, str]]


@dataclass(frozen=True)
class Source:
    """One kind of records.

    Attributes
    ----------
    subject : how the subjects of its entries begin.
    changed, redacted : the kinds of entries that say a record again, and that say it without words.
    kinds : those two, and the one that says that a record is there.
    standing : of the entries of a record, the one that holds each version.
    versions : what each version of some records says now.
    there_by : which of some records were there at a moment.
    """

    subject: str
    changed: str
    redacted: str
    kinds: tuple[str, ...]
    standing: Callable[[list[StopEntry]], Mapping[int, StopEntry]]
    versions: Callable[[Iterable[UUID]], Versions]
    there_by: Callable[[Iterable[UUID], datetime], Iterable[UUID]]


def of(power: str) -> Sequence[Source]:
    """The kinds of records that a frame of a power is made of."""
    found = [RECORDED_STOPS] if power in RECORDED else []
    return [*found, register(power)] if power in REGISTERED else found


def register(power: str) -> Source:
    """The register of one power."""
    return Source(
        subject=f"{power}/",
        changed=register_log.CHANGED,
        redacted=register_log.REDACTED,
        kinds=register_log.KINDS,
        standing=register_log.standing,
        versions=_registered_versions,
        there_by=_registered_by,
    )


def _stop_versions(stops: Iterable[UUID]) -> Versions:
    rows = Version.objects.filter(stop__in=list(stops)).order_by("number")
    return _by_record(rows.values_list("stop", "number", "record"))


def _registered_versions(records: Iterable[UUID]) -> Versions:
    rows = RegisteredVersion.objects.filter(registered__in=list(records)).order_by("number")
    return _by_record(rows.values_list("registered", "number", "record"))


def _by_record(rows: Iterable[tuple[UUID, int, str]]) -> Versions:
    held: Versions = defaultdict(dict)
    for record, number, text in rows:
        held[record][number] = text
    return held


def _stops_by(stops: Iterable[UUID], at: datetime) -> Iterable[UUID]:
    first = Version.objects.filter(stop__in=list(stops), number=1, made_at__lte=at)
    return first.values_list("stop", flat=True)


def _registered_by(records: Iterable[UUID], at: datetime) -> Iterable[UUID]:
    rows = Registered.objects.filter(pk__in=list(records), at__lte=at)
    return rows.values_list("pk", flat=True)


RECORDED_STOPS = Source(
    subject="stop/",
    changed=stop_log.CORRECTED,
    redacted=stop_log.REDACTED,
    kinds=(stop_log.KEPT, stop_log.CORRECTED, stop_log.REDACTED),
    standing=stop_log.versions,
    versions=_stop_versions,
    there_by=_stops_by,
)


def stops_to_mend(force: str, by: datetime) -> list[UUID]:
    """Stops that came and never met the rules, whoever set them aside."""
    rows = ToMend.objects.filter(force=force, sent__received_at__lte=by)
    waiting = rows.exclude(settled__how=How.MENDED)
    return list(waiting.values_list("sent__record", flat=True))


def rows_refused(force: str, power: str, first: date, last: date, by: datetime) -> int:
    """Rows for the register that were refused and not registered since, of days of a period."""
    refused = RegisterRefused.objects.filter(
        force=force, power=power, day__range=(first, last), at__lte=by
    )
    since = Registered.objects.filter(force=force, power=power, at__lte=by)
    return refused.exclude(reference_mac__in=since.values("reference_mac")).count()


def added(records: Iterable[UUID], *, inside: int, totals: Iterable[int]) -> Mapping[str, int]:
    """What says that records were added, for everybody to see; nothing where nothing does.

    Parameters
    ----------
    records : those of a frame; ``inside`` how many the log has, with what the law keeps back.
    totals : how many others published.

    Returns
    -------
    ``alike``, how many say the same as another of them; ``over``, how many more there are than the
    highest total.
    """
    over = max(inside - max(totals, default=inside), 0)
    found = zip(ADDED, (alike(records), over), strict=True)
    return {name: many for name, many in found if many}


def alike(records: Iterable[UUID]) -> int:
    """How many of these records say the same as another of them under another reference."""
    found: dict[str, int] = defaultdict(int)
    every = list(records)
    for at in range(0, len(every), 500):
        rows = Registered.objects.filter(pk__in=every[at : at + 500])
        for likeness in rows.values_list("likeness", flat=True):
            found[likeness] += 1
    return sum(many - 1 for many in found.values())
