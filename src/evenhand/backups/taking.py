"""Making a backup of the site while it is in use."""

import hashlib
import os
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory

from django.db import DatabaseError, connection

from evenhand.backups import postgresql, sqlite, tables
from evenhand.backups.archive import Writing
from evenhand.backups.errors import BackupError
from evenhand.backups.folders import present
from evenhand.backups.manifest import Manifest, Sequence
from evenhand.records.lake import manifest as lakes


@dataclass(frozen=True)
class Taken:
    """A backup that was made."""

    manifest: Manifest
    bytes: int
    sha256: str


def take(file: Path, *, lake: Path, files: Path, now: datetime) -> Taken:
    """Write the whole site into a new file that only its owner may read.

    The database is copied first, as it is at one moment, while others go on writing. What its rows
    name in the other two is there by then and never changes.

    Parameters
    ----------
    lake : the folder of records.
    files : the folder of the files of evidence. Either is left out where it is not there.

    Raises
    ------
    BackupError
        If the file is there already, or the database cannot be copied. There is no file then.
    """
    if file.exists():
        raise BackupError(f"{file} is there already. A backup is never overwritten.")
    reach()
    with TemporaryDirectory(prefix=f".{file.name}-", dir=file.parent) as folder:
        working = Path(folder)  # only we may look into it
        whole = working / "archive"
        handle = os.open(whole, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w+b") as stream:
            with zipfile.ZipFile(stream, "w") as archive:
                writing = Writing(archive)
                said = _database(writing, working, now)
                for path in _of_lake(lake):
                    writing.add_file(f"lake/{path.relative_to(lake).as_posix()}", path)
                for path in present(files):
                    with suppress(FileNotFoundError):  # erased since we looked
                        writing.add_file(f"files/{path.relative_to(files).as_posix()}", path)
                said = said.model_copy(update={"members": writing.members})
                writing.add_manifest(said)
            stream.flush()
            os.fsync(stream.fileno())
            stream.seek(0)
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
            size = stream.tell()
        _show(whole, file)
    return Taken(said, size, digest)


def _show(whole: Path, file: Path) -> None:
    """Give the archive its name: all of it or nothing, and never over another."""
    try:
        os.link(whole, file)
    except FileExistsError as error:
        raise BackupError(f"{file} is there already. A backup is never overwritten.") from error
    except OSError:  # a disk that knows no links
        whole.rename(file)


def reach() -> None:
    """See whether the database answers.

    Raises
    ------
    BackupError
        If it does not. The sentence leaves passwords out.
    """
    if connection.vendor == "sqlite":
        sqlite.place()
        return
    try:
        connection.ensure_connection()
    except DatabaseError as error:
        said = next(iter(str(error).splitlines()), "")
        raise BackupError(
            f"The database that EVENHAND_DATABASE_URL names does not let us in: {said}"
        ) from error


def _database(into: Writing, working: Path, now: datetime) -> Manifest:
    with _copied(into, working) as (ask, sequences):
        return Manifest(
            made_at=now.isoformat(timespec="seconds"),
            made_by=version("evenhand"),
            database="sqlite" if connection.vendor == "sqlite" else "postgresql",
            migrations=tables.migrations(ask),
            sequences=sequences,
            checkpoints=tables.checkpoints(ask),
            members=[],
        )


@contextmanager
def _copied(into: Writing, working: Path) -> Iterator[tuple[tables.Ask, list[Sequence]]]:
    if connection.vendor == "sqlite":
        with sqlite.copied(into, working) as found:
            yield found
    else:
        with postgresql.copied(into) as found:
            yield found


def _of_lake(lake: Path) -> list[Path]:
    """The files that a lake consists of: its manifests as they are now, and what they name."""
    commits = lakes.read_all(lake)
    named = {
        *(f"{lakes.FOLDER}/{commit.number:06d}.json" for commit in commits),
        *(commit.tallies for commit in commits if commit.tallies),
        *(month.path for commit in commits for month in commit.force_months),
    }
    return [lake / name for name in sorted(named)]
