"""The register: records of other powers, every version, holds, and rows that were refused."""

# ruff: noqa: RUF012 (its lists are not ours to type)

import django.db.models.deletion
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from evenhand.ledger.kept import guard, unguard
from evenhand.ledger.on_tables import OnTables

TABLES = (
    *("encounters_registered", "encounters_registeredversion", "encounters_registerfile"),
    *("encounters_registerrefused", "encounters_registeredheld"),
    "encounters_registeredholdended",
)


def keep(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """What is registered stays written."""
    guard(editor, TABLES)


def let_go(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Back again."""
    unguard(editor, TABLES)


class Migration(migrations.Migration):
    """Adds the tables, and the refusals that keep their rows."""

    dependencies = [
        ("encounters", "0009_coverage_published_by"),
        ("forces", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Registered",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("power", models.CharField(max_length=20)),
                ("reference_mac", models.CharField(max_length=64)),
                ("day", models.DateField()),
                ("likeness", models.CharField(db_index=True, max_length=64)),
                ("at", models.DateTimeField()),
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
                        fields=("force", "power", "reference_mac"),
                        name="a_reference_is_registered_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "power__in",
                                [
                                    "stop-and-search",
                                    "use-of-force",
                                    "custody-strip-search",
                                    "intelligence-report",
                                ],
                            )
                        ),
                        name="a_registered_record_is_of_a_power",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("reference_mac__regex", "^[0-9a-f]{64}$"),
                            ("likeness__regex", "^[0-9a-f]{64}$"),
                        ),
                        name="a_registered_reference_is_under_a_key",
                    ),
                ],
                "verbose_name_plural": "registered",
                "ordering": ["day", "pk"],
            },
        ),
        migrations.CreateModel(
            name="RegisteredHeld",
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
                    "registered",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="holds",
                        to="encounters.registered",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("registered", "why"),
                        name="a_registered_record_is_held_once_for_a_thing",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("why", ""), _negated=True),
                        name="a_hold_of_the_register_says_what_for",
                    ),
                ],
                "verbose_name_plural": "registered held",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="RegisteredHoldEnded",
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
                        to="encounters.registeredheld",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "registered holds ended",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="RegisterFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("power", models.CharField(max_length=20)),
                ("digest", models.CharField(max_length=64)),
                ("new", models.PositiveIntegerField()),
                ("changed", models.PositiveIntegerField()),
                ("unchanged", models.PositiveIntegerField()),
                ("refused", models.PositiveIntegerField()),
                ("at", models.DateTimeField()),
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
                    models.CheckConstraint(
                        condition=models.Q(
                            ("digest__regex", "^[0-9a-f]{64}$"),
                            (
                                "power__in",
                                [
                                    "stop-and-search",
                                    "use-of-force",
                                    "custody-strip-search",
                                    "intelligence-report",
                                ],
                            ),
                        ),
                        name="a_file_of_the_register_is_of_a_power",
                    )
                ],
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="RegisteredVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("redacted", models.TextField(blank=True, default="")),
                ("number", models.PositiveIntegerField()),
                ("record", models.TextField()),
                ("said", models.CharField(max_length=64)),
                ("made_at", models.DateTimeField()),
                (
                    "registered",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="encounters.registered",
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="encounters.registerfile",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("registered", "number"),
                        name="versions_of_a_registered_record_are_numbered_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("number__gte", 1), ("said__regex", "^[0-9a-f]{64}$")),
                        name="a_registered_version_is_under_a_key",
                    ),
                ],
                "ordering": ["registered", "number"],
            },
        ),
        migrations.CreateModel(
            name="RegisterRefused",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("power", models.CharField(max_length=20)),
                ("reference_mac", models.CharField(max_length=64)),
                ("day", models.DateField()),
                ("at", models.DateTimeField()),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rows_refused",
                        to="encounters.registerfile",
                    ),
                ),
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
                        fields=("force", "power", "reference_mac"),
                        name="a_reference_is_refused_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "power__in",
                                [
                                    "stop-and-search",
                                    "use-of-force",
                                    "custody-strip-search",
                                    "intelligence-report",
                                ],
                            ),
                            ("reference_mac__regex", "^[0-9a-f]{64}$"),
                        ),
                        name="a_refused_reference_is_under_a_key",
                    ),
                ],
                "verbose_name_plural": "register refused",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="RegisteredApart",
            fields=[
                (
                    "version",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="apart",
                        serialize=False,
                        to="encounters.registeredversion",
                    ),
                ),
                ("reference", models.CharField(blank=True, max_length=100)),
                ("video", models.CharField(blank=True, max_length=100)),
                ("keep_until", models.DateField(db_index=True)),
                ("erased_at", models.DateTimeField(null=True)),
            ],
            options={
                "verbose_name_plural": "registered apart",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("erased_at__isnull", True),
                            models.Q(("reference", ""), ("video", "")),
                            _connector="OR",
                        ),
                        name="what_was_erased_of_the_register_is_gone",
                    )
                ],
            },
        ),
        OnTables(keep, let_go),
    ]
