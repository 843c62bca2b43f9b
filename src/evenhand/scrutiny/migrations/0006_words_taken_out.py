"""Words that the law does not allow can be taken out; holds end, and the end is acknowledged.

The refusals come last: SQLite forgets triggers when a table is altered, and only once the columns
are there can they let this one change through.
"""

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from evenhand.ledger.kept import guard, unguard
from evenhand.ledger.on_tables import OnTables

STEPS = {
    "drawstep": (
        "a_step_of_a_draw_is_of_a_known_kind",
        (
            *("opened", "excluded", "total-typed", "frozen", "abandoned", "rolled", "drawn"),
            *("reserve-called", "held", "video-asked", "shown", "conflict", "scored", "closed"),
            *("agreed", "result", "found", "answered", "hold-ended", "video-let-go", "redacted"),
        ),
    ),
    "recommendationstep": (
        "a_step_of_a_recommendation_is_of_a_known_kind",
        (
            *("made", "extended", "responded", "carried", "evidence", "completed", "viewed"),
            *("escalated", "withdrawn", "redacted"),
        ),
    ),
    "appointmentstep": (
        "a_step_of_an_appointment_is_of_a_known_kind",
        (
            *("called", "agreed", "declined", "moved", "called-off", "agenda", "held"),
            *("minutes", "redacted"),
        ),
    ),
}
REDACTABLE = ("knowntotal", "recommendation")
CHANGED = tuple(f"scrutiny_{name}" for name in (*STEPS, *REDACTABLE))
NEW = ("scrutiny_videoletgo",)
NO_DIGEST = "0" * 64


def keep(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Make the refusals, which now let words be taken out."""
    guard(editor, (*CHANGED, *NEW))


def keep_before(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Make them again where this is undone."""
    guard(editor, CHANGED)


def let_go(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Take the refusals away, so that the tables can be altered."""
    unguard(editor, CHANGED)


def let_all_go(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Take those of the new table away, too."""
    unguard(editor, (*CHANGED, *NEW))


class Migration(migrations.Migration):
    """Adds the marks of words taken out, the steps that say so, and the ends of holds."""

    dependencies: ClassVar = [("scrutiny", "0005_lists_on_their_way")]
    operations: ClassVar = [
        OnTables(let_go, keep_before),
        *(
            migrations.RemoveConstraint(model_name=model, name=name)
            for model, (name, _) in STEPS.items()
        ),
        migrations.RemoveConstraint(
            model_name="recommendation", name="nobody_says_the_same_twice_in_a_day"
        ),
        *(
            migrations.AddField(
                model_name=name,
                name="redacted",
                field=models.TextField(blank=True, default=""),
            )
            for name in REDACTABLE
        ),
        *(
            migrations.AddConstraint(
                model_name=model,
                constraint=models.CheckConstraint(
                    condition=models.Q(kind__in=list(kinds)), name=name
                ),
            )
            for model, (name, kinds) in STEPS.items()
        ),
        migrations.AddConstraint(
            model_name="recommendation",
            constraint=models.UniqueConstraint(
                fields=["force", "organisation", "said_on", "digest"],
                condition=~models.Q(digest=NO_DIGEST),
                name="nobody_says_the_same_twice_in_a_day",
            ),
        ),
        migrations.CreateModel(
            name="VideoLetGo",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("at", models.DateTimeField()),
                ("acknowledged", models.BooleanField()),
                ("trouble", models.CharField(blank=True, max_length=300)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="let_go",
                        to="scrutiny.case",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=["case", "number"], name="ends_of_a_hold_are_numbered_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(acknowledged=True, trouble="")
                        | models.Q(acknowledged=False) & ~models.Q(trouble=""),
                        name="a_hold_is_ended_or_it_says_why_not",
                    ),
                ],
                "verbose_name_plural": "videos let go",
                "ordering": ["case", "number"],
            },
        ),
        OnTables(keep, let_all_go),
    ]
