"""Which forces an oversight body holds to account."""

# ruff: noqa: RUF012 (its lists are not ours to type)

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0005_limits"), ("forces", "0001_initial")]
    operations = [
        migrations.AddField(
            model_name="organisation",
            name="oversees",
            field=models.ManyToManyField(blank=True, related_name="overseen_by", to="forces.force"),
        ),
    ]
