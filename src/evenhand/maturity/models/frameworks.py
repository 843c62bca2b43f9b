"""Frameworks in versions: outcomes, standards, what each level means and what shows it."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from evenhand.ledger.kept import Kept
from evenhand.ledger.texts import SLUG
from evenhand.ledger.versions import Versioned
from evenhand.maturity.history import CANNOT_TELL


class MaturityFramework(Versioned):
    """What forces are assessed by, in one of its versions."""

    class Meta(Versioned.Meta):
        pass


class MaturityOutcome(Kept):
    """What should come true."""

    framework = models.ForeignKey(
        MaturityFramework, on_delete=models.PROTECT, related_name="outcomes"
    )
    key = models.SlugField(max_length=60)
    name = models.CharField(max_length=60)
    words = models.TextField()
    place = models.PositiveSmallIntegerField()

    class Meta:
        ordering: ClassVar = ["framework", "place"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["framework", "key"], name="a_maturity_outcome_is_named_once"
            ),
            models.UniqueConstraint(
                fields=["framework", "place"], name="a_maturity_outcome_has_its_own_place"
            ),
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(words=""), name="a_maturity_outcome_says_something"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Standard(Kept):
    """What is asked of a force, towards an outcome."""

    framework = models.ForeignKey(
        MaturityFramework, on_delete=models.PROTECT, related_name="standards"
    )
    outcome = models.ForeignKey(MaturityOutcome, on_delete=models.PROTECT, related_name="standards")
    key = models.SlugField(max_length=60)
    name = models.CharField(max_length=60)
    words = models.TextField()
    place = models.PositiveSmallIntegerField()

    class Meta:
        ordering: ClassVar = ["framework", "place"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["framework", "key"], name="a_standard_is_named_once_in_its_framework"
            ),
            models.UniqueConstraint(
                fields=["framework", "place"], name="a_standard_has_its_own_place"
            ),
            models.CheckConstraint(
                condition=Q(key__regex=SLUG), name="a_standard_has_a_key_for_addresses"
            ),
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(words=""), name="a_standard_asks_for_something"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Level(Kept):
    """What one level means for one standard; 0 is the word of who cannot tell which it is."""

    standard = models.ForeignKey(Standard, on_delete=models.PROTECT, related_name="levels")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=60)
    words = models.TextField()

    class Meta:
        ordering: ClassVar = ["standard", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["standard", "number"], name="a_standard_has_each_level_once"
            ),
            models.CheckConstraint(
                condition=Q(number=CANNOT_TELL, name="", words="")
                | (Q(number__gt=CANNOT_TELL) & ~Q(name="") & ~Q(words="")),
                name="a_level_says_what_it_means",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.standard_id} {self.number} {self.name}"


class Sign(Kept):
    """What shows that a level is reached: a measure, or what the assessor tells in words."""

    level = models.ForeignKey(Level, on_delete=models.PROTECT, related_name="signs")
    place = models.PositiveSmallIntegerField()
    measure = models.CharField(max_length=60, blank=True)
    words = models.TextField()

    class Meta:
        ordering: ClassVar = ["level", "place"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["level", "place"], name="a_sign_has_its_own_place"),
            models.CheckConstraint(condition=~Q(words=""), name="a_sign_says_what_it_shows"),
            models.CheckConstraint(
                condition=Q(measure="") | Q(measure__regex=SLUG),
                name="a_sign_is_a_measure_or_told",
            ),
        ]

    def __str__(self) -> str:
        return self.words
