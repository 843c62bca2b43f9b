"""What happened to teams: renamed, put into another, ended; with the reason, and never undone."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from evenhand.accounts.models import Person
from evenhand.encounters.models.devices import Team
from evenhand.forces.models import Force
from evenhand.ledger.kept import Kept


class TeamChange(Kept):
    """A team ended, and another one has its officers, where there is one.

    Records keep the name that they came with.
    """

    force = models.ForeignKey(Force, on_delete=models.PROTECT, related_name="+")
    before = models.OneToOneField(Team, on_delete=models.PROTECT, related_name="became")
    after = models.ForeignKey(Team, on_delete=models.PROTECT, null=True, related_name="were")
    reason = models.TextField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(reason=""), name="a_team_changes_with_a_reason"),
            models.CheckConstraint(
                condition=Q(after__isnull=True) | ~Q(after=F("before")),
                name="a_team_does_not_become_itself",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.before_id} became {self.after_id or 'none'}"
