"""Rows that are added once and then stay: what a log says of them can always be held against them.

A model that derives from :class:`Kept` refuses changes itself; :func:`guard`, in a migration, makes
the database refuse them too, whoever asks. One that derives from :class:`Redactable` lets exactly
one change through: a text that may not stay is replaced, and a mark says so, for good.

They are the log's, as an entry of it commits to such a row: without the row, or with another, the
entry could not be opened.
"""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, NoReturn

from django.apps import apps
from django.db import connection, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from evenhand.ledger.redacting import only_redacts
from evenhand.ledger.tree.entries import canonical

REDACTED = "[redacted]"
"""What stands where a text was taken out."""
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


class RedactableQuerySet(KeptQuerySet):
    """The same; and a text is taken out."""

    def redact(self, row: "Redactable", mark: Mapping[str, Any], values: Mapping[str, Any]) -> None:
        """Replace texts of a row, and add the mark that says who did it, when and why.

        The database refuses values that are anything else than texts taken out.
        """
        marks = f"{row.redacted}{canonical(mark).decode()}\n"
        models.QuerySet.update(self.filter(pk=row.pk), **values, redacted=marks)


class Redactable(Kept):
    """A row that stays as it is, but for texts that the law may ask to take out."""

    TEXTS: ClassVar[Mapping[str, Sequence[str]]] = {}
    """Columns of which the text may be taken out, each with what may stand there instead."""
    LISTS: ClassVar[Mapping[str, str]] = {}
    """Columns of lists, each with the name of the text in its items; empty where they are texts."""
    TREES: ClassVar[Sequence[str]] = ()
    """Columns of JSON, in which any text may be taken out where it stands."""

    redacted = models.TextField(blank=True, default="")
    """Which texts were taken out, when, by whom and why: a line of JSON for each time."""

    objects: ClassVar = RedactableQuerySet.as_manager()

    class Meta:
        abstract = True


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
    """Make the database refuse to change, remove or empty what these tables hold.

    Where a table's texts can be taken out, and the table has come so far, that is let through.
    Guarding again what is guarded changes nothing.
    """
    unguard(editor, tables)
    for table in tables:
        allowed = _allowed(editor, table)
        make = _sqlite if editor.connection.vendor == "sqlite" else _postgresql
        for statement in make(table, allowed):
            editor.execute(statement, params=None)


def unguard(editor: BaseDatabaseSchemaEditor, tables: Sequence[str]) -> None:
    """Take the refusals away: for a migration that changes a table, and for tests."""
    for table in tables:
        if editor.connection.vendor == "sqlite":
            for name in _names(table, "sqlite"):
                editor.execute(f"DROP TRIGGER IF EXISTS {name}", params=None)
        else:
            for name in (REFUSE, REFUSE_TO_EMPTY):
                editor.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}", params=None)


def kept_tables() -> list[str]:
    """Every table of rows that stay, dependants before what they depend on."""
    found = [one for one in apps.get_models() if issubclass(one, Kept)]
    return [one._meta.db_table for one in reversed(found)]


def missing() -> list[str]:
    """List the refusals that somebody has taken away or switched off."""
    vendor = connection.vendor
    listing = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if vendor == "sqlite"
        else """SELECT c.relname || '.' || t.tgname FROM pg_trigger t
            JOIN pg_class c ON c.oid = t.tgrelid
            WHERE NOT t.tgisinternal AND t.tgenabled IN ('O', 'A')"""
    )
    with connection.cursor() as cursor:
        cursor.execute(listing)
        there = {name for (name,) in cursor.fetchall()}
    return sorted(name for table in kept_tables() for name in _names(table, vendor) - there)


def _names(table: str, vendor: str) -> set[str]:
    if vendor == "sqlite":
        return {f"{table}_{REFUSE}_{what}" for what in ("update", "delete")}
    return {f"{table}.{name}" for name in (REFUSE, REFUSE_TO_EMPTY)}


def _allowed(editor: BaseDatabaseSchemaEditor, table: str) -> str:
    """The only change that a row of a table may see, in SQL; empty where there is none."""
    found = [one for one in apps.get_models() if one._meta.db_table == table]
    if not found or not issubclass(found[0], Redactable):
        return ""
    with editor.connection.cursor() as cursor:
        columns = [
            one.name for one in editor.connection.introspection.get_table_description(cursor, table)
        ]
    if "redacted" not in columns:
        return ""
    model = found[0]
    vendor = editor.connection.vendor
    texts, lists = model.TEXTS, model.LISTS
    return only_redacts(vendor, columns, texts, lists, REDACTED, trees=model.TREES)


def _sqlite(table: str, allowed: str) -> list[str]:
    when = {"update": f"WHEN NOT ({allowed})" if allowed else "", "delete": ""}
    return [
        f"""CREATE TRIGGER {table}_{REFUSE}_{what} BEFORE {what} ON {table} {unless}
            BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END"""
        for what, unless in when.items()
    ]


def _postgresql(table: str, allowed: str) -> list[str]:
    function = f"{table}_{REFUSE}" if allowed else REFUSE
    own = f"""CREATE OR REPLACE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN
            IF TG_OP = 'UPDATE' THEN
                IF {allowed} THEN RETURN NEW; END IF;
            END IF;
            RAISE EXCEPTION '{SENTENCE}' USING ERRCODE = 'check_violation';
        END $$"""
    return [
        *_FUNCTIONS,
        *([own] if allowed else []),
        f"""CREATE TRIGGER {REFUSE} BEFORE UPDATE OR DELETE ON {table}
            FOR EACH ROW EXECUTE FUNCTION {function}()""",
        f"""CREATE TRIGGER {REFUSE_TO_EMPTY} BEFORE TRUNCATE ON {table}
            FOR EACH STATEMENT EXECUTE FUNCTION {REFUSE_TO_EMPTY}()""",
    ]
