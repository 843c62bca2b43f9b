"""An attack on everything that is published of a force, as its most patient reader would do it.

It knows every figure that is out, corrected ones too: their numbers, their sentences and the
coordinates of their pictures; every file and page that it is given; what data.police.uk publishes;
the residents of the census; and the rule that small counts are hidden. It does not know what was
meant to be hidden: it reads what is there. What it should not be able to say, and can, is a leak.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import cast

from evenhand.measures import Measure, measures
from evenhand.measures.period import months_between
from evenhand.publications.attacking.taken import Paper, Taken, all_apart
from evenhand.publications.attacking.told import Told, told_by
from evenhand.publications.attacking.told_lanes import told_in_lanes, told_of_a_force
from evenhand.publications.attacking.told_pictures import told_in_pictures
from evenhand.publications.attacking.told_taken import Known, told_in_paper
from evenhand.publications.attacking.told_words import Scale, told_in_words
from evenhand.publications.errors import NothingProtected
from evenhand.publications.models import Figure
from evenhand.publications.protecting.control import THRESHOLD
from evenhand.publications.protecting.earlier import MonthlyCounts, not_read
from evenhand.publications.protecting.layout import Cell, Layout, Printed, Scope, charts
from evenhand.publications.protecting.quantities import TOTALS, Quantity, all_printed, whole
from evenhand.publications.protecting.units import Unit, from_json, units_now
from evenhand.records import codes
from evenhand.records.lake import Lake
from evenhand.stats.disclosure import OneOf, Protection, Release, Undone, attack

CENSUS = 2021


@dataclass(frozen=True)
class Leak:
    """A small count that can be worked out from what is published.

    Attributes
    ----------
    what : what was counted, and of whom.
    months : the months over which.
    possible : the values that remain; one says that the count is known.
    because : the places that give it away.
    """

    what: Quantity
    months: tuple[str, ...]
    possible: tuple[int, ...]
    because: tuple[str, ...]

    def __str__(self) -> str:
        """Say it in words."""
        name, group = self.what
        values = " or ".join(map(str, self.possible))
        months = f"{self.months[0]} to {self.months[-1]}"
        because = f": {' and '.join(self.because)}" if self.because else ""
        return f"{name} of {group}, {months}, is {values}{because}"


def attack_site(figures: Iterable[Figure], lake: Lake, taken: Iterable[Taken] = ()) -> list[Leak]:
    """Attack all that is published of every force about one power.

    Parameters
    ----------
    figures : all that are out, those corrected too; those of other powers are not read.
    lake : of the power, that holds the files they were made from; the truth to compare with.
    taken : files and pages, as anyone can take them.

    Raises
    ------
    NotRead
        If one of them is of a kind that the attack cannot read.
    """
    held = list(figures)
    papers = all_apart(taken)
    power = lake.power
    forces = sorted({one.force_id for one in held if one.force_id and one.power == power})
    return [leak for force in forces for leak in attack_force(held, lake, papers, force=force)]


def attack_force(
    figures: Sequence[Figure],
    lake: Lake,
    papers: Sequence[Paper] = (),
    *,
    force: str,
    explain: bool = True,
) -> list[Leak]:
    """Attack all that is published of one force about the power of the lake.

    Parameters
    ----------
    figures, lake : as for :func:`attack_site`.
    papers : files and pages, taken apart.
    force : its id.
    explain : False does not ask what gives a number away, where it does not stand in plain sight:
        far quicker, and enough to refuse.

    Returns
    -------
    What can be worked out and should not; empty where nothing can.

    Raises
    ------
    NothingProtected
        If the lake no longer holds the files that a figure was made from, or its measure is gone.
    """
    read = _Reading(lake, force)
    for figure in figures:
        if figure.power != read.power:
            continue
        if figure.force_id == force or (
            figure.force_id is None and force in figure.result.get("forces", ())
        ):
            read.figure(figure)
    for paper in papers:
        read.paper(paper)
    return read.leaks(explain=explain)


@dataclass
class _Reading:
    """What was read so far: which cells are in plain sight, and which can only be one of a few."""

    lake: Lake
    force: str
    places: dict[Cell, list[str]] = field(default_factory=lambda: defaultdict(list))
    guesses: list[tuple[Cell, tuple[int, ...], str]] = field(default_factory=list)
    room: dict[Scope, set[Quantity]] = field(default_factory=lambda: defaultdict(set))
    months: set[Unit] = field(default_factory=set)
    asked: dict[str, Measure] = field(default_factory=dict)
    known: dict[str, Known] = field(default_factory=dict)
    units: dict[str, Mapping[str, Unit]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.power = self.lake.power
        self.monthly = MonthlyCounts(self.lake, self.force)
        self.name = codes.force(self.force).name

    def figure(self, figure: Figure) -> None:
        """Read one figure from end to end."""
        measure = measures(self.power).get(figure.measure)
        if measure is None:
            raise NothingProtected(not_read(figure.reference))
        units = self.units[figure.reference] = self._units(figure)
        self.asked[measure.id] = measure
        self.monthly.read(list(units.values()), said_by=figure.reference)
        if figure.force_id:
            own = self._own(figure)
            self.room[own] |= all_printed(measure)
            scales = self._scales(figure, measure, own)
            self.known[figure.reference] = Known(figure, measure, scales)
        for told in self._all(figure, measure):
            self._take(told, figure)

    def paper(self, paper: Paper) -> None:
        """Read what one file or page tells of the figures that were read before."""
        for one, told in told_in_paper(paper, self.known, (self.force, self.name)):
            self._take(told, one.figure)

    def _all(self, figure: Figure, measure: Measure) -> Iterator[Told]:
        if figure.force_id is None:
            # Of a sum, all that is not this force's is known: what is left is the force's own.
            for told in told_by(figure, measure):
                if not told.months:
                    yield replace(told, where=f"{told.where}, less all other forces")
            yield from told_of_a_force(figure, measure, self.name)
            return
        yield from told_by(figure, measure)
        yield from told_in_words(figure, measure, scales=self.known[figure.reference].scales)
        yield from told_in_pictures(figure)
        yield from told_in_lanes(figure, measure)

    def _take(self, told: Told, figure: Figure) -> None:
        units = self.units[figure.reference]
        months = months_between(told.months[0], told.months[-1]) if told.months else None
        scope = (
            self._own(figure)
            if months is None
            else frozenset(units[one] for one in months if one in units)
        )
        if not scope:
            return
        where = f"{figure.reference}: {told.where}"
        if len(scope) == 1 and told.quantities == (TOTALS[self.power],):
            self.months |= scope
        else:
            self.room[scope] |= {*told.quantities}
        for quantity in told.quantities:
            if told.values:
                self.guesses.append(((*quantity, scope), told.values, where))
            else:
                self.places[(*quantity, scope)].append(where)

    def _units(self, figure: Figure) -> dict[str, Unit]:
        files = figure.control.get("files") or {}
        if files:
            return from_json(files)
        asked = (figure.first_month, figure.last_month)
        return units_now(self.lake, self.force, self.lake.months_observed(self.force, *asked))

    def _own(self, figure: Figure) -> Scope:
        units = self.units[figure.reference].values()
        asked = (figure.first_month, figure.last_month)
        return frozenset(unit for unit in units if asked[0] <= unit.month <= asked[1])

    def _scales(self, figure: Figure, measure: Measure, own: Scope) -> dict[str, Scale]:
        """What a count of each group would be printed as: anyone can look up what it is set to."""
        rows = {row["group"]: row for row in figure.result["rows"]}
        times = 1_000 if measure.kind == "rate" else 100
        rate = rows.get(figure.result["reference"], {}).get("rate")
        against = None if rate is None else float(rate) * (1 if measure.kind == "rate" else 100)
        if measure.kind == "rate":
            exposures = self._residents(figure, len(own))
        else:
            name = whole(measure)
            exposures = {
                group: float(sum(self.monthly(unit)[name, group] for unit in own)) for group in rows
            }
        return {group: Scale(size, times, against) for group, size in exposures.items()}

    def _residents(self, figure: Figure, observed: int) -> dict[str, float]:
        try:
            people = codes.GROUPINGS[figure.grouping].people(self.force, CENSUS)
        except codes.NoPopulation:
            return {}
        return {group: count * observed / 12 for group, count in people.items() if count}

    def leaks(self, *, explain: bool) -> list[Leak]:
        """Let the solver work out what follows from all that was read."""
        release = self._release()
        found = attack(release, Protection(THRESHOLD), explain=explain)
        return [self._leak(one) for one in found]

    def _release(self) -> Release:
        pages = [
            Printed(
                scope,
                frozenset(quantities),
                frozenset(one for one in quantities if not self.places.get((*one, scope))),
            )
            for scope, quantities in self.room.items()
        ]
        for unit in sorted(self.months):
            seen = self.places.get((*TOTALS[self.power], frozenset({unit})))
            pages += charts([unit], () if seen else (unit.month,), power=self.power)
        release = Layout(tuple(self.asked.values()), self.monthly, pages).release()
        known = [
            OneOf(cell, values, where)
            for cell, values, where in self.guesses
            if release.counts.get(cell) in values
        ]
        return replace(release, known=tuple(known))

    def _leak(self, undone: Undone) -> Leak:
        cell = cast("Cell", undone.cell)
        name, group, scope = cell
        months = tuple(sorted(unit.month for unit in scope))
        because = tuple(self.places.get(cell) or undone.because)
        return Leak((name, group), months, undone.possible, because)
