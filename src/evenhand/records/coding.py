"""From the supplier's words to the numbers of the code lists, with nothing lost on the way.

A text that is exactly a listed label becomes its number. Any other text is kept beside the number
it was read as (or :data:`~evenhand.records.codes.UNLISTED`), so that the file can be written again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from evenhand.records import arrow, codes
from evenhand.records.clock import london, read_times
from evenhand.records.codes import BLANK, UNLISTED, CodeList

Numbers = npt.NDArray[Any]

LISTS: dict[str, Callable[[], CodeList[Any]]] = {
    "type": codes.types,
    "sex": codes.genders,
    "age": codes.ages,
    "self_defined": codes.ethnicities,
    "officer_defined": codes.officer_defined,
    "legislation": codes.powers,
    "object": codes.objects,
    "outcome": codes.outcomes,
}
FLAGS = ("operation", "linked", "clothing")
CODED = (*LISTS, *FLAGS)
NO, YES = 1, 2
FLAG_WORDS = {"false": NO, "0": NO, "0.0": NO, "no": NO, "true": YES, "1": YES, "1.0": YES}
FLAG_WORDS |= {"yes": YES, "n": NO, "y": YES}

NO_HOUR = 255
NEVER_TIMED = 0.95
MICRO = 1_000_000
NOWHERE = 2**31 - 1


@dataclass(frozen=True)
class Meaning:
    """What a text was read as: its number, and whether it is that label to the letter."""

    number: int
    exact: bool


@dataclass
class Coded:
    """A batch of records as arrays of one length.

    Attributes
    ----------
    codes : number of each coded column, by column.
    seconds : UTC seconds since 1970; meaningless where `timed` is false.
    month : Europe/London month as year x 12 + month - 1, or -1 without a date.
    hour : Europe/London hour, or NO_HOUR.
    latitude, longitude : millionths of a degree, NOWHERE where not given.
    odd : what a row said where that is not a listed label: row -> column -> text.
    """

    codes: dict[str, Numbers]
    seconds: Numbers
    timed: Numbers
    midnight: Numbers
    month: Numbers
    hour: Numbers
    latitude: Numbers
    longitude: Numbers
    operation_name: pa.Array
    force: pa.Array | None
    area: pa.Array | None
    odd: dict[int, dict[str, str]] = field(default_factory=dict)
    unlisted: Counter[tuple[str, str]] = field(default_factory=Counter)
    respelt: Counter[tuple[str, str]] = field(default_factory=Counter)

    def __len__(self) -> int:
        return len(self.seconds)

    @cached_property
    def packed(self) -> Numbers:
        """All that is coded of each row in 16 bytes: equal where the rows say the same."""
        words = np.zeros((len(self), 16), np.uint8)
        for place, name in enumerate(CODED):
            words[:, place] = self.codes[name]
        words[:, -4:] = self.month.astype("<i4").view(np.uint8).reshape(-1, 4)
        return words

    def take(self, rows: Numbers) -> Coded:
        """The batch of these rows only, in this order."""
        place = {int(row): at for at, row in enumerate(rows)} if self.odd else {}
        chosen = arrow.column(rows.astype(np.int64), pa.int64())
        part = Coded(
            codes={name: values[rows] for name, values in self.codes.items()},
            seconds=self.seconds[rows],
            timed=self.timed[rows],
            midnight=self.midnight[rows],
            month=self.month[rows],
            hour=self.hour[rows],
            latitude=self.latitude[rows],
            longitude=self.longitude[rows],
            operation_name=self.operation_name.take(chosen),
            force=None if self.force is None else self.force.take(chosen),
            area=None if self.area is None else self.area.take(chosen),
            odd={place[row]: texts for row, texts in self.odd.items() if row in place},
        )
        for texts in part.odd.values():
            for column, text in texts.items():
                meaning = _meaning(column, text)
                known = meaning.number != UNLISTED
                (part.respelt if known else part.unlisted)[column, text] += 1
        return part


def encode(table: pa.Table, zone: str = "UTC", *, guess: bool = True) -> Coded:
    """Give every value of a batch its number.

    Parameters
    ----------
    table : columns by our names
        As :func:`evenhand.records.readers.tables.read` gives them.
    zone : text
        The zone of times that carry none.
    guess : bool
        Whether dates may be written in other ways than ISO 8601.
    """
    count = table.num_rows
    columns = {name: _whole(table.column(name)) for name in table.column_names}
    times = read_times(columns.get("at"), columns.get("time"), zone, guess=guess)
    local = london(times.seconds, times.timed)
    midnight = times.timed & _midnight(times.seconds, local.hour)
    coded = Coded(
        codes={},
        seconds=times.seconds,
        timed=times.timed,
        midnight=midnight,
        month=np.where(times.timed, local.month, -1),
        hour=np.where(_clocked(times.timed, midnight), local.hour, NO_HOUR).astype(np.uint8),
        latitude=np.full(count, NOWHERE, np.int32),
        longitude=np.full(count, NOWHERE, np.int32),
        operation_name=columns.get("operation_name", pa.nulls(count, pa.string())),
        force=columns.get("force"),
        area=columns.get("area"),
    )
    for row, text in times.unreadable.items():
        _keep(coded, "at", text, [row], known=False)
    for name in CODED:
        coded.codes[name] = _code(coded, name, columns.get(name), count)
    coded.latitude = _degrees(coded, "latitude", columns.get("latitude"), count, 90)
    coded.longitude = _degrees(coded, "longitude", columns.get("longitude"), count, 180)
    return coded


def _midnight(seconds: Numbers, hour: Numbers) -> Numbers:
    """Midnight by London's clock or by UTC's: what a system writes that holds no time."""
    on_the_hour: Numbers = seconds % 3600 == 0
    if not on_the_hour.any():
        return on_the_hour
    midnight: Numbers = on_the_hour & ((hour == 0) | (seconds % 86_400 == 0))
    return midnight


def _clocked(timed: Numbers, midnight: Numbers) -> Numbers:
    """Where a time of day was given: midnight is none in a file that says midnight throughout."""
    at_midnight = np.count_nonzero(midnight)
    throughout = at_midnight >= NEVER_TIMED * max(int(np.count_nonzero(timed)), 1)
    return timed & ~midnight if throughout else timed


def _whole(column: pa.ChunkedArray) -> pa.Array:
    return column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()


def _code(coded: Coded, name: str, values: pa.Array | None, count: int) -> Numbers:
    if values is None:
        return np.zeros(count, np.uint8)
    if pa.types.is_boolean(values.type):
        flags: Numbers = (arrow.bits(values, 1) + np.uint8(NO)) * arrow.given(values)
        return flags
    if not pa.types.is_dictionary(values.type):
        values = values.dictionary_encode()
    texts = values.dictionary.to_pylist()
    meanings = [_meaning(name, text) for text in texts]
    if not texts:
        return np.zeros(count, np.uint8)
    numbers = np.array([meaning.number for meaning in meanings], np.uint8)
    given = arrow.given(values)
    places = arrow.numbers(values.indices)
    inexact = [place for place, meaning in enumerate(meanings) if not meaning.exact]
    for place, rows in _rows_of(np.where(given, places, -1), inexact):
        _keep(coded, name, texts[place], rows, known=meanings[place].number != UNLISTED)
    # A blank has any place at all, so places are clipped, and what they give is made BLANK: 0.
    coded_values: Numbers = numbers.take(places, mode="clip") * given
    return coded_values


def _rows_of(places: Numbers, wanted: list[int]) -> Iterator[tuple[int, Numbers]]:
    """The rows at which each of these places stands, in one pass however many there are."""
    if not wanted:
        return
    rows = np.flatnonzero(np.isin(places, wanted))
    rows = rows[np.argsort(places[rows], kind="stable")]
    for part in np.split(rows, np.flatnonzero(np.diff(places[rows])) + 1):
        if len(part):
            yield int(places[part[0]]), part


# So many texts and no more are remembered: a column of names or notes has no end of them.
@lru_cache(2**16)
def _meaning(name: str, text: str) -> Meaning:
    if name in FLAGS:
        word = text.strip().lower()
        number = FLAG_WORDS.get(word, UNLISTED if word else BLANK)
        return Meaning(number, number != UNLISTED)
    entries = LISTS.get(name)
    if entries is None:
        return Meaning(UNLISTED, exact=False)
    exact = entries().labels.get(text)
    if exact is not None:
        return Meaning(exact, exact=True)
    found = entries().find(text)
    return Meaning(UNLISTED if found is None else found.id, exact=False)


def _keep(coded: Coded, name: str, text: str, rows: Any, *, known: bool) -> None:
    counter = coded.respelt if known else coded.unlisted
    counter[name, text] += len(rows)
    for row in rows:
        coded.odd.setdefault(int(row), {})[name] = text


def _degrees(coded: Coded, name: str, values: pa.Array | None, count: int, limit: int) -> Numbers:
    if values is None:
        return np.full(count, NOWHERE, np.int32)
    if not pa.types.is_floating(values.type):
        values = _as_numbers(coded, name, values)
    degrees = arrow.numbers(values)
    given = arrow.given(values)
    possible = (np.abs(degrees) <= limit) & given  # false for NaN too
    if np.count_nonzero(possible) + values.null_count < count:
        for row in np.flatnonzero(given & ~possible):
            _keep(coded, name, str(degrees[row]), [row], known=False)
    micro = np.rint(np.where(possible, degrees, 0.0) * MICRO).astype(np.int32)
    return np.where(possible, micro, np.int32(NOWHERE))


def _as_numbers(coded: Coded, name: str, values: pa.Array) -> pa.Array:
    try:
        return values.cast(pa.float64())
    except pa.ArrowInvalid:
        numbers: list[float | None] = []
        for row, text in enumerate(values.to_pylist()):
            try:
                numbers.append(None if text is None else float(text))
            except ValueError:
                _keep(coded, name, text, [row], known=False)
                numbers.append(None)
        return pa.array(numbers, pa.float64())
