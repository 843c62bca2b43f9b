"""Cases that were drawn: what is held back from deletion, what members see, and who may not."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from evenhand.accounts.models import Person
from evenhand.ledger.kept import Kept
from evenhand.scrutiny.models.draws import REASONS, Draw
from evenhand.scrutiny.models.frames import Position


class Case(Kept):
    """A position that was drawn, in its place of the drawn order. Reserves stand by there too."""

    draw = models.ForeignKey(Draw, on_delete=models.PROTECT, related_name="drawn")
    place = models.PositiveIntegerField()
    """In the order of the draw, from one; reserves come after the cases."""
    position = models.OneToOneField(Position, on_delete=models.PROTECT, related_name="case")
    stratum = models.CharField(max_length=200)
    of = models.PositiveIntegerField()
    """How many positions its stratum has; with ``drawn``, what the case counts for."""
    drawn = models.PositiveIntegerField()
    """How many cases were drawn from its stratum."""
    reserve = models.BooleanField()

    class Meta:
        ordering: ClassVar = ["draw", "place"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["draw", "place"], name="places_of_a_draw_are_numbered_once"
            ),
            models.CheckConstraint(
                condition=Q(place__gte=1, of__gte=F("drawn")), name="a_case_has_its_weight"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.draw} case {self.place}"


class Called(Kept):
    """A reserve that stands in for a case which the law keeps from the panel."""

    reserve = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="called")
    instead_of = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="replaced")
    reason = models.CharField(max_length=30)
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["pk"]
        verbose_name_plural = "called"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(reason__in=REASONS), name="a_reserve_is_called_for_a_listed_reason"
            ),
            models.CheckConstraint(
                condition=~Q(reserve=F("instead_of")), name="no_case_stands_in_for_itself"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reserve} for {self.instead_of}"


class VideoAsked(Kept):
    """That the evidence system was asked to hold the video of a case, and what it answered."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="videos")
    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    acknowledged = models.BooleanField()
    """Whether it said that the video is there and held."""
    missing = models.BooleanField(default=False)
    """It said that there is none: a finding."""
    reference = models.CharField(max_length=100, blank=True)
    """What the evidence system calls its hold."""
    deletes_on = models.DateField(null=True)
    """When it would be deleted without a hold, as the system says."""
    link = models.CharField(max_length=500, blank=True)
    """Where those who are let in there can watch it."""
    trouble = models.CharField(max_length=300, blank=True)
    """Why there is no acknowledgement."""

    class Meta:
        ordering: ClassVar = ["case", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case", "number"], name="requests_for_a_video_are_numbered_once"
            ),
            models.CheckConstraint(
                condition=Q(acknowledged=True, missing=False, trouble="")
                | Q(acknowledged=False) & ~Q(trouble=""),
                name="a_video_is_held_or_it_says_why_not",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case} video {self.number}"


class VideoLetGo(Kept):
    """That the evidence system was told that a hold ended, and what it answered."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="let_go")
    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    acknowledged = models.BooleanField()
    """Whether it said that it holds the video for this no longer."""
    trouble = models.CharField(max_length=300, blank=True)
    """Why there is no acknowledgement."""

    class Meta:
        ordering: ClassVar = ["case", "number"]
        verbose_name_plural = "videos let go"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case", "number"], name="ends_of_a_hold_are_numbered_once"
            ),
            models.CheckConstraint(
                condition=Q(acknowledged=True, trouble="") | Q(acknowledged=False) & ~Q(trouble=""),
                name="a_hold_is_ended_or_it_says_why_not",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case} let go {self.number}"


class Shown(Kept):
    """What a person took out of a case's words before members were shown it: places, no text.

    The words themselves stay in the record; here is only from which sign to which they are hidden.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="shown")
    number = models.PositiveIntegerField()
    version = models.PositiveIntegerField()
    """Of the record. A later version is looked at anew before it is shown."""
    digest = models.CharField(max_length=64)
    """Of the words that were looked at, under the position's salt."""
    hidden = models.JSONField(default=list)
    """Field, first and last sign, and what stands there instead."""
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["case", "number"]
        verbose_name_plural = "shown"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case", "number"], name="looks_at_the_words_of_a_case_are_numbered_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case} shown {self.number}"


class Conflict(Kept):
    """A member said that a case touches them: they neither see it nor score it, for good."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="conflicts")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["case", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "person"], name="a_conflict_is_declared_once"),
        ]

    def __str__(self) -> str:
        return f"conflict in {self.case}"
