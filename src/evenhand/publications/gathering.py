"""Gathers from the lake what a figure is made of."""

from collections.abc import Iterator
from pathlib import PurePath
from typing import Any

from evenhand.measures import Measure, MeasureError, compute, measures
from evenhand.measures.counting import tally
from evenhand.measures.period import months_between
from evenhand.publications.change import between
from evenhand.publications.control import control
from evenhand.publications.freezing import Materials
from evenhand.records.checks import Finding, findings
from evenhand.records.count import count
from evenhand.records.lake import Lake

YEAR = 12  # months: a whole year, so that no season weighs twice
SHOWN_BEFORE = 12  # months before the figure's own that its picture of months shows
GROUPING = "five-groups"


def months_back(month: str, months: int) -> str:
    """The month so many months before another."""
    number = int(month[:4]) * 12 + int(month[5:]) - 1 - months
    return f"{number // 12:04d}-{number % 12 + 1:02d}"


def periods(observed: list[str]) -> list[tuple[str, str]]:
    """The years to freeze: twelve months to the last one observed, and the twelve before those.

    The earlier year is left out where fewer than half of its months were supplied; a force with
    only a few months has one figure over what there is.
    """
    if not observed:
        return []
    last = max(observed)
    first = months_back(last, YEAR - 1)
    latest = (max(first, min(observed)), last)
    before = (months_back(last, 2 * YEAR - 1), months_back(last, YEAR))
    supplied = sum(before[0] <= month <= before[1] for month in observed)
    return [before, latest] if supplied >= YEAR / 2 else [latest]


class ForceMaterials:
    """Everything that a force's figures share, read from the lake once."""

    def __init__(self, lake: Lake, force: str) -> None:
        self.lake, self.force = lake, force
        self.observed: list[str] = lake.months_observed(force, lake.first_month, lake.last_month)
        self.findings: list[Finding] = findings(lake, force)
        self._counted: dict[tuple[str, str], list[dict[str, Any]]] = {}

    def each(self) -> Iterator[Materials]:
        """Materials of every figure the lake can support, earlier years first."""
        before: dict[str, dict[str, Any]] = {}
        for first, last in periods(self.observed):
            results = self._results(first, last)
            self._control(results, first, last)
            for name, result in results.items():
                yield self._materials(measures()[name], result, before.get(name))
            before = results

    def _results(self, first: str, last: str) -> dict[str, dict[str, Any]]:
        """The result of each measure that the lake supports for this force."""
        found = {}
        for name, measure in measures().items():
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
        return found

    def _control(self, results: dict[str, dict[str, Any]], first: str, last: str) -> None:
        """Hide what the measures together would give away, unless everybody has the very rows."""
        files = self.lake.provenance(self.force, first, last)
        if all(one["public"] for one in files):
            return
        months = {self.force: [one for one in self.observed if first <= one <= last]}
        counted = [
            (measures()[name], tally(measures()[name], self.lake, months=months))
            for name in results
        ]
        control(list(results.values()), counted)

    def _materials(
        self, measure: Measure, result: dict[str, Any], before: dict[str, Any] | None
    ) -> Materials:
        first, last = result["from"], result["to"]
        return Materials(
            measure=measure,
            result=result,
            months=self._months(first, last),
            quality=[_plain(one) for one in self.findings if _within(one, first, last)],
            inputs=[_file(one) for one in self.lake.provenance(self.force, first, last)],
            change=between(result, before, kind=measure.kind) if before else None,
        )

    def _months(self, first: str, last: str) -> list[dict[str, Any]]:
        """Counts of the figure's months and those before, the same for every measure."""
        shown = max(min(self.observed), months_back(first, SHOWN_BEFORE))
        if (shown, last) not in self._counted:
            self._counted[shown, last] = self._count(shown, last)
        return self._counted[shown, last]

    def _count(self, first: str, last: str) -> list[dict[str, Any]]:
        table = count(
            self.lake,
            by=["month"],
            forces=[self.force],
            first=first,
            last=last,
            where={"person": [True]},
        )
        counts = {row["month"]: row["n"] for row in table.to_pylist()}
        partly = {one.month for one in self.findings if one.check == "partial-month"}
        return [
            {
                "month": month,
                "count": counts.get(month, 0) if month in self.observed else None,
                "status": self._status(month, partly),
            }
            for month in months_between(first, last)
        ]

    def _status(self, month: str, partly: set[str | None]) -> str:
        if month not in self.observed:
            return "missing"
        return "partial" if month in partly else "whole"


def _within(finding: Finding, first: str, last: str) -> bool:
    return finding.month is None or first <= finding.month <= last


def _file(supplied: dict[str, Any]) -> dict[str, Any]:
    """What identifies a file; not where, when or by whom it was loaded."""
    kept = {key: supplied[key] for key in ("month", "version", "rows", "sha256")}
    return {**kept, "source": PurePath(supplied["source"]).name}


def _plain(finding: Finding) -> dict[str, Any]:
    return {
        "month": finding.month,
        "check": finding.check,
        "severity": str(finding.severity),
        "message": finding.message,
    }
