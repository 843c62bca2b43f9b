"""Words that the law does not allow can be taken out of what a plan says, marked, and nothing else.

The refusals of the four tables come last: SQLite forgets triggers when a table is altered, and only
once the columns are there can they let this one change through.
"""

from typing import ClassVar

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from evenhand.ledger.kept import guard, unguard
from evenhand.ledger.on_tables import OnTables

REDACTABLE = ("change", "promise", "evidence", "lead")
TABLES = tuple(f"plan_{name}" for name in REDACTABLE)
KINDS = (
    *("promised", "changed", "reported", "reached", "evidence", "completed", "disputed"),
    *("answered", "reopened", "overridden", "override-ended", "withdrawn", "commented"),
    "redacted",
)


def keep(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Make the refusals, which now let words be taken out."""
    guard(editor, TABLES)


def let_go(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Take the refusals away, so that the tables can be altered."""
    unguard(editor, TABLES)


class Migration(migrations.Migration):
    """Adds the marks of words taken out, and the change that does it."""

    dependencies: ClassVar = [("plan", "0005_import_drafts")]
    operations: ClassVar = [
        OnTables(let_go, keep),
        migrations.RemoveConstraint(model_name="change", name="a_change_is_of_a_known_kind"),
        *(
            migrations.AddField(
                model_name=name,
                name="redacted",
                field=models.TextField(blank=True, default=""),
            )
            for name in REDACTABLE
        ),
        migrations.AddField(
            model_name="change",
            name="redacts",
            field=models.TextField(blank=True, default=""),
        ),
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
        migrations.AddConstraint(
            model_name="change",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "redacted"), models.Q(("redacts", ""), _negated=True)),
                    models.Q(models.Q(("kind", "redacted"), _negated=True), ("redacts", "")),
                    _connector="OR",
                ),
                name="only_a_redaction_redacts",
            ),
        ),
        OnTables(keep, let_go),
    ]
