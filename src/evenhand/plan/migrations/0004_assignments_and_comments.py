"""Who does what in a plan; and the plan's refusals become those that every kept table has."""

from typing import ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from evenhand.ledger.kept import guard, unguard
from evenhand.ledger.on_tables import OnTables

TABLES = tuple(
    f"plan_{name}"
    for name in (
        *("framework", "workstream", "outcome", "commitment"),
        *("plan", "lead", "action", "change", "promise", "evidence"),
    )
)


def drop_own(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Drop the triggers of 0003."""
    if editor.connection.vendor == "sqlite":
        for table in TABLES:
            for what in ("update", "delete"):
                name = f"a_plan_is_only_added_to_{table.removeprefix('plan_')}_{what}"
                editor.execute(f"DROP TRIGGER IF EXISTS {name}", params=None)
    else:
        for function in ("a_plan_is_only_added_to", "a_plan_is_never_emptied"):
            editor.execute(f"DROP FUNCTION IF EXISTS {function} CASCADE", params=None)


def keep(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Make those of every kept table. SQLite forgets triggers when a table is altered: so, last."""
    guard(editor, TABLES)


def let_go(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Take the new ones away."""
    unguard(editor, TABLES)


class Migration(migrations.Migration):
    """Adds assignments and comments, and the refusals that every kept table has."""

    dependencies: ClassVar = [
        ("accounts", "0001_initial"),
        ("plan", "0003_promises_never_change"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations: ClassVar = [
        migrations.RunPython(drop_own, migrations.RunPython.noop),
        migrations.CreateModel(
            name="Assignment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("given_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ["plan", "workstream", "action", "given_at", "pk"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="change",
            name="a_change_is_of_a_known_kind",
        ),
        migrations.AlterField(
            model_name="change",
            name="kind",
            field=models.CharField(
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
                    ("commented", "commented"),
                ],
                max_length=20,
            ),
        ),
        migrations.AddConstraint(
            model_name="change",
            constraint=models.CheckConstraint(
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
                            "commented",
                        ],
                    )
                ),
                name="a_change_is_of_a_known_kind",
            ),
        ),
        migrations.AddField(
            model_name="assignment",
            name="action",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="assignments",
                to="plan.action",
            ),
        ),
        migrations.AddField(
            model_name="assignment",
            name="ended_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="assignment",
            name="given_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="assignment",
            name="membership",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="assignments",
                to="accounts.membership",
            ),
        ),
        migrations.AddField(
            model_name="assignment",
            name="plan",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="assignments",
                to="plan.plan",
            ),
        ),
        migrations.AddField(
            model_name="assignment",
            name="workstream",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="assignments",
                to="plan.workstream",
            ),
        ),
        migrations.AddConstraint(
            model_name="assignment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("action__isnull", True), ("workstream__isnull", False)),
                    models.Q(("action__isnull", False), ("workstream__isnull", True)),
                    _connector="OR",
                ),
                name="an_assignment_is_to_a_workstream_or_an_action",
            ),
        ),
        migrations.AddConstraint(
            model_name="assignment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at__isnull", True), ("ended_by__isnull", True)),
                    ("ended_at__gte", models.F("given_at")),
                    _connector="OR",
                ),
                name="an_assignment_ends_after_it_began",
            ),
        ),
        migrations.AddConstraint(
            model_name="assignment",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at__isnull", True), ("workstream__isnull", False)),
                fields=("membership", "plan", "workstream"),
                name="a_workstream_is_assigned_to_a_member_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="assignment",
            constraint=models.UniqueConstraint(
                condition=models.Q(("action__isnull", False), ("ended_at__isnull", True)),
                fields=("membership", "action"),
                name="an_action_is_assigned_to_a_member_once",
            ),
        ),
        OnTables(keep, let_go),
    ]
