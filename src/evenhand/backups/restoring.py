"""Putting a backup back: all of it, where there is nothing, or none of it."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection
from filelock import FileLock, Timeout

from evenhand.backups import postgresql, sqlite, tables
from evenhand.backups.archive import Archive, Tell, opened
from evenhand.backups.errors import BackupError
from evenhand.backups.folders import Filling
from evenhand.backups.manifest import Manifest
from evenhand.backups.taking import reach
from evenhand.records.lake.writing import LOCK


def check(file: Path, *, tell: Tell | None = None) -> Manifest:
    """Read a backup and compare every hash; nothing is restored.

    Raises
    ------
    BackupError
        If it is not whole.
    """
    with file.open("rb") as stream:
        archive = opened(stream)
        archive.check(tell)
        return archive.manifest


def restore(file: Path, *, lake: Path, files: Path, tell: Tell | None = None) -> Manifest:
    """Put a backup back into an empty database and empty folders; return what it says of itself.

    Every hash is compared before anything is written. The database comes last and in one step:
    until then there is no site. What is stopped by an error leaves nothing behind; what is killed
    leaves files that are whole, no database, and can be run again.

    Raises
    ------
    BackupError
        If the backup is not whole, or something is there already.
    """
    with file.open("rb") as stream:
        archive = opened(stream)
        reach()
        tables.refuse_unknown(archive.manifest)
        kept = [Filling(archive, "lake", lake), Filling(archive, "files", files)]
        with _alone(lake):
            _refuse_unless_empty(kept)
            _refuse_without_room(archive, kept)
            archive.check(tell)
            _put_back(archive, kept)
        return archive.manifest


@contextmanager
def _alone(lake: Path) -> Iterator[None]:
    """Keep imports and other restores away."""
    there = lake.exists()
    lake.mkdir(parents=True, exist_ok=True)
    lock = FileLock(lake / LOCK)
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        raise BackupError(
            f"Somebody else writes to {lake}. Wait until they are done. Nothing was restored."
        ) from error
    try:
        yield
    finally:
        lock.release()
        if not there and not any(path.name != LOCK for path in lake.iterdir()):
            shutil.rmtree(lake)


def _refuse_unless_empty(kept: list[Filling]) -> None:
    for folder in kept:
        folder.refuse_unless_empty()
    if connection.vendor == "sqlite":
        sqlite.refuse_unless_empty()
    else:
        postgresql.refuse_unless_empty()


def _refuse_without_room(archive: Archive, kept: list[Filling]) -> None:
    """See beforehand whether the disks have room; others may fill them meanwhile."""
    needed: dict[Path, int] = {}
    for folder in kept:
        place = _existing(folder.folder)
        needed[place] = needed.get(place, 0) + sum(one.bytes for one in folder.members)
    if connection.vendor == "sqlite":
        place = _existing(sqlite.place())
        size = sum(one.bytes for one in archive.manifest.of("database"))
        needed[place] = needed.get(place, 0) + size
    for place, size in needed.items():
        if shutil.disk_usage(place).free < size:
            raise BackupError(
                f"There is no room for {size:,} bytes in {place}. Nothing was restored."
            )


def _existing(path: Path) -> Path:
    return next(each for each in (path.absolute(), *path.absolute().parents) if each.is_dir())


def _put_back(archive: Archive, kept: list[Filling]) -> None:
    try:
        for folder in kept:
            folder.stage()
        with _database(archive):
            for folder in kept:
                folder.show()
    except BaseException:
        for folder in kept:
            folder.undo()
        raise
    finally:
        for folder in kept:
            folder.clear()


@contextmanager
def _database(archive: Archive) -> Iterator[None]:
    if connection.vendor == "sqlite":
        with sqlite.put_back(archive):
            yield
    else:
        with postgresql.put_back(archive):
            yield
