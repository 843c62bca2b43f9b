"""What becomes of a team: another name, another team, or an end; with the reason."""

# ruff: noqa: RUF012 (its lists are not ours to type)

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from evenhand.ledger.kept import guard, unguard
from evenhand.ledger.on_tables import OnTables

TABLES = ("encounters_teamchange",)


def keep(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """What became of a team stays written."""
    guard(editor, TABLES)


def let_go(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Back again."""
    unguard(editor, TABLES)


class Migration(migrations.Migration):
    dependencies = [
        ("encounters", "0005_redacted_decided_counted"),
        ("forces", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="TeamChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reason", models.TextField()),
                ("at", models.DateTimeField()),
                (
                    "after",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="were",
                        to="encounters.team",
                    ),
                ),
                (
                    "before",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="became",
                        to="encounters.team",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "force",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="forces.force",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="a_team_changes_with_a_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("after__isnull", True),
                            models.Q(("after", models.F("before")), _negated=True),
                            _connector="OR",
                        ),
                        name="a_team_does_not_become_itself",
                    ),
                ],
            },
        ),
        OnTables(keep, let_go),
    ]
