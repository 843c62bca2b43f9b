"""What is hidden cannot be got back by adding and taking away."""

from itertools import product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from evenhand.measures.hiding import Cells, cells_of, hidden_cells
from evenhand.records import codes

SHOWN = 5


def atoms() -> list[dict[str, str | None]]:
    """Everyone as the police's current codes tell them apart, and the unknown."""
    listed = [entry for entry in codes.ethnicities() if entry.vocabulary == "current"]
    return [{name: g.of(entry) for name, g in codes.GROUPINGS.items()} for entry in listed]


ATOMS = atoms()


def cells(counts: list[int]) -> Cells:
    return cells_of(ATOMS, np.array([counts]))


def five(hidden: frozenset[tuple[str, str | None]]) -> set[str | None]:
    return {group for grouping, group in hidden if grouping == "five-groups"}


def counts_with(**changes: int) -> list[int]:
    """Forty of every code, but for some groups' first code alone."""
    result = []
    seen = set()
    for atom in ATOMS:
        group = atom["five-groups"] or "Unknown"
        if group in changes:
            result.append(changes[group] if group not in seen else 0)
            seen.add(group)
        else:
            result.append(40)
    return result


def test_nothing_small_hides_nothing() -> None:
    assert hidden_cells(cells(counts_with()), shown=SHOWN) == frozenset()


def test_zero_is_shown() -> None:
    assert hidden_cells(cells(counts_with(Other=0)), shown=SHOWN) == frozenset()


def test_a_lone_small_group_takes_another_with_it() -> None:
    hidden = hidden_cells(cells(counts_with(Other=3)), shown=SHOWN)
    assert "Other" in five(hidden)
    assert len(five(hidden)) == 2


def test_the_last_to_go_is_what_readers_need_most() -> None:
    def worth(cell: tuple[str, str | None]) -> float:
        return 1.0 if cell[1] in {None, "White", "Black"} else 0.0

    hidden = hidden_cells(cells(counts_with(Other=3)), shown=SHOWN, worth=worth)
    assert not {None, "White", "Black"} & five(hidden)


def test_two_groups_of_one_each_are_not_given_back_by_their_sum() -> None:
    counts = counts_with(Other=1, Mixed=1)
    assert len(five(hidden_cells(cells(counts), shown=SHOWN))) > 2


def test_where_only_one_person_was_searched_nothing_is_shown() -> None:
    counts = [0] * len(ATOMS)
    counts[3] = 1
    assert five(hidden_cells(cells(counts), shown=SHOWN)) == {*codes.FIVE_GROUPS, None}


def test_a_share_is_hidden_when_few_did_not() -> None:
    events = np.full(len(ATOMS), 40)
    recorded = events + 40
    recorded[0] = events[0] + 2
    quantities = np.array([events, recorded, recorded - events])
    hidden = hidden_cells(cells_of(ATOMS, quantities), shown=SHOWN)
    assert ("nineteen-groups", ATOMS[0]["nineteen-groups"]) in hidden


def range_of(laid_out: Cells, hidden: frozenset[object], cell: int) -> tuple[float, float]:
    """What an attacker can say of a cell from all that is shown, in all groupings."""
    shown = np.array([not (same & hidden) for same in laid_out.names])
    known = np.vstack([laid_out.members[shown], laid_out.known]).astype(float)
    truth = known @ truth_of(laid_out)
    ends = []
    for sign in (1, -1):
        found = linprog(
            sign * laid_out.members[cell].astype(float), A_eq=known, b_eq=truth, bounds=(0, None)
        )
        ends.append(sign * found.fun)
    return round(ends[0], 6), round(ends[1], 6)


def truth_of(laid_out: Cells) -> np.ndarray:
    return np.linalg.lstsq(
        laid_out.members.astype(float), laid_out.counts[:, 0].astype(float), rcond=None
    )[0].round()


small_or_large = st.one_of(st.integers(0, 6), st.integers(0, 300))


@settings(max_examples=40, deadline=None)
@given(st.lists(small_or_large, min_size=len(ATOMS), max_size=len(ATOMS)))
def test_an_attacker_with_every_grouping_and_the_total_learns_no_small_count(
    counts: list[int],
) -> None:
    laid_out = cells(counts)
    hidden = hidden_cells(laid_out, shown=SHOWN)
    for number, same in enumerate(laid_out.names):
        count = int(laid_out.counts[number, 0])
        if 0 < count < SHOWN:
            assert same & hidden == same
            low, high = range_of(laid_out, hidden, number)
            assert high - low >= 1, (counts, same)


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 7), st.integers(0, 40)),
        min_size=len(ATOMS),
        max_size=len(ATOMS),
    )
)
def test_no_part_of_a_share_is_a_sum_and_difference_of_what_is_shown(
    parts: list[tuple[int, int]],
) -> None:
    """Events, searches and searches without the event are hidden together and stay hidden."""
    events = np.array([part[0] for part in parts])
    rest = np.array([part[1] for part in parts])
    laid_out = cells_of(ATOMS, np.array([events, events + rest, rest]))
    hidden = hidden_cells(laid_out, shown=SHOWN)
    shown = np.array([not (same & hidden) for same in laid_out.names])
    known = np.vstack([laid_out.members[shown], laid_out.known]).astype(float)
    for number, same in enumerate(laid_out.names):
        counts = laid_out.counts[number]
        if ((counts > 0) & (counts < SHOWN)).any():
            assert same & hidden == same
            more = np.vstack([known, laid_out.members[number]])
            assert np.linalg.matrix_rank(more) > np.linalg.matrix_rank(known)


def test_every_small_table_of_three_groups_stays_ambiguous() -> None:
    """All tables up to 6: what is printed, and that zero is always printed, fits several counts.

    The total is known unless everything is hidden, as in a result.
    """
    groups = [{"g": name} for name in ("a", "b", "c")]
    for counts in product(range(7), repeat=3):
        hidden = hidden_cells(cells_of(groups, np.array([counts])), shown=SHOWN)
        gone = [place for place, name in enumerate("abc") if ("g", name) in hidden]
        total = sum(counts[place] for place in gone)
        if len(gone) == 3:
            continue
        tables = [t for t in product(range(1, total + 1), repeat=len(gone)) if sum(t) == total]
        for number, place in enumerate(gone):
            if 0 < counts[place] < SHOWN:
                assert len({table[number] for table in tables}) > 1, counts
