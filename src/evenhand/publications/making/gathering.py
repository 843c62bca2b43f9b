"""Gathers from the lake what a figure is made of."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePath
from typing import Any

from evenhand.measures import Measure, MeasureError, compute, measures
from evenhand.measures.period import months_between
from evenhand.publications.making.change import between
from evenhand.publications.making.freezing import Materials
from evenhand.publications.making.months import months_back, periods
from evenhand.publications.making.recorded import recorded_by_month
from evenhand.publications.making.series import OverTime, not_given
from evenhand.publications.protecting.control import THRESHOLD, Controlled, control, hide
from evenhand.publications.protecting.earlier import (
    Figures,
    MonthlyCounts,
    pages_before,
    remembered,
)
from evenhand.publications.protecting.layout import Printed, Scope, charts
from evenhand.publications.protecting.quantities import all_printed
from evenhand.publications.protecting.units import Unit, of_records, units_now
from evenhand.records.checks import Finding, findings
from evenhand.records.lake import Lake

SHOWN_BEFORE = 12  # months before the figure's own that its picture of months shows
GROUPING = "five-groups"
Results = dict[str, dict[str, Any]]  # of a period, by measure
Period = tuple[str, str]


@dataclass(frozen=True)
class Counted:
    """Rows of the picture of months, and the SQL that counted them."""

    rows: list[dict[str, Any]]
    queries: tuple[str, ...]


class ForceMaterials:
    """Everything that a force's figures of one power share, read from the lake once.

    Parameters
    ----------
    lake, force : where the records of the power are, and whose.
    before : gives the force's figures of that power that are out already; asked only where rows
        are not public.
    """

    def __init__(self, lake: Lake, force: str, before: Figures = tuple) -> None:
        self.lake, self.force, self.before = of_records(lake), force, before
        self.measures = measures(lake.power)
        self.observed: list[str] = lake.months_observed(force, lake.first_month, lake.last_month)
        self.units: dict[str, Unit] = units_now(lake, force, self.observed)
        self.findings: list[Finding] = findings(lake, force)
        self.latest: Results = {}
        """Of the latest months, after control; there once the first materials were given."""
        self.months_hidden: frozenset[str] = frozenset()
        self._counted: dict[Period, Counted] = {}
        self._queries: dict[tuple[Period, str], tuple[str, ...]] = {}

    @property
    def public(self) -> bool:
        """Whether everybody has every row of every month."""
        return all(unit.public for unit in self.units.values())

    @cached_property
    def over_time(self) -> OverTime:
        """Every measure of this force over time."""
        last = max(self.observed)
        return OverTime(self.lake, [self.force], last, {self.force: self.findings})

    def each(self) -> Iterator[Materials]:
        """Materials of every figure the lake can support, earlier years first.

        Raises
        ------
        NothingProtected
            If the figures, beside those that are out, would give a small number away.
        """
        asked = {period: self._results(*period) for period in periods(self.observed)}
        controlled = self._control(asked)
        self.latest = asked[max(asked)] if asked else {}
        self.months_hidden = controlled.months() if controlled else frozenset()
        before: Results = {}
        for period, results in asked.items():
            for name, result in results.items():
                yield self._materials(
                    self.measures[name], result, before.get(name), period, controlled
                )
            before = results

    def _results(self, first: str, last: str) -> dict[str, dict[str, Any]]:
        """The result of each measure that the lake supports for this force."""
        found = {}
        for name, measure in self.measures.items():
            try:
                result = compute(
                    measure,
                    self.lake,
                    forces=[self.force],
                    first=first,
                    last=last,
                    grouping=GROUPING,
                )
            except MeasureError:
                continue
            found[name] = result.as_json()
            self._queries[(first, last), name] = result.queries
        return found

    def _control(self, asked: dict[Period, Results]) -> Controlled | None:
        """Hide what all pages together would give away, unless everybody has the very rows."""
        pictured = {unit: None for period in asked for unit in self._pictured(period)}
        if all(unit.public for unit in pictured):
            return None
        monthly = MonthlyCounts(self.lake, self.force)
        monthly.read(list(pictured))
        new = [
            Printed(
                self._scope(period),
                frozenset().union(*(all_printed(self.measures[name]) for name in results)),
            )
            for period, results in asked.items()
        ]
        old = pages_before(self.before(), monthly, frozenset(unit.month for unit in pictured))
        power = self.lake.power
        new += charts(pictured, power=power)
        found = control(new, old, monthly, force=self.force, power=power)
        for period, results in asked.items():
            scope = self._scope(period)
            for name, result in results.items():
                beside = scope in found.beside
                hide(result, self.measures[name], found.of(scope), beside=beside)
        return found

    def _scope(self, period: Period) -> Scope:
        """The months that a period's figures count."""
        return frozenset(self.units[one] for one in self.observed if period[0] <= one <= period[1])

    def _pictured(self, period: Period) -> list[Unit]:
        """The months that the picture of months shows."""
        first = self._first_shown(period)
        return [self.units[month] for month in self.observed if first <= month <= period[1]]

    def _first_shown(self, period: Period) -> str:
        return max(min(self.observed), months_back(period[0], SHOWN_BEFORE))

    def _materials(
        self,
        measure: Measure,
        result: dict[str, Any],
        before: dict[str, Any] | None,
        period: Period,
        controlled: Controlled | None,
    ) -> Materials:
        gone = self.months_hidden
        scope = self._scope(period)
        hidden = controlled.of(scope) if controlled else frozenset()
        beside = controlled is not None and scope in controlled.beside
        files = self.lake.provenance(self.force, *period)
        series, counted = not_given(), list[str]()
        if self.public:
            series, counted = self.over_time.of(measure, period[1])
        months = self._months(period)
        return Materials(
            measure=measure,
            result=result,
            months=[_unless(row, gone) for row in months.rows],
            quality=[
                plain(one)
                for one in self.findings
                if _within(one, *period) and one.month not in gone
            ],
            inputs=[file(one, gone) for one in files],
            change=between(result, before, kind=measure.kind) if before else None,
            control=remembered(self._pictured(period), hidden, threshold=THRESHOLD, beside=beside),
            queries=[*self._queries[period, measure.id], *months.queries, *counted],
            series=series,
        )

    def _months(self, period: Period) -> Counted:
        """Counts of the figure's months and those before, the same for every measure."""
        shown = (self._first_shown(period), period[1])
        if shown not in self._counted:
            self._counted[shown] = self._count(*shown)
        return self._counted[shown]

    def _count(self, first: str, last: str) -> Counted:
        found = recorded_by_month(self.lake, [self.force], first, last)
        partly = {one.month for one in self.findings if one.check == "partial-month"}
        rows = [
            {
                "month": month,
                "count": found.counts.get((self.force, month), 0)
                if month in self.observed
                else None,
                "status": self._status(month, partly),
            }
            for month in months_between(first, last)
        ]
        return Counted(rows, found.queries)

    def _status(self, month: str, partly: set[str | None]) -> str:
        if month not in self.observed:
            return "missing"
        return "partial" if month in partly else "whole"


def _within(finding: Finding, first: str, last: str) -> bool:
    return finding.month is None or first <= finding.month <= last


def _unless(row: dict[str, Any], gone: frozenset[str]) -> dict[str, Any]:
    """A month of the picture, without its count where that must not be shown."""
    if row["month"] not in gone or row["count"] is None:
        return row
    return {**row, "count": None, "status": "hidden"}


def file(supplied: dict[str, Any], gone: frozenset[str]) -> dict[str, Any]:
    """What identifies a file; not where, when or by whom it was loaded.

    ``gone`` are months whose number of rows must not be shown.
    """
    kept = {key: supplied[key] for key in ("month", "version", "rows", "sha256")}
    if kept["month"] in gone:
        kept["rows"] = None
    return {**kept, "source": PurePath(supplied["source"]).name}


def plain(finding: Finding) -> dict[str, Any]:
    """A finding as plain values."""
    return {
        "month": finding.month,
        "check": finding.check,
        "severity": str(finding.severity),
        "message": finding.message,
    }
