"""Alerts can be followed too: one, or all of a force."""

from typing import ClassVar

from django.db import migrations, models
from django.db.models import Q

PATTERN = (
    r"^(plan/[a-z]+(-[a-z]+)*/[1-9][0-9]*(/[a-z0-9]+(-[a-z0-9]+)*)?"
    r"|alert/[a-z]+(-[a-z]+)*(/[1-9][0-9]*)?)$"
)
NAMES = {
    "follower": "what_is_followed_can_be_followed",
    "asking": "what_is_asked_for_can_be_followed",
}


class Migration(migrations.Migration):
    dependencies: ClassVar = [("following", "0001_initial")]

    operations: ClassVar = [
        step
        for model, name in NAMES.items()
        for step in (
            migrations.RemoveConstraint(model_name=model, name=name),
            migrations.AddConstraint(
                model_name=model,
                constraint=models.CheckConstraint(condition=Q(subject__regex=PATTERN), name=name),
            ),
        )
    ]
