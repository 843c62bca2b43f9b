"""The database itself refuses to change or delete what the log holds."""

from typing import ClassVar

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from evenhand.ledger.log import guards
from evenhand.ledger.on_tables import OnTables


def add(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Make the triggers."""
    guards.add(editor, "ledger")


def take_away(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Drop the triggers."""
    guards.take_away(editor, "ledger")


class Migration(migrations.Migration):
    """Adds the triggers."""

    dependencies: ClassVar = [("ledger", "0001_initial")]
    operations: ClassVar = [OnTables(add, take_away)]
