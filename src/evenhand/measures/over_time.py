"""A measure over time: the group of the headline and the reference, quarter by quarter."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import TYPE_CHECKING, Any, Literal

from evenhand import stats
from evenhand.measures.compare import Numbers, Table, compare
from evenhand.measures.counting import MeasureCounts, counts_by_spans
from evenhand.measures.errors import BadPeriod
from evenhand.measures.period import months_between
from evenhand.measures.question import Question, hidden_of, nothing_recorded, table_of
from evenhand.measures.schema import Measure
from evenhand.measures.scope import Scope, scope
from evenhand.measures.standing import compared, rated, standing_of, statuses, told
from evenhand.measures.words.rows import Status
from evenhand.stats import Estimate

if TYPE_CHECKING:
    from evenhand.records.lake import Lake

Unit = Literal["quarter", "month"]
QUARTER = 3
# So many in each of the two groups, every month, keep a month's range within a fifth of its value.
ENOUGH_BY_MONTH = 100
NOT_COUNTED = {Status.HIDDEN, Status.CANNOT_BE_RECORDED, Status.NOTHING_RECORDED}


@dataclass(frozen=True)
class Series:
    """Points in the order of time, and the SQL that counted them.

    Attributes
    ----------
    unit : what one point covers. Quarters are counted back from the last month, so that four of
        them are a year; they need not begin in January.
    points : plain values, as :func:`over_time` describes them.
    """

    unit: Unit
    points: tuple[dict[str, Any], ...]
    queries: tuple[str, ...]


def over_time(
    measure: Measure,
    lake: "Lake",
    *,
    forces: Sequence[str],
    first: str,
    last: str,
    grouping: str = "five-groups",
    census: int = 2021,
    partly: Callable[[str, str], bool] = lambda _force, _month: False,
) -> Series:
    """Give a measure's rates and ratio over time.

    Parameters
    ----------
    measure, lake, forces, grouping, census : as for :func:`~evenhand.measures.compute`.
    first, last : months; a whole number of quarters, both ends included.
    partly : tells of a force and month whether only a part of it was supplied.

    Returns
    -------
    Every point says ``from``, ``to``, ``months_observed``, ``status`` (``whole``; ``partial``;
    ``some``: of several forces not all supplied every month; ``missing``: nothing is known of it,
    and it is not zero), ``groups`` (for the group of the
    headline and the reference: ``rate`` with its range, ``events``, ``exposure`` and a ``status``
    in the words of a result's rows) and ``ratio`` with its range: of several forces the one within
    forces, with ``pooled_ratio`` beside it. Small counts are not shown, as in every result.

    Raises
    ------
    BadPeriod
        If the months are not whole quarters.
    MeasureError
        As for :func:`~evenhand.measures.compute`.
    """
    months = months_between(first, last)
    if len(months) % QUARTER:
        raise BadPeriod(f"{first} to {last} is not a whole number of quarters.")
    where = scope(
        measure, lake, forces=forces, first=first, last=last, grouping=grouping, census=census
    )
    spans = [months[at : at + QUARTER] for at in range(0, len(months), QUARTER)]
    asked = _Asked(measure, where, grouping, partly)
    by_month = [[month] for month in months]
    found, monthly = asked.counts(lake, spans, by_month)
    unit: Unit = "quarter"
    if asked.enough(found):
        unit, spans, found = "month", by_month, monthly
    points = tuple(asked.point(span, counts) for span, counts in zip(spans, found, strict=True))
    return Series(unit, points, found[0].queries)


@dataclass(frozen=True)
class _Asked:
    """One measure of some forces, whatever the span."""

    measure: Measure
    where: Scope
    grouping: str
    partly: Callable[[str, str], bool]

    def counts(
        self, lake: "Lake", *divisions: Sequence[Sequence[str]]
    ) -> list[list[MeasureCounts]]:
        months = {force.force: self.where.months[force.force] for force in self.where.counted}
        return counts_by_spans(self.measure, lake, months=months, divisions=divisions)

    def enough(self, spans: Sequence[MeasureCounts]) -> bool:
        """Tell whether every quarter has enough of both groups to be shown month by month."""
        wanted = (self.measure.focus, self.measure.reference)
        least = [
            int(counts.of(self.grouping, group, counts.events).sum())
            for counts in spans
            for group in wanted
            if counts.forces
        ]
        return bool(least) and min(least) >= ENOUGH_BY_MONTH * QUARTER

    def point(self, span: Sequence[str], counts: MeasureCounts) -> dict[str, Any]:
        """Give the numbers of one span."""
        here = self.where.within(span)
        supplied = {month for force in counts.forces for month in self._supplied(force, span)}
        point: dict[str, Any] = {
            "from": span[0],
            "to": span[-1],
            "months_observed": len(supplied),
            "status": self._status(span),
            "groups": {},
            **dict.fromkeys(_names("ratio")),
            **(dict.fromkeys(_names("pooled_ratio")) if self.several else {}),
        }
        if here is None:
            return point
        question = Question(self.measure, here, counts, self.grouping)
        return point | _numbers(question, several=self.several)

    @property
    def several(self) -> bool:
        """Whether more than one force is in it, if not at every point."""
        return len(self.where.counted) > 1

    def _supplied(self, force: str, span: Sequence[str]) -> list[str]:
        return [month for month in span if month in self.where.months[force]]

    def _status(self, span: Sequence[str]) -> str:
        names = [force.force for force in self.where.counted]
        held = [(force, month) for force in names for month in self._supplied(force, span)]
        if not held:
            return "missing"
        whole = len(held) == len(names) * len(span)
        if self.several and not whole:
            return "some"
        return "partial" if not whole or any(self.partly(*one) for one in held) else "whole"


def _numbers(question: Question, *, several: bool) -> dict[str, Any]:
    asked, table, hidden = question.asked, table_of(question), hidden_of(question)
    standing = standing_of(question, table, hidden, frozenset())
    rates = rated(table, standing) & ~nothing_recorded(question)
    comparisons = compared(table, rates, asked.minimum.events)
    numbers = compare(
        table, rated=rates, compared=comparisons, per=asked.per, focus=None, detectable=False
    )
    ratio = told(table, numbers)
    found = statuses(table, standing, rates=rates, comparisons=comparisons, ratio=ratio)
    wanted = [number for number in (question.focus, question.reference) if number is not None]
    groups = {
        question.groups[number]: _group(table, numbers, number, found[number]) for number in wanted
    }
    point: dict[str, Any] = {"groups": groups}
    if question.focus is not None:
        point |= _ends("ratio", ratio, question.focus)
        if several:
            point |= _ends("pooled_ratio", numbers.ratio, question.focus)
    return point


def _group(table: Table, numbers: Numbers, group: int, status: Status) -> dict[str, Any]:
    counted = status not in NOT_COUNTED
    with_exposure = counted and status is not Status.NO_RESIDENTS
    return {
        **_ends("rate", numbers.rate, group),
        "events": int(table.events[group].sum()) if counted else None,
        "exposure": float(table.exposure[group].sum()) if with_exposure else None,
        "status": status.value,
    }


def _ends(name: str, estimate: Estimate, group: int) -> dict[str, float | None]:
    parts = (estimate.value, estimate.low, estimate.high)
    return dict(zip(_names(name), (_number(part[group]) for part in parts), strict=True))


def _names(name: str) -> tuple[str, str, str]:
    return name, f"{name}_low", f"{name}_high"


def _number(value: float) -> float | None:
    return float(value) if isfinite(value) else None


def smallest_of(point: Mapping[str, Any], measure: Measure, *, several: bool) -> float | None:
    """Give how many times as large a point's ratio would have to become to be seen.

    Parameters
    ----------
    point : one of :func:`over_time`'s.
    several : more than one force is in it.

    Returns
    -------
    A ratio above 1, seen four times in five in as many months again; None where there is no ratio,
    and where no method of ours answers: for shares, and within several forces.
    """
    if measure.kind != "rate" or several or point["ratio"] is None:
        return None
    a, b = (point["groups"][group]["events"] for group in (measure.focus, measure.reference))
    rise = float(stats.smallest_detectable_change_in_ratio(a, b, direction="rise"))
    return rise if isfinite(rise) else None
