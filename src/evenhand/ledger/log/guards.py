"""Triggers: the database itself refuses to change or delete what a log holds, whoever asks.

Migrations run these statements. To change one, write another migration with its own text.
"""

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

CONTENT = ("kind", "subject", "by", "organisation", "at", "body", "nonce")
MARKS = ("erased_at", "erased_by", "erased_why")
TABLES = ("entry", "tile", "checkpoint", "cosignature")
SENTENCE = "A log is only added to. What it holds is not changed or deleted."


def _same(vendor: str, *columns: str) -> str:
    equal = "IS" if vendor == "sqlite" else "IS NOT DISTINCT FROM"
    return " AND ".join(f'NEW."{column}" {equal} OLD."{column}"' for column in columns)


def _allowed(vendor: str, table: str) -> str:
    """Return the only changes that a row of a table may see."""
    if table == "entry":
        placed = _same(vendor, "id", "leaf", *CONTENT, *MARKS)
        erased = _same(vendor, "id", "leaf", "position")
        return (
            f"(OLD.position IS NULL AND NEW.position IS NOT NULL AND {placed})"
            f" OR (OLD.nonce IS NOT NULL AND NEW.nonce IS NULL AND {erased})"
        )
    if table == "tile":
        same = _same(vendor, "id", "level", "number")
        longer = "length(NEW.hashes) > length(OLD.hashes)"
        return f"{same} AND {longer} AND substr(NEW.hashes, 1, length(OLD.hashes)) = OLD.hashes"
    return "1 = 0"


def _names(app: str, vendor: str) -> dict[str, str]:
    """Map the name of each trigger to its table."""
    whats = ("changes", "deletes") if vendor == "sqlite" else ("changes", "deletes", "truncates")
    return {f"{app}_{table}_{what}": f"{app}_{table}" for table in TABLES for what in whats}


def _sqlite(app: str) -> list[str]:
    refuse = f"BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END"
    made = []
    for table in TABLES:
        name, unless = f"{app}_{table}", _allowed("sqlite", table)
        made += [
            f"CREATE TRIGGER {name}_changes BEFORE UPDATE ON {name} WHEN NOT ({unless}) {refuse}",
            f"CREATE TRIGGER {name}_deletes BEFORE DELETE ON {name} {refuse}",
        ]
    return made


def _postgresql(app: str) -> list[str]:
    refuse = f"RAISE EXCEPTION '{SENTENCE}' USING ERRCODE = 'check_violation'"
    made = []
    for table in TABLES:
        name, unless = f"{app}_{table}", _allowed("postgresql", table)
        made += [
            f"""CREATE FUNCTION {name}_changes() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                IF NOT ({unless}) THEN {refuse}; END IF; RETURN NEW; END $$""",
            f"""CREATE FUNCTION {name}_deletes() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                {refuse}; END $$""",
            f"""CREATE FUNCTION {name}_truncates() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                IF EXISTS (SELECT 1 FROM {name}) THEN {refuse}; END IF; RETURN NULL; END $$""",
            f"""CREATE TRIGGER {name}_changes BEFORE UPDATE ON {name}
                FOR EACH ROW EXECUTE FUNCTION {name}_changes()""",
            f"""CREATE TRIGGER {name}_deletes BEFORE DELETE ON {name}
                FOR EACH ROW EXECUTE FUNCTION {name}_deletes()""",
            f"""CREATE TRIGGER {name}_truncates BEFORE TRUNCATE ON {name}
                FOR EACH STATEMENT EXECUTE FUNCTION {name}_truncates()""",
        ]
    return made


def add(editor: BaseDatabaseSchemaEditor, app: str) -> None:
    """Make the triggers of a log."""
    vendor = editor.connection.vendor
    for statement in _sqlite(app) if vendor == "sqlite" else _postgresql(app):
        editor.execute(statement)


def take_away(editor: BaseDatabaseSchemaEditor, app: str) -> None:
    """Drop the triggers of a log."""
    vendor = editor.connection.vendor
    for name, table in _names(app, vendor).items():
        if vendor == "sqlite":
            editor.execute(f"DROP TRIGGER IF EXISTS {name}")
        else:
            editor.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}")
            editor.execute(f"DROP FUNCTION IF EXISTS {name}")


def missing(app: str, database: BaseDatabaseWrapper | None = None) -> list[str]:
    """List the triggers that somebody has taken away or switched off."""
    using = database or connection
    listing = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if using.vendor == "sqlite"
        else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled IN ('O', 'A')"
    )
    with using.cursor() as cursor:
        cursor.execute(listing)
        there = {name for (name,) in cursor.fetchall()}
    return sorted(_names(app, using.vendor).keys() - there)
