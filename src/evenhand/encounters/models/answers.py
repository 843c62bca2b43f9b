"""How people say they were treated: keys of slips, answers that nobody can join, and their counts.

Nothing here knows a stop, a receipt, an officer, a device's record or a time. An answer waits
sealed, with nothing beside it but the digest of its slip; what is opened, ten at a time, is added
to counts and not kept. See docs/explanation/answers.md.
"""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.lookups import Exact

from evenhand.forces.models import Force
from evenhand.ledger.kept import Kept

A_DIGEST = r"^[0-9a-f]{64}$"
STEP = 10
"""Answers are opened, counted and shown so many at a time."""


class TokenKey(Kept):
    """A key that signs slips: one for each force, quarter and scope; the public log names it."""

    id = models.CharField(primary_key=True, max_length=64)
    """The digest of the public key, in hexadecimal."""
    force = models.ForeignKey(Force, on_delete=models.PROTECT, related_name="token_keys")
    quarter = models.CharField(max_length=7)
    scope = models.CharField(max_length=70)
    """``reason:`` with its classes of reasons, or ``team:`` with the name of a team."""
    public = models.BinaryField()
    """As RFC 9578 writes it."""
    box = models.BinaryField()
    """The public key that answers are sealed to while they wait: a point of P-256."""

    class Meta:
        ordering: ClassVar = ["force", "quarter", "scope"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["force", "quarter", "scope"], name="no_officer_has_a_key_of_their_own"
            ),
            models.CheckConstraint(condition=Q(id__regex=A_DIGEST), name="a_key_is_its_digest"),
            models.CheckConstraint(
                condition=Q(quarter__regex=r"^20[0-9]{2}-Q[1-4]$"), name="a_key_is_of_a_quarter"
            ),
            models.CheckConstraint(
                condition=Q(scope__regex=r"^(reason|team):."), name="a_key_is_of_reasons_or_a_team"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.force_id} {self.quarter} {self.scope}"


class Signed(models.Model):
    """How many slips a key has signed; nothing about which or for whom."""

    key = models.CharField(primary_key=True, max_length=64)
    slips = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name_plural = "signed"

    def __str__(self) -> str:
        return f"{self.key[:8]}: {self.slips}"


class Drawn(models.Model):
    """How many slips a device has had on one day: for the limit, and gone after it."""

    device = models.UUIDField()
    day = models.DateField()
    slips = models.PositiveIntegerField()

    class Meta:
        verbose_name_plural = "drawn"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["device", "day"], name="a_day_of_a_device_counts_once")
        ]

    def __str__(self) -> str:
        return f"{self.device} {self.day}: {self.slips}"


class Answer(models.Model):
    """A slip that was used, and what was answered with it, sealed, until it is counted."""

    token = models.CharField(primary_key=True, max_length=64)
    """The digest of the slip: one answer for each. From it the slip cannot be made again."""
    key = models.CharField(max_length=64, db_index=True)
    """Which key signed it. It has signed hundreds."""
    sealed = models.BinaryField(null=True)
    """All answers have the same length. Nothing once it is counted."""

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(token__regex=A_DIGEST), name="a_used_slip_is_known_by_a_digest"
            )
        ]

    def __str__(self) -> str:
        return f"{self.token[:8]}: {'waits' if self.sealed else 'counted'}"


class Counted(models.Model):
    """How many answers of one scope have been opened and added up."""

    force = models.ForeignKey(Force, on_delete=models.PROTECT, related_name="+")
    quarter = models.CharField(max_length=7)
    scope = models.CharField(max_length=70)
    answers = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name_plural = "counted"
        ordering: ClassVar = ["force", "quarter", "scope"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["force", "quarter", "scope"], name="a_scope_is_counted_once"
            ),
            models.CheckConstraint(
                condition=Exact(F("answers") % STEP, 0), name="answers_are_counted_in_tens"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.force_id} {self.quarter} {self.scope}: {self.answers}"


class Margin(models.Model):
    """How many of the counted answers chose one thing for one question. Never two questions."""

    counted = models.ForeignKey(Counted, on_delete=models.CASCADE, related_name="margins")
    question = models.CharField(max_length=20)
    choice = models.CharField(max_length=20)
    """Empty where the question was left out."""
    answers = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["counted", "question", "choice"], name="a_choice_is_counted_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.question} {self.choice or 'left out'}: {self.answers}"
