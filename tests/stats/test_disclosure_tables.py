"""Building releases from tables: margins, groupings that overlap, and putting tables together."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from evenhand.stats.disclosure import (
    TOTAL,
    Derived,
    Protection,
    Release,
    Sum,
    as_published,
    correction,
    difference,
    join,
    protect,
    prove,
    table,
)
from evenhand.stats.errors import InvalidCounts

LETTERS = "abcdefgh"
SHAPES = array_shapes(min_dims=1, max_dims=3, max_side=4)


@given(SHAPES.flatmap(lambda shape: arrays(np.int64, shape, elements=st.integers(0, 1000))))
def test_a_table_carries_every_margin(values: np.ndarray) -> None:
    axes = {str(at): LETTERS[:size] for at, size in enumerate(values.shape)}
    release = table(values, axes)
    assert len(release.counts) == np.prod([size + 1 for size in values.shape])
    for key, count in release.counts.items():
        at = tuple(slice(None) if k == TOTAL else LETTERS.index(k) for k in key)
        assert count == values[at].sum()


@given(SHAPES.flatmap(lambda shape: arrays(np.int64, shape, elements=st.integers(0, 20))))
def test_every_margin_follows_from_the_sums(values: np.ndarray) -> None:
    axes = {str(at): LETTERS[:size] for at, size in enumerate(values.shape)}
    release = table(values, axes)
    wholes = {fact.whole for fact in release.sums}
    assert wholes == {key for key in release.counts if TOTAL in key}


def test_a_table_without_totals_has_no_sums() -> None:
    release = table([[1, 2], [3, 4]], {"r": "ab", "c": "xy"}, totals=False)
    assert release.sums == ()
    assert release.counts == {("a", "x"): 1, ("a", "y"): 2, ("b", "x"): 3, ("b", "y"): 4}


def test_a_total_may_have_a_name_and_be_left_out_on_one_axis() -> None:
    release = table([[1, 2], [3, 4]], {"group": "ab", "kind": "xy"}, totals={"kind": "search-rate"})
    assert release.counts["a", "search-rate"] == 3
    assert set(release.sums) == {
        Sum(("a", "search-rate"), (("a", "x"), ("a", "y"))),
        Sum(("b", "search-rate"), (("b", "x"), ("b", "y"))),
    }


def test_groupings_may_overlap_and_the_total_is_added_up_once() -> None:
    groups = {"g": {"Black": "ab", "Mixed": "cd", "Black with mixed": "abc"}}
    release = table([1, 2, 3, 4, 5], {"g": "abcde"}, groups=groups)
    assert release.counts["Black with mixed",] == 6
    assert Sum((TOTAL,), (("Black",), ("Mixed",), ("e",))) in release.sums


def test_a_group_of_one_label_is_that_label() -> None:
    groups = {"g": {"Known": "ab", "u": ["u"]}}
    release = table([1, 2, 3], {"g": ["a", "b", "u"]}, groups=groups)
    assert release.counts["u",] == 3
    assert Sum((TOTAL,), (("Known",), ("u",))) in release.sums


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: table([1, 2, 3], {"g": "ab"}),
        lambda: table([1, 2], {"g": ["a", "a"]}),
        lambda: table([1, 2], {"g": ["a", TOTAL]}),
        lambda: table([1, 2], {"g": "ab"}, groups={"g": {"x": "az"}}),
        lambda: table([1, 2], {"g": "ab"}, groups={"g": {"a": "ab"}}),
        lambda: table([1, -2], {"g": "ab"}),
        lambda: table([1.5, 2], {"g": "ab"}),
    ],
)
def test_a_table_that_cannot_be_is_refused(wrong) -> None:
    with pytest.raises(InvalidCounts):
        wrong()


def test_one_total_split_two_ways_is_one_cell() -> None:
    totals = {"kind": "all"}
    objects = table([[30, 9]], {"g": ["a"], "kind": ["drugs", "other"]}, totals=totals)
    powers = table([[37, 2]], {"g": ["a"], "kind": ["grounds", "suspicionless"]}, totals=totals)
    both = join(objects, powers)
    assert len(both.counts) == 5
    assert len(both.sums) == 2
    assert protect(both).complementary == {("a", "grounds")}


def test_two_counts_of_one_cell_are_refused() -> None:
    with pytest.raises(InvalidCounts, match="counted as 3 and as 4"):
        join(Release({"a": 3}), Release({"a": 4}))


def test_public_in_one_is_public_in_all_and_printed_in_one_is_printed() -> None:
    known = Release({"a": 3, "b": 2}, public=frozenset({"a"}), implied=frozenset({"b"}))
    both = join(known, Release({"a": 3, "b": 2}, cost={"b": 4.0}))
    assert both.public == {"a"}
    assert both.implied == frozenset()
    assert both.costs[both.index["b"]] == 4.0


def test_a_part_above_its_whole_is_refused() -> None:
    with pytest.raises(InvalidCounts, match="out of range"):
        difference("whole", "part", "rest", Release({"whole": 3, "part": 9}))


def test_a_correction_of_nothing_adds_nothing() -> None:
    release = correction("old", 40, "new", Release({"new": 40}))
    assert "old" not in release.counts
    assert release.public == {"new"}


def test_what_is_out_is_public_and_what_was_hidden_is_implied() -> None:
    row = table([3, 12, 20], {"g": "abc"})
    out = as_published(row, protect(row))
    assert out.public == {("c",), (TOTAL,)}
    assert out.implied == {("a",), ("b",)}
    prove(out, protect(out))


def test_a_shown_item_of_unknown_form_stays_known() -> None:
    first = Release({"a": 3, "b": 9}, (), (Derived("drawing", ("a", "b")),))
    out = as_published(first, Protection(5, frozenset({"a"})))
    assert [str(fact) for fact in out.known] == ["drawing", "drawing"]
