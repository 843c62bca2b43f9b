"""Agreement among several people: published examples, other programs, and refusals."""

from math import nan

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from statsmodels.stats.inter_rater import aggregate_raters
from statsmodels.stats.inter_rater import fleiss_kappa as peer_kappa

from evenhand.stats import (
    CannotTell,
    InvalidCounts,
    StatsError,
    fleiss_kappa,
    krippendorff_alpha,
)

SCALES = ["nominal", "ordinal", "interval"]

# Krippendorff (2011), Computing Krippendorff's alpha-reliability, section C: 4 observers, 12 units.
FOUR = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, nan, nan, nan],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, nan, 3],
    [nan, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, nan],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, nan],
]
# The example of three observers and fifteen units that encyclopaedias give.
THREE = [
    [nan, nan, nan, nan, nan, 3, 4, 1, 2, 1, 1, 3, 3, nan, 3],
    [1, nan, 2, 1, 3, 3, 4, 3, nan, nan, nan, nan, nan, nan, nan],
    [nan, nan, 2, 1, 3, 4, 4, nan, 2, 1, 1, 3, 3, nan, 4],
]
# Fleiss (1971): 30 patients, 6 psychiatrists, five diagnoses; how many chose each.
FLEISS = """
0 0 0 6 0 / 0 3 0 0 3 / 0 1 4 0 1 / 0 0 0 0 6 / 0 3 0 3 0 / 2 0 4 0 0 / 0 0 4 0 2 / 2 0 3 1 0
2 0 0 4 0 / 0 0 0 0 6 / 1 0 0 5 0 / 1 1 0 4 0 / 0 3 3 0 0 / 1 0 0 5 0 / 0 2 0 3 1 / 0 0 5 0 1
3 0 0 1 2 / 5 1 0 0 0 / 0 2 0 4 0 / 1 0 2 0 3 / 0 0 0 0 6 / 0 1 0 5 0 / 0 2 0 1 3 / 2 0 0 4 0
1 0 0 4 1 / 0 5 0 1 0 / 4 0 0 0 2 / 0 2 0 4 0 / 1 0 5 0 0 / 0 0 0 0 6
"""


def patients() -> np.ndarray:
    rows = [one.split() for line in FLEISS.strip().splitlines() for one in line.split("/")]
    return np.array([np.repeat(np.arange(5), [int(count) for count in row]) for row in rows])


def panel(cases: int, people: int, *, seed: int, missing: float = 0.0) -> np.ndarray:
    """Scores of a panel: a case has a colour, which each sees or, at times, does not."""
    rng = np.random.default_rng(seed)
    colour = rng.choice(3, cases, p=[0.6, 0.25, 0.15])
    otherwise = rng.choice(3, (cases, people), p=[0.5, 0.3, 0.2])
    seen = np.where(rng.random((cases, people)) < 0.3, otherwise, colour[:, None]).astype(float)
    seen[rng.random(seen.shape) < missing] = nan
    return seen


def slowly(ratings, scale: str) -> float:
    """Alpha as its author writes it: all pairs of judgements, one after another."""
    units = [[one for one in row if not np.isnan(one)] for row in np.asarray(ratings, dtype=float)]
    units = [row for row in units if len(row) > 1]
    every = [one for row in units for one in row]

    def apart(one: float, other: float) -> float:
        low, high = sorted([one, other])
        if scale == "nominal":
            return float(one != other)
        if scale == "interval":
            return (one - other) ** 2
        between = sum(low <= each <= high for each in every)
        return (between - (every.count(low) + every.count(high)) / 2) ** 2 if low < high else 0.0

    within = sum(sum(apart(a, b) for a in row for b in row) / (len(row) - 1) for row in units)
    among = sum(apart(a, b) for a in every for b in every) / (len(every) - 1)
    return 1 - within / among


@pytest.mark.parametrize(
    ("example", "scale", "published"),
    [
        (FOUR, "nominal", 0.743),
        (FOUR, "ordinal", 0.815),
        (FOUR, "interval", 0.849),
        (THREE, "nominal", 0.691),
        (THREE, "interval", 0.811),
    ],
)
def test_krippendorffs_examples(example, scale, published):
    found = krippendorff_alpha(np.array(example).T, scale=scale)
    assert found.agreement.value == pytest.approx(published, abs=0.0005)


def test_krippendorffs_example_leaves_out_the_unit_that_one_observer_judged():
    found = krippendorff_alpha(np.array(FOUR).T)
    assert (found.cases, found.judgements) == (11, 40)


def test_fleisss_example_of_psychiatrists():
    found = fleiss_kappa(patients())
    assert found.agreement.value == pytest.approx(0.430, abs=0.0005)
    assert found.observed == pytest.approx(0.5556, abs=0.0005)
    assert (found.cases, found.judgements) == (30, 180)


ratings = st.tuples(st.integers(1, 12), st.integers(2, 6)).flatmap(
    lambda shape: st.lists(
        st.lists(st.integers(0, 3), min_size=shape[1], max_size=shape[1]),
        min_size=shape[0],
        max_size=shape[0],
    )
)
with_gaps = st.tuples(st.integers(1, 10), st.integers(2, 5)).flatmap(
    lambda shape: st.lists(
        st.lists(st.sampled_from([0, 1, 2, 5, nan]), min_size=shape[1], max_size=shape[1]),
        min_size=shape[0],
        max_size=shape[0],
    )
)


@given(ratings)
@settings(deadline=None)
def test_statsmodels_agrees_on_kappa(table):
    assume(len({one for row in table for one in row}) > 1)
    counted, _ = aggregate_raters(np.array(table))
    assert fleiss_kappa(table).agreement.value == pytest.approx(peer_kappa(counted), abs=1e-9)


@given(with_gaps, st.sampled_from(SCALES))
@settings(deadline=None, max_examples=200)
def test_alpha_is_what_all_pairs_one_after_another_give(table, scale):
    usable = [[one for one in row if not np.isnan(one)] for row in table]
    every = {one for row in usable if len(row) > 1 for one in row}
    assume(len(every) > 1)
    found = krippendorff_alpha(table, scale=scale)
    assert found.agreement.value == pytest.approx(slowly(table, scale), abs=1e-9)


def test_complete_agreement_is_one_and_has_no_range_of_its_own():
    found = krippendorff_alpha([[0, 0, 0], [1, 1, 1]] * 20)
    assert found.agreement.value == pytest.approx(1)
    assert found.observed == 1
    assert np.isnan([found.agreement.low, found.agreement.high]).all()


def test_whoever_always_says_green_has_not_shown_agreement():
    found = krippendorff_alpha([[0, 0, 0]] * 40)
    assert found.observed == 1
    assert np.isnan(found.agreement.value)
    assert np.isnan(fleiss_kappa([[0, 0, 0]] * 40).agreement.value)


def test_who_agree_on_nearly_all_that_is_green_may_agree_no_more_than_by_chance():
    found = krippendorff_alpha([[0, 0]] * 96 + [[0, 2], [2, 0]] * 2, scale="nominal")
    assert found.observed == 0.96
    assert found.agreement.value < 0


def test_an_order_makes_green_and_red_further_apart_than_green_and_amber():
    near = [[0, 0], [1, 1], [2, 2]] * 8 + [[0, 1]] * 4
    far = [[0, 0], [1, 1], [2, 2]] * 8 + [[0, 2]] * 4
    assert krippendorff_alpha(near).agreement.value > krippendorff_alpha(far).agreement.value
    same = [krippendorff_alpha(one, scale="nominal").observed for one in (near, far)]
    assert same[0] == same[1]


def test_the_same_scores_in_any_order_have_the_same_range():
    scores = panel(40, 5, seed=1, missing=0.1)
    rng = np.random.default_rng(2)
    mixed = rng.permuted(rng.permutation(scores), axis=1)
    one, other = krippendorff_alpha(scores), krippendorff_alpha(mixed)
    for part in ("value", "low", "high"):
        assert getattr(one.agreement, part) == getattr(other.agreement, part)


def test_the_range_is_the_same_on_every_day_and_machine():
    """Written down once; the raw stream of PCG64 is promised to stay."""
    scores = [
        [(case * case + member * (case % 3)) // 5 % 3 for member in range(5)] for case in range(59)
    ]
    found = krippendorff_alpha(scores).agreement
    told = [float(one) for one in (found.value, found.low, found.high)]
    assert told == pytest.approx(TOLD, abs=1e-9)


TOLD = [0.39526827128918884, 0.23258018069619504, 0.5696943972576568]


@pytest.mark.parametrize(("cases", "least"), [(20, 0.89), (59, 0.91)])
def test_the_range_covers_about_as_stated(cases, least):
    of_colour = 0.7 * np.eye(3) + 0.3 * np.array([0.5, 0.3, 0.2])
    colour = np.array([0.6, 0.25, 0.15])
    apart = 1 - colour @ (of_colour**2).sum(axis=1)
    middle = 1 - apart / (1 - ((colour @ of_colour) ** 2).sum())
    held = 0
    for seed in range(200):
        found = krippendorff_alpha(panel(cases, 6, seed=seed, missing=0.1), scale="nominal")
        held += bool(found.agreement.low <= middle <= found.agreement.high)
    assert held / 200 >= least


@pytest.mark.parametrize("measure", [krippendorff_alpha, fleiss_kappa])
def test_few_cases_have_no_range(measure):
    found = measure(panel(19, 5, seed=5))
    assert np.isfinite(found.agreement.value)
    assert np.isnan([found.agreement.low, found.agreement.high]).all()


@pytest.mark.parametrize("measure", [krippendorff_alpha, fleiss_kappa])
def test_many_cases_that_are_nearly_all_alike_have_no_range(measure):
    found = measure([[0, 0, 0]] * 80 + [[0, 1, 1]] * 9)
    assert np.isnan([found.agreement.low, found.agreement.high]).all()
    one_more = measure([[0, 0, 0]] * 80 + [[0, 1, 1]] * 10)
    assert np.isfinite([one_more.agreement.low, one_more.agreement.high]).all()


def test_kappa_does_not_take_cases_that_somebody_missed():
    with pytest.raises(CannotTell, match="judged by 2 to 3 people"):
        fleiss_kappa([[0, 1, 1], [0, 0, nan]])


@pytest.mark.parametrize("measure", [krippendorff_alpha, fleiss_kappa])
@pytest.mark.parametrize("table", [[[0], [1]], [[0, nan], [nan, nan]], np.empty((0, 3))])
def test_agreement_needs_two_people(measure, table):
    with pytest.raises(CannotTell, match="at least two people"):
        measure(table)


@pytest.mark.parametrize("table", [[1, 2, 3], [["green", "red"]], [[0, np.inf]], [[[0, 1]]]])
def test_what_is_no_table_of_numbers_is_refused(table):
    with pytest.raises(InvalidCounts, match="table of numbers"):
        krippendorff_alpha(table)


def test_another_scale_or_certainty_is_refused():
    with pytest.raises(StatsError, match="scale is 'ratio'"):
        krippendorff_alpha([[0, 1]], scale="ratio")
    with pytest.raises(StatsError, match="confidence is 95"):
        krippendorff_alpha(panel(40, 5, seed=1), confidence=95)
