"""Feedback: what a reader told us about a page or a figure, and nothing about the reader."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

LONGEST = 1200
"""Characters in one answer."""


class Satisfaction(models.TextChoices):
    """How a reader feels about the service; an answer is never needed."""

    NOT_SAID = "", "not said"
    VERY_SATISFIED = "very satisfied"
    SATISFIED = "satisfied"
    NEITHER = "neither"
    DISSATISFIED = "dissatisfied"
    VERY_DISSATISFIED = "very dissatisfied"


class Feedback(models.Model):
    """One message, as it was typed.

    There is no name, address, browser or network here, so that nobody can be found by it.
    """

    form = models.UUIDField(unique=True)
    """The form it was typed in; a form that is sent twice is kept once."""
    received_at = models.DateTimeField(db_index=True)
    path = models.CharField(max_length=300, blank=True)
    """The page it is about."""
    figure = models.CharField(max_length=200, blank=True)
    """The reference of the figure it is about."""
    doing = models.TextField(max_length=LONGEST, blank=True)
    wrong = models.TextField(max_length=LONGEST)
    satisfaction = models.CharField(max_length=20, choices=Satisfaction, blank=True)

    class Meta:
        ordering: ClassVar = ["-received_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(wrong=""), name="feedback_says_something"),
            models.CheckConstraint(
                condition=Q(satisfaction__in=[*Satisfaction]), name="satisfaction_is_one_we_offer"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.received_at:%Y-%m-%d %H:%M} {self.figure or self.path}"
