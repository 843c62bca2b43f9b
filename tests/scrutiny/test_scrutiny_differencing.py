"""Sizes of strata, added and taken away: what several draws tell together, tried by an attacker."""

from collections import Counter
from collections.abc import Iterable, Mapping
from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evenhand.scrutiny.differencing import told_apart
from evenhand.scrutiny.strata import EVERYTHING, LEAST, OTHERS, joined, told

Cell = tuple[int, str, str]
"""A week, an ethnicity, and whether nothing followed: what somebody might want the size of."""
CELLS: tuple[Cell, ...] = tuple(product(range(3), ("black", "white"), ("action", "none")))
Record = tuple[Cell, int]
Row = tuple[int, ...]


def records(cells: Mapping[Cell, int]) -> list[Record]:
    return [(cell, number) for cell, many in cells.items() for number in range(many)]


def key(cell: Cell, by: tuple[int, ...]) -> str:
    return "/".join(str(cell[one]) for one in by) or EVERYTHING


class Site:
    """What a site publishes of its frames: for each stratum its size, and which cells it is of."""

    def __init__(self, cells: Mapping[Cell, int], *, mended: bool = True) -> None:
        self.cells, self.mended = cells, mended
        self.groups: list[set[Record]] = []
        self.rows: list[Row] = []
        self.wholes: list[Row] = []

    def freeze(self, weeks: range, by: tuple[int, ...]) -> dict[str, int]:
        inside = [one for one in CELLS if one[0] in weeks]
        if sum(self.cells[one] for one in inside) < LEAST:
            return {}
        strata: dict[str, set[Record]] = {}
        for record in records({one: self.cells[one] for one in inside}):
            strata.setdefault(key(record[0], by), set()).add(record)
        into = (
            told(strata, self.groups)
            if self.mended
            else joined({name: len(found) for name, found in strata.items()})
        )
        rest = OTHERS if OTHERS in into.values() else EVERYTHING
        named = {cell: into.get(key(cell, by), rest) for cell in inside}
        public: dict[str, set[Record]] = {}
        for name, found in strata.items():
            public.setdefault(into[name], set()).update(found)
        self.groups += public.values()
        self.rows += [tuple(int(named.get(cell) == one) for cell in CELLS) for one in public]
        self.wholes.append(tuple(int(cell in named) for cell in CELLS))
        return {name: len(found) for name, found in public.items()}

    def told_apart(self) -> list[tuple[Cell, ...]]:
        """Sets of fewer than ten records that sums and differences of strata tell, every one.

        Sizes of whole frames are public, so what they tell alone is not counted.
        """
        sets = np.array(list(product((0, 1), repeat=len(CELLS))))
        sizes = sets @ np.array([self.cells[one] for one in CELLS])
        few = sets[(sizes > 0) & (sizes < LEAST)]
        found = few[follow(few, self.rows) & ~follow(few, self.wholes)]
        return [tuple(cell for cell, one in zip(CELLS, row, strict=True) if one) for row in found]


def follow(sets: np.ndarray, rows: list[Row]) -> np.ndarray:
    """Which sets are sums and differences of rows, worked out exactly."""
    across = np.array(nothing_of(rows), dtype=np.int64).reshape(-1, len(CELLS))
    return np.all(sets @ across.T == 0, axis=1)


def nothing_of(rows: Iterable[Row]) -> list[list[int]]:
    """Whole numbers that every sum of rows gives nothing with: their null space."""
    left = [[Fraction(one) for one in row] for row in rows]
    pivots: list[int] = []
    for column in range(len(CELLS)):
        at = len(pivots)
        found = next((n for n in range(at, len(left)) if left[n][column]), None)
        if found is None:
            continue
        left[at], left[found] = left[found], left[at]
        left[at] = [one / left[at][column] for one in left[at]]
        for n, row in enumerate(left):
            if n != at and row[column]:
                left[n] = [a - row[column] * b for a, b in zip(row, left[at], strict=True)]
        pivots.append(column)
    basis = []
    for free in sorted(set(range(len(CELLS))) - set(pivots)):
        one = [Fraction(0)] * len(CELLS)
        one[free] = Fraction(1)
        for at, column in enumerate(pivots):
            one[column] = -left[at][free]
        scale = int(np.lcm.reduce([each.denominator for each in one]))
        basis.append([int(each * scale) for each in one])
    return basis


MONTH = dict.fromkeys(CELLS, 20) | {(2, "black", "none"): 1, (2, "black", "action"): 0}


def test_two_draws_a_week_apart_told_of_one_person_before_it_was_mended() -> None:
    site = Site(MONTH, mended=False)
    first, second = site.freeze(range(2), (1,)), site.freeze(range(3), (1,))
    assert second["black"] - first["black"] == 1
    assert ((2, "black", "action"), (2, "black", "none")) in site.told_apart()


def test_the_second_is_not_divided_where_that_would_tell_of_one_person() -> None:
    site = Site(MONTH)
    assert site.freeze(range(2), (1,)) == {"black": 80, "white": 80}
    assert site.freeze(range(3), (1,)) == {EVERYTHING: 201}
    assert site.told_apart() == []


def test_dividing_one_draw_by_two_things_and_another_by_one_tells_no_cell() -> None:
    cells = dict.fromkeys(CELLS, 12) | {(0, "white", "none"): 7, (0, "white", "action"): 30}
    for mended in (False, True):
        site = Site(cells, mended=mended)
        site.freeze(range(1), (1, 2))
        site.freeze(range(1), (1,))
        site.freeze(range(1), (2,))
        assert bool(site.told_apart()) is not mended


WEEKS = st.tuples(st.integers(0, 2), st.integers(1, 3)).map(lambda one: range(one[0], sum(one)))
FRAMES = st.lists(
    st.tuples(WEEKS, st.sampled_from([(), (1,), (2,), (1, 2)])), min_size=2, max_size=5
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.integers(0, 30), min_size=len(CELLS), max_size=len(CELLS)), FRAMES)
def test_no_sum_of_strata_tells_of_fewer_than_ten(
    sizes: list[int], frames: list[tuple[range, tuple[int, ...]]]
) -> None:
    site = Site(dict(zip(CELLS, sizes, strict=True)))
    for weeks, by in frames:
        for many in site.freeze(weeks, by).values():
            assert many >= LEAST
    assert site.told_apart() == []


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sets(st.integers(0, 25), min_size=1), max_size=5))
def test_the_solver_finds_a_small_group_wherever_there_is_one(groups: list[set[int]]) -> None:
    """Against every set of parts, worked out by least squares."""
    parts: dict[tuple[bool, ...], set[int]] = {}
    for one in set().union(*groups) if groups else set():
        parts.setdefault(tuple(one in group for group in groups), set()).add(one)
    inside = np.array(list(parts), dtype=float).reshape(len(parts), len(groups)).T
    smallest = LEAST
    for chosen in product((0, 1), repeat=len(parts)) if len(parts) <= 12 else ():
        size = sum(len(part) for part, one in zip(parts.values(), chosen, strict=True) if one)
        if 0 < size < smallest:
            weights = np.linalg.lstsq(inside.T, np.array(chosen, dtype=float), rcond=None)[0]
            if np.allclose(inside.T @ weights, chosen):
                smallest = size
    if len(parts) <= 12:
        assert len(told_apart(groups, LEAST)) == smallest % LEAST


def from_a_figure(sizes: Mapping[str, int], hidden: set[str]) -> dict[str, int]:
    """What somebody has left of a frame’s strata who takes away what a figure shows.

    The figure shows the total, and every group but those that are hidden.
    """
    into = joined(sizes)
    left = Counter[str]()
    for name, size in sizes.items():
        left[into[name]] += size if name in hidden else 0
    return {name: size for name, size in left.items() if size}


@pytest.mark.parametrize("other", ["asian", "black", "white"])
def test_a_figure_that_hides_two_groups_and_a_frame_tell_no_hidden_one(other: str) -> None:
    """A figure hides 3, and one more so that 3 cannot be worked out; which, nobody can foresee."""
    sizes = {"asian": 8, "black": 12, "mixed": 3, "white": 40}
    assert from_a_figure(sizes, {"mixed", other}) == {EVERYTHING: 3 + sizes[other]}


@given(st.dictionaries(st.sampled_from("abcdef"), st.integers(1, 40), min_size=1), st.data())
def test_no_figure_and_no_frame_tell_a_hidden_count(
    sizes: dict[str, int], data: st.DataObject
) -> None:
    small = {name for name, size in sizes.items() if size < 5}
    hidden = small | data.draw(st.sets(st.sampled_from(sorted(sizes))))
    if sum(sizes[name] for name in hidden) < 5 or len(hidden) < 2:
        return  # the figure would tell it alone: it hides more
    for name, size in from_a_figure(sizes, hidden).items():
        assert size >= 5, name
