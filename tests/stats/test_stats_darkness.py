"""The veil of darkness: what it leaves out, holds equal, refuses, bounds and finds again."""

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import polars as pl
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats as distributions

from evenhand.stats import CannotTell, InvalidCounts, StatsError, odds_ratio, veil_of_darkness
from evenhand.stats.regression import natural_spline
from evenhand.stats.stop_tables import darkness_table

ROOT = Path(__file__).resolve().parents[2]
NAMES = ("group", "minute", "sunset", "dusk", "day")


def stops(seed=1, records=4_000, odds=1.5, **changed):
    """Evenings of a year, with a dusk that moves between five and half past nine."""
    rng = np.random.default_rng(seed)
    day = rng.integers(365, size=records)
    dusk = 1155 - 135 * np.cos(2 * np.pi * (day + 10) / 365)
    minute = np.floor(rng.uniform(900, 1400, records))
    area = rng.integers(4, size=records)
    log_odds = -0.8 + (minute - 1150) / 600 + 0.2 * area + np.log(odds) * (minute < dusk - 33)
    columns = {
        "group": (rng.random(records) < 1 / (1 + np.exp(-log_odds))).astype(float),
        "minute": minute,
        "sunset": dusk - 33,
        "dusk": dusk,
        "day": np.datetime64("2025-01-01") + day,
    }
    columns |= {name: change(columns) for name, change in changed.items()}
    return columns, area


def veil(columns, **options):
    return veil_of_darkness(*(columns[name] for name in NAMES), **options)


def three(found):
    return float(found.value), float(found.low), float(found.high)


def test_it_is_the_logistic_regression_that_statsmodels_fits():
    columns, area = stops()
    found = veil(columns, area=area)
    group, minute, sunset, dusk, day = (columns[name] for name in NAMES)
    inside = (minute >= dusk.min()) & (minute <= dusk.max())
    kept = inside & ((minute < sunset) | (minute >= dusk))
    light = (minute < sunset)[kept]
    week = (day[kept].astype(int) % 7)[:, None] == np.arange(1, 7)
    places = area[kept][:, None] == np.arange(1, 4)
    design = np.column_stack(
        [np.ones(kept.sum()), light, natural_spline(minute[kept], 6), week, places]
    )
    fitted = sm.GLM(group[kept], design, family=sm.families.Binomial()).fit(
        tol=1e-12, cov_type="cluster", cov_kwds={"groups": day[kept].astype(int)}, use_t=True
    )
    low, high = np.exp(fitted.conf_int()[1])
    assert three(found.odds_ratio) == pytest.approx((np.exp(fitted.params[1]), low, high), rel=2e-3)
    assert float(found.odds_ratio.value) == pytest.approx(np.exp(fitted.params[1]), rel=1e-6)
    assert found.window == (dusk.min(), dusk.max())
    assert found.clusters == len(np.unique(day[kept]))


def test_every_stop_is_in_one_place_of_the_account():
    columns, _ = stops(group=lambda c: np.where(c["minute"] % 7 == 0, np.nan, c["group"]))
    columns["minute"][:40] = np.nan
    found = veil(columns)
    four = (found.light, found.dark, found.reference_light, found.reference_dark)
    assert sum(four) + found.unknown + found.twilight + found.outside + found.untimed == 4_000
    assert found.untimed == 40
    assert min(*four, found.unknown, found.twilight, found.outside) > 30
    assert three(found.crude) == three(odds_ratio(*four))


def test_the_two_groups_the_other_way_round_give_the_inverse():
    columns, area = stops()
    one = veil(columns, area=area).odds_ratio
    other = veil(columns | {"group": 1 - columns["group"]}, area=area).odds_ratio
    value, low, high = three(other)
    assert three(one) == pytest.approx((1 / value, 1 / high, 1 / low), rel=1e-6)


@given(st.integers(-200, 30))
@settings(max_examples=8)
def test_it_is_the_light_that_counts_and_not_the_hour(later):
    columns, _ = stops()
    moved = {name: columns[name] + later for name in ("minute", "sunset", "dusk")}
    one, other = veil(columns), veil(columns | moved)
    assert three(other.odds_ratio) == pytest.approx(three(one.odds_ratio), rel=1e-6)


@given(st.integers(0, 1_000), st.floats(0, 0.3))
@settings(max_examples=8)
def test_the_answer_had_all_been_recorded_lies_within_the_range(seed, lost):
    columns, _ = stops(seed)
    whole = veil(columns)
    assert whole.if_unknown.low == whole.if_unknown.high == whole.odds_ratio.value
    rng = np.random.default_rng(seed)
    blank = rng.random(4_000) < lost * np.where(columns["group"] == 1, 1, 0.3)
    span = veil(columns | {"group": np.where(blank, np.nan, columns["group"])}).if_unknown
    near = 1e-6
    assert span.low - near <= whole.odds_ratio.value <= span.high + near
    for end in (span.if_all_reference, span.if_all_group):
        assert span.low - near <= end <= span.high + near


@pytest.mark.parametrize(
    ("share", "to", "said"),
    [
        (0.055, lambda m: m * 0, r"\d+% of stops are at midnight"),
        (0.09, lambda m: m // 30 * 30, r"\d+% of stops are on the hour or half hour"),
        (0.22, lambda m: m * np.nan, r"\d+ of 4000 stops have no time of the day"),
    ],
)
def test_times_that_are_not_real_are_refused_and_a_few_are_not(share, to, said):
    def changed(part):
        def change(columns):
            hit = np.random.default_rng(0).random(4_000) < part
            return np.where(hit, to(columns["minute"]), columns["minute"])

        return stops(minute=change)[0]

    with pytest.raises(CannotTell, match=said):
        veil(changed(share))
    assert veil(changed(share / 3)).odds_ratio.value > 0


def test_one_season_alone_is_refused_for_its_narrow_window():
    columns, _ = stops(9_000)
    june = np.abs(columns["day"] - np.datetime64("2025-06-21")).astype(int) < 30
    with pytest.raises(CannotTell, match=r"twilight ends within 1?[0-9] minutes"):
        veil({name: column[june] for name, column in columns.items()})


@pytest.mark.parametrize(
    ("group", "light", "name"),
    [
        (1, True, "the group by daylight"),
        (1, False, "the group in darkness"),
        (0, True, "the reference group by daylight"),
        (0, False, "the reference group in darkness"),
    ],
)
def test_under_thirty_in_one_of_the_four_counts_is_refused(group, light, name):
    columns, _ = stops()
    here = (columns["group"] == group) & ((columns["minute"] < columns["dusk"]) == light)
    kept = ~here | (np.cumsum(here) <= 25)
    with pytest.raises(CannotTell, match=rf"^\d+ stops of {name} are too few"):
        veil({each: column[kept] for each, column in columns.items()})


def test_too_many_areas_or_too_few_clusters_are_refused():
    columns, area = stops()
    with pytest.raises(CannotTell, match=r"too few to hold \d+ things equal: use larger areas"):
        veil(columns, area=np.arange(4_000) % 150)
    with pytest.raises(CannotTell, match=r"^4 clusters are too few"):
        veil(columns, cluster=area)
    assert veil(columns, cluster=np.arange(4_000) % 90).clusters == 90


def test_with_few_clusters_the_interval_is_wider_as_students_t_is():
    columns, _ = stops()
    cluster = np.arange(4_000) % 31
    widths = []
    for confidence in (0.95, 0.5):
        found = veil(columns, cluster=cluster, confidence=confidence).odds_ratio
        widths.append(np.log(float(found.high) / float(found.low)))
    expected = distributions.t.ppf(0.975, 30) / distributions.t.ppf(0.75, 30)
    assert widths[0] / widths[1] == pytest.approx(expected)


def test_an_area_where_one_group_alone_was_stopped_says_nothing():
    columns, area = stops()
    alone = np.where((area == 3) & (columns["group"] == 1), "harbour", area.astype(str))
    found = veil(columns, area=alone)
    kept = alone != "harbour"
    same = veil({name: column[kept] for name, column in columns.items()}, area=alone[kept])
    assert found.one_group_areas > 100
    assert three(found.odds_ratio) == pytest.approx(three(same.odds_ratio), rel=1e-3)


def test_around_a_change_of_the_clocks_only_those_weeks_are_used():
    columns, _ = stops(records=30_000)
    day = columns["day"]
    switches = np.array(["2025-03-30", "2025-10-26"], dtype="datetime64[D]")
    away = (day[:, None] - switches).astype(int)
    nearest = away[np.arange(len(day)), np.abs(away).argmin(axis=1)]
    found = veil(columns, days_from_switch=nearest, within=21, degrees=4)
    near = np.abs(nearest) <= 21
    dusk = columns["dusk"][near]
    assert found.window == (dusk.min(), dusk.max())
    assert found.clusters <= 86
    assert found.odds_ratio.low < 1.5 < found.odds_ratio.high
    group, minute, sunset, dusk, day = (columns[name][near] for name in NAMES)
    kept = (minute >= dusk.min()) & (minute <= dusk.max())
    kept &= (minute < sunset) | (minute >= dusk)
    held = [natural_spline(minute[kept], 4), day[kept] > np.datetime64("2025-07-01")]
    held.append((day[kept].astype(int) % 7)[:, None] == np.arange(1, 7))
    design = np.column_stack([np.ones(kept.sum()), (minute < sunset)[kept], *held])
    fitted = sm.GLM(group[kept], design, family=sm.families.Binomial()).fit(tol=1e-12)
    assert float(found.odds_ratio.value) == pytest.approx(np.exp(fitted.params[1]), rel=1e-6)
    with pytest.raises(CannotTell, match="no stop with a time"):
        veil(columns, days_from_switch=nearest + 1_000)


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("group", 2.0, "group must be a row of 1"),
        ("minute", 1_440.0, "minute must be minutes after midnight, from 0 to below 1440"),
        ("dusk", -1.0, "dusk must be minutes"),
        ("day", np.datetime64("NaT"), "a stop without a date"),
    ],
)
def test_what_cannot_be_is_refused(name, value, said):
    columns, _ = stops()
    columns[name] = columns[name].copy()
    columns[name][7] = value
    with pytest.raises(InvalidCounts, match=said):
        veil(columns)


def test_columns_that_do_not_fit_and_dates_that_are_none_are_refused():
    columns, _ = stops()
    with pytest.raises(InvalidCounts, match=r"area .* does not fit group"):
        veil(columns, area=[1, 2, 3])
    with pytest.raises(InvalidCounts, match="day must hold dates"):
        veil(columns | {"day": ["yesterday"] * 4_000})
    with pytest.raises(StatsError, match="degrees is 0"):
        veil(columns, degrees=0)
    with pytest.raises(CannotTell, match="0 of 0 stops"):
        veil({name: column[:0] for name, column in columns.items()})


@pytest.mark.parametrize("kind", [pd.DataFrame, pl.DataFrame, pl.LazyFrame])
def test_a_table_of_stops_of_any_kind_gives_a_row_for_each_group(kind):
    columns, area = stops()
    label = np.where(columns["group"] == 1, "Black", "White").astype(object)
    label[::9], label[1::400] = "not stated", "Other"
    table = kind(columns | {"group": label, "area": area})
    found = darkness_table(
        table,
        **{name: name for name in NAMES},
        area="area",
        reference="White",
        unknown="not stated",
    )
    assert type(found) is type(table)
    rows = found.collect() if isinstance(found, pl.LazyFrame) else found
    rows = rows if isinstance(rows, pl.DataFrame) else pl.from_pandas(rows, nan_to_null=False)
    black, other = rows.sort("group").to_dicts()
    used = label != "Other"
    own = np.select([label == "Black", label == "White"], [1.0, 0.0], np.nan)
    direct = veil_of_darkness(
        own[used], *(columns[name][used] for name in NAMES[1:]), area=area[used]
    )
    assert black["odds_ratio_high"] == pytest.approx(float(direct.odds_ratio.high))
    assert black["odds_ratio_if_unknown_low"] == pytest.approx(float(direct.if_unknown.low))
    assert "too few" in other["refused"]
    assert np.isnan(other["odds_ratio"])


def test_a_planted_effect_is_found_and_covered_about_as_stated():
    """A few of the years that ``python -m bench.veil`` simulates; the methods pages have more."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.veil", "--years", "40", "--odds", "1", "1.5"],
        cwd=ROOT,
        env=os.environ | {"OPENBLAS_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    told = json.loads(done.stdout)
    for odds, tests in told.items():
        for name, found in tests.items():
            assert found["covered"] >= 0.85, (odds, name)
            assert found["mean"] == pytest.approx(float(odds), rel=0.06), (odds, name)
    assert max(found["leaves_out_1"] for found in told["1.0"].values()) <= 0.15
    assert min(found["leaves_out_1"] for found in told["1.5"].values()) >= 0.4
