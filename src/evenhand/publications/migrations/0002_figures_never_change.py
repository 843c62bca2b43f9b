"""The database itself refuses to change a figure, whoever asks."""

from typing import ClassVar

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from evenhand.ledger.on_tables import OnTables

SENTENCE = "A figure is never changed. Publish a correction that names it."
ADD = {
    "sqlite": [
        f"""CREATE TRIGGER a_figure_is_never_changed BEFORE UPDATE ON publications_figure
            BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END"""
    ],
    "postgresql": [
        f"""CREATE FUNCTION a_figure_is_never_changed() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN RAISE EXCEPTION '{SENTENCE}' USING ERRCODE = 'check_violation'; END $$""",
        """CREATE TRIGGER a_figure_is_never_changed BEFORE UPDATE ON publications_figure
           FOR EACH ROW EXECUTE FUNCTION a_figure_is_never_changed()""",
    ],
}
TAKE_AWAY = {
    "sqlite": ["DROP TRIGGER a_figure_is_never_changed"],
    "postgresql": [
        "DROP TRIGGER a_figure_is_never_changed ON publications_figure",
        "DROP FUNCTION a_figure_is_never_changed",
    ],
}


def add(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Make the trigger."""
    for statement in ADD[editor.connection.vendor]:
        editor.execute(statement)


def take_away(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Drop the trigger."""
    for statement in TAKE_AWAY[editor.connection.vendor]:
        editor.execute(statement)


class Migration(migrations.Migration):
    """Adds the trigger that refuses updates."""

    dependencies: ClassVar = [("publications", "0001_initial")]
    operations: ClassVar = [OnTables(add, take_away)]
