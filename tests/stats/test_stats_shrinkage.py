"""Ratios that lean to others of their kind: the textbook, lme4, planted truths, refusals."""

import csv

import numpy as np
import pytest
from scipy import special

from evenhand.stats import CannotTell, InvalidCounts, StatsError, shrink_ratios
from evenhand.stats.before_after.robust import poisson
from evenhand.stats.models import kinds

PRECINCTS = 75
MONTHS_OF_STOPS, MONTHS_OF_ARRESTS = 15, 12


@pytest.fixture(scope="module")
def new_york(shared_data):
    """Stops, past arrests, population, precinct, group (Black, Hispanic, White) and crime."""
    path = shared_data / "oracles/nyc-stops-by-precinct-ethnicity-crime.txt"
    stops, people, arrests, precinct, group, crime = np.loadtxt(path, skiprows=1).T
    return stops, arrests, people, precinct.astype(int) - 1, group.astype(int) - 1, crime


@pytest.fixture(scope="module")
def by_precinct(new_york):
    """Stops and past arrests of all crimes: precinct by precinct, three groups each."""
    stops, arrests, _, precinct, group, _ = new_york
    cell = precinct * 3 + group
    both = [np.bincount(cell, weights=part, minlength=3 * PRECINCTS) for part in (stops, arrests)]
    groups = np.tile([0, 1, 2], PRECINCTS)
    design = np.column_stack([np.ones(3 * PRECINCTS), groups == 1, groups == 2]).astype(float)
    return *both, design


def deviance(counts, fitted):
    return 2 * (special.xlogy(counts, counts / fitted) - (counts - fitted)).sum()


def test_the_textbooks_stop_and_frisk_without_precincts(by_precinct):
    """Gelman and Hill (2007), chapter 6.2: 0.070 (0.006), -0.162 (0.009); deviance 45437."""
    stops, arrests, design = by_precinct
    alone = poisson(design[:, :1], stops, arrests)
    assert deviance(stops, alone.fitted) == pytest.approx(46120.26, abs=0.01)
    found = poisson(design, stops, arrests)
    np.testing.assert_allclose(found.coefficients[1:], [0.0702, -0.1616], atol=5e-5)
    errors = np.sqrt(np.diag(found.covariance))[1:]
    np.testing.assert_allclose(errors, [0.0061, 0.0086], atol=5e-5)
    assert deviance(stops, found.fitted) == pytest.approx(45437.35, abs=0.01)


def test_the_textbooks_stop_and_frisk_with_precincts(by_precinct):
    """Gelman and Hill (2007), chapter 6.2: 0.010 (0.007), -0.419 (0.009), dispersion 21.9."""
    stops, arrests, design = by_precinct
    own = np.repeat(np.arange(PRECINCTS), 3)[:, None] == np.arange(1, PRECINCTS)
    found = poisson(np.column_stack([design, own]).astype(float), stops, arrests)
    np.testing.assert_allclose(found.coefficients[1:3], [0.0102, -0.4190], atol=5e-5)
    errors = np.sqrt(np.diag(found.covariance))[1:3]
    np.testing.assert_allclose(errors, [0.0068, 0.0094], atol=5e-5)
    assert deviance(stops, found.fitted) == pytest.approx(3427.14, abs=0.01)
    assert found.dispersion == pytest.approx(21.885, abs=5e-4)


def test_lme4_finds_the_same_by_crime_and_kind_of_precinct(new_york, shared_data):
    """Fits of ``glmer`` with precincts and cells as random effects.

    Ours adds that the spreads are not known for sure, so its errors are a little larger.
    """
    stops, arrests, people, precinct, group, crime = new_york
    of_groups = np.zeros((PRECINCTS, 3))
    of_groups[precinct, group] = people
    black = of_groups[:, 0] / of_groups.sum(axis=1)
    kind = np.digitize(black, [0.1, 0.4]) + 1
    path = shared_data / "oracles/r-implementations/frisk-glmer-by-crime.csv"
    with path.open() as file:
        published = list(csv.DictReader(file))
    for row in published[::3]:  # one for each crime, to be quick; all twelve agree
        chosen = (crime == int(row["crime"])) & (kind[precinct] == int(row["pcat"])) & (arrests > 0)
        assert chosen.sum() == int(row["n"])
        found = shrink_ratios(
            stops[chosen],
            arrests[chosen] * MONTHS_OF_STOPS / MONTHS_OF_ARRESTS,
            {"precinct": precinct[chosen], "cell": np.arange(chosen.sum())},
            columns=np.column_stack([group[chosen] == 1, group[chosen] == 2]).astype(float),
            excess=False,
        ).coefficients
        theirs = [float(row[name]) for name in ("a", "hisp", "white")]
        errors = np.array([float(row[name]) for name in ("se_a", "se_h", "se_w")])
        np.testing.assert_allclose(found.value, theirs, atol=0.035)
        assert np.all(np.abs(found.value - theirs) < 0.2 * errors)
        ours = (found.high - found.low) / 3.92
        assert np.all((errors * 0.98 < ours) & (ours < errors * 1.2))


def planted(rng, *, areas=40, months=12, excess=0.1):
    """Draw counts of areas in eight forces over months, each kind with effects of its own."""
    area = np.repeat(np.arange(areas), months)
    force, month = area % 8, np.tile(np.arange(months), areas)
    effects = [
        rng.normal(0, spread, size) for spread, size in ((0.3, 8), (0.3, areas), (0.15, months))
    ]
    size = rng.gamma(2, 1.5, areas) + 0.3
    log = 0.4 + effects[0][force] + effects[1][area] + effects[2][month]
    rate = np.exp(log) * rng.gamma(1 / excess, excess, len(area))
    truth = 0.4 + effects[0][np.arange(areas) % 8] + effects[1]
    events = rng.poisson(size[area] * rate)
    return events, size[area], {"force": force, "area": area, "month": month}, truth


def test_planted_ratios_are_found_and_shrinking_helps():
    rng = np.random.default_rng(6_14)
    covered, error, raw = [], [], []
    chances, above = [], []
    for _ in range(3):
        events, expected, units, truth = planted(rng)
        found = shrink_ratios(events, expected, units, of=("force", "area"), above=1.5)
        assert found.units[:2] == ((0, 0), (1, 1))
        inside = (np.log(found.ratio.low) <= truth) & (truth <= np.log(found.ratio.high))
        covered.append(inside.mean())
        error.append(np.mean((np.log(found.ratio.value) - truth) ** 2))
        raw.append(np.mean((np.log(np.maximum(found.unshrunk, 0.05)) - truth) ** 2))
        chances.append(found.probability_above)
        above.append(truth > np.log(1.5))
    assert 0.9 <= np.mean(covered) <= 0.99
    assert np.mean(error) < np.mean(raw)
    # What is said to be probable happens about so often.
    assert np.mean(chances) == pytest.approx(np.mean(above), abs=0.08)
    sure = np.concatenate(chances) > 0.9
    assert np.concatenate(above)[sure].mean() > 0.85


def test_spreads_and_excess_are_about_what_was_planted():
    rng = np.random.default_rng(6_15)
    events, expected, units, _ = planted(rng, areas=80, months=12)
    found = shrink_ratios(events, expected * 4, {kind: units[kind] for kind in ("area", "month")})
    assert found.spreads["area"] == pytest.approx(np.hypot(0.3, 0.3), abs=0.1)
    assert found.spreads["month"] == pytest.approx(0.15, abs=0.12)
    assert found.excess == pytest.approx(0.1, abs=0.06)


def test_a_unit_with_few_events_leans_to_the_others_and_one_with_many_does_not():
    events = np.array([2, 2000, 98, 102, 110, 90, 101, 99])
    expected = np.array([1.0, 1000.0, *[100.0] * 6])
    found = shrink_ratios(events, expected, {"area": list("abcdefgh")}, excess=False)
    small, large = found.ratio.value[:2]
    assert found.unshrunk[:2].tolist() == [2, 2]
    assert small < 1.6
    assert 1.9 < large < 2.01
    assert found.ratio.high[0] - found.ratio.low[0] > 4 * (found.ratio.high[1] - found.ratio.low[1])
    assert found.units[0] == ("a",)


def test_the_order_of_rows_and_the_unit_of_what_is_expected_do_not_matter():
    rng = np.random.default_rng(6_16)
    events, expected, units, _ = planted(rng, areas=16, months=6)
    one = shrink_ratios(events, expected, units, of=["area"])
    order = rng.permutation(len(events))
    other = shrink_ratios(
        events[order], expected[order], {kind: at[order] for kind, at in units.items()}, of=["area"]
    )
    place = [other.units.index(unit) for unit in one.units]
    np.testing.assert_allclose(other.ratio.value[place], one.ratio.value, rtol=5e-3)
    np.testing.assert_allclose(other.unshrunk[place], one.unshrunk)


@pytest.mark.parametrize("excess", [0.0, 0.3])
def test_slopes_are_those_of_the_likelihood(excess):
    rng = np.random.default_rng(6_17)
    log, step = rng.normal(size=12), 1e-4
    table = kinds.Table(rng.poisson(3.0, 12).astype(float), np.full(12, 2.0), None, 1, ())

    def row(at, moved):
        shifted = log.copy()
        shifted[at] += moved
        return kinds._log_likelihood(table, shifted, excess)

    slope, bend, turn = kinds._pull(table, log, excess)
    for at in range(12):
        ahead, here, behind = row(at, step), row(at, 0.0), row(at, -step)
        assert (ahead - behind) / (2 * step) == pytest.approx(slope[at], rel=1e-5, abs=1e-7)
        assert (ahead - 2 * here + behind) / step**2 == pytest.approx(-bend[at], rel=1e-2, abs=1e-4)
    up, down = (kinds._pull(table, log + sign * step, excess)[1] for sign in (1, -1))
    np.testing.assert_allclose((up - down) / (2 * step), -turn, rtol=1e-5, atol=1e-8)


def test_what_cannot_be_shrunk_is_refused():
    events, expected = np.full(8, 10), np.full(8, 9.0)
    area = list("abcdefgh")
    with pytest.raises(CannotTell, match="there are 4 units of force: with fewer than 5"):
        shrink_ratios(events, expected, {"area": area, "force": list("wxyzwxyz")})
    with pytest.raises(CannotTell, match="there are 8 events: with fewer than 30"):
        shrink_ratios(np.ones(8), expected, {"area": area})
    with pytest.raises(StatsError, match="month is none of the kinds given: area"):
        shrink_ratios(events, expected, {"area": area}, of=["month"])
    with pytest.raises(InvalidCounts, match="must name at least one kind"):
        shrink_ratios(events, expected, {})
    with pytest.raises(InvalidCounts, match=r"units\['area'\] must have a label for each row"):
        shrink_ratios(events, expected, {"area": area[:-1]})
    with pytest.raises(InvalidCounts, match="a row for each count"):
        shrink_ratios(events, expected, {"area": area}, columns=[[1.0]])
    with pytest.raises(InvalidCounts, match=r"expected\[0\] is 0"):
        shrink_ratios(events, np.zeros(8), {"area": area})
    with pytest.raises(InvalidCounts, match="one count and one expected number"):
        shrink_ratios(events, expected[:-1], {"area": area})
    with pytest.raises(InvalidCounts, match="above is 0"):
        shrink_ratios(events, expected, {"area": area}, above=0)
