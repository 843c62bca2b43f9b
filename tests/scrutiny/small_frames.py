"""Frames and draws for tests, as small as they can be."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from evenhand.scrutiny.drawing.document import Draw, Rolls
from evenhand.scrutiny.drawing.frame import Frame, Log, SeedRule
from evenhand.scrutiny.drawing.making import Made, Plan, Record, make

FROZEN = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
ROLLED = "31415926535897932384"
CHECKPOINT = "site.example/ledger\n8\nq83vASNFZ4mrze8BI0VniavN7wEjRWeJq83vASNFZ4k=\n"


def record(number: int, **other: Any) -> Record:
    """A record that is in the frame of :func:`plan`, but for what is said otherwise."""
    said: dict[str, Any] = {
        "id": f"stop-{number}",
        "entry": number,
        "leaf": f"{number:066x}",
        "day": date(2026, 7, 1 + number % 28),
        "powers": frozenset({"vehicle-stop"}),
        "stratum": "black" if number % 3 == 0 else "white",
    }
    return Record(**(said | other))


def plan(**other: Any) -> Plan:
    """What a chair asks for."""
    said: dict[str, Any] = {
        "name": "draw-1",
        "panel": "demoshire-panel",
        "force": "demoshire",
        "power": "vehicle-stop",
        "first": date(2026, 7, 1),
        "last": date(2026, 9, 30),
        "drawn": {"black": 4, "white": 4, "missing": 1},
        "reserves": 3,
        "seed_rule": SeedRule.dice(),
    }
    return Plan(**(said | other))


def made(records: int = 60, *, of: Plan | None = None, **other: Any) -> Made:
    """A frame of so many records, the same each time: nonces are made of the ids."""
    every = other.pop("every", None) or [record(number) for number in range(records)]
    nonces = {one.id: f"nonce of {one.id}".encode() for one in every}
    said: Mapping[str, Any] = {
        "log": Log("site.example/stops", 1000),
        "frozen_at": FROZEN,
        "nonces": nonces,
    }
    return make(of or plan(), every, **{**said, **other})


def frame(**other: Any) -> Frame:
    """A frame with everything in it that one can have."""
    excluded = {"stop-5": "sub-judice", "stop-9": "live-complaint", "stop-20": "sub-judice"}
    return made(excluded=excluded, phantoms={"missing": 2}, **other).frame


def draw(**other: Any) -> Draw:
    """A draw from it by dice."""
    return Draw(frame(**other), CHECKPOINT, Rolls(ROLLED, ROLLED))
