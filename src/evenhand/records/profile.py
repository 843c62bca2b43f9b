"""What a force's month of records looks like, counted once while it is loaded.

The checks (:mod:`evenhand.records.checks`) read these counts and nothing else, so that checking a
lake of any size is immediate and says the same as on the day of the import.
"""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from evenhand.records import arrow, codes
from evenhand.records.clock import month_name
from evenhand.records.codes import BLANK, CELL_LAT, CELL_LON, COLUMNS
from evenhand.records.coding import CODED, MICRO, NOWHERE, Coded

Numbers = npt.NDArray[Any]
FIVE = ("White", "Mixed", "Asian", "Black", "Other", "Unknown")
MOST_TEXTS = 50
DAY = 86_400
FEW_DAYS = 1_000
MOST_NOTED = 10_000
LONGEST_TEXT = 200
OTHER_TEXTS = "\0"
_MIX = (np.uint64(0x9E3779B97F4A7C15), np.uint64(29))


class Profile:
    """Counts over the records of one force and month, added to batch by batch."""

    def __init__(self, force: str) -> None:
        self._area = _area(force)
        self._rows = 0
        self._counts: Counter[str] = Counter()
        self._blank: Counter[str] = Counter()
        self._groups = np.zeros(len(FIVE), np.int64)
        self._months: Counter[int] = Counter()
        self._unlisted: Counter[tuple[str, str]] = Counter()
        self._respelt: Counter[tuple[str, str]] = Counter()
        self._prints: list[Numbers] = []
        self._days: Counter[int] = Counter()

    def add(self, part: Coded) -> None:
        """Count a batch of this force's month."""
        self._rows += len(part)
        self._add_dates(part)
        self._add_people(part)
        self._add_places(part)
        for name in CODED:
            self._blank[name] += int(np.count_nonzero(part.codes[name] == BLANK))
        _note(self._unlisted, part.unlisted)
        _note(self._respelt, part.respelt)
        self._prints.append(fingerprints(part))

    def _add_dates(self, part: Coded) -> None:
        self._counts["undated"] += len(part) - int(np.count_nonzero(part.timed))
        self._counts["midnight"] += int(np.count_nonzero(part.midnight))
        months, days = part.month[part.timed], part.seconds[part.timed] // DAY
        if not len(months):
            return
        earliest = int(days.min())
        if int(days.max()) - earliest < FEW_DAYS:  # a monthly file, as almost all are
            self._days.update((earliest + np.flatnonzero(np.bincount(days - earliest))).tolist())
        else:
            self._days.update(np.unique(days).tolist())
        if int(months.min()) == int(months.max()):
            self._months[int(months[0])] += len(months)
            return
        different, numbers = np.unique(months, return_counts=True)
        self._months.update(dict(zip(different.tolist(), numbers.tolist(), strict=True)))

    def _add_people(self, part: Coded) -> None:
        person = _persons()[part.codes["type"]]
        ethnicity = part.codes["self_defined"][person]
        self._counts["persons"] += len(ethnicity)
        groups = _five()[ethnicity]
        self._groups += np.bincount(groups, minlength=len(FIVE))
        self._counts["residual"] += int(np.count_nonzero(_residual()[ethnicity]))

    def _add_places(self, part: Coded) -> None:
        given = (part.latitude != NOWHERE) & (part.longitude != NOWHERE)
        located = int(np.count_nonzero(given))
        self._blank["latitude"] += len(part) - located
        self._counts["located"] += located
        if not located or self._area is None:
            return
        cells = _cells(part.latitude[given], part.longitude[given])
        inside = self._area[np.clip(cells, 0, len(self._area) - 1)]
        inside &= (cells >= 0) & (cells < len(self._area))
        self._counts["outside_area"] += located - int(np.count_nonzero(inside))

    def as_json(self) -> dict[str, Any]:
        """The counts under names that the checks and the manifest use."""
        prints = np.concatenate(self._prints) if self._prints else np.zeros(0, np.uint64)
        _, times = np.unique(prints, return_counts=True)
        days = sorted(self._days)
        return {
            "rows": self._rows,
            "persons": self._counts["persons"],
            "groups": dict(zip(FIVE, self._groups.tolist(), strict=True)),
            "residual": self._counts["residual"],
            "undated": self._counts["undated"],
            "midnight": self._counts["midnight"],
            "months": {month_name(m): n for m, n in sorted(self._months.items())},
            "days": len(days),
            "last_day": None if not days else int(days[-1]),
            "repeats": self._rows - len(times),
            "all_repeated": bool(len(times) and (times % 2 == 0).all()),
            "located": self._counts["located"],
            "outside_area": self._counts["outside_area"],
            "blank": {name: n for name, n in self._blank.items() if n},
            "unlisted": _most(self._unlisted),
            "unlisted_rows": _rows(self._unlisted),
            "respelt": _most(self._respelt),
            "respelt_rows": _rows(self._respelt),
        }


def fingerprints(part: Coded) -> Numbers:
    """A 64-bit number for each row, equal for equal rows and hardly ever otherwise."""
    packed = part.packed.view(np.uint64)
    mixed = part.seconds.view(np.uint64)
    for word in (packed[:, 0], packed[:, 1], _packed_place(part)):
        mixed = mixed * _MIX[0]
        mixed ^= mixed >> _MIX[1]
        mixed ^= word
    mixed = mixed * _MIX[0]
    for row, text in _texts(part).items():
        mixed[row] ^= np.uint64(hash(text) & 0xFFFFFFFFFFFFFFFF)
    return mixed


def _texts(part: Coded) -> dict[int, tuple[Any, ...]]:
    texts: dict[int, tuple[Any, ...]] = {
        row: tuple(sorted(odd.items())) for row, odd in part.odd.items()
    }
    if part.operation_name.null_count < len(part):
        for row in np.flatnonzero(arrow.given(part.operation_name)):
            texts[int(row)] = (*texts.get(int(row), ()), part.operation_name[int(row)].as_py())
    return texts


def _packed_place(part: Coded) -> Numbers:
    south = part.latitude.astype(np.int64) << 32
    return (south ^ part.longitude).view(np.uint64)


def _note(texts: Counter[tuple[str, str]], more: Counter[tuple[str, str]]) -> None:
    """Add to the texts; past so many, further ones count together, so that memory has an end."""
    for (column, text), count in more.items():
        key = (column, text[:LONGEST_TEXT])
        if key not in texts and len(texts) >= MOST_NOTED:
            key = (column, OTHER_TEXTS)
        texts[key] += count


def _most(texts: Counter[tuple[str, str]]) -> dict[str, dict[str, int]]:
    """Of each column the texts met most often."""
    most: dict[str, dict[str, int]] = {}
    for (column, text), count in texts.most_common():
        shown = most.setdefault(column, {})
        if len(shown) < MOST_TEXTS and text != OTHER_TEXTS:
            shown[text] = count
    return most


def _rows(texts: Counter[tuple[str, str]]) -> dict[str, int]:
    """Of each column the rows with such a text, those of texts that are not shown included."""
    rows: Counter[str] = Counter()
    for (column, _), count in texts.items():
        rows[column] += count
    return dict(rows)


def _cells(latitude: Numbers, longitude: Numbers) -> Numbers:
    """The cell of each place, counted from the first cell that any force touches."""
    rows = np.floor((latitude / MICRO + 90) / CELL_LAT).astype(np.int64)
    columns = np.floor((longitude / MICRO + 180) / CELL_LON).astype(np.int64)
    return rows * COLUMNS + columns - _first_cell()


@cache
def _first_cell() -> int:
    return min(min(codes.area_cells(f.force), default=0) for f in codes.territorial_forces())


@cache
def _area(force: str) -> Numbers | None:
    cells = codes.area_cells(force)
    if not cells:
        return None
    places = np.array(sorted(cells), np.int64) - _first_cell()
    area = np.zeros(int(places.max()) + 1, bool)
    area[places] = True
    return area


@cache
def _persons() -> Numbers:
    table = np.ones(256, bool)
    for entry in codes.types().by_id.values():
        table[entry.id] = entry.person
    return table


@cache
def _five() -> Numbers:
    table = np.full(256, FIVE.index("Unknown"), np.int64)
    for entry in codes.ethnicities().by_id.values():
        table[entry.id] = FIVE.index(entry.five_group)
    return table


@cache
def _residual() -> Numbers:
    table = np.zeros(256, bool)
    for entry in codes.ethnicities().by_id.values():
        table[entry.id] = entry.residual
    return table
