"""Panels and their draws in a few lines each: one query for a hundred draws as for one."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from evenhand.accounts.models import Organisation
from evenhand.accounts.roles import OrganisationKind
from evenhand.monitoring.steps import day_of
from evenhand.scrutiny import models, standing
from evenhand.scrutiny.frozen import Frozen, frozen
from evenhand.scrutiny.terms import Kind, Status

__all__ = ["Listed", "Named", "Status", "draws", "panels"]


@dataclass(frozen=True, slots=True)
class Named:
    """A panel and whose work it looks at."""

    id: str
    name: str
    force: str
    force_name: str


@dataclass(frozen=True, slots=True)
class Listed:
    """A draw in a list, as it stands on a day.

    Attributes
    ----------
    panel, number : its address. ``subject`` is what the public ledger calls it.
    positions, drawn : of its frame; None before it is frozen.
    missing, excluded : how many records are not there, and are kept from the panel by law.
    abandoned : why it was abandoned; empty where it was not.
    cases, red : how many were looked at, and how many of them were red; None if not told.
    findings, unanswered, overdue : of the panel; without an answer of the force; past their day.
    result : all that the panel's scores say of the frame, as it was frozen; None before.
    left : how long its frame has been left; None where it is not frozen, drawn or abandoned.
    """

    panel: str
    panel_name: str
    force: str
    force_name: str
    number: int
    subject: str
    power: str
    first: date
    last: date
    status: Status
    opened_on: date
    positions: int | None
    drawn: int | None
    missing: int
    excluded: int
    fingerprint: str
    abandoned: str
    cases: int | None
    red: int | None
    findings: int
    unanswered: int
    overdue: int
    result: Mapping[str, Any] | None = None
    left: Frozen | None = None


class Of(NamedTuple):
    """Which draw a step is of; the names are those of its columns."""

    panel: str
    panel__name: str
    force: str
    force__name: str
    number: int
    power: str
    first: date
    last: date
    opened_at: datetime


TELLING = (
    *(Kind.OPENED, Kind.EXCLUDED, Kind.FROZEN, Kind.ABANDONED, Kind.DRAWN, Kind.CLOSED),
    *(Kind.RESULT, Kind.FOUND, Kind.ANSWERED),
)
"""Steps by which a list can tell how a draw stands; those of members one by one are many."""
Step = tuple[str, str, Mapping[str, Any], datetime]


def panels(*, force: str | None = None) -> list[Named]:
    """Every scrutiny panel by the names of forces, which rank nobody; of one force if named."""
    rows = Organisation.objects.filter(kind=OrganisationKind.SCRUTINY_PANEL, force__isnull=False)
    if force is not None:
        rows = rows.filter(force=force)
    found = rows.select_related("force").order_by("force__name", "name")
    return [Named(one.pk, one.name, one.force_id or "", str(one.force)) for one in found]


def draws(*, on: date, force: str | None = None) -> list[Listed]:
    """Every draw, those abandoned too, the newest first: one query, for each has been opened."""
    said = models.DrawStep.objects.filter(kind__in=[one.value for one in TELLING])
    if force is not None:
        said = said.filter(draw__force=force)
    steps: dict[Of, list[Step]] = defaultdict(list)
    columns = (*(f"draw__{name}" for name in Of._fields), *("kind", "words", "data", "at"))
    in_order = said.order_by("-draw__opened_at", "-draw", "number")
    for *of, kind, words, data, at in in_order.values_list(*columns):
        steps[Of(*of)].append((kind, words, data, at))
    return [_listed(one, said_of, on) for one, said_of in steps.items()]


def _listed(one: Of, steps: Iterable[Step], on: date) -> Listed:
    by_kind: dict[str, list[tuple[str, Mapping[str, Any]]]] = defaultdict(list)
    frozen_at: datetime | None = None
    for kind, words, data, at in steps:
        by_kind[kind].append((words, data))
        frozen_at = at if kind == Kind.FROZEN else frozen_at
    frame = next((data for _, data in by_kind[Kind.FROZEN]), None)
    result = next((data for _, data in by_kind[Kind.RESULT]), None)
    waiting = _waiting(by_kind)
    status = standing.of_kinds(
        [kind for kind, found in by_kind.items() if found], agreed=result is not None
    )
    return Listed(
        panel=one.panel,
        panel_name=one.panel__name,
        force=one.force,
        force_name=one.force__name,
        number=one.number,
        subject=standing.named(one.panel, one.number),
        power=one.power,
        first=one.first,
        last=one.last,
        status=status,
        opened_on=day_of(one.opened_at),
        positions=frame["positions"] if frame else None,
        drawn=sum(each["drawn"] for each in frame["strata"]) if frame else None,
        missing=sum(frame["missing"].values()) if frame else 0,
        excluded=sum(frame["excluded"].values()) if frame else len(by_kind[Kind.EXCLUDED]),
        fingerprint=frame["fingerprint"] if frame else "",
        abandoned=next((words for words, _ in by_kind[Kind.ABANDONED]), ""),
        cases=result["cases"] if result else None,
        red=result["ratings"].get("red") if result else None,
        findings=len(by_kind[Kind.FOUND]),
        unanswered=len(waiting),
        overdue=sum(due < on for due in waiting),
        result=result,
        left=frozen(frozen_at, on=on) if frozen_at and status is Status.FROZEN else None,
    )


def _waiting(by_kind: Mapping[str, list[tuple[str, Mapping[str, Any]]]]) -> list[date]:
    """The last days of findings that nobody has answered."""
    answered = {data["finding"] for _, data in by_kind[Kind.ANSWERED]}
    return [
        date.fromisoformat(data["due"])
        for _, data in by_kind[Kind.FOUND]
        if data["finding"] not in answered
    ]
