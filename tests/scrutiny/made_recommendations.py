"""A recommendation that a test plays with: each call is one step on its day."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

import pytest

from evenhand.forces import services as forces
from evenhand.plan.history import LONDON
from evenhand.scrutiny.models import Recommendation
from evenhand.scrutiny.recommending import selectors, services
from evenhand.scrutiny.recommending.history import Present
from evenhand.scrutiny.recommending.selectors import Story
from evenhand.scrutiny.recommending.steps import Step
from plan.staff import organisation

FORCE = {"by": "Programme manager", "organisation": "Demoshire Police"}
OTHER = {"by": "Programme manager", "organisation": "Pretendshire Police"}
PANEL = {"by": "Panel chair", "organisation": "Demoshire scrutiny panel"}
OVERSIGHT = {"by": "Oversight member", "organisation": "Oversight body"}
MADE = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
WHAT = "Record the grounds of every search at night in full sentences."
REASON = "The form that officers fill in at night has no room for sentences before next year."
PROOF = {"kind": "link", "title": "The new form", "address": "https://demoshire.example/form"}


@dataclass
class Advised:
    """A recommendation that somebody plays with."""

    row: Recommendation
    clock: Iterator[int] = field(default_factory=lambda: count(1))

    @property
    def steps(self) -> list[Step]:
        return selectors.steps_of(self.row)

    @property
    def number(self) -> int:
        return self.steps[-1].number

    def story(self, on: date) -> Story:
        return selectors.story_of(self.row, on=on)

    def now(self, on: date) -> Present:
        return self.story(on).now

    def status(self, on: date) -> str:
        return self.now(on).status.value

    def moment(self, on: date) -> datetime:
        """A moment of a day, later than every one asked for before on it."""
        return datetime(on.year, on.month, on.day, 10, tzinfo=LONDON) + timedelta(
            milliseconds=next(self.clock)
        )

    def step(self, name: str, on: date, who: Mapping[str, Any] = FORCE, /, **said: Any) -> Step:
        """Take one step; a test says only what matters in it."""
        given = {"expected": self.number, "now": self.moment(on), **who, **said}
        if not {"words", "reason"} & set(said):
            given["reason" if name in {"extend", "withdraw"} else "words"] = "As we said."
        done: Step = getattr(services, name)(recommendation=self.row, **given)
        return done

    def respond(self, on: date, response: str = "accepted", words: str = REASON) -> Step:
        return self.step("respond", on, response=response, words=words)

    def extend(self, on: date, days: int, **said: Any) -> Step:
        given: dict[str, Any] = {"until": on + timedelta(days=days), "ground": "investigation"}
        return self.step("extend", on, **(given | said))

    def completed(self, on: date, action: str) -> Step:
        """Accept, carry, show and say done, all on one day."""
        if self.now(on).response is None:
            self.respond(on)
        if action not in self.now(on).actions:
            self.step("carry", on, action=action)
        self.step("show", on, proof=PROOF)
        return self.step("complete", on)

    def view(self, on: date, view: str = "satisfied", **said: Any) -> Step:
        return self.step("view", on, PANEL, view=view, **said)


def make(**other: Any) -> Recommendation:
    """A recommendation of Demoshire's panel, made on 2 March 2026 to be done by 1 September."""
    forces.load(["demoshire"])
    said: dict[str, Any] = {
        "force_id": "demoshire",
        "body": organisation("panel"),
        "what": WHAT,
        "why": "In 14 of 20 cases nobody could tell why the person was searched.",
        "to": "Chief constable",
        "due": date(2026, 9, 1),
        "source": "panel",
        "now": MADE,
        **PANEL,
    }
    return services.make(**(said | other))


@pytest.fixture
def advised(db: None) -> Advised:
    """A recommendation that was made on 2 March 2026."""
    return Advised(make())
