"""One source file, from its bytes to Parquet files by force and month, with their profiles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from evenhand.records import codes
from evenhand.records.clock import month_name, month_number
from evenhand.records.coding import Coded, encode
from evenhand.records.errors import BadInput, NotRecords
from evenhand.records.lake.manifest import STOP_AND_SEARCH, WHOLE_FORCE
from evenhand.records.lake.schema import PARQUET, SCHEMA, to_table
from evenhand.records.lake.tally import Tally, tally, together
from evenhand.records.profile import Profile
from evenhand.records.readers.columns import FileName, read_file_name
from evenhand.records.readers.reading import Reading
from evenhand.records.readers.sources import Source
from evenhand.records.readers.tables import read

if TYPE_CHECKING:  # only an extract has one, and what reads it takes a while to load
    from evenhand.records.readers.mapping import Mapping

# Rows of one force-month held in memory before they are written: a large extract has many months.
BUFFER = 200_000
# And of all the months of one source together.
MOST_HELD = 1_000_000
# Of a file in which more rows than this have no force or date, nothing can be relied on.
MOSTLY = 0.5


@dataclass(frozen=True)
class Part:
    """The records of one force and month, written to a file that nobody sees yet."""

    force: str
    month: str
    extent: str
    rows: int
    path: Path
    profile: dict[str, Any]
    tally: Tally

    @property
    def key(self) -> tuple[str, str, str, str]:
        """The force-month that this is a version of."""
        return (STOP_AND_SEARCH, self.force, self.month, self.extent)


@dataclass
class Loaded:
    """What came of a source: its parts, or why it is not a file of searches."""

    source: Source
    reading: Reading
    parts: list[Part] = field(default_factory=list)
    not_records: str = ""


def load(source: Source, start: Path, mapping: Mapping | None = None) -> Loaded:
    """Read a source into Parquet files whose names begin with `start`.

    Raises
    ------
    BadInput
        If the file cannot be loaded as it is.
    """
    if source.left_out:
        return Loaded(source, Reading(source), not_records=source.left_out)
    name = mapping.file_name() if mapping else read_file_name(source.file_name)
    reading, batches = read(source, mapping.heading() if mapping else None)
    try:
        parts = _parts(reading, batches, name, start, mapping)
    except NotRecords as error:
        if "stop-and-search" in source.file_name.lower() or mapping:
            raise BadInput(f"{error} Nothing was loaded.") from error
        return Loaded(source, reading, not_records=str(error))
    _tell_if_empty(reading, parts)
    if mapping:  # the same bytes read in another way are other records
        reading.content_sha256 = f"{reading.content_sha256}+{mapping.fingerprint}"
    return Loaded(source, reading, parts)


def _parts(
    reading: Reading,
    batches: Iterator[pa.Table],
    name: FileName,
    start: Path,
    mapping: Mapping | None,
) -> list[Part]:
    split = _Split(reading, name, start)
    for table in batches:
        split.add(_encoded(table, mapping))
    return split.parts()


def _encoded(table: pa.Table, mapping: Mapping | None) -> Coded:
    if mapping is None:
        return encode(table)
    guess = mapping.date_format is None
    return encode(mapping.translate(table), mapping.time_zone, guess=guess)


def _tell_if_empty(reading: Reading, parts: list[Part]) -> None:
    if reading.rejected or any(part.rows for part in parts):
        return
    months = " and ".join(f"{codes.force(part.force).name}, {part.month}" for part in parts)
    held = f"{months} is held as a month without searches" if parts else "nothing came of it"
    reading.warnings.append(
        f"{reading.name} has no rows: {held}. If there were searches, ask for another copy."
    )


class _Split:
    """Sends each record to the force and month that it was supplied for."""

    def __init__(self, reading: Reading, name: FileName, start: Path) -> None:
        self._reading = reading
        self._name = name
        self._start = start
        self._files: dict[tuple[str, int], _File] = {}
        self._areas: set[str] = set()
        self._rows = 0
        self._set = 0
        self._held = 0

    def add(self, coded: Coded) -> None:
        """Take a batch apart."""
        areas = None if coded.area is None else _authorities(coded.area)
        force = self._name.force
        if force and coded.force is not None:
            self._refuse_another(force, coded.force)
        if force and self._name.month:
            table = to_table(coded, codes.force(force).id, areas)
            self._file(force, month_number(self._name.month)).add(coded, table)
            return
        forces = self._forces(coded, areas)
        months = coded.month if not self._name.month else np.full(len(coded), -1)
        if self._name.month:
            months = np.full(len(coded), month_number(self._name.month))
        placed = np.array([f is not None for f in forces], bool) & (months >= 0)
        self._set_aside(coded, forces, placed)
        numbers = np.array([codes.force(f).id if f else 0 for f in forces], np.int64)
        self._divide(coded, numbers * 100_000 + months, np.flatnonzero(placed), areas)
        if areas is not None:
            self._areas.update(a for a in areas.unique().to_pylist() if a)
        self._rows += len(coded)
        self._held += len(coded)
        if self._held >= MOST_HELD:
            for file in self._files.values():
                file.put_down()
            self._held = 0

    def _divide(
        self, coded: Coded, keys: npt.NDArray[Any], rows: npt.NDArray[Any], areas: pa.Array | None
    ) -> None:
        """Put the rows in the order of their force-months, and hand each its stretch of them."""
        if not len(rows):
            return
        rows = rows[np.argsort(keys[rows], kind="stable")]
        found, starts = np.unique(keys[rows], return_index=True)
        chosen = None if areas is None else areas.take(pa.array(rows))
        table = to_table(coded.take(rows), keys[rows] // 100_000, chosen)
        ends = [*starts[1:], len(rows)]
        for key, start, end in zip(found, starts, ends, strict=True):
            force = codes.forces().by_id[int(key) // 100_000].force
            part = coded.take(rows[start:end])
            self._file(force, int(key) % 100_000).add(part, table.slice(start, end - start))

    def _refuse_another(self, force: str, given: pa.Array) -> None:
        """A file by the name of one force, with rows of another: nobody knows whose they are."""
        others = {_force_named(text) for text in given.unique().to_pylist()} - {force, None}
        if others:
            raise BadInput(
                f"{self._reading.name} is named after {force}, and has rows of "
                f"{' and '.join(sorted(filter(None, others)))}. Give it a name without a force to "
                "go by its rows, or correct them. Nothing was loaded."
            )

    def _forces(self, coded: Coded, areas: pa.Array | None) -> list[str | None]:
        if self._name.force:
            return [self._name.force] * len(coded)
        if coded.force is not None:
            return [_force_named(text) for text in coded.force.to_pylist()]
        if areas is not None:
            return [_force_of_area(code) for code in areas.to_pylist()]
        raise NotRecords(
            f"{self._reading.name} does not say which force it is of, or not one that we know. "
            "Name it as police.uk does (2024-01-kent-stop-and-search.csv), or describe it with a "
            "mapping: `evenhand import extract MAPPING.yaml`."
        )

    def _set_aside(
        self, coded: Coded, forces: list[str | None], placed: npt.NDArray[np.bool_]
    ) -> None:
        for row in np.flatnonzero(~placed):
            odd = coded.odd.get(int(row), {})
            if forces[row] is None:
                given = coded.area if coded.force is None else coded.force
                text = None if given is None else given[int(row)].as_py()
                what = "no force that we know"
            else:
                text, what = odd.get("at"), "no date that can be read"
            said = f" ({text[:40]!r})" if text else ""
            self._reading.reject(self._row(int(row)), f"{what}{said}", str(odd))
            self._set += 1

    def _row(self, place: int) -> int:
        """Where a batch's row stands in the file: after the heading and the rows passed over."""
        number = self._rows + place + 2
        for skipped in self._reading.skipped:
            number += skipped <= number
        return number

    def _file(self, force: str, month: int) -> _File:
        if (force, month) not in self._files:
            path = self._start.with_name(f"{self._start.name}-{force}-{month}.parquet")
            self._files[force, month] = _File(force, path)
        return self._files[force, month]

    def parts(self) -> list[Part]:
        """Close the files, and say of which areas they are if not of the whole force."""
        if self._set > MOSTLY * self._rows:
            raise BadInput(
                f"{self._reading.name}: {self._set:,} of {self._rows:,} rows cannot be placed; "
                f"{self._reading.first_reject}. Correct them, or describe the file with a mapping "
                "that says the force and how dates are written. Nothing was loaded."
            )
        if not self._files and self._name.force and self._name.month:
            self._file(self._name.force, month_number(self._name.month))
        extents = {force: self._extent(force) for force, _ in self._files}
        self._tell(extents)
        # A force's own file has its searches without a place too; one gathered by area cannot.
        by_area = bool(self._areas) and not self._name.force
        return [
            Part(
                force,
                month_name(month),
                extents[force],
                file.rows,
                file.path,
                {**file.close(), "by_area": by_area},
                file.tally(),
            )
            for (force, month), file in sorted(self._files.items())
        ]

    def _extent(self, force: str) -> str:
        mine = {code for code in self._areas if _force_of_area(code) == force}
        if not mine or self._name.force == force or mine >= _areas_of(force):
            return WHOLE_FORCE
        return "+".join(sorted(mine)) if len(mine) <= 5 else f"{len(mine)}-areas-{min(mine)}"

    def _tell(self, extents: dict[str, str]) -> None:
        if not self._areas:
            return
        for force, extent in extents.items():
            if extent != WHOLE_FORCE:
                names = [_name_of_area(code) for code in sorted(self._areas)]
                self._reading.warnings.append(
                    f"{self._reading.name} holds only part of {force}: {', '.join(names[:5])}. "
                    "Its records are kept, but not counted as the force's."
                )
            elif not self._name.force:
                self._reading.warnings.append(
                    f"{self._reading.name} was gathered by area, so searches of {force} that have "
                    "no place on the map are not in it."
                )


class _File:
    """The Parquet file of one force-month while it is being written."""

    def __init__(self, force: str, path: Path) -> None:
        self.rows = 0
        self.path = path
        self._profile = Profile(force)
        self._held: list[pa.Table] = []
        self._pieces: list[Path] = []
        self._tallies: list[Tally] = []

    def add(self, part: Coded, table: pa.Table) -> None:
        self._profile.add(part)
        self._tallies.append(tally(part))
        self._held.append(table)
        self.rows += len(part)
        if sum(table.num_rows for table in self._held) >= BUFFER:
            self.put_down()
            self._tallies = [self.tally()]  # an extract comes in many small parts

    def put_down(self) -> None:
        """Write what is held to a file of its own, and close it: there may be many months."""
        if self._held:
            piece = self.path.with_name(f"{self.path.name}.{len(self._pieces)}")
            self._pieces.append(piece)
            _write(piece, [self._take()])

    def _take(self) -> pa.Table:
        held, self._held = self._held or [SCHEMA.empty_table()], []
        return held[0] if len(held) == 1 else pa.concat_tables(held)

    def tally(self) -> Tally:
        """How many of the records say the same."""
        return together(self._tallies)

    def close(self) -> dict[str, Any]:
        """Write the whole, and give the profile."""
        if self._pieces and not self._held and len(self._pieces) == 1:
            self._pieces.pop().rename(self.path)
        else:
            _write(self.path, self._whole())
        return self._profile.as_json()

    def _whole(self) -> Iterator[pa.Table]:
        for piece in self._pieces:
            with pa.OSFile(str(piece), "rb") as file:
                yield pq.read_table(file, schema=SCHEMA)
            piece.unlink()
        if self._held or not self._pieces:
            yield self._take()


def _write(path: Path, tables: Iterable[pa.Table]) -> None:
    with pa.OSFile(str(path), "wb") as file, pq.ParquetWriter(file, SCHEMA, **PARQUET) as writer:
        for table in tables:
            writer.write_table(table)


@cache
def _force_named(text: str | None) -> str | None:
    try:
        return codes.force(text or "").force
    except codes.UnknownForce:
        return None


@cache
def _area_codes() -> dict[str, str]:
    return {a.lad_name.lower(): code for code, a in codes.authorities().items()}


def _authorities(values: pa.Array) -> pa.Array:
    """Local authorities' codes, from codes or names."""
    encoded = values.dictionary_encode() if not pa.types.is_dictionary(values.type) else values
    known = [
        text if text in codes.authorities() else _area_codes().get((text or "").strip().lower())
        for text in encoded.dictionary.to_pylist()
    ]
    return pa.array(known, pa.string()).take(encoded.indices)


@cache
def _force_of_area(code: str | None) -> str | None:
    authority = codes.authorities().get(code or "")
    return authority.force if authority else None


@cache
def _name_of_area(code: str) -> str:
    return codes.authorities()[code].lad_name


@cache
def _areas_of(force: str) -> frozenset[str]:
    """The authorities that make up a force's area in the look-up's own year."""
    all_of = [a for a in codes.authorities().values() if a.force == force]
    edition = 2022
    return frozenset(a.lad_code for a in all_of if a.edition == edition)
