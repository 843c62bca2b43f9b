"""A database in a file: copied by SQLite's own means while it is in use, and put back as a file."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from django.db import connection

from evenhand.backups.archive import Archive, Writing
from evenhand.backups.errors import BackupError
from evenhand.backups.manifest import Sequence
from evenhand.backups.tables import LEFT_OUT, Ask, refuse_without_site

FILE = "database/evenhand.sqlite3"
BESIDE = ("-wal", "-shm", "-journal")


def place() -> Path:
    """The file that the site keeps its database in.

    Raises
    ------
    BackupError
        If it keeps it in memory.
    """
    name = str(connection.settings_dict["NAME"])
    if name == ":memory:":
        raise BackupError("EVENHAND_DATABASE_URL names no file: there is nothing to keep.")
    return Path(name)


@contextmanager
def copied(into: Writing, working: Path) -> Iterator[tuple[Ask, list[Sequence]]]:
    """Put a copy as of this moment into the archive; yields a way to ask the copy."""
    copy = working / "database"
    with closing(_open(place(), "ro")) as live, _as_the_site_does(copy) as held:
        try:
            live.backup(held)
            held.execute("PRAGMA secure_delete = ON")
            there = {name for (name,) in held.execute("SELECT name FROM sqlite_master")}
            refuse_without_site(there)
            for table in there.intersection(LEFT_OUT):
                held.execute(f'DELETE FROM "{table}"')
            held.execute("VACUUM")
            held.execute("PRAGMA journal_mode = DELETE")  # all of it in one file
            _refuse_broken(held, "No backup was made.")
        except sqlite3.DatabaseError as error:
            raise BackupError(
                f"{place()} cannot be copied: {error}. No backup was made."
            ) from error
        into.add_file(FILE, copy)
        yield lambda query: list(held.execute(query)), []
    copy.unlink()


def refuse_unless_empty() -> None:
    """Refuse to put anything where there is a database already.

    Raises
    ------
    BackupError
        If the file holds any table, or is no database.
    """
    file = place()
    if not file.exists() or not file.stat().st_size:
        return
    try:
        with closing(_open(file, "ro")) as found:
            held = list(found.execute("SELECT name FROM sqlite_master LIMIT 1"))
    except sqlite3.DatabaseError:
        held = [("what is no database",)]
    if held:
        raise BackupError(
            f"{file} is not empty. A backup is put back where there is nothing: move that file "
            "away, or name another in EVENHAND_DATABASE_URL. Nothing was restored."
        )


@contextmanager
def put_back(archive: Archive) -> Iterator[None]:
    """Make the database ready before the block, and let it be seen after it."""
    file = place()
    staged = file.with_name(f".{file.name}.restoring")
    connection.close()
    try:
        _write(archive, staged)
        try:
            with _as_the_site_does(staged) as held:
                _refuse_broken(held, "Nothing was restored.")
        except sqlite3.DatabaseError as error:
            raise BackupError(
                f"The backup's database is damaged ({error}). Nothing was restored."
            ) from error
        yield
        for ending in BESIDE:
            file.with_name(file.name + ending).unlink(missing_ok=True)
        staged.replace(file)
        _flush(file.parent)
    finally:
        for left in (staged, *(staged.with_name(staged.name + ending) for ending in BESIDE)):
            left.unlink(missing_ok=True)


def _write(archive: Archive, staged: Path) -> None:
    members = archive.manifest.of("database")
    if [one.name for one in members] != [FILE]:
        raise BackupError(f"The backup holds no {FILE}. Nothing was restored.")
    staged.parent.mkdir(parents=True, exist_ok=True)
    staged.unlink(missing_ok=True)  # of a restore that was killed
    handle = os.open(staged, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as opened:
        for block in archive.read(members[0]):
            opened.write(block)
        opened.flush()
        os.fsync(opened.fileno())


def _open(file: Path, mode: str) -> sqlite3.Connection:
    if not file.exists():
        raise BackupError(f"There is no database at {file}. Start the site once, then try again.")
    return sqlite3.connect(f"{file.resolve().as_uri()}?mode={mode}", uri=True, timeout=20)


@contextmanager
def _as_the_site_does(file: Path) -> Iterator[sqlite3.Connection]:
    """Open a file with the functions that Django has its constraints use, such as REGEXP."""
    own = connection.copy()
    own.settings_dict["NAME"] = str(file)
    own.ensure_connection()
    try:
        yield own.connection
    finally:
        own.close()


def _refuse_broken(held: sqlite3.Connection, after: str) -> None:
    found = held.execute("PRAGMA integrity_check(1)").fetchone()[0]
    broken = held.execute("PRAGMA foreign_key_check").fetchone()
    if found != "ok" or broken:
        what = found if found != "ok" else f"a row of {broken[0]} points at nothing"
        raise BackupError(f"The database is damaged ({what}). {after}")


def _flush(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
