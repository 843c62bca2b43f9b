"""Reads: what the figures of a force say of the goals in its plan."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from evenhand.plan.terms import Goal, Target, Terms
from evenhand.publications.making import wording
from evenhand.publications.models import Figure
from evenhand.publications.reporting.progress import Progress, Seen, before_work, progress
from evenhand.publications.selectors import GROUPING, standing

READ = ("force", "measure", "grouping", "first_month", "last_month", "number", "result", "about")


Far = list[tuple[Target, Progress | None]]
"""Targets, each with how far it is; None where it has no exact goal."""


def towards(force_id: str, promised: Terms, *, on: date) -> Far:
    """Every target of a promise, with what the force's figures say of it on a day."""
    figures = series(force_id, [one.measure for one in promised.targets if one.goal])
    return held_against(promised, figures, on=on)


def held_against(promised: Terms, figures: Mapping[str, Sequence[Seen]], *, on: date) -> Far:
    """The same, by figures that were read already."""
    return [(one, _towards(one, figures, promised.starts_on, on)) for one in promised.targets]


def series(force_id: str, measures: Iterable[str]) -> dict[str, list[Seen]]:
    """The figures of a force that stand, by measure: none that a correction has replaced."""
    found: dict[str, list[Seen]] = defaultdict(list)
    wanted = set(measures)
    if wanted:
        figures = standing().filter(force=force_id, measure__in=wanted, grouping=GROUPING)
        for one in figures.select_related(None).only(*READ).order_by("last_month"):
            found[one.measure].append(seen(one))
    return found


def seen(figure: Figure) -> Seen:
    """What progress needs of a figure."""
    census = figure.result["population"]
    return Seen(
        reference=figure.reference,
        first=figure.first_month,
        last=figure.last_month,
        kind=figure.about["kind"],
        population=wording.compared_with(figure.about, census=census),
        result=figure.result,
    )


def _towards(
    target: Target, figures: Mapping[str, Sequence[Seen]], starts_on: date, on: date
) -> Progress | None:
    goal = target.goal
    if goal is None:
        return None
    known = figures.get(target.measure, [])
    return progress(
        goal,
        known,
        by=target.by,
        starts_on=starts_on,
        on=on,
        since=_since(goal, known, starts_on),
    )


def _since(goal: Goal, known: Sequence[Seen], starts_on: date) -> Seen | None:
    """The goal's own baseline as it stands now, corrected or not; else what was before the work."""
    if not goal.baseline:
        return before_work(known, starts_on)
    place = goal.baseline.rpartition("/")[0]
    return next((one for one in known if one.reference.rpartition("/")[0] == place), None)
