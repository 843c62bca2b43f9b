"""Rows that are only ever added: every table of such rows is guarded by the database itself."""

import pytest
from django.db import connection

from evenhand.ledger.kept import REFUSE, REFUSE_TO_EMPTY, guard, kept_tables, unguard

pytestmark = pytest.mark.django_db


def triggers() -> set[tuple[str, str]]:
    """The name and the table of every trigger."""
    asked = (
        "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'"
        if connection.vendor == "sqlite"
        else "SELECT tgname, tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal"
    )
    with connection.cursor() as cursor:
        cursor.execute(asked)
        return set(cursor.fetchall())


def wanted(table: str) -> set[tuple[str, str]]:
    if connection.vendor == "sqlite":
        return {(f"{table}_{REFUSE}_{what}", table) for what in ("update", "delete")}
    return {(name, table) for name in (REFUSE, REFUSE_TO_EMPTY)}


def test_migrations_leave_every_kept_table_guarded() -> None:
    """SQLite forgets triggers when a migration alters a table: it must guard it again."""
    there = triggers()
    bare = [table for table in kept_tables() if not wanted(table) <= there]

    assert kept_tables()
    assert bare == []


@pytest.mark.django_db(transaction=True)
def test_a_guard_that_is_taken_away_can_be_put_back() -> None:
    table = "plan_framework"
    with connection.schema_editor() as editor:
        unguard(editor, [table])
        unguard(editor, [table])
    assert not wanted(table) & triggers()

    with connection.schema_editor() as editor:
        guard(editor, [table])

    assert wanted(table) <= triggers()
