"""Vehicle stops: what is asked of them most, every version, and what is restricted."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from evenhand.accounts.models import Person
from evenhand.encounters.models.devices import Sent
from evenhand.encounters.models.systems import System
from evenhand.forces.models import Force
from evenhand.ledger.kept import REDACTED, Redactable

A_MAC = r"^[0-9a-f]{64}$"
CODE = 60
"""Letters of the longest code, with room to spare."""


class Reviewed(models.TextChoices):
    """How far a supervisor has looked at a stop."""

    WAITING = "waiting"
    READ = "read"
    ASKED = "asked"
    ANSWERED = "answered"
    AGREED = "agreed"


class Stop(models.Model):
    """An accepted stop, as its latest version says it. Every column comes from that version.

    Nothing here says which vehicle it was or where exactly: see :class:`Restricted`. What was sent
    and not accepted has no row here, so that nothing unfinished is counted.
    """

    id = models.UUIDField(primary_key=True)
    """Made on the device, before it was first sent."""
    force = models.ForeignKey(Force, on_delete=models.PROTECT, related_name="stops")
    sent = models.OneToOneField(Sent, on_delete=models.PROTECT, null=True, related_name="stop")
    """How it came from a device of ours."""
    system = models.ForeignKey(System, on_delete=models.PROTECT, null=True, related_name="stops")
    """Or which system of the force's own sent it."""
    officer = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    """Who recorded it; nobody where a system sent it."""
    received_at = models.DateTimeField()
    """When it first came here."""
    accepted_at = models.DateTimeField(db_index=True)
    """When it met the rules: later than it came, where it had to be mended first."""
    versions = models.PositiveIntegerField()

    started_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    team = models.CharField(max_length=60)
    duty = models.CharField(max_length=CODE)
    power = models.CharField(max_length=CODE)
    reason = models.CharField(max_length=CODE)
    reason_told = models.CharField(max_length=CODE)
    pre_stop_information = models.CharField(max_length=CODE)
    seen_before = models.CharField(max_length=CODE)
    perceived_before = models.CharField(max_length=CODE, blank=True)
    driver_perceived = models.CharField(max_length=CODE, blank=True)
    driver_sde = models.CharField(max_length=CODE, blank=True)
    driver_not_stated = models.CharField(max_length=CODE, blank=True)
    driver_age_band = models.CharField(max_length=CODE, blank=True)
    driver_sex = models.CharField(max_length=CODE, blank=True)
    people = models.PositiveSmallIntegerField()
    road = models.CharField(max_length=CODE, blank=True)
    lsoa = models.CharField(max_length=9, blank=True)
    cell = models.CharField(max_length=14, blank=True)
    """Where it was, to a tenth of a degree: a dozen kilometres, for day and night."""
    registration_mac = models.CharField(max_length=64, blank=True)
    """The registration under a key: whether it is the same vehicle, not which one."""
    outcomes = models.JSONField()
    no_action = models.BooleanField()
    searched = models.BooleanField()
    force_used = models.BooleanField()
    outcome_linked = models.BooleanField()
    duration_minutes = models.PositiveIntegerField()
    reason_explained = models.BooleanField()
    receipt = models.CharField(max_length=CODE)
    video_on = models.BooleanField()

    late = models.BooleanField(default=False)
    """Recorded more than a day after it began."""
    carried = models.BooleanField(default=False)
    """Sent by another officer than the one who recorded it."""
    officer_had_left = models.BooleanField(default=False)
    """The officer's access had ended when it came."""
    clock_wrong = models.BooleanField(default=False)
    """The device's clock differed from ours when it was sent."""
    mended = models.BooleanField(default=False)
    """Did not meet the rules when it came."""
    likeness = models.CharField(max_length=64, db_index=True)
    """Under a key: the same for what says the same of one stop under two ids."""
    said = models.CharField(max_length=64)
    """Under a key, all that the record said when it came: whether one sent again is the same."""
    reviewed = models.CharField(max_length=10, choices=Reviewed, default=Reviewed.WAITING)
    twice = models.BooleanField(default=False)
    """Somebody decided that another stop says the same and stands: this one is in no figure."""

    class Meta:
        ordering: ClassVar = ["-started_at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(sent__isnull=False, system__isnull=True, officer__isnull=False)
                | Q(sent__isnull=True, system__isnull=False),
                name="a_stop_came_from_a_device_or_a_system",
            ),
            models.CheckConstraint(
                condition=Q(recorded_at__gte=F("started_at")),
                name="a_stop_is_recorded_once_it_began",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at__gte=F("received_at")),
                name="a_stop_is_accepted_once_it_came",
            ),
            models.CheckConstraint(condition=Q(versions__gte=1), name="a_stop_has_a_version"),
            models.CheckConstraint(condition=Q(people__gte=1), name="somebody_was_stopped"),
            models.CheckConstraint(
                condition=Q(seen_before="yes") | Q(perceived_before=""),
                name="nobody_is_perceived_unseen",
            ),
            models.CheckConstraint(
                condition=~(~Q(driver_sde="") & ~Q(driver_not_stated="")),
                name="an_ethnicity_is_stated_or_not",
            ),
            models.CheckConstraint(
                condition=Q(registration_mac="") | Q(registration_mac__regex=A_MAC),
                name="a_registration_is_not_readable_here",
            ),
            models.CheckConstraint(
                condition=Q(said__regex=A_MAC) & Q(likeness__regex=A_MAC),
                name="what_a_stop_said_is_kept_under_a_key",
            ),
            models.CheckConstraint(
                condition=Q(reviewed__in=[one.value for one in Reviewed]),
                name="a_review_is_as_far_as_we_know",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["force", "started_at"], name="stops_by_time"),
            models.Index(fields=["force", "reviewed"], name="stops_to_review"),
            models.Index(fields=["officer", "started_at"], name="stops_of_an_officer"),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Version(Redactable):
    """All that a stop says, from one moment on; a correction is a new one, and none goes.

    The registration, the exact place and who the officer is are not in it. Words that the law does
    not allow are taken out of it where they stand; see ``redacted``.
    """

    TEXTS: ClassVar = {"reason": (REDACTED,)}
    TREES: ClassVar = ("record", "changes")

    stop = models.ForeignKey(Stop, on_delete=models.PROTECT, related_name="all_versions")
    number = models.PositiveIntegerField()
    record = models.TextField()
    """Canonical JSON of the record without what is restricted."""
    made_at = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    """Nobody where a system sent it, or the person stopped corrected it."""
    reason = models.TextField(blank=True)
    changes = models.JSONField(default=list)
    """What a correction changed: the field, what it said and what it says now.

    Of what is restricted only the field is named; its values stand in :class:`Restricted`.
    """

    class Meta:
        ordering: ClassVar = ["stop", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["stop", "number"], name="versions_of_a_stop_are_numbered_once"
            ),
            models.CheckConstraint(
                condition=Q(number=1) | (Q(number__gt=1) & ~Q(reason="")),
                name="a_correction_gives_its_reason",
            ),
            models.CheckConstraint(
                condition=Q(number=1) | ~Q(changes=[]), name="a_correction_changes_something"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.stop_id} {self.number}"


class Restricted(models.Model):
    """What of a version may be read by few and not for long: the vehicle, the place, the officer.

    Analysis never reads it. It is erased by itself on a day of its own.
    """

    version = models.OneToOneField(
        Version, on_delete=models.PROTECT, primary_key=True, related_name="restricted"
    )
    registration = models.CharField(max_length=20, blank=True)
    place = models.JSONField(null=True)
    """Latitude and longitude as text, how exact they are, and what the place is called."""
    officer = models.CharField(max_length=100, blank=True)
    """Who the officer is in the force's own words, such as a collar number."""
    keep_until = models.DateField(db_index=True)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "restricted"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(erased_at__isnull=True)
                | Q(registration="", place__isnull=True, officer=""),
                name="what_was_erased_is_gone",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)
