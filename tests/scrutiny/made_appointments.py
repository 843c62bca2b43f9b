"""A meeting or a visit that a test plays with: each call is one step at its moment."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from made_recommendations import PANEL

from evenhand.forces import services as forces
from evenhand.scrutiny.models import Appointment
from evenhand.scrutiny.visiting import selectors, services
from evenhand.scrutiny.visiting.history import Present
from evenhand.scrutiny.visiting.steps import Step
from plan.staff import organisation

CALLED = datetime(2026, 4, 1, 9, tzinfo=UTC)
STARTS = datetime(2026, 4, 20, 18, tzinfo=UTC)
ENDS = STARTS + timedelta(hours=2)
AFTER = ENDS + timedelta(minutes=5)
SLOT = {
    "starts": STARTS,
    "ends": ENDS,
    "where": "Portwell custody suite",
    "places": 3,
    "how": "Write to panel@example.org",
}
HELD = {"members": 4, "public": 2, "hours": 12, "pence": 8650, "findings": ["The bell is broken."]}


@dataclass
class Called:
    """A meeting or a visit that a test plays with."""

    row: Appointment
    clock: Iterator[int] = field(default_factory=lambda: count(1))

    @property
    def steps(self) -> list[Step]:
        return selectors.steps_of(self.row)

    def now(self, at: datetime) -> Present:
        return selectors.visit_of(self.row, at=at).now

    def status(self, at: datetime) -> str:
        return self.now(at).status.value

    def step(self, name: str, at: datetime, who: Mapping[str, Any] = PANEL, /, **said: Any) -> Step:
        moment = at + timedelta(milliseconds=next(self.clock))
        given = {"expected": self.steps[-1].number, "now": moment, **who, **said}
        reason = name in {"decline", "move", "call_off"}
        if not {"words", "reason"} & set(said):
            given["reason" if reason else "words"] = "As we said."
        done: Step = getattr(services, name)(appointment=self.row, **given)
        return done


def call(what: str = "custody", **other: Any) -> Called:
    forces.load(["demoshire"])
    said: dict[str, Any] = {
        "panel": organisation("panel"),
        "what": what,
        "slot": SLOT,
        "words": "Whether people are told their rights.",
        "now": CALLED,
        **PANEL,
    }
    return Called(services.call(**(said | other)))
