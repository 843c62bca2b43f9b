"""Who in the workspace leads a workstream or does an action. The public sees roles, never this."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from evenhand.accounts.models import Membership, Person
from evenhand.plan.models.frameworks import Workstream
from evenhand.plan.models.plans import Action, Plan


class Assignment(models.Model):
    """A member of the force leads a workstream of its plan or does one of its actions."""

    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="assignments")
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="assignments")
    workstream = models.ForeignKey(
        Workstream, on_delete=models.PROTECT, null=True, blank=True, related_name="assignments"
    )
    action = models.ForeignKey(
        Action, on_delete=models.PROTECT, null=True, blank=True, related_name="assignments"
    )
    given_at = models.DateTimeField()
    given_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    """Nobody where the command line gave it."""
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["plan", "workstream", "action", "given_at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(workstream__isnull=False, action__isnull=True)
                | Q(workstream__isnull=True, action__isnull=False),
                name="an_assignment_is_to_a_workstream_or_an_action",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__gte=F("given_at")),
                name="an_assignment_ends_after_it_began",
            ),
            models.UniqueConstraint(
                fields=["membership", "plan", "workstream"],
                condition=Q(ended_at__isnull=True, workstream__isnull=False),
                name="a_workstream_is_assigned_to_a_member_once",
            ),
            models.UniqueConstraint(
                fields=["membership", "action"],
                condition=Q(ended_at__isnull=True, action__isnull=False),
                name="an_action_is_assigned_to_a_member_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.membership_id} {self.plan} {self.workstream or self.action}"
