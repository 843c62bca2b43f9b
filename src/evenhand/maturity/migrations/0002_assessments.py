"""By which framework a force is assessed, and what is said of it."""
# ruff: noqa: RUF012 (made by Django; its lists are not ours to type)

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("forces", "0001_initial"), ("maturity", "0001_frameworks")]

    operations = [
        migrations.CreateModel(
            name="Assessment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "view",
                    models.CharField(
                        choices=[
                            ("self", "self"),
                            ("independent", "independent"),
                            ("community", "community"),
                        ],
                        max_length=20,
                    ),
                ),
                ("organisation", models.CharField(max_length=100)),
                ("number", models.PositiveIntegerField()),
                ("rationale", models.TextField()),
                ("recorded_at", models.DateTimeField(db_index=True)),
                ("by", models.CharField(max_length=100)),
                (
                    "force",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assessments",
                        to="forces.force",
                    ),
                ),
                (
                    "level",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assessments",
                        to="maturity.level",
                    ),
                ),
                (
                    "standard",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assessments",
                        to="maturity.standard",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("force", "standard", "organisation", "number"),
                        name="assessments_of_a_standard_are_numbered_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("view", "self")),
                        fields=("force", "standard", "number"),
                        name="a_force_speaks_for_itself_alone",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("view__in", ["self", "independent", "community"])),
                        name="an_assessment_is_of_a_known_view",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("number__gte", 1)),
                        name="assessments_are_numbered_from_one",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("rationale", ""), _negated=True),
                        name="an_assessment_gives_its_reasons",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("by", ""), _negated=True),
                            models.Q(("organisation", ""), _negated=True),
                        ),
                        name="an_assessment_is_somebodys",
                    ),
                ],
                "ordering": ["force", "standard", "recorded_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Evidence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("place", models.PositiveSmallIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[("link", "link"), ("figure", "figure"), ("note", "note")],
                        max_length=10,
                    ),
                ),
                ("title", models.CharField(max_length=120)),
                ("address", models.CharField(blank=True, max_length=500)),
                ("words", models.TextField(blank=True)),
                (
                    "assessment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evidence",
                        to="maturity.assessment",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "evidence",
                "ordering": ["assessment", "place"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("assessment", "place"),
                        name="evidence_of_maturity_has_its_own_place",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("title", ""), _negated=True),
                        name="evidence_of_maturity_has_a_title",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("address", ""), ("kind", "note")),
                            models.Q(("address__regex", "^https://[^\\s]+$"), ("kind", "link")),
                            models.Q(
                                (
                                    "address__regex",
                                    "^[a-z0-9-]+/[a-z0-9-]+/[0-9]{4}-[0-9]{2}--[0-9]{4}-[0-9]{2}/[a-z0-9-]+/[1-9][0-9]{0,3}$",
                                ),
                                ("kind", "figure"),
                            ),
                            _connector="OR",
                        ),
                        name="evidence_of_maturity_is_where_its_kind_says",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Basis",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("words", models.TextField(blank=True)),
                ("recorded_at", models.DateTimeField()),
                ("by", models.CharField(max_length=100)),
                ("organisation", models.CharField(max_length=100)),
                (
                    "force",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="maturity",
                        to="forces.force",
                    ),
                ),
                (
                    "framework",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bases",
                        to="maturity.maturityframework",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "bases",
                "ordering": ["force", "number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("force", "number"), name="bases_are_numbered_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("number", 1),
                            models.Q(("number__gt", 1), models.Q(("words", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="another_framework_is_taken_for_a_public_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("by", ""), _negated=True),
                            models.Q(("organisation", ""), _negated=True),
                        ),
                        name="a_basis_is_chosen_by_somebody",
                    ),
                ],
            },
        ),
    ]
