"""The database itself refuses to change or remove what a plan has promised, whoever asks."""

from typing import ClassVar

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from evenhand.ledger.on_tables import OnTables

SENTENCE = "What a plan has promised is never changed or removed. Add what comes next."
TABLES = (
    *("framework", "workstream", "outcome", "commitment"),
    *("plan", "lead", "action", "change", "promise", "evidence"),
)
REFUSE = "a_plan_is_only_added_to"
REFUSE_TO_EMPTY = "a_plan_is_never_emptied"


def _sqlite(table: str) -> list[str]:
    return [
        f"""CREATE TRIGGER {REFUSE}_{table}_{what} BEFORE {what} ON plan_{table}
            BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END"""
        for what in ("update", "delete")
    ]


def _postgresql(table: str) -> list[str]:
    return [
        f"""CREATE TRIGGER {REFUSE} BEFORE UPDATE OR DELETE ON plan_{table}
            FOR EACH ROW EXECUTE FUNCTION {REFUSE}()""",
        f"""CREATE TRIGGER {REFUSE_TO_EMPTY} BEFORE TRUNCATE ON plan_{table}
            FOR EACH STATEMENT EXECUTE FUNCTION {REFUSE_TO_EMPTY}()""",
    ]


FUNCTIONS = (
    f"""CREATE FUNCTION {REFUSE}() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION '{SENTENCE}' USING ERRCODE = 'check_violation'; END $$""",
    # An empty table may be emptied, as tests do between each other.
    f"""CREATE FUNCTION {REFUSE_TO_EMPTY}() RETURNS trigger LANGUAGE plpgsql AS
        $$ DECLARE held boolean; BEGIN
            EXECUTE format('SELECT EXISTS (SELECT 1 FROM %I)', TG_TABLE_NAME) INTO held;
            IF held THEN
                RAISE EXCEPTION '{SENTENCE}' USING ERRCODE = 'check_violation';
            END IF;
            RETURN NULL;
        END $$""",
)


def add(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Make the triggers."""
    if editor.connection.vendor == "sqlite":
        statements = [one for table in TABLES for one in _sqlite(table)]
    else:
        statements = [*FUNCTIONS, *(one for table in TABLES for one in _postgresql(table))]
    for statement in statements:
        editor.execute(statement, params=None)


def take_away(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Drop the triggers."""
    if editor.connection.vendor == "sqlite":
        for table in TABLES:
            for what in ("update", "delete"):
                editor.execute(f"DROP TRIGGER {REFUSE}_{table}_{what}")
        return
    for function in (REFUSE, REFUSE_TO_EMPTY):
        editor.execute(f"DROP FUNCTION {function} CASCADE")


class Migration(migrations.Migration):
    """Adds the triggers that refuse updates, deletes and emptying."""

    dependencies: ClassVar = [("plan", "0002_actions")]
    operations: ClassVar = [OnTables(add, take_away)]
