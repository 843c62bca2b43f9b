"""Adding many rows at once, past their models: for what arrives in batches.

What a model does for each row (``save``, instances, a statement with every value in it) costs more
than the database's own work. Its constraints and triggers hold here as anywhere.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from typing import Any

from django.db import connection, models

Row = Mapping[str, Any]


def add(model: type[models.Model], rows: Sequence[Row]) -> None:
    """Add rows to a table: with COPY on PostgreSQL, elsewhere with one statement for all.

    Parameters
    ----------
    rows : values by the names of the model's attributes (``stop_id``, not ``stop``); all rows name
        the same ones. What they leave out has the model's default, and a number of its own, which
        the database gives in the order of the rows.

    Raises
    ------
    django.db.IntegrityError
        If a constraint does not hold; then none of them is added.
    """
    if not rows:
        return
    table = _table(model, frozenset(rows[0]), connection.vendor)
    lines = [table.line(row) for row in rows]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            _copy(cursor, table.statement, lines)
        else:
            cursor.executemany(table.statement, lines)


def numbers(count: int, *tables: type[models.Model]) -> list[tuple[int, ...]]:
    """Take so many new numbers of rows from each table, for rows that others are to name.

    Call it in the transaction that adds the rows.
    """
    if connection.vendor == "postgresql":
        taken = ", ".join(f"nextval('{_counter(one)}')" for one in tables)
        statement = f"SELECT {taken} FROM generate_series(1, %s)"
        with connection.cursor() as cursor:
            cursor.execute(statement, [count])
            found: list[tuple[int, ...]] = cursor.fetchall()
        return found
    last = [_last(one) for one in tables]  # nobody else writes to SQLite during our transaction
    return [tuple(number + each for number in last) for each in range(1, count + 1)]


@dataclass(frozen=True)
class _Table:
    """How rows of one table are written.

    Attributes
    ----------
    defaults : of what rows leave out.
    made : what the database does not take as it is: its place in a row, and what makes it ready.
    """

    statement: str
    names: tuple[str, ...]
    defaults: Row
    made: tuple[tuple[int, Callable[[Any], Any]], ...]

    def line(self, row: Row) -> list[Any]:
        """One row as the database takes it."""
        whole = {**self.defaults, **row}
        line = [whole[name] for name in self.names]
        for place, make in self.made:
            line[place] = make(line[place])
        return line


@cache
def _table(model: type[models.Model], named: frozenset[str], vendor: str) -> _Table:
    fields = [
        one
        for one in model._meta.concrete_fields
        if one.attname in named or not isinstance(one, models.AutoField)
    ]
    table = connection.ops.quote_name(model._meta.db_table)
    columns = ", ".join(connection.ops.quote_name(str(one.column)) for one in fields)
    if vendor == "postgresql":
        statement = f"COPY {table} ({columns}) FROM STDIN"
        made = [(at, _json) for at, one in enumerate(fields) if isinstance(one, models.JSONField)]
    else:
        values = ", ".join(["%s"] * len(fields))
        statement = f"INSERT INTO {table} ({columns}) VALUES ({values})"
        made = [(at, partial(_prepared, one)) for at, one in enumerate(fields)]
    return _Table(
        statement,
        names=tuple(one.attname for one in fields),
        defaults={one.attname: one.get_default() for one in fields if one.attname not in named},
        made=tuple(made),
    )


def _json(value: Any) -> str | None:
    return None if value is None else json.dumps(value, ensure_ascii=False)


def _prepared(field: "models.Field[Any, Any]", value: Any) -> Any:
    return field.get_db_prep_save(value, connection)


def _copy(cursor: Any, statement: str, lines: Sequence[Sequence[Any]]) -> None:
    """Write rows with COPY; what stands around statements stands around this one as well."""

    def execute(sql: str, rows: Any, _many: bool, _context: Any) -> None:
        connection.validate_no_broken_transaction()
        with connection.wrap_database_errors, cursor.copy(sql) as copy:
            for row in rows:
                copy.write_row(row)

    step: Callable[..., None] = execute
    for wrapper in reversed(connection.execute_wrappers):
        step = partial(wrapper, step)
    step(statement, lines, True, {"connection": connection, "cursor": cursor})


@cache
def _counter(model: type[models.Model]) -> str:
    with connection.cursor() as cursor:
        table, column = connection.ops.quote_name(model._meta.db_table), model._meta.pk.column
        cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [table, column])
        return str(cursor.fetchone()[0])


def _last(model: type[models.Model]) -> int:
    with connection.cursor() as cursor:
        table = model._meta.db_table
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        found = cursor.fetchone()
    return int(found[0]) if found else 0
