"""A measure over time, and the range in which a force is expected to lie.

The trigger that refuses updates is dropped and made again, as in the migration before.
"""

from importlib import import_module
from typing import ClassVar

from django.db import migrations, models

from evenhand.ledger.on_tables import OnTables

never_change = import_module("evenhand.publications.migrations.0002_figures_never_change")


class Migration(migrations.Migration):
    """Adds two fields that figures released before do not have."""

    dependencies: ClassVar = [("publications", "0003_all_forces_and_queries")]
    operations: ClassVar = [
        OnTables(never_change.take_away, never_change.add),
        migrations.AddField("figure", "series", models.JSONField(default=dict)),
        migrations.AddField("figure", "expected", models.JSONField(default=dict)),
        OnTables(never_change.add, never_change.take_away),
    ]
