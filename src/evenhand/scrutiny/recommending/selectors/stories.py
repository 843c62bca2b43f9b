"""Reads: recommendations with how they stand, and one whole."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from evenhand.plan.history import LONDON
from evenhand.scrutiny.models import recommendations as models
from evenhand.scrutiny.recommending.history import Present, present
from evenhand.scrutiny.recommending.steps import Awaits, Kind, Status, Step

if TYPE_CHECKING:
    from django.db.models import QuerySet

COLUMNS = ("number", "kind", "recorded_at", "by", "organisation", "words", "data")


@dataclass(frozen=True)
class Story:
    """One recommendation with all that was said and done about it, as it stood on a day.

    ``repeated_by`` are later recommendations to the force that say the same, as the public ledger
    calls them.
    """

    recommendation: models.Recommendation
    on: date
    steps: tuple[Step, ...]
    now: Present
    repeated_by: tuple[str, ...] = ()

    @property
    def subject(self) -> str:
        """What the public ledger calls it."""
        return subject(self.recommendation)

    @property
    def status(self) -> Status:
        """How it stands."""
        return self.now.status

    @property
    def awaits(self) -> Awaits:
        """What has to come next."""
        return self.now.awaits


def subject(one: models.Recommendation) -> str:
    """What the public ledger calls a recommendation; it never changes."""
    return f"recommendation/{one.force_id}/{one.number}"


def recommendation(force_id: str, number: int) -> models.Recommendation | None:
    """A recommendation by its address; None where there is none."""
    found: models.Recommendation | None = (
        models.Recommendation.objects.select_related("force", "body")
        .filter(force=force_id, number=number)
        .first()
    )
    return found


def stories(
    *,
    on: date,
    forces: Sequence[str] | None = None,
    bodies: Sequence[str] | None = None,
    status: Status | None = None,
) -> list[Story]:
    """Recommendations that were made by the end of a day, as they stood then: two queries.

    They come by the name of the force, the newest first in each.

    Parameters
    ----------
    forces : ids; all without.
    bodies : ids of the organisations that made them; all, and those of lists, without.
    status : only those that stand so.
    """
    wanted = models.Recommendation.objects.select_related("force").filter(made_at__lt=_end_of(on))
    if forces is not None:
        wanted = wanted.filter(force__in=list(forces))
    made = list(wanted.order_by("force__name", "-number"))
    steps = _steps(
        models.RecommendationStep.objects.filter(
            recommendation__in=[one.pk for one in made], recorded_at__lt=_end_of(on)
        )
    )
    found = [_story(one, steps[one.pk], on) for one in made]
    again = _again(found)
    return [
        Story(one.recommendation, one.on, one.steps, one.now, tuple(again[one.subject]))
        for one in found
        if (status is None or one.status is status)
        and (bodies is None or one.recommendation.body_id in bodies)
    ]


def overdue(*, on: date, forces: Sequence[str] | None = None) -> list[Story]:
    """Recommendations whose answer or completion is overdue, the longest first."""
    found = [one for one in stories(on=on, forces=forces) if one.now.days_overdue]
    return sorted(found, key=lambda one: -one.now.days_overdue)


def story(force_id: str, number: int, *, on: date) -> Story | None:
    """One recommendation whole; None where it was not made by the end of that day."""
    found = recommendation(force_id, number)
    if found is None or found.made_at >= _end_of(on):
        return None
    return story_of(found, on=on)


def story_of(found: models.Recommendation, *, on: date) -> Story:
    """The story of a recommendation, with what said the same later."""
    steps = _steps(
        models.RecommendationStep.objects.filter(recommendation=found, recorded_at__lt=_end_of(on))
    )
    one = _story(found, steps[found.pk], on)
    later = models.RecommendationStep.objects.filter(
        kind=Kind.MADE,
        recorded_at__lt=_end_of(on),
        recommendation__force=found.force_id,
        recommendation__number__gt=found.number,
    ).order_by("recommendation__number")
    said = later.values_list("recommendation__number", "data")
    again = tuple(
        f"recommendation/{found.force_id}/{number}"
        for number, data in said
        if one.subject in data["advice"]["repeats"]
    )
    return Story(one.recommendation, on, one.steps, one.now, again)


def steps_of(found: models.Recommendation) -> list[Step]:
    """Everything that happened to a recommendation, in order."""
    return _steps(models.RecommendationStep.objects.filter(recommendation=found))[found.pk]


def repeats_of(force_id: str, digest: str) -> list[str]:
    """Earlier recommendations to a force that say the same, as the public ledger calls them."""
    same = models.Recommendation.objects.filter(force=force_id, digest=digest)
    return [subject(one) for one in same.order_by("number")]


def _again(found: Iterable[Story]) -> dict[str, list[str]]:
    """By what was said before, what said it again, in order."""
    again: dict[str, list[str]] = defaultdict(list)
    for one in sorted(found, key=lambda one: one.recommendation.number):
        for earlier in one.now.advice.repeats:
            again[earlier].append(one.subject)
    return again


def _story(found: models.Recommendation, steps: Iterable[Step], on: date) -> Story:
    told = tuple(steps)
    return Story(found, on, told, present(told, on=on))


def _steps(rows: "QuerySet[models.RecommendationStep]") -> dict[int, list[Step]]:
    """Steps by the key of their recommendation in the database, each one's in order."""
    found: dict[int, list[Step]] = defaultdict(list)
    ordered = rows.order_by("recommendation", "number").values_list("recommendation", *COLUMNS)
    for place, number, kind, at, by, organisation, words, data in ordered:
        found[place].append(Step(number, Kind(kind), at, by, organisation, words, data))
    return found


def _end_of(day: date) -> datetime:
    """The first moment of the next day, where the forces are."""
    return datetime.combine(day + timedelta(days=1), time(), tzinfo=LONDON)
