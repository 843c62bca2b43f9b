"""Findings of panels, and the learning that comes back, which names nobody."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from evenhand.ledger.kept import REDACTED, Redactable
from evenhand.scrutiny.models.cases import Case
from evenhand.scrutiny.models.draws import Draw
from evenhand.scrutiny.terms import Fault, Taken

FAULTS = [one.value for one in Fault]
TAKEN = [one.value for one in Taken]


class Finding(Redactable):
    """What a panel found, in words that may be public; who has to answer it, and by when."""

    draw = models.ForeignKey(Draw, on_delete=models.PROTECT, related_name="findings")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, related_name="findings")
    """Never shown to the public."""
    number = models.PositiveIntegerField()
    """Within the draw; its address."""
    fault = models.CharField(max_length=20)
    words = models.TextField()
    due = models.DateField()
    """The last day for the supervisor's answer."""
    at = models.DateTimeField()
    by = models.CharField(max_length=100)
    organisation = models.CharField(max_length=100)
    TEXTS: ClassVar = {"words": (REDACTED,), "by": (REDACTED,)}

    class Meta:
        ordering: ClassVar = ["draw", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["draw", "number"], name="findings_of_a_draw_are_numbered_once"
            ),
            models.CheckConstraint(
                condition=Q(fault__in=FAULTS), name="a_finding_is_about_something"
            ),
            models.CheckConstraint(condition=~Q(words=""), name="a_finding_of_a_panel_has_words"),
        ]

    def __str__(self) -> str:
        return f"{self.draw} finding {self.number}"


class Learning(Redactable):
    """What came back from the force about a finding, without naming the officer."""

    finding = models.OneToOneField(Finding, on_delete=models.PROTECT, related_name="learning")
    taken = models.CharField(max_length=20)
    words = models.TextField()
    at = models.DateTimeField()
    by = models.CharField(max_length=100)
    organisation = models.CharField(max_length=100)
    TEXTS: ClassVar = {"words": (REDACTED,), "by": (REDACTED,)}

    class Meta:
        ordering: ClassVar = ["finding"]
        verbose_name_plural = "learning"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(taken__in=TAKEN), name="learning_says_what_was_done"
            ),
            models.CheckConstraint(condition=~Q(words=""), name="learning_has_words"),
        ]

    def __str__(self) -> str:
        return f"{self.finding} learning"
