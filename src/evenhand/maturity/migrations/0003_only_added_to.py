"""The database itself refuses to change or remove what was said of maturity, whoever asks."""

from typing import ClassVar

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from evenhand.ledger.kept import guard, unguard
from evenhand.ledger.on_tables import OnTables

TABLES = tuple(
    f"maturity_{name}"
    for name in (
        *("maturityframework", "maturityoutcome", "standard", "level", "sign"),
        *("basis", "assessment", "evidence"),
    )
)


def keep(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Make the refusals."""
    guard(editor, TABLES)


def let_go(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Take them away."""
    unguard(editor, TABLES)


class Migration(migrations.Migration):
    """Adds the triggers that refuse updates, deletes and emptying."""

    dependencies: ClassVar = [("maturity", "0002_assessments")]
    operations: ClassVar = [OnTables(keep, let_go)]
