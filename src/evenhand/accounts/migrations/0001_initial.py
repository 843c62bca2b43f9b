"""People, organisations, memberships and invitations."""

from typing import ClassVar

import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies: ClassVar = [
        ("forces", "0001_initial"),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="Person",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                (
                    "last_login",
                    models.DateTimeField(blank=True, null=True, verbose_name="last login"),
                ),
                ("email", models.EmailField(max_length=254, unique=True)),
                ("name", models.CharField(max_length=100)),
                ("is_active", models.BooleanField(default=True)),
                ("joined_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("email", django.db.models.functions.text.Lower("email"))
                        ),
                        name="an_address_is_in_small_letters",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True), name="a_person_has_a_name"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Organisation",
            fields=[
                ("id", models.SlugField(primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=100, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("force", "Force"),
                            ("scrutiny panel", "Scrutiny Panel"),
                            ("advisory group", "Advisory Group"),
                            ("oversight body", "Oversight Body"),
                            ("national programme", "National Programme"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "force",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="organisations",
                        to="forces.force",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True),
                        name="an_organisation_has_a_name",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "force",
                                    "scrutiny panel",
                                    "advisory group",
                                    "oversight body",
                                    "national programme",
                                ],
                            )
                        ),
                        name="an_organisation_is_of_a_kind_we_know",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("force__isnull", False),
                                ("kind__in", ("force", "scrutiny panel", "advisory group")),
                            ),
                            models.Q(
                                models.Q(
                                    ("kind__in", ("force", "scrutiny panel", "advisory group")),
                                    _negated=True,
                                ),
                                ("force__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="a_local_organisation_has_its_force",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("kind", "force")),
                        fields=("force",),
                        name="a_force_is_one_organisation",
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("programme-manager", "Programme Manager"),
                            ("workstream-lead", "Workstream Lead"),
                            ("action-owner", "Action Owner"),
                            ("analyst", "Analyst"),
                            ("publisher", "Publisher"),
                            ("panel-chair", "Panel Chair"),
                            ("panel-member", "Panel Member"),
                            ("oversight-member", "Oversight Member"),
                            ("investigator", "Investigator"),
                            ("administrator", "Administrator"),
                        ],
                        max_length=20,
                    ),
                ),
                ("starts_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("why_ended", models.CharField(blank=True, max_length=300)),
                (
                    "ended_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "given_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to="accounts.organisation",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "role__in",
                                [
                                    "programme-manager",
                                    "workstream-lead",
                                    "action-owner",
                                    "analyst",
                                    "publisher",
                                    "panel-chair",
                                    "panel-member",
                                    "oversight-member",
                                    "investigator",
                                    "administrator",
                                ],
                            )
                        ),
                        name="a_role_is_one_we_know",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("expires_at__gt", models.F("starts_at"))),
                        name="access_ends_after_it_starts",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_at__isnull", True),
                            ("ended_at__gte", models.F("starts_at")),
                            _connector="OR",
                        ),
                        name="nobody_leaves_before_they_came",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_at__isnull", False),
                            models.Q(("ended_by__isnull", True), ("why_ended", "")),
                            _connector="OR",
                        ),
                        name="only_what_ended_was_ended_by_somebody",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("person", "organisation", "role"),
                        name="a_role_is_held_once_at_a_time",
                    ),
                ],
                "ordering": ["person__name", "starts_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("secret_hash", models.CharField(max_length=64, unique=True)),
                ("email", models.EmailField(max_length=254)),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("programme-manager", "Programme Manager"),
                            ("workstream-lead", "Workstream Lead"),
                            ("action-owner", "Action Owner"),
                            ("analyst", "Analyst"),
                            ("publisher", "Publisher"),
                            ("panel-chair", "Panel Chair"),
                            ("panel-member", "Panel Member"),
                            ("oversight-member", "Oversight Member"),
                            ("investigator", "Investigator"),
                            ("administrator", "Administrator"),
                        ],
                        max_length=20,
                    ),
                ),
                ("access_until", models.DateTimeField()),
                ("invited_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("accepted_at", models.DateTimeField(null=True)),
                ("withdrawn_at", models.DateTimeField(null=True)),
                (
                    "accepted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "invited_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="invitations",
                        to="accounts.organisation",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "role__in",
                                [
                                    "programme-manager",
                                    "workstream-lead",
                                    "action-owner",
                                    "analyst",
                                    "publisher",
                                    "panel-chair",
                                    "panel-member",
                                    "oversight-member",
                                    "investigator",
                                    "administrator",
                                ],
                            )
                        ),
                        name="an_invitation_is_to_a_role_we_know",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("email", django.db.models.functions.text.Lower("email"))
                        ),
                        name="an_invited_address_is_in_small_letters",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("expires_at__gt", models.F("invited_at"))),
                        name="an_invitation_can_be_taken_up",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("accepted_at__isnull", True), ("accepted_by__isnull", True)),
                            models.Q(
                                ("accepted_at__isnull", False), ("accepted_by__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="an_invitation_is_taken_up_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("accepted_at__isnull", True),
                            ("withdrawn_at__isnull", True),
                            _connector="OR",
                        ),
                        name="an_invitation_is_taken_up_or_taken_back",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("accepted_at__isnull", True), ("withdrawn_at__isnull", True)
                        ),
                        fields=("email", "organisation", "role"),
                        name="a_role_is_offered_once_at_a_time",
                    ),
                ],
                "ordering": ["-invited_at", "-pk"],
            },
        ),
    ]
