"""The register: records of other powers that a force's own systems hold, in every version."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from evenhand.encounters.models.stops import A_MAC
from evenhand.encounters.registered.records import MODELS
from evenhand.forces.models import Force
from evenhand.ledger.kept import Kept, Redactable

POWERS = list(MODELS)
POWER = 20
"""Letters of the longest power."""


class RegisterFile(Kept):
    """A file that was taken in: of which power, and what became of its rows."""

    force = models.ForeignKey(Force, on_delete=models.PROTECT, related_name="+")
    power = models.CharField(max_length=POWER)
    digest = models.CharField(max_length=64)
    """Of the file, under the force's key."""
    new = models.PositiveIntegerField()
    changed = models.PositiveIntegerField()
    unchanged = models.PositiveIntegerField()
    refused = models.PositiveIntegerField()
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(power__in=POWERS, digest__regex=A_MAC),
                name="a_file_of_the_register_is_of_a_power",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.force_id} {self.power} {self.at:%Y-%m-%d}"


class Registered(Kept):
    """A record of a power, as the force's system called it. What it says stands in its versions."""

    id = models.UUIDField(primary_key=True)
    force = models.ForeignKey(Force, on_delete=models.PROTECT, related_name="+")
    power = models.CharField(max_length=POWER)
    reference_mac = models.CharField(max_length=64)
    """What the force's system calls it, under the force's key: it stays when the word goes."""
    day = models.DateField()
    """As its first version says it; a later version moves no record."""
    likeness = models.CharField(max_length=64, db_index=True)
    """Under the force's key, of its words, or of all that it says where it has none."""
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["day", "pk"]
        verbose_name_plural = "registered"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["force", "power", "reference_mac"], name="a_reference_is_registered_once"
            ),
            models.CheckConstraint(
                condition=Q(power__in=POWERS), name="a_registered_record_is_of_a_power"
            ),
            models.CheckConstraint(
                condition=Q(reference_mac__regex=A_MAC) & Q(likeness__regex=A_MAC),
                name="a_registered_reference_is_under_a_key",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class RegisteredVersion(Redactable):
    """All that a registered record says, from one moment on; a changed row is a new one."""

    TREES: ClassVar = ("record",)

    registered = models.ForeignKey(Registered, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    record = models.TextField()
    """Canonical JSON of the record, without what the force's systems call it and its video."""
    said = models.CharField(max_length=64)
    """Under the force's key, of all that the row said: whether another one says the same."""
    file = models.ForeignKey(RegisterFile, on_delete=models.PROTECT, related_name="versions")
    made_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["registered", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["registered", "number"],
                name="versions_of_a_registered_record_are_numbered_once",
            ),
            models.CheckConstraint(
                condition=Q(number__gte=1, said__regex=A_MAC),
                name="a_registered_version_is_under_a_key",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.registered_id} {self.number}"


class RegisteredApart(models.Model):
    """What of a version is readable for a time only: what other systems call the record."""

    version = models.OneToOneField(
        RegisteredVersion, on_delete=models.PROTECT, primary_key=True, related_name="apart"
    )
    reference = models.CharField(max_length=100, blank=True)
    video = models.CharField(max_length=100, blank=True)
    """What its video is called in the evidence system."""
    keep_until = models.DateField(db_index=True)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "registered apart"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(erased_at__isnull=True) | Q(reference="", video=""),
                name="what_was_erased_of_the_register_is_gone",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class RegisterRefused(Kept):
    """A row that came and does not meet the rules: it counts as missing until it is registered."""

    force = models.ForeignKey(Force, on_delete=models.PROTECT, related_name="+")
    power = models.CharField(max_length=POWER)
    reference_mac = models.CharField(max_length=64)
    day = models.DateField()
    file = models.ForeignKey(RegisterFile, on_delete=models.PROTECT, related_name="rows_refused")
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["pk"]
        verbose_name_plural = "register refused"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["force", "power", "reference_mac"], name="a_reference_is_refused_once"
            ),
            models.CheckConstraint(
                condition=Q(power__in=POWERS, reference_mac__regex=A_MAC),
                name="a_refused_reference_is_under_a_key",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.force_id} {self.power} {self.day}"


class RegisteredHeld(Kept):
    """A registered record of which nothing goes until the hold has ended."""

    registered = models.ForeignKey(Registered, on_delete=models.PROTECT, related_name="holds")
    why = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["pk"]
        verbose_name_plural = "registered held"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["registered", "why"], name="a_registered_record_is_held_once_for_a_thing"
            ),
            models.CheckConstraint(
                condition=~Q(why=""), name="a_hold_of_the_register_says_what_for"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.registered_id} for {self.why}"


class RegisteredHoldEnded(Kept):
    """That a hold of a registered record ended, and when."""

    hold = models.OneToOneField(RegisteredHeld, on_delete=models.PROTECT, related_name="ended")
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["pk"]
        verbose_name_plural = "registered holds ended"

    def __str__(self) -> str:
        return f"{self.hold} ended"
