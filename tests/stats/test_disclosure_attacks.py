"""Attacks that undo a careless release, and that fail once it is protected."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import chi2

from evenhand.stats.disclosure import (
    Between,
    Derived,
    NotProtected,
    Protection,
    Release,
    Sum,
    as_published,
    attack,
    consistent_counts,
    correction,
    difference,
    join,
    primary_only,
    printed_ratio,
    printed_sum,
    protect,
    prove,
    secret_costs,
    table,
)
from evenhand.stats.errors import InvalidCounts

RESIDENTS = 4_137  # of trust.md's measurement: a rate to one decimal tells each count from 0 to 29


def exact_interval(counts):
    """The exact Poisson interval of a rate per 1,000, as scipy's chi-squared quantiles give it."""
    counts = np.asarray(counts)
    low = np.where(counts == 0, 0, chi2.ppf(0.025, 2 * np.maximum(counts, 1)) / 2)
    high = chi2.ppf(0.975, 2 * (counts + 1)) / 2
    return 1000 * low / RESIDENTS, 1000 * high / RESIDENTS


def rate(counts):
    return 1000 * np.asarray(counts) / RESIDENTS


def careless(release: Release) -> list:
    return attack(release, primary_only(release))


# --- differences


def test_two_areas_that_nearly_agree_give_away_what_lies_between_them() -> None:
    two = Release({"force": 25, "force without the airport": 22})
    release = difference("force", "force without the airport", "airport", two)
    (undone,) = careless(release)
    assert undone.cell == "airport"
    assert undone.possible == (3,)
    protection = protect(release)
    assert len(protection.complementary) == 1
    prove(release, protection)


def test_a_year_less_eleven_months_gives_away_the_twelfth() -> None:
    months = [9, 14, 8, 22, 11, 10, 7, 2, 16, 12, 9, 13]
    release = table(months, {"month": [f"2025-{at:02}" for at in range(1, 13)]})
    (undone,) = careless(release)
    assert undone.cell == ("2025-08",)
    assert undone.known
    prove(release, protect(release))


def test_whoever_only_refuses_need_not_know_what_gives_a_count_away() -> None:
    months = [9, 14, 8, 22, 11, 10, 7, 2, 16, 12, 9, 13]
    release = table(months, {"month": [f"2025-{at:02}" for at in range(1, 13)]})
    (explained,) = careless(release)
    (found,) = attack(release, primary_only(release), explain=False)
    assert explained.because
    assert found == replace(explained, because=())


def test_a_rolling_year_less_the_one_before_gives_away_a_month() -> None:
    to_june = Sum("year to June", ("first", "middle"))
    to_july = Sum("year to July", ("middle", "last"))
    counts = {"first": 7, "middle": 60, "last": 9, "year to June": 67, "year to July": 69}
    release = Release(counts, (to_june, to_july), implied=frozenset({"first", "middle", "last"}))
    assert careless(release) == []
    small = Release(
        counts | {"last": 3, "year to July": 63}, (to_june, to_july), public=frozenset({"middle"})
    )
    assert [one.cell for one in careless(small)] == ["last"]
    prove(small, protect(small))


def test_all_searches_less_those_of_people_give_away_those_of_vehicles_only() -> None:
    release = table([[140, 2], [60, 7]], {"group": "ab", "kind": ["person", "vehicle only"]})
    assert ("a", "vehicle only") in [one.cell for one in careless(release)]
    prove(release, protect(release))


def test_all_forces_less_the_others_give_away_one_force() -> None:
    release = table([3, 40, 25], {"force": ["Demoshire", "Northshire", "Southshire"]})
    (undone,) = careless(release)
    assert undone.cell == ("Demoshire",)
    prove(release, protect(release))


def test_groupings_that_overlap_give_away_the_mixed_groups() -> None:
    labels = ["Caribbean", "African", "White and Black Caribbean", "White and Black African"]
    groups = {"group": {"Black": labels[:2], "Black with mixed": labels}}
    release = table([30, 25, 9, 2], {"group": labels}, groups=groups, totals=False)
    (undone,) = careless(release)
    assert undone.cell == ("White and Black African",)
    assert undone.known
    prove(release, protect(release))


def test_five_groups_against_nineteen_give_away_a_small_group() -> None:
    labels = ["Irish", "Roma", "British", "Indian", "Chinese"]
    groups = {"group": {"White": labels[:3], "Asian": labels[3:]}}
    release = table([12, 3, 400, 20, 4], {"group": labels}, groups=groups)
    assert [one.cell[0] for one in careless(release)] == ["Roma", "Chinese"]
    prove(release, protect(release))


# --- old figures and corrections


def test_a_corrected_figure_less_the_old_one_gives_away_who_was_added() -> None:
    release = correction("old", 22, "new", Release({"new": 25}))
    (undone,) = careless(release)
    assert undone.possible == (3,)
    assert protect(release).complementary == {"new"}


def test_a_figure_corrected_downwards_is_no_safer() -> None:
    release = correction("old", 25, "new", Release({"new": 23}))
    assert [one.possible for one in careless(release)] == [(2,)]
    prove(release, protect(release))


def test_a_figure_that_did_not_change_is_already_public() -> None:
    release = correction("old", 3, "new", Release({"new": 3}))
    assert protect(release).hidden == frozenset()


def test_showing_later_what_was_hidden_to_protect_others_undoes_them() -> None:
    first = table([3, 12, 20], {"group": ["a", "b", "c"]})
    out = as_published(first, protect(first))
    later = join(out, Release({("b",): 12, "elsewhere": 30}))
    (undone,) = careless(later)
    assert undone.cell == ("a",)
    protection = protect(later)
    assert ("b",) in protection.complementary
    assert "elsewhere" not in protection.hidden
    prove(later, protection)


def test_a_printed_rate_of_an_earlier_release_cannot_be_called_back() -> None:
    told = consistent_counts("a", rate, 0.7, decimals=1)
    first = Release({"a": 3, "b": 20}, (), (Derived("rate", ("a",), (told,)),))
    out = as_published(first, Protection(5, frozenset({"a"})))
    with pytest.raises(NotProtected, match=r"'a' is 3"):
        protect(join(out, Release({"b": 20})))


# --- data.police.uk


def test_public_rows_are_neither_hidden_nor_counted_as_a_leak() -> None:
    row = table([3, 12, 20], {"group": ["a", "b", "c"]})
    public = replace(row, public=frozenset(row.cells))
    protection = protect(public)
    assert protection.hidden == frozenset()
    prove(public, protection)


def test_public_rows_give_away_what_the_force_counts_beyond_them() -> None:
    rows = Release({"rows a": 20, "rows b": 31}, public=frozenset({"rows a", "rows b"}))
    own = join(rows, Release({"own a": 23, "own b": 60}))
    release = difference("own a", "rows a", "only ours a", own)
    release = difference("own b", "rows b", "only ours b", release)
    (undone,) = careless(release)
    assert undone.cell == "only ours a"
    assert undone.known
    protection = protect(release)
    assert protection.complementary == {"own a"}
    prove(release, protection)


def test_a_total_that_public_rows_give_away_protects_nobody() -> None:
    row = table([3, 12, 20], {"group": ["a", "b", "c"]})
    release = replace(row, public=frozenset({("total",), ("b",)}))
    assert protect(release).complementary == {("c",)}


# --- printed numbers


@pytest.mark.parametrize("count", range(30))
def test_a_rate_to_one_decimal_tells_the_count(count: int) -> None:
    printed = round(float(rate(count)), 1)
    assert consistent_counts("a", rate, printed, decimals=1, upper=500).values == (count,)


@pytest.mark.parametrize("count", range(30))
def test_an_exact_interval_to_one_decimal_tells_the_count(count: int) -> None:
    ends = tuple(round(float(end), 1) for end in exact_interval(count))
    told = consistent_counts("a", exact_interval, ends, decimals=1, upper=500)
    assert told.values == (count,)


def test_a_rate_left_standing_undoes_the_count_it_was_made_from() -> None:
    told = consistent_counts(("a",), rate, 0.7, decimals=1, name="rate of a")
    row = table([3, 12, 20], {"group": ["a", "b", "c"]})
    release = Release(row.counts, row.sums, (Derived("rate of a", (("a",),), (told,)),))
    protection = protect(release)
    assert "rate of a" in protection.derived
    prove(release, protection)
    (undone,) = attack(release, replace(protection, derived=frozenset()))
    assert undone.possible == (3,)
    assert undone.because == ("rate of a",)


def test_the_rate_of_the_count_hidden_beside_it_undoes_it_too() -> None:
    told = consistent_counts(("b",), exact_interval, (1.5, 5.1), decimals=1, name="interval of b")
    row = table([3, 12, 20], {"group": ["a", "b", "c"]})
    release = Release(row.counts, row.sums, (Derived("interval of b", (("b",),), (told,)),))
    protection = protect(release)
    prove(release, protection)
    (undone,) = attack(release, replace(protection, derived=frozenset()))
    assert undone.possible == (3,)
    assert undone.because[-1] == "interval of b"


def test_a_find_rate_tells_the_finds_where_the_searches_are_shown() -> None:
    says = printed_ratio("finds", "searches", 21.4, decimals=1, scale=100.0, name="find rate")
    release = Release(
        {"finds": 3, "searches": 14}, (), (Derived("find rate", ("finds", "searches"), says),)
    )
    leaky = Protection(5, frozenset({"finds"}))
    assert [one.possible for one in attack(release, leaky)] == [(3,)]
    prove(release, protect(release))


def test_a_find_rate_tells_both_counts_where_neither_is_shown() -> None:
    says = printed_ratio("finds", "searches", 75.0, decimals=1, scale=100.0)
    release = Release(
        {"finds": 3, "searches": 4}, (), (Derived("find rate", ("finds", "searches"), says),)
    )
    leaky = Protection(5, frozenset({"finds", "searches"}))
    finds, searches = attack(release, leaky, told=True)
    assert (finds.possible, searches.possible) == ((3,), (4,))


def test_excess_events_tell_the_count_behind_them() -> None:
    says = printed_sum({"a": 1.0, "b": -0.04}, -0.2, decimals=1, name="excess")
    release = Release({"a": 3, "b": 80}, (), (Derived("excess", ("a", "b"), (says,)),))
    assert [one.known for one in attack(release, Protection(5, frozenset({"a"})))] == [True]
    prove(release, protect(release))


def test_a_smallest_detectable_change_tells_the_count() -> None:
    def smallest(counts):
        return np.exp(2.8 * np.sqrt(2 / np.maximum(counts, 1)))

    told = consistent_counts("a", smallest, round(float(smallest(3)), 1), decimals=1, upper=200)
    assert told.values == (3,)


def test_an_unrounded_number_tells_more_than_a_rounded_one() -> None:
    def drawn(counts):
        return 40 + 0.013 * np.asarray(counts)

    assert len(consistent_counts("a", drawn, 40.0, decimals=0).values) > 30
    assert consistent_counts("a", drawn, 40 + 0.013 * 3, decimals=None).values == (3,)


def test_the_order_of_rows_tells_which_is_larger() -> None:
    row = table([2, 3], {"group": ["a", "b"]})
    order = Between({("b",): 1.0, ("a",): -1.0}, 1, float("inf"), "sorted by count")
    release = Release(row.counts, row.sums, (Derived("order", tuple(row.cells), (order,)),))
    hidden = Protection(5, frozenset({("a",), ("b",)}))
    assert [one.possible for one in attack(release, hidden)] == [(1, 2), (3, 4)]
    in_fixed_order = replace(hidden, derived=frozenset({"order"}))
    assert attack(release, in_fixed_order) == []


def test_a_count_rounded_to_five_is_narrowed() -> None:
    rounded = printed_sum({"a": 0.2}, 1.0, name="rounded count")
    release = Release({"a": 4}, (), (Derived("rounded", ("a",), (rounded,)),))
    (undone,) = attack(release, Protection(5, frozenset({"a"})))
    assert undone.possible == (3, 4)
    assert undone.because == ("rounded count",)


def test_a_total_rounded_to_five_narrows_a_part_whose_companion_is_public() -> None:
    rounded = printed_sum({"a": 0.2, "b": 0.2}, 1.0)
    items = (Derived("total", ("a", "b"), (rounded,)),)
    both = Protection(5, frozenset({"a", "b"}))
    assert attack(Release({"a": 1, "b": 4}, (), items), both) == []
    half_public = Release({"a": 1, "b": 4}, (), items, public=frozenset({"b"}))
    assert [one.possible for one in attack(half_public, both)] == [(1, 2, 3)]


def test_values_with_gaps_are_read_as_gaps() -> None:
    told = consistent_counts("a", lambda counts: counts % 3, 0.0, decimals=0, upper=6)
    assert told.values == (0, 3, 6)
    release = Release({"a": 3, "b": 20}, known=(told,))
    (undone,) = attack(release, primary_only(release))
    assert undone.possible == (3,)


def test_a_number_that_no_count_prints_is_refused() -> None:
    with pytest.raises(InvalidCounts, match="No count from 0 to 100"):
        consistent_counts("a", rate, 0.3, decimals=1, upper=100)
    with pytest.raises(InvalidCounts, match="2 numbers are made"):
        consistent_counts("a", exact_interval, 0.7, decimals=1)


def test_a_number_that_is_not_defined_tells_that_the_count_is_zero() -> None:
    def inverse(counts):
        return np.where(counts > 0, 10 / np.maximum(counts, 1), np.nan)

    assert consistent_counts("a", inverse, float("nan"), decimals=1, upper=20).values == (0,)


# --- the choice itself


def test_replaying_the_choice_excludes_a_table_and_secret_costs_bring_it_back() -> None:
    axes = {"group": ["a", "b", "c"]}
    true, other = table([3, 14, 15], axes), table([1, 16, 15], axes)
    assert protect(true).hidden == {("a",), ("b",)}
    assert protect(other).hidden == {("a",), ("c",)}
    secrets = [bytes([at]) * 16 for at in range(40)]
    choices = [protect(secret_costs(other, secret)).hidden for secret in secrets]
    assert {("a",), ("b",)} in choices
    assert {("a",), ("c",)} in choices
    for secret in secrets[:5]:
        prove(true, protect(secret_costs(true, secret)))


def test_one_secret_makes_one_choice() -> None:
    row = table([3, 12, 13], {"group": ["a", "b", "c"]})
    secret = b"sixteen bytes or"
    assert protect(secret_costs(row, secret)) == protect(secret_costs(row, secret))
    with pytest.raises(InvalidCounts, match="16 bytes"):
        secret_costs(row, b"short")
