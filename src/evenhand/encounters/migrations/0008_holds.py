"""Stops that are held: nothing of them goes while somebody outside the force looks."""

# ruff: noqa: RUF012 (its lists are not ours to type)

import django.db.models.deletion
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from evenhand.ledger.kept import guard, unguard
from evenhand.ledger.on_tables import OnTables

TABLES = ("encounters_held", "encounters_holdended")


def keep(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """A hold stays written, and so does its end."""
    guard(editor, TABLES)


def let_go(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Back again."""
    unguard(editor, TABLES)


class Migration(migrations.Migration):
    """Adds the tables, and the refusals that keep their rows."""

    dependencies = [
        ("encounters", "0007_limits_moved"),
    ]

    operations = [
        migrations.CreateModel(
            name="Held",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("why", models.CharField(max_length=200)),
                ("at", models.DateTimeField()),
                (
                    "stop",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="holds",
                        to="encounters.stop",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("stop", "why"), name="a_stop_is_held_once_for_a_thing"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("why", ""), _negated=True), name="a_hold_says_what_for"
                    ),
                ],
                "verbose_name_plural": "held",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="HoldEnded",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "hold",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ended",
                        to="encounters.held",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "holds ended",
                "ordering": ["pk"],
            },
        ),
        OnTables(keep, let_go),
    ]
