# Made by Django; its lists are not ours to type.
# ruff: noqa: RUF012

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Checkpoint",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("size", models.BigIntegerField(unique=True)),
                ("root", models.BinaryField(max_length=32)),
                ("signed_at", models.DateTimeField()),
                ("note", models.TextField()),
            ],
            options={
                "ordering": ["size"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("size__gt", 0)),
                        name="checkpoint_of_ledger_is_of_something",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Cosignature",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("size", models.BigIntegerField()),
                ("witness", models.CharField(max_length=200)),
                ("line", models.TextField()),
                ("received_at", models.DateTimeField()),
            ],
            options={
                "ordering": ["size", "witness"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        fields=("size", "witness"), name="one_cosignature_of_ledger_a_witness"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Entry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=60)),
                ("subject", models.CharField(max_length=200)),
                ("by", models.CharField(max_length=200)),
                ("organisation", models.CharField(blank=True, max_length=200)),
                ("at", models.DateTimeField(null=True)),
                ("body", models.TextField()),
                ("nonce", models.BinaryField(max_length=16, null=True)),
                ("leaf", models.BinaryField(max_length=33)),
                ("position", models.BigIntegerField(null=True, unique=True)),
                ("erased_at", models.DateTimeField(null=True)),
                ("erased_by", models.CharField(blank=True, max_length=200)),
                ("erased_why", models.TextField(blank=True)),
            ],
            options={
                "ordering": ["position", "pk"],
                "abstract": False,
                "indexes": [
                    models.Index(fields=["subject"], name="ledger_subject"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("at__isnull", False),
                                ("erased_at", None),
                                ("erased_by", ""),
                                ("erased_why", ""),
                                ("nonce__isnull", False),
                            ),
                            models.Q(
                                ("at", None),
                                ("erased_at__isnull", False),
                                ("nonce", None),
                                ("body", ""),
                                ("by", ""),
                                ("kind", ""),
                                ("organisation", ""),
                                ("subject", ""),
                                models.Q(("erased_by", ""), _negated=True),
                                models.Q(("erased_why", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="entry_of_ledger_is_whole_or_erased",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("position", None), ("position__gte", 0), _connector="OR"
                        ),
                        name="entry_of_ledger_stands_after_the_start",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Tile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("level", models.PositiveSmallIntegerField()),
                ("number", models.BigIntegerField()),
                ("hashes", models.BinaryField()),
            ],
            options={
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        fields=("level", "number"), name="one_tile_of_ledger_in_a_place"
                    )
                ],
            },
        ),
    ]
