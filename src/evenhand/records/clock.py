"""Times as they are supplied, and what the clock on a London wall said then."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from evenhand.records import arrow
from evenhand.records.messages import say

Numbers = npt.NDArray[Any]

LONDON = "Europe/London"
HOUR = 3600
FIRST_YEAR, LAST_YEAR = 1990, 2060
EARLIEST, LATEST = (
    int(datetime(year, 1, 1, tzinfo=UTC).timestamp()) for year in (FIRST_YEAR, LAST_YEAR)
)
WHOLE = pa.timestamp("s", tz="UTC")
NAIVE = pa.timestamp("s")

# How people's own systems write a date, tried in this order after ISO 8601.
FORMATS = ("%d/%m/%Y %H:%M:%S", "%d/%m/%Y %H:%M", "%d/%m/%Y", "%d-%b-%Y %H:%M", "%d-%b-%Y")


class Local(NamedTuple):
    """Europe/London month (year x 12 + month - 1) and hour."""

    month: Numbers
    hour: Numbers


@dataclass
class Times:
    """UTC seconds since 1970 where `timed`; what could not be read, by row."""

    seconds: Numbers
    timed: Numbers
    unreadable: dict[int, str] = field(default_factory=dict)


@cache
def _changes() -> Numbers:
    """The moments (UTC seconds) at which London's clocks go forward and back, in turn."""
    zone = ZoneInfo(LONDON)
    changes = []
    for year in range(FIRST_YEAR, LAST_YEAR):
        for month in (3, 10):
            at = datetime(year, month, 1, tzinfo=UTC)
            before = at.astimezone(zone).utcoffset()
            while at.astimezone(zone).utcoffset() == before:
                at += timedelta(hours=1)
            changes.append(int(at.timestamp()))
    return np.array(changes, np.int64)


def london(seconds: Numbers, timed: Numbers) -> Local:
    """The month and hour in London of UTC seconds, summer time included; any answer if untimed."""
    if not timed.any():
        return Local(np.zeros(len(seconds), np.int32), np.zeros(len(seconds), np.int64))
    chosen = seconds if timed.all() else seconds[timed]
    local = seconds + _ahead(seconds, int(chosen.min()), int(chosen.max()))
    first, last = (_month(int(end)) for end in (local[timed].min(), local[timed].max()))
    if first == last:  # a monthly file, as almost all are
        months = np.full(len(seconds), first, np.int32)
    else:
        since_1970 = local.astype("datetime64[s]").astype("datetime64[M]").astype(np.int64)
        months = (since_1970 + 1970 * 12).astype(np.int32)
    return Local(months, local // HOUR % 24)


def on_the_wall(seconds: Numbers) -> Numbers:
    """UTC seconds as London's clocks show them: the seconds since 1970 that they would read."""
    if not len(seconds):
        return seconds
    return seconds + _ahead(seconds, int(seconds.min()), int(seconds.max()))


def _ahead(seconds: Numbers, earliest: int, latest: int) -> Numbers | int:
    """How many seconds London's clocks are ahead of UTC's: one number if they do not change."""
    first, last = np.searchsorted(_changes(), (earliest, latest), side="right")
    if first == last:
        return int(first % 2) * HOUR
    return (np.searchsorted(_changes(), seconds, side="right") % 2) * HOUR


def _month(second: int) -> int:
    moment = datetime.fromtimestamp(second, UTC)
    return moment.year * 12 + moment.month - 1


MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def in_words(month: str) -> str:
    """`2024-03` as March 2024."""
    return say("{month} {year}", month=say(MONTHS[int(month[5:7]) - 1]), year=month[:4])


def month_number(month: str) -> int:
    """`2024-03` as year x 12 + month - 1."""
    year, of_year = month.split("-")
    return int(year) * 12 + int(of_year) - 1


def month_name(number: int) -> str:
    """The reverse of :func:`month_number`."""
    return f"{number // 12:04d}-{number % 12 + 1:02d}"


def months_between(first: str, last: str) -> list[str]:
    """Every month from the first to the last, both included."""
    return [month_name(n) for n in range(month_number(first), month_number(last) + 1)]


def read_times(
    at: pa.Array | None, time: pa.Array | None, zone: str, *, guess: bool = True
) -> Times:
    """Read dates with or without times and offsets; `time` is a column beside a date-only one.

    Without `guess` only ISO 8601 is read, as when a mapping says how dates are written: a date that
    is not written so may have its day and month the other way round.
    """
    if at is None:
        raise ValueError("a table of records has a column `at`")
    if not pa.types.is_timestamp(at.type):
        return _read_texts(at, time, zone, guess)
    timed = arrow.given(at)
    seconds = arrow.numbers(at)
    if not timed.all():
        seconds = np.where(timed, seconds, 0)
    return _possible(Times(seconds, timed))


def _possible(times: Times) -> Times:
    """Dates of years in which nothing was recorded are slips of the pen, and as good as none."""
    seconds, timed = times.seconds, times.timed
    if not len(seconds) or (seconds.min() >= EARLIEST and seconds.max() < LATEST):
        return times  # as in every sound file
    wrong = timed & ((seconds < EARLIEST) | (seconds >= LATEST))
    start = np.datetime64(0, "s")
    texts = {int(row): f"{start + seconds[row]}+00:00" for row in np.flatnonzero(wrong)}
    return Times(np.where(wrong, 0, seconds), timed & ~wrong, texts)


def _read_texts(at: pa.Array, time: pa.Array | None, zone: str, guess: bool) -> Times:
    if time is not None:
        clock = pc.fill_null(time, "00:00:00")
        at = pc.binary_join_element_wise(at, clock, " ")
    for kind in (WHOLE, NAIVE):
        try:
            read = at.cast(kind)
        except pa.ArrowInvalid:
            continue
        if kind is NAIVE and zone != "UTC":
            read = pc.assume_timezone(read, zone, ambiguous="earliest", nonexistent="latest")
        times = read_times(read, None, zone)
        times.unreadable = {row: at[row].as_py() for row in times.unreadable}
        return times
    return _read_each(at, zone, guess)


def _read_each(at: pa.Array, zone: str, guess: bool) -> Times:
    texts = at.to_pylist()
    known = {text: _moment(text, zone, guess) for text in set(texts) if text is not None}
    seconds = np.zeros(len(texts), np.int64)
    timed = np.zeros(len(texts), bool)
    unreadable = {}
    for row, text in enumerate(texts):
        moment = known.get(text)
        if moment is not None:
            seconds[row], timed[row] = moment, True
        elif text is not None and text.strip():
            unreadable[row] = text
    return Times(seconds, timed, unreadable)


def _moment(text: str, zone: str, guess: bool) -> int | None:
    read = _parse(text.strip(), FORMATS if guess else ())
    if read is None or not FIRST_YEAR <= read.year < LAST_YEAR:
        return None
    return int((read if read.tzinfo else read.replace(tzinfo=ZoneInfo(zone))).timestamp())


def _parse(text: str, forms: tuple[str, ...]) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        pass
    for form in forms:
        try:
            return datetime.strptime(text, form)  # noqa: DTZ007  (the caller gives the zone)
        except ValueError:
            continue
    return None
