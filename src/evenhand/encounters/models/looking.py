"""What supervisors look at: reviews of stops, and what is odd about the records themselves."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from evenhand.accounts.models import Person
from evenhand.encounters.models.devices import Device, Sent
from evenhand.encounters.models.stops import Stop
from evenhand.forces.models import Force
from evenhand.ledger.kept import REDACTED, Kept, Redactable


class Step(models.TextChoices):
    """One step of a review."""

    READ = "read"
    ASKED = "asked"
    ANSWERED = "answered"
    AGREED = "agreed"


class Review(Redactable):
    """A supervisor read a stop, asked about it or agreed to it; or its officer answered."""

    TEXTS: ClassVar = {"words": (REDACTED,)}

    stop = models.ForeignKey(Stop, on_delete=models.PROTECT, related_name="reviews")
    step = models.CharField(max_length=10, choices=Step)
    words = models.TextField(blank=True)
    version = models.PositiveIntegerField()
    """Which version was looked at."""
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["stop", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(step__in=[one.value for one in Step]),
                name="a_review_is_of_a_known_step",
            ),
            models.CheckConstraint(
                condition=Q(step__in=[Step.READ.value, Step.AGREED.value]) | ~Q(words=""),
                name="a_question_and_its_answer_have_words",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.stop_id} {self.step}"


class Odd(models.TextChoices):
    """What can be odd about records, whatever they say."""

    CONFLICT = "conflict"
    """Two records under one id: both are kept, the first is the stop."""
    DOUBLE = "double"
    """Two stops that say the same: both are kept."""


class Finding(Kept):
    """Two records that a supervisor must look at; neither is dropped or changed by it."""

    force = models.ForeignKey(Force, on_delete=models.PROTECT, related_name="findings")
    odd = models.CharField(max_length=10, choices=Odd)
    sent = models.OneToOneField(Sent, on_delete=models.PROTECT, null=True, related_name="conflict")
    """Of a conflict, the later record."""
    stop = models.OneToOneField(
        Stop, on_delete=models.PROTECT, null=True, related_name="double_of_another"
    )
    """Of a double, the later stop."""
    first = models.ForeignKey(Stop, on_delete=models.PROTECT, null=True, related_name="doubles")
    """The stop that was there before; of a conflict, none while the first is to be mended."""
    found_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(odd=Odd.CONFLICT.value, sent__isnull=False, stop__isnull=True)
                | Q(
                    odd=Odd.DOUBLE.value,
                    sent__isnull=True,
                    stop__isnull=False,
                    first__isnull=False,
                ),
                name="a_finding_names_what_it_is_about",
            ),
            models.CheckConstraint(
                condition=Q(stop__isnull=True) | ~Q(stop=F("first")),
                name="no_stop_is_its_own_double",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.odd} {self.pk}"


class Stands(models.TextChoices):
    """Which of two records stands. The other is kept all the same."""

    FIRST = "first"
    SECOND = "second"
    BOTH = "both"


class Explained(Kept):
    """What a supervisor found out about a finding, or about numbers that a device never sent."""

    finding = models.OneToOneField(
        Finding, on_delete=models.PROTECT, null=True, related_name="explained"
    )
    device = models.ForeignKey(
        Device, on_delete=models.PROTECT, null=True, related_name="explained"
    )
    first = models.PositiveIntegerField(null=True)
    last = models.PositiveIntegerField(null=True)
    """Of missing records, from which number to which."""
    stands = models.CharField(max_length=10, choices=Stands, blank=True)
    """Of two records, which stands."""
    words = models.TextField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["pk"]
        verbose_name_plural = "explained"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(stands="")
                | Q(finding__isnull=False, stands__in=[one.value for one in Stands]),
                name="of_two_records_one_or_both_stand",
            ),
            models.CheckConstraint(condition=~Q(words=""), name="an_explanation_has_words"),
            models.CheckConstraint(
                condition=Q(
                    finding__isnull=False,
                    device__isnull=True,
                    first__isnull=True,
                    last__isnull=True,
                )
                | Q(
                    finding__isnull=True,
                    device__isnull=False,
                    first__gte=1,
                    last__gte=F("first"),
                ),
                name="a_finding_or_missing_numbers_are_explained",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.finding_id or self.device_id}"
