"""One count beside every benchmark: published figures, laws, refusals."""

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evenhand.stats import (
    Benchmark,
    CannotTell,
    InvalidCounts,
    StatsError,
    compare_benchmarks,
    odds_ratio,
    ratio_of_rates,
)
from evenhand.stats.within.benchmarks import CAUTIONS, CIRCULAR

# Shares of searches, suspects and residents, West Midlands (Vomfell and Stewart 2020): millionths.
SEARCHES = {"Asian": 250_560, "Black": 176_415, "White": 573_024}
SUSPECTS = {"Asian": 168_442, "Black": 119_400, "White": 712_158}
RESIDENTS = {"Asian": 198_208, "Black": 63_147, "White": 738_645}


def of(group, **more):
    return compare_benchmarks(
        SEARCHES[group],
        SEARCHES["White"],
        [
            Benchmark("Residents", "residents", RESIDENTS[group], RESIDENTS["White"]),
            Benchmark("Suspects", "suspects", SUSPECTS[group], SUSPECTS["White"]),
        ],
        **more,
    )


def test_west_midlands_as_published_and_the_order_turns_over_with_the_benchmark():
    black, asian = of("Black"), of("Asian")
    assert [round(float(row.ratio.value), 2) for row in black.rows] == [3.60, 1.84]
    assert [round(float(row.ratio.value), 2) for row in asian.rows] == [1.63, 1.85]
    assert black.badge == "higher under 2 of 2 (1 of them circular)"


def three(*sizes, kind="residents"):
    return [Benchmark(f"B{at}", kind, n, m) for at, (n, m) in enumerate(sizes)]


@pytest.mark.parametrize(
    ("sizes", "badge"),
    [
        ([(100, 1000)] * 3, "higher under 3 of 3"),
        ([(100, 1000), (100, 1000), (3000, 1000)], "higher under 2 of 3, lower under 1"),
        ([(3000, 1000)] * 3, "lower under 3 of 3"),
        ([(500, 1000)] * 2, "cannot tell under 2 of 2"),
        (
            [(100, 1000), (500, 1000), (3000, 1000)],
            "higher under 1 of 3, lower under 1, cannot tell under 1",
        ),
    ],
)
def test_the_badge_says_how_many_agree(sizes, badge):
    assert compare_benchmarks(50, 100, three(*sizes)).badge == badge


def test_every_kind_says_what_to_beware_of_and_the_circular_ones_that_they_are():
    rows = compare_benchmarks(50, 100, [Benchmark(kind, kind, 100, 1000) for kind in CAUTIONS]).rows
    assert [row.caution for row in rows] == list(CAUTIONS.values())
    assert {row.benchmark.kind for row in rows if row.circular} == CIRCULAR
    assert all(("Circular" in row.caution) == row.circular for row in rows)


sizes = st.tuples(st.integers(20, 5_000), st.integers(20, 5_000))


@settings(max_examples=30)
@given(st.integers(0, 300), st.integers(1, 300), st.lists(sizes, min_size=3, max_size=3))
def test_no_order_of_benchmarks_changes_a_row_or_the_badge(a, b, of_them):
    benchmarks = three(*of_them)
    one = compare_benchmarks(a, b, benchmarks)
    for order in permutations(benchmarks):
        other = compare_benchmarks(a, b, order)
        assert other.badge == one.badge
        assert tuple(row.benchmark for row in other.rows) == order
    assert one.higher + one.lower + one.cannot_tell == 3


@settings(max_examples=30)
@given(st.integers(1, 300), st.integers(1, 300), sizes)
def test_rows_are_those_of_the_ratios_own_pages(a, b, size):
    n, m = size
    found = compare_benchmarks(
        a, b, [Benchmark("R", "residents", n, m), Benchmark("V", "victims", n, m)]
    )
    fixed, counted = (row.ratio for row in found.rows)
    assert fixed.low == ratio_of_rates(a, n, b, m).low
    assert counted.low == odds_ratio(a, n, b, m).low
    assert counted.value == pytest.approx(float(fixed.value))
    # Counts that vary too make us less sure (with one event both are about the same).
    assert counted.low <= fixed.low * 1.001
    assert counted.high >= fixed.high * 0.999


def test_a_ratio_is_the_factor_by_which_the_benchmark_would_have_to_be_wrong():
    (row, _) = compare_benchmarks(50, 100, three((100, 1000), (90, 1000))).rows
    mended = row.benchmark.exposure * float(row.ratio.value)
    assert ratio_of_rates(50, mended, 100, 1000).value == pytest.approx(1)


def test_intervals_with_a_counted_benchmark_cover_at_least_as_stated():
    rng = np.random.default_rng(6_7)
    a, n, b, m = (rng.poisson(mean, 800) for mean in (30, 60, 90, 360))
    found = odds_ratio(a, np.maximum(n, 1), b, np.maximum(m, 1))
    covered = (found.low <= 2) & (found.high >= 2)
    assert covered.mean() >= 0.94


def test_what_shows_no_robustness_is_refused():
    with pytest.raises(CannotTell, match="1 benchmark: with fewer than 2"):
        compare_benchmarks(50, 100, three((100, 1000)))
    with pytest.raises(StatsError, match="two benchmarks have one name"):
        compare_benchmarks(50, 100, three((100, 1000)) * 2)
    with pytest.raises(StatsError, match="kind is 'crowd': it must be one of residents"):
        compare_benchmarks(50, 100, three((100, 1000), (1, 1), kind="crowd"))
    with pytest.raises(InvalidCounts, match="exposure of B1 is 0"):
        compare_benchmarks(50, 100, three((100, 1000), (0, 1)))
    with pytest.raises(InvalidCounts, match="a count must be a whole number"):
        compare_benchmarks(50, 100, three((99.5, 1000), (1, 1), kind="suspects"))
    with pytest.raises(InvalidCounts, match="one count and one exposure"):
        compare_benchmarks([50], 100, three((100, 1000), (1, 1)))
