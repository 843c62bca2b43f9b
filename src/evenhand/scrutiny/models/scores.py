"""Scores: each member's own, blind until all are closed, and the one that the meeting agrees."""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from django.db import models
from django.db.models import Q

from evenhand.accounts.models import Person
from evenhand.ledger.kept import REDACTED, Kept, Redactable
from evenhand.scrutiny.models.cases import Case
from evenhand.scrutiny.models.draws import A_DIGEST, Draw
from evenhand.scrutiny.scoring.forms import COLOURS

RATINGS = list(COLOURS)


class Sheet(Redactable):
    """A sheet of the scoring form as it is kept: of a case of a draw, or of an anchor case.

    The public ledger has a commitment to it, which nobody opens without the nonce.
    """

    form = models.PositiveSmallIntegerField()
    """Which version of the form."""
    answers = models.JSONField()
    rating = models.CharField(max_length=12)
    nonce = models.CharField(max_length=64)
    commitment = models.CharField(max_length=64)
    at = models.DateTimeField()
    TEXTS: ClassVar[Mapping[str, Sequence[str]]] = {}
    TREES: ClassVar[Sequence[str]] = ("answers",)

    class Meta:
        abstract = True


class Score(Sheet):
    """What one member thinks of a case, given alone. The last of theirs before the close counts.

    Until then the public ledger has a commitment alone, and no selector shows it to anybody else.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="scores")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()

    class Meta:
        ordering: ClassVar = ["case", "person", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case", "person", "number"],
                name="scores_of_a_member_are_numbered_once",
            ),
            models.CheckConstraint(condition=Q(rating__in=RATINGS), name="a_score_is_one_of_four"),
            models.CheckConstraint(
                condition=Q(commitment__regex=A_DIGEST), name="a_score_is_committed_to"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case} score {self.pk}"


class Agreed(Sheet):
    """What the meeting agreed on a case, beside what each member had given alone."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="agreed")
    words = models.TextField(blank=True)
    """What the meeting said; for the panel alone."""
    TEXTS: ClassVar = {"words": (REDACTED,)}

    class Meta:
        ordering: ClassVar = ["case"]
        verbose_name_plural = "agreed"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(rating__in=RATINGS), name="an_agreed_score_is_one_of_four"
            ),
            models.CheckConstraint(
                condition=Q(commitment__regex=A_DIGEST), name="an_agreed_score_is_committed_to"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case} agreed"


class Result(Kept):
    """What the agreed scores of a draw say of its whole frame: frozen when the last was agreed."""

    draw = models.OneToOneField(Draw, on_delete=models.PROTECT, related_name="result")
    content = models.JSONField()
    """Plain values that may be public."""
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["draw"]

    def __str__(self) -> str:
        return f"result of {self.draw}"
