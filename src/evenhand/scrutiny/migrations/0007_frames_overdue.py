"""A frozen frame that nobody draws is said to be overdue, once, and who was told of it is kept.

The refusals come last: SQLite forgets triggers when a table is altered.
"""

from typing import ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from evenhand.ledger.kept import guard, unguard
from evenhand.ledger.on_tables import OnTables

KINDS = (
    *("opened", "excluded", "total-typed", "frozen", "overdue", "abandoned", "rolled", "drawn"),
    *("reserve-called", "held", "video-asked", "shown", "conflict", "scored", "closed"),
    *("agreed", "result", "found", "answered", "hold-ended", "video-let-go", "redacted"),
)
ONCE = ("opened", "frozen", "abandoned", "drawn", "closed", "overdue")
CHANGED, NEW = ("scrutiny_drawstep",), ("scrutiny_drawnotice",)
KNOWN, SINGLE = "a_step_of_a_draw_is_of_a_known_kind", "a_draw_is_frozen_drawn_and_closed_once"


def keep(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Make the refusals."""
    guard(editor, (*CHANGED, *NEW))


def keep_before(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Make them again where this is undone."""
    guard(editor, CHANGED)


def let_go(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Take the refusals away, so that the table can be altered."""
    unguard(editor, CHANGED)


def let_all_go(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Take those of the new table away, too."""
    unguard(editor, (*CHANGED, *NEW))


class Migration(migrations.Migration):
    """Adds the step that says so, at most one of a draw, and the notes of who was told."""

    dependencies: ClassVar = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("scrutiny", "0006_words_taken_out"),
    ]
    operations: ClassVar = [
        OnTables(let_go, keep_before),
        migrations.RemoveConstraint(model_name="drawstep", name=KNOWN),
        migrations.RemoveConstraint(model_name="drawstep", name=SINGLE),
        migrations.AddConstraint(
            model_name="drawstep",
            constraint=models.CheckConstraint(condition=models.Q(kind__in=list(KINDS)), name=KNOWN),
        ),
        migrations.AddConstraint(
            model_name="drawstep",
            constraint=models.UniqueConstraint(
                fields=["draw", "kind"], condition=models.Q(kind__in=list(ONCE)), name=SINGLE
            ),
        ),
        migrations.CreateModel(
            name="DrawNotice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sent_at", models.DateTimeField()),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "step",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notices",
                        to="scrutiny.drawstep",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=["step", "person"], name="nobody_is_told_of_a_draw_twice"
                    )
                ]
            },
        ),
        OnTables(keep, let_all_go),
    ]
