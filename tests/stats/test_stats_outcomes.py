"""Outcome tests: published and planted answers, laws, refusals, and the sentence beside them."""

import csv
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenhand.stats import CannotTell, InvalidCounts, difference_of_proportions, proportion
from evenhand.stats.outcomes.cells import cells
from evenhand.stats.outcomes.find_rates import INFRA_MARGINALITY, outcome_test

DATA = Path(__file__).parents[3] / "shared" / "data" / "outcome-tests"
GROUPS = ("White", "Black", "Asian")
PLACES = tuple("ABCDEF")


def tables(*, stops=2000, searches=100, found=20):
    """Three tables of six places and three groups, all cells alike."""
    return [np.full((len(PLACES), len(GROUPS)), each) for each in (stops, searches, found)]


def test_each_part_is_what_the_function_of_its_name_gives():
    found = np.array([[30, 12], [10, 5]])
    searches = np.array([[100, 60], [80, 50]])
    told = outcome_test(
        found, searches, groups=["White", "Black"], reference="White", strata=["drugs", "knives"]
    )
    np.testing.assert_array_equal(told.rate.low, proportion(found, searches).low)
    gap = difference_of_proportions(12, 60, 30, 100)
    assert (told.difference.low[0, 1], told.difference.high[0, 1]) == (gap.low, gap.high)
    assert np.isnan(told.difference.value[:, 0]).all()
    assert np.isnan(told.ratio.value[0])
    # By hand: (12 x 100 / 160 + 5 x 80 / 130) / (30 x 60 / 160 + 10 x 50 / 130).
    by_hand = (1200 / 160 + 400 / 130) / (1800 / 160 + 500 / 130)
    assert told.ratio.value[1] == pytest.approx(by_hand)


def test_places_can_each_be_even_although_their_sum_is_not():
    told = outcome_test(
        [[90, 10], [10, 90]],
        [[180, 20], [100, 900]],
        groups=["White", "Black"],
        reference="White",
        strata=["centre", "suburb"],
    )
    assert told.ratio.value[1] == pytest.approx(1)
    assert told.difference_together.high[1] < -0.1
    assert told.lower == (0, 0)
    assert told.compared == (2, 2)


def test_strata_in_which_a_group_finds_less_are_counted():
    told = outcome_test(
        [[50, 20], [50, 50], [20, 50]],
        np.full((3, 2), 100),
        groups=["White", "Black"],
        reference="White",
        strata=["a", "b", "c"],
    )
    assert (told.lower, told.higher) == ((0, 1), (0, 1))


def test_no_comparison_goes_without_its_caution_nor_hides_what_was_not_recorded():
    _, searches, found = tables()
    told = outcome_test(
        found, searches, groups=GROUPS, reference="White", strata=PLACES, not_recorded=41
    )
    assert told.caution == INFRA_MARGINALITY
    assert "not proof" in told.caution
    assert told.not_recorded == 41


@given(
    st.lists(
        st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), min_size=3, max_size=3),
        min_size=1,
        max_size=5,
    )
)
def test_the_order_of_strata_changes_nothing(rows):
    counts = np.array(rows)
    found, searches = counts[..., 0], counts.sum(axis=2) + 4

    def told(order):
        return outcome_test(
            found[order],
            searches[order],
            groups=GROUPS,
            reference="Black",
            strata=[f"s{at}" for at in order],
        )

    forwards = np.arange(len(rows))
    if (searches.sum(axis=0) < 10).any():
        with pytest.raises(CannotTell, match="fewer than 10"):
            told(forwards)
        return
    one, other = told(forwards), told(forwards[::-1])
    np.testing.assert_allclose(one.ratio.value, other.ratio.value)
    np.testing.assert_allclose(one.together.high, other.together.high)
    np.testing.assert_array_equal(one.difference.low, other.difference.low[::-1])
    assert one.lower == other.lower


@pytest.mark.parametrize(
    ("changed", "kind", "words"),
    [
        ({"reference": "Green"}, InvalidCounts, "must be one of White, Black, Asian"),
        ({"groups": ("White", "Black", "Black")}, InvalidCounts, "names that differ"),
        ({"strata": PLACES[:5]}, InvalidCounts, "5 rows and 3 groups are named"),
        ({"found": np.full((6, 3), 101)}, InvalidCounts, "cannot exceed searches"),
        ({"not_recorded": -1}, InvalidCounts, "zero or more"),
        (
            {"found": np.zeros((6, 3)), "searches": np.ones((6, 3))},
            CannotTell,
            "there are 6 searches of White in all",
        ),
    ],
)
def test_an_outcome_test_that_cannot_be_made_is_refused(changed, kind, words):
    _, searches, found = tables()
    asked = {"found": found, "searches": searches, "groups": GROUPS, "strata": PLACES}
    asked |= {"reference": "White"} | changed
    with pytest.raises(kind, match=words):
        outcome_test(asked.pop("found"), asked.pop("searches"), **asked)


def test_groups_that_were_never_searched_in_the_same_place_are_not_compared():
    with pytest.raises(CannotTell, match="never searched in the same stratum"):
        outcome_test(
            [[5, 0], [0, 5]],
            [[20, 0], [0, 20]],
            groups=["White", "Black"],
            reference="White",
            strata=["a", "b"],
        )


def test_north_carolinas_departments_have_their_published_find_rates():
    if not DATA.exists():
        pytest.skip("needs ../shared/data/outcome-tests, which is not there")
    with (DATA / "north_carolina_aggregated.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    places = sorted({row["police_department"] for row in rows})
    groups = sorted({row["driver_race"] for row in rows})
    counts, published = np.zeros((2, 100, 3)), np.full((100, 3), np.nan)
    for row in rows:
        at = places.index(row["police_department"]), groups.index(row["driver_race"])
        counts[0][at], counts[1][at] = int(row["num_hits"]), int(row["num_searches"])
        if int(row["num_searches"]):
            published[at] = float(row["hit_rate"])
    told = outcome_test(*counts, groups=groups, reference="White", strata=places)
    np.testing.assert_allclose(told.rate.value, published)
    # As in Simoiu, Corbett-Davies and Goel: Hispanic drivers' searches find less almost everywhere.
    hispanic, black = groups.index("Hispanic"), groups.index("Black")
    assert told.ratio.high[hispanic] < 0.8
    assert told.ratio.value[black] == pytest.approx(1, abs=0.1)


def test_cells_without_searches_are_dropped_and_counted():
    stops, searches, found = tables()
    searches[0, 2] = found[0, 2] = 0
    searches[1] = found[1] = 0
    stops[2, 1] = searches[2, 1] = found[2, 1] = 0
    read = cells(stops, searches, found, locations=PLACES, groups=GROUPS)
    assert read.dropped == 4  # nobody stopped is not a cell at all
    assert len(read.stops) == 6 * 3 - 5
    assert "B" not in read.locations
    assert (read.searches > 0).all()


def test_the_place_with_most_stops_comes_first():
    stops, searches, found = tables()
    stops[3] += 500
    read = cells(stops, searches, found, locations=PLACES, groups=GROUPS)
    assert read.locations == ("D", "A", "B", "C", "E", "F")
    assert read.weight[0] == 3 * 2500
    assert read.stops[read.location == 0].tolist() == [2500] * 3


@pytest.mark.parametrize(
    ("places", "groups", "words"),
    [
        (slice(4), slice(3), "4 locations have searches: with fewer than 5"),
        (slice(6), slice(2), "2 groups have searches: with fewer than 3"),
    ],
)
def test_few_places_or_groups_are_refused(places, groups, words):
    asked = [each[places, groups] for each in tables()]
    with pytest.raises(CannotTell, match=words):
        cells(*asked, locations=PLACES[places], groups=GROUPS[groups])


def test_a_place_without_any_search_does_not_make_up_the_five():
    stops, searches, found = (each[:5] for each in tables())
    searches[4] = found[4] = 0
    with pytest.raises(CannotTell, match="4 locations"):
        cells(stops, searches, found, locations=PLACES[:5], groups=GROUPS)


def test_nothing_found_is_refused_and_so_are_counts_that_cannot_be():
    stops, searches, found = tables()
    names = {"locations": PLACES, "groups": GROUPS}
    with pytest.raises(CannotTell, match="no search found anything"):
        cells(stops, searches, found * 0, **names)
    with pytest.raises(InvalidCounts, match="cannot exceed stops"):
        cells(stops, searches * 100, found, **names)
    with pytest.raises(InvalidCounts, match="cannot exceed searches"):
        cells(stops, searches, found * 10, **names)
    with pytest.raises(InvalidCounts, match="names that differ"):
        cells(stops, searches, found, locations=["A"] * 6, groups=GROUPS)


def test_a_fingerprint_changes_with_every_count_name_and_setting():
    asked = tables()
    names = {"locations": PLACES, "groups": GROUPS}
    first = cells(*asked, **names).key(scale=1.0)
    assert cells(*asked, **names).key(scale=1.0) == first
    others = {cells(*asked, **names).key(scale=0.5)}
    others.add(cells(*asked, locations=[*"ABCDEG"], groups=GROUPS).key(scale=1.0))
    for at in range(3):
        changed = [each.copy() for each in asked]
        changed[at][2, 1] += 1
        others.add(cells(*changed, **names).key(scale=1.0))
    assert len(others) == 5
    assert first not in others


def test_importing_it_imports_no_sampler():
    asked = (
        "import sys; import evenhand.stats.outcomes.threshold; "
        "print({'jax', 'numpyro', 'django'} & set(sys.modules))"
    )
    ran = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "set()"
