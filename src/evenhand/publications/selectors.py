"""Reads: the figures that stand, and those that were corrected."""

from evenhand.forces.models import Force
from evenhand.publications.models import ALL_FORCES, Figure, FrozenQuerySet


def standing() -> FrozenQuerySet:
    """Figures that no correction has replaced."""
    return Figure.objects.filter(superseded_by=None).select_related("force", "supersedes")


def forces_with_figures() -> list[Force]:
    """Forces that have a figure, in alphabetical order: never ranked."""
    return list(Force.objects.filter(figures__isnull=False).distinct().order_by("name"))


def all_of(force_id: str) -> FrozenQuerySet:
    """Every figure of a force, corrected or not, without what is only drawn or read."""
    figures: FrozenQuerySet = Figure.objects.filter(force=force_id)
    return figures.defer("about", "wording", "quality", "inputs", "charts")


def latest(force_id: str, measure: str, grouping: str = "five-groups") -> Figure | None:
    """The standing figure of a measure over the latest months, or nothing."""
    found = standing().filter(force=force_id, measure=measure, grouping=grouping)
    return found.order_by("-last_month", "first_month").first()


def before(figure: Figure) -> Figure | None:
    """The standing figure of the same measure over the months that end just before these."""
    same = standing().filter(
        force=figure.force_id, measure=figure.measure, grouping=figure.grouping
    )
    return same.filter(last_month__lt=figure.first_month).order_by("-last_month").first()


def measures_of(force_id: str) -> list[Figure]:
    """The latest standing figure of each measure of a force, by the measure's name."""
    found = standing().filter(force=force_id, grouping="five-groups")
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
    return Figure.objects.select_related("force", "supersedes", "superseded_by").get(
        measure=measure,
        force=None if place == ALL_FORCES else place,
        first_month=first_month,
        last_month=last_month,
        grouping=grouping,
        number=number,
    )
