"""Runs of the watch, alerts, and the reviews that answer them: rows that are only ever added."""
# ruff: noqa: RUF012 (made by Django; its lists are not ours to type)

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from evenhand.ledger.kept import guard, unguard
from evenhand.ledger.on_tables import OnTables

TABLES = tuple(
    f"monitoring_{name}"
    for name in ("run", "alert", "sighting", "review", "step", "taker", "notice")
)


def keep(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Make the database refuse to change or remove rows."""
    guard(editor, TABLES)


def let_go(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Take the refusals away."""
    unguard(editor, TABLES)


class Migration(migrations.Migration):
    """Adds the tables and the refusals that keep their rows."""

    initial = True

    dependencies = [
        ("forces", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Alert",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("key", models.CharField(max_length=300, unique=True)),
                ("stream", models.CharField(max_length=60)),
                ("power", models.CharField(max_length=60)),
                ("measure", models.CharField(max_length=80)),
                ("quality", models.BooleanField()),
                ("means", models.CharField(max_length=10)),
                ("as_of", models.CharField(max_length=7)),
                ("raised_at", models.DateTimeField(db_index=True)),
                ("found", models.JSONField()),
                ("told", models.JSONField()),
                ("charts", models.JSONField(default=dict)),
                (
                    "force",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="alerts",
                        to="forces.force",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("force", "number"), name="alerts_of_a_force_are_numbered_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("number__gte", 1)), name="alerts_are_numbered_from_one"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("key", ""), _negated=True), name="an_alert_has_a_key"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("as_of__regex", "^[0-9]{4}-(0[1-9]|1[0-2])$")),
                        name="an_alert_is_as_of_a_month",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("means__in", ["worse", "better", "neither"])),
                        name="an_alert_means_one_of_three",
                    ),
                ],
                "ordering": ["force", "number"],
            },
        ),
        migrations.CreateModel(
            name="Review",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("organisation", models.CharField(max_length=100)),
                (
                    "alert",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="review",
                        to="monitoring.alert",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("organisation", ""), _negated=True),
                        name="a_review_is_answered_by_somebody",
                    )
                ]
            },
        ),
        migrations.CreateModel(
            name="Run",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField(unique=True)),
                ("as_of", models.CharField(max_length=7)),
                ("inputs", models.CharField(max_length=128)),
                ("at", models.DateTimeField()),
                ("by", models.CharField(max_length=100)),
                ("examined", models.JSONField(default=dict)),
                ("untold", models.JSONField(default=list)),
                ("held_back", models.JSONField(default=list)),
                ("settings", models.JSONField(default=dict)),
            ],
            options={
                "ordering": ["number"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("number__gte", 1)), name="runs_are_numbered_from_one"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("as_of__regex", "^[0-9]{4}-(0[1-9]|1[0-2])$")),
                        name="a_run_is_as_of_a_month",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("inputs", ""), _negated=True),
                            models.Q(("by", ""), _negated=True),
                        ),
                        name="a_run_is_of_something_by_somebody",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="alert",
            name="run",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="alerts",
                to="monitoring.run",
            ),
        ),
        migrations.CreateModel(
            name="Sighting",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("seen", models.BooleanField()),
                ("found", models.JSONField(null=True)),
                ("told", models.JSONField(null=True)),
                ("charts", models.JSONField(default=dict)),
                (
                    "alert",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sightings",
                        to="monitoring.alert",
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sightings",
                        to="monitoring.run",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("alert", "run"), name="a_run_sees_an_alert_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("found__isnull", False), ("seen", True), ("told__isnull", False)
                            ),
                            models.Q(
                                ("found__isnull", True), ("seen", False), ("told__isnull", True)
                            ),
                            _connector="OR",
                        ),
                        name="what_is_seen_is_kept",
                    ),
                ],
                "ordering": ["alert", "run"],
            },
        ),
        migrations.CreateModel(
            name="Step",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("redacted", models.TextField(blank=True, default="")),
                ("number", models.PositiveIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("opened", "opened"),
                            ("owner-named", "owner-named"),
                            ("extended", "extended"),
                            ("analysed", "analysed"),
                            ("explained", "explained"),
                            ("judged", "judged"),
                            ("tested", "tested"),
                            ("concluded", "concluded"),
                            ("signed-off", "signed-off"),
                            ("reopened", "reopened"),
                            ("fell-silent", "fell-silent"),
                            ("reform", "reform"),
                            ("remeasured", "remeasured"),
                            ("commented", "commented"),
                            ("comment-answered", "comment-answered"),
                        ],
                        max_length=20,
                    ),
                ),
                ("recorded_at", models.DateTimeField(db_index=True)),
                ("by", models.CharField(max_length=100)),
                ("organisation", models.CharField(max_length=100)),
                ("words", models.TextField(blank=True)),
                ("data", models.JSONField(default=dict)),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="monitoring.review",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("review", "number"), name="steps_of_a_review_are_numbered_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "opened",
                                    "owner-named",
                                    "extended",
                                    "analysed",
                                    "explained",
                                    "judged",
                                    "tested",
                                    "concluded",
                                    "signed-off",
                                    "reopened",
                                    "fell-silent",
                                    "reform",
                                    "remeasured",
                                    "commented",
                                    "comment-answered",
                                ],
                            )
                        ),
                        name="a_step_is_of_a_known_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "opened"), ("number", 1)),
                            models.Q(
                                ("number__gt", 1), models.Q(("kind", "opened"), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="a_review_begins_with_being_opened",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("words", ""), _negated=True),
                        name="a_step_says_why_in_public",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("by", ""), _negated=True),
                            models.Q(("organisation", ""), _negated=True),
                        ),
                        name="a_step_is_taken_by_somebody",
                    ),
                ],
                "ordering": ["review", "number"],
            },
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sent_at", models.DateTimeField()),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "step",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notices",
                        to="monitoring.step",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("step", "person"), name="nobody_is_told_of_a_step_twice"
                    )
                ]
            },
        ),
        migrations.CreateModel(
            name="Taker",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "step",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="taker",
                        to="monitoring.step",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        OnTables(keep, let_go),
    ]
