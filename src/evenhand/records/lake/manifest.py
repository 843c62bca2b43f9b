"""What an import added, as one small JSON file that appears whole or not at all."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from evenhand.records.errors import NoLake

FORMAT = 1
FOLDER = "manifest"
INCOMING = ".incoming"
TALLIES = "tallies"
STOP_AND_SEARCH = "stop-and-search"
VEHICLE_STOP = "vehicle-stop"
WHOLE_FORCE = "force"


@dataclass(frozen=True)
class SourceFile:
    """A file as it was supplied, and what became of its rows."""

    name: str
    sha256: str
    content_sha256: str
    bytes: int
    rows_read: int
    rows_loaded: int
    rows_rejected: int
    warnings: list[str] = field(default_factory=list)
    rejects: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True)
class ForceMonth:
    """One version of one force's month.

    Attributes
    ----------
    extent : `force` for all of it, or the local authorities that a partial extract is of.
    path : the Parquet file, from the lake's folder.
    source : which of the commit's sources it came from.
    profile : counts for the checks (:mod:`evenhand.records.profile`).
    public : the supplier publishes these very rows, so they are known to everyone.
    size : the Parquet file's bytes; 0 where it was written before this was noted.
    """

    power: str
    force: str
    month: str
    extent: str
    version: int
    path: str
    rows: int
    source: int
    public: bool
    profile: dict[str, Any]
    size: int = 0

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What a later version replaces: the same power, force, month and extent."""
        return (self.power, self.force, self.month, self.extent)


@dataclass(frozen=True)
class Commit:
    """One import.

    Attributes
    ----------
    tallies : the Parquet file of its tallies, from the lake's folder; none in an early lake.
    tallied : the rows in it.
    supplied : how many force-months it added, by which tallies number them.
    """

    number: int
    at: str
    by: str
    fictional: bool
    sources: list[SourceFile]
    force_months: list[ForceMonth]
    tallies: str = ""
    tallied: int = 0
    supplied: int = 0


def write(lake: Path, commit: Commit) -> None:
    """Make a commit visible, in one step that either happened or did not.

    Raises
    ------
    FileExistsError
        If another import took the number first, in spite of the lock.
    """
    folder = lake / FOLDER
    folder.mkdir(exist_ok=True)
    whole = folder / f"{commit.number:06d}.json"
    part = folder / f".{commit.number:06d}.{os.getpid()}.part"
    try:
        with part.open("w", encoding="utf-8") as stream:
            # ASCII: a file's name may hold bytes that are no text. In one piece: many times faster.
            stream.write(json.dumps(_plain(commit)))
            stream.flush()
            os.fsync(stream.fileno())
        os.link(part, whole)
    finally:
        part.unlink(missing_ok=True)
    with suppress(OSError):  # it is visible from here on, whatever this kind of disk can promise
        _flush_folder(folder)


def _plain(commit: Commit) -> dict[str, Any]:
    """A commit as JSON has it; unlike `asdict` it copies none of the thousand profiles."""
    sources = [vars(source) for source in commit.sources]
    months = [vars(month) for month in commit.force_months]
    return {"format": FORMAT, **vars(commit), "sources": sources, "force_months": months}


def _flush_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def read_all(lake: Path) -> list[Commit]:
    """Every commit, oldest first.

    Raises
    ------
    NoLake
        If a manifest is missing or damaged, or written by a later version of Evenhand.
    """
    folder = lake / FOLDER
    try:
        paths = sorted(p for p in folder.iterdir() if p.match("[0-9]*.json"))
    except FileNotFoundError:
        return []
    except OSError as error:
        raise NoLake(f"{folder} cannot be read ({error.strerror}). Ask its owner.") from error
    commits = [_read(path) for path in paths]
    for number, commit in enumerate(commits, 1):
        if commit.number != number:
            raise NoLake(
                f"{folder / f'{number:06d}.json'} is missing, so what this lake holds is not "
                "known. Restore it from a backup, or import everything into a new folder."
            )
    return commits


def unnamed(lake: Path) -> set[Path]:
    """The files of records that no manifest names, as the disk has them now."""
    held, commits = files(lake), read_all(lake)
    named = {lake / month.path for commit in commits for month in commit.force_months}
    return held - named - {lake / commit.tallies for commit in commits}


def sentence(lake: Path, strangers: set[Path]) -> str:
    """What to say of such files, where no import that was killed has left them."""
    more = f" and {len(strangers) - 1:,} more files" if len(strangers) > 1 else ""
    return (
        f"{min(strangers)}{more} {'are' if more else 'is'} not named by any manifest in "
        f"{lake / FOLDER}, so one was removed. Restore it from a backup, or import everything "
        "into a new folder."
    )


def files(lake: Path) -> set[Path]:
    """Every file of records or tallies in a lake's folder, whether a manifest names it or not."""
    return {
        path
        for folder in (STOP_AND_SEARCH, VEHICLE_STOP, TALLIES)
        for path in (lake / folder).glob("**/*.parquet")
    }


def _read(path: Path) -> Commit:
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        newer = data.pop("format") != FORMAT
        commit = None if newer else _commit(data)
    except (OSError, KeyError, TypeError, AttributeError, ValueError, RecursionError) as error:
        raise NoLake(
            f"{path} cannot be read ({error}). Restore it from a backup: nothing else is lost."
        ) from error
    if commit is None:
        raise NoLake(f"{path} was written by a later version of Evenhand. Upgrade to read it.")
    return commit


def _commit(data: dict[str, Any]) -> Commit:
    sources = [SourceFile(**item) for item in data.pop("sources")]
    months = [ForceMonth(**item) for item in data.pop("force_months")]
    if not all(0 <= month.source < len(sources) and month.profile for month in months):
        raise KeyError("source")
    return Commit(**data, sources=sources, force_months=months)
