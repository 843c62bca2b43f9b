"""The visibility test: published shape, laws, refusals, and a planted effect that is found."""

import numpy as np
import pandas as pd
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenhand.stats import CannotTell, InvalidCounts, odds_ratio, visibility_test
from evenhand.stats.errors import InvalidTable
from evenhand.stats.stop_tables import visibility_table

enough, few = st.integers(30, 400), st.integers(0, 60)
FOUR = (60, 300, 140, 900)  # seen, not seen, of the group and of the reference group


def test_it_is_the_odds_ratio_with_both_shares():
    found = visibility_test(*FOUR)
    same = odds_ratio(*FOUR)
    assert found.odds_ratio.value == pytest.approx(60 * 900 / (300 * 140))
    assert (found.odds_ratio.low, found.odds_ratio.high) == (same.low, same.high)
    assert (found.share_seen.value, found.share_not_seen.value) == (0.3, 0.25)


def test_the_unsure_are_in_no_count_and_shown_both_ways():
    found = visibility_test(*FOUR, unsure=40, reference_unsure=50)
    assert found.odds_ratio.value == visibility_test(*FOUR).odds_ratio.value
    assert found.if_unsure_seen == pytest.approx(100 * 900 / (300 * 190))
    assert found.if_unsure_not_seen == pytest.approx(60 * 950 / (340 * 140))
    assert found.unsure == 90


@given(st.tuples(enough, enough, enough, enough), few, few)
def test_no_way_of_dividing_the_unknown_leads_outside(four, x, y):
    a, b, c, d = four
    span = visibility_test(a, b, c, d, unknown_seen=x, unknown_not_seen=y).if_unknown
    split_seen, split_not = np.meshgrid(np.arange(x + 1), np.arange(y + 1))
    could = (a + split_seen) * (d + y - split_not) / ((b + split_not) * (c + x - split_seen))
    assert could.min() == pytest.approx(float(span.low))
    assert could.max() == pytest.approx(float(span.high))
    for end in (span.if_all_reference, span.if_all_group):
        assert span.low * (1 - 1e-12) <= end <= span.high * (1 + 1e-12)


@given(enough, enough, enough, enough)
def test_the_reference_against_the_group_is_the_inverse(a, b, c, d):
    one, other = visibility_test(a, b, c, d), visibility_test(c, d, a, b)
    assert float(one.odds_ratio.low) == pytest.approx(1 / float(other.odds_ratio.high))


@pytest.mark.parametrize(
    ("place", "name"),
    [(0, "seen"), (1, "not_seen"), (2, "reference_seen"), (3, "reference_not_seen")],
)
def test_under_thirty_in_a_count_is_refused_and_says_which(place, name):
    counts = [30, 30, 30, 30]
    assert visibility_test(*counts).odds_ratio.value == 1
    counts[place] = 29
    with pytest.raises(CannotTell, match=f"^{name} is 29: with fewer than 30 stops"):
        visibility_test(*counts)
    with pytest.raises(CannotTell, match=name):
        visibility_test(*counts, unsure=500, reference_unsure=500)


def test_what_is_no_count_is_refused():
    with pytest.raises(InvalidCounts, match="reference_unsure is -1"):
        visibility_test(*FOUR, reference_unsure=-1)


def stops_of_years(rng, odds, years):
    """A force's stops, if those whom officers can see of the group are stopped more often."""
    stops, share, sight = 1_500, 0.2, 0.3
    seen = rng.binomial(stops, sight, years)
    more = share / (1 - share) * odds
    own, own_not = rng.binomial(seen, more / (1 + more)), rng.binomial(stops - seen, share)
    return own, own_not, seen - own, stops - seen - own_not


@pytest.mark.parametrize("odds", [1.0, 1.5])
def test_a_planted_effect_is_found_and_covered_as_stated(odds):
    found = visibility_test(*stops_of_years(np.random.default_rng(163), odds, 2_000)).odds_ratio
    covered = np.mean((found.low <= odds) & (odds <= found.high))
    assert 0.95 <= covered <= 0.97
    assert np.exp(np.mean(np.log(found.value))) == pytest.approx(odds, rel=0.01)
    noticed = np.mean(found.low > 1)
    assert noticed < 0.03 if odds == 1 else noticed > 0.8


ROWS = [
    {"group": group, "seen": seen, "n": n}
    for group, counts in {
        "Black": (60, 300, 40),
        "Other": (3, 60, 1),
        "White": (140, 900, 50),
        "not stated": (20, 200, 9),
    }.items()
    for seen, n in zip(("yes", "no", "unsure"), counts, strict=True)
]
NAMES = {"stops": "n", "seen": "seen", "group": "group", "reference": "White"}


@pytest.mark.parametrize("kind", [pd.DataFrame, pl.DataFrame, pl.LazyFrame])
def test_a_table_of_any_kind_comes_back_as_that_kind(kind):
    given_table = kind(ROWS)
    found = visibility_table(given_table, **NAMES, unknown="not stated")
    assert type(found) is type(given_table)
    rows = found.collect() if isinstance(found, pl.LazyFrame) else found
    rows = (
        rows if isinstance(rows, pl.DataFrame) else pl.from_pandas(rows, nan_to_null=False)
    ).to_dicts()
    black, other = rows
    direct = visibility_test(
        60, 300, 140, 900, unsure=40, reference_unsure=50, unknown_seen=20, unknown_not_seen=200
    )
    assert black["odds_ratio_low"] == float(direct.odds_ratio.low)
    assert black["odds_ratio_if_unsure_seen"] == float(direct.if_unsure_seen)
    assert black["odds_ratio_if_unknown_high"] == float(direct.if_unknown.high)
    assert black["refused"] is None
    assert other["refused"].startswith("seen is 3")
    assert np.isnan(other["odds_ratio"])


def test_sets_are_tested_apart_and_a_missing_group_counts_as_none():
    two = [{**row, "force": force} for row in ROWS for force in ("a", "b")]
    two = [row for row in two if not (row["force"] == "b" and row["group"] == "Black")]
    found = visibility_table(pl.DataFrame(two), **NAMES, unknown="not stated", by=["force"])
    assert found["refused"].str.slice(0, 9).to_list() == [
        None,
        "seen is 3",
        "seen is 0",
        "seen is 3",
    ]


def test_a_label_that_is_missing_is_unknown():
    bare = [
        {**row, "group": None if row["group"] == "not stated" else row["group"]} for row in ROWS
    ]
    for kind in (pd.DataFrame, pl.DataFrame):
        found = visibility_table(kind(bare), **NAMES)
        assert list(found["group"]) == ["Black", "Other"]
        assert found["odds_ratio_if_unknown_high"][0] == pytest.approx(80 * 1100 / (300 * 140))


def test_a_group_and_answer_twice_or_a_reference_alone_is_refused():
    with pytest.raises(InvalidTable, match="more than one row in yes"):
        visibility_table(pl.DataFrame([*ROWS, ROWS[0]]), **NAMES)
    alone = [row for row in ROWS if row["group"] == "White"]
    with pytest.raises(InvalidTable, match="no group to compare with 'White'"):
        visibility_table(pl.DataFrame(alone), **NAMES)
