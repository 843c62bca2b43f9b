"""Stops known from elsewhere, what became of each, and the coverage that was published."""

# ruff: noqa: RUF012 (made by Django; its lists are not ours to type)

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from evenhand.ledger import kept
from evenhand.ledger.on_tables import OnTables

TABLES = (
    "encounters_knownfile",
    "encounters_knownmonth",
    "encounters_knownexplained",
    "encounters_stopreference",
    "encounters_coveragetold",
)


def keep(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """What was taken in, explained and published stays."""
    kept.guard(editor, TABLES)


def let_go(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Back again."""
    kept.unguard(editor, TABLES)


class Migration(migrations.Migration):
    dependencies = [
        ("encounters", "0003_answers"),
        ("forces", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="KnownFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("control_room", "Control Room"),
                            ("anpr", "Camera"),
                            ("video", "Video"),
                        ],
                        max_length=20,
                    ),
                ),
                ("first", models.CharField(max_length=7)),
                ("last", models.CharField(max_length=7)),
                ("digest", models.CharField(max_length=64)),
                ("events", models.PositiveIntegerField()),
                ("left_aside", models.PositiveIntegerField()),
                ("officers", models.JSONField(default=dict)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                    models.CheckConstraint(
                        condition=models.Q(
                            ("first__lte", models.F("last")),
                            ("first__regex", "^20[0-9]{2}-(0[1-9]|1[0-2])$"),
                            ("last__regex", "^20[0-9]{2}-(0[1-9]|1[0-2])$"),
                        ),
                        name="a_file_of_events_says_which_months",
                    )
                ],
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="KnownMonth",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("control_room", "Control Room"),
                            ("anpr", "Camera"),
                            ("video", "Video"),
                        ],
                        max_length=20,
                    ),
                ),
                ("month", models.CharField(max_length=7)),
                ("version", models.PositiveIntegerField()),
                ("content", models.CharField(max_length=64)),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="months",
                        to="encounters.knownfile",
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
                        fields=("force", "source", "month", "version"),
                        name="versions_of_a_known_month_are_numbered_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("month__regex", "^20[0-9]{2}-(0[1-9]|1[0-2])$")),
                        name="a_month_is_a_month",
                    ),
                ],
                "ordering": ["force", "source", "month", "version"],
            },
        ),
        migrations.CreateModel(
            name="KnownEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("mark", models.CharField(max_length=64)),
                ("at", models.DateTimeField(null=True)),
                ("day", models.DateField()),
                ("hour", models.PositiveSmallIntegerField()),
                ("team", models.CharField(blank=True, max_length=60)),
                ("plate_mac", models.CharField(blank=True, max_length=64)),
                ("incident_mac", models.CharField(blank=True, max_length=64)),
                ("video_mac", models.CharField(blank=True, max_length=64)),
                ("officer_mac", models.CharField(blank=True, max_length=64)),
                ("latitude", models.FloatField(null=True)),
                ("longitude", models.FloatField(null=True)),
                ("keep_until", models.DateField(db_index=True)),
                ("erased_at", models.DateTimeField(null=True)),
                (
                    "fate",
                    models.CharField(
                        choices=[
                            ("recorded", "Recorded"),
                            ("unsure", "Unsure"),
                            ("not_recorded", "Not Recorded"),
                        ],
                        default="not_recorded",
                        max_length=20,
                    ),
                ),
                ("rule", models.CharField(blank=True, max_length=60)),
                (
                    "stop",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="known",
                        to="encounters.stop",
                    ),
                ),
                (
                    "month",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="encounters.knownmonth",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("month", "mark"), name="an_event_is_in_a_month_once"
                    ),
                    models.UniqueConstraint(
                        fields=("month", "stop"), name="a_stop_is_one_event_of_a_month_at_most"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("fate", "not_recorded"), ("stop__isnull", True)),
                            models.Q(("fate__in", ["recorded", "unsure"]), ("stop__isnull", False)),
                            _connector="OR",
                        ),
                        name="an_event_is_recorded_as_a_stop",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("at__isnull", False), ("erased_at__isnull", True)),
                            models.Q(
                                ("at__isnull", True),
                                ("latitude__isnull", True),
                                ("longitude__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="what_was_erased_of_an_event_is_gone",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("hour__lte", 23), ("mark__regex", "^[0-9a-f]{64}$")),
                        name="an_event_has_an_hour",
                    ),
                ],
                "ordering": ["day", "hour", "pk"],
            },
        ),
        migrations.CreateModel(
            name="StopReference",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reference_mac", models.CharField(max_length=64)),
                ("record", models.UUIDField()),
                ("incident_mac", models.CharField(blank=True, max_length=64)),
                (
                    "system",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="encounters.system",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("system", "reference_mac"),
                        name="a_systems_reference_names_one_stop",
                    ),
                    models.UniqueConstraint(fields=("record",), name="a_stop_has_one_reference"),
                    models.CheckConstraint(
                        condition=models.Q(("reference_mac__regex", "^[0-9a-f]{64}$")),
                        name="a_reference_is_not_readable_here",
                    ),
                ],
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="CoverageTold",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("content", models.TextField()),
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
                "verbose_name_plural": "coverage told",
                "ordering": ["force", "-number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("force", "number"), name="a_published_coverage_is_numbered_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="KnownExplained",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("control_room", "Control Room"),
                            ("anpr", "Camera"),
                            ("video", "Video"),
                        ],
                        max_length=20,
                    ),
                ),
                ("mark", models.CharField(max_length=64)),
                (
                    "why",
                    models.CharField(
                        choices=[
                            ("not_a_stop", "Not A Stop"),
                            ("other_power", "Other Power"),
                            ("duplicate", "Duplicate"),
                            ("not_recorded", "Not Recorded"),
                        ],
                        max_length=20,
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                "verbose_name_plural": "known explained",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("force", "source", "mark"), name="an_event_is_explained_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("why__in", ["not_a_stop", "other_power", "duplicate", "not_recorded"])
                        ),
                        name="an_event_is_explained_with_a_listed_reason",
                    ),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="knownevent",
            index=models.Index(fields=["month", "fate"], name="known_by_fate"),
        ),
        OnTables(keep, let_go),
    ]
