"""The national plan above the forces' own: frameworks in versions, with what they are made of."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from evenhand.ledger.kept import Kept
from evenhand.ledger.versions import Versioned


class Framework(Versioned):
    """The national plan above the forces' own, in one of its versions."""

    class Meta(Versioned.Meta):
        pass


class Workstream(Kept):
    """A part of a framework that somebody leads."""

    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="workstreams")
    key = models.SlugField(max_length=60)
    name = models.CharField(max_length=60)
    about = models.TextField()
    enabling = models.BooleanField(default=False)
    """Whether it serves the other workstreams: data, evidence."""
    place = models.PositiveSmallIntegerField()

    class Meta:
        ordering: ClassVar = ["framework", "place"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["framework", "key"], name="a_workstream_is_named_once_in_its_framework"
            ),
            models.UniqueConstraint(
                fields=["framework", "place"], name="a_workstream_has_its_own_place"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="a_workstream_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name


class Outcome(Kept):
    """What should come true if a workstream does its work."""

    workstream = models.ForeignKey(Workstream, on_delete=models.PROTECT, related_name="outcomes")
    key = models.SlugField(max_length=60)
    words = models.TextField()
    place = models.PositiveSmallIntegerField()

    class Meta:
        ordering: ClassVar = ["workstream", "place"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["workstream", "key"], name="an_outcome_is_named_once_in_its_workstream"
            ),
            models.CheckConstraint(condition=~Q(words=""), name="an_outcome_says_something"),
        ]

    def __str__(self) -> str:
        return self.words


class Commitment(Kept):
    """What forces committed themselves to, towards an outcome."""

    outcome = models.ForeignKey(Outcome, on_delete=models.PROTECT, related_name="commitments")
    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="commitments")
    key = models.SlugField(max_length=60)
    words = models.TextField()
    place = models.PositiveSmallIntegerField()

    class Meta:
        ordering: ClassVar = ["framework", "place"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["framework", "key"], name="a_commitment_is_named_once_in_its_framework"
            ),
            models.CheckConstraint(condition=~Q(words=""), name="a_commitment_says_something"),
        ]

    def __str__(self) -> str:
        return self.words
