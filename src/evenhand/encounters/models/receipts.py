"""What the person stopped holds and does: a receipt, their own ethnicity, a copy they asked for."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from evenhand.accounts.models import Person
from evenhand.encounters.models.stops import Stop
from evenhand.ledger.kept import Kept
from evenhand.ledger.tree.entries import NONCE

A_DIGEST = r"^[0-9a-f]{64}$"
MOST_CORRECTIONS = 3
"""How often somebody may say their own ethnicity: a slip may be found by others."""


class Receipt(models.Model):
    """A slip that opens the page of one stop. Of its secret we know a digest alone."""

    secret_digest = models.CharField(max_length=64, primary_key=True)
    record = models.UUIDField(unique=True)
    """The stop's id. It may not be a stop yet, but a record that is to be mended."""
    nonce = models.BinaryField(max_length=NONCE)
    """Made of the secret as well: the slip alone opens the stop's leaf in the log."""
    works_until = models.DateField()
    """The last day on which it opens anything."""

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(secret_digest__regex=A_DIGEST),
                name="a_receipt_is_known_by_a_digest",
            ),
        ]

    def __str__(self) -> str:
        return f"receipt of {self.record}"


class OwnWords(Kept):
    """What the person stopped says their ethnicity is, beside what the officer recorded."""

    stop = models.ForeignKey(Stop, on_delete=models.PROTECT, related_name="own_words")
    number = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=4)
    """Of the 18 groups; see ``ethnicities`` of the rules."""
    said_on = models.DateField()

    class Meta:
        ordering: ClassVar = ["stop", "number"]
        verbose_name_plural = "own words"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["stop", "number"], name="own_words_are_numbered_once"),
            models.CheckConstraint(
                condition=Q(number__gte=1, number__lte=MOST_CORRECTIONS),
                name="own_words_are_said_a_few_times",
            ),
            models.CheckConstraint(condition=~Q(code=""), name="own_words_name_a_group"),
        ]

    def __str__(self) -> str:
        return f"{self.stop_id} {self.number}"


class CopyAsked(models.Model):
    """A copy of a record, or of the video, that somebody asked the force for."""

    class Of(models.TextChoices):
        """What is asked for."""

        RECORD = "record"
        VIDEO = "video"

    stop = models.ForeignKey(Stop, on_delete=models.PROTECT, related_name="copies_asked")
    of = models.CharField(max_length=10, choices=Of)
    contact = models.CharField(max_length=300, blank=True)
    """Where it is to go. Shown to those who give it, and emptied once it is given."""
    asked_on = models.DateField()
    given_on = models.DateField(null=True)
    given_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["asked_on", "pk"]
        verbose_name_plural = "copies asked"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["stop", "of"],
                condition=Q(given_on__isnull=True),
                name="one_copy_is_asked_for_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(given_on__isnull=True, given_by__isnull=True) & ~Q(contact="")
                | Q(given_on__gte=F("asked_on"), given_by__isnull=False, contact=""),
                name="a_copy_goes_somewhere_or_is_given_and_forgotten",
            ),
            models.CheckConstraint(
                condition=Q(of__in=["record", "video"]), name="a_copy_is_of_record_or_video"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.of} of {self.stop_id}"
