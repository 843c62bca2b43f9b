"""A report in which words stand that the law does not allow can be taken down, marked."""

from typing import ClassVar

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from evenhand.ledger.kept import guard, unguard
from evenhand.ledger.on_tables import OnTables

TABLES = ("publications_report", "publications_paper")


def keep(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Make the refusals, which now let a report be emptied."""
    guard(editor, TABLES)


def let_go(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Take the refusals away, so that the tables can be altered."""
    unguard(editor, TABLES)


class Migration(migrations.Migration):
    """Adds the marks of reports that were taken down."""

    dependencies: ClassVar = [("publications", "0005_reports")]
    operations: ClassVar = [
        OnTables(let_go, keep),
        *(
            migrations.AddField(
                model_name=name,
                name="redacted",
                field=models.TextField(blank=True, default=""),
            )
            for name in ("report", "paper")
        ),
        OnTables(keep, let_go),
    ]
