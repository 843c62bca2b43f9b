"""Limits that all processes share, moved here from the encounters: others have limits too."""

# ruff: noqa: RUF012 (its lists are not ours to type)

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def leave_unlogged(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """What is worth a minute goes into no write-ahead log, and so into no copy made of one."""
    if editor.connection.vendor == "postgresql":
        editor.execute("ALTER TABLE accounts_came SET UNLOGGED")


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_officers")]
    operations = [
        migrations.CreateModel(
            name="Came",
            fields=[
                ("sender", models.CharField(max_length=80, primary_key=True, serialize=False)),
                ("minute", models.BigIntegerField()),
                ("times", models.PositiveIntegerField()),
            ],
            options={
                "verbose_name_plural": "came",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("sender", ""), _negated=True),
                        name="whoever_came_is_named",
                    )
                ],
            },
        ),
        migrations.RunPython(leave_unlogged, migrations.RunPython.noop),
    ]
