"""Plays what the watch found in the made-up forces, and how it was answered, through the services.

The watch runs as of past quarters and finds what it finds; what people say of it is a story, told
as :mod:`evenhand.demo.plan` tells its own. What becomes of their predictions nobody wrote down: the
site tests those by itself, on the made-up records.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import cache, partial
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import yaml
from django.db import transaction

from evenhand.demo.finding import shows
from evenhand.demo.plan import EVERY_MORNING, Told
from evenhand.demo.truth import DEMOSHIRE, Planted
from evenhand.forces.models import Force
from evenhand.measures.watch import watch
from evenhand.measures.watch.found import Found, Looks, Series, Watched, read
from evenhand.monitoring import models, selectors
from evenhand.monitoring.history import present
from evenhand.monitoring.services import due, reviewing, watching
from evenhand.monitoring.terms import Prediction, Reform
from evenhand.plan.history import LONDON
from evenhand.publications.charts import alert as charts
from evenhand.records.lake import Lake

BY = "Demonstration"
REFERENCE = "White"


@transaction.atomic
def load(lakes: Iterable[Lake], *, now: datetime) -> list[models.Alert]:
    """Watch the made-up forces as of past quarters, and tell what was answered until now.

    The plan must be there. Once there are alerts, nothing more happens.

    Parameters
    ----------
    now : what came after the last records happens shortly before it.
    """
    if not models.Run.objects.exists():
        with TemporaryDirectory(prefix="evenhand-demo-") as folder:
            Storyteller(story(), list(lakes), now, kept=Path(folder)).tell()
    return list(models.Alert.objects.all())


def story() -> Told:
    """The story as it was written down."""
    file = files("evenhand.demo") / "alerts.yaml"
    told: Told = yaml.safe_load(file.read_text(encoding="utf-8"))
    return told


def planted(name: str) -> Planted:
    """A planted change by its name."""
    return next(one for one in DEMOSHIRE.planted if one.name == name)


def without(seen: Watched, one: Planted) -> Watched:
    """What a run says, as if it had not yet seen a planted change."""
    alerts = tuple(each for each in seen.alerts if not shows(each, one))
    return replace(seen, alerts=alerts, inputs=f"{seen.inputs} without {one.name}")


def of_this_site(seen: Watched) -> Watched:
    """What a run says of the forces that this site holds."""
    here = set(Force.objects.values_list("pk", flat=True))
    return replace(seen, alerts=tuple(one for one in seen.alerts if one.series.force in here))


class Storyteller:
    """Tells what happened until a moment, in the order of days; ``kept`` is for what is counted."""

    def __init__(self, told: Told, lakes: list[Lake], now: datetime, kept: Path) -> None:
        self.told = told
        self.lakes = lakes
        self.now = now
        self.watched = cache(partial(watch, lakes, cache=kept))
        self.drawn: dict[tuple[str, str], Mapping[str, str]] = {}
        records, latest = told["after_records"], told["latest"]
        recent = (now - timedelta(days=12)).astimezone(LONDON).date()
        self.records = records
        self.later = max(timedelta(0), min(recent, latest) - records)

    def tell(self) -> None:
        """Everything until now: runs of the watch, steps of people, and what silence does."""
        told = self.told
        happens: list[tuple[datetime, int, Callable[[datetime], None]]] = [
            (self.moment(run["day"]), 0, self._run(run)) for run in told["runs"]
        ]
        last = told["runs"][-1]
        youngest = self.now - timedelta(days=told["youngest"])
        if youngest > self.moment(last["day"]):
            happens.append((youngest, 0, self._run({"as_of": last["as_of"]})))
        happens += [(self.moment(day), 1, _fall_silent) for day in told["silence"]]
        for one in told["alerts"]:
            happens += [
                (self.moment(step["day"]), 2, self._step(one, step)) for step in one["told"]
            ]
        for moment, _, happen in sorted(happens, key=lambda one: one[:2]):
            if moment <= self.now:
                happen(moment)
        due.due(self.now)

    def moment(self, day: date) -> datetime:
        """The morning of a day of the story."""
        moved = day + self.later if day >= self.records else day
        return datetime.combine(moved, EVERY_MORNING)

    def _run(self, told: Told) -> Callable[[datetime], None]:
        def happen(moment: datetime) -> None:
            seen = of_this_site(self.watched(as_of=told["as_of"]))
            if "holds_back" in told:  # so that whoever loads it later finds one that is young
                seen = without(seen, planted(told["holds_back"]))
            watching.record(seen, by=BY, now=moment, draw=self._draw, lakes=self.lakes)

        return happen

    def _draw(self, found: Found) -> Mapping[str, str]:
        """The charts of an alert, drawn once for each month that it was looked at."""
        place = (found.key, found.as_of)
        if place not in self.drawn:
            self.drawn[place] = charts.draw(found)
        return self.drawn[place]

    def _step(self, told: Told, step: Told) -> Callable[[datetime], None]:
        one = planted(told["planted"]) if "planted" in told else None
        stands = told.get("stands")

        def happen(moment: datetime) -> None:
            review = review_of_standing(**stands) if stands else review_about(one)
            if review is not None:
                Answering(self.told["who"], review, one, moment).step(step)

        return happen


class Answering:
    """One step of one review, by whom the story says takes such steps."""

    def __init__(
        self, who: Mapping[str, Any], review: models.Review, one: Planted | None, moment: datetime
    ) -> None:
        self.who = who
        self.review = review
        self.planted = one
        self.moment = moment
        self.series = read(review.alert.found).series
        self.state = present(selectors.steps_of(review), on=moment.date())

    def step(self, told: Told) -> None:
        """Take it.

        Raises
        ------
        ValueError
            If the story says something that no step has.
        """
        if strange := set(told) - KNOWN:  # a comma in a bare text of YAML cuts it in two
            raise ValueError(f"{self.review}: {strange} is no part of a step")
        kind = next(word for word in STEPS if word in told)
        STEPS[kind](self, told[kind], told)

    def own(self, said: str, told: Told) -> None:
        """Name who owns the review."""
        reviewing.name_owner(role=said, words=told["words"], **self.by("force"))

    def explain(self, said: str, told: Told) -> None:
        """Explain, and predict something of the alert's own series if nothing else is named."""
        predicted = told.get("prediction")
        prediction = Prediction.about(self._of_planted(), **predicted) if predicted else None
        reviewing.explain(
            type=said,
            words=told["words"],
            evidence=told.get("evidence", ()),
            prediction=prediction,
            **self.by("force"),
        )

    def judge(self, said: bool, told: Told) -> None:
        """Judge the last explanation."""
        last = self.state.explanations[-1].number
        reviewing.judge(
            explanation=last, accepted=said, words=told["words"], **self.by("independent")
        )

    def conclude(self, said: str, told: Told) -> None:
        """Conclude, for somebody else to sign."""
        reviewing.conclude(conclusion=said, words=told["words"], **self.by("force"))

    def sign(self, said: str, _told: Told) -> None:
        """Sign what was concluded."""
        proposed = self.state.proposed
        if proposed is None:
            raise LookupError(f"{self.review}: nothing was concluded that could be signed")
        reviewing.sign_off(concludes=proposed.number, words=said, **self.by("chief"))

    def reform(self, said: Told, told: Told) -> None:
        """Link the action that it leads to, and write down what it should move."""
        reform = Reform.about(self._of_planted(), **said)
        reviewing.reform(reform=reform, words=told["words"], **self.by("force"))

    def comment(self, said: str, _told: Told) -> None:
        """Say something from outside."""
        reviewing.comment(words=said, **self.by("panel"))

    def reply(self, said: str, _told: Told) -> None:
        """Answer the first comment that waits for it."""
        waits = self.state.unanswered[0].step.number
        reviewing.answer_comment(comment=waits, words=said, **self.by("force"))

    def by(self, who: str) -> dict[str, Any]:
        """Which review, what was seen of it, who and when."""
        return {
            "review": self.review,
            "expected": self.state.number,
            "now": self.moment,
            **self.who[who],
        }

    def _of_planted(self) -> Series:
        """What was planted: an alert may lead with another series that moved with it."""
        if self.planted is None:
            return self.series
        group = self.planted.groups[0]
        return replace(
            self.series,
            measure=self.planted.measure,
            group=group,
            reference="" if group == REFERENCE else REFERENCE,
            grouping="five-groups",
        )


STEPS: Mapping[str, Callable[[Answering, Any, Told], None]] = {
    "owner": Answering.own,
    "explain": Answering.explain,
    "judge": Answering.judge,
    "conclude": Answering.conclude,
    "sign": Answering.sign,
    "reform": Answering.reform,
    "comment": Answering.comment,
    "reply": Answering.reply,
}
KNOWN = {*STEPS, "day", "words", "evidence", "prediction"}


def review_about(one: Planted | None) -> models.Review | None:
    """The review of the first alert about a planted change, or about what is not recorded."""
    for alert in models.Alert.objects.filter(force=DEMOSHIRE.force).select_related("review"):
        found = read(alert.found)
        about = found.series.looks is Looks.UNKNOWN if one is None else shows(found, one)
        if about and hasattr(alert, "review"):
            review: models.Review = alert.review
            return review
    return None


def review_of_standing(group: str, measure: str = "search-rate") -> models.Review | None:
    """The review of a disparity that stands, by what leads it; None before it is raised."""
    for review in models.Review.objects.filter(alert__force=DEMOSHIRE.force):
        of_it: models.Review = review
        found = read(of_it.alert.found)
        series = found.series
        if found.standing is not None and (series.group, series.measure) == (group, measure):
            return of_it
    return None


def _fall_silent(moment: datetime) -> None:
    due.due(moment)
