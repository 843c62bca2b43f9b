"""Figures that are already out, as the disclosure control of the next ones needs them."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from evenhand.measures import Measure, measures
from evenhand.measures.counting import counts_by_month
from evenhand.measures.words import notes
from evenhand.measures.words.messages import say
from evenhand.publications.errors import NothingProtected
from evenhand.publications.models import Figure
from evenhand.publications.protecting.layout import Printed, charts
from evenhand.publications.protecting.quantities import Quantity, all_printed, counted
from evenhand.publications.protecting.units import Unit, as_json, from_json, lake_of
from evenhand.records.lake import Lake

Figures = Callable[[], Iterable[Figure]]


class MonthlyCounts:
    """Counts of a force by month, from the files of the time; each month is counted once."""

    def __init__(self, lake: Lake, force: str) -> None:
        self.lake, self.force = lake, force
        self._known: dict[Unit, Counter[Quantity]] = {}

    def __call__(self, unit: Unit) -> Counter[Quantity]:
        """Give what all measures count in a unit that was read before."""
        return self._known[unit]

    def read(self, units: Sequence[Unit], *, said_by: str | None = None) -> None:
        """Count some months, all from the same state of the lake.

        Raises
        ------
        NothingProtected
            If the lake no longer holds the files that ``said_by``, a figure, was made from.
        """
        fresh = [unit for unit in units if unit not in self._known]
        if not fresh:
            return
        then = lake_of(self.lake, self.force, units)
        if then is None:
            raise NothingProtected(_lost(said_by or ""))
        months = [unit.month for unit in fresh]
        found = {unit.month: Counter[Quantity]() for unit in fresh}
        for measure in measures(self.lake.power).values():
            by_month = counts_by_month(measure, then, force=self.force, months=months)
            for month, counts in by_month.items():
                dict.update(found[month], counted(measure, counts))
        self._known |= {unit: found[unit.month] for unit in fresh}


def pages_before(
    figures: Iterable[Figure], monthly: MonthlyCounts, months: frozenset[str]
) -> list[Printed]:
    """Give what earlier figures show that touches some months, each picture and page once.

    Raises
    ------
    NothingProtected
        If the counts behind an earlier figure cannot be had any more.
    """
    pages: dict[Printed, None] = {}
    for figure in figures:
        units = from_json(figure.control.get("files", {}))
        own = [unit for month, unit in units.items() if _within(month, figure)]
        if not months & units.keys():
            continue
        monthly.read(list(units.values()), said_by=figure.reference)
        measure = measures(figure.power).get(figure.measure)
        if measure is None or not _says_the_same(figure, measure, [monthly(one) for one in own]):
            raise NothingProtected(_different(figure.reference))
        hidden = {(name, group) for name, group in figure.control["hidden"]}
        quantities = all_printed(measure)
        beside = figure.control["beside"]
        page = Printed(frozenset(own), quantities, frozenset(hidden & quantities), beside)
        pages[page] = None
        gone = [row["month"] for row in figure.months if row["status"] == "hidden"]
        pages.update(dict.fromkeys(charts(units.values(), gone, power=figure.power)))
    return list(pages)


def remembered(
    units: Iterable[Unit], hidden: Iterable[Quantity], *, threshold: int, beside: bool
) -> dict[str, Any]:
    """Write down what :func:`pages_before` will need of a figure."""
    order = sorted(hidden, key=lambda one: (one[0], one[1] or ""))
    return {
        "threshold": threshold,
        "beside": beside,
        "files": as_json(units),
        "hidden": [list(one) for one in order],
    }


def _within(month: str, figure: Figure) -> bool:
    return figure.first_month <= month <= figure.last_month


def _says_the_same(figure: Figure, measure: Measure, months: list[Counter[Quantity]]) -> bool:
    """Tell whether the counts, counted again, are those that the figure shows."""
    return all(
        row["events"] in {None, sum(month[measure.id, row["group"]] for month in months)}
        for row in figure.result["rows"]
    )


def _lost(reference: str) -> str:
    return say(
        "The figure {reference} is on the site, and the lake no longer holds the files that it was "
        "made from. Nobody can tell what new figures beside it would give away, so nothing was "
        "published. Publish from the lake that holds them.",
        reference=reference,
    )


def _different(reference: str) -> str:
    return say(
        "The figure {reference} is on the site, and its numbers are not what its files give now. "
        "Nobody can tell what new figures beside it would give away, so nothing was published.",
        reference=reference,
    )


def not_read(reference: str) -> str:
    """Say that a figure is out whose measure is not known any more."""
    return say(
        "The figure {reference} is on the site, and its measure is not known any more. Nobody can "
        "tell what new figures beside it would give away, so nothing was published.",
        reference=reference,
    )


def worked_out(title: str, force: str, months: Sequence[str], because: Sequence[str]) -> str:
    """Say that an attack on what was about to be published succeeded, and where it began."""
    told = say(
        "Nothing was published. From what would be on the site, a small number in “{title}” of "
        "{force} ({first} to {last}) could be worked out. This was found by attacking it before "
        "its release.",
        title=title,
        force=force,
        first=notes.month(months[0]),
        last=notes.month(months[-1]),
    )
    if not because:
        return told
    return say("{told} It stands in: {places}.", told=told, places="; ".join(because[:3]))


def not_protected(title: str, force: str, months: Iterable[str]) -> str:
    """Say that nothing can be published, and whose numbers would be worked out."""
    asked = sorted(months)
    return say(
        "Nothing was published. Together with figures that are already on the site, a small "
        "number in “{title}” of {force} ({first} to {last}) could be worked out, whatever is "
        "hidden now.",
        title=title,
        force=force,
        first=notes.month(asked[0]),
        last=notes.month(asked[-1]),
    )
