"""From drawn cases to the whole frame: published answers, exact counting, and refusals."""

import itertools
import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from scipy import stats as peer

from evenhand.stats import (
    CannotTell,
    InvalidCounts,
    StatsError,
    cases_to_estimate,
    cases_to_see_one,
    chance_of_none,
    largest_missed,
    share_of_frame,
    worst_case,
)


def ends(found) -> tuple[float, float, float]:
    return float(found.share.value), float(found.share.low), float(found.share.high)


def none_of(size: int, drawn: int, bad: int) -> Fraction:
    """The probability that a draw shows none, in whole numbers."""
    return Fraction(math.comb(size - bad, drawn), math.comb(size, drawn))


def test_as_many_cases_are_needed_as_the_requirements_of_panels_work_out():
    assert cases_to_estimate(0.10) == 97
    assert cases_to_estimate(0.10, size=200) == 66
    assert cases_to_see_one(0.05) == 59


def test_cochrans_example_of_a_sample_for_a_proportion():
    """Sampling Techniques, chapter 4: a blood group among the 3,200 people of an island.

    To within 5 percentage points, with two standard errors: 400 people, 356 with the correction.
    """
    two_errors = float(peer.norm.cdf(2) - peer.norm.cdf(-2))
    assert cases_to_estimate(0.05, confidence=two_errors) == 400
    assert cases_to_estimate(0.05, confidence=two_errors, size=3200) == 356


def test_no_more_cases_are_asked_for_than_there_are():
    assert cases_to_estimate(0.01, size=12) == 12
    assert cases_to_see_one(0.01, size=12) == 12


@given(st.integers(1, 300), st.floats(0.004, 0.99), st.sampled_from([0.8, 0.95, 0.99]))
def test_to_see_one_is_the_smallest_draw_that_does(size, share, confidence):
    cases = cases_to_see_one(share, size=size, confidence=confidence)
    bad = math.ceil(share * size - 1e-9)
    allowed = 1 - confidence
    assert float(none_of(size, cases, bad)) <= allowed + 1e-9
    assert float(none_of(size, cases - 1, bad)) > allowed - 1e-9


@given(st.floats(0.001, 0.999), st.sampled_from([0.8, 0.95, 0.99]))
def test_an_endless_frame_needs_no_fewer_than_a_large_one(share, confidence):
    endless = cases_to_see_one(share, confidence=confidence)
    assert (1 - share) ** endless <= 1 - confidence + 1e-9
    assert cases_to_see_one(share, size=5000, confidence=confidence) <= endless


def test_a_stratums_limits_are_those_of_r():
    """R 4.2.2: with M from 0 to 50, 1 - phyper(2, M, 50 - M, 10) and phyper(3, M, 50 - M, 10).

    They pass 0.025 at 5 and at 31. samplingbook gives 4 and 32, the first that are rejected.
    """
    found = share_of_frame(50, 10, 3)
    assert ends(found) == pytest.approx((0.3, 5 / 50, 31 / 50))
    assert (found.cases.low, found.cases.high) == pytest.approx((5, 31))
    # R 4.2.2: 0.0217542... at 4, 0.0482603... at 5; 0.0257582... at 31, 0.0176349... at 32.
    assert peer.hypergeom.sf(2, 50, 4, 10) == pytest.approx(0.02175423, abs=1e-8)
    assert peer.hypergeom.cdf(3, 50, 32, 10) == pytest.approx(0.01763490, abs=1e-8)


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_a_stratums_limits_are_every_number_that_the_exact_test_keeps(data):
    size = data.draw(st.integers(1, 120))
    drawn = data.draw(st.integers(1, size))
    bad = data.draw(st.integers(0, drawn))
    among = np.arange(size + 1)
    kept = among[
        (peer.hypergeom.sf(bad - 1, size, among, drawn) > 0.025 + 1e-9)
        & (peer.hypergeom.cdf(bad, size, among, drawn) > 0.025 + 1e-9)
        & (among >= bad)
        & (among <= size - drawn + bad)
    ]
    _, low, high = ends(share_of_frame(size, drawn, bad))
    assert (low * size, high * size) == pytest.approx((kept[0], kept[-1]))


@pytest.mark.parametrize(("size", "drawn"), [(60, 12), (200, 20), (45, 40)])
def test_one_stratum_covers_at_least_as_often_as_stated(size, drawn):
    limits = [ends(share_of_frame(size, drawn, bad))[1:] for bad in range(drawn + 1)]
    for among in range(size + 1):
        holds = [low <= among / size + 1e-9 and among / size <= high + 1e-9 for low, high in limits]
        chances = peer.hypergeom.pmf(np.arange(drawn + 1), size, among, drawn)
        assert chances[holds].sum() >= 0.95 - 1e-9


@pytest.mark.parametrize(
    ("size", "drawn", "least"),
    [((100, 40), (10, 10), 0.955), ((200, 50), (8, 20), 0.945), ((30, 30, 30), (4, 4, 4), 0.965)],
)
def test_several_strata_cover_as_stated_however_the_bad_cases_lie(size, drawn, least):
    """Counted out over every outcome, for every split of the bad cases on a grid."""
    outcomes = list(itertools.product(*(range(one + 1) for one in drawn)))
    limits = np.array([ends(share_of_frame(size, drawn, one))[1:] for one in outcomes])
    covered = []
    for lie in itertools.product(*(range(0, one + 1, 5) for one in size)):
        truth = sum(lie) / sum(size)
        chances = np.ones(1)
        for n, N, bad in zip(drawn, size, lie, strict=True):
            pmf = peer.hypergeom.pmf(np.arange(n + 1), N, bad, n)
            chances = np.multiply.outer(chances, pmf).ravel()
        holds = (limits[:, 0] <= truth + 1e-9) & (truth <= limits[:, 1] + 1e-9)
        covered.append(chances[holds].sum())
    assert min(covered) >= least
    assert np.mean(covered) >= 0.975


def test_the_textbook_example_of_households_in_two_towns_and_a_rural_area():
    """Scheaffer, Mendenhall and Ott, Elementary Survey Sampling, chapter 5: who watches a show.

    16 of 20 in town A, 2 of 8 in town B, 6 of 12 in the rural area: 0.60, give or take 0.13.
    """
    value, low, high = ends(share_of_frame([155, 62, 93], [20, 8, 12], [16, 2, 6]))
    assert value == pytest.approx(0.60)
    assert (high - low) / 2 == pytest.approx(0.13, abs=0.02)
    assert low < value - 0.12
    assert high > value + 0.12


def test_the_limits_of_several_strata_are_those_that_r_works_out():
    """R 4.2.2, with W the strata's parts of the frame and f the parts that were not drawn:

    P <- sum(W * p); ne <- P * (1 - P) / sum(W^2 * f * p * (1 - p) / (n - 1)) gives 34.5229, below
    1 / sum(W^2 * f / n), 38.28125. Then qbeta(.025, P * ne, ne - P * ne + 1), and .975 likewise.
    """
    found = ends(share_of_frame([500, 200], [20, 40], [9, 2]))
    assert found == pytest.approx((0.3357142857, 0.1846232127, 0.5162005281), abs=1e-9)


def test_oversampled_strata_count_for_no_more_than_their_size():
    found = share_of_frame([900, 100], [10, 50], [0, 25])
    assert found.weights.tolist() == [90, 2]
    assert found.share.value == pytest.approx(0.05)  # not 25 of 60
    assert found.cases.value == pytest.approx(50)


strata = st.lists(st.integers(1, 60), min_size=1, max_size=4).flatmap(
    lambda sizes: st.tuples(
        st.just(sizes), st.tuples(*(st.integers(1, one) for one in sizes))
    ).flatmap(
        lambda both: st.tuples(
            st.just(both[0]), st.just(both[1]), st.tuples(*(st.integers(0, n) for n in both[1]))
        )
    )
)


@given(strata)
@settings(max_examples=150, deadline=None)
@example(([10, 5], (10, 5), (2, 1)))
@example(([900, 100], (10, 50), (0, 1)))
def test_the_range_holds_the_share_and_all_that_was_seen_and_turns_over(drawing):
    size, drawn, bad = drawing
    value, low, high = ends(share_of_frame(size, drawn, bad))
    assert low <= value + 1e-12
    assert value <= high + 1e-12
    whole, seen = sum(size), sum(bad)
    assert seen / whole <= low + 1e-12
    assert high <= 1 - (sum(drawn) - seen) / whole + 1e-12
    good = [n - x for n, x in zip(drawn, bad, strict=True)]
    other, its_low, its_high = ends(share_of_frame(size, drawn, good))
    assert (1 - other, 1 - its_high, 1 - its_low) == pytest.approx((value, low, high), abs=1e-9)


def test_with_everything_drawn_nothing_is_left_to_chance():
    assert ends(share_of_frame([10, 5], [10, 5], [2, 1])) == pytest.approx((0.2, 0.2, 0.2))
    assert ends(share_of_frame(20, 20, 2)) == pytest.approx((0.1, 0.1, 0.1))


@given(strata)
@settings(max_examples=60, deadline=None)
def test_none_seen_leaves_room_for_all_that_the_draw_can_have_missed(drawing):
    size, drawn, _ = drawing
    high = ends(share_of_frame(size, drawn, [0] * len(size)))[2]
    assert high >= largest_missed(size, drawn).share - 1e-12


@given(strata.filter(lambda one: np.prod(np.array(one[0]) + 1.0) < 3000))
@settings(max_examples=40, deadline=None)
def test_the_risk_is_the_worst_of_all_ways_in_which_bad_cases_can_lie(drawing):
    """By brute force, in whole numbers."""
    size, drawn, _ = drawing
    worst: dict[int, Fraction] = {}
    for lie in itertools.product(*(range(one + 1) for one in size)):
        chance = math.prod(map(none_of, size, drawn, lie), start=Fraction(1))
        worst[sum(lie)] = max(chance, worst.get(sum(lie), Fraction(0)))
    found = largest_missed(size, drawn)
    assert found.cases == max(bad for bad, chance in worst.items() if float(chance) >= 0.05 - 1e-12)
    assert found.share == found.cases / sum(size)
    for bad, chance in worst.items():
        assert chance_of_none(size, drawn, bad) == pytest.approx(float(chance), abs=1e-9)


def test_what_none_of_59_rules_out_and_what_it_does_not():
    assert largest_missed(1000, 59).cases == 48
    assert none_of(1000, 59, 48) >= Fraction(5, 100) > none_of(1000, 59, 49)
    assert chance_of_none(1000, 59, 20) == pytest.approx(float(none_of(1000, 59, 20)))
    assert chance_of_none(1000, 59, 20) > 0.29
    # As the frame grows: one case in twenty.
    assert largest_missed(1_000_000, 59).share == pytest.approx(1 - 0.05 ** (1 / 59), abs=1e-5)


def test_a_stratum_of_which_nothing_was_drawn_can_hide_all_its_cases():
    assert largest_missed([100, 30], [100, 0]).cases == 30
    with pytest.raises(CannotTell, match="nothing was drawn from stratum 1"):
        share_of_frame([100, 30], [100, 0], [3, 0])


def test_an_empty_stratum_changes_nothing():
    assert ends(share_of_frame([50, 0], [10, 0], [3, 0])) == ends(share_of_frame(50, 10, 3))
    assert largest_missed([50, 0], [10, 0]) == largest_missed(50, 10)


def test_what_could_not_be_seen_is_the_worst_it_can_be_in_the_bound():
    found = worst_case([500, 200], [30, 30], [3, 6], [2, 0])
    assert found.unseen == 2
    assert ends(found.if_good) == ends(share_of_frame([500, 200], [30, 30], [3, 6]))
    assert ends(found.if_bad) == ends(share_of_frame([500, 200], [30, 30], [5, 6]))
    assert found.if_bad.share.high > found.if_good.share.high


def test_more_cannot_be_unseen_or_bad_than_were_drawn():
    with pytest.raises(InvalidCounts, match="it cannot exceed drawn"):
        worst_case(50, 10, 8, 3)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((50, 10, 11), r"bad is 11: it cannot exceed drawn"),
        ((50, 60, 11), r"drawn is 60: it cannot exceed size"),
        (([50, 20], [10, 21], [0, 0]), r"drawn\[1\] is 21"),
        ((50, 10, 1.5), "whole number"),
        ((50, -1, 0), "zero or more"),
        (([50, 20], [10, 5, 5], [0, 0, 0]), "do not fit"),
        ((50, 10, math.nan), "whole number"),
        (([[50]], [[10]], [[1]]), "one for each stratum"),
    ],
)
def test_counts_that_cannot_be_are_refused(arguments, said):
    with pytest.raises(InvalidCounts, match=said):
        share_of_frame(*arguments)


def test_an_empty_frame_says_nothing():
    for call in (
        lambda: share_of_frame(0, 0, 0),
        lambda: largest_missed([0, 0], [0, 0]),
        lambda: chance_of_none(0, 0, 0),
    ):
        with pytest.raises(CannotTell, match="no cases in the frame"):
            call()


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: cases_to_estimate(0), "reach is 0"),
        (lambda: cases_to_estimate(0.1, share=1), "share is 1"),
        (lambda: cases_to_estimate(0.1, size=0), "at least one case"),
        (lambda: cases_to_see_one(0), "share is 0"),
        (lambda: cases_to_see_one(0.1, confidence=1), "confidence is 1"),
        (lambda: cases_to_see_one(0.1, size=0), "at least one case"),
        (lambda: largest_missed(10, 5, chance=0), "chance is 0"),
        (lambda: share_of_frame(10, 5, 1, confidence=95), "confidence is 95"),
    ],
)
def test_shares_outside_what_can_be_are_refused(call, said):
    with pytest.raises(StatsError, match=said):
        call()


def test_no_more_can_be_bad_than_there_are():
    with pytest.raises(InvalidCounts, match="cannot exceed size"):
        chance_of_none(10, 5, 11)
