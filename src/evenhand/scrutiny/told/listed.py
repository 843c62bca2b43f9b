"""Panels and their draws in a few lines each: as many queries for a hundred draws as for one."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from evenhand.accounts.models import Organisation
from evenhand.accounts.roles import OrganisationKind
from evenhand.monitoring.steps import day_of
from evenhand.scrutiny import models, standing
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
    abandoned : why it was given up; empty where it was not.
    cases, red : how many were looked at, and how many of them were red; None if not told.
    findings, unanswered, overdue : of the panel; without an answer of the force; past their day.
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


Step = tuple[str, str, Mapping[str, Any]]


def panels(*, force: str | None = None) -> list[Named]:
    """Every scrutiny panel by the names of forces, which rank nobody; of one force if named."""
    rows = Organisation.objects.filter(kind=OrganisationKind.SCRUTINY_PANEL, force__isnull=False)
    if force is not None:
        rows = rows.filter(force=force)
    found = rows.select_related("force").order_by("force__name", "name")
    return [Named(one.pk, one.name, one.force_id or "", str(one.force)) for one in found]


def draws(*, on: date, force: str | None = None) -> list[Listed]:
    """Every draw, those abandoned too, the newest first: two queries."""
    rows = models.Draw.objects.select_related("panel", "force").order_by("-opened_at", "-pk")
    if force is not None:
        rows = rows.filter(force=force)
    found = list(rows)
    steps: dict[int, list[Step]] = defaultdict(list)
    said = models.DrawStep.objects.filter(draw__in=[one.pk for one in found])
    for draw, kind, words, data in said.order_by("number").values_list(
        "draw", "kind", "words", "data"
    ):
        steps[draw].append((kind, words, data))
    return [_listed(one, steps[one.pk], on) for one in found]


def _listed(one: models.Draw, steps: Iterable[Step], on: date) -> Listed:
    by_kind: dict[str, list[tuple[str, Mapping[str, Any]]]] = defaultdict(list)
    for kind, words, data in steps:
        by_kind[kind].append((words, data))
    frozen = next((data for _, data in by_kind[Kind.FROZEN]), None)
    result = next((data for _, data in by_kind[Kind.RESULT]), None)
    waiting = _waiting(by_kind)
    return Listed(
        panel=one.panel_id,
        panel_name=one.panel.name,
        force=one.force_id,
        force_name=one.force.name,
        number=one.number,
        subject=standing.subject(one),
        power=one.power,
        first=one.first,
        last=one.last,
        status=standing.of_kinds(
            [kind for kind, found in by_kind.items() if found], agreed=result is not None
        ),
        opened_on=day_of(one.opened_at),
        positions=frozen["positions"] if frozen else None,
        drawn=sum(each["drawn"] for each in frozen["strata"]) if frozen else None,
        missing=sum(frozen["missing"].values()) if frozen else 0,
        excluded=sum(frozen["excluded"].values()) if frozen else len(by_kind[Kind.EXCLUDED]),
        fingerprint=frozen["fingerprint"] if frozen else "",
        abandoned=next((words for words, _ in by_kind[Kind.ABANDONED]), ""),
        cases=result["cases"] if result else None,
        red=result["ratings"].get("red") if result else None,
        findings=len(by_kind[Kind.FOUND]),
        unanswered=len(waiting),
        overdue=sum(due < on for due in waiting),
    )


def _waiting(by_kind: Mapping[str, list[tuple[str, Mapping[str, Any]]]]) -> list[date]:
    """The last days of findings that nobody has answered."""
    answered = {data["finding"] for _, data in by_kind[Kind.ANSWERED]}
    return [
        date.fromisoformat(data["due"])
        for _, data in by_kind[Kind.FOUND]
        if data["finding"] not in answered
    ]
