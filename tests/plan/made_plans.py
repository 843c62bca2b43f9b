"""A small plan that tests change, with the people in it: the force, a group, a stranger."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

import pytest

from evenhand.forces import services as forces
from evenhand.plan import models, selectors, services
from evenhand.plan.frameworks import example
from evenhand.plan.history import Change, Present
from evenhand.plan.terms import Milestone, Terms

FORCE = {"by": "Superintendent, operations", "organisation": "Demoshire Police"}
GROUP = {"by": "Chair", "organisation": "Portwell reference group"}
OPENED = datetime(2025, 1, 6, 9, 30, tzinfo=UTC)
KEYS = count(1)


def terms(**other: Any) -> Terms:
    """A promise for 30 September 2025 with one milestone at the end of June."""
    said = {
        "title": "Record every vehicle stop",
        "what": "Every vehicle stop is recorded, and figures are published.",
        "owner": "Superintendent, operations",
        "starts_on": date(2025, 4, 1),
        "due_on": date(2025, 9, 30),
        "milestones": (
            Milestone(key="pilot", words="Pilot in two districts", due_on=date(2025, 6, 30)),
        ),
    }
    return Terms(**{**said, **other})


@dataclass
class Played:
    """An action that somebody plays with: each call is one change on the day it names."""

    action: models.Action
    clock: Iterator[int] = field(default_factory=lambda: count(1))

    @property
    def changes(self) -> list[Change]:
        return selectors.changes_of(self.action)

    @property
    def number(self) -> int:
        return self.changes[-1].number

    def now(self, on: date) -> Present:
        found = selectors.action(self.action.plan, self.action.key, on=on)
        assert found is not None
        return found.now

    def status(self, on: date) -> str:
        found = selectors.action(self.action.plan, self.action.key, on=on)
        assert found is not None
        return found.standing.status.value

    def moment(self, on: date) -> datetime:
        """A moment of a day, later than every one asked for before on it.

        Just after midnight: what a test does on the same day by the real clock comes after it.
        """
        return datetime(on.year, on.month, on.day, tzinfo=UTC) + timedelta(seconds=next(self.clock))

    def step(self, name: str, on: date, who: dict[str, str] = FORCE, **said: Any) -> Change:
        given = {"expected": self.number, "now": self.moment(on), **who, **said}
        done: Change = getattr(services, name)(action=self.action, **given)
        return done

    def show(self, on: date) -> Change:
        return self.step(
            "add_evidence",
            on,
            kind="link",
            title="What was learnt",
            address="https://demoshire.example/pilot",
            words="The report.",
        )

    def finish(self, on: date) -> Change:
        """Reach what is to be reached, show it and say that it is complete."""
        for key in self.now(on).to_reach:
            self.step("reach", on, milestone=key, words="Done.")
        self.show(on)
        return self.step("complete", on, words="It is done.")


def new_plan(**other: Any) -> models.Plan:
    """The next iteration of Demoshire's plan."""
    framework = services.load_framework(example(), **FORCE, now=OPENED)
    opening = {"force_id": "demoshire", "title": "Demoshire’s plan", **FORCE, "now": OPENED}
    return services.open_plan(framework=framework, **{**opening, **other})


def promised(plan: models.Plan, key: str = "", on: datetime = OPENED, **other: Any) -> Played:
    """An action of a plan, promised."""
    stream = other.pop("workstream", "respected")
    key = key or f"action-{next(KEYS)}"
    made = services.promise(
        plan=plan, key=key, workstream=stream, terms=terms(**other), **FORCE, now=on
    )
    return Played(made)


@pytest.fixture
def plan(db: None) -> models.Plan:
    forces.load(["demoshire"])
    return new_plan()


@pytest.fixture
def stops(plan: models.Plan) -> Played:
    return promised(plan)
