"""What an import added, as one small JSON file that appears whole or not at all."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from evenhand.records.errors import NoLake

FORMAT = 1
FOLDER = "manifest"
STOP_AND_SEARCH = "stop-and-search"
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

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What a later version replaces: the same power, force, month and extent."""
        return (self.power, self.force, self.month, self.extent)


@dataclass(frozen=True)
class Commit:
    """One import."""

    number: int
    at: str
    by: str
    fictional: bool
    sources: list[SourceFile]
    force_months: list[ForceMonth]


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
            json.dump({"format": FORMAT, **asdict(commit)}, stream, ensure_ascii=False)
            stream.flush()
            os.fsync(stream.fileno())
        os.link(part, whole)
    finally:
        part.unlink(missing_ok=True)
    _flush_folder(folder)


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
        If a manifest is damaged, or written by a later version of Evenhand.
    """
    return [_read(path) for path in sorted((lake / FOLDER).glob("[0-9]*.json"))]


def _read(path: Path) -> Commit:
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        if data.pop("format") != FORMAT:
            raise NoLake(f"{path} was written by a later version of Evenhand. Upgrade to read it.")
        sources = [SourceFile(**item) for item in data.pop("sources")]
        months = [ForceMonth(**item) for item in data.pop("force_months")]
        return Commit(**data, sources=sources, force_months=months)
    except (OSError, KeyError, TypeError, AttributeError, json.JSONDecodeError) as error:
        raise NoLake(
            f"{path} cannot be read ({error}). Restore it from a backup: nothing else is lost."
        ) from error
