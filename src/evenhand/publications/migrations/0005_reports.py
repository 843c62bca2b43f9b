"""Progress reports: in the making, frozen, on paper. The database keeps frozen ones as they are."""

from typing import ClassVar
from uuid import uuid4

import django.db.models.deletion
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from evenhand.ledger.kept import guard, unguard
from evenhand.ledger.on_tables import OnTables

TABLES = ("publications_report", "publications_paper")


def keep(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Make the database refuse changes."""
    guard(editor, TABLES)


def let_go(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Take the refusals away."""
    unguard(editor, TABLES)


class Migration(migrations.Migration):
    """Adds the three tables, and what refuses to change two of them."""

    dependencies: ClassVar = [
        ("forces", "0001_initial"),
        ("plan", "0004_assignments_and_comments"),
        ("publications", "0004_series_and_expected"),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="Report",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("quarter", models.CharField(max_length=7)),
                ("number", models.PositiveSmallIntegerField()),
                ("title", models.CharField(max_length=120)),
                ("told_on", models.DateField()),
                ("content", models.JSONField()),
                ("checkpoint", models.TextField(blank=True)),
                ("digest", models.CharField(max_length=64)),
                ("released_at", models.DateTimeField()),
                ("released_by", models.CharField(max_length=100)),
                ("organisation", models.CharField(max_length=100)),
                ("draft", models.UUIDField(unique=True)),
                (
                    "force",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reports",
                        to="forces.force",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reports",
                        to="plan.plan",
                    ),
                ),
                (
                    "supersedes",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="superseded_by",
                        to="publications.report",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("force", "quarter", "number"), name="a_report_has_one_number"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("number", 1), ("supersedes", None)),
                            models.Q(("number__gt", 1), ("supersedes__isnull", False)),
                            _connector="OR",
                        ),
                        name="a_later_report_names_what_it_replaces",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("quarter__regex", "^[0-9]{4}-Q[1-4]$")),
                        name="a_report_is_of_a_quarter",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("digest__regex", "^[0-9a-f]{64}$")),
                        name="a_report_has_a_digest",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("title", ""), _negated=True),
                        name="a_report_has_a_title",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("released_by", ""), _negated=True),
                            models.Q(("organisation", ""), _negated=True),
                        ),
                        name="a_report_was_released_by_somebody",
                    ),
                ],
                "ordering": ["force", "-quarter", "-number"],
            },
        ),
        migrations.CreateModel(
            name="Paper",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("content", models.BinaryField()),
                ("size", models.PositiveIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                ("made_at", models.DateTimeField()),
                (
                    "report",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="paper",
                        to="publications.report",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("sha256__regex", "^[0-9a-f]{64}$")),
                        name="a_paper_has_a_digest",
                    )
                ]
            },
        ),
        migrations.CreateModel(
            name="Draft",
            fields=[
                (
                    "key",
                    models.UUIDField(
                        default=uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("quarter", models.CharField(max_length=7)),
                ("choice", models.JSONField(default=dict)),
                ("version", models.PositiveIntegerField(default=1)),
                ("changed_at", models.DateTimeField()),
                ("changed_by", models.CharField(max_length=100)),
                (
                    "force",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="drafts",
                        to="forces.force",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="drafts",
                        to="plan.plan",
                    ),
                ),
            ],
            options={
                "ordering": ["force", "-quarter"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("force", "quarter"), name="a_quarter_has_one_report_in_the_making"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("quarter__regex", "^[0-9]{4}-Q[1-4]$")),
                        name="a_draft_is_of_a_quarter",
                    ),
                ],
            },
        ),
        OnTables(keep, let_go),
    ]
