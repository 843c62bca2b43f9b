"""Words of stops can be taken out; which of two records stands; limits that all processes share.

The refusals of the tables come last: SQLite forgets triggers when a table is altered, and only once
the columns are there can they let texts be taken out.
"""

# ruff: noqa: RUF012 (its lists are not ours to type)

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from evenhand.ledger.kept import guard, unguard
from evenhand.ledger.on_tables import OnTables

REDACTABLE = ("version", "review", "settled")
TABLES = tuple(f"encounters_{name}" for name in (*REDACTABLE, "explained"))


def keep(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Make the refusals, which now let words be taken out."""
    guard(editor, TABLES)


def let_go(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Take the refusals away, so that the tables can be altered."""
    unguard(editor, TABLES)


def leave_unlogged(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """What is worth a minute goes into no write-ahead log, and so into no copy made of one."""
    if editor.connection.vendor == "postgresql":
        editor.execute("ALTER TABLE encounters_came SET UNLOGGED")


class Migration(migrations.Migration):
    dependencies = [("encounters", "0004_known_from_elsewhere")]
    operations = [
        OnTables(let_go, keep),
        *(
            migrations.AddField(
                model_name=name,
                name="redacted",
                field=models.TextField(blank=True, default=""),
            )
            for name in REDACTABLE
        ),
        migrations.AddField(
            model_name="stop", name="twice", field=models.BooleanField(default=False)
        ),
        migrations.AddField(
            model_name="explained",
            name="stands",
            field=models.CharField(
                blank=True,
                choices=[("first", "First"), ("second", "Second"), ("both", "Both")],
                default="",
                max_length=10,
            ),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            model_name="explained",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("stands", ""),
                    models.Q(
                        ("finding__isnull", False), ("stands__in", ["first", "second", "both"])
                    ),
                    _connector="OR",
                ),
                name="of_two_records_one_or_both_stand",
            ),
        ),
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
        OnTables(keep, let_go),
        migrations.RunPython(leave_unlogged, migrations.RunPython.noop),
    ]
