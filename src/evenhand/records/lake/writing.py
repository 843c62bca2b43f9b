"""Adding to a lake: one importer at a time, and nothing visible until all of it is written."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from types import TracebackType

from filelock import FileLock, Timeout

from evenhand.records.errors import BadInput, NoLake
from evenhand.records.lake import manifest
from evenhand.records.lake.manifest import INCOMING, TALLIES, Commit, ForceMonth, SourceFile
from evenhand.records.lake.tally import TallyFile

LOCK = ".lock"


class Writer:
    """The one importer of a lake, from entering to leaving.

    Files are written into a hidden folder. `commit` moves them to their places and then makes
    them exist by writing the manifest that names them.
    """

    def __init__(self, lake: Path, *, waiting: Callable[[str], None] = lambda _: None) -> None:
        self.lake = lake
        self._waiting = waiting

    def __enter__(self) -> Writer:
        try:
            self.lake.mkdir(parents=True, exist_ok=True)
            self._lock = FileLock(self.lake / LOCK)
            self._take_lock()
        except (OSError, NotImplementedError) as error:
            raise BadInput(
                f"{self.lake} cannot be written to: {getattr(error, 'strerror', '') or error}. "
                "Choose another folder with --lake, or ask who may write there."
            ) from error
        try:
            self.commits = manifest.read_all(self.lake)
            self._clear()
            (self.lake / INCOMING).mkdir()
            # A name of its own: a worker of an import that was killed may write for a moment more.
            self.incoming = Path(tempfile.mkdtemp(dir=self.lake / INCOMING))
        except BaseException:
            self._lock.release()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with suppress(OSError, NoLake):
            self._clear()
        self._lock.release()

    def _take_lock(self) -> None:
        try:
            self._lock.acquire(timeout=0)
        except Timeout:
            self._waiting(f"Another import is writing to {self.lake}; waiting for it to end.")
            self._lock.acquire()

    def _clear(self) -> None:
        """Remove what a killed import left: files that no manifest names.

        What is named is asked of the disk, for a commit may have been made in the moment of being
        stopped. An import leaves its hidden folder until all else is clear; without that folder
        it is the manifest that was lost, and the records are not ours to remove.
        """
        strangers = manifest.unnamed(self.lake)
        if strangers and not (self.lake / INCOMING).is_dir():
            raise NoLake(f"{manifest.sentence(self.lake, strangers)} Nothing was loaded.")
        for path in strangers:
            path.unlink()
        shutil.rmtree(self.lake / INCOMING, ignore_errors=True)

    @property
    def latest(self) -> dict[tuple[str, str, str, str], ForceMonth]:
        """The newest version of every force-month."""
        return {m.key: m for commit in self.commits for m in commit.force_months}

    def commit(
        self,
        sources: list[SourceFile],
        force_months: list[tuple[ForceMonth, Path]],
        tallies: TallyFile | None,
        *,
        fictional: bool,
        now: datetime,
    ) -> Commit:
        """Move the files to their places and name them in a manifest, as one step.

        Raises
        ------
        BadInput
            If made-up and real forces, or records of two powers, would be mixed in one lake.
        """
        powers = {month.power for commit in self.commits for month in commit.force_months}
        if len(powers | {month.power for month, _ in force_months}) > 1:
            raise BadInput(
                f"{self.lake} holds records of another power ({', '.join(sorted(powers))}). A lake "
                "holds those of one: choose another folder with --lake. Nothing was loaded."
            )
        if any(commit.fictional != fictional for commit in self.commits):
            raise BadInput(
                f"{self.lake} holds {'real' if fictional else 'made-up'} forces, and these files "
                f"are of {'made-up' if fictional else 'real'} ones. They are never mixed: choose "
                "another folder with --lake. Nothing was loaded."
            )
        number = 1 + max((c.number for c in self.commits), default=0)
        commit = Commit(
            number=number,
            at=now.isoformat(timespec="seconds"),
            by=f"evenhand {version('evenhand')}",
            fictional=fictional,
            sources=sources,
            force_months=[month for month, _ in force_months],
            tallies=f"{TALLIES}/{number:06d}.parquet" if tallies else "",
            tallied=tallies.rows if tallies else 0,
            supplied=len(force_months),
        )
        moved = [(month.path, written) for month, written in force_months]
        if tallies:
            moved.append((commit.tallies, tallies.path))
        for name, written in moved:
            place = self.lake / name
            place.parent.mkdir(parents=True, exist_ok=True)
            written.replace(place)
        os.sync()  # the records are on the disk before anything says that they are
        manifest.write(self.lake, commit)
        self.commits.append(commit)
        return commit
