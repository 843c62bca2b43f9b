"""A step says that words were taken out of others.

The refusals of the table come last: SQLite forgets triggers when a table is altered.
"""

from typing import ClassVar

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from evenhand.ledger.kept import guard, unguard
from evenhand.ledger.on_tables import OnTables

TABLES = ("monitoring_step",)
KINDS = (
    *("opened", "owner-named", "extended", "analysed", "explained", "judged", "tested"),
    *("concluded", "signed-off", "reopened", "fell-silent", "reform", "remeasured", "commented"),
    *("comment-answered", "redacted"),
)


def keep(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Make the refusals again."""
    guard(editor, TABLES)


def let_go(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Take the refusals away, so that the table can be altered."""
    unguard(editor, TABLES)


class Migration(migrations.Migration):
    """Lets a step say that words were taken out."""

    dependencies: ClassVar = [("monitoring", "0001_initial")]
    operations: ClassVar = [
        OnTables(let_go, keep),
        migrations.RemoveConstraint(model_name="step", name="a_step_is_of_a_known_kind"),
        migrations.AlterField(
            model_name="step",
            name="kind",
            field=models.CharField(choices=[(kind, kind) for kind in KINDS], max_length=20),
        ),
        migrations.AddConstraint(
            model_name="step",
            constraint=models.CheckConstraint(
                condition=models.Q(kind__in=list(KINDS)), name="a_step_is_of_a_known_kind"
            ),
        ),
        OnTables(keep, let_go),
    ]
