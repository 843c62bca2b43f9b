"""What somebody with full rights on the database can do to rows that refuse every change."""

import gc
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import OperationalError, connection, models
from django.db.backends.utils import CursorWrapper

SECONDS = 20


@contextmanager
def unguarded(model: type[models.Model]) -> Iterator[None]:
    """What somebody with full rights on the database can do to a table that refuses changes."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # No table is altered while what was just written waits for its foreign keys' check.
            connection.check_constraints()
            cursor.execute(f'ALTER TABLE "{table}" DISABLE TRIGGER USER')
            yield
            connection.check_constraints()
            cursor.execute(f'ALTER TABLE "{table}" ENABLE TRIGGER USER')
            return
        cursor.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [table]
        )
        triggers = cursor.fetchall()
        assert triggers
        for name, _sql in triggers:
            _drop(cursor, name)
        yield
        for _name, sql in triggers:
            cursor.execute(sql)


def _drop(cursor: CursorWrapper, name: str) -> None:
    """Drop a trigger as soon as nobody reads: all threads of a test process share one database.

    A connection of an earlier test's thread keeps its last statement open until it is collected.
    """
    until = time.monotonic() + SECONDS
    while True:
        try:
            cursor.execute(f'DROP TRIGGER "{name}"')
        except OperationalError:
            if time.monotonic() > until:
                raise
            gc.collect()
            time.sleep(0.1)
        else:
            return


def change(row: models.Model, **to: Any) -> None:
    """Write over a row in the database, past every refusal."""
    table = type(row)
    with unguarded(table):
        models.QuerySet(table).filter(pk=row.pk).update(**to)
