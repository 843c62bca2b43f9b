"""Reads: the figures that stand, and those that were corrected."""

from collections.abc import Collection
from typing import Any

from django.db.models import Q

from evenhand.forces.models import Force
from evenhand.publications.models import ALL_FORCES, Figure, FrozenQuerySet, Patterns

GROUPING = "five-groups"
NOT_DRAWN = ("inputs", "quality", "queries", "control", "months")
"""What a page of many figures never shows; a page of one has it all."""
NOT_LISTED = (*NOT_DRAWN, "charts", "series", "expected", "methods")
"""What a list of measures, with a sentence of each, has no need of either."""
BEFORE, AFTER = "supersedes", "superseded_by"
HEAVY = (*NOT_LISTED, "result", "about", "wording")


def named(link: str) -> list[str]:
    """What is not read of the figure before or after another: only its name is ever shown."""
    return [f"{link}__{name}" for name in HEAVY]


def standing() -> FrozenQuerySet:
    """Figures that no correction has replaced."""
    found = Figure.objects.filter(superseded_by=None).select_related("force", BEFORE)
    return found.defer(*named(BEFORE))


def forces_with_figures() -> list[Force]:
    """Forces that have a figure, in alphabetical order: never ranked."""
    return list(Force.objects.filter(figures__isnull=False).distinct().order_by("name"))


def all_of(force_id: str, power: str) -> FrozenQuerySet:
    """Every figure of a force and a power, corrected or not, without what is only drawn or read."""
    figures: FrozenQuerySet = Figure.objects.filter(force=force_id, power=power)
    return figures.defer("about", "wording", "quality", "inputs", "charts")


def latest(force_id: str, measure: str, grouping: str = GROUPING) -> Figure | None:
    """The standing figure of a measure over the latest months, or nothing."""
    found = standing().filter(force=force_id, measure=measure, grouping=grouping)
    return found.order_by("-last_month", "first_month").first()


def latest_of_all(measure: str, grouping: str = GROUPING) -> Figure | None:
    """The standing figure of all forces together over the latest months, or nothing.

    Its ``result`` holds ``pooled_ratio`` and ``within_force_ratio``, and in each row ``ratio`` and
    ``within_force_ratio``: never show one without the other. ``wording["coverage"]`` says which
    forces are in it, which are not and why. ``expected`` says how much forces differ.
    """
    found = standing().filter(force=None, measure=measure, grouping=grouping)
    return found.order_by("-last_month", "first_month").first()


def of_all(measure: str, first: str, last: str, grouping: str = GROUPING) -> Figure | None:
    """The standing figure of all forces together over these very months, or nothing."""
    found = standing().filter(force=None, measure=measure, grouping=grouping)
    return found.filter(first_month=first, last_month=last).first()


def across(measure: str, grouping: str = GROUPING) -> list[Figure]:
    """The latest standing figure of each force, in alphabetical order of forces: never ranked.

    Forces need not have the same months: print each figure's own. ``expected`` holds the range in
    which the force would lie if it did as all forces together do, where that is known.
    """
    found = standing().filter(force__isnull=False, measure=measure, grouping=grouping)
    newest: dict[str | None, Figure] = {}
    for figure in found.defer(*NOT_DRAWN).order_by("force__name", "-last_month", "first_month"):
        newest.setdefault(figure.force_id, figure)
    return list(newest.values())


def latest_patterns(force_id: str) -> Patterns | None:
    """What was last released of patterns in a force's vehicle stops, or nothing."""
    found: Patterns | None = (
        Patterns.objects.select_related("force").filter(force=force_id).order_by("-pk").first()
    )
    return found


def over_time(place: str, measure: str, grouping: str = GROUPING) -> dict[str, Any]:
    """The series of a force's latest figure, or of all forces (``all-forces``); ``{}`` if none.

    ``unit`` (``quarter`` or ``month``), ``points``, ``smallest_change`` and ``recording_changes``;
    :func:`evenhand.measures.over_time.over_time` says what a point holds. Where a force's own
    extract is behind it there is no point, and ``why`` says so.
    """
    of = latest_of_all(measure, grouping) if place == ALL_FORCES else None
    found = of or latest(place, measure, grouping)
    return dict(found.series) if found else {}


def before(figure: Figure) -> Figure | None:
    """The standing figure of the same measure over the months that end just before these."""
    same = standing().filter(
        force=figure.force_id, measure=figure.measure, grouping=figure.grouping
    )
    return same.filter(last_month__lt=figure.first_month).order_by("-last_month").first()


def measures_of(force_id: str) -> list[Figure]:
    """The latest standing figure of each measure of a force, by the measure's name."""
    found = standing().filter(force=force_id, grouping=GROUPING).defer(*NOT_LISTED)
    by_measure: dict[str, Figure] = {}
    for figure in found.order_by("measure", "-last_month"):
        by_measure.setdefault(figure.measure, figure)
    return list(by_measure.values())


def figure(
    *, measure: str, place: str, first_month: str, last_month: str, grouping: str, number: int
) -> Figure:
    """Give one figure by the parts of its reference, corrected or not.

    Raises
    ------
    Figure.DoesNotExist
        If there is none.
    """
    found = Figure.objects.select_related("force", BEFORE, AFTER)
    return found.defer(*named(BEFORE), *named(AFTER)).get(
        measure=measure,
        force=None if place == ALL_FORCES else place,
        first_month=first_month,
        last_month=last_month,
        grouping=grouping,
        number=number,
    )


def pages_of(force_id: str, measures: Collection[str], references: Collection[str]) -> set[str]:
    """Which of these measures of a force, and of these figures, this site has a page of."""
    wanted = Q(force=force_id, measure__in=measures, superseded_by=None, grouping=GROUPING)
    for reference in references:
        measure, place, months, grouping, number = reference.split("/")
        first, last = months.split("--")
        wanted |= Q(
            force=None if place == ALL_FORCES else place,
            measure=measure,
            first_month=first,
            last_month=last,
            grouping=grouping,
            number=number,
        )
    parts = ("force", "measure", "grouping", "first_month", "last_month", "number")
    found = {one.reference: one for one in Figure.objects.filter(wanted).only(*parts)}
    named = {one.measure for one in found.values() if one.force_id == force_id}
    return {*found, *named} & {*measures, *references}
