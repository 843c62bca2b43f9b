# Made by Django; its lists are not ours to type.
# ruff: noqa: RUF012

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("plan", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Action",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.SlugField(max_length=60)),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="actions",
                        to="plan.plan",
                    ),
                ),
                (
                    "workstream",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="actions",
                        to="plan.workstream",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("plan", "key"), name="an_action_is_named_once_in_its_plan"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("key__regex", "^[a-z0-9]+(-[a-z0-9]+)*$")),
                        name="an_action_has_a_plain_name",
                    ),
                ],
                "ordering": ["plan", "workstream", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Change",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("promised", "promised"),
                            ("changed", "changed"),
                            ("reported", "reported"),
                            ("reached", "reached"),
                            ("evidence", "evidence"),
                            ("completed", "completed"),
                            ("disputed", "disputed"),
                            ("answered", "answered"),
                            ("reopened", "reopened"),
                            ("overridden", "overridden"),
                            ("override-ended", "override-ended"),
                            ("withdrawn", "withdrawn"),
                        ],
                        max_length=20,
                    ),
                ),
                ("recorded_at", models.DateTimeField(db_index=True)),
                ("by", models.CharField(max_length=100)),
                ("organisation", models.CharField(max_length=100)),
                ("words", models.TextField(blank=True)),
                ("milestone", models.CharField(blank=True, max_length=60)),
                ("says", models.CharField(blank=True, max_length=20)),
                ("stands", models.BooleanField(blank=True, null=True)),
                (
                    "action",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="changes",
                        to="plan.action",
                    ),
                ),
                (
                    "answers",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answer",
                        to="plan.change",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("action", "number"), name="changes_of_an_action_are_numbered_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "promised",
                                    "changed",
                                    "reported",
                                    "reached",
                                    "evidence",
                                    "completed",
                                    "disputed",
                                    "answered",
                                    "reopened",
                                    "overridden",
                                    "override-ended",
                                    "withdrawn",
                                ],
                            )
                        ),
                        name="a_change_is_of_a_known_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "promised"), ("number", 1)),
                            models.Q(
                                ("number__gt", 1), models.Q(("kind", "promised"), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="an_action_begins_with_its_promise",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind", "promised"),
                            models.Q(("words", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="a_change_gives_a_public_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("by", ""), _negated=True),
                            models.Q(("organisation", ""), _negated=True),
                        ),
                        name="a_change_is_made_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("kind", "reached"), models.Q(("milestone", ""), _negated=True)
                            ),
                            models.Q(
                                models.Q(("kind", "reached"), _negated=True), ("milestone", "")
                            ),
                            _connector="OR",
                        ),
                        name="only_a_milestone_is_reached",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("kind", "overridden"),
                                ("says__in", ["not-started", "on-track", "late"]),
                            ),
                            models.Q(models.Q(("kind", "overridden"), _negated=True), ("says", "")),
                            _connector="OR",
                        ),
                        name="only_an_override_states_a_status",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("answers__isnull", False),
                                ("kind", "answered"),
                                ("stands__isnull", False),
                            ),
                            models.Q(
                                models.Q(("kind", "answered"), _negated=True),
                                ("answers__isnull", True),
                                ("stands__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="only_an_answer_answers",
                    ),
                ],
                "ordering": ["action", "number"],
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
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("link", "Link"),
                            ("figure", "Figure"),
                            ("note", "Note"),
                            ("file", "File"),
                        ],
                        max_length=10,
                    ),
                ),
                ("title", models.CharField(max_length=120)),
                ("address", models.CharField(blank=True, max_length=500)),
                (
                    "change",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evidence",
                        to="plan.change",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("title", ""), _negated=True),
                        name="evidence_has_a_title",
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
                            models.Q(("address__regex", "^[0-9a-f]{64}$"), ("kind", "file")),
                            _connector="OR",
                        ),
                        name="evidence_is_where_its_kind_says",
                    ),
                ],
                "verbose_name_plural": "evidence",
            },
        ),
        migrations.CreateModel(
            name="Promise",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=120)),
                ("what", models.TextField()),
                ("why", models.TextField(blank=True)),
                ("owner", models.CharField(max_length=120)),
                ("starts_on", models.DateField()),
                ("due_on", models.DateField()),
                ("milestones", models.JSONField(default=list)),
                ("targets", models.JSONField(default=list)),
                ("partners", models.JSONField(default=list)),
                ("commitments", models.JSONField(default=list)),
                ("request", models.TextField(blank=True)),
                ("pilot", models.BooleanField(default=False)),
                ("adopts", models.CharField(blank=True, max_length=200)),
                (
                    "change",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="promise",
                        to="plan.change",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("starts_on__lte", models.F("due_on"))),
                        name="a_promise_is_due_after_it_starts",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("title", ""), _negated=True),
                            models.Q(("what", ""), _negated=True),
                        ),
                        name="a_promise_says_what_is_promised",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("owner", ""), _negated=True),
                        name="a_promise_has_an_owner",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("adopts", ""),
                            (
                                "adopts__regex",
                                "^plan/[a-z]+(-[a-z]+)*/[1-9][0-9]*/[a-z0-9]+(-[a-z0-9]+)*$",
                            ),
                            _connector="OR",
                        ),
                        name="what_is_taken_up_is_an_action",
                    ),
                ]
            },
        ),
    ]
