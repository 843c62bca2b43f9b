"""Force after a stop, when some stops should not have been: planted truths, laws, refusals."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenhand.stats import (
    CannotTell,
    InvalidCounts,
    StatsError,
    difference_of_proportions,
    selection_bounds,
)


def encounters(rng, people, *, stopped_anyway, only_as_group, force):
    """Draw encounters as Knox, Lowe and Mummolo describe them, and what records would hold.

    Each encounter is of one of three kinds: stopped whoever it is, stopped only as one of the
    group, never stopped. ``force`` gives the chances: of the group in the first kind, of the group
    in the second, of the reference group.
    """
    group = rng.random(people) < 0.4
    kind = rng.choice(
        3, people, p=[stopped_anyway, only_as_group, 1 - stopped_anyway - only_as_group]
    )
    as_group = (rng.random(people) < np.array([force[0], force[1], 0.0])[kind]).astype(float)
    as_other = ((rng.random(people) < force[2]) & (kind == 0)).astype(float)
    stopped = (kind == 0) | ((kind == 1) & group)
    hit = np.where(group, as_group, as_other)
    effect = as_group - as_other  # what being of the group makes, stop and force together
    records = [
        int(part)
        for part in (
            hit[stopped & group].sum(),
            (stopped & group).sum(),
            hit[stopped & ~group].sum(),
            (stopped & ~group).sum(),
        )
    ]
    share = np.mean(kind[stopped & group] == 1)
    return records, share, effect[stopped & group].mean(), effect[stopped].mean()


@pytest.mark.parametrize(
    "force", [(0.30, 0.10, 0.20), (0.30, 0.30, 0.30), (0.95, 0.60, 0.5), (0.2, 0.0, 0.2)]
)
def test_a_truth_that_was_planted_is_the_estimate_or_lies_between_the_bounds(force):
    rng = np.random.default_rng(6_8)
    records, share, of_group, of_all = encounters(
        rng, 1_500_000, stopped_anyway=0.2, only_as_group=0.1, force=force
    )
    found = selection_bounds(*records, assumed=share)
    assert found.of_the_group.value[0] == pytest.approx(of_group, abs=0.004)
    assert found.lowest.value[0] - 0.004 <= of_all <= found.highest.value[0] + 0.004


def test_records_of_stops_alone_hide_what_stops_should_not_have_been():
    """Force as likely for all who are stopped anyway: the naive difference has another sign."""
    rng = np.random.default_rng(6_9)
    records, share, of_group, _ = encounters(
        rng, 1_000_000, stopped_anyway=0.2, only_as_group=0.1, force=(0.2, 0.1, 0.2)
    )
    found = selection_bounds(*records, assumed=share)
    assert found.among_stops.high < 0 < of_group
    assert found.of_the_group.low[0] > 0


counts = st.tuples(
    st.integers(0, 400), st.integers(0, 400), st.integers(0, 400), st.integers(0, 400)
).map(lambda four: (four[0], four[0] + four[1] + 30, four[2], four[2] + four[3] + 30))


@given(counts)
def test_with_no_such_stops_all_are_the_plain_difference(four):
    found = selection_bounds(*four, assumed=0.0)
    plain = difference_of_proportions(*four)
    for part in (found.of_the_group, found.lowest, found.highest, found.among_stops):
        np.testing.assert_allclose(
            [part.value, part.low, part.high],
            [
                np.broadcast_to(each, part.value.shape)
                for each in (plain.value, plain.low, plain.high)
            ],
            atol=1e-12,
        )


@given(counts, st.floats(0, 0.95))
def test_the_bounds_are_those_of_the_paper(four, share):
    """As printed: delta + rho y0 p, and the largest force among encounters stopped anyway."""
    y1, y0 = four[0] / four[1], four[2] / four[3]
    p = four[1] / (four[1] + four[3])
    found = selection_bounds(*four, assumed=share)
    delta = y1 - y0
    assert found.of_the_group.value[0] == pytest.approx(delta + share * y0, abs=1e-12)
    lowest = delta + share * y0 * p
    assert found.lowest.value[0] == pytest.approx(lowest, abs=1e-12)
    if share > 1e-3:
        more = share / (1 - share) * (y1 - max(0, 1 + (y1 - 1) / share))
        assert found.highest.value[0] == pytest.approx(lowest + (1 - p) * more, abs=1e-9)


@given(counts, st.lists(st.floats(0, 0.99), min_size=2, max_size=6))
def test_the_more_such_stops_the_further_it_moves_and_never_out_of_order(four, shares):
    shares = np.sort(shares)
    found = selection_bounds(*four, assumed=shares)
    for part in (found.of_the_group, found.lowest, found.highest):
        assert np.all(np.diff(part.value) >= -1e-12)
        assert np.all(part.low <= part.value + 1e-12)
        assert np.all(part.value <= part.high + 1e-12)
    assert np.all(found.lowest.value <= found.highest.value + 1e-12)
    assert np.all(found.highest.value <= 1 + 1e-12)


def test_intervals_cover_about_as_stated():
    rng = np.random.default_rng(6_10)
    y1, y0, share, n1, n0 = 0.15, 0.1, 0.3, 300, 700
    p = n1 / (n1 + n0)
    true = {
        "of_the_group": y1 - (1 - share) * y0,
        "lowest": y1 - (1 - share * p) * y0,
        "highest": p * y1 + (1 - p) * y1 / (1 - share) - (1 - share * p) * y0,
    }
    hits, years = dict.fromkeys(true, 0), 600
    for a, b in zip(rng.binomial(n1, y1, years), rng.binomial(n0, y0, years), strict=True):
        found = selection_bounds(int(a), n1, int(b), n0, assumed=share)
        for name, aim in true.items():
            part = getattr(found, name)
            hits[name] += part.low[0] <= aim <= part.high[0]
    assert all(0.93 <= count / years <= 0.97 for count in hits.values())


def test_the_assumptions_stand_beside_it():
    assert "each row assumes one" in selection_bounds(30, 100, 20, 100).caution


def test_what_cannot_be_bounded_is_refused():
    with pytest.raises(CannotTell, match="reference_stops is 29: with fewer than 30"):
        selection_bounds(5, 100, 5, 29)
    with pytest.raises(InvalidCounts, match="it cannot exceed trials"):
        selection_bounds(101, 100, 5, 100)
    with pytest.raises(StatsError, match="from 0 up to 1"):
        selection_bounds(5, 100, 5, 100, assumed=1.0)
    with pytest.raises(InvalidCounts, match=r"assumed is -0\.1"):
        selection_bounds(5, 100, 5, 100, assumed=-0.1)
