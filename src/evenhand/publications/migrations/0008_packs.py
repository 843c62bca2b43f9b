"""Data packs of panels' meetings, and the same on paper: rows that are only ever added."""

from typing import Any, ClassVar

import django.db.models.deletion
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from evenhand.ledger import kept
from evenhand.ledger.on_tables import OnTables

TABLES = ("publications_pack", "publications_packpaper")
DIGEST = "^[0-9a-f]{64}$"


def keep(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Make the refusals."""
    kept.guard(editor, TABLES)


def let_go(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Take them away."""
    kept.unguard(editor, TABLES)


def _key() -> "tuple[str, models.Field[Any, Any]]":
    own = {"auto_created": True, "primary_key": True, "serialize": False, "verbose_name": "ID"}
    return "id", models.BigAutoField(**own)


class Migration(migrations.Migration):
    """Adds packs and their papers."""

    dependencies: ClassVar = [
        ("publications", "0007_powers"),
        ("scrutiny", "0002_recommendations"),
    ]
    operations: ClassVar = [
        migrations.CreateModel(
            name="Pack",
            fields=[
                _key(),
                ("redacted", models.TextField(blank=True, default="")),
                ("number", models.PositiveSmallIntegerField()),
                ("content", models.JSONField()),
                ("digest", models.CharField(max_length=64)),
                ("made_at", models.DateTimeField(db_index=True)),
                ("made_by", models.CharField(max_length=100)),
                ("organisation", models.CharField(max_length=100)),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="packs",
                        to="scrutiny.appointment",
                    ),
                ),
            ],
            options={
                "ordering": ["meeting", "number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("meeting", "number"), name="packs_of_a_meeting_are_numbered_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("number__gte", 1)), name="packs_are_numbered_from_one"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("digest__regex", DIGEST)), name="a_pack_has_a_digest"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("made_by", ""), _negated=True),
                            models.Q(("organisation", ""), _negated=True),
                        ),
                        name="a_pack_was_made_by_somebody",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PackPaper",
            fields=[
                _key(),
                ("redacted", models.TextField(blank=True, default="")),
                ("print", models.CharField(max_length=10)),
                ("content", models.BinaryField()),
                ("size", models.PositiveIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                ("made_at", models.DateTimeField()),
                (
                    "pack",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="papers",
                        to="publications.pack",
                    ),
                ),
            ],
            options={
                "ordering": ["pack", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("pack", "print"), name="a_pack_is_printed_once_in_each_print"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("print__in", ("ordinary", "large"))),
                        name="a_pack_is_in_a_known_print",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("sha256__regex", DIGEST)),
                        name="a_pack_on_paper_has_a_digest",
                    ),
                ],
            },
        ),
        OnTables(keep, let_go),
    ]
