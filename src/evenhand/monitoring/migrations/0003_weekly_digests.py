"""Which weeks of alerts an overseer was sent, so that nobody gets one twice."""

from typing import ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from evenhand.ledger.kept import guard, unguard
from evenhand.ledger.on_tables import OnTables

TABLES = ("monitoring_digest",)


def keep(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Make the database refuse to change or remove rows."""
    guard(editor, TABLES)


def let_go(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Take the refusals away."""
    unguard(editor, TABLES)


class Migration(migrations.Migration):
    """Adds the table and the refusals that keep its rows."""

    dependencies: ClassVar = [
        ("monitoring", "0002_words_taken_out"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations: ClassVar = [
        migrations.CreateModel(
            name="Digest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("monday", models.DateField()),
                ("sent_at", models.DateTimeField()),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("person", "monday"), name="nobody_is_sent_a_week_twice"
                    )
                ],
                "abstract": False,
            },
        ),
        OnTables(keep, let_go),
    ]
