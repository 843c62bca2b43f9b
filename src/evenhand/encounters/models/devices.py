"""Devices of a force, and every record that they sent, as it came."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from evenhand.accounts.models import Person
from evenhand.forces.models import Force
from evenhand.ledger.kept import Kept

A_DIGEST = r"^[0-9a-f]{64}$"


class Team(models.Model):
    """A team of a force whose officers record stops."""

    force = models.ForeignKey(Force, on_delete=models.PROTECT, related_name="teams")
    name = models.CharField(max_length=60)
    """As it stands in each record."""
    since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["force", "name"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(name=""), name="a_team_has_a_name"),
            models.UniqueConstraint(
                fields=["force", "name"],
                condition=Q(ended_at__isnull=True),
                name="a_force_has_each_team_once",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("since")),
                name="a_team_ends_after_it_began",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Device(models.Model):
    """A phone or tablet on which officers of one force record stops."""

    id = models.UUIDField(primary_key=True)
    """Made on the device; it says which device, and is never a secret."""
    force = models.ForeignKey(Force, on_delete=models.PROTECT, related_name="devices")
    registered_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    registered_at = models.DateTimeField()
    last_seen = models.DateTimeField(db_index=True)
    last_seen_with = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    """Who had signed in on it then."""
    unsent = models.PositiveIntegerField(default=0)
    """How many records it held when it was last seen, by its own word."""
    highest = models.PositiveIntegerField(default=0)
    """The highest number that it has given to a record, as far as anybody said."""
    clock_ahead = models.IntegerField(default=0)
    """Seconds by which its clock was ahead of ours when it was last seen; below zero: behind."""
    lost_at = models.DateTimeField(null=True)
    """When it was said to be lost. What it still sends is kept, and marked."""

    class Meta:
        ordering: ClassVar = ["force", "registered_at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(last_seen__gte=F("registered_at")),
                name="a_device_is_seen_once_it_is_registered",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class State(models.TextChoices):
    """What became of a record when it came; the device was told so, and is told so again."""

    KEPT = "kept"
    TO_MEND = "to_mend"
    CONFLICT = "conflict"


class Sent(Kept):
    """A sealed record that came from a device: once for each of its bytes, however often sent."""

    record = models.UUIDField()
    """The id that the device gave to the record: that of the stop, once it is kept."""
    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="sent")
    sequence = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    """Of the bytes as they came: the key that was named, a line end, and what was sealed."""
    size = models.PositiveIntegerField()
    key = models.CharField(max_length=200)
    """The public key that it says it is sealed to."""
    saved_at = models.DateTimeField(null=True)
    """When it was saved, by the device's clock."""
    received_at = models.DateTimeField(db_index=True)
    carried_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    """Who had signed in when it was sent; not always who recorded it."""
    clock_ahead = models.IntegerField(default=0)
    """Seconds by which the device's clock was ahead of ours when it was sent."""
    from_lost = models.BooleanField(default=False)
    """Whether the device had been said to be lost."""
    state = models.CharField(max_length=10, choices=State)

    class Meta:
        ordering: ClassVar = ["pk"]
        verbose_name_plural = "sent"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["record", "sha256"], name="the_same_record_is_received_once"
            ),
            models.UniqueConstraint(
                fields=["record"],
                condition=~Q(state=State.CONFLICT.value),
                name="what_differs_under_one_id_is_a_conflict",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[one.value for one in State]),
                name="a_record_is_in_a_state_we_know",
            ),
            models.CheckConstraint(
                condition=Q(sequence__gte=1), name="a_device_numbers_its_records_from_one"
            ),
            models.CheckConstraint(
                condition=Q(sha256__regex=A_DIGEST), name="what_was_sent_is_known_by_its_digest"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["device", "sequence"], name="sent_by_number"),
        ]

    def __str__(self) -> str:
        return f"{self.record} ({self.state})"


class Sealed(models.Model):
    """The bytes of a record as they came; they go when what they hold may no longer be readable."""

    sent = models.OneToOneField(
        Sent, on_delete=models.PROTECT, primary_key=True, related_name="sealed"
    )
    content = models.BinaryField()

    class Meta:
        verbose_name_plural = "sealed"

    def __str__(self) -> str:
        return str(self.sent_id)
