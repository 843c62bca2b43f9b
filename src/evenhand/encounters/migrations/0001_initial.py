# ruff: noqa: RUF012 (made by Django; its lists are not ours to type)

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from evenhand.ledger import kept
from evenhand.ledger.on_tables import OnTables

TABLES = tuple(
    f"encounters_{name}"
    for name in ("sent", "version", "tomend", "settled", "review", "finding", "explained")
)


def keep(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Records of the past are only added to."""
    kept.guard(editor, TABLES)


def let_go(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Back again."""
    kept.unguard(editor, TABLES)


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("forces", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Version",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("record", models.TextField()),
                ("made_at", models.DateTimeField()),
                ("reason", models.TextField(blank=True)),
                ("changes", models.JSONField(default=list)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("number", 1),
                            models.Q(("number__gt", 1), models.Q(("reason", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="a_correction_gives_its_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("number", 1), models.Q(("changes", []), _negated=True), _connector="OR"
                        ),
                        name="a_correction_changes_something",
                    ),
                ],
                "ordering": ["stop", "number"],
            },
        ),
        migrations.CreateModel(
            name="Sent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("record", models.UUIDField()),
                ("sequence", models.PositiveIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                ("size", models.PositiveIntegerField()),
                ("key", models.CharField(max_length=200)),
                ("saved_at", models.DateTimeField(null=True)),
                ("received_at", models.DateTimeField(db_index=True)),
                ("clock_ahead", models.IntegerField(default=0)),
                ("from_lost", models.BooleanField(default=False)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("kept", "Kept"),
                            ("to_mend", "To Mend"),
                            ("conflict", "Conflict"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "carried_by",
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
                        fields=("record", "sha256"), name="the_same_record_is_received_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "conflict"), _negated=True),
                        fields=("record",),
                        name="what_differs_under_one_id_is_a_conflict",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["kept", "to_mend", "conflict"])),
                        name="a_record_is_in_a_state_we_know",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("sequence__gte", 1)),
                        name="a_device_numbers_its_records_from_one",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("sha256__regex", "^[0-9a-f]{64}$")),
                        name="what_was_sent_is_known_by_its_digest",
                    ),
                ],
                "verbose_name_plural": "sent",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Stop",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("received_at", models.DateTimeField()),
                ("accepted_at", models.DateTimeField(db_index=True)),
                ("versions", models.PositiveIntegerField()),
                ("started_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField()),
                ("team", models.CharField(max_length=60)),
                ("duty", models.CharField(max_length=60)),
                ("power", models.CharField(max_length=60)),
                ("reason", models.CharField(max_length=60)),
                ("reason_told", models.CharField(max_length=60)),
                ("pre_stop_information", models.CharField(max_length=60)),
                ("seen_before", models.CharField(max_length=60)),
                ("perceived_before", models.CharField(blank=True, max_length=60)),
                ("driver_perceived", models.CharField(blank=True, max_length=60)),
                ("driver_sde", models.CharField(blank=True, max_length=60)),
                ("driver_not_stated", models.CharField(blank=True, max_length=60)),
                ("driver_age_band", models.CharField(blank=True, max_length=60)),
                ("driver_sex", models.CharField(blank=True, max_length=60)),
                ("people", models.PositiveSmallIntegerField()),
                ("road", models.CharField(blank=True, max_length=60)),
                ("lsoa", models.CharField(blank=True, max_length=9)),
                ("cell", models.CharField(blank=True, max_length=14)),
                ("registration_mac", models.CharField(blank=True, max_length=64)),
                ("outcomes", models.JSONField()),
                ("no_action", models.BooleanField()),
                ("searched", models.BooleanField()),
                ("force_used", models.BooleanField()),
                ("outcome_linked", models.BooleanField()),
                ("duration_minutes", models.PositiveIntegerField()),
                ("reason_explained", models.BooleanField()),
                ("receipt", models.CharField(max_length=60)),
                ("video_on", models.BooleanField()),
                ("late", models.BooleanField(default=False)),
                ("carried", models.BooleanField(default=False)),
                ("officer_had_left", models.BooleanField(default=False)),
                ("clock_wrong", models.BooleanField(default=False)),
                ("mended", models.BooleanField(default=False)),
                ("likeness", models.CharField(db_index=True, max_length=64)),
                ("said", models.CharField(max_length=64)),
                (
                    "reviewed",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("read", "Read"),
                            ("asked", "Asked"),
                            ("answered", "Answered"),
                            ("agreed", "Agreed"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                (
                    "force",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stops",
                        to="forces.force",
                    ),
                ),
                (
                    "officer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("recorded_at__gte", models.F("started_at"))),
                        name="a_stop_is_recorded_once_it_began",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("accepted_at__gte", models.F("received_at"))),
                        name="a_stop_is_accepted_once_it_came",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("versions__gte", 1)), name="a_stop_has_a_version"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("people__gte", 1)), name="somebody_was_stopped"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("seen_before", "yes"), ("perceived_before", ""), _connector="OR"
                        ),
                        name="nobody_is_perceived_unseen",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("driver_sde", ""), _negated=True),
                            models.Q(("driver_not_stated", ""), _negated=True),
                            _negated=True,
                        ),
                        name="an_ethnicity_is_stated_or_not",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("registration_mac", ""),
                            ("registration_mac__regex", "^[0-9a-f]{64}$"),
                            _connector="OR",
                        ),
                        name="a_registration_is_not_readable_here",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("said__regex", "^[0-9a-f]{64}$"), ("likeness__regex", "^[0-9a-f]{64}$")
                        ),
                        name="what_a_stop_said_is_kept_under_a_key",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("reviewed__in", ["waiting", "read", "asked", "answered", "agreed"])
                        ),
                        name="a_review_is_as_far_as_we_know",
                    ),
                ],
                "ordering": ["-started_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Device",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("registered_at", models.DateTimeField()),
                ("last_seen", models.DateTimeField(db_index=True)),
                ("unsent", models.PositiveIntegerField(default=0)),
                ("highest", models.PositiveIntegerField(default=0)),
                ("clock_ahead", models.IntegerField(default=0)),
                ("lost_at", models.DateTimeField(null=True)),
                (
                    "force",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="devices",
                        to="forces.force",
                    ),
                ),
                (
                    "last_seen_with",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "registered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("last_seen__gte", models.F("registered_at"))),
                        name="a_device_is_seen_once_it_is_registered",
                    )
                ],
                "ordering": ["force", "registered_at", "pk"],
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
                (
                    "odd",
                    models.CharField(
                        choices=[("conflict", "Conflict"), ("double", "Double")], max_length=10
                    ),
                ),
                ("found_at", models.DateTimeField()),
                (
                    "force",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="findings",
                        to="forces.force",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Explained",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("first", models.PositiveIntegerField(null=True)),
                ("last", models.PositiveIntegerField(null=True)),
                ("words", models.TextField()),
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
                    "device",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="explained",
                        to="encounters.device",
                    ),
                ),
                (
                    "finding",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="explained",
                        to="encounters.finding",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("words", ""), _negated=True),
                        name="an_explanation_has_words",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("device__isnull", True),
                                ("finding__isnull", False),
                                ("first__isnull", True),
                                ("last__isnull", True),
                            ),
                            models.Q(
                                ("device__isnull", False),
                                ("finding__isnull", True),
                                ("first__gte", 1),
                                ("last__gte", models.F("first")),
                            ),
                            _connector="OR",
                        ),
                        name="a_finding_or_missing_numbers_are_explained",
                    ),
                ],
                "verbose_name_plural": "explained",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Restricted",
            fields=[
                (
                    "version",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="restricted",
                        serialize=False,
                        to="encounters.version",
                    ),
                ),
                ("registration", models.CharField(blank=True, max_length=20)),
                ("place", models.JSONField(null=True)),
                ("officer", models.CharField(blank=True, max_length=100)),
                ("keep_until", models.DateField(db_index=True)),
                ("erased_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("erased_at__isnull", True),
                            models.Q(
                                ("officer", ""), ("place__isnull", True), ("registration", "")
                            ),
                            _connector="OR",
                        ),
                        name="what_was_erased_is_gone",
                    )
                ],
                "verbose_name_plural": "restricted",
            },
        ),
        migrations.CreateModel(
            name="Sealed",
            fields=[
                (
                    "sent",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="sealed",
                        serialize=False,
                        to="encounters.sent",
                    ),
                ),
                ("content", models.BinaryField()),
            ],
            options={
                "verbose_name_plural": "sealed",
            },
        ),
        migrations.AddField(
            model_name="sent",
            name="device",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="sent",
                to="encounters.device",
            ),
        ),
        migrations.AddField(
            model_name="finding",
            name="sent",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="conflict",
                to="encounters.sent",
            ),
        ),
        migrations.AddField(
            model_name="version",
            name="stop",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="all_versions",
                to="encounters.stop",
            ),
        ),
        migrations.AddField(
            model_name="stop",
            name="sent",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="stop",
                to="encounters.sent",
            ),
        ),
        migrations.CreateModel(
            name="Review",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "step",
                    models.CharField(
                        choices=[
                            ("read", "Read"),
                            ("asked", "Asked"),
                            ("answered", "Answered"),
                            ("agreed", "Agreed"),
                        ],
                        max_length=10,
                    ),
                ),
                ("words", models.TextField(blank=True)),
                ("version", models.PositiveIntegerField()),
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
                    "stop",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reviews",
                        to="encounters.stop",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("step__in", ["read", "asked", "answered", "agreed"])),
                        name="a_review_is_of_a_known_step",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("step__in", ["read", "agreed"]),
                            models.Q(("words", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="a_question_and_its_answer_have_words",
                    ),
                ],
                "ordering": ["stop", "pk"],
            },
        ),
        migrations.AddField(
            model_name="finding",
            name="first",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="doubles",
                to="encounters.stop",
            ),
        ),
        migrations.AddField(
            model_name="finding",
            name="stop",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="double_of_another",
                to="encounters.stop",
            ),
        ),
        migrations.CreateModel(
            name="System",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=60)),
                ("prefix", models.CharField(max_length=12)),
                ("key_hash", models.CharField(max_length=64, unique=True)),
                ("made_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("revoked_at", models.DateTimeField(null=True)),
                ("last_used_at", models.DateTimeField(null=True)),
                (
                    "force",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="systems",
                        to="forces.force",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "revoked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True), name="a_system_has_a_name"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("key_hash__regex", "^[0-9a-f]{64}$")),
                        name="only_the_hash_of_a_key_is_kept",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("expires_at__gt", models.F("made_at"))),
                        name="a_key_ends_after_it_was_made",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("revoked_at__isnull", True), ("revoked_by__isnull", True)),
                            models.Q(
                                ("revoked_at__gte", models.F("made_at")),
                                ("revoked_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="a_key_is_revoked_by_somebody",
                    ),
                ],
                "ordering": ["force", "name", "-made_at", "pk"],
            },
        ),
        migrations.AddField(
            model_name="stop",
            name="system",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="stops",
                to="encounters.system",
            ),
        ),
        migrations.CreateModel(
            name="Call",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("idempotency_key", models.CharField(max_length=200)),
                ("sha256", models.CharField(max_length=64)),
                ("received_at", models.DateTimeField(db_index=True)),
                ("status", models.PositiveSmallIntegerField(default=0)),
                ("answer", models.JSONField(default=dict)),
                (
                    "system",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="calls",
                        to="encounters.system",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("system", "idempotency_key"), name="a_call_is_answered_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("idempotency_key", ""), _negated=True),
                        name="a_call_has_an_idempotency_key",
                    ),
                ],
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Team",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=60)),
                ("since", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "force",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="teams",
                        to="forces.force",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True), name="a_team_has_a_name"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("force", "name"),
                        name="a_force_has_each_team_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_at__isnull", True),
                            ("ended_at__gte", models.F("since")),
                            _connector="OR",
                        ),
                        name="a_team_ends_after_it_began",
                    ),
                ],
                "ordering": ["force", "name"],
            },
        ),
        migrations.CreateModel(
            name="ToMend",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("problems", models.JSONField()),
                (
                    "force",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="to_mend",
                        to="forces.force",
                    ),
                ),
                (
                    "officer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "sent",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="to_mend",
                        to="encounters.sent",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("problems", []), _negated=True),
                        name="what_is_to_mend_has_a_problem",
                    )
                ],
                "verbose_name_plural": "to mend",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Settled",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "how",
                    models.CharField(
                        choices=[("mended", "Mended"), ("set_aside", "Set Aside")], max_length=10
                    ),
                ),
                ("reason", models.TextField(blank=True)),
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
                    "stop",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mending",
                        to="encounters.stop",
                    ),
                ),
                (
                    "to_mend",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="settled",
                        to="encounters.tomend",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("how", "mended"), ("stop__isnull", False)),
                            models.Q(
                                ("how", "set_aside"),
                                ("stop__isnull", True),
                                models.Q(("reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="a_record_is_mended_or_set_aside_with_a_reason",
                    )
                ],
                "verbose_name_plural": "settled",
                "ordering": ["pk"],
            },
        ),
        migrations.AddIndex(
            model_name="sent",
            index=models.Index(fields=["device", "sequence"], name="sent_by_number"),
        ),
        migrations.AddConstraint(
            model_name="version",
            constraint=models.UniqueConstraint(
                fields=("stop", "number"), name="versions_of_a_stop_are_numbered_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="finding",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("odd", "conflict"), ("sent__isnull", False), ("stop__isnull", True)),
                    models.Q(
                        ("first__isnull", False),
                        ("odd", "double"),
                        ("sent__isnull", True),
                        ("stop__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="a_finding_names_what_it_is_about",
            ),
        ),
        migrations.AddConstraint(
            model_name="finding",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("stop__isnull", True),
                    models.Q(("stop", models.F("first")), _negated=True),
                    _connector="OR",
                ),
                name="no_stop_is_its_own_double",
            ),
        ),
        migrations.AddIndex(
            model_name="stop",
            index=models.Index(fields=["force", "started_at"], name="stops_by_time"),
        ),
        migrations.AddIndex(
            model_name="stop",
            index=models.Index(fields=["force", "reviewed"], name="stops_to_review"),
        ),
        migrations.AddIndex(
            model_name="stop",
            index=models.Index(fields=["officer", "started_at"], name="stops_of_an_officer"),
        ),
        migrations.AddConstraint(
            model_name="stop",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("officer__isnull", False),
                        ("sent__isnull", False),
                        ("system__isnull", True),
                    ),
                    models.Q(("sent__isnull", True), ("system__isnull", False)),
                    _connector="OR",
                ),
                name="a_stop_came_from_a_device_or_a_system",
            ),
        ),
        OnTables(keep, let_go),
    ]
