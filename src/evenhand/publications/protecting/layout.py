"""Lays out everything that is printed of a force, now and before, as one release of counts."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations

from evenhand.measures import Measure
from evenhand.publications.protecting.quantities import (
    EVERYBODY,
    EVERYTHING,
    GROUPS,
    TOTALS,
    Equation,
    Quantity,
    all_printed,
    equations,
    fill,
    whole,
)
from evenhand.publications.protecting.units import Unit
from evenhand.stats.disclosure import Release, Sum

Scope = frozenset[Unit]
Cell = tuple[str, str | None, Scope]
Monthly = Callable[[Unit], Counter[Quantity]]

# What readers lose with a count that is hidden to protect another; others cost less.
DEAR: Mapping[str | None, float] = {"White": 30.0, "Black": 25.0}
CHEAP = 2.0  # a total of everybody, which few look at
IN_ALL = frozenset(TOTALS.values())
OF_MONTHS = 60.0  # a month's records: one picture stands on every page


@dataclass(frozen=True)
class Printed:
    """What one page shows of some months, and what of it is not shown.

    Attributes
    ----------
    scope : the months counted, each from the files it was counted from.
    quantities : everything that the page has a place for.
    hidden : those of them that are not shown.
    beside : whether its words say that figures published before had a part in that.
    """

    scope: Scope
    quantities: frozenset[Quantity]
    hidden: frozenset[Quantity] = frozenset()
    beside: bool = False

    @property
    def pictured(self) -> bool:
        """Whether this is a month of the picture, and no page."""
        return len(self.quantities) == 1 and self.quantities <= IN_ALL

    @property
    def shown(self) -> set[Cell]:
        """The cells that anyone can read."""
        return {(*one, self.scope) for one in self.quantities - self.hidden}

    @property
    def not_shown(self) -> set[Cell]:
        """The cells that nobody can read here."""
        return {(*one, self.scope) for one in self.hidden}


@dataclass
class Layout:
    """One release of all pages of a force: those about to be published and those already out.

    Attributes
    ----------
    measures : whose counts there are, all of one power.
    monthly : gives the counts of a unit, by quantity, before any sums.
    new, old : what is printed.
    """

    measures: Sequence[Measure]
    monthly: Monthly
    new: Sequence[Printed]
    old: Sequence[Printed] = ()
    _counts: dict[Cell, int] = field(default_factory=dict)
    _sums: dict[Sum, None] = field(default_factory=dict)
    _changed: dict[Cell, tuple[Cell, Cell]] = field(default_factory=dict)
    to_print: frozenset[Cell] = frozenset()

    def release(self) -> Release:
        """Lay out every cell with all the sums that anyone can see.

        What an earlier page shows is public; what it hides is nowhere printed, and protected
        still. Differences between pages (months that only one of them has, months sent again) are
        cells that are not printed but can be worked out.
        """
        for part in self._parts.values():
            self._whole_table(part)
        for scope in self._scopes:
            self._add_up(scope)
        for unit in sorted(self._charted):
            self._month(unit)
        self._changes()
        return self._finished()

    def stays_hidden(self) -> set[Cell]:
        """The new cells that an earlier page of the very same months hid."""
        shown = {cell for page in self.old for cell in page.shown}
        hidden = {cell for page in self.old for cell in page.not_shown} - shown
        return hidden & {cell for page in self.new for cell in page.shown}

    @cached_property
    def _power(self) -> str:
        return self.measures[0].power

    @cached_property
    def _total(self) -> Quantity:
        """All records, of everybody."""
        return TOTALS[self._power]

    @cached_property
    def _equations(self) -> list[Equation]:
        return equations(self.measures)

    @cached_property
    def _scopes(self) -> list[Scope]:
        pages = (*self.old, *self.new)
        wide = {page.scope: None for page in pages if not page.pictured}
        return list(wide)

    @cached_property
    def _charted(self) -> set[Unit]:
        pages = (*self.old, *self.new)
        return {unit for page in pages if page.pictured for unit in page.scope}

    @cached_property
    def _parts(self) -> dict[tuple[int, int], Scope]:
        """Months that always stand on the same pages together, by number and version."""
        patterns: dict[tuple[int, ...], list[list[Unit]]] = {}
        by_month: dict[str, list[Unit]] = {}
        for scope in self._scopes:
            for unit in sorted(scope):
                versions = by_month.setdefault(unit.month, [])
                if unit not in versions:
                    versions.append(unit)
        for versions in by_month.values():
            pattern = tuple(
                next((at for at, unit in enumerate(versions, 1) if unit in scope), 0)
                for scope in self._scopes
            )
            public = tuple(int(unit.public) for unit in versions)
            patterns.setdefault((*pattern, -1, *public), []).append(versions)
        return {
            (number, version): frozenset(versions[version] for versions in months)
            for number, months in enumerate(patterns.values())
            for version in range(len(months[0]))
        }

    def _base(self, scope: Scope) -> Counter[Quantity]:
        total: Counter[Quantity] = Counter()
        for unit in scope:
            total.update(self.monthly(unit))
        return total

    def _whole_table(self, scope: Scope) -> None:
        counts = self._base(scope)
        held = fill(counts, self._equations)
        for quantity, count in counts.items():
            self._counts[(*quantity, scope)] = count
        for one in held:
            rest = () if one.rest is None else (one.rest,)
            parts = tuple((*part, scope) for part in (*one.parts, *rest))
            self._sums[Sum((*one.whole, scope), parts)] = None

    def _add_up(self, scope: Scope) -> None:
        """A page's months are the parts it is made of."""
        if (*self._total, scope) in self._counts:
            return
        self._whole_table(scope)
        parts = [part for part in self._parts.values() if part <= scope]
        for name in sorted({name for one in self.measures for name in (one.id, whole(one))}):
            for group in GROUPS:
                cells = tuple((name, group, part) for part in parts)
                self._sums[Sum((name, group, scope), cells)] = None

    def _month(self, unit: Unit) -> None:
        alone = (*self._total, frozenset({unit}))
        self._counts.setdefault(
            alone, sum(self.monthly(unit)[EVERYTHING[self._power], group] for group in GROUPS)
        )

    def _changes(self) -> None:
        """What the same months sent again add to each count, or take away."""
        numbers = {number for number, _ in self._parts}
        quantities = frozenset().union(*(all_printed(one) for one in self.measures))
        for number in numbers:
            versions = [part for (of, _), part in self._parts.items() if of == number]
            for before, after in combinations(versions, 2):
                for name, group in sorted(quantities, key=str):
                    self._change((name, group, before), (name, group, after))
        for part in self._parts.values():
            months = tuple((*self._total, frozenset({unit})) for unit in sorted(part))
            if len(months) > 1 and all(month in self._counts for month in months):
                self._sums[Sum((*self._total, part), months)] = None
        by_month: dict[str, list[Unit]] = {}
        for unit in sorted(self._charted):
            by_month.setdefault(unit.month, []).append(unit)
        for versions_of in by_month.values():
            for one, other in combinations(versions_of, 2):
                self._change((*self._total, frozenset({one})), (*self._total, frozenset({other})))

    def _change(self, before: Cell, after: Cell) -> None:
        less, more = sorted((before, after), key=lambda cell: self._counts[cell])
        name, group, scope = after
        changed = (f"change of {name}", group, scope | before[2])
        self._counts[changed] = self._counts[more] - self._counts[less]
        self._sums[Sum(more, (less, changed))] = None
        self._changed[changed] = (less, more)

    def _finished(self) -> Release:
        shown = {cell for page in self.old for cell in page.shown}
        free = {cell for cell in self._counts if all(unit.public for unit in cell[2])}
        for changed, ends in self._changed.items():
            # An old page beside rows that everybody has: no page of ours adds to that.
            if free & {*ends} and {*ends} <= shown | free:
                free.add(changed)
        printed = {cell for page in self.new for cell in page.shown} - self.stays_hidden()
        self.to_print = frozenset(printed - shown)
        counts: dict[Hashable, int] = dict(self._counts.items())
        return Release(
            counts,
            tuple(self._sums),
            public=frozenset(shown | free),
            implied=frozenset(self._counts) - printed - shown,
            cost={cell: _cost(cell) for cell in printed if _cost(cell)},
        )


def _cost(cell: Cell) -> float:
    name, group, scope = cell
    if (name, group) in IN_ALL and len(scope) == 1:
        return OF_MONTHS
    return CHEAP if group == EVERYBODY else DEAR.get(group, 0.0)


def charts(units: Iterable[Unit], hidden: Iterable[str] = (), *, power: str) -> list[Printed]:
    """What a picture of months prints: the records of each, but for the hidden ones."""
    gone, all_of_it = frozenset(hidden), frozenset({TOTALS[power]})
    return [
        Printed(frozenset({unit}), all_of_it, all_of_it if unit.month in gone else frozenset())
        for unit in units
    ]
