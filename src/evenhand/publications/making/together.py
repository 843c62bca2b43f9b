"""All forces together: what the figure of all of them is made of, gathered from the lake.

Only forces of which everybody has every row take part. A sum over public rows tells nobody
anything; a sum in which one force's own records lie would let anyone take the others away.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from math import ceil
from typing import Any

from evenhand.measures import Measure, MeasureError, Result, compute, measures
from evenhand.measures.period import months_between
from evenhand.measures.scope import scope
from evenhand.publications.making import wording
from evenhand.publications.making.compared import compared
from evenhand.publications.making.expected import spread
from evenhand.publications.making.freezing import Materials
from evenhand.publications.making.gathering import GROUPING, ForceMaterials, Period, file, plain
from evenhand.publications.making.months import YEAR, months_back
from evenhand.publications.making.recorded import Recorded, recorded_by_month
from evenhand.publications.making.series import OverTime
from evenhand.publications.protecting.control import THRESHOLD
from evenhand.publications.protecting.units import of_records
from evenhand.records import codes
from evenhand.records.lake import Lake

CENSUS = 2021
FEWEST = 2  # forces; one alone is no comparison within forces


def common_year(observed: Mapping[str, Sequence[str]]) -> Period | None:
    """The latest twelve months that forces have in common, or fewer where there are not so many.

    A month is common if at least half of the forces, and two of them, supplied it. What a force did
    not supply of such a month stays missing.

    Parameters
    ----------
    observed : by force, the months that it supplied.
    """
    supplied = [months for months in observed.values() if months]
    needed = max(FEWEST, ceil(len(supplied) / 2))
    every = {month for months in supplied for month in months}
    common = [month for month in every if sum(month in months for months in supplied) >= needed]
    if not common:
        return None
    last = max(common)
    return max(months_back(last, YEAR - 1), min(common)), last


class AllForces:
    """Everything that the figures of all forces share.

    Parameters
    ----------
    lake : where the records are.
    forces : what was read of each force.
    """

    def __init__(self, lake: Lake, forces: Sequence[ForceMaterials]) -> None:
        self.lake = of_records(lake)
        self.every = {one.force: one for one in forces}
        self.public = {one.force: one for one in forces if one.public and one.observed}
        self.period = common_year({name: one.observed for name, one in self.public.items()})
        self._over_time: dict[tuple[str, ...], OverTime] = {}

    def each(self) -> Iterator[Materials]:
        """Materials of each measure's figure, of at least two forces that supplied some of it."""
        for measure in measures(self.lake.power).values():
            made = self.of(measure)
            if made is not None:
                yield made

    def of(self, measure: Measure) -> Materials | None:
        """Materials of one measure's figure; nothing where fewer than two forces can be in it."""
        if self.period is None:
            return None
        result = self._result(measure, self.period)
        return None if result is None else self._materials(measure, result, self.period)

    def _result(self, measure: Measure, period: Period) -> Result | None:
        """One measure of all who take part; nothing where fewer than two can."""
        try:
            named = self._named(measure, period)
            if len(named) < FEWEST:
                return None
            result = compute(
                measure,
                self.lake,
                forces=named,
                first=period[0],
                last=period[1],
                grouping=GROUPING,
                census=CENSUS,
            )
        except MeasureError:
            return None
        return None if measure.against == "population" and not result.population else result

    def _named(self, measure: Measure, period: Period) -> list[str]:
        """Those of the forces whom the measure can be about: with residents, where it needs them.

        No other is asked for, so that whoever asks for the same forces gets the same answer.
        """
        first, last = period
        where = scope(
            measure,
            self.lake,
            forces=self._supplied,
            first=first,
            last=last,
            grouping=GROUPING,
            census=CENSUS,
        )
        return [force.force for force in where.named]

    @cached_property
    def _supplied(self) -> list[str]:
        """Public forces that supplied at least one month of the period."""
        return [name for name, one in self.public.items() if self._months(one)]

    def _months(self, one: ForceMaterials) -> list[str]:
        first, last = self.period or ("", "")
        return [month for month in one.observed if first <= month <= last]

    def _materials(self, measure: Measure, result: Result, period: Period) -> Materials:
        forces = result.forces
        series, counted = self._series(forces, period[1]).of(measure, period[1])
        return Materials(
            measure=measure,
            result=result.as_json(),
            months=self._picture(forces, period),
            quality=[
                plain(one)
                for name in forces
                for one in self.public[name].findings
                if one.severity != "note"
                and one.month is not None
                and period[0] <= one.month <= period[1]
            ],
            inputs=[
                {"force": name, **file(one, frozenset())}
                for name in forces
                for one in self.lake.provenance(name, *period)
            ],
            change=None,
            control={"threshold": THRESHOLD, "beside": False, "files": {}, "hidden": []},
            queries=[*result.queries, *self._recorded.queries, *counted],
            series=series,
            coverage=self._coverage(result),
            expected=spread(result, measure),
            compared=compared(result, measure),
        )

    def _series(self, forces: tuple[str, ...], last: str) -> OverTime:
        if forces not in self._over_time:
            findings = {name: self.public[name].findings for name in forces}
            self._over_time[forces] = OverTime(self.lake, forces, last, findings)
        return self._over_time[forces]

    @cached_property
    def _recorded(self) -> Recorded:
        return recorded_by_month(self.lake, self._supplied, *(self.period or ("", "")))

    def _picture(self, forces: Sequence[str], period: Period) -> list[dict[str, Any]]:
        """Records of each month, and how many forces supplied it."""
        rows = []
        for month in months_between(*period):
            held = [name for name in forces if month in self.public[name].observed]
            counts = [self._recorded.counts.get((name, month), 0) for name in held]
            status = "whole" if len(held) == len(forces) else "some"
            rows.append(
                {
                    "month": month,
                    "count": sum(counts) if held else None,
                    "status": status if held else "missing",
                    "forces": len(held),
                }
            )
        return rows

    def _coverage(self, result: Result) -> list[str]:
        """Say which forces are in the figure, which are not, and why."""
        held = {codes.force(name).name: name for name in self.every}
        left_out = [(label, name) for label, name in sorted(held.items())]
        own = [label for label, name in left_out if not self.every[name].public]
        late = [
            label
            for label, name in left_out
            if self.every[name].public and name not in self._supplied
        ]
        nobody = [
            label
            for label, name in left_out
            if name in self._supplied and name not in result.forces
        ]
        listed = codes.territorial_forces() if not result.fictional else ()
        return [
            wording.together(sorted(result.force_names)),
            *wording.not_in_it(own=own, late=late, nobody=nobody),
            *wording.not_here(sum(one.force not in self.every for one in listed), len(listed)),
        ]
