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
            name="Figure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("measure", models.CharField(max_length=60)),
                ("measure_version", models.PositiveSmallIntegerField()),
                ("grouping", models.CharField(max_length=30)),
                ("first_month", models.CharField(max_length=7)),
                ("last_month", models.CharField(max_length=7)),
                ("number", models.PositiveSmallIntegerField(default=1)),
                ("result", models.JSONField()),
                ("about", models.JSONField()),
                ("wording", models.JSONField()),
                ("months", models.JSONField()),
                ("quality", models.JSONField()),
                ("inputs", models.JSONField()),
                ("charts", models.JSONField()),
                ("methods", models.JSONField()),
                ("control", models.JSONField(default=dict)),
                ("evenhand_version", models.CharField(max_length=30)),
                ("digest", models.CharField(max_length=64)),
                ("released_at", models.DateTimeField()),
                ("released_by", models.CharField(max_length=100)),
                (
                    "force",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="figures",
                        to="forces.force",
                    ),
                ),
                (
                    "supersedes",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="superseded_by",
                        to="publications.figure",
                    ),
                ),
            ],
            options={
                "ordering": ["force", "measure", "-last_month", "-number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=(
                            "force",
                            "measure",
                            "grouping",
                            "first_month",
                            "last_month",
                            "number",
                        ),
                        name="a_figure_has_one_number",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("first_month__lte", models.F("last_month"))),
                        name="a_figure_ends_after_it_begins",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("first_month__regex", "^[0-9]{4}-(0[1-9]|1[0-2])$"),
                            ("last_month__regex", "^[0-9]{4}-(0[1-9]|1[0-2])$"),
                        ),
                        name="a_figure_covers_whole_months",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("number", 1), ("supersedes", None)),
                            models.Q(("number__gt", 1), ("supersedes__isnull", False)),
                            _connector="OR",
                        ),
                        name="a_correction_names_what_it_corrects",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("digest__regex", "^[0-9a-f]{64}$")),
                        name="a_figure_has_a_digest",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("released_by", ""), _negated=True),
                        name="a_figure_was_released_by_somebody",
                    ),
                ],
            },
        ),
    ]
