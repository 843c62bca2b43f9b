"""Recommendations, meetings and visits, whom panels are made of: rows that are only ever added."""
# ruff: noqa: RUF012 (made by Django; its lists are not ours to type)

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from evenhand.ledger.kept import guard, unguard
from evenhand.ledger.on_tables import OnTables

TABLES = tuple(
    f"scrutiny_{name}"
    for name in (
        *("recommendation", "recommendationstep", "recommendationtaker", "recommendationnotice"),
        *("appointment", "appointmentstep", "composition"),
    )
)


def keep(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Make the database refuse to change or remove rows."""
    guard(editor, TABLES)


def let_go(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Take the refusals away."""
    unguard(editor, TABLES)


class Migration(migrations.Migration):
    """Adds the tables and the refusals that keep their rows."""

    dependencies = [
        ("accounts", "0005_limits"),
        ("forces", "0001_initial"),
        ("scrutiny", "0001_draws"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Appointment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("what", models.CharField(max_length=20)),
                ("organisation", models.CharField(max_length=100)),
                ("visited", models.CharField(max_length=100)),
                ("called_at", models.DateTimeField(db_index=True)),
                (
                    "force",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appointments",
                        to="forces.force",
                    ),
                ),
                (
                    "panel",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appointments",
                        to="accounts.organisation",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("panel", "number"), name="appointments_of_a_panel_are_numbered_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("number__gte", 1)),
                        name="appointments_are_numbered_from_one",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "what__in",
                                ["meeting", "custody", "control-room", "training", "intelligence"],
                            )
                        ),
                        name="an_appointment_is_of_a_known_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("organisation", ""), _negated=True),
                            models.Q(("visited", ""), _negated=True),
                        ),
                        name="an_appointment_is_somebodys_with_somebody",
                    ),
                ],
                "ordering": ["panel", "number"],
            },
        ),
        migrations.CreateModel(
            name="AppointmentStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("redacted", models.TextField(blank=True, default="")),
                ("number", models.PositiveIntegerField()),
                ("kind", models.CharField(max_length=20)),
                ("recorded_at", models.DateTimeField(db_index=True)),
                ("by", models.CharField(max_length=100)),
                ("organisation", models.CharField(max_length=100)),
                ("words", models.TextField()),
                ("data", models.JSONField(default=dict)),
                (
                    "appointment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="scrutiny.appointment",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("appointment", "number"),
                        name="steps_of_an_appointment_are_numbered_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "called",
                                    "agreed",
                                    "declined",
                                    "moved",
                                    "called-off",
                                    "agenda",
                                    "held",
                                    "minutes",
                                ],
                            )
                        ),
                        name="a_step_of_an_appointment_is_of_a_known_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "called"), ("number", 1)),
                            models.Q(
                                ("number__gt", 1), models.Q(("kind", "called"), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="an_appointment_begins_with_being_called",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("words", ""), _negated=True),
                            models.Q(("by", ""), _negated=True),
                            models.Q(("organisation", ""), _negated=True),
                        ),
                        name="a_step_of_an_appointment_is_somebodys_words",
                    ),
                ],
                "ordering": ["appointment", "number"],
            },
        ),
        migrations.CreateModel(
            name="Composition",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("counted_on", models.DateField()),
                ("recorded_at", models.DateTimeField()),
                ("members", models.PositiveIntegerField()),
                ("stated", models.JSONField(default=dict)),
                (
                    "panel",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="compositions",
                        to="accounts.organisation",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("panel", "number"), name="a_panels_compositions_are_numbered_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("members__gte", 1)),
                        name="a_panel_that_is_counted_has_members",
                    ),
                ],
                "ordering": ["panel", "number"],
            },
        ),
        migrations.CreateModel(
            name="Recommendation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("organisation", models.CharField(max_length=100)),
                ("answered_by", models.CharField(max_length=100)),
                ("source", models.CharField(max_length=20)),
                ("said_on", models.DateField()),
                ("digest", models.CharField(max_length=64)),
                ("made_at", models.DateTimeField(db_index=True)),
                (
                    "body",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recommendations",
                        to="accounts.organisation",
                    ),
                ),
                (
                    "force",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recommendations",
                        to="forces.force",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("force", "number"),
                        name="recommendations_to_a_force_are_numbered_once",
                    ),
                    models.UniqueConstraint(
                        fields=("force", "organisation", "said_on", "digest"),
                        name="nobody_says_the_same_twice_in_a_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("number__gte", 1)),
                        name="recommendations_are_numbered_from_one",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "source__in",
                                ["panel", "oversight", "inspectorate", "complaints", "report"],
                            )
                        ),
                        name="a_recommendation_is_of_a_known_source",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("organisation", ""), _negated=True),
                            models.Q(("answered_by", ""), _negated=True),
                        ),
                        name="a_recommendation_is_from_somebody_to_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("digest__regex", "^[0-9a-f]{64}$")),
                        name="a_recommendation_has_a_digest",
                    ),
                ],
                "ordering": ["force", "number"],
            },
        ),
        migrations.CreateModel(
            name="RecommendationStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("redacted", models.TextField(blank=True, default="")),
                ("number", models.PositiveIntegerField()),
                ("kind", models.CharField(max_length=20)),
                ("recorded_at", models.DateTimeField(db_index=True)),
                ("by", models.CharField(max_length=100)),
                ("organisation", models.CharField(max_length=100)),
                ("words", models.TextField()),
                ("data", models.JSONField(default=dict)),
                (
                    "recommendation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="scrutiny.recommendation",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("recommendation", "number"),
                        name="steps_of_a_recommendation_are_numbered_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "made",
                                    "extended",
                                    "responded",
                                    "carried",
                                    "evidence",
                                    "completed",
                                    "viewed",
                                    "escalated",
                                    "withdrawn",
                                ],
                            )
                        ),
                        name="a_step_of_a_recommendation_is_of_a_known_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "made"), ("number", 1)),
                            models.Q(("number__gt", 1), models.Q(("kind", "made"), _negated=True)),
                            _connector="OR",
                        ),
                        name="a_recommendation_begins_with_being_made",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("words", ""), _negated=True),
                            models.Q(("by", ""), _negated=True),
                            models.Q(("organisation", ""), _negated=True),
                        ),
                        name="a_step_of_a_recommendation_is_somebodys_words",
                    ),
                ],
                "ordering": ["recommendation", "number"],
            },
        ),
        migrations.CreateModel(
            name="RecommendationNotice",
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
                        to="scrutiny.recommendationstep",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("step", "person"), name="nobody_is_told_of_a_recommendation_twice"
                    )
                ]
            },
        ),
        migrations.CreateModel(
            name="RecommendationTaker",
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
                        to="scrutiny.recommendationstep",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        OnTables(keep, let_go),
    ]
