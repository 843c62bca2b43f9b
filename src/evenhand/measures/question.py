"""A measure asked of some forces and months, with its counts laid out by group."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evenhand.measures.compare import Table
from evenhand.measures.counting import MeasureCounts
from evenhand.measures.hiding import Cell, cells_of, hidden_cells
from evenhand.measures.schema import Measure
from evenhand.measures.scope import Scope
from evenhand.records import codes

DETAILED = "nineteen-groups"


@dataclass(frozen=True)
class Question:
    """What was asked and what was counted.

    Attributes
    ----------
    asked : the measure. where : the forces and months. counted : the counts.
    grouping : which groups.
    """

    asked: Measure
    where: Scope
    counted: MeasureCounts
    grouping: str

    @property
    def groups(self) -> tuple[str, ...]:
        """Groups in alphabetical order, so that none comes first as the norm; or as the Census."""
        groups = codes.GROUPINGS[self.grouping].groups
        return groups if self.grouping == DETAILED else tuple(sorted(groups))

    @property
    def reference(self) -> int:
        """Which group the others are compared with."""
        grouping = codes.GROUPINGS[self.grouping]
        wanted = self.asked.reference
        return self.groups.index(wanted if wanted in grouping.groups else grouping.reference)

    @property
    def focus(self) -> int | None:
        """The headline's group; none at nineteen, where three groups are Black."""
        return next(
            (number for number, group in enumerate(self.groups) if is_focus(self.asked, group)),
            None,
        )

    @property
    def is_share(self) -> bool:
        """Whether events are a part of the exposure."""
        return self.asked.kind != "rate"

    @property
    def is_agreement(self) -> bool:
        """Whether two views of the same people are compared."""
        return self.asked.kind == "agreement"


def is_focus(asked: Measure, group: str) -> bool:
    """Tell whether a group is the headline's, by either definition of it."""
    return group == asked.focus or group.startswith(f"{asked.focus} (")


def table_of(question: Question) -> Table:
    """Lay out events and exposure by group and force."""
    counted, grouping, groups = question.counted, question.grouping, question.groups
    if question.is_share:
        exposure = np.array([counted.of(grouping, group, counted.recorded) for group in groups])
        unknown = counted.of(grouping, None, counted.recorded)
    else:
        exposure = np.array([_person_years(question.where, group) for group in groups])
        unknown = np.zeros(len(counted.forces), dtype=np.int64)
    return Table(
        events=np.array([counted.of(grouping, group, counted.events) for group in groups]),
        exposure=exposure.astype(np.float64),
        unknown_events=counted.of(grouping, None, counted.events),
        unknown_exposure=unknown.astype(np.float64),
        reference=question.reference,
        share=question.is_share,
        bounded=not (question.is_agreement and counted.left_out.any()),
    )


def strata_of(table: Table, group: int) -> tuple[tuple[int, float, int, float], ...]:
    """Give each force's events and exposure, of a group and of the reference."""
    pair = (group, table.reference)
    return tuple(
        (int(a), float(n), int(b), float(m))
        for a, n, b, m in zip(
            *(part[row] for row in pair for part in (table.events, table.exposure)), strict=True
        )
    )


def _person_years(where: Scope, group: str) -> list[float]:
    """Residents times the share of a year that each force supplied months for."""
    return [
        where.residents.get(force.force, {}).get(group, 0) * len(where.months[force.force]) / 12
        for force in where.counted
    ]


def residents_of(question: Question) -> NDArray[np.int64]:
    """Count the residents of each group in all the forces together."""
    peoples = question.where.residents.values()
    return np.array(
        [sum(people.get(group, 0) for people in peoples) for group in question.groups],
        dtype=np.int64,
    )


def hidden_of(question: Question) -> frozenset[Cell]:
    """Find what is not shown, for every grouping at once."""
    counted, asked = question.counted, question.asked
    if not counted.atoms:
        return frozenset()
    events, recorded = counted.events.sum(axis=0), counted.recorded.sum(axis=0)
    quantities = [events, recorded, recorded - events] if question.is_share else [events]

    def worth(cell: Cell) -> float:
        """Readers lose least with another group, most with one of the two in the headline."""
        grouping, group = cell
        if group is None:
            return 1
        if is_focus(asked, group):
            return 2
        return 3 if group == codes.GROUPINGS[grouping].reference else 0

    return hidden_cells(
        cells_of([atom.groups for atom in counted.atoms], np.array(quantities)),
        shown=asked.minimum.shown,
        worth=worth,
    )


@dataclass(frozen=True)
class Unknown:
    """Records whose group is not known; None where the number is not shown."""

    events: int | None
    exposure: int | None
    share: float | None


def unknown_of(question: Question, table: Table, hidden: frozenset[Cell]) -> Unknown:
    """Count what is in no group, as a share of what is counted.

    For an agreement these are the searches that lack one of the two views: they were left out.
    """
    counted = question.counted
    if question.is_agreement:
        lacking = int(counted.left_out.sum())
        if 0 < lacking < question.asked.minimum.shown:
            return Unknown(None, None, None)
        everyone = lacking + int(counted.recorded.sum())
        return Unknown(lacking, lacking, lacking / everyone if everyone else 0.0)
    if (question.grouping, None) in hidden:
        return Unknown(None, None, None)
    events = int(table.unknown_events.sum())
    if not question.is_share:
        everyone = int(counted.events.sum())
        return Unknown(events, None, events / everyone if everyone else 0.0)
    exposure, everyone = int(table.unknown_exposure.sum()), int(counted.recorded.sum())
    return Unknown(events, exposure, exposure / everyone if everyone else 0.0)


def nothing_recorded(question: Question) -> np.bool_:
    """Tell whether no record says what is asked, so that a rate of zero would be untrue."""
    counted = question.counted
    return np.bool_(counted.left_out.any() and not counted.recorded.any())


def silent_forces(question: Question) -> tuple[str, ...]:
    """Name those of several forces that wrote down what is asked for none of many records."""
    counted = question.counted
    silent = counted.recorded.sum(axis=1) == 0
    if silent.all():  # one force, or none that says anything: `nothing_recorded` speaks of that
        return ()
    many = counted.left_out >= question.asked.minimum.shown
    names = {force.force: force.name for force in question.where.counted}
    return tuple(names[counted.forces[place]] for place in np.flatnonzero(silent & many))
