"""Recommendations, and every step that was taken with them: rows that are only ever added."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from evenhand.accounts.models import Organisation, Person
from evenhand.forces.models import Force
from evenhand.ledger.kept import REDACTED, Kept, Redactable
from evenhand.scrutiny.recommending.steps import Kind
from evenhand.scrutiny.recommending.terms import Source

KINDS = [one.value for one in Kind]
SOURCES = [one.value for one in Source]


NO_DIGEST = "0" * 64
"""Of words that were taken out: nobody finds out by it what they were."""


class Recommendation(Redactable):
    """A recommendation to a force. What it says, and what became of it, is in its steps."""

    force = models.ForeignKey(Force, on_delete=models.PROTECT, related_name="recommendations")
    number = models.PositiveIntegerField()
    """Within the force; its address."""
    body = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, related_name="recommendations"
    )
    """Who made it, where they act here; nobody where it came in a list from elsewhere."""
    organisation = models.CharField(max_length=100)
    """Who made it, as the public reads it."""
    answered_by = models.CharField(max_length=100)
    """Who answers it, as the public reads it: alone in answering, and unable to judge itself."""
    source = models.CharField(max_length=20)
    said_on = models.DateField()
    """When it was first said: for one from a list, the day of its report."""
    digest = models.CharField(max_length=64)
    """Of what is recommended, however it is spaced and written: the same again is a repeat."""
    made_at = models.DateTimeField(db_index=True)
    TEXTS: ClassVar = {"digest": (NO_DIGEST,)}

    class Meta:
        ordering: ClassVar = ["force", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["force", "number"], name="recommendations_to_a_force_are_numbered_once"
            ),
            models.UniqueConstraint(
                fields=["force", "organisation", "said_on", "digest"],
                condition=~Q(digest=NO_DIGEST),
                name="nobody_says_the_same_twice_in_a_day",
            ),
            models.CheckConstraint(
                condition=Q(number__gte=1), name="recommendations_are_numbered_from_one"
            ),
            models.CheckConstraint(
                condition=Q(source__in=SOURCES), name="a_recommendation_is_of_a_known_source"
            ),
            models.CheckConstraint(
                condition=~Q(organisation="") & ~Q(answered_by=""),
                name="a_recommendation_is_from_somebody_to_somebody",
            ),
            models.CheckConstraint(
                condition=Q(digest__regex=r"^[0-9a-f]{64}$"),
                name="a_recommendation_has_a_digest",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.force_id} {self.number}"


class RecommendationStep(Redactable):
    """One step of a recommendation. Its columns are those of `evenhand.scrutiny.recorded`."""

    recommendation = models.ForeignKey(
        Recommendation, on_delete=models.PROTECT, related_name="steps"
    )
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=20)
    recorded_at = models.DateTimeField(db_index=True)
    by = models.CharField(max_length=100)
    """A role's public reference, never a person's name."""
    organisation = models.CharField(max_length=100)
    words = models.TextField()
    data = models.JSONField(default=dict)
    TEXTS: ClassVar = {"words": (REDACTED,), "by": (REDACTED,)}
    TREES: ClassVar = ("data",)

    class Meta:
        ordering: ClassVar = ["recommendation", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["recommendation", "number"],
                name="steps_of_a_recommendation_are_numbered_once",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=KINDS), name="a_step_of_a_recommendation_is_of_a_known_kind"
            ),
            models.CheckConstraint(
                condition=Q(number=1, kind=Kind.MADE.value)
                | (Q(number__gt=1) & ~Q(kind=Kind.MADE.value)),
                name="a_recommendation_begins_with_being_made",
            ),
            models.CheckConstraint(
                condition=~Q(words="") & ~Q(by="") & ~Q(organisation=""),
                name="a_step_of_a_recommendation_is_somebodys_words",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.recommendation} {self.number} {self.kind}"


class RecommendationTaker(Kept):
    """Who took a step, never shown: nobody judges what they themselves called done."""

    step = models.OneToOneField(RecommendationStep, on_delete=models.PROTECT, related_name="taker")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"who took {self.step}"


class RecommendationNotice(Kept):
    """That somebody was told by mail of a step, so that nobody is told twice."""

    step = models.ForeignKey(RecommendationStep, on_delete=models.PROTECT, related_name="notices")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["step", "person"], name="nobody_is_told_of_a_recommendation_twice"
            )
        ]

    def __str__(self) -> str:
        return f"notice of {self.step}"
