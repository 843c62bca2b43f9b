"""What a lake holds: which months of which forces, in which version, from which file."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from evenhand.records.clock import months_between
from evenhand.records.errors import NoLake
from evenhand.records.lake import manifest
from evenhand.records.lake.coverage import hardly_loaded
from evenhand.records.lake.manifest import (
    STOP_AND_SEARCH,
    WHOLE_FORCE,
    Commit,
    ForceMonth,
)


@dataclass(frozen=True)
class Lake:
    """A lake as it was when it was opened; imports that end later are not seen.

    Open one with :meth:`open`.
    """

    path: Path
    commits: tuple[Commit, ...]

    @classmethod
    def open(cls, path: Path | str) -> Lake:
        """Read what a lake holds.

        Raises
        ------
        NoLake
            If there is none, nothing has been imported into it, or its last manifest was removed.
        """
        path = Path(path)
        tallies = _settled(path)  # before the manifests: an import may end in between
        commits = manifest.read_all(path) if path.is_dir() else []
        if not commits and manifest.files(path):
            raise NoLake(
                f"{path} holds records, and no manifest that says what they are. Restore the "
                f"folder {path / manifest.FOLDER} from a backup, or import everything into a new "
                "folder."
            )
        if not commits:
            raise NoLake(
                f"There are no records in {path}. Load some first: "
                f"`evenhand import police-uk PATH --lake {path}`."
            )
        strangers = tallies - {path / commit.tallies for commit in commits}
        if strangers and not (path / manifest.INCOMING).is_dir():
            raise NoLake(manifest.sentence(path, strangers))
        return cls(path.resolve(), tuple(commits))

    @property
    def fictional(self) -> bool:
        """Whether its forces are made up, for a demonstration."""
        return self.commits[0].fictional

    @property
    def power(self) -> str:
        """What its records are of; a lake holds those of one power."""
        return next((month.power for month in self.versions()), STOP_AND_SEARCH)

    def versions(self) -> list[ForceMonth]:
        """Every version of every force-month, oldest first."""
        return [month for commit in self.commits for month in commit.force_months]

    def supplied(self) -> list[ForceMonth]:
        """The newest version of every force-month and extent, by force and month."""
        latest = {month.key: month for month in self.versions()}
        return sorted(latest.values(), key=lambda m: (m.force, m.month, m.extent))

    def current(self, force: str | None = None) -> list[ForceMonth]:
        """The newest version of every month that is of a whole force: what is counted."""
        return [
            month
            for month in self.supplied()
            if month.extent == WHOLE_FORCE and force in {None, month.force}
        ]

    def partial(self, force: str) -> list[ForceMonth]:
        """Months of which only some local authorities are held: kept, and not counted."""
        whole = {month.month for month in self.current(force)}
        return [
            month
            for month in self.supplied()
            if month.force == force and month.extent != WHOLE_FORCE and month.month not in whole
        ]

    def forces(self) -> list[str]:
        """The forces of which at least one whole month is held, in the order of their names."""
        return sorted({month.force for month in self.current()})

    @property
    def first_month(self) -> str:
        """The earliest month held of any force."""
        return min(month.month for month in self.supplied())

    @property
    def last_month(self) -> str:
        """The latest month held of any force."""
        return max(month.month for month in self.supplied())

    def months_observed(self, force: str, first: str, last: str) -> list[str]:
        """The months of a force that can be counted, in order; a missing one is not zero.

        A month of which hardly any was supplied is not among them.
        """
        months = self.current(force)
        held = {month.month for month in months if not hardly_loaded(month, months)}
        return [month for month in months_between(first, last) if month in held]

    def months(
        self, forces: list[str] | None = None, first: str | None = None, last: str | None = None
    ) -> list[ForceMonth]:
        """The force-months that hold records of these forces dated in these months.

        A record counts in the month of its own date, so a neighbouring month is among them if
        some of its records fall inside.
        """
        return [
            month
            for month in self.current()
            if (forces is None or month.force in forces) and _reaches(month, first, last)
        ]

    def files(
        self, forces: list[str] | None = None, first: str | None = None, last: str | None = None
    ) -> list[Path]:
        """The Parquet files of :meth:`months`."""
        return [self.path / month.path for month in self.months(forces, first, last)]

    def tallies(self) -> list[Path]:
        """The Parquet files of tallies; none if the lake holds months without.

        Nor are there any of a part of a lake: tallies number the months of the whole.
        """
        whole = all(
            commit.tallies and commit.supplied == len(commit.force_months)
            for commit in self.commits
        )
        return [self.path / commit.tallies for commit in self.commits] if whole else []

    def superseded(self) -> list[int]:
        """The numbers of force-months, in the order of their import, that are not counted."""
        counted = {id(month) for month in self.current()}
        return [place for place, month in enumerate(self.versions()) if id(month) not in counted]

    def refuse_changes(self, months: list[ForceMonth]) -> None:
        """Refuse months whose files are gone, or of another size than they were written in.

        Raises
        ------
        NoLake
            Naming the first such file.
        """
        start = f"{self.path}/"
        for month in months:
            try:
                size = os.stat(start + month.path).st_size  # noqa: PTH116  (of thousands, quicker)
            except OSError:
                size = -1
            if month.size not in {0, size}:
                path = self.path / month.path
                state = _damage(path, month.rows) or "is not the file that was written"
                raise NoLake(_restore(path, state, f"the files of {month.force} again"))

    def refuse_stranger(self, force: str) -> None:
        """Refuse a force of which nothing is held.

        Raises
        ------
        NoLake
            Saying which forces are.
        """
        held = sorted({month.force for month in self.supplied()})
        if force not in held:
            raise NoLake(
                f"{self.path} holds no records of {force}. It holds {', '.join(held)}. Ask for one "
                f"of these, or import the files of {force} first."
            )

    def refuse_damage(self) -> None:
        """Refuse to go on with a lake whose files are not as they were written.

        Raises
        ------
        NoLake
            Naming the first such file.
        """
        damage = self.damaged()
        if damage:
            raise NoLake(damage)

    def damaged(self) -> str:
        """Say what of the lake's files is missing, damaged or not known; nothing if all is well."""
        for month in self.current():
            path = self.path / month.path
            state = _damage(path, month.rows)
            if state:
                return _restore(path, state, f"the files of {month.force} again")
        for commit in self.commits:
            state = _damage(self.path / commit.tallies, commit.tallied) if commit.tallies else ""
            if state:
                return _restore(self.path / commit.tallies, state, "everything")
        strangers = manifest.unnamed(self.path)
        if strangers and not (self.path / manifest.INCOMING).is_dir():
            return manifest.sentence(self.path, strangers)
        return ""

    def provenance(self, force: str, first: str, last: str) -> list[dict[str, Any]]:
        """Which file, by which fingerprint, each month of a force came from."""
        wanted = {(m.force, m.month, m.version) for m in self.current(force)}
        return [
            {
                "month": month.month,
                "version": month.version,
                "rows": month.rows,
                "source": commit.sources[month.source].name,
                "sha256": commit.sources[month.source].sha256,
                "imported_at": commit.at,
                "imported_by": commit.by,
                "public": month.public,
            }
            for commit in self.commits
            for month in commit.force_months
            if (month.force, month.month, month.version) in wanted
            and month.extent == WHOLE_FORCE
            and first <= month.month <= last
        ]


def _settled(lake: Path) -> set[Path]:
    """The tallies of a lake that no import is just now writing to."""
    if (lake / manifest.INCOMING).is_dir():
        return set()
    return set((lake / manifest.TALLIES).glob("*.parquet"))


def _damage(path: Path, loaded: int) -> str:
    """What is wrong with a file, in words that follow its name; nothing if all is well."""
    try:
        rows = pq.read_metadata(path).num_rows
    except (OSError, pa.ArrowException) as error:
        gone = isinstance(error, FileNotFoundError)
        return "is missing" if gone else "is damaged or cannot be read"
    return "" if rows == loaded else f"holds {rows:,} rows where {loaded:,} were loaded"


def _restore(path: Path, state: str, what: str) -> str:
    return f"{path} {state}. Restore it from a backup, or import {what} into a new folder."


def _reaches(month: ForceMonth, first: str | None, last: str | None) -> bool:
    dated = month.profile["months"] if month.profile["months"] else {month.month: month.rows}
    if month.profile["undated"]:
        dated = {**dated, month.month: 1}
    return any((first or "") <= name <= (last or "9999-12") for name in dated)
