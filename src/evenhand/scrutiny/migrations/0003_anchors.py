"""Anchor cases; what panels ask of members; commitments to counts of whom panels are made of."""
# ruff: noqa: RUF012 (made by Django; its lists are not ours to type)

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from evenhand.ledger.kept import guard, unguard
from evenhand.ledger.on_tables import OnTables

CHANGED = ("scrutiny_composition",)
TABLES = tuple(
    f"scrutiny_{name}"
    for name in (
        *("anchorset", "anchorstep", "anchortaker", "anchor", "anchorkey", "anchorscore"),
        *("anchoragreed", "anchorresult", "panelterms", "readiness"),
    )
)


def keep(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Make the database refuse to change or remove rows."""
    guard(editor, (*CHANGED, *TABLES))


def let_go(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Take the refusals away."""
    unguard(editor, (*CHANGED, *TABLES))


def let_change(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Let a table gain columns."""
    unguard(editor, CHANGED)


def keep_changed(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Guard it again."""
    guard(editor, CHANGED)


class Migration(migrations.Migration):
    """Adds the tables and the refusals that keep their rows."""

    dependencies = [
        ("accounts", "0005_limits"),
        ("scrutiny", "0002_recommendations"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        OnTables(let_change, keep_changed),
        migrations.AddField(
            model_name="composition",
            name="commitment",
            field=models.CharField(blank=True, default="", max_length=64),
        ),
        migrations.AddField(
            model_name="composition",
            name="nonce",
            field=models.CharField(blank=True, default="", max_length=64),
        ),
        migrations.CreateModel(
            name="AnchorSet",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("title", models.CharField(max_length=120)),
                ("organisation", models.CharField(max_length=100)),
                ("opened_at", models.DateTimeField(db_index=True)),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="anchor_sets",
                        to="accounts.organisation",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("body", "number"), name="anchor_sets_of_a_body_are_numbered_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("number__gte", 1)),
                        name="anchor_sets_are_numbered_from_one",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("title", ""), _negated=True),
                            models.Q(("organisation", ""), _negated=True),
                        ),
                        name="an_anchor_set_is_named",
                    ),
                ],
                "ordering": ["body", "number"],
            },
        ),
        migrations.CreateModel(
            name="AnchorResult",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("content", models.JSONField()),
                ("at", models.DateTimeField()),
                (
                    "set",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="result",
                        to="scrutiny.anchorset",
                    ),
                ),
            ],
            options={
                "ordering": ["set"],
            },
        ),
        migrations.CreateModel(
            name="Anchor",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("redacted", models.TextField(blank=True, default="")),
                ("number", models.PositiveIntegerField()),
                ("version", models.PositiveIntegerField()),
                ("origin", models.CharField(max_length=10)),
                ("facts", models.JSONField()),
                ("words", models.TextField()),
                ("video", models.CharField(blank=True, max_length=500)),
                ("salt", models.CharField(max_length=64)),
                ("commitment", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
                (
                    "set",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="anchors",
                        to="scrutiny.anchorset",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("set", "number", "version"),
                        name="versions_of_an_anchor_are_numbered_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("origin__in", ["invented", "consented"])),
                        name="an_anchor_is_invented_or_agreed_to",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("words", ""), _negated=True),
                        name="an_anchor_has_a_record",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("commitment__regex", "^[0-9a-f]{64}$")),
                        name="an_anchor_is_committed_to",
                    ),
                ],
                "ordering": ["set", "number", "version"],
            },
        ),
        migrations.CreateModel(
            name="AnchorStep",
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
                ("words", models.TextField(blank=True)),
                ("data", models.JSONField(default=dict)),
                (
                    "set",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="scrutiny.anchorset",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("set", "number"), name="steps_of_an_anchor_set_are_numbered_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "set-opened",
                                    "written",
                                    "keyed",
                                    "issued",
                                    "scored",
                                    "closed",
                                    "agreed",
                                    "revealed",
                                    "result",
                                ],
                            )
                        ),
                        name="a_step_of_an_anchor_set_is_of_a_known_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "set-opened"), ("number", 1)),
                            models.Q(
                                ("number__gt", 1), models.Q(("kind", "set-opened"), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="an_anchor_set_begins_with_being_opened",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("by", ""), _negated=True),
                            models.Q(("organisation", ""), _negated=True),
                        ),
                        name="a_step_of_an_anchor_set_is_taken_by_somebody",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("kind__in", ["issued", "revealed", "result"])),
                        fields=("set", "kind"),
                        name="an_anchor_set_is_issued_and_revealed_once",
                    ),
                ],
                "ordering": ["set", "number"],
            },
        ),
        migrations.CreateModel(
            name="AnchorTaker",
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
                        to="scrutiny.anchorstep",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PanelTerms",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("redacted", models.TextField(blank=True, default="")),
                ("number", models.PositiveIntegerField()),
                ("vetting", models.BooleanField()),
                ("training", models.BooleanField()),
                ("words", models.TextField()),
                ("at", models.DateTimeField()),
                ("by", models.CharField(max_length=100)),
                ("organisation", models.CharField(max_length=100)),
                (
                    "panel",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="terms",
                        to="accounts.organisation",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("panel", "number"), name="terms_of_a_panel_are_numbered_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("words", ""), _negated=True),
                            models.Q(("by", ""), _negated=True),
                            models.Q(("organisation", ""), _negated=True),
                        ),
                        name="terms_of_a_panel_are_somebodys_words",
                    ),
                ],
                "verbose_name_plural": "panel terms",
                "ordering": ["panel", "number"],
            },
        ),
        migrations.CreateModel(
            name="Readiness",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("training", models.CharField(max_length=10)),
                ("trained_until", models.DateField(null=True)),
                ("vetting", models.CharField(max_length=10)),
                ("vetted_until", models.DateField(null=True)),
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
                    "panel",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
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
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("panel", "person", "number"),
                        name="readiness_of_a_member_is_numbered_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("training__in", ["none", "in-hand", "done"]),
                            ("vetting__in", ["not-asked", "in-hand", "held"]),
                        ),
                        name="readiness_is_one_of_a_few",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("trained_until__isnull", False), ("training", "done")),
                            models.Q(
                                models.Q(("training", "done"), _negated=True),
                                ("trained_until__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="training_that_is_done_runs_out",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("vetted_until__isnull", False), ("vetting", "held")),
                            models.Q(
                                models.Q(("vetting", "held"), _negated=True),
                                ("vetted_until__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="vetting_that_is_held_runs_out",
                    ),
                ],
                "verbose_name_plural": "readiness",
                "ordering": ["panel", "person", "number"],
            },
        ),
        migrations.CreateModel(
            name="AnchorAgreed",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("redacted", models.TextField(blank=True, default="")),
                ("form", models.PositiveSmallIntegerField()),
                ("answers", models.JSONField()),
                ("rating", models.CharField(max_length=12)),
                ("nonce", models.CharField(max_length=64)),
                ("commitment", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
                ("words", models.TextField(blank=True)),
                (
                    "anchor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agreed",
                        to="scrutiny.anchor",
                    ),
                ),
                (
                    "panel",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "agreed",
                "ordering": ["anchor", "panel"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("anchor", "panel"), name="a_panel_agrees_on_an_anchor_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("rating__in", ["green", "amber", "red", "cannot_tell"])
                        ),
                        name="an_agreed_anchor_is_one_of_four",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("commitment__regex", "^[0-9a-f]{64}$")),
                        name="an_agreed_anchor_is_committed_to",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AnchorKey",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("redacted", models.TextField(blank=True, default="")),
                ("form", models.PositiveSmallIntegerField()),
                ("answers", models.JSONField()),
                ("rating", models.CharField(max_length=12)),
                ("nonce", models.CharField(max_length=64)),
                ("commitment", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
                (
                    "anchor",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="key",
                        to="scrutiny.anchor",
                    ),
                ),
            ],
            options={
                "ordering": ["anchor"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("rating__in", ["green", "amber", "red", "cannot_tell"])
                        ),
                        name="a_sealed_score_is_one_of_four",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("commitment__regex", "^[0-9a-f]{64}$")),
                        name="a_sealed_score_is_committed_to",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AnchorScore",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("redacted", models.TextField(blank=True, default="")),
                ("form", models.PositiveSmallIntegerField()),
                ("answers", models.JSONField()),
                ("rating", models.CharField(max_length=12)),
                ("nonce", models.CharField(max_length=64)),
                ("commitment", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
                ("number", models.PositiveIntegerField()),
                (
                    "anchor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="scores",
                        to="scrutiny.anchor",
                    ),
                ),
                (
                    "panel",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
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
            ],
            options={
                "ordering": ["anchor", "panel", "person", "number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("anchor", "panel", "person", "number"),
                        name="scores_of_an_anchor_are_numbered_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("rating__in", ["green", "amber", "red", "cannot_tell"])
                        ),
                        name="a_score_of_an_anchor_is_one_of_four",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("commitment__regex", "^[0-9a-f]{64}$")),
                        name="a_score_of_an_anchor_is_committed_to",
                    ),
                ],
            },
        ),
        OnTables(keep, let_go),
    ]
