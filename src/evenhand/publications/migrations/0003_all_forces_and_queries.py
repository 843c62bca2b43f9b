"""Figures of all forces together, and the SQL that counted.

SQLite makes a table anew to change it, and its triggers go with the old one: so the trigger that
refuses updates is dropped first and made again last.
"""

from importlib import import_module
from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models

from evenhand.ledger.on_tables import OnTables

never_change = import_module("evenhand.publications.migrations.0002_figures_never_change")


class Migration(migrations.Migration):
    """Lets a figure be of no single force, and keeps its queries."""

    dependencies: ClassVar = [
        ("forces", "0001_initial"),
        ("publications", "0002_figures_never_change"),
    ]
    operations: ClassVar = [
        OnTables(never_change.take_away, never_change.add),
        migrations.AddField("figure", "queries", models.JSONField(default=list)),
        migrations.AlterField(
            "figure",
            "force",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="figures",
                to="forces.force",
            ),
        ),
        migrations.AddConstraint(
            "figure",
            models.UniqueConstraint(
                condition=models.Q(("force", None)),
                fields=("measure", "grouping", "first_month", "last_month", "number"),
                name="a_figure_of_all_forces_has_one_number",
            ),
        ),
        OnTables(never_change.add, never_change.take_away),
    ]
