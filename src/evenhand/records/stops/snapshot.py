"""Snapshots of recorded stops: a force's month as it stood, written once and never changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from evenhand.records import codes
from evenhand.records.errors import BadInput, NoLake
from evenhand.records.lake import ForceMonth, Lake, SourceFile, Writer, manifest
from evenhand.records.lake.manifest import VEHICLE_STOP, WHOLE_FORCE
from evenhand.records.stops.coding import CodedStops, StopRow, code
from evenhand.records.stops.schema import PARQUET

FOLDER = "stops"
SO_FAR = "so-far"
"""The extent of a month that has not ended: kept, and in no figure."""

RECORDER = "recorder"
"""Where stops come from unless something else is said."""

LAYOUT = 1
"""Raised when the same records would be written in another way, so that all are written again."""


@dataclass(frozen=True)
class Month:
    """A force's month as its records stand now.

    Attributes
    ----------
    rows : reads the stops; asked only if something may have changed.
    unfinished : records that came, do not meet the rules yet and are not among the rows.
    ended : the month is over, so that it can be in figures.
    mark : changes whenever the rows may have; anything short.
    origin : what recorded them; another origin's months are never taken for gone.
    """

    force: str
    month: str
    rows: Callable[[], Iterable[StopRow]]
    unfinished: int
    ended: bool
    mark: str
    origin: str = RECORDER

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What an earlier snapshot of the same is found by."""
        return (VEHICLE_STOP, self.force, self.month, WHOLE_FORCE if self.ended else SO_FAR)


@dataclass(frozen=True)
class Taken:
    """What a snapshot holds of one force's month."""

    force: str
    month: str
    version: int
    stops: int
    unfinished: int
    status: str
    ended: bool


@dataclass
class Snapshot:
    """What a snapshot added; nothing where nothing had changed.

    Attributes
    ----------
    commit : its number in the lake; None where nothing was added.
    """

    commit: int | None = None
    months: list[Taken] = field(default_factory=list)
    unlisted: dict[str, int] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """The same as plain values."""
        return asdict(self)


def folder(lake: Path | str) -> Path:
    """Where stops lie inside the folder that ``--lake`` names."""
    return Path(lake) / FOLDER


def open_stops(lake: Path | str) -> Lake:
    """Open the stops in a lake's folder.

    Raises
    ------
    NoLake
        If there are none, or the folder is damaged.
    """
    place = folder(lake)
    if not manifest.read_all(place) and not manifest.files(place):
        raise NoLake(
            f"There are no vehicle stops in {lake}. Take a snapshot of what was recorded first: "
            f"`evenhand stops snapshot --lake {lake}`."
        )
    return Lake.open(place)


def take(
    lake: Path | str,
    months: Sequence[Month],
    *,
    now: datetime,
    waiting: Callable[[str], None] = lambda _: None,
) -> Snapshot:
    """Write what has changed since the last snapshot, all of it or none.

    A month whose records are as they were is left alone, so that taking a snapshot twice adds
    nothing. One that was corrected becomes a new version; the earlier one stays, and whatever was
    published from it keeps pointing there.

    Parameters
    ----------
    lake : the folder that holds the records
        Stops go into a lake of their own inside it.
    waiting : called with a sentence when another snapshot has to end first

    Raises
    ------
    BadInput
        If the folder cannot be written to, or real and made-up forces would be mixed.
    """
    kinds = {codes.force(month.force).fictional for month in months}
    if len(kinds) > 1:
        raise BadInput("Stops of real and of made-up forces are never kept in one lake.")
    if not months:
        return Snapshot()
    with Writer(folder(lake), waiting=waiting) as writer:
        session = _Session(writer)
        for month in sorted(months, key=lambda one: one.key):
            session.add(month)
        return session.end(fictional=kinds.pop(), now=now)


class _Session:
    """One snapshot: what has been written so far, none of it visible yet."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer
        self._latest = writer.latest
        self._digests = {
            (month.key, month.version): commit.sources[month.source].sha256
            for commit in writer.commits
            for month in commit.force_months
        }
        self._sources: list[SourceFile] = []
        self._months: list[tuple[ForceMonth, Path]] = []
        self._report = Snapshot()

    def add(self, month: Month) -> None:
        before = self._latest.get(month.key)
        mark = f"{LAYOUT} {month.mark} {month.unfinished}"
        if before and before.profile["mark"] == mark:
            self._tell(month, before, "unchanged")
            return
        coded = code(month.rows(), force=month.force, month=month.month)
        digest = _digest(coded, month.unfinished)
        if before and self._digests[month.key, before.version] == digest:
            self._tell(month, before, "unchanged")
            return
        written = self._write(month, coded, digest, mark, 1 + (before.version if before else 0))
        for (column, text), count in coded.unlisted.items():
            name = f"{column}: {text}"
            self._report.unlisted[name] = self._report.unlisted.get(name, 0) + count
        self._tell(month, written, "corrected" if before else "new")

    def _write(
        self, month: Month, coded: CodedStops, digest: str, mark: str, version: int
    ) -> ForceMonth:
        path = self._writer.incoming / f"{len(self._months)}.parquet"
        pq.write_table(coded.table, path, **PARQUET)
        rows, size = coded.table.num_rows, path.stat().st_size
        power, force, name, extent = month.key
        self._sources.append(
            SourceFile(
                name=f"stops recorded by {force}, {name}",
                sha256=digest,
                content_sha256=digest,
                bytes=size,
                rows_read=rows,
                rows_loaded=rows,
                rows_rejected=0,
            )
        )
        whole = extent == WHOLE_FORCE
        place = f"{power}/{force}/{name}" + ("" if whole else f"/{extent}")
        written = ForceMonth(
            power=power,
            force=force,
            month=name,
            extent=extent,
            version=version,
            path=f"{place}/v{version}.parquet",
            rows=rows,
            source=len(self._sources) - 1,
            public=False,
            profile=_profile(month, coded, mark),
            size=size,
        )
        self._months.append((written, path))
        return written

    def _tell(self, month: Month, held: ForceMonth, status: str) -> None:
        self._report.months.append(
            Taken(
                month.force,
                month.month,
                held.version,
                held.rows,
                month.unfinished,
                status,
                month.ended,
            )
        )

    def end(self, *, fictional: bool, now: datetime) -> Snapshot:
        """Make it all visible at once, if anything is new."""
        if self._months:
            commit = self._writer.commit(
                self._sources, self._months, None, fictional=fictional, now=now
            )
            self._report.commit = commit.number
        return self._report


def _profile(month: Month, coded: CodedStops, mark: str) -> dict[str, Any]:
    rows = coded.table.num_rows
    unlisted: dict[str, dict[str, int]] = {}
    for (column, text), count in coded.unlisted.items():
        unlisted.setdefault(column, {})[text] = count
    return {
        "rows": rows,
        "months": {month.month: rows} if rows else {},
        "undated": 0,
        "unfinished": month.unfinished,
        "unlisted": unlisted,
        "mark": mark,
        "origin": month.origin,
    }


def _digest(coded: CodedStops, unfinished: int) -> str:
    """The same for the same stops, whatever wrote them: what a snapshot is known by."""
    rows = coded.table.to_pylist()
    for row in rows:
        row["at"] = row["at"].isoformat()
    text = json.dumps([LAYOUT, unfinished, rows], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
