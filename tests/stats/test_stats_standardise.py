"""Direct and indirect standardisation: published worked examples, laws, refusals."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenhand.stats import (
    InvalidCounts,
    StatsError,
    directly_standardised_rate,
    indirect_ratio,
    rate,
)

# Births by mother's age, birth order 5 or more: Fleiss (1981), table 14.4.
CASES = [0, 8, 63, 112, 262, 295]
BIRTHS = [327, 30_666, 123_419, 149_919, 104_088, 34_392]
ALL_BIRTHS = [319_933, 931_318, 786_511, 488_235, 237_863, 61_313]

# Skin cancer deaths in Florida and the United States, 2000, by age: SAS/STAT's example of STDRATE.
FLORIDA = [0, 0, 4, 14, 43, 72, 70, 126, 136, 73]
FLORIDA_YEARS = [
    953_785,
    1_997_935,
    1_885_014,
    1_957_573,
    2_356_649,
    2_088_000,
    1_548_371,
    1_447_432,
    1_087_524,
    335_944,
]
STATES = [0, 1, 41, 186, 626, 1_199, 1_303, 1_637, 1_624, 803]
STATES_YEARS = [
    19_175_798,
    41_077_577,
    39_183_891,
    39_892_024,
    45_148_527,
    37_677_952,
    24_274_684,
    18_390_986,
    12_361_180,
    4_239_587,
]
EXPECTED_BY_AGE = [0, 0.049, 1.972, 9.127, 32.676, 66.445, 83.112, 128.837, 142.878, 63.630]

strata = st.lists(
    st.tuples(st.integers(0, 500), st.floats(1, 1e6), st.floats(0.1, 1e6)), min_size=1, max_size=8
)


def test_dobsons_interval_as_r_has_it():
    """R's dsrTest 0.2 on the data of Fay and Feuer (1997): 75.52901 (67.63284 to 83.86703)."""
    found = directly_standardised_rate(CASES, BIRTHS, ALL_BIRTHS, per=100_000, method="exact")
    got = [found.value, found.low, found.high]
    np.testing.assert_allclose(got, [75.52901, 67.63284, 83.86703], atol=1e-4)


def test_expected_deaths_as_sas_has_them():
    found = indirect_ratio(FLORIDA, FLORIDA_YEARS, STATES, STATES_YEARS)
    assert sum(FLORIDA) / found.value == pytest.approx(sum(EXPECTED_BY_AGE), abs=0.005)
    for age in range(2, 10):
        one = indirect_ratio(
            [FLORIDA[age]], [FLORIDA_YEARS[age]], [STATES[age]], [STATES_YEARS[age]]
        )
        assert FLORIDA[age] / one.value == pytest.approx(EXPECTED_BY_AGE[age], abs=5e-4)


@given(strata)
def test_a_standard_like_oneself_changes_nothing(rows):
    events, exposure, _ = (np.array(part) for part in zip(*rows, strict=True))
    found = directly_standardised_rate(events, exposure, exposure * 3)
    crude = rate(events.sum(), exposure.sum(), method="byar-or-exact")
    np.testing.assert_allclose(found.value, crude.value, rtol=1e-9)
    if events.sum() > 0:
        np.testing.assert_allclose(found.low, crude.low, rtol=1e-9, atol=1e-15)
        np.testing.assert_allclose(found.high, crude.high, rtol=1e-9)


@given(strata, st.floats(1e-3, 1e3))
def test_the_size_of_the_standard_does_not_matter(rows, scale):
    events, exposure, standard = (np.array(part) for part in zip(*rows, strict=True))
    one = directly_standardised_rate(events, exposure, standard)
    other = directly_standardised_rate(events, exposure, standard * scale)
    np.testing.assert_allclose(one.value, other.value, rtol=1e-9)
    np.testing.assert_allclose(one.high, other.high, rtol=1e-9)


@given(strata)
def test_the_value_lies_inside_its_interval(rows):
    events, exposure, standard = (np.array(part) for part in zip(*rows, strict=True))
    found = directly_standardised_rate(events, exposure, standard)
    assert 0 <= found.low <= found.value
    assert np.isnan(found.high) if events.sum() == 0 else found.value < found.high


areas = st.lists(
    st.tuples(st.integers(0, 500), st.floats(1, 1e6), st.integers(1, 5_000), st.floats(1, 1e6)),
    min_size=1,
    max_size=8,
)


@given(areas, st.floats(1e-3, 1e3), st.sampled_from(["fixed", "counted"]))
def test_expected_events_are_of_the_references_rates_whatever_the_unit(rows, unit, reference):
    a, n, b, m = (np.array(part) for part in zip(*rows, strict=True))
    found = indirect_ratio(a, n, b, m, reference=reference)
    assert found.value == pytest.approx(a.sum() / (n * b / m).sum())
    assert found.low <= found.value <= found.high
    other = indirect_ratio(a, n * unit, b, m * unit, reference=reference)
    np.testing.assert_allclose(
        [other.value, other.low, other.high], [found.value, found.low, found.high], rtol=1e-6
    )


@given(areas)
def test_a_counted_reference_is_never_surer_than_a_known_one(rows):
    a, n, b, m = (np.array(part) for part in zip(*rows, strict=True))
    known, counted = (indirect_ratio(a, n, b, m, reference=each) for each in ("fixed", "counted"))
    assert counted.low <= known.low * (1 + 1e-9)
    assert counted.high >= known.high * (1 - 1e-9)


def test_age_and_sex_are_strata_like_any_other():
    """A young group's rate falls when its people are given everybody's ages."""
    events = np.array([[80, 20], [15, 5]])  # men, women; under 30, over
    people = np.array([[1_000, 500], [1_000, 500]])
    everybody = np.array([[300, 700], [300, 700]])
    found = directly_standardised_rate(events.ravel(), people.ravel(), everybody.ravel(), per=1000)
    assert found.value == pytest.approx(
        1000 * (0.15 * 0.08 + 0.35 * 0.04 + 0.15 * 0.015 + 0.35 * 0.01)
    )
    assert found.value < 1000 * events.sum() / people.sum()


def test_intervals_cover_about_as_stated():
    rng = np.random.default_rng(2027)
    exposure, rates = np.array([800.0, 400.0, 90.0]), np.array([0.03, 0.02, 0.1])
    standard = np.array([5.0, 4.0, 1.0])
    truth = (rates * standard).sum() / 10
    found = directly_standardised_rate(
        rng.poisson(rates * exposure, (20_000, 3)), exposure, standard
    )
    covered = np.mean((found.low <= truth) & (truth <= found.high))
    assert 0.94 <= covered <= 0.97


def test_a_known_expectation_is_narrower_than_a_counted_one():
    fixed = indirect_ratio([30], [10.0], [60], [40.0])
    counted = indirect_ratio([30], [10.0], [60], [40.0], reference="counted")
    assert counted.low < fixed.low < fixed.value == counted.value < fixed.high < counted.high


@pytest.mark.parametrize("reference", ["fixed", "counted"])
def test_the_edges_of_observed_over_expected(reference):
    none = indirect_ratio([0], [10.0], [20], [10.0], reference=reference)
    assert (none.value, none.low) == (0, 0)
    assert 0 < none.high < 1
    endless = indirect_ratio([20], [10.0], [0], [10.0], reference=reference)
    assert (endless.value, endless.high) == (np.inf, np.inf)
    nothing = indirect_ratio([0], [10.0], [0], [10.0], reference=reference)
    assert np.isnan([nothing.value, nothing.low, nothing.high]).all()


def test_no_events_at_all_have_no_upper_limit():
    found = directly_standardised_rate([0, 0], [10, 10], [1, 1])
    assert (found.value, found.low) == (0, 0)
    assert np.isnan(found.high)


def test_standardisation_refuses_by_name():
    with pytest.raises(InvalidCounts, match="standard is all zero"):
        directly_standardised_rate([1, 2], [10, 10], [0, 0])
    with pytest.raises(InvalidCounts, match=r"standard\[1\] is -1"):
        directly_standardised_rate([1, 2], [10, 10], [1, -1])
    with pytest.raises(InvalidCounts, match="at least one stratum"):
        directly_standardised_rate(1, 10, 1)
    with pytest.raises(StatsError, match="reference is 'random'"):
        indirect_ratio([1], [10], [1], [10], reference="random")
