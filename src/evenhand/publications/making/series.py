"""A measure over time, as a figure freezes it.

Only where everybody has the very rows. A force's own extract has no series: each further point is
one more number to subtract from, over years that earlier figures already show in part.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from evenhand.measures import Measure, MeasureError
from evenhand.measures.over_time import Series, over_time, smallest_of
from evenhand.publications.making import wording
from evenhand.publications.making.months import months_back
from evenhand.records.checks import Finding
from evenhand.records.lake import Lake

LONGEST = 36  # months that one series shows
READ = 48  # months that are counted at once: a figure's own series and that of the year before
CHANGES = ("unknown-ethnicity-jump",)
"""What the checks find that changes what a line over time means."""


class OverTime:
    """Every measure over time, for some forces whose rows everybody has; each is counted once.

    Parameters
    ----------
    lake, forces : where the records are, and whose.
    last : the last month of the latest figure.
    findings : by force, what the checks found.
    """

    def __init__(
        self,
        lake: Lake,
        forces: Sequence[str],
        last: str,
        findings: Mapping[str, Sequence[Finding]],
    ) -> None:
        self.lake, self.forces, self.last, self.findings = lake, forces, last, findings
        self._partly = {
            (force, one.month)
            for force, found in findings.items()
            for one in found
            if one.check == "partial-month"
        }
        self._known: dict[str, Series | None] = {}

    def of(self, measure: Measure, until: str) -> tuple[dict[str, Any], list[str]]:
        """Give the series that ends with a figure's last month, and the SQL that counted it.

        Parameters
        ----------
        measure : which.
        until : the last month of the latest figure, or of one whole years before it.
        """
        if measure.id not in self._known:
            self._known[measure.id] = self._count(measure)
        series = self._known[measure.id]
        if series is None:
            return {}, []
        first = months_back(until, LONGEST - 1)
        points = [one for one in series.points if first <= one["from"] and one["to"] <= until]
        while points and points[0]["status"] == "missing":  # before the first that was observed
            points.pop(0)
        if not points:
            return {}, []
        frozen = {
            "unit": series.unit,
            "points": points,
            "smallest_change": smallest_of(points[-1], measure, several=len(self.forces) > 1),
            "recording_changes": self._changes(points[0]["from"], until),
        }
        return frozen, list(series.queries)

    def _count(self, measure: Measure) -> Series | None:
        try:
            return over_time(
                measure,
                self.lake,
                forces=self.forces,
                first=months_back(self.last, READ - 1),
                last=self.last,
                partly=lambda force, month: (force, month) in self._partly,
            )
        except MeasureError:
            return None

    def _changes(self, first: str, until: str) -> list[dict[str, str]]:
        """Months in which recording changed, of one force; of several, no month is everybody's."""
        if len(self.forces) > 1:
            return []
        found = sorted(
            (one.month, one.message)
            for one in self.findings[self.forces[0]]
            if one.check in CHANGES and one.month is not None and first <= one.month <= until
        )
        # The months after a jump are still unlike the year before it: one change, said once.
        return [
            {"month": month, "label": wording.recording_changed(), "sentence": message}
            for at, (month, message) in enumerate(found)
            if at == 0 or found[at - 1][0] != months_back(month, 1)
        ]


def not_given() -> dict[str, Any]:
    """What stands in place of a series where some of the rows are a force's own."""
    return {
        "unit": "quarter",
        "points": [],
        "smallest_change": None,
        "recording_changes": [],
        "why": wording.no_series(),
    }
