"""Keys of slips, answers that wait sealed, and their counts."""

# ruff: noqa: RUF012 (made by Django; its lists are not ours to type)

import django.db.models.deletion
import django.db.models.expressions
import django.db.models.lookups
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from evenhand.ledger import kept
from evenhand.ledger.on_tables import OnTables

TABLES = ("encounters_tokenkey",)


def keep(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """A key that was named in public stays as it was named."""
    kept.guard(editor, TABLES)


def let_go(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Back again."""
    kept.unguard(editor, TABLES)


class Migration(migrations.Migration):
    dependencies = [
        ("encounters", "0002_receipts_and_stop_log"),
        ("forces", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Signed",
            fields=[
                ("key", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("slips", models.PositiveIntegerField(default=0)),
            ],
            options={
                "verbose_name_plural": "signed",
            },
        ),
        migrations.CreateModel(
            name="Answer",
            fields=[
                ("token", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("key", models.CharField(db_index=True, max_length=64)),
                ("sealed", models.BinaryField(null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("token__regex", "^[0-9a-f]{64}$")),
                        name="a_used_slip_is_known_by_a_digest",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Counted",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("quarter", models.CharField(max_length=7)),
                ("scope", models.CharField(max_length=70)),
                ("answers", models.PositiveIntegerField(default=0)),
                (
                    "force",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="forces.force",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("force", "quarter", "scope"), name="a_scope_is_counted_once"
                    ),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.Exact(
                            django.db.models.expressions.CombinedExpression(
                                models.F("answers"), "%%", models.Value(10)
                            ),
                            0,
                        ),
                        name="answers_are_counted_in_tens",
                    ),
                ],
                "verbose_name_plural": "counted",
                "ordering": ["force", "quarter", "scope"],
            },
        ),
        migrations.CreateModel(
            name="Drawn",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("device", models.UUIDField()),
                ("day", models.DateField()),
                ("slips", models.PositiveIntegerField()),
            ],
            options={
                "verbose_name_plural": "drawn",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("device", "day"), name="a_day_of_a_device_counts_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Margin",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("question", models.CharField(max_length=20)),
                ("choice", models.CharField(max_length=20)),
                ("answers", models.PositiveIntegerField()),
                (
                    "counted",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="margins",
                        to="encounters.counted",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("counted", "question", "choice"), name="a_choice_is_counted_once"
                    )
                ]
            },
        ),
        migrations.CreateModel(
            name="TokenKey",
            fields=[
                ("id", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("quarter", models.CharField(max_length=7)),
                ("scope", models.CharField(max_length=70)),
                ("public", models.BinaryField()),
                ("box", models.BinaryField()),
                (
                    "force",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="token_keys",
                        to="forces.force",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("force", "quarter", "scope"),
                        name="no_officer_has_a_key_of_their_own",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("id__regex", "^[0-9a-f]{64}$")),
                        name="a_key_is_its_digest",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("quarter__regex", "^20[0-9]{2}-Q[1-4]$")),
                        name="a_key_is_of_a_quarter",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("scope__regex", "^(reason|team):.")),
                        name="a_key_is_of_reasons_or_a_team",
                    ),
                ],
                "ordering": ["force", "quarter", "scope"],
            },
        ),
        OnTables(keep, let_go),
    ]
