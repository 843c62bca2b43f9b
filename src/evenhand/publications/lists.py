"""Reads of many figures at once: what matches a question, and a figure with its corrections."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Q

from evenhand.publications.models import ALL_FORCES, Figure, FrozenQuerySet

GROUPING = "five-groups"
Period = tuple[str, str]


@dataclass(frozen=True)
class Named:
    """One figure, before it is read: a figure never changes, so this says which words it has."""

    pk: int
    digest: str
    released_at: datetime


@dataclass(frozen=True)
class Chosen:
    """Which figures of a measure stand beside each other.

    Attributes
    ----------
    measure : its id.
    periods : first and last month of every figure that stands, the newest first.
    places : id and name of every force that has one, in alphabetical order.
    together : the figure of all forces together over the months asked for, or its latest.
    figures : one of each force asked for, in alphabetical order: over the months asked for, or its
        latest.
    """

    measure: str
    periods: tuple[Period, ...]
    places: tuple[tuple[str, str], ...]
    together: Named | None
    figures: tuple[Named, ...]


@dataclass(frozen=True)
class Revision:
    """Figures of one place that took others' places on one day.

    Attributes
    ----------
    force, name : the force's id and name; None for all forces together.
    same : the numbers are those of the figures before; only an expected range was added.
    """

    released_at: datetime
    force: str | None
    name: str | None
    same: bool
    figures: int


@dataclass(frozen=True)
class Across:
    """The figures that were chosen, read."""

    chosen: Chosen
    together: Figure | None
    figures: list[Figure]


def matching(
    *,
    places: Sequence[str] = (),
    measures: Sequence[str] = (),
    grouping: str = "",
    first: str = "",
    last: str = "",
    standing: bool | None = True,
) -> FrozenQuerySet:
    """Figures of these places and measures within some months; what is left out narrows nothing.

    Parameters
    ----------
    places : ids of forces, or ``all-forces``.
    first, last : months; a figure begins and ends within them.
    standing : only those that no correction has replaced; False, only the others; None, all.

    Returns
    -------
    Figures with their results and without what is only drawn or read; of all forces first, then in
    alphabetical order of forces.
    """
    found = Figure.objects.select_related("force", "supersedes", "superseded_by")
    if places:
        wanted = Q(force__in=places)
        found = found.filter(wanted | Q(force=None) if ALL_FORCES in places else wanted)
    if standing is not None:
        found = found.filter(superseded_by__isnull=standing)
    narrowed = {
        "measure__in": measures,
        "grouping": grouping,
        "first_month__gte": first,
        "last_month__lte": last,
    }
    found = found.filter(**{name: value for name, value in narrowed.items() if value})
    return light(found).order_by(
        F("force__name").asc(nulls_first=True), "measure", "-last_month", "grouping", "number"
    )


def history(figure: Figure) -> FrozenQuerySet:
    """A figure with every correction before and after it, the first one first."""
    return light(
        Figure.objects.select_related("force", "supersedes", "superseded_by").filter(
            force=figure.force_id,
            measure=figure.measure,
            grouping=figure.grouping,
            first_month=figure.first_month,
            last_month=figure.last_month,
        )
    ).order_by("number")


def of_the_same(figure: Figure) -> FrozenQuerySet:
    """Every figure of a figure's measure, place and grouping, corrected or not, itself too.

    No more of each than its reference, its digest and when it was released.
    """
    parts = ("measure", "force", "first_month", "last_month", "grouping", "number")
    found: FrozenQuerySet = Figure.objects.filter(
        force=figure.force_id, measure=figure.measure, grouping=figure.grouping
    )
    return found.only(*parts, "supersedes", "digest", "released_at")


def revisions(most: int) -> list[Revision]:
    """What took another figure's place, the newest first, at most so many places and days."""
    found = Figure.objects.exclude(supersedes=None).values("released_at", "force", "force__name")
    told = found.annotate(same=Q(digest=F("supersedes__digest")), figures=Count("pk"))
    ordered = told.order_by("-released_at", F("force__name").asc(nulls_first=True), "same")
    return [
        Revision(one["released_at"], one["force"], one["force__name"], one["same"], one["figures"])
        for one in ordered[:most]
    ]


def light(figures: FrozenQuerySet, *, also: Sequence[str] = ()) -> FrozenQuerySet:
    """Figures for a list: their results, and without what only their own pages show.

    Parameters
    ----------
    also : what of that is wanted all the same.
    """
    heavy = (
        *("about", "wording", "months", "quality", "inputs", "charts", "control", "queries"),
        *("series", "expected"),
    )
    linked = [f"{link}__{name}" for link in ("supersedes", "superseded_by") for name in heavy]
    results = ("supersedes__result", "superseded_by__result")
    return figures.defer(*(name for name in heavy if name not in also), *linked, *results)


def choose(measure: str, *, months: Period | None = None, places: Sequence[str] = ()) -> Chosen:
    """Choose a measure's figures of all forces together and of each.

    Parameters
    ----------
    months : the first and the last; left out, each place's latest.
    places : ids of forces; left out, all of them.
    """
    standing = Figure.objects.filter(superseded_by=None, measure=measure, grouping=GROUPING)
    known = standing.order_by("force__name", "-last_month", "first_month").values_list(
        *("force", "force__name", "first_month", "last_month", "pk", "digest", "released_at")
    )
    chosen: dict[str | None, Named] = {}
    for place, _, first, last, *named in known:
        if months is None or months == (first, last):
            chosen.setdefault(place, Named(*named))
    return Chosen(
        measure=measure,
        periods=tuple(sorted({(one[2], one[3]) for one in known}, key=_newest, reverse=True)),
        places=tuple({one[0]: one[1] for one in known if one[0]}.items()),
        together=chosen.get(None),
        figures=tuple(
            named for place, named in chosen.items() if place and (place in places or not places)
        ),
    )


def across(chosen: Chosen, *, also: Sequence[str] = ("expected",)) -> Across:
    """Read the figures that were chosen, each with its result.

    Parameters
    ----------
    also : what is wanted of each figure beside that.
    """
    whole = Figure.objects.select_related("force", "supersedes", "superseded_by")
    together = whole.get(pk=chosen.together.pk) if chosen.together else None
    wanted = whole.filter(pk__in=[named.pk for named in chosen.figures])
    return Across(chosen, together, list(light(wanted, also=also).order_by("force__name")))


def _newest(period: Period) -> Period:
    first, last = period
    return last, first


def measures_across() -> list[tuple[str, int]]:
    """Every measure that has a figure, with the number of its forces."""
    found = Figure.objects.filter(superseded_by=None, grouping=GROUPING).values("measure")
    counted = found.annotate(forces=Count("force", distinct=True)).order_by("measure")
    return [(one["measure"], one["forces"]) for one in counted]


def every_reference() -> FrozenQuerySet:
    """Every figure that there ever was, corrected or not, with no more than its reference."""
    parts = ("measure", "force", "first_month", "last_month", "grouping", "number")
    found: FrozenQuerySet = Figure.objects.only(*parts).order_by("pk")
    return found
