"""Which power a figure is of, and what patterns in vehicle stops say.

Figures released before there were other powers are of stop and search. The trigger that refuses
updates is dropped and made again, as in migrations before.
"""

from importlib import import_module
from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from evenhand.ledger import kept
from evenhand.ledger.on_tables import OnTables

never_change = import_module("evenhand.publications.migrations.0002_figures_never_change")


TABLES = ("publications_patterns",)
MONTH = "^[0-9]{4}-(0[1-9]|1[0-2])$"


def guard(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Make the refusals."""
    kept.guard(editor, TABLES)


def unguard(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Drop them."""
    kept.unguard(editor, TABLES)


class Migration(migrations.Migration):
    """Adds the power of a figure, and patterns."""

    dependencies: ClassVar = [("publications", "0006_reports_taken_down")]
    operations: ClassVar = [
        OnTables(never_change.take_away, never_change.add),
        migrations.AddField(
            "figure",
            "power",
            models.CharField(default="stop-and-search", max_length=30),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            "figure",
            models.CheckConstraint(
                condition=models.Q(("power__in", ("stop-and-search", "vehicle-stop"))),
                name="a_figure_is_of_a_known_power",
            ),
        ),
        OnTables(never_change.add, never_change.take_away),
        migrations.CreateModel(
            name="Patterns",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("first_month", models.CharField(max_length=7)),
                ("last_month", models.CharField(max_length=7)),
                ("told", models.JSONField()),
                ("inputs", models.JSONField()),
                ("evenhand_version", models.CharField(max_length=30)),
                ("digest", models.CharField(max_length=64)),
                ("released_at", models.DateTimeField()),
                ("released_by", models.CharField(max_length=100)),
                (
                    "force",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="patterns",
                        to="forces.force",
                    ),
                ),
            ],
            options={
                "ordering": ["force", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("first_month__lte", models.F("last_month"))),
                        name="patterns_end_after_they_begin",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("first_month__regex", MONTH), ("last_month__regex", MONTH)
                        ),
                        name="patterns_cover_whole_months",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("digest__regex", "^[0-9a-f]{64}$")),
                        name="patterns_have_a_digest",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("released_by", ""), _negated=True),
                        name="patterns_were_released_by_somebody",
                    ),
                ],
            },
        ),
        OnTables(guard, unguard),
    ]
