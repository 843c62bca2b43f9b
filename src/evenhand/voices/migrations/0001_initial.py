# Made by Django; its lists are not ours to type.
# ruff: noqa: RUF012

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Feedback",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("form", models.UUIDField(unique=True)),
                ("received_at", models.DateTimeField(db_index=True)),
                ("path", models.CharField(blank=True, max_length=300)),
                ("figure", models.CharField(blank=True, max_length=200)),
                ("doing", models.TextField(blank=True, max_length=1200)),
                ("wrong", models.TextField(max_length=1200)),
                (
                    "satisfaction",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "not said"),
                            ("very satisfied", "Very Satisfied"),
                            ("satisfied", "Satisfied"),
                            ("neither", "Neither"),
                            ("dissatisfied", "Dissatisfied"),
                            ("very dissatisfied", "Very Dissatisfied"),
                        ],
                        max_length=20,
                    ),
                ),
            ],
            options={
                "ordering": ["-received_at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("wrong", ""), _negated=True),
                        name="feedback_says_something",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "satisfaction__in",
                                [
                                    "",
                                    "very satisfied",
                                    "satisfied",
                                    "neither",
                                    "dissatisfied",
                                    "very dissatisfied",
                                ],
                            )
                        ),
                        name="satisfaction_is_one_we_offer",
                    ),
                ],
            },
        ),
    ]
