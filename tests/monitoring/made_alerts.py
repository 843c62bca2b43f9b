"""Alerts made by hand, and a review that a test plays with: each call is one step on its day."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from itertools import count
from typing import Any

import pytest

from evenhand.forces import services as forces
from evenhand.measures.watch.found import (
    Change,
    Direction,
    Found,
    Looks,
    Means,
    Series,
    Span,
    Watched,
)
from evenhand.monitoring import models, selectors, services
from evenhand.monitoring.history import LONDON, Present, Step
from evenhand.monitoring.terms import Prediction
from evenhand.plan import models as plans
from evenhand.plan import services as planning
from evenhand.plan.frameworks import example
from evenhand.plan.terms import Terms

FORCE = {"by": "Programme manager", "organisation": "Demoshire Police"}
CHIEF = {"by": "Chief officer", "organisation": "Demoshire Police"}
JUDGE = {"by": "Oversight member", "organisation": "Oversight body"}
PANEL = {"by": "Panel chair", "organisation": "Demoshire scrutiny panel"}
RAISED = datetime(2026, 5, 11, 9, 0, tzinfo=UTC)
SERIES = Series(
    force="demoshire",
    power="stop-and-search",
    measure="search-rate",
    looks=Looks.RATIO,
    group="Black",
    reference="White",
)
EVIDENCE = {
    "kind": "link",
    "title": "Log of the operation",
    "address": "https://demoshire.example/log",
}
BEFORE = Span("2023-04", "2025-12", 33, events=400, reference_events=900, value=3.0)
AFTER = Span("2026-01", "2026-04", 4, events=95, reference_events=110, value=5.5)


def found(series: Series = SERIES, **other: Any) -> Found:
    """A rise of the ratio since January 2026, as of April."""
    said: dict[str, Any] = {
        "key": f"{series.key}@2026-01",
        "series": series,
        "quality": False,
        "direction": Direction.RISE,
        "means": Means.WORSE,
        "since": "2026-01",
        "as_of": "2026-04",
        "before": BEFORE,
        "after": AFTER,
        "change": Change(1.8, 1.4, 2.3),
        "smallest": 1.4,
        "evidence": 0.002,
        "examined": 240,
        "quarters": (BEFORE, AFTER),
        "sentence": "Black people were searched 5.5 times as often as White people.",
    }
    return Found(**(said | other))


JUDGED = frozenset({SERIES.key, f"{SERIES.key}/standing"})
"""What a run has judged that nothing else is said of."""


def watched(*alerts: Found, as_of: str = "2026-04", **other: Any) -> Watched:
    """A run of the watch that raises these."""
    text = repr((alerts, as_of, sorted(other)))
    said: dict[str, Any] = {
        "as_of": as_of,
        "examined": {"demoshire": 240},
        "alerts": alerts,
        "held_back": (),
        "untold": (),
        "inputs": sha256(text.encode()).hexdigest(),
        "judged": JUDGED,
    }
    return Watched(**(said | other))


def as_it_is(one: Found) -> Found:
    """What the public may see, where nothing has to be hidden."""
    return one


def draw(one: Found) -> Mapping[str, str]:
    """A chart of hardly anything."""
    return {"620": f"<svg>{one.key}</svg>"}


def recorded(run: Watched, *, now: datetime = RAISED, **other: Any) -> services.watching.Recorded:
    """Record a run, as the watch of a night does."""
    return services.watching.record(run, by="the watch", now=now, draw=draw, tell=as_it_is, **other)


def prediction(**other: Any) -> Prediction:
    """That the ratio outside the operation's hours is at most 3 in July to September."""
    said = {
        "quantity": "ratio",
        "direction": "at most",
        "limit": 3.0,
        "quarter": "2026-Q2",
        "without": {"hours": ["18-21", "21-24"]},
    }
    return Prediction.about(SERIES, **(said | other))


@dataclass
class Reviewed:
    """A review that somebody plays with."""

    review: models.Review
    clock: Iterator[int] = field(default_factory=lambda: count(1))

    @property
    def steps(self) -> list[Step]:
        return selectors.steps_of(self.review)

    @property
    def number(self) -> int:
        return self.steps[-1].number

    def now(self, on: date) -> Present:
        found = selectors.story_of(self.review, on=on).now
        assert found is not None
        return found

    def status(self, on: date) -> str:
        return self.now(on).status.value

    def moment(self, on: date) -> datetime:
        """A moment of a day, later than every one asked for before on it."""
        return datetime(on.year, on.month, on.day, 10, tzinfo=LONDON) + timedelta(
            milliseconds=next(self.clock)
        )

    def step(self, name: str, on: date, who: Mapping[str, Any] = FORCE, /, **said: Any) -> Step:
        given = {"expected": self.number, "now": self.moment(on), **who, **said}
        done: Step = getattr(services.reviewing, name)(review=self.review, **given)
        return done

    def explain(self, on: date, **said: Any) -> Step:
        given: dict[str, Any] = {
            "type": "operation",
            "words": "An operation against knife crime ran at night near the station.",
            "evidence": [EVIDENCE],
            "prediction": prediction(),
        }
        return self.step("explain", on, **(given | said))

    def judge(self, on: date, explanation: int, *, accepted: bool = True, **said: Any) -> Step:
        given: dict[str, Any] = {"words": "The log shows the operation, and its hours fit."}
        return self.step(
            "judge", on, JUDGE, explanation=explanation, accepted=accepted, **(given | said)
        )

    def conclude(self, on: date, conclusion: str) -> Step:
        return self.step("conclude", on, conclusion=conclusion, words="This is what we found.")

    def settle(self, on: date, conclusion: str) -> Step:
        """Conclude, and have it signed off."""
        proposed = self.conclude(on, conclusion)
        return self.step(
            "sign_off", on, CHIEF, concludes=proposed.number, words="I answer for this."
        )


def raise_one(one: Found | None = None, *, now: datetime = RAISED) -> Reviewed:
    """A review of one alert, on the day it was raised."""
    forces.load(["demoshire"])
    [alert] = recorded(watched(one or found()), now=now).raised
    return Reviewed(alert.review)


@pytest.fixture
def reviewed(db: None) -> Reviewed:
    """A review that was opened on 11 May 2026."""
    return raise_one()


def an_action(force: str = "demoshire") -> str:
    """An action of the force's plan, as the ledger calls it."""
    [local] = forces.load([force])
    who: dict[str, Any] = {"by": "Programme manager", "organisation": local.name, "now": RAISED}
    plan = planning.open_plan(
        force_id=force, framework=planning.load_framework(example(), **who), title="Plan", **who
    )
    stream = plan.framework.workstreams.first()
    assert stream is not None
    action: plans.Action = planning.promise(
        plan=plan,
        key="supervise-searches",
        workstream=stream.key,
        terms=Terms(
            title="Supervise searches",
            what="Every search at night is looked at within a week.",
            owner="Superintendent, operations",
            starts_on=date(2026, 6, 1),
            due_on=date(2026, 12, 31),
        ),
        **who,
    )
    return f"plan/{force}/1/{action.key}"


def reform(action: str, **other: Any) -> dict[str, Any]:
    """A reform that should take the ratio to 0.8 times what it would have been."""
    said = {
        "action": action,
        "question": "Searches at night are supervised, which should lower the ratio.",
        "force": "demoshire",
        "power": "stop-and-search",
        "measure": "search-rate",
        "quantity": "ratio",
        "group": "Black",
        "reference": "White",
        "direction": "at most",
        "change": 0.8,
        "before_from": "2023-04",
        "after_from": "2026-08",
        "after_until": "2027-03",
        "remeasure_on": date(2027, 5, 31),
    }
    return said | other


def with_series(series: Series, **other: Any) -> Series:
    """The same series but for some part of it."""
    return replace(series, **other)
