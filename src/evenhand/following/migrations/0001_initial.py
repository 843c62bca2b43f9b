# ruff: noqa: RUF012 (made by Django; its lists are not ours to type)

import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Asking",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("email", models.EmailField(max_length=254)),
                ("subject", models.CharField(max_length=200)),
                ("every", models.BooleanField(default=False)),
                ("asked_at", models.DateTimeField()),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "subject__regex",
                                "^plan/[a-z]+(-[a-z]+)*/[1-9][0-9]*(/[a-z0-9]+(-[a-z0-9]+)*)?$",
                            )
                        ),
                        name="what_is_asked_for_can_be_followed",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Follower",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("email", models.EmailField(max_length=254)),
                ("subject", models.CharField(max_length=200)),
                ("every", models.BooleanField(default=False)),
                ("handle", models.CharField(max_length=32, unique=True)),
                ("asked_at", models.DateTimeField()),
                ("confirmed_at", models.DateTimeField(null=True)),
                ("told_to", models.BigIntegerField(default=-1)),
                ("looked_on", models.DateField(null=True)),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("email", "subject"), name="an_address_follows_a_thing_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("email", django.db.models.functions.text.Lower("email"))
                        ),
                        name="a_followers_address_is_in_small_letters",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "subject__regex",
                                "^plan/[a-z]+(-[a-z]+)*/[1-9][0-9]*(/[a-z0-9]+(-[a-z0-9]+)*)?$",
                            )
                        ),
                        name="what_is_followed_can_be_followed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("handle__regex", "^[0-9a-f]{32}$")),
                        name="a_handle_cannot_be_guessed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("confirmed_at__isnull", True),
                                ("looked_on__isnull", True),
                                ("told_to", -1),
                            ),
                            models.Q(
                                ("confirmed_at__gte", models.F("asked_at")),
                                ("confirmed_at__isnull", False),
                                ("looked_on__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="nobody_is_told_before_they_confirm",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Letter",
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
                        choices=[
                            ("confirm", "Confirm"),
                            ("news", "News"),
                            ("reminder", "Reminder"),
                            ("digest", "Digest"),
                        ],
                        max_length=10,
                    ),
                ),
                ("day", models.DateField()),
                ("about", models.CharField(blank=True, max_length=200)),
                ("made_at", models.DateTimeField()),
                ("after", models.BigIntegerField(default=-1)),
                ("upto", models.BigIntegerField(default=-1)),
                ("since", models.DateField(null=True)),
                ("next_try_at", models.DateTimeField()),
                ("refusals", models.PositiveSmallIntegerField(default=0)),
                ("claimed_until", models.DateTimeField(null=True)),
                ("lost", models.PositiveSmallIntegerField(default=0)),
                ("sent_at", models.DateTimeField(null=True)),
                ("given_up_at", models.DateTimeField(null=True)),
                (
                    "follower",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="letters",
                        to="following.follower",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="letters",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("follower__isnull", False)),
                        fields=("kind", "follower", "day"),
                        name="a_follower_gets_one_letter_a_day",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("person__isnull", False)),
                        fields=("kind", "person", "about", "day"),
                        name="a_person_gets_one_letter_a_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("follower__isnull", False),
                                ("kind__in", ("confirm", "news")),
                                ("person__isnull", True),
                            ),
                            models.Q(
                                ("kind__in", ["reminder", "digest"]),
                                ("follower__isnull", True),
                                ("person__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="a_letter_is_to_one_of_those_who_get_its_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("sent_at__isnull", True),
                            ("given_up_at__isnull", True),
                            _connector="OR",
                        ),
                        name="a_letter_is_sent_or_given_up",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("after__lte", models.F("upto"))),
                        name="news_are_told_forwards",
                    ),
                ],
                "ordering": ["made_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Round",
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
                        choices=[
                            ("confirm", "Confirm"),
                            ("news", "News"),
                            ("reminder", "Reminder"),
                            ("digest", "Digest"),
                        ],
                        max_length=10,
                    ),
                ),
                ("day", models.DateField()),
                ("made_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "day"), name="a_round_is_made_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Told",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("what", models.CharField(max_length=300)),
                ("title", models.CharField(max_length=120)),
                ("words", models.TextField()),
                ("path", models.CharField(max_length=300)),
                ("told_on", models.DateField()),
                (
                    "letter",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="tells",
                        to="following.letter",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="told",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("person", "what"), name="nobody_is_reminded_twice_of_the_same"
                    )
                ],
                "verbose_name_plural": "told",
                "ordering": ["pk"],
            },
        ),
        migrations.AddIndex(
            model_name="letter",
            index=models.Index(
                condition=models.Q(("given_up_at__isnull", True), ("sent_at__isnull", True)),
                fields=["next_try_at"],
                name="letters_on_their_way",
            ),
        ),
    ]
