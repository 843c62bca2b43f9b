"""The tables of a test database, kept from one run to the next: making them takes half a minute."""

import hashlib
import os
import sqlite3
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import django
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / ".cache" / "test-tables"
UID = "kept-tables"
MADE_BY = ("*/migrations/*.py", "ledger/kept.py", "ledger/log/*.py", "forces/models.py")
"""Files of which the tables are made: what migrations are, and what they import."""


def where() -> Path:
    """The file that holds the tables as these migrations make them."""
    found = hashlib.sha256(f"{django.__version__} {sys.version}".encode())
    for pattern in MADE_BY:
        for file in sorted((ROOT / "src" / "evenhand").glob(pattern)):
            found.update(str(file.relative_to(ROOT)).encode() + b"\0" + file.read_bytes())
    return FOLDER / f"{found.hexdigest()[:32]}.sqlite3"


def fill_the_next() -> None:
    """Fill the next empty SQLite database that is opened; migrating it then finds nothing to do."""
    file = where()

    def fill(connection: BaseDatabaseWrapper, **_: Any) -> None:
        if connection.vendor != "sqlite" or not file.exists():
            return
        there = connection.connection
        if not there.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
            with closing(sqlite3.connect(file)) as source:
                source.backup(there)

    connection_created.connect(fill, weak=False, dispatch_uid=UID)


def keep() -> None:
    """Keep the tables of the database that was just made for the next run, and no older ones."""
    connection_created.disconnect(dispatch_uid=UID)
    connection, file = connections["default"], where()
    if connection.vendor != "sqlite" or file.exists():
        return
    FOLDER.mkdir(parents=True, exist_ok=True)
    unfinished = FOLDER / f"{os.getpid()}.unfinished"
    connection.ensure_connection()
    with closing(sqlite3.connect(unfinished)) as copy:
        connection.connection.backup(copy)
    unfinished.replace(file)
    for other in set(FOLDER.glob("*.sqlite3")) - {file}:
        other.unlink(missing_ok=True)
