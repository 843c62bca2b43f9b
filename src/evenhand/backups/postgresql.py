"""A database on a PostgreSQL server: every table as CSV, all of one moment, and back in one step.

The server copies its tables itself (COPY); no program of PostgreSQL's is needed, so none can be of
the wrong version. An archive holds rows and no statements: whoever gives us one can run nothing.
"""

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from django.db import DatabaseError, connection, transaction
from django.db.backends.utils import CursorWrapper
from django.db.migrations.executor import MigrationExecutor

from evenhand.backups.archive import Archive, Writing
from evenhand.backups.errors import BackupError
from evenhand.backups.manifest import Member, Sequence
from evenhand.backups.tables import LEFT_OUT, MIGRATIONS, Ask, refuse_without_site

ENDING = ".csv"
HOW = "WITH (FORMAT csv, HEADER true)"


@contextmanager
def copied(into: Writing) -> Iterator[tuple[Ask, list[Sequence]]]:
    """Put a copy as of this moment into the archive; yields a way to ask what it holds."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        refuse_without_site(connection.introspection.table_names(cursor))
        ours = connection.introspection.django_table_names(only_existing=True)
        sequences: list[Sequence] = []
        try:
            for table in sorted(set(ours) - {MIGRATIONS, *LEFT_OUT}):
                into.add(f"database/{table}{ENDING}", _copy(cursor, table))
                sequences += _sequences(cursor, table)
        except (DatabaseError, psycopg.Error) as error:  # Django hands the copying over to psycopg
            raise BackupError(
                f"The database cannot be copied ({_first_line(error)}). No backup was made."
            ) from error

        def ask(query: str) -> list[tuple[Any, ...]]:
            cursor.execute(query)
            return list(cursor.fetchall())

        yield ask, sequences


def refuse_unless_empty() -> None:
    """Refuse to put anything where there is a database already.

    Raises
    ------
    BackupError
        If there is any table.
    """
    if there := sorted(connection.introspection.table_names()):
        raise BackupError(
            f"The database that EVENHAND_DATABASE_URL names is not empty: it holds {there[0]}. A "
            "backup is put back where there is nothing: name a new database. Nothing was restored."
        )


@contextmanager
def put_back(archive: Archive) -> Iterator[None]:
    """Fill the database before the block, and let that be seen after it; or nothing at all."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            _make_tables(set(archive.manifest.migrations))
            # Making tables has left some of these to be checked row by row.
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
            tables = set(connection.introspection.table_names(cursor))
            for member in archive.manifest.of("database"):
                _fill(cursor, archive, member, tables)
            for sequence in archive.manifest.sequences:
                cursor.execute(
                    "SELECT setval(pg_get_serial_sequence(%s, %s), %s, %s)",
                    [_quoted(sequence.table), sequence.column, sequence.last, sequence.used],
                )
            connection.check_constraints()
            yield
    except (DatabaseError, psycopg.Error) as error:
        raise BackupError(
            f"The database refused what the backup holds ({_first_line(error)}). Nothing was "
            "restored."
        ) from error


def _make_tables(made: set[tuple[str, str]]) -> None:
    """Go as far as the site had gone; what is newer comes when it starts."""
    executor = MigrationExecutor(connection)
    nodes = executor.loader.graph.node_map

    def is_last(one: tuple[str, str]) -> bool:
        """Whether no other of the same app came after it."""
        return not any(
            after.key in made and after.key[0] == one[0] for after in nodes[one].children
        )

    executor.migrate([one for one in sorted(made & nodes.keys()) if is_last(one)])


def _first_line(error: Exception) -> str:
    return next(iter(str(error).splitlines()), "")


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)


def _columns(cursor: CursorWrapper, table: str) -> list[str]:
    return [one.name for one in connection.introspection.get_table_description(cursor, table)]


def _copy(cursor: CursorWrapper, table: str) -> Iterator[bytes]:
    columns = ", ".join(map(_quoted, _columns(cursor, table)))
    with cursor.copy(f"COPY {_quoted(table)} ({columns}) TO STDOUT {HOW}") as rows:
        for block in rows:
            yield bytes(block)


def _sequences(cursor: CursorWrapper, table: str) -> Iterator[Sequence]:
    for found in connection.introspection.get_sequences(cursor, table):
        # Read after the copy began, and never set back: at least every number in the copy.
        cursor.execute(f"SELECT last_value, is_called FROM {_quoted(found['name'])}")
        last, used = cursor.fetchone() or (1, False)
        yield Sequence(table=table, column=found["column"], last=last, used=used)


def _fill(cursor: CursorWrapper, archive: Archive, member: Member, tables: set[str]) -> None:
    """Copy a table's rows into it; names come from the database, the backup only chooses them."""
    table = str(member.path).removesuffix(ENDING)
    if table not in tables or table in {MIGRATIONS, *LEFT_OUT}:
        raise BackupError(
            f"The backup holds a table “{table}” that Evenhand does not have. Nothing was restored."
        )
    blocks = archive.read(member)
    first = next(blocks, b"")
    heading = first.partition(b"\n")[0].decode(errors="replace")
    columns = next(csv.reader([heading]), [])
    if not columns or set(columns) - set(_columns(cursor, table)):
        raise BackupError(
            f"The backup's table “{table}” has columns that Evenhand does not know. Nothing was "
            "restored."
        )
    listed = ", ".join(map(_quoted, columns))
    with cursor.copy(f"COPY {_quoted(table)} ({listed}) FROM STDIN {HOW}") as rows:
        rows.write(first)
        for block in blocks:
            rows.write(block)
