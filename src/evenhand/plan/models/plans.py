"""A force's plan in its iterations, who leads its workstreams, and the actions in it."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from evenhand.forces.models import Force
from evenhand.ledger.kept import REDACTED, Kept, Redactable
from evenhand.ledger.texts import SLUG
from evenhand.plan.models.frameworks import Framework, Workstream
from evenhand.plan.status import STALE_AFTER


class Plan(Kept):
    """One iteration of a force's plan. The next is another row; this one stays as it was."""

    force = models.ForeignKey(Force, on_delete=models.PROTECT, related_name="plans")
    iteration = models.PositiveSmallIntegerField()
    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="plans")
    title = models.CharField(max_length=120)
    columns = models.JSONField(default=list)
    """The force's own columns, uneven as they may be: ``["2025-Q1", "2025-Q3 to 2025-Q4"]``."""
    stale_after = models.PositiveSmallIntegerField(default=STALE_AFTER)
    organisation = models.CharField(max_length=100)
    """Who promises: alone in answering for it, and unable to dispute it."""
    opened_at = models.DateTimeField()
    opened_by = models.CharField(max_length=100)

    class Meta:
        ordering: ClassVar = ["force", "iteration"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["force", "iteration"], name="a_force_has_each_iteration_once"
            ),
            models.CheckConstraint(
                condition=Q(iteration__gte=1), name="iterations_of_a_plan_begin_at_one"
            ),
            models.CheckConstraint(
                condition=Q(stale_after__gte=1), name="a_plan_is_stale_after_some_days"
            ),
            models.CheckConstraint(
                condition=~Q(organisation="") & ~Q(opened_by=""), name="a_plan_is_somebodys"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.force_id} {self.iteration}"


class Lead(Redactable):
    """Who leads a workstream of a plan, from a day on: a role, never a person's name."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="leads")
    workstream = models.ForeignKey(Workstream, on_delete=models.PROTECT, related_name="leads")
    number = models.PositiveIntegerField()
    role = models.CharField(max_length=120)
    words = models.TextField(blank=True)
    recorded_at = models.DateTimeField()
    by = models.CharField(max_length=100)
    organisation = models.CharField(max_length=100)

    TEXTS: ClassVar = dict.fromkeys(("role", "words", "by"), (REDACTED,))

    class Meta:
        ordering: ClassVar = ["plan", "workstream", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["plan", "workstream", "number"],
                name="leads_of_a_workstream_are_numbered_once",
            ),
            models.CheckConstraint(condition=~Q(role=""), name="a_lead_is_a_role"),
            models.CheckConstraint(
                condition=Q(number=1) | (Q(number__gt=1) & ~Q(words="")),
                name="a_new_lead_gives_a_public_reason",
            ),
            models.CheckConstraint(
                condition=~Q(by="") & ~Q(organisation=""), name="a_lead_is_named_by_somebody"
            ),
        ]

    def __str__(self) -> str:
        return self.role


class Action(Kept):
    """One action of a plan: a name that never changes; what it promises is in its changes."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="actions")
    key = models.SlugField(max_length=60)
    workstream = models.ForeignKey(Workstream, on_delete=models.PROTECT, related_name="actions")

    class Meta:
        ordering: ClassVar = ["plan", "workstream", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["plan", "key"], name="an_action_is_named_once_in_its_plan"
            ),
            models.CheckConstraint(condition=Q(key__regex=SLUG), name="an_action_has_a_plain_name"),
        ]

    def __str__(self) -> str:
        return f"{self.plan} {self.key}"
