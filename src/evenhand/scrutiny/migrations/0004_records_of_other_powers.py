"""Draws of the powers of the register, from which a record of it can be left out too.

The refusals of the table come last: SQLite forgets triggers when a table is altered.
"""

from typing import ClassVar

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from evenhand.ledger.kept import guard, unguard
from evenhand.ledger.on_tables import OnTables

TABLES = ("scrutiny_draw", "scrutiny_exclusion")
POWERS = (
    *("vehicle-stop", "stop-and-search", "use-of-force"),
    *("custody-strip-search", "intelligence-report"),
)


def keep(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Make the refusals again."""
    guard(editor, TABLES)


def let_go(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Take the refusals away, so that the tables can be altered."""
    unguard(editor, TABLES)


class Migration(migrations.Migration):
    """Lets a draw be of a power of the register."""

    dependencies: ClassVar = [("scrutiny", "0003_anchors")]
    operations: ClassVar = [
        OnTables(let_go, keep),
        migrations.RemoveConstraint(model_name="draw", name="a_draw_is_of_a_power"),
        migrations.AddConstraint(
            model_name="draw",
            constraint=models.CheckConstraint(
                condition=models.Q(power__in=list(POWERS)), name="a_draw_is_of_a_power"
            ),
        ),
        migrations.AlterField(model_name="exclusion", name="stop", field=models.UUIDField()),
        OnTables(keep, let_go),
    ]
