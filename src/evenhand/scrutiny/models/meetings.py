"""Meetings and visits of panels, and whom a panel is made of: rows that are only ever added."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from evenhand.accounts.models import Organisation
from evenhand.forces.models import Force
from evenhand.ledger.kept import REDACTED, Kept, Redactable
from evenhand.scrutiny.visiting.steps import Kind, What

KINDS = [one.value for one in Kind]
WHATS = [one.value for one in What]


class Appointment(Kept):
    """A meeting of a panel, or a visit of it within the force; when and where is in its steps."""

    panel = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="appointments")
    force = models.ForeignKey(Force, on_delete=models.PROTECT, related_name="appointments")
    number = models.PositiveIntegerField()
    """Within the panel; its address."""
    what = models.CharField(max_length=20)
    organisation = models.CharField(max_length=100)
    """The panel, as the public reads it."""
    visited = models.CharField(max_length=100)
    """The force, as the public reads it."""
    called_at = models.DateTimeField(db_index=True)

    class Meta:
        ordering: ClassVar = ["panel", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["panel", "number"], name="appointments_of_a_panel_are_numbered_once"
            ),
            models.CheckConstraint(
                condition=Q(number__gte=1), name="appointments_are_numbered_from_one"
            ),
            models.CheckConstraint(
                condition=Q(what__in=WHATS), name="an_appointment_is_of_a_known_kind"
            ),
            models.CheckConstraint(
                condition=~Q(organisation="") & ~Q(visited=""),
                name="an_appointment_is_somebodys_with_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.panel_id} {self.number}"


class AppointmentStep(Redactable):
    """One step of a meeting or a visit. See :class:`evenhand.scrutiny.recorded.Recorded`."""

    appointment = models.ForeignKey(Appointment, on_delete=models.PROTECT, related_name="steps")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=20)
    recorded_at = models.DateTimeField(db_index=True)
    by = models.CharField(max_length=100)
    """A role's public reference, never a person's name."""
    organisation = models.CharField(max_length=100)
    words = models.TextField()
    data = models.JSONField(default=dict)
    TEXTS: ClassVar = {"words": (REDACTED,), "by": (REDACTED,)}
    TREES: ClassVar = ("data",)

    class Meta:
        ordering: ClassVar = ["appointment", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["appointment", "number"], name="steps_of_an_appointment_are_numbered_once"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=KINDS), name="a_step_of_an_appointment_is_of_a_known_kind"
            ),
            models.CheckConstraint(
                condition=Q(number=1, kind=Kind.CALLED.value)
                | (Q(number__gt=1) & ~Q(kind=Kind.CALLED.value)),
                name="an_appointment_begins_with_being_called",
            ),
            models.CheckConstraint(
                condition=~Q(words="") & ~Q(by="") & ~Q(organisation=""),
                name="a_step_of_an_appointment_is_somebodys_words",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.appointment} {self.number} {self.kind}"


class Composition(Kept):
    """How many members of a panel said what they are, counted by the panel itself.

    No row here is about a person, and the public reads none of it as it stands: see
    :mod:`evenhand.scrutiny.visiting.composition`.
    """

    panel = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="compositions")
    number = models.PositiveIntegerField()
    counted_on = models.DateField()
    recorded_at = models.DateTimeField()
    members = models.PositiveIntegerField()
    stated = models.JSONField(default=dict)
    """How many members said each of the five groups; who said nothing is in none."""
    nonce = models.CharField(max_length=64, blank=True, default="")
    commitment = models.CharField(max_length=64, blank=True, default="")
    """What the public ledger has of the counts; empty of those from before it had."""

    class Meta:
        ordering: ClassVar = ["panel", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["panel", "number"], name="a_panels_compositions_are_numbered_once"
            ),
            models.CheckConstraint(
                condition=Q(members__gte=1), name="a_panel_that_is_counted_has_members"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.panel_id} {self.number}"
