"""Files that were sent as evidence, and what was made of them."""

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from evenhand.ledger.kept import guard, unguard
from evenhand.ledger.on_tables import OnTables

TABLES = ("plan_cleanedfile",)
A_DIGEST = "^[0-9a-f]{64}$"


def keep(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Rows are only ever added."""
    guard(editor, TABLES)


def let_go(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """The reverse."""
    unguard(editor, TABLES)


class Migration(migrations.Migration):
    """Adds cleaned files."""

    dependencies: ClassVar = [("plan", "0006_redactions")]
    operations: ClassVar = [
        migrations.CreateModel(
            name="CleanedFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("digest", models.CharField(db_index=True, max_length=64)),
                ("size", models.PositiveIntegerField()),
                ("kind", models.CharField(max_length=100)),
                ("ending", models.CharField(max_length=8)),
                ("removed", models.JSONField(default=list)),
                ("sent_digest", models.CharField(max_length=64)),
                ("sent_size", models.PositiveIntegerField()),
                ("cleaned_at", models.DateTimeField()),
                ("by", models.CharField(max_length=100)),
                ("organisation", models.CharField(max_length=100)),
                (
                    "action",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to="plan.action",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("digest__regex", A_DIGEST), ("sent_digest__regex", A_DIGEST)
                        ),
                        name="a_file_is_known_by_its_digest",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("sent_size__gte", 1), ("size__gte", 1)),
                        name="a_file_has_something_in_it",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ending__regex", "^[a-z]+$"), models.Q(("kind", ""), _negated=True)
                        ),
                        name="a_file_is_of_a_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("by", ""), _negated=True),
                            models.Q(("organisation", ""), _negated=True),
                        ),
                        name="a_file_is_sent_by_somebody",
                    ),
                ],
            },
        ),
        OnTables(keep, let_go),
    ]
