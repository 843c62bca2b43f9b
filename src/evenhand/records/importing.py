"""Files in, a lake out: all of them or none.

Each file is read once: unpacked, fingerprinted, parsed, coded, counted for the checks and written.
"""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from evenhand.records import codes
from evenhand.records.crew import Crew
from evenhand.records.errors import BadInput, NotRecords
from evenhand.records.lake.manifest import (
    STOP_AND_SEARCH,
    WHOLE_FORCE,
    ForceMonth,
    SourceFile,
)
from evenhand.records.lake.tally import TallyFile
from evenhand.records.lake.writing import Writer
from evenhand.records.loading import Loaded
from evenhand.records.readers.sources import sources
from evenhand.records.worker import Job

if TYPE_CHECKING:
    from evenhand.records.readers.mapping import Mapping

Progress = Callable[[int, int, str], None]


@dataclass
class ImportReport:
    """What an import did, for people and for programs."""

    files: int = 0
    rows_read: int = 0
    rows_loaded: int = 0
    rows_rejected: int = 0
    force_months: list[dict[str, Any]] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """The same under the names that programs rely on."""
        return dict(vars(self))


def import_police_uk(
    paths: Iterable[Path | str],
    lake: Path | str,
    *,
    progress: Progress | None = None,
    waiting: Callable[[str], None] = lambda _: None,
    now: datetime | None = None,
) -> ImportReport:
    """Load files as data.police.uk publishes them: CSV, folders, archives, the API's JSON.

    Parameters
    ----------
    paths : files and folders
        Read in this order; a later file of the same force-month becomes the newer version.
    lake : folder
        Made if it is not there.
    progress : called with files done, files in all and a file's name
    waiting : called with a sentence when another import has to end first
    now : the moment to record

    Raises
    ------
    BadInput
        If any file cannot be loaded: then none is, and the lake is as it was.
    """
    return _import(paths, lake, None, progress=progress, waiting=waiting, now=now)


def import_extract(
    mapping: Path | str,
    paths: Iterable[Path | str],
    lake: Path | str,
    *,
    progress: Progress | None = None,
    waiting: Callable[[str], None] = lambda _: None,
    now: datetime | None = None,
) -> ImportReport:
    """Load a force's own extract, described by a mapping (:mod:`evenhand.records.readers.mapping`).

    The rest is as for :func:`import_police_uk`.
    """
    from evenhand.records.readers.mapping import read_mapping

    described = read_mapping(Path(mapping))
    return _import(paths, lake, described, progress=progress, waiting=waiting, now=now)


def _import(
    paths: Iterable[Path | str],
    lake: Path | str,
    mapping: Mapping | None,
    *,
    progress: Progress | None,
    waiting: Callable[[str], None],
    now: datetime | None,
) -> ImportReport:
    found = list(sources(Path(path) for path in paths))
    try:
        with Writer(Path(lake), waiting=waiting) as writer:
            session = _Session(writer, mapping)
            jobs = [
                Job(source, writer.incoming / str(place), mapping)
                for place, source in enumerate(found)
            ]
            with Crew(jobs) as crew:
                for done, loaded in enumerate(crew, 1):
                    session.take(loaded)
                    if progress:
                        progress(done, len(found), loaded.reading.name)
            return session.end(now or datetime.now(UTC))
    except OSError as error:
        raise BadInput(_disk(Path(lake), error)) from error
    except pa.ArrowException as error:
        if "No space left" in str(error):
            raise BadInput(_disk(Path(lake), OSError(errno.ENOSPC, "No space left"))) from error
        raise


def _disk(lake: Path, error: OSError) -> str:
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return f"The disk that holds {lake} is full. Make room and try again. Nothing was loaded."
    what = f"{error.filename}: " if error.filename else ""
    return f"{lake} cannot be written: {what}{error.strerror or error}. Nothing was loaded."


class _Session:
    """One import: what has been loaded so far, none of it visible yet."""

    def __init__(self, writer: Writer, mapping: Mapping | None) -> None:
        self._writer = writer
        self._mapping = mapping
        self._report = ImportReport()
        self._sources: list[SourceFile] = []
        self._months: list[tuple[ForceMonth, Path]] = []
        self._latest = dict(writer.latest)
        self._supplied = sum(len(commit.force_months) for commit in writer.commits)
        self._tallies = TallyFile(writer.incoming / "tallies.parquet")
        self._contents = self._known_contents()

    def _known_contents(self) -> dict[tuple[tuple[str, str, str, str], str], ForceMonth]:
        return {
            (month.key, commit.sources[month.source].content_sha256): month
            for commit in self._writer.commits
            for month in commit.force_months
        }

    def take(self, loaded: Loaded) -> None:
        """Note a file that has been read: a new version, or nothing new."""
        report, reading = self._report, loaded.reading
        if loaded.not_records:
            if loaded.source.named:
                raise NotRecords(f"{loaded.not_records} Nothing was loaded.")
            report.warnings.append(f"Left out: {loaded.not_records}")
            return
        report.files += 1
        report.warnings.extend(reading.warnings)
        news = [part for part in loaded.parts if not self._seen(part.key, reading.content_sha256)]
        if loaded.parts and not news:
            self._unchanged(loaded)
            return
        self._add(loaded)

    def _seen(self, key: tuple[str, str, str, str], content: str) -> bool:
        return (key, content) in self._contents

    def _unchanged(self, loaded: Loaded) -> None:
        for part in loaded.parts:
            held = self._contents[part.key, loaded.reading.content_sha256]
            newest = self._latest[part.key]
            if newest.version > held.version:
                self._report.warnings.append(
                    f"{loaded.reading.name} is version {held.version} of {part.force} "
                    f"{part.month}, which version {newest.version} has replaced. Nothing changed."
                )
            self._tell(held, "unchanged")

    def _add(self, loaded: Loaded) -> None:
        reading, report = loaded.reading, self._report
        rows = sum(part.rows for part in loaded.parts)
        rejected = reading.rejected
        source = SourceFile(
            name=reading.name,
            sha256=reading.sha256,
            content_sha256=reading.content_sha256,
            bytes=reading.size,
            rows_read=rows + rejected,
            rows_loaded=rows,
            rows_rejected=rejected,
            warnings=reading.warnings,
            rejects=[vars(reject) for reject in reading.rejects],
        )
        self._sources.append(source)
        report.rows_read += source.rows_read
        report.rows_loaded += rows
        report.rows_rejected += rejected
        if rejected:
            kept = len(reading.rejects)
            which = "They are" if kept == rejected else f"The first {kept:,} are"
            if rejected == 1:
                which = "It is"
            report.warnings.append(
                f"{reading.name}: {rejected:,} of {source.rows_read:,} "
                f"{'row' if source.rows_read == 1 else 'rows'} "
                f"{'was' if rejected == 1 else 'were'} not loaded; "
                f"{reading.first_reject}. {which} kept in the lake's manifest."
            )
        for part in loaded.parts:
            self._add_part(part, loaded)

    def _add_part(self, part: Any, loaded: Loaded) -> None:
        before = self._latest.get(part.key)
        version = 1 + (before.version if before else 0)
        extent = "" if part.extent == "force" else f"/{part.extent}"
        month = ForceMonth(
            power=STOP_AND_SEARCH,
            force=part.force,
            month=part.month,
            extent=part.extent,
            version=version,
            path=f"{STOP_AND_SEARCH}/{part.force}/{part.month}{extent}/v{version}.parquet",
            rows=part.rows,
            source=len(self._sources) - 1,
            public=self._mapping is None,
            profile=part.profile,
            size=part.path.stat().st_size,
        )
        if part.extent == WHOLE_FORCE:  # only whole forces are counted
            number = self._supplied + len(self._months)
            self._tallies.add(part.tally, codes.force(part.force).id, number)
        self._months.append((month, part.path))
        self._latest[part.key] = month
        self._contents[part.key, loaded.reading.content_sha256] = month
        self._tell(month, "refreshed" if before else "submitted")

    def _tell(self, month: ForceMonth, status: str) -> None:
        told = {"force": month.force, "month": month.month, "rows": month.rows}
        told |= {"version": month.version, "status": status}
        if month.extent != "force":
            told["extent"] = month.extent
        self._report.force_months.append(told)

    def end(self, now: datetime) -> ImportReport:
        """Make it all visible at once, if there is anything new."""
        if not self._report.files:
            raise NotRecords(
                "None of the files holds searches. "
                + " ".join(self._report.warnings[:3])
                + " Nothing was loaded."
            )
        kinds = {codes.force(month.force).fictional for month, _ in self._months}
        if len(kinds) > 1:
            raise BadInput(
                "These files are of real and of made-up forces, which are never mixed. "
                "Import them into two lakes. Nothing was loaded."
            )
        if self._months:
            self._tallies.close()
            self._writer.commit(
                self._sources, self._months, self._tallies, fictional=kinds.pop(), now=now
            )
        return self._report
