"""Draws, frames, cases, scores and findings: rows that are only ever added."""
# ruff: noqa: RUF012 (made by Django; its lists are not ours to type)

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from evenhand.ledger.kept import guard, unguard
from evenhand.ledger.on_tables import OnTables

TABLES = tuple(
    f"scrutiny_{name}"
    for name in (
        *("draw", "drawstep", "drawtaker", "exclusion", "knowntotal", "roll", "frame"),
        *("position", "seed", "case", "called", "videoasked", "shown", "conflict"),
        *("score", "agreed", "result", "finding", "learning"),
    )
)


def keep(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Make the database refuse to change or remove rows."""
    guard(editor, TABLES)


def let_go(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Take the refusals away."""
    unguard(editor, TABLES)


class Migration(migrations.Migration):
    """Adds the tables and the refusals that keep their rows."""

    initial = True

    dependencies = [
        ("accounts", "0005_limits"),
        ("encounters", "0009_coverage_published_by"),
        ("forces", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Draw",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("power", models.CharField(max_length=20)),
                ("first", models.DateField()),
                ("last", models.DateField()),
                ("strata", models.JSONField(default=list)),
                ("cases", models.PositiveIntegerField()),
                ("reserves", models.PositiveIntegerField()),
                ("more", models.JSONField(default=dict)),
                ("beacon", models.CharField(max_length=10)),
                ("opened_at", models.DateTimeField(db_index=True)),
                (
                    "force",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="draws",
                        to="forces.force",
                    ),
                ),
                (
                    "panel",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="draws",
                        to="accounts.organisation",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("panel", "number"), name="draws_of_a_panel_are_numbered_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("number__gte", 1)), name="draws_are_numbered_from_one"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("power__in", ["vehicle-stop", "stop-and-search", "use-of-force"])
                        ),
                        name="a_draw_is_of_a_power",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("beacon__in", ["dice", "drand"])),
                        name="a_seed_is_of_two_kinds",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("first__lte", models.F("last"))),
                        name="a_draw_is_of_a_period",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("cases__gte", 1)), name="a_draw_is_of_cases"
                    ),
                ],
                "ordering": ["panel", "number"],
            },
        ),
        migrations.CreateModel(
            name="Case",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("place", models.PositiveIntegerField()),
                ("stratum", models.CharField(max_length=200)),
                ("of", models.PositiveIntegerField()),
                ("drawn", models.PositiveIntegerField()),
                ("reserve", models.BooleanField()),
                (
                    "draw",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="drawn",
                        to="scrutiny.draw",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("draw", "place"), name="places_of_a_draw_are_numbered_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("of__gte", models.F("drawn")), ("place__gte", 1)),
                        name="a_case_has_its_weight",
                    ),
                ],
                "ordering": ["draw", "place"],
            },
        ),
        migrations.CreateModel(
            name="DrawStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("redacted", models.TextField(blank=True, default="")),
                ("number", models.PositiveIntegerField()),
                ("kind", models.CharField(max_length=20)),
                ("at", models.DateTimeField(db_index=True)),
                ("by", models.CharField(max_length=100)),
                ("organisation", models.CharField(max_length=100)),
                ("words", models.TextField(blank=True)),
                ("data", models.JSONField(default=dict)),
                ("leaf", models.CharField(max_length=66)),
                (
                    "draw",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="scrutiny.draw",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("draw", "number"), name="steps_of_a_draw_are_numbered_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "opened",
                                    "excluded",
                                    "total-typed",
                                    "frozen",
                                    "abandoned",
                                    "rolled",
                                    "drawn",
                                    "reserve-called",
                                    "held",
                                    "video-asked",
                                    "shown",
                                    "conflict",
                                    "scored",
                                    "closed",
                                    "agreed",
                                    "result",
                                    "found",
                                    "answered",
                                ],
                            )
                        ),
                        name="a_step_of_a_draw_is_of_a_known_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "opened"), ("number", 1)),
                            models.Q(
                                ("number__gt", 1), models.Q(("kind", "opened"), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="a_draw_begins_with_being_opened",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("by", ""), _negated=True),
                            models.Q(("organisation", ""), _negated=True),
                        ),
                        name="a_step_of_a_draw_is_taken_by_somebody",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("kind__in", ["opened", "frozen", "abandoned", "drawn", "closed"])
                        ),
                        fields=("draw", "kind"),
                        name="a_draw_is_frozen_drawn_and_closed_once",
                    ),
                ],
                "ordering": ["draw", "number"],
            },
        ),
        migrations.CreateModel(
            name="DrawTaker",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
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
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="taker",
                        to="scrutiny.drawstep",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Exclusion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reason", models.CharField(max_length=30)),
                ("salt", models.BinaryField(max_length=32)),
                ("commitment", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
                (
                    "draw",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="exclusions",
                        to="scrutiny.draw",
                    ),
                ),
                (
                    "stop",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="encounters.stop",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("draw", "stop"), name="a_record_is_excluded_from_a_draw_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("reason__in", ["sub-judice", "victim-identifiable", "live-complaint"])
                        ),
                        name="an_exclusion_has_a_listed_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("commitment__regex", "^[0-9a-f]{64}$")),
                        name="an_exclusion_is_committed_to",
                    ),
                ],
                "ordering": ["draw", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Finding",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("redacted", models.TextField(blank=True, default="")),
                ("number", models.PositiveIntegerField()),
                ("fault", models.CharField(max_length=20)),
                ("words", models.TextField()),
                ("due", models.DateField()),
                ("at", models.DateTimeField()),
                ("by", models.CharField(max_length=100)),
                ("organisation", models.CharField(max_length=100)),
                (
                    "case",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="findings",
                        to="scrutiny.case",
                    ),
                ),
                (
                    "draw",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="findings",
                        to="scrutiny.draw",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("draw", "number"), name="findings_of_a_draw_are_numbered_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "fault__in",
                                [
                                    "red",
                                    "amber",
                                    "good-practice",
                                    "video-missing",
                                    "record-missing",
                                ],
                            )
                        ),
                        name="a_finding_is_about_something",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("words", ""), _negated=True),
                        name="a_finding_of_a_panel_has_words",
                    ),
                ],
                "ordering": ["draw", "number"],
            },
        ),
        migrations.CreateModel(
            name="Frame",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.TextField()),
                ("fingerprint", models.CharField(max_length=64, unique=True)),
                ("leaf", models.CharField(max_length=66)),
                ("stops_size", models.BigIntegerField()),
                ("stops_root", models.CharField(max_length=64)),
                ("left_out", models.JSONField(default=dict)),
                ("at", models.DateTimeField()),
                (
                    "draw",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="frame",
                        to="scrutiny.draw",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("fingerprint__regex", "^[0-9a-f]{64}$")),
                        name="a_frame_has_a_fingerprint",
                    )
                ],
                "ordering": ["draw"],
            },
        ),
        migrations.CreateModel(
            name="KnownTotal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("count", models.PositiveIntegerField()),
                ("source", models.CharField(max_length=300)),
                ("at", models.DateTimeField()),
                (
                    "draw",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="totals",
                        to="scrutiny.draw",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("source", ""), _negated=True),
                        name="a_total_has_its_source",
                    )
                ],
                "ordering": ["draw", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Learning",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("redacted", models.TextField(blank=True, default="")),
                ("taken", models.CharField(max_length=20)),
                ("words", models.TextField()),
                ("at", models.DateTimeField()),
                ("by", models.CharField(max_length=100)),
                ("organisation", models.CharField(max_length=100)),
                (
                    "finding",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="learning",
                        to="scrutiny.finding",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "taken__in",
                                [
                                    "advice",
                                    "training",
                                    "referred",
                                    "practice-changed",
                                    "thanked",
                                    "nothing",
                                ],
                            )
                        ),
                        name="learning_says_what_was_done",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("words", ""), _negated=True), name="learning_has_words"
                    ),
                ],
                "verbose_name_plural": "learning",
                "ordering": ["finding"],
            },
        ),
        migrations.CreateModel(
            name="Position",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("stratum", models.CharField(max_length=200)),
                ("stop", models.UUIDField(null=True)),
                ("entry", models.BigIntegerField(null=True)),
                ("leaf", models.CharField(blank=True, max_length=100)),
                ("salt", models.CharField(blank=True, max_length=64)),
                ("commitment", models.CharField(blank=True, max_length=64)),
                ("missing", models.CharField(blank=True, max_length=20)),
                (
                    "frame",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="positions",
                        to="scrutiny.frame",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("frame", "number"), name="positions_of_a_frame_are_numbered_once"
                    ),
                    models.UniqueConstraint(
                        fields=("frame", "stop"), name="a_record_stands_in_a_frame_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "missing__in",
                                [
                                    "",
                                    "known-elsewhere",
                                    "published-total",
                                    "to-mend",
                                    "deleted",
                                    "changed",
                                ],
                            ),
                            models.Q(
                                models.Q(("missing", ""), ("stop__isnull", False)),
                                models.Q(("missing", ""), _negated=True),
                                _connector="OR",
                            ),
                        ),
                        name="a_position_holds_a_record_or_says_what_is_missing",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("commitment__regex", "^[0-9a-f]{64}$"), ("missing", "")),
                            models.Q(("missing", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="a_record_in_a_frame_is_committed_to",
                    ),
                ],
                "ordering": ["frame", "number"],
            },
        ),
        migrations.AddField(
            model_name="case",
            name="position",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="case",
                to="scrutiny.position",
            ),
        ),
        migrations.CreateModel(
            name="Result",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("content", models.JSONField()),
                ("at", models.DateTimeField()),
                (
                    "draw",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="result",
                        to="scrutiny.draw",
                    ),
                ),
            ],
            options={
                "ordering": ["draw"],
            },
        ),
        migrations.CreateModel(
            name="Roll",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("side", models.CharField(max_length=10)),
                ("attempt", models.PositiveIntegerField()),
                ("digits", models.CharField(max_length=20)),
                ("checkpoint", models.TextField()),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "draw",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rolls",
                        to="scrutiny.draw",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("draw", "side", "attempt"),
                        name="a_side_types_the_dice_once_each_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("side__in", ["panel", "force"])),
                        name="dice_are_typed_by_a_side",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("digits__regex", "^[0-9]{20}$")),
                        name="dice_are_twenty_digits",
                    ),
                ],
                "ordering": ["draw", "attempt", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Score",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("redacted", models.TextField(blank=True, default="")),
                ("number", models.PositiveIntegerField()),
                ("form", models.PositiveSmallIntegerField()),
                ("answers", models.JSONField()),
                ("rating", models.CharField(max_length=12)),
                ("nonce", models.CharField(max_length=64)),
                ("commitment", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="scores",
                        to="scrutiny.case",
                    ),
                ),
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
                        fields=("case", "person", "number"),
                        name="scores_of_a_member_are_numbered_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("rating__in", ["green", "amber", "red", "cannot_tell"])
                        ),
                        name="a_score_is_one_of_four",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("commitment__regex", "^[0-9a-f]{64}$")),
                        name="a_score_is_committed_to",
                    ),
                ],
                "ordering": ["case", "person", "number"],
            },
        ),
        migrations.CreateModel(
            name="Seed",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("checkpoint", models.TextField()),
                ("size", models.BigIntegerField()),
                ("witnesses", models.JSONField(default=list)),
                ("beacon", models.CharField(max_length=64)),
                ("signature", models.CharField(blank=True, max_length=192)),
                ("previous", models.CharField(blank=True, max_length=192)),
                ("value", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
                (
                    "draw",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="seed",
                        to="scrutiny.draw",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("value__regex", "^[0-9a-f]{64}$")),
                        name="a_seed_is_a_digest",
                    ),
                    models.UniqueConstraint(fields=("value",), name="a_seed_is_used_once"),
                ],
                "ordering": ["draw"],
            },
        ),
        migrations.CreateModel(
            name="Shown",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("version", models.PositiveIntegerField()),
                ("digest", models.CharField(max_length=64)),
                ("hidden", models.JSONField(default=list)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="shown",
                        to="scrutiny.case",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("case", "number"),
                        name="looks_at_the_words_of_a_case_are_numbered_once",
                    )
                ],
                "verbose_name_plural": "shown",
                "ordering": ["case", "number"],
            },
        ),
        migrations.CreateModel(
            name="VideoAsked",
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
                ("missing", models.BooleanField(default=False)),
                ("reference", models.CharField(blank=True, max_length=100)),
                ("deletes_on", models.DateField(null=True)),
                ("link", models.CharField(blank=True, max_length=500)),
                ("trouble", models.CharField(blank=True, max_length=300)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="videos",
                        to="scrutiny.case",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("case", "number"), name="requests_for_a_video_are_numbered_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("acknowledged", True), ("missing", False), ("trouble", "")),
                            models.Q(
                                ("acknowledged", False), models.Q(("trouble", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="a_video_is_held_or_it_says_why_not",
                    ),
                ],
                "ordering": ["case", "number"],
            },
        ),
        migrations.CreateModel(
            name="Called",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reason", models.CharField(max_length=30)),
                ("at", models.DateTimeField()),
                (
                    "instead_of",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaced",
                        to="scrutiny.case",
                    ),
                ),
                (
                    "reserve",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="called",
                        to="scrutiny.case",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "called",
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("reason__in", ["sub-judice", "victim-identifiable", "live-complaint"])
                        ),
                        name="a_reserve_is_called_for_a_listed_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reserve", models.F("instead_of")), _negated=True),
                        name="no_case_stands_in_for_itself",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Agreed",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("redacted", models.TextField(blank=True, default="")),
                ("form", models.PositiveSmallIntegerField()),
                ("answers", models.JSONField()),
                ("rating", models.CharField(max_length=12)),
                ("words", models.TextField(blank=True)),
                ("nonce", models.CharField(max_length=64)),
                ("commitment", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agreed",
                        to="scrutiny.case",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "agreed",
                "ordering": ["case"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("rating__in", ["green", "amber", "red", "cannot_tell"])
                        ),
                        name="an_agreed_score_is_one_of_four",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("commitment__regex", "^[0-9a-f]{64}$")),
                        name="an_agreed_score_is_committed_to",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Conflict",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="conflicts",
                        to="scrutiny.case",
                    ),
                ),
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
                "ordering": ["case", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("case", "person"), name="a_conflict_is_declared_once"
                    )
                ],
            },
        ),
        OnTables(keep, let_go),
    ]
