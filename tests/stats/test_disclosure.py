"""Disclosure control: the promise, checked against enumeration and by trying to undo it."""

import itertools
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from evenhand.stats.disclosure import (
    Between,
    Derived,
    NotProtected,
    OneOf,
    Protection,
    Release,
    Sum,
    attack,
    bounds,
    join,
    primary,
    primary_only,
    protect,
    prove,
    table,
)
from evenhand.stats.errors import InvalidCounts

LETTERS = "abcdefgh"
SHAPES = [(3,), (4,), (2, 2)]
CAP = 10  # the enumeration tries 0 to 9 in each hidden leaf


def small_tables(most: int) -> st.SearchStrategy[Release]:
    """Tables with all their margins, of counts from 0 to ``most``."""
    shapes = st.sampled_from(SHAPES)
    return shapes.flatmap(lambda s: arrays(np.int64, s, elements=st.integers(0, most))).map(
        lettered
    )


def lettered(values: np.ndarray) -> Release:
    return table(values, {str(at): LETTERS[:size] for at, size in enumerate(values.shape)})


def all_tables_alike(release: Release, hidden: set, shape: tuple[int, ...]) -> list[dict]:
    """Enumerate every table of leaves below CAP that prints the same outside the hidden cells."""
    leaves = list(itertools.product(*(LETTERS[:size] for size in shape)))
    choices = [range(CAP) if leaf in hidden else [release.counts[leaf]] for leaf in leaves]
    grids = np.array(np.meshgrid(*choices, indexing="ij")).reshape(len(leaves), -1)
    totals = {
        key: sum(
            grids[at]
            for at, leaf in enumerate(leaves)
            if all(k in ("total", part) for k, part in zip(key, leaf, strict=True))
        )
        for key in release.cells
    }
    alike = np.ones(grids.shape[1], dtype=bool)
    for key in release.cells:
        if key not in hidden:
            alike &= totals[key] == release.counts[key]
    return {key: totals[key][alike] for key in release.cells}


def shape_of(release: Release) -> tuple[int, ...]:
    axes = zip(*release.cells, strict=True)
    return tuple(len(set(axis) - {"total"}) for axis in axes)


# --- the published example


def test_one_small_count_in_a_row_is_worked_out_from_its_total() -> None:
    row = table([3, 12, 20], {"group": ["Mixed", "Black", "White"]})
    (undone,) = attack(row, primary_only(row))
    assert undone.cell == ("Mixed",)
    assert undone.possible == (3,)
    assert undone.known
    assert "('total',)" in undone.because[0]


def test_hiding_one_more_count_protects_the_row() -> None:
    row = table([3, 12, 20], {"group": ["Mixed", "Black", "White"]})
    protection = protect(row)
    assert protection.primary == {("Mixed",)}
    assert protection.complementary == {("Black",)}
    prove(row, protection)
    assert bounds(row, protection) == {("Mixed",): (0, 15), ("Black",): (0, 15)}


def test_a_refusal_names_the_cell_and_what_gives_it_away() -> None:
    row = table([3, 12, 20], {"group": ["Mixed", "Black", "White"]})
    with pytest.raises(NotProtected, match=r"'Mixed'.* is 3 from .*total") as refusal:
        prove(row, primary_only(row))
    assert [one.cell for one in refusal.value.undone] == [("Mixed",)]


def test_a_small_count_that_was_never_hidden_is_undone() -> None:
    row = table([3, 12, 20], {"group": ["a", "b", "c"]})
    (undone,) = attack(row, Protection())
    assert undone.because == ("it is shown",)


def test_a_lone_hidden_count_tells_no_more_than_that_it_is_small() -> None:
    alone = Release({"a": 3, "b": 50})
    protection = protect(alone)
    assert protection.hidden == {"a"}
    assert attack(alone, protection, told=True) == []


def test_nothing_is_hidden_where_nothing_is_small() -> None:
    row = table([0, 5, 12], {"group": ["a", "b", "c"]})
    assert protect(row).hidden == frozenset()


def test_a_hidden_pair_is_still_undone_where_its_sum_is_too_small() -> None:
    row = table([3, 1, 0, 20], {"group": LETTERS[:4]})
    naive = primary_only(row)
    assert [one.possible for one in attack(row, naive, told=True)] == [(1, 2, 3), (1, 2, 3)]
    assert attack(row, protect(row), told=True) == []


def test_a_total_made_of_small_counts_only_withstands_whoever_is_not_told_which_are_small() -> None:
    row = table([1, 1, 1, 1], {"group": LETTERS[:4]})
    protection = protect(row)
    prove(row, protection)
    assert protection.told != protection.primary
    told = attack(row, protection, told=True)
    assert any(one.known for one in told)


# --- which counts are small


def test_counts_from_one_to_four_are_small() -> None:
    assert primary([0, 1, 4, 5, 100]).tolist() == [False, True, True, False, False]


def test_counts_of_staff_are_small_up_to_nine() -> None:
    assert primary([0, 9, 10], 10).tolist() == [False, True, False]


def test_public_counts_are_not_hidden_and_marked_zeros_are() -> None:
    hidden = primary([0, 0, 3, 3], public=[0, 0, 1, 0], sensitive_zeros=[1, 0, 0, 0])
    assert hidden.tolist() == [True, False, False, True]


@pytest.mark.parametrize("counts", [[-1], [1.5], ["3"]])
def test_what_is_not_a_count_is_refused(counts: list) -> None:
    with pytest.raises(InvalidCounts):
        primary(counts)


@pytest.mark.parametrize("threshold", [2, 0, -5, 2.5, True])
def test_a_threshold_that_hides_nothing_is_refused(threshold: float) -> None:
    with pytest.raises(InvalidCounts, match="threshold"):
        protect(Release({"a": 1}), threshold)


def test_where_zeros_are_sensitive_zero_stays_possible() -> None:
    row = table([0, 3, 30, 40], {"group": LETTERS[:4]})
    marked = Release(row.counts, row.sums, sensitive_zeros=frozenset({("a",), ("b",)}))
    protection = protect(marked)
    assert {("a",), ("b",)} <= protection.primary
    assert attack(marked, protection, witnesses=False) == []
    assert attack(marked, primary_only(marked)) != []


# --- laws


@given(small_tables(7), st.sampled_from([3, 4]))
@settings(max_examples=60, deadline=None)
def test_the_solver_agrees_with_trying_every_table(release: Release, threshold: int) -> None:
    naive = primary_only(release, threshold)
    found = {one.cell: set(one.possible) for one in attack(release, naive)}
    alike = all_tables_alike(release, set(naive.hidden), shape_of(release))
    rule = set(range(1, threshold))
    limits = bounds(release, naive)
    for cell in naive.hidden:
        assert found.get(cell, rule) == rule & set(alike[cell].tolist())
        low, high = limits[cell]
        assert low == alike[cell].min()
        assert high == alike[cell].max() or high >= CAP


@given(small_tables(7), st.sampled_from([3, 4]))
@settings(max_examples=40, deadline=None)
def test_the_told_solver_agrees_with_trying_every_table(release: Release, threshold: int) -> None:
    naive = primary_only(release, threshold)
    found = {one.cell: set(one.possible) for one in attack(release, naive, told=True)}
    alike = all_tables_alike(release, set(naive.hidden), shape_of(release))
    fits = np.all([primary(alike[c], threshold) for c in naive.hidden], axis=0)
    for cell in naive.hidden:
        left = set(alike[cell][fits].tolist())
        assert found.get(cell, set(range(1, threshold))) == left


@given(small_tables(12), st.sampled_from([3, 5, 10]))
@settings(max_examples=60, deadline=None)
def test_what_is_protected_cannot_be_undone(release: Release, threshold: int) -> None:
    protection = protect(release, threshold)
    prove(release, protection)
    assert attack(release, protection, witnesses=False) == []
    told = {one.cell for one in attack(release, protection, told=True, witnesses=False)}
    assert not told & protection.told


@given(small_tables(8))
@settings(max_examples=30, deadline=None)
def test_every_table_that_prints_alike_leaves_each_small_value_open(release: Release) -> None:
    protection = protect(release, 3)
    alike = all_tables_alike(release, set(protection.hidden), shape_of(release))
    for cell in protection.primary:
        assert {1, 2} <= set(alike[cell].tolist())


@given(small_tables(12))
@settings(max_examples=30, deadline=None)
def test_each_cell_hidden_to_protect_others_is_itself_uncertain(release: Release) -> None:
    protection = protect(release)
    limits = bounds(release, protection)
    assert all(limits[cell][0] < limits[cell][1] for cell in protection.complementary)


@given(small_tables(9), st.data())
@settings(max_examples=60, deadline=None)
def test_whatever_is_public_a_release_is_protected_or_was_given_away(
    release: Release, data: st.DataObject
) -> None:
    public = data.draw(st.sets(st.sampled_from(release.cells), max_size=5))
    release = replace(release, public=frozenset(public))
    try:
        protection = protect(release)
    except NotProtected as refusal:
        everything = frozenset(release.cells) - public
        bare = Protection(5, frozenset(), everything)
        assert set(refusal.undone) == set(attack(release, bare))
        assert refusal.undone
    else:
        assert attack(release, protection, witnesses=False) == []
        assert not protection.hidden & public


@given(arrays(np.int64, (2, 3), elements=st.integers(0, 40)))
@settings(max_examples=30, deadline=None)
def test_hiding_more_never_gives_more_away(values: np.ndarray) -> None:
    release = lettered(values)
    protection = protect(release)
    more = frozenset(release.cells[::3]) | protection.complementary
    wider = Protection(5, protection.primary, more - protection.primary)
    assert attack(release, wider) == []


def test_the_choice_is_the_cheapest_in_a_small_table() -> None:
    release = lettered(np.array([[3, 30, 9], [25, 14, 40]]))
    protection = protect(release)
    cost = dict(zip(release.cells, release.costs, strict=True))
    spent = sum(cost[cell] for cell in protection.complementary)
    others = [cell for cell in release.cells if cell not in protection.primary]
    for size in range(4):
        for extra in itertools.combinations(others, size):
            if sum(cost[cell] for cell in extra) < spent:
                cheaper = Protection(5, protection.primary, frozenset(extra))
                assert attack(release, cheaper, told=True) != []


def test_what_is_costly_to_hide_is_shown() -> None:
    row = table([3, 12, 20], {"group": ["a", "b", "c"]})
    dear = Release(row.counts, row.sums, cost={("b",): 500.0})
    assert protect(dear).complementary == {("c",)}


def test_a_false_witness_proves_nothing() -> None:
    row = table([3, 12, 20], {"group": ["a", "b", "c"]})
    honest = protect(row)
    liar = Protection(5, honest.primary, witnesses=honest.witnesses)
    assert [one.possible for one in attack(row, liar)] == [(3,)]


# --- what is made from counts


def test_everything_made_from_a_hidden_count_is_hidden() -> None:
    row = table([3, 12, 20], {"group": ["a", "b", "c"]})
    items = (
        Derived("rate a", (("a",),)),
        Derived("rate c", (("c",),)),
        Derived("ratio b to c", (("b",), ("c",))),
        Derived("drawing", tuple(row.cells)),
    )
    release = Release(row.counts, row.sums, items)
    assert protect(release).derived == {"rate a", "ratio b to c", "drawing"}


def test_an_item_of_unknown_form_is_taken_to_tell_its_counts() -> None:
    row = table([3, 12, 20], {"group": ["a", "b", "c"]})
    release = Release(row.counts, row.sums, (Derived("drawing", (("a",),)),))
    protection = protect(release)
    leaky = Protection(5, protection.primary, protection.complementary)
    (undone,) = attack(release, leaky)
    assert undone.possible == (3,)
    assert undone.because == ("drawing",)


# --- refusals


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: Release({"a": -1}),
        lambda: Release({"a": 1.5}),
        lambda: Release({"a": True}),
        lambda: Release({"a": 2**60}),
        lambda: Release({"a": 1}, (Sum("a", ("b",)),)),
        lambda: Release({"a": 1, "b": 2}, (Sum("a", ("b",)),)),
        lambda: Release({"a": 1}, known=(OneOf("a", (2, 3)),)),
        lambda: Release({"a": 1}, known=(Between({"a": 1.0}, 2, 3),)),
        lambda: Release({"a": 1}, public=frozenset({"b"})),
        lambda: Release({"a": 1}, (), (Derived("x", ("b",)),)),
        lambda: Release({"a": 1}, (), (Derived("x", ("a",)), Derived("x", ("a",)))),
        lambda: Release({"a": 1}, cost={"a": 0.0}),
        lambda: Sum("a", ()),
        lambda: Sum("a", ("b", "b")),
        lambda: OneOf("a", ()),
        lambda: Between({}, 0, 1),
        lambda: Between({"a": 1.0}, 2, 1),
        lambda: Between({"a": float("nan")}, 0, 1),
    ],
)
def test_a_release_that_cannot_be_is_refused(wrong) -> None:
    with pytest.raises(InvalidCounts):
        wrong()


def test_a_small_count_cannot_be_kept() -> None:
    row = table([3, 12, 20], {"group": ["a", "b", "c"]})
    with pytest.raises(InvalidCounts, match="too small to keep"):
        protect(Release(row.counts, row.sums, keep=frozenset({("a",)})))


def test_what_was_given_away_before_cannot_be_protected() -> None:
    row = table([3, 12, 20], {"group": ["a", "b", "c"]})
    out = Release(row.counts, row.sums, public=frozenset({("b",), ("c",), ("total",)}))
    with pytest.raises(NotProtected, match="is 3"):
        protect(out)


def test_a_kept_total_is_shown_and_the_rest_still_protected() -> None:
    row = table([3, 12, 20], {"group": ["a", "b", "c"]})
    kept = Release(row.counts, row.sums, keep=frozenset({("total",), ("b",)}))
    assert protect(kept).complementary == {("c",)}


def test_a_protection_of_another_release_is_refused() -> None:
    row = table([3, 12, 20], {"group": ["a", "b", "c"]})
    with pytest.raises(InvalidCounts, match="another release"):
        attack(Release({"x": 3}), protect(row))


# --- size


def test_two_hundred_thousand_cells_are_protected_and_proved_in_one_call() -> None:
    random = np.random.default_rng(20260101)
    means = random.choice([2, 10, 60], size=(10_000, 1))
    rows = random.poisson(means, size=(10_000, 4))
    squares = random.poisson(random.choice([2, 10, 60], size=(4_200, 5, 5)))
    release = join(
        *(table(row, {"g": "abcd"}, prefix=("row", at)) for at, row in enumerate(rows)),
        *(table(s, {"r": "abcde", "c": "vwxyz"}, prefix=(at,)) for at, s in enumerate(squares)),
    )
    assert len(release.counts) > 200_000
    prove(release, protect(release))
