"""Taking ratios and differences apart: published answers, laws, coverage, refusals."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from evenhand.stats import (
    CannotTell,
    InvalidCounts,
    decompose_by_reason,
    decompose_change_by_reason,
    decompose_change_in_ratio,
    decompose_difference,
    decompose_ratio,
    directly_standardised_rate,
    indirect_ratio,
    ratio_of_rates,
)

# Deaths per 1,000 and thousands of people by race and age, United States 1985 and 1970.
# Das Gupta (1993), Standardization and Decomposition of Rates: A User's Manual, table 5.3.
PEOPLE = [
    [3041, 11577, 27450, 32711, 35480, 27411, 19555, 19795, 15254, 8022, 2472],
    [707, 2692, 6473, 6841, 6547, 4352, 3034, 2540, 1749, 804, 236],
    [2968, 11484, 34614, 30992, 21983, 20314, 20928, 16897, 11339, 5720, 1315],
    [535, 2162, 6120, 4781, 3096, 2718, 2363, 1767, 1149, 448, 117],
]
DEATH_RATES = [
    [9.163, 0.462, 0.248, 0.929, 1.084, 1.810, 4.715, 12.187, 27.728, 64.068, 157.570],
    [17.208, 0.738, 0.328, 1.103, 2.045, 3.724, 8.052, 17.812, 34.128, 68.276, 125.161],
    [18.469, 0.751, 0.391, 1.146, 1.287, 2.672, 6.636, 15.691, 34.723, 79.763, 176.837],
    [36.993, 1.352, 0.541, 2.040, 3.523, 6.746, 12.967, 24.471, 45.091, 74.902, 123.205],
]


def table(rows: int = 5):
    shape = st.integers(1, rows)
    return shape.flatmap(
        lambda size: st.tuples(
            arrays.arrays(np.int64, size, elements=st.integers(5, 400)),
            arrays.arrays(np.float64, size, elements=st.floats(1, 1e5)),
            arrays.arrays(np.int64, size, elements=st.integers(5, 400)),
            arrays.arrays(np.float64, size, elements=st.floats(1, 1e5)),
        )
    ).filter(lambda four: four[0].sum() >= 10 and four[2].sum() >= 10)


def test_deaths_by_race_and_age_as_das_gupta_printed_them():
    people, rates = np.reshape(PEOPLE, (2, 2, 11)), np.reshape(DEATH_RATES, (2, 2, 11))
    deaths = np.round(people * rates)
    found = decompose_difference(deaths[0], people[0] * 1000, deaths[1], people[1] * 1000, per=1000)
    printed = [[9.136, 8.385, 10.258], [9.156, 9.907, 8.030]]
    np.testing.assert_allclose(found.standardised, printed, atol=1e-3)
    race, age = found.mix
    assert race.value == pytest.approx(0.020, abs=1e-3)
    assert age.value == pytest.approx(1.522, abs=1e-3)
    assert found.rates.value == pytest.approx(-2.228, abs=1e-3)
    assert found.total.value == pytest.approx(-0.686, abs=1e-3)


@pytest.fixture(scope="module")
def black_and_white(searches):
    def of(year):
        _, events, residents = searches(year)
        return events[:, 3], residents[:, 3], events[:, 0], residents[:, 0]

    return of


def test_the_ratio_of_forty_three_forces_is_half_a_matter_of_places(black_and_white):
    """2022/23: 4.080 pooled; 57,121 observed where 19,973.6 would be at each force's White rate."""
    found = decompose_ratio(*black_and_white("2022/23"), weights="group")
    assert found.crude.value == pytest.approx(4.080, abs=6e-4)
    assert found.within.value == pytest.approx(57_121 / 19_973.6, abs=6e-4)
    assert found.between.value == pytest.approx(4.080 / 2.860, abs=6e-4)


def test_a_fall_of_the_pooled_ratio_is_told_as_two_movements(black_and_white):
    """From 5.487 (2020/21) to 4.080 (2022/23), as published, on one census."""
    years = [black_and_white(year) for year in ("2020/21", "2022/23")]
    four = [np.stack(part) for part in zip(*years, strict=True)]
    found = decompose_change_in_ratio(*four)
    assert found.crude.value == pytest.approx(4.080 / 5.487, abs=3e-4)
    assert found.within.value * found.between.value == pytest.approx(float(found.crude.value))
    apart = [decompose_ratio(*year) for year in years]
    assert found.within.value == pytest.approx(float(apart[1].within.value / apart[0].within.value))
    assert found.within.high < 1 and found.between.high < 1


def test_the_total_can_fall_while_every_place_rises():
    """The movement of 2022/23 to 2024/25 in small: only rates of places come closer."""
    n, m = np.array([800.0, 200.0]), np.array([1_000.0, 9_000.0])
    before = ([160, 8], n, [100, 180], m)
    after = ([120, 14], n, [60, 250], m)
    four = [np.stack(part) for part in zip(before, after, strict=True)]
    for weights in ("both", "group", "reference"):
        found = decompose_change_in_ratio(*four, weights=weights)
        assert found.crude.value < 1 < found.within.value
        assert found.between.value < 1


@settings(max_examples=40)
@given(table(), st.sampled_from(["both", "group", "reference"]))
def test_within_times_between_is_the_crude_ratio(four, weights):
    found = decompose_ratio(*four, weights=weights)
    crude = ratio_of_rates(*(part.sum() for part in four), method="wald")
    assert found.crude.value == pytest.approx(float(crude.value))
    np.testing.assert_allclose(
        [found.crude.low, found.crude.high], [crude.low, crude.high], rtol=1e-9
    )
    assert found.within.value * found.between.value == pytest.approx(float(crude.value))
    assert found.within.low <= found.within.value <= found.within.high


@settings(max_examples=40)
@given(table())
def test_the_two_standardisations_are_those_of_their_own_pages(four):
    a, n, b, m = four
    group = decompose_ratio(*four, weights="group").within.value
    assert group == pytest.approx(float(indirect_ratio(*four).value))
    reference = decompose_ratio(*four, weights="reference").within.value
    direct = directly_standardised_rate(a, n, m).value / (b.sum() / m.sum())
    assert reference == pytest.approx(float(direct))
    both = decompose_ratio(*four).within.value
    assert both == pytest.approx(float(np.sqrt(group * reference)))


@settings(max_examples=40)
@given(table())
def test_swapping_the_groups_turns_each_part_over(four):
    a, n, b, m = four
    one, other = decompose_ratio(a, n, b, m), decompose_ratio(b, m, a, n)
    for part in ("crude", "within", "between"):
        assert getattr(one, part).value * getattr(other, part).value == pytest.approx(1)
        assert getattr(one, part).low * getattr(other, part).high == pytest.approx(1)


@settings(max_examples=40)
@given(table())
def test_groups_that_live_alike_have_nothing_between_places(four):
    a, n, b, _ = four
    found = decompose_ratio(a, n, b, 3 * n)
    assert found.between.value == pytest.approx(1)
    assert found.between.high - found.between.low < 1e-6


def cube():
    shape = st.lists(st.integers(1, 3), min_size=1, max_size=4).map(tuple)

    def tables(size):
        counts = arrays.arrays(np.int64, size, elements=st.integers(1, 50))
        people = arrays.arrays(np.int64, size, elements=st.integers(60, 5_000))
        return st.tuples(counts, people, counts, people)

    return shape.flatmap(tables).filter(lambda four: min(four[0].sum(), four[2].sum()) >= 10)


@settings(max_examples=40)
@given(cube(), st.sampled_from(["rates", "shares"]))
def test_the_parts_of_a_difference_add_up(four, of):
    a, n, b, m = four
    found = decompose_difference(a, n, b, m, of=of)
    total = a.sum() / n.sum() - b.sum() / m.sum()
    assert found.total.value == pytest.approx(total)
    assert found.rates.value + sum(part.value for part in found.mix) == pytest.approx(total)
    back = decompose_difference(b, m, a, n, of=of)
    for one, other in zip((found.rates, *found.mix), (back.rates, *back.mix), strict=True):
        assert one.value == pytest.approx(-other.value, abs=1e-12)


@settings(max_examples=40)
@given(cube())
def test_an_axis_along_which_the_two_are_spread_alike_adds_nothing(four):
    """Crossed with a thing that both have in the same shares, everywhere."""
    a, n, b, m = four
    shares = np.array([2, 3])
    found = decompose_difference(*(np.multiply.outer(part, shares) for part in (a, n, b, m)))
    plain = decompose_difference(a, n, b, m)
    assert found.mix[-1].value == pytest.approx(0, abs=1e-12)
    for one, other in zip(found.mix[:-1], plain.mix, strict=True):
        assert one.value == pytest.approx(other.value, abs=1e-12)


@settings(max_examples=40)
@given(cube(), st.randoms(use_true_random=False))
def test_the_order_of_the_axes_does_not_matter(four, random):
    order = list(range(four[0].ndim))
    random.shuffle(order)
    one = decompose_difference(*four)
    other = decompose_difference(*(part.transpose(order) for part in four))
    for place, axis in enumerate(order):
        np.testing.assert_allclose(other.mix[place].value, one.mix[axis].value, atol=1e-12)
        np.testing.assert_allclose(other.mix[place].high, one.mix[axis].high, atol=1e-12)


@settings(max_examples=40)
@given(st.lists(st.tuples(st.integers(0, 300), st.integers(0, 300)), min_size=1, max_size=6))
def test_what_each_reason_adds_adds_up_to_the_ratio(rows):
    a, b = np.array(rows).T
    assume(a.sum() >= 10 and b.sum() >= 10)
    found = decompose_by_reason(a, 500.0, b, 9_000.0)
    assert found.each.value.sum() == pytest.approx(float(found.total.value))
    assert found.share.sum() == pytest.approx(1)
    some = b > 0
    np.testing.assert_allclose(
        found.each.value[some], found.share[some] * found.ratio.value[some], rtol=1e-12
    )


@settings(max_examples=30)
@given(arrays.arrays(np.int64, (2, 2, 3), elements=st.integers(5, 300)))
def test_the_parts_of_a_change_by_reason_add_up_and_turn_around(counts):
    a, b = counts
    found = decompose_change_by_reason(a, [10, 11], b, [30, 29])
    ratio = a.sum(axis=1) / b.sum(axis=1) * np.array([30 / 10, 29 / 11])
    assert found.total.value == pytest.approx(ratio[1] - ratio[0])
    assert found.within.value + found.mix.value == pytest.approx(float(found.total.value))
    back = decompose_change_by_reason(a[::-1], [11, 10], b[::-1], [29, 30])
    assert back.mix.value == pytest.approx(-found.mix.value)
    assert back.mix.low == pytest.approx(-found.mix.high)
    # Nothing of a reason is special: the total's interval is that of the whole counts.
    spread = np.sqrt((ratio**2 * (1 / a.sum(axis=1) + 1 / b.sum(axis=1))).sum())
    assert found.total.high - found.total.value == pytest.approx(1.959964 * spread)


def test_intervals_of_every_part_cover_about_as_stated():
    rng = np.random.default_rng(6_1)
    n, m = np.array([900.0, 300.0, 150.0]), np.array([2_000.0, 5_000.0, 9_000.0])
    rates = np.array([[0.10, 0.05, 0.02], [0.07, 0.06, 0.03]])
    ratio = np.array([[2.0, 2.5, 3.0], [2.6, 2.2, 3.5]])

    def truth(weights):
        each = []
        for rate, times in zip(rates, ratio, strict=True):
            crude = (times * rate @ n / n.sum()) / (rate @ m / m.sum())
            group = (times * rate @ n) / (rate @ n)
            reference = (times * rate @ m) / (rate @ m)
            within = {"group": group, "reference": reference}.get(
                weights, np.sqrt(group * reference)
            )
            each.append([crude, within, crude / within])
        return np.array(each)

    years = 150
    for weights in ("both", "group", "reference"):
        once, change = np.zeros(3), np.zeros(3)
        true = truth(weights)
        for _ in range(years):
            a, b = rng.poisson(ratio * rates * n), rng.poisson(rates * m)
            alone = decompose_ratio(a[0], n, b[0], m, weights=weights)
            moved = decompose_change_in_ratio(a, [n, n], b, [m, m], weights=weights)
            for hits, found, aim in ((once, alone, true[0]), (change, moved, true[1] / true[0])):
                parts = (found.crude, found.within, found.between)
                hits += [part.low <= at <= part.high for part, at in zip(parts, aim, strict=True)]
        assert np.all(once / years >= 0.89) and np.all(once / years <= 0.995)
        assert np.all(change / years >= 0.89) and np.all(change / years <= 0.995)


def test_intervals_of_parts_of_a_difference_cover_about_as_stated():
    rng = np.random.default_rng(6_2)
    n = np.array([[300, 200], [150, 400]])
    m = np.array([[500, 700], [600, 300]])
    share, other = np.array([[0.3, 0.2], [0.1, 0.25]]), np.array([[0.35, 0.22], [0.15, 0.2]])
    true = decompose_difference(share * n * 1e6, n * 1e6, other * m * 1e6, m * 1e6, of="shares")
    hits, years = np.zeros(4), 200
    for _ in range(years):
        found = decompose_difference(
            rng.binomial(n, share), n, rng.binomial(m, other), m, of="shares"
        )
        pairs = zip(
            (found.total, found.rates, *found.mix), (true.total, true.rates, *true.mix), strict=True
        )
        hits += [one.low <= aim.value <= one.high for one, aim in pairs]
    assert np.all(hits / years >= 0.89) and np.all(hits / years <= 0.995)


def test_every_decomposition_says_that_it_is_association():
    rows = [20, 30], [100.0, 90.0], [50, 20], [300.0, 400.0]
    twice = [[part, part] for part in rows]
    counts = np.array([[20, 30], [50, 20]])
    for found in (
        decompose_ratio(*rows),
        decompose_change_in_ratio(*twice),
        decompose_difference(*rows),
        decompose_by_reason(rows[0], 100.0, rows[2], 300.0),
        decompose_change_by_reason(counts, [1, 1], counts, [1, 1]),
    ):
        assert "association" in found.caution
        assert "does not say why" in found.caution


def test_what_cannot_be_taken_apart_is_refused():
    n, m = [100.0, 90.0], [300.0, 400.0]
    with pytest.raises(CannotTell, match="events are 9 in all: with fewer than 10"):
        decompose_ratio([4, 5], n, [50, 20], m)
    with pytest.raises(CannotTell, match="reference_events are 5 in all"):
        decompose_difference([40, 5], n, [5, 0], m)
    with pytest.raises(CannotTell, match="reference_events of the later period are 3 in all"):
        decompose_change_by_reason([[9, 9], [9, 9]], [1, 1], [[9, 9], [3, 0]], [1, 1])
    with pytest.raises(CannotTell, match="put rare reasons together"):
        decompose_change_by_reason([[9, 9], [9, 9]], [1, 1], [[9, 9], [13, 0]], [1, 1])
    with pytest.raises(InvalidCounts, match=r"exposure\[1\] is 0: an exposure must be"):
        decompose_difference([40, 5], [100.0, 0.0], [50, 20], m)
    with pytest.raises(InvalidCounts, match="one shape, a cell for each stratum: events"):
        decompose_ratio([40], n, [50, 20], m)
    with pytest.raises(InvalidCounts, match="at least one stratum"):
        decompose_ratio(40, 10.0, 50, 20.0)
    with pytest.raises(InvalidCounts, match="earlier period, then the later"):
        decompose_change_in_ratio([40, 5, 6], n, [50, 20], m)
    with pytest.raises(InvalidCounts, match="it cannot exceed exposure"):
        decompose_difference([140, 5], n, [50, 20], m, of="shares")
    with pytest.raises(InvalidCounts, match="7 axes: at most 6"):
        decompose_difference(*[np.full((1,) * 7, 50)] * 4)
    with pytest.raises(InvalidCounts, match="one count for each reason"):
        decompose_by_reason([[40]], 1.0, [[50]], 1.0)
    with pytest.raises(InvalidCounts, match="give two periods"):
        decompose_change_by_reason([40], [1], [50], [1])
