"""Receipts, what their holders say and ask, and the log of stops."""

# ruff: noqa: RUF012 (made by Django; its lists are not ours to type)

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from evenhand.ledger import kept
from evenhand.ledger.log import guards
from evenhand.ledger.on_tables import OnTables

TABLES = ("encounters_ownwords",)


def keep(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """The log is only added to, and so is what people said of themselves."""
    guards.add(editor, "stops")
    kept.guard(editor, TABLES)


def let_go(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Back again."""
    kept.unguard(editor, TABLES)
    guards.take_away(editor, "stops")


class Migration(migrations.Migration):
    dependencies = [
        ("encounters", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Receipt",
            fields=[
                (
                    "secret_digest",
                    models.CharField(max_length=64, primary_key=True, serialize=False),
                ),
                ("record", models.UUIDField(unique=True)),
                ("nonce", models.BinaryField(max_length=16)),
                ("works_until", models.DateField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("secret_digest__regex", "^[0-9a-f]{64}$")),
                        name="a_receipt_is_known_by_a_digest",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="StopCheckpoint",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("size", models.BigIntegerField(unique=True)),
                ("root", models.BinaryField(max_length=32)),
                ("signed_at", models.DateTimeField()),
                ("note", models.TextField()),
            ],
            options={
                "db_table": "stops_checkpoint",
                "ordering": ["size"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("size__gt", 0)),
                        name="stopcheckpoint_of_encounters_is_of_something",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="StopCosignature",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("size", models.BigIntegerField()),
                ("witness", models.CharField(max_length=200)),
                ("line", models.TextField()),
                ("received_at", models.DateTimeField()),
            ],
            options={
                "db_table": "stops_cosignature",
                "ordering": ["size", "witness"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        fields=("size", "witness"),
                        name="one_stopcosignature_of_encounters_a_witness",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="StopEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=60)),
                ("subject", models.CharField(max_length=200)),
                ("by", models.CharField(max_length=200)),
                ("organisation", models.CharField(blank=True, max_length=200)),
                ("at", models.DateTimeField(null=True)),
                ("body", models.TextField()),
                ("nonce", models.BinaryField(max_length=16, null=True)),
                ("position", models.BigIntegerField(null=True, unique=True)),
                ("erased_at", models.DateTimeField(null=True)),
                ("erased_by", models.CharField(blank=True, max_length=200)),
                ("erased_why", models.TextField(blank=True)),
                ("leaf", models.BinaryField(max_length=49)),
            ],
            options={
                "verbose_name_plural": "stop entries",
                "db_table": "stops_entry",
                "ordering": ["position", "pk"],
                "abstract": False,
                "indexes": [models.Index(fields=["subject"], name="encounters_subject")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("at__isnull", False),
                                ("erased_at", None),
                                ("erased_by", ""),
                                ("erased_why", ""),
                                ("nonce__isnull", False),
                            ),
                            models.Q(
                                ("at", None),
                                ("erased_at__isnull", False),
                                ("nonce", None),
                                ("body", ""),
                                ("by", ""),
                                ("kind", ""),
                                ("organisation", ""),
                                ("subject", ""),
                                models.Q(("erased_by", ""), _negated=True),
                                models.Q(("erased_why", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="stopentry_of_encounters_is_whole_or_erased",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("position", None), ("position__gte", 0), _connector="OR"
                        ),
                        name="stopentry_of_encounters_stands_after_the_start",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="StopTile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("level", models.PositiveSmallIntegerField()),
                ("number", models.BigIntegerField()),
                ("hashes", models.BinaryField()),
            ],
            options={
                "db_table": "stops_tile",
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        fields=("level", "number"), name="one_stoptile_of_encounters_in_a_place"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CopyAsked",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "of",
                    models.CharField(
                        choices=[("record", "Record"), ("video", "Video")], max_length=10
                    ),
                ),
                ("contact", models.CharField(blank=True, max_length=300)),
                ("asked_on", models.DateField()),
                ("given_on", models.DateField(null=True)),
                (
                    "given_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "stop",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="copies_asked",
                        to="encounters.stop",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "copies asked",
                "ordering": ["asked_on", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("given_on__isnull", True)),
                        fields=("stop", "of"),
                        name="one_copy_is_asked_for_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("given_by__isnull", True),
                                ("given_on__isnull", True),
                                models.Q(("contact", ""), _negated=True),
                            ),
                            models.Q(
                                ("contact", ""),
                                ("given_by__isnull", False),
                                ("given_on__gte", models.F("asked_on")),
                            ),
                            _connector="OR",
                        ),
                        name="a_copy_goes_somewhere_or_is_given_and_forgotten",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("of__in", ["record", "video"])),
                        name="a_copy_is_of_record_or_video",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OwnWords",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("code", models.CharField(max_length=4)),
                ("said_on", models.DateField()),
                (
                    "stop",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="own_words",
                        to="encounters.stop",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "own words",
                "ordering": ["stop", "number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("stop", "number"), name="own_words_are_numbered_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("number__gte", 1), ("number__lte", 3)),
                        name="own_words_are_said_a_few_times",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("code", ""), _negated=True),
                        name="own_words_name_a_group",
                    ),
                ],
            },
        ),
        OnTables(keep, let_go),
    ]
