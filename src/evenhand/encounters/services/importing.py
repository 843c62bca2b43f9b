"""Taking in whole stops from a table of a force's own system, through the rules of every stop."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from evenhand.encounters.errors import CannotTakeIn
from evenhand.encounters.keys import keyed
from evenhand.encounters.known import mappings, rows, tables
from evenhand.encounters.known.events import INCIDENT, reference
from evenhand.encounters.models import StopReference, System
from evenhand.encounters.services import matching
from evenhand.encounters.services.taking_in import KEPT, MOST_RECORDS, take_in
from evenhand.measures.words.messages import say

REFUSED = "refused"
FROM = "reference"
"""What a digest of a reference in a force's own system is of."""


@dataclass(frozen=True)
class Line:
    """What became of one row: ``kept``, ``conflict`` or ``refused``, and why by field."""

    row: int
    state: str
    problems: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class _Record:
    row: int
    raw: dict[str, Any]
    reference: str
    incident: str


def import_stops(
    *, mapping: bytes, table: bytes, force: str, system: str, now: datetime
) -> list[Line]:
    """Take whole stops in; each row is answered for itself, and a file may come again.

    A row that was taken in before and says the same is kept once. One that says something else is
    a conflict: nothing is changed, and the stop is corrected in the workspace.

    Parameters
    ----------
    system : the name of the force's system that they come from, which must have access now.

    Raises
    ------
    CannotTakeIn
        If nothing can be read, or the system has no access.
    """
    shape = rows.shape(mappings.read(mapping, mappings.StopMapping))
    read = tables.read(table, shape.headings)
    live = System.objects.filter(force=force, name=system, revoked_at=None, expires_at__gt=now)
    source = live.order_by("-pk").first()
    if source is None:
        raise CannotTakeIn(
            say(
                "No system “{system}” of the force has access. Its administrator gives it.",
                system=system,
            )
        )
    found = [
        Line(row, REFUSED, (("", say("It has not as many cells as the heading.")),))
        for row in read.misfits
    ]
    known = dict(
        StopReference.objects.filter(system__force=force, system__name=system).values_list(
            "reference_mac", "record"
        )
    )
    records = [_record(shape, row, source, known, found) for row in read.rows]
    there = [one for one in records if one is not None]
    for first in range(0, len(there), MOST_RECORDS):
        found += _take(there[first : first + MOST_RECORDS], source, now)
    matching.match(force=force, now=now)
    return sorted(found, key=lambda one: one.row)


def _record(
    shape: rows.Shape,
    row: tables.Row,
    system: System,
    known: Mapping[str, UUID],
    wrong: list[Line],
) -> _Record | None:
    force = system.force_id
    mac = reference(force, f"{FROM}/{system.name}", row.cells[rows.REFERENCE])
    if not mac:
        words = say("It has no reference, so that nobody could know it again.")
        wrong.append(Line(row.number, REFUSED, (("", words),)))
        return None
    raw = rows.record(shape, row.cells)
    made = known.get(mac) or rows.identity(mac, raw.get("started_at"))
    raw |= {
        "stop_id": str(made or ""),
        "device_id": str(rows.device(force, system.name)),
        "sequence": 1,
        "force_id": force,
    }
    incident = reference(force, INCIDENT, row.cells.get(rows.INCIDENT, ""))
    return _Record(row.number, raw, mac, incident)


@transaction.atomic
def _take(records: Sequence[_Record], system: System, now: datetime) -> list[Line]:
    raw = [one.raw for one in records]
    digest = keyed.mac(system.force_id, FROM, repr(raw))
    key = f"file/{uuid4()}"
    _, answer = take_in(raw, system=system, idempotency_key=key, sha256=digest, now=now)
    lines = []
    for one, told in zip(records, answer["results"], strict=True):
        problems = tuple((each["field"], each["words"]) for each in told["problems"])
        lines.append(Line(one.row, told["state"], problems))
        if told["state"] == KEPT:
            StopReference.objects.get_or_create(
                record=one.raw["stop_id"],
                defaults={
                    "system": system,
                    "reference_mac": one.reference,
                    "incident_mac": one.incident,
                },
            )
    return lines
