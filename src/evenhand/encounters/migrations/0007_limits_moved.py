"""Limits that all processes share are counted in the accounts; what they held is a minute's."""

# ruff: noqa: RUF012 (its lists are not ours to type)

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("accounts", "0005_limits"), ("encounters", "0006_teams_change")]
    operations = [migrations.DeleteModel(name="Came")]
