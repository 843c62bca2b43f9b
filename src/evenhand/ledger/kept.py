"""Rows that are added once and then stay: what a log says of them can always be held against them.

A model that derives from :class:`Kept` refuses changes itself; :func:`guard`, in a migration, makes
the database refuse them too, whoever asks.
"""

from collections.abc import Sequence
from typing import Any, NoReturn

from django.db import models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

SENTENCE = "What was recorded here is never changed or removed. Add what comes next."


class NeverChanged(TypeError):
    """A row that is only ever added was to be changed or removed."""


class KeptQuerySet(models.QuerySet[Any]):
    """Rows can be read and added; nothing else."""

    def update(self, **_values: Any) -> NoReturn:
        """Refuse: see :class:`NeverChanged`."""
        raise NeverChanged(SENTENCE)

    def delete(self) -> NoReturn:
        """Refuse: see :class:`NeverChanged`."""
        raise NeverChanged(SENTENCE)


class Kept(models.Model):
    """A row that is added once and then stays as it is."""

    objects = KeptQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the row; one that is already there is never changed."""
        if not self._state.adding:
            raise NeverChanged(SENTENCE)
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_options: Any) -> NoReturn:
        """Refuse: see :class:`NeverChanged`."""
        raise NeverChanged(SENTENCE)


REFUSE, REFUSE_TO_EMPTY = "kept_rows_stay", "kept_tables_are_never_emptied"
_FUNCTIONS = (
    f"""CREATE OR REPLACE FUNCTION {REFUSE}() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION '{SENTENCE}' USING ERRCODE = 'check_violation'; END $$""",
    # An empty table may be emptied, as tests do between each other.
    f"""CREATE OR REPLACE FUNCTION {REFUSE_TO_EMPTY}() RETURNS trigger LANGUAGE plpgsql AS
        $$ DECLARE held boolean; BEGIN
            EXECUTE format('SELECT EXISTS (SELECT 1 FROM %I)', TG_TABLE_NAME) INTO held;
            IF held THEN
                RAISE EXCEPTION '{SENTENCE}' USING ERRCODE = 'check_violation';
            END IF;
            RETURN NULL;
        END $$""",
)


def guard(editor: BaseDatabaseSchemaEditor, tables: Sequence[str]) -> None:
    """Make the database refuse to change, remove or empty what these tables hold."""
    for table in tables:
        for statement in _sqlite(table) if _is_sqlite(editor) else _postgresql(table):
            editor.execute(statement, params=None)


def unguard(editor: BaseDatabaseSchemaEditor, tables: Sequence[str]) -> None:
    """Take the refusals away: for a migration that changes a table, and for tests."""
    for table in tables:
        if _is_sqlite(editor):
            for what in ("update", "delete"):
                editor.execute(f"DROP TRIGGER IF EXISTS {table}_{REFUSE}_{what}", params=None)
        else:
            for name in (REFUSE, REFUSE_TO_EMPTY):
                editor.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}", params=None)


def kept_tables() -> list[str]:
    """Every table of rows that stay, dependants before what they depend on."""
    from django.apps import apps

    found = [one for one in apps.get_models() if issubclass(one, Kept)]
    return [one._meta.db_table for one in reversed(found)]


def _is_sqlite(editor: BaseDatabaseSchemaEditor) -> bool:
    return editor.connection.vendor == "sqlite"


def _sqlite(table: str) -> list[str]:
    return [
        f"""CREATE TRIGGER {table}_{REFUSE}_{what} BEFORE {what} ON {table}
            BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END"""
        for what in ("update", "delete")
    ]


def _postgresql(table: str) -> list[str]:
    return [
        *_FUNCTIONS,
        f"""CREATE TRIGGER {REFUSE} BEFORE UPDATE OR DELETE ON {table}
            FOR EACH ROW EXECUTE FUNCTION {REFUSE}()""",
        f"""CREATE TRIGGER {REFUSE_TO_EMPTY} BEFORE TRUNCATE ON {table}
            FOR EACH STATEMENT EXECUTE FUNCTION {REFUSE_TO_EMPTY}()""",
    ]
