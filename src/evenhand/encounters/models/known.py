"""Stops known from elsewhere, what became of each, and the coverage that was published."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from evenhand.accounts.models import Person
from evenhand.encounters.models.stops import A_MAC, CODE, Stop
from evenhand.encounters.models.systems import System
from evenhand.forces.models import Force
from evenhand.ledger.kept import Kept

A_MONTH = r"^20[0-9]{2}-(0[1-9]|1[0-2])$"


class Source(models.TextChoices):
    """What showed that a stop happened."""

    CONTROL_ROOM = "control_room"
    CAMERA = "anpr"
    VIDEO = "video"


class Fate(models.TextChoices):
    """Whether an event is among the recorded stops."""

    RECORDED = "recorded"
    UNSURE = "unsure"
    """A recorded stop may be this one, or another like it."""
    NOT_RECORDED = "not_recorded"


class Why(models.TextChoices):
    """What a supervisor found out about an event that no record matches."""

    NOT_A_STOP = "not_a_stop"
    OTHER_POWER = "other_power"
    DUPLICATE = "duplicate"
    NOT_RECORDED = "not_recorded"


class KnownFile(Kept):
    """A file of events that was taken in: whose, of which months, and what was left aside."""

    force = models.ForeignKey(Force, on_delete=models.PROTECT, related_name="+")
    source = models.CharField(max_length=20, choices=Source)
    first = models.CharField(max_length=7)
    last = models.CharField(max_length=7)
    digest = models.CharField(max_length=64)
    """Of the file, under the force's key."""
    events = models.PositiveIntegerField()
    left_aside = models.PositiveIntegerField()
    """Rows whose code says that they are something else than a vehicle stop."""
    officers = models.JSONField(default=dict)
    """How many officers each team has, by the mapping's word."""
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    """Nobody where a command did."""
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(first__regex=A_MONTH, last__regex=A_MONTH, first__lte=F("last")),
                name="a_file_of_events_says_which_months",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.force_id} {self.source} {self.first} to {self.last}"


class KnownMonth(Kept):
    """A month of one source as a file had it. The latest version counts; none goes."""

    file = models.ForeignKey(KnownFile, on_delete=models.PROTECT, related_name="months")
    force = models.ForeignKey(Force, on_delete=models.PROTECT, related_name="+")
    source = models.CharField(max_length=20, choices=Source)
    month = models.CharField(max_length=7)
    version = models.PositiveIntegerField()
    content = models.CharField(max_length=64)
    """Under the force's key, of all its events: whether another file says the same."""

    class Meta:
        ordering: ClassVar = ["force", "source", "month", "version"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["force", "source", "month", "version"],
                name="versions_of_a_known_month_are_numbered_once",
            ),
            models.CheckConstraint(condition=Q(month__regex=A_MONTH), name="a_month_is_a_month"),
        ]

    def __str__(self) -> str:
        return f"{self.force_id} {self.source} {self.month} ({self.version})"


class KnownEvent(models.Model):
    """One event of such a month. Plate, references and officer are here only under a key.

    The exact time and place go on their day, as those of a recorded stop do; the hour stays. What
    the event was matched to is worked out again until then, and stays as it was from then on.
    """

    month = models.ForeignKey(KnownMonth, on_delete=models.PROTECT, related_name="events")
    mark = models.CharField(max_length=64)
    """Under the force's key, all that it said: the same event of a later version has the same."""
    at = models.DateTimeField(null=True)
    day = models.DateField()
    hour = models.PositiveSmallIntegerField()
    team = models.CharField(max_length=60, blank=True)
    plate_mac = models.CharField(max_length=64, blank=True)
    incident_mac = models.CharField(max_length=64, blank=True)
    video_mac = models.CharField(max_length=64, blank=True)
    officer_mac = models.CharField(max_length=64, blank=True)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    keep_until = models.DateField(db_index=True)
    erased_at = models.DateTimeField(null=True)
    fate = models.CharField(max_length=20, choices=Fate, default=Fate.NOT_RECORDED)
    stop = models.ForeignKey(Stop, on_delete=models.PROTECT, null=True, related_name="known")
    """The recorded stop that it is, or may be."""
    rule = models.CharField(max_length=CODE, blank=True)
    """By which rule it was matched."""

    class Meta:
        ordering: ClassVar = ["day", "hour", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["month", "mark"], name="an_event_is_in_a_month_once"),
            models.UniqueConstraint(
                fields=["month", "stop"], name="a_stop_is_one_event_of_a_month_at_most"
            ),
            models.CheckConstraint(
                condition=Q(fate=Fate.NOT_RECORDED.value, stop__isnull=True)
                | Q(fate__in=[Fate.RECORDED.value, Fate.UNSURE.value], stop__isnull=False),
                name="an_event_is_recorded_as_a_stop",
            ),
            models.CheckConstraint(
                condition=Q(erased_at__isnull=True, at__isnull=False)
                | Q(at__isnull=True, latitude__isnull=True, longitude__isnull=True),
                name="what_was_erased_of_an_event_is_gone",
            ),
            models.CheckConstraint(
                condition=Q(hour__lte=23) & Q(mark__regex=A_MAC), name="an_event_has_an_hour"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["month", "fate"], name="known_by_fate")]

    def __str__(self) -> str:
        return f"{self.day} {self.hour}"


class KnownExplained(Kept):
    """What a supervisor found out about an event without a record; it holds for later versions."""

    force = models.ForeignKey(Force, on_delete=models.PROTECT, related_name="+")
    source = models.CharField(max_length=20, choices=Source)
    mark = models.CharField(max_length=64)
    why = models.CharField(max_length=20, choices=Why)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["pk"]
        verbose_name_plural = "known explained"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["force", "source", "mark"], name="an_event_is_explained_once"
            ),
            models.CheckConstraint(
                condition=Q(why__in=[one.value for one in Why]),
                name="an_event_is_explained_with_a_listed_reason",
            ),
        ]

    def __str__(self) -> str:
        return str(self.why)


class StopReference(Kept):
    """What a stop from a file is called where it came from, under a key."""

    system = models.ForeignKey(System, on_delete=models.PROTECT, related_name="+")
    reference_mac = models.CharField(max_length=64)
    record = models.UUIDField()
    """The id that it has here; a stop has it once the rules are met."""
    incident_mac = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["system", "reference_mac"], name="a_systems_reference_names_one_stop"
            ),
            models.UniqueConstraint(fields=["record"], name="a_stop_has_one_reference"),
            models.CheckConstraint(
                condition=Q(reference_mac__regex=A_MAC), name="a_reference_is_not_readable_here"
            ),
        ]

    def __str__(self) -> str:
        return str(self.record)


class CoverageTold(Kept):
    """The coverage of a force as it was published; a later one stands beside it."""

    force = models.ForeignKey(Force, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    content = models.TextField()
    """JSON, with what may be published and nothing else."""
    by = models.CharField(max_length=100, default="Evenhand")
    """Who published it, as the public reads it: a role, or the site itself."""
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["force", "-number"]
        verbose_name_plural = "coverage told"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["force", "number"], name="a_published_coverage_is_numbered_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.force_id} {self.number}"
