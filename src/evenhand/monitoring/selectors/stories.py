"""Reads: alerts with how they stand, and one story whole."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from evenhand.accounts.models import Person
from evenhand.measures.watch.found import Found, read
from evenhand.monitoring import models
from evenhand.monitoring.history import (
    Awaits,
    Explained,
    Kind,
    Present,
    Reforming,
    Status,
    Step,
    present,
)
from evenhand.monitoring.rules import Hands
from evenhand.plan.history import LONDON
from evenhand.plan.models import Action
from evenhand.plan.selectors import subject as plan_subject

if TYPE_CHECKING:
    from django.db.models import QuerySet

COLUMNS = ("number", "kind", "recorded_at", "by", "organisation", "words", "data")


@dataclass(frozen=True)
class Story:
    """One alert with all that was said and done about it, as it stood on a day.

    Attributes
    ----------
    steps, now : of its review; none, and None, for an improvement, which nobody has to explain.
    sightings : what later runs saw, where that was read too.
    """

    alert: models.Alert
    on: date
    steps: tuple[Step, ...] = ()
    now: Present | None = None
    sightings: tuple[models.Sighting, ...] = ()

    @cached_property
    def told(self) -> Found:
        """The alert as the public may see it."""
        return read(self.alert.told)

    @cached_property
    def found(self) -> Found:
        """The alert as the watch found it: for the force itself."""
        return read(self.alert.found)

    @property
    def subject(self) -> str:
        """What the public ledger calls it."""
        return subject(self.alert)

    @property
    def status(self) -> Status:
        """How it stands."""
        return self.now.status if self.now else Status.TOLD

    @property
    def awaits(self) -> Awaits:
        """What has to come next."""
        return self.now.awaits if self.now else Awaits.NOTHING

    @property
    def days_awaited(self) -> int:
        """Days that an answer has been awaited."""
        return self.now.days_awaited if self.now else 0

    @property
    def days_overdue(self) -> int:
        """Days since the last day for an answer."""
        return self.now.days_overdue if self.now else 0

    @property
    def days_since(self) -> int:
        """Days that what comes next has been awaited, whoever has to do it."""
        return self.now.days_since if self.now else 0

    @property
    def explanations(self) -> tuple[Explained, ...]:
        """Every explanation with what became of it."""
        return self.now.explanations if self.now else ()

    @property
    def reforms(self) -> tuple[Reforming, ...]:
        """Every reform with what was measured afterwards."""
        return self.now.reforms if self.now else ()

    @property
    def last_seen(self) -> models.Sighting | None:
        """What the last run said of it that said anything new; None where none did since."""
        return self.sightings[-1] if self.sightings else None


def subject(alert: models.Alert) -> str:
    """What the public ledger calls an alert; it never changes."""
    return f"alert/{alert.force_id}/{alert.number}"


def alert(force_id: str, number: int) -> models.Alert | None:
    """An alert by its address; None where there is none."""
    found: models.Alert | None = (
        models.Alert.objects.select_related("force", "run")
        .filter(force=force_id, number=number)
        .first()
    )
    return found


def stories(
    *, on: date, forces: Sequence[str] | None = None, status: Status | None = None
) -> list[Story]:
    """Alerts that were raised by the end of a day, as they stood then: two queries.

    They come by the name of the force, the newest first in each. Sightings are not read, and
    pictures and what only the force may see are read where somebody asks for them.

    Parameters
    ----------
    forces : ids; all without.
    status : only those that stand so.
    """
    alerts = models.Alert.objects.select_related("force").filter(raised_at__lt=end_of(on))
    alerts = alerts.defer("found", "charts")
    if forces is not None:
        alerts = alerts.filter(force__in=list(forces))
    wanted = list(alerts.order_by("force__name", "-number"))
    steps = models.Step.objects.filter(
        review__alert__in=[one.pk for one in wanted], recorded_at__lt=end_of(on)
    )
    told = _steps(steps)
    found = [_story(one, told.get(one.pk, ()), on) for one in wanted]
    return [one for one in found if status is None or one.status is status]


def overdue(*, on: date, forces: Sequence[str] | None = None) -> list[Story]:
    """Alerts whose answer is overdue, the longest awaited first."""
    found = stories(on=on, forces=forces, status=Status.OVERDUE)
    return sorted(found, key=lambda one: -one.days_overdue)


def story(force_id: str, number: int, *, on: date) -> Story | None:
    """One alert whole, with what later runs saw; None where there was none on that day."""
    found = alert(force_id, number)
    if found is None or found.raised_at >= end_of(on):
        return None
    return whole(found, on=on)


def whole(found: models.Alert, *, on: date) -> Story:
    """The story of an alert, with what later runs saw."""
    steps = models.Step.objects.filter(review__alert=found, recorded_at__lt=end_of(on))
    seen = found.sightings.select_related("run").filter(run__at__lt=end_of(on)).order_by("run")
    return _story(found, _steps(steps).get(found.pk, ()), on, tuple(seen))


def story_of(review: models.Review, *, on: date) -> Story:
    """The same by its review."""
    return whole(review.alert, on=on)


def steps_of(review: models.Review) -> list[Step]:
    """Everything that happened in a review, in order."""
    found = _steps(models.Step.objects.filter(review=review))
    return list(next(iter(found.values()), ()))


def hands(review: models.Review, person: Person | None) -> Hands:
    """Who took each step of a review, and who would take the next: for independence alone."""
    takers = models.Taker.objects.filter(step__review=review)
    before = dict(takers.values_list("step__number", "person"))
    return Hands(person.pk if person else None, before)


def is_action(named: str, force_id: str) -> bool:
    """Whether a force's plan has an action of this subject, in any iteration."""
    parts = named.split("/")
    if len(parts) != 4 or parts[1] != force_id:
        return False
    rows = Action.objects.select_related("plan").filter(plan__force=force_id, key=parts[3])
    return any(plan_subject(one.plan, one.key) == named for one in rows)


def _story(
    found: models.Alert,
    steps: Iterable[Step],
    on: date,
    seen: tuple[models.Sighting, ...] = (),
) -> Story:
    told = tuple(steps)
    return Story(found, on, told, present(told, on=on) if told else None, seen)


def _steps(rows: "QuerySet[models.Step]") -> dict[int, list[Step]]:
    """Steps by the key of their alert in the database, each review's in order."""
    found: dict[int, list[Step]] = defaultdict(list)
    ordered = rows.order_by("review", "number").values_list("review__alert", *COLUMNS)
    for place, number, kind, at, by, organisation, words, data in ordered:
        found[place].append(Step(number, Kind(kind), at, by, organisation, words, data))
    return found


def end_of(day: date) -> datetime:
    """The first moment of the next day, where the forces are."""
    return datetime.combine(day + timedelta(days=1), time(), tzinfo=LONDON)
