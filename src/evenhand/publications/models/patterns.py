"""What patterns in a force's vehicle stops say: tests and middles, frozen at their release."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from evenhand.forces.models import Force
from evenhand.ledger.kept import Kept
from evenhand.publications.models.figures import MONTH


class Patterns(Kept):
    """The tests that only vehicle stops allow, and how long stops take, over some months.

    What is released later over the same months stands beside it; the latest is shown.
    """

    force = models.ForeignKey(Force, on_delete=models.PROTECT, related_name="patterns")
    first_month = models.CharField(max_length=7)
    last_month = models.CharField(max_length=7)
    told = models.JSONField()
    """Each question with its answers in words, and what was refused, with the reason."""
    inputs = models.JSONField()
    """Each snapshot that was counted: its sha256, month and version in the lake."""
    evenhand_version = models.CharField(max_length=30)
    digest = models.CharField(max_length=64)
    released_at = models.DateTimeField()
    released_by = models.CharField(max_length=100)

    class Meta:
        ordering: ClassVar = ["force", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(first_month__lte=F("last_month")),
                name="patterns_end_after_they_begin",
            ),
            models.CheckConstraint(
                condition=Q(first_month__regex=MONTH) & Q(last_month__regex=MONTH),
                name="patterns_cover_whole_months",
            ),
            models.CheckConstraint(
                condition=Q(digest__regex=r"^[0-9a-f]{64}$"), name="patterns_have_a_digest"
            ),
            models.CheckConstraint(
                condition=~Q(released_by=""), name="patterns_were_released_by_somebody"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.force_id}, {self.first_month} to {self.last_month}"
