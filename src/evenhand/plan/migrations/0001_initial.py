# Made by Django; its lists are not ours to type.
# ruff: noqa: RUF012

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("forces", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Framework",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.SlugField(max_length=60)),
                ("version", models.PositiveSmallIntegerField()),
                ("title", models.CharField(max_length=200)),
                ("about", models.TextField()),
                ("example", models.BooleanField()),
                ("digest", models.CharField(max_length=64)),
                ("loaded_at", models.DateTimeField()),
                ("loaded_by", models.CharField(max_length=100)),
            ],
            options={
                "ordering": ["name", "version"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("name", "version"), name="a_framework_has_each_version_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("name__regex", "^[a-z0-9]+(-[a-z0-9]+)*$")),
                        name="a_framework_has_a_plain_name",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("version__gte", 1)),
                        name="versions_of_a_framework_begin_at_one",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("digest__regex", "^[0-9a-f]{64}$")),
                        name="a_framework_has_a_digest",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Plan",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("iteration", models.PositiveSmallIntegerField()),
                ("title", models.CharField(max_length=120)),
                ("columns", models.JSONField(default=list)),
                ("stale_after", models.PositiveSmallIntegerField(default=90)),
                ("organisation", models.CharField(max_length=100)),
                ("opened_at", models.DateTimeField()),
                ("opened_by", models.CharField(max_length=100)),
                (
                    "force",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="plans",
                        to="forces.force",
                    ),
                ),
                (
                    "framework",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="plans",
                        to="plan.framework",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("force", "iteration"), name="a_force_has_each_iteration_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("iteration__gte", 1)),
                        name="iterations_of_a_plan_begin_at_one",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("stale_after__gte", 1)),
                        name="a_plan_is_stale_after_some_days",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("organisation", ""), _negated=True),
                            models.Q(("opened_by", ""), _negated=True),
                        ),
                        name="a_plan_is_somebodys",
                    ),
                ],
                "ordering": ["force", "iteration"],
            },
        ),
        migrations.CreateModel(
            name="Workstream",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.SlugField(max_length=60)),
                ("name", models.CharField(max_length=60)),
                ("about", models.TextField()),
                ("enabling", models.BooleanField(default=False)),
                ("place", models.PositiveSmallIntegerField()),
                (
                    "framework",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="workstreams",
                        to="plan.framework",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("framework", "key"),
                        name="a_workstream_is_named_once_in_its_framework",
                    ),
                    models.UniqueConstraint(
                        fields=("framework", "place"), name="a_workstream_has_its_own_place"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True),
                        name="a_workstream_has_a_name",
                    ),
                ],
                "ordering": ["framework", "place"],
            },
        ),
        migrations.CreateModel(
            name="Outcome",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.SlugField(max_length=60)),
                ("words", models.TextField()),
                ("place", models.PositiveSmallIntegerField()),
                (
                    "workstream",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="outcomes",
                        to="plan.workstream",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("workstream", "key"),
                        name="an_outcome_is_named_once_in_its_workstream",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("words", ""), _negated=True),
                        name="an_outcome_says_something",
                    ),
                ],
                "ordering": ["workstream", "place"],
            },
        ),
        migrations.CreateModel(
            name="Lead",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("role", models.CharField(max_length=120)),
                ("words", models.TextField(blank=True)),
                ("recorded_at", models.DateTimeField()),
                ("by", models.CharField(max_length=100)),
                ("organisation", models.CharField(max_length=100)),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="leads",
                        to="plan.plan",
                    ),
                ),
                (
                    "workstream",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="leads",
                        to="plan.workstream",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("plan", "workstream", "number"),
                        name="leads_of_a_workstream_are_numbered_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("role", ""), _negated=True), name="a_lead_is_a_role"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("number", 1),
                            models.Q(("number__gt", 1), models.Q(("words", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="a_new_lead_gives_a_public_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("by", ""), _negated=True),
                            models.Q(("organisation", ""), _negated=True),
                        ),
                        name="a_lead_is_named_by_somebody",
                    ),
                ],
                "ordering": ["plan", "workstream", "number"],
            },
        ),
        migrations.CreateModel(
            name="Commitment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.SlugField(max_length=60)),
                ("words", models.TextField()),
                ("place", models.PositiveSmallIntegerField()),
                (
                    "framework",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="commitments",
                        to="plan.framework",
                    ),
                ),
                (
                    "outcome",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="commitments",
                        to="plan.outcome",
                    ),
                ),
            ],
            options={
                "ordering": ["framework", "place"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("framework", "key"),
                        name="a_commitment_is_named_once_in_its_framework",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("words", ""), _negated=True),
                        name="a_commitment_says_something",
                    ),
                ],
            },
        ),
    ]
