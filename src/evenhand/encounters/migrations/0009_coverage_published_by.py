"""Who published a coverage: the public ledger says it, and so does the row.

The refusals of the table come last: SQLite forgets triggers when a table is altered.
"""

# ruff: noqa: RUF012 (its lists are not ours to type)

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from evenhand.ledger.kept import guard, unguard
from evenhand.ledger.on_tables import OnTables

TABLES = ("encounters_coveragetold",)


def keep(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """What was published stays as it was."""
    guard(editor, TABLES)


def let_go(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Take the refusals away, so that the table can be altered."""
    unguard(editor, TABLES)


class Migration(migrations.Migration):
    """Adds the column."""

    dependencies = [("encounters", "0008_holds")]
    operations = [
        OnTables(let_go, keep),
        migrations.AddField(
            model_name="coveragetold",
            name="by",
            field=models.CharField(default="Evenhand", max_length=100),
        ),
        OnTables(keep, let_go),
    ]
