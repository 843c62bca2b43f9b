"""What somebody with full rights on the database can do to what panels keep."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from evenhand.ledger import kept


class Statements:
    """Runs what a migration would, inside a test's own transaction."""

    connection = connection

    def execute(self, statement: str, params: object = None) -> None:
        del params
        with connection.cursor() as cursor:
            cursor.execute(statement)


@contextmanager
def unguarded(*tables: str) -> Iterator[None]:
    """Take the guards of these tables away, and put them back."""
    kept.unguard(Statements(), tables)
    yield
    kept.guard(Statements(), tables)


def change(table: str, column: str, value: object, where: str, *named: object) -> None:
    """Write over a column of some rows, as nobody but the keeper of the database can."""
    with unguarded(table), connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET {column} = %s WHERE {where}", [value, *named])


def remove(table: str, where: str, *named: object) -> None:
    """Delete some rows."""
    with unguarded(table), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table} WHERE {where}", list(named))
