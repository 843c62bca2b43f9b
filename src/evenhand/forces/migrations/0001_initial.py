# Made by Django; its lists are not ours to type.
# ruff: noqa: RUF012

import django.db.models.deletion
from django.db import migrations, models

import evenhand.forces.models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Force",
            fields=[
                ("id", models.SlugField(primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=100, unique=True)),
                ("no_resident_base", models.BooleanField(default=False)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("id__regex", "^[a-z]+(-[a-z]+)*$")),
                        name="a_force_id_is_plain_words",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True), name="a_force_has_a_name"
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="Area",
            fields=[
                ("code", models.CharField(max_length=9, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=100)),
                (
                    "force",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="areas",
                        to="forces.force",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Site",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("real", "Real"), ("fictional", "Fictional")],
                        max_length=9,
                        unique=True,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("pk", 1)), name="a_database_holds_one_site"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", evenhand.forces.models.Kind)),
                        name="a_site_is_real_or_fictional",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="force",
            name="kind",
            field=models.ForeignKey(
                db_column="kind",
                on_delete=django.db.models.deletion.PROTECT,
                related_name="forces",
                to="forces.site",
                to_field="kind",
            ),
        ),
        migrations.CreateModel(
            name="Population",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("census", models.PositiveSmallIntegerField()),
                ("census_group", models.CharField(max_length=120)),
                ("people", models.PositiveIntegerField()),
                (
                    "force",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="populations",
                        to="forces.force",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("force", "census", "census_group"),
                        name="a_group_is_counted_once_a_census",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("census__gte", 2001)), name="a_census_has_a_year"
                    ),
                ],
            },
        ),
    ]
