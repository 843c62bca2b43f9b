"""A progress report: what a force says of a quarter, frozen when it is published."""

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import Q

from evenhand.forces.models import Force
from evenhand.ledger.kept import Redactable
from evenhand.plan.models import Plan

QUARTER = r"^[0-9]{4}-Q[1-4]$"
DIGEST = r"^[0-9a-f]{64}$"
NO_DIGEST = "0" * 64
"""What stands where a report was taken down: its digest would let its words be guessed."""


class Draft(models.Model):
    """A report that is being made. It is the one row here that changes, until it is published."""

    key = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    force = models.ForeignKey(Force, on_delete=models.PROTECT, related_name="drafts")
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="drafts")
    quarter = models.CharField(max_length=7)
    choice = models.JSONField(default=dict)
    """What was chosen: see :class:`evenhand.publications.reporting.choosing.Choice`."""
    version = models.PositiveIntegerField(default=1)
    """Goes up with every change; who edits says which one they have seen."""
    changed_at = models.DateTimeField()
    changed_by = models.CharField(max_length=100)
    """A role, never a person's name."""

    class Meta:
        ordering: ClassVar = ["force", "-quarter"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["force", "quarter"], name="a_quarter_has_one_report_in_the_making"
            ),
            models.CheckConstraint(
                condition=Q(quarter__regex=QUARTER), name="a_draft_is_of_a_quarter"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.force_id} {self.quarter}"


class Report(Redactable):
    """A report as it was published. What replaces it is another one, with the next number."""

    force = models.ForeignKey(Force, on_delete=models.PROTECT, related_name="reports")
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="reports")
    quarter = models.CharField(max_length=7)
    number = models.PositiveSmallIntegerField()
    supersedes = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="superseded_by"
    )
    title = models.CharField(max_length=120)
    told_on = models.DateField()
    """The day whose state of the plan it tells."""
    content = models.JSONField()
    """All that it says: see :mod:`evenhand.publications.reporting.content`."""
    checkpoint = models.TextField(blank=True)
    """The signed checkpoint of the public ledger at that moment; empty before there was one."""
    digest = models.CharField(max_length=64)
    """The sha256 of content and checkpoint; it stands in the public ledger."""
    released_at = models.DateTimeField()
    released_by = models.CharField(max_length=100)
    """A role, never a person's name."""
    organisation = models.CharField(max_length=100)
    draft = models.UUIDField(unique=True)
    """The draft that it was made from: the same one cannot be published twice."""

    TEXTS: ClassVar = {"content": ("{}",), "digest": (NO_DIGEST,)}

    class Meta:
        ordering: ClassVar = ["force", "-quarter", "-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["force", "quarter", "number"], name="a_report_has_one_number"
            ),
            models.CheckConstraint(
                condition=Q(number=1, supersedes=None)
                | (Q(number__gt=1) & Q(supersedes__isnull=False)),
                name="a_later_report_names_what_it_replaces",
            ),
            models.CheckConstraint(
                condition=Q(quarter__regex=QUARTER), name="a_report_is_of_a_quarter"
            ),
            models.CheckConstraint(condition=Q(digest__regex=DIGEST), name="a_report_has_a_digest"),
            models.CheckConstraint(condition=~Q(title=""), name="a_report_has_a_title"),
            models.CheckConstraint(
                condition=~Q(released_by="") & ~Q(organisation=""),
                name="a_report_was_released_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        """What the public ledger calls it, and what its address is made of."""
        return f"report/{self.force_id}/{self.quarter}/{self.number}"


class Paper(Redactable):
    """A report as PDF, made once: its bytes never change, and their digest is in the ledger."""

    report = models.OneToOneField(Report, on_delete=models.PROTECT, related_name="paper")
    content = models.BinaryField()
    size = models.PositiveIntegerField()
    """Its bytes."""
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField()

    TEXTS: ClassVar = {"content": ("", "\\x"), "sha256": (NO_DIGEST,)}

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(sha256__regex=DIGEST), name="a_paper_has_a_digest"),
        ]

    def __str__(self) -> str:
        return str(self.report)
