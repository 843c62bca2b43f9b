"""Frameworks of maturity, in versions."""
# ruff: noqa: RUF012 (made by Django; its lists are not ours to type)

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Level",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("name", models.CharField(max_length=60)),
                ("words", models.TextField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("name", ""), ("number", 0), ("words", "")),
                            models.Q(
                                ("number__gt", 0),
                                models.Q(("name", ""), _negated=True),
                                models.Q(("words", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="a_level_says_what_it_means",
                    )
                ],
                "ordering": ["standard", "number"],
            },
        ),
        migrations.CreateModel(
            name="MaturityFramework",
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
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        fields=("name", "version"), name="a_maturityframework_has_each_version_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("name__regex", "^[a-z0-9]+(-[a-z0-9]+)*$")),
                        name="a_maturityframework_has_a_plain_name",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("version__gte", 1)),
                        name="versions_of_a_maturityframework_begin_at_one",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("digest__regex", "^[0-9a-f]{64}$")),
                        name="a_maturityframework_has_a_digest",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MaturityOutcome",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.SlugField(max_length=60)),
                ("name", models.CharField(max_length=60)),
                ("words", models.TextField()),
                ("place", models.PositiveSmallIntegerField()),
                (
                    "framework",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="outcomes",
                        to="maturity.maturityframework",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("framework", "key"), name="a_maturity_outcome_is_named_once"
                    ),
                    models.UniqueConstraint(
                        fields=("framework", "place"), name="a_maturity_outcome_has_its_own_place"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("name", ""), _negated=True),
                            models.Q(("words", ""), _negated=True),
                        ),
                        name="a_maturity_outcome_says_something",
                    ),
                ],
                "ordering": ["framework", "place"],
            },
        ),
        migrations.CreateModel(
            name="Sign",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("place", models.PositiveSmallIntegerField()),
                ("measure", models.CharField(blank=True, max_length=60)),
                ("words", models.TextField()),
                (
                    "level",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signs",
                        to="maturity.level",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("level", "place"), name="a_sign_has_its_own_place"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("words", ""), _negated=True),
                        name="a_sign_says_what_it_shows",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("measure", ""),
                            ("measure__regex", "^[a-z0-9]+(-[a-z0-9]+)*$"),
                            _connector="OR",
                        ),
                        name="a_sign_is_a_measure_or_told",
                    ),
                ],
                "ordering": ["level", "place"],
            },
        ),
        migrations.CreateModel(
            name="Standard",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.SlugField(max_length=60)),
                ("name", models.CharField(max_length=60)),
                ("words", models.TextField()),
                ("place", models.PositiveSmallIntegerField()),
                (
                    "framework",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="standards",
                        to="maturity.maturityframework",
                    ),
                ),
                (
                    "outcome",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="standards",
                        to="maturity.maturityoutcome",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("framework", "key"),
                        name="a_standard_is_named_once_in_its_framework",
                    ),
                    models.UniqueConstraint(
                        fields=("framework", "place"), name="a_standard_has_its_own_place"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("key__regex", "^[a-z0-9]+(-[a-z0-9]+)*$")),
                        name="a_standard_has_a_key_for_addresses",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("name", ""), _negated=True),
                            models.Q(("words", ""), _negated=True),
                        ),
                        name="a_standard_asks_for_something",
                    ),
                ],
                "ordering": ["framework", "place"],
            },
        ),
        migrations.AddField(
            model_name="level",
            name="standard",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="levels",
                to="maturity.standard",
            ),
        ),
        migrations.AddConstraint(
            model_name="level",
            constraint=models.UniqueConstraint(
                fields=("standard", "number"), name="a_standard_has_each_level_once"
            ),
        ),
    ]
