"""A pilot says what was learnt, and who took an action up is found at once.

The refusals of the tables come last: SQLite forgets triggers when a table is altered.
"""

from typing import ClassVar

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from evenhand.ledger.kept import guard, unguard
from evenhand.ledger.on_tables import OnTables

TABLES = ("plan_change", "plan_promise", "plan_evidence", "plan_lead")
KINDS = (
    *("promised", "changed", "reported", "learnt", "reached", "evidence", "completed"),
    *("disputed", "answered", "reopened", "overridden", "override-ended", "withdrawn"),
    *("commented", "redacted"),
)


def keep(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Make the refusals again."""
    guard(editor, TABLES)


def let_go(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Take the refusals away, so that the tables can be altered."""
    unguard(editor, TABLES)


class Migration(migrations.Migration):
    """Lets a change say what was learnt, and looks promises up by what they take up."""

    dependencies: ClassVar = [("plan", "0007_cleaned_files")]
    operations: ClassVar = [
        OnTables(let_go, keep),
        migrations.RemoveConstraint(model_name="change", name="a_change_is_of_a_known_kind"),
        migrations.AlterField(
            model_name="change",
            name="kind",
            field=models.CharField(choices=[(kind, kind) for kind in KINDS], max_length=20),
        ),
        migrations.AddConstraint(
            model_name="change",
            constraint=models.CheckConstraint(
                condition=models.Q(kind__in=list(KINDS)), name="a_change_is_of_a_known_kind"
            ),
        ),
        migrations.AlterField(
            model_name="promise",
            name="adopts",
            field=models.CharField(blank=True, db_index=True, max_length=200),
        ),
        OnTables(keep, let_go),
    ]
