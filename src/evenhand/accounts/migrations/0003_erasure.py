"""Erased people: their rows stay, and name nobody."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """Adds when a person was erased, and until when the log about them is kept."""

    dependencies: ClassVar = [("accounts", "0002_chief_officers")]
    operations: ClassVar = [
        migrations.AddField(
            model_name="person", name="erased_at", field=models.DateTimeField(null=True)
        ),
        migrations.AddField(
            model_name="person", name="log_kept_until", field=models.DateField(null=True)
        ),
        migrations.AddConstraint(
            model_name="person",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("erased_at__isnull", True),
                    models.Q(
                        ("email__endswith", "@erased.invalid"),
                        ("is_active", False),
                        ("name__startswith", "Erased person"),
                    ),
                    _connector="OR",
                ),
                name="an_erased_person_is_nobody",
            ),
        ),
        migrations.AddConstraint(
            model_name="person",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("log_kept_until__isnull", True),
                    ("erased_at__isnull", False),
                    _connector="OR",
                ),
                name="only_an_erased_persons_log_has_an_end",
            ),
        ),
    ]
