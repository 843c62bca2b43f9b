"""Rates: published answers, edges, and what is refused."""

import csv

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenhand.stats import InvalidCounts, StatsError, rate

counts = st.integers(0, 10_000)
exposures = st.floats(1e-3, 1e9)


def test_phe_rate_by_byar():
    """PHEindicatormethods 2.1.0: 65 events in 100, per 100,000."""
    found = rate(65, 100, per=100_000, method="byar")
    assert found.low == pytest.approx(50163.19, abs=0.005)
    assert found.high == pytest.approx(82849.14, abs=0.005)


def test_phe_rate_of_no_events_is_exact():
    found = rate(0, 400, per=100_000, method="byar-or-exact")
    assert (found.value, found.low) == (0, 0)
    assert found.high == pytest.approx(922.2199, abs=5e-5)


def test_phe_changes_from_exact_to_byar_at_ten_events():
    few = np.arange(30)
    mixed = rate(few, 1, method="byar-or-exact")
    exact, byar = rate(few, 1, method="exact"), rate(few, 1, method="byar")
    np.testing.assert_array_equal(mixed.high[:10], exact.high[:10])
    np.testing.assert_array_equal(mixed.high[10:], byar.high[10:])
    np.testing.assert_array_equal(mixed.low[10:], byar.low[10:])


def test_openepi_rates_by_byar():
    """OpenEpi's worked example of two person-time rates: 17 in 100,025 and 8 in 78,531."""
    found = rate([17, 8], [100_025, 78_531], per=100_000, method="byar")
    np.testing.assert_allclose(found.low, [9.895, 4.387], rtol=5e-4)
    np.testing.assert_allclose(found.high, [27.21, 20.07], rtol=5e-4)


def test_official_national_rates_agree_to_one_decimal(shared_data, people):
    """Oracle A: England and Wales with British Transport Police, year to March 2023."""
    text = (shared_data / "published/ethnicity-stop-search-by-ethnicity.csv").read_text()
    lines = [line.strip('"').split('","') for line in text.splitlines()[1:]]
    published = {name: (count, shown) for name, shown, count in lines}
    for group in ["All", "White", "Mixed", "Asian", "Black", "Other"]:
        count, shown = published[group]
        residents = sum(force[group] for force in people.values())
        found = rate(int(count.replace(",", "")), residents, per=1000)
        assert f"{found.value:.1f}" == shown, group


NINETEEN = {
    "Bangladeshi": "Bangladeshi",
    "Chinese": "Chinese",
    "Indian": "Indian",
    "Pakistani": "Pakistani",
    "Asian other": "Other Asian",
    "Black African": "African",
    "Black Caribbean": "Caribbean",
    "Black other": "Other Black",
    "Mixed White And Asian": "White and Asian",
    "Mixed White And Black African": "White and Black African",
    "Mixed White And Black Caribbean": "White and Black Caribbean",
    "Mixed other": "Other Mixed or Multiple ethnic groups",
    "White British": "English, Welsh, Scottish, Northern Irish or British",
    "Gypsy Or Irish Traveller": "Gypsy or Irish Traveller",
    "White Irish": "Irish",
    "Roma": "Roma",
    "White other": "Other White",
    "Arab": "Arab",
    "Any Other Ethnic Background": "Any other ethnic group",
}


def test_official_national_rates_of_nineteen_groups_agree(shared_data):
    path = shared_data / "population/census_2021_police_force_area_by_ethnic_group_19.csv"
    residents: dict[str, int] = {}
    for line in path.read_text(encoding="utf-8-sig").splitlines()[1:]:
        label, _, number = line.rpartition(",")
        group = label.strip('"').rpartition(": ")[2]
        residents[group] = residents.get(group, 0) + int(number)
    text = (shared_data / "published/ethnicity-stop-search-by-ethnicity.csv").read_text()
    lines = [line.strip('"').split('","') for line in text.splitlines()[1:]]
    published = {name: (count, shown) for name, shown, count in lines}
    for name, census in NINETEEN.items():
        count, shown = published[name]
        found = rate(int(count.replace(",", "")), residents[census], per=1000)
        assert f"{found.value:.1f}" == shown, name


# All searches of people in 2022/23, those of unstated ethnicity among them: Home Office open
# tables, which the published file of counts by ethnicity leaves out.
ALL_SEARCHES = {
    "Bedfordshire": 3_830,
    "Derbyshire": 1_976,
    "Dorset": 1_892,
    "Greater Manchester": 29_173,
    "Metropolitan Police": 175_277,
    "North Wales": 3_605,
}


def test_six_forces_official_rates_of_everyone_agree_to_one_decimal(shared_data, searches):
    path = shared_data / "published/search-rates-per-1000-by-force-2022-23-six-forces.csv"
    with path.open(newline="") as file:
        published = {line[0]: line[1] for line in list(csv.reader(file))[4:]}
    forces, _, residents = searches("2022/23")
    places = [forces.index(force) for force in ALL_SEARCHES]
    found = rate(list(ALL_SEARCHES.values()), residents[places].sum(axis=1), per=1000)
    shown = dict(zip(ALL_SEARCHES, (f"{each:.1f}" for each in found.value), strict=True))
    assert shown == published


def test_six_forces_official_rates_agree_to_one_decimal(shared_data, searches):
    path = shared_data / "published/search-rates-per-1000-by-force-2022-23-six-forces.csv"
    with path.open(newline="") as file:
        (_, _, *groups), *lines = csv.reader(file)
    published = {line[0]: line[2:] for line in lines[3:]}
    assert len(published) == 6
    forces, events, residents = searches("2022/23")
    found = rate(events, residents, per=1000)
    ours = ["White", "Mixed", "Asian", "Black", "Other"]
    for force, shown in published.items():
        row = found.value[forces.index(force)]
        assert [f"{row[ours.index(group)]:.1f}" for group in groups] == shown, force


@given(counts, exposures, st.sampled_from(["exact", "byar", "byar-or-exact"]))
def test_the_value_lies_inside_its_interval(events, exposure, method):
    found = rate(events, exposure, method=method)
    assert 0 <= found.low <= found.value < found.high


@given(st.lists(counts, min_size=1), exposures, st.floats(1e-3, 1e3))
def test_a_unit_changes_nothing_but_the_scale(events, exposure, unit):
    one, other = rate(events, exposure), rate(events, exposure * unit, per=unit)
    for part in ("value", "low", "high"):
        np.testing.assert_allclose(getattr(one, part), getattr(other, part), rtol=1e-12)


@given(counts, exposures)
def test_more_confidence_is_wider(events, exposure):
    narrow, wide = rate(events, exposure), rate(events, exposure, confidence=0.998)
    assert wide.low <= narrow.low
    assert narrow.high < wide.high


def test_many_cells_at_once_equal_one_at_a_time():
    events = np.random.default_rng(7).poisson(30, 5_000)
    together = rate(events, 1000.0)
    for place in range(0, 5_000, 250):
        alone = rate(events[place], 1000.0)
        assert alone.low == together.low[place]
        assert alone.high == together.high[place]


def test_exact_intervals_cover_at_least_as_often_as_stated():
    rng = np.random.default_rng(2021)
    for truth in (0.7, 4.0, 23.0):
        found = rate(rng.poisson(truth, 20_000), 1.0)
        covered = np.mean((found.low <= truth) & (truth <= found.high))
        assert covered >= 0.95 - 0.004


def test_byar_intervals_cover_about_as_often_as_stated():
    rng = np.random.default_rng(2022)
    for truth in (15.0, 60.0):
        found = rate(rng.poisson(truth, 20_000), 1.0, method="byar")
        covered = np.mean((found.low <= truth) & (truth <= found.high))
        assert covered == pytest.approx(0.95, abs=0.02)


@pytest.mark.parametrize(
    ("events", "exposure", "said"),
    [
        ([[1, 2], [3, -1]], 10, r"events\[1, 1\] is -1: a count must be a whole number"),
        (2.5, 10, "events is 2.5"),
        (float("nan"), 10, "events is nan"),
        (float("inf"), 10, "events is inf"),
        ([1, 2], [10, 0], r"exposure\[1\] is 0: an exposure must be a number above zero"),
        (1, -3, "exposure is -3"),
        (1, float("nan"), "exposure is nan"),
        ("many", 10, "events must hold numbers"),
        ([1, None], 10, r"events"),
        (np.ma.array([1, 2], mask=[True, False]), 10, "masked"),
        ([1, 2, 3], [10, 20], r"do not fit together: events \(3,\), exposure \(2,\)"),
    ],
)
def test_impossible_counts_are_refused_by_name(events, exposure, said):
    with pytest.raises(InvalidCounts, match=said):
        rate(events, exposure)


def test_unknown_options_are_refused():
    with pytest.raises(StatsError, match="'wilson': it must be one of exact, byar"):
        rate(1, 10, method="wilson")
    with pytest.raises(StatsError, match="confidence is 95"):
        rate(1, 10, confidence=95)


def test_a_byar_limit_is_never_below_nothing():
    assert rate(1, 1, method="byar", confidence=0.9999).low == 0
