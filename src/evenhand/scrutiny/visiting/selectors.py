"""Reads: meetings and visits with how they stand, and what a panel has open."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from evenhand.scrutiny.models import meetings as models
from evenhand.scrutiny.visiting.history import Present, present
from evenhand.scrutiny.visiting.steps import Kind, Status, Step, What

if TYPE_CHECKING:
    from django.db.models import QuerySet

COLUMNS = ("number", "kind", "recorded_at", "by", "organisation", "words", "data")


@dataclass(frozen=True)
class Visit:
    """A meeting or a visit with all that was said and done about it, as it stood at a moment."""

    appointment: models.Appointment
    steps: tuple[Step, ...]
    now: Present

    @property
    def subject(self) -> str:
        """What the public ledger calls it."""
        return subject(self.appointment)

    @property
    def status(self) -> Status:
        """How it stands."""
        return self.now.status


def subject(one: models.Appointment) -> str:
    """What the public ledger calls an appointment; it never changes."""
    return f"{'visit' if What(one.what).visits else 'meeting'}/{one.panel_id}/{one.number}"


def appointment(panel_id: str, number: int) -> models.Appointment | None:
    """An appointment by its address; None where there is none."""
    found: models.Appointment | None = (
        models.Appointment.objects.select_related("force", "panel")
        .filter(panel=panel_id, number=number)
        .first()
    )
    return found


def visits(
    *,
    at: datetime,
    panels: Sequence[str] | None = None,
    forces: Sequence[str] | None = None,
    whats: Sequence[What] | None = None,
) -> list[Visit]:
    """Appointments that were called by a moment, as they stood then, in the order of their days.

    Parameters
    ----------
    panels, forces : ids; all without.
    whats : which kinds; all without.
    """
    wanted = models.Appointment.objects.select_related("force", "panel").filter(called_at__lte=at)
    if panels is not None:
        wanted = wanted.filter(panel__in=list(panels))
    if forces is not None:
        wanted = wanted.filter(force__in=list(forces))
    if whats is not None:
        wanted = wanted.filter(what__in=list(whats))
    found = list(wanted)
    steps = _steps(
        models.AppointmentStep.objects.filter(
            appointment__in=[one.pk for one in found], recorded_at__lte=at
        )
    )
    told = [Visit(one, tuple(steps[one.pk]), present(steps[one.pk], at=at)) for one in found]
    return sorted(told, key=lambda one: (one.now.slot.starts, one.subject))


def visit(panel_id: str, number: int, *, at: datetime) -> Visit | None:
    """One appointment whole; None where it was not called by that moment."""
    found = appointment(panel_id, number)
    if found is None or found.called_at > at:
        return None
    return visit_of(found, at=at)


def visit_of(found: models.Appointment, *, at: datetime) -> Visit:
    """The same by its row."""
    rows = models.AppointmentStep.objects.filter(appointment=found, recorded_at__lte=at)
    steps = _steps(rows)[found.pk]
    return Visit(found, tuple(steps), present(steps, at=at))


def steps_of(found: models.Appointment) -> list[Step]:
    """Everything that happened to an appointment, in order."""
    return _steps(models.AppointmentStep.objects.filter(appointment=found))[found.pk]


def _steps(rows: "QuerySet[models.AppointmentStep]") -> dict[int, list[Step]]:
    """Steps by the key of their appointment in the database, each one's in order."""
    found: dict[int, list[Step]] = defaultdict(list)
    ordered = rows.order_by("appointment", "number").values_list("appointment", *COLUMNS)
    for place, number, kind, at, by, organisation, words, data in ordered:
        found[place].append(Step(number, Kind(kind), at, by, organisation, words, data))
    return found
