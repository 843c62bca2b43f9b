"""Charts that go on month by month say what a chart over all months says."""

from pathlib import Path

import numpy as np
import pytest
from made_watch import BLACK, Plant, drawn, place

from evenhand.measures.watch import Settings
from evenhand.measures.watch.charts import Block, Chart, blocks
from evenhand.measures.watch.found import Looks
from evenhand.measures.watch.kept import keep_charts, kept_charts
from evenhand.stats import watching

ONE = np.array([0])
CALM = Settings(start=24, recent=10_000)


def chart_of(block: Block, settings: Settings = CALM) -> Chart:
    chart = Chart.new(block, settings)
    for month in range(block.events.shape[-1]):
        chart.add(block, month, settings)
    return chart


def made(looks: Looks, events: np.ndarray, size: np.ndarray) -> Block:
    series = np.zeros(events.shape[1], dtype=np.int64)
    return Block(looks, series, series, events, size)


def some(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    trials = rng.poisson(60, (3, 4, 72)).astype(float)
    events = rng.binomial(trials.astype(int), 0.3).astype(float)
    events[rng.random(events.shape) < 0.1] = np.nan
    return events, trials


def test_the_sums_are_those_of_the_charts_in_stats() -> None:
    events, trials = some(np.random.default_rng(1))
    never = np.full(events.shape[:-1], 1e9)
    for looks, chart in (
        (Looks.SHARE, watching.binomial_cusum),
        (Looks.RATE, watching.poisson_cusum),
    ):
        theirs = chart(events, trials, start=24, threshold=never)
        mine = chart_of(made(looks, events, trials))
        for side, sums, since in (
            (0, theirs.up, theirs.since_up),
            (1, theirs.down, theirs.since_down),
        ):
            last = np.array([[np.flatnonzero(~np.isnan(one))[-1] for one in row] for row in sums])
            told = np.take_along_axis(sums, last[..., None], axis=-1)[..., 0]
            begun = np.take_along_axis(since, last[..., None], axis=-1)[..., 0]
            assert mine.sum[side] == pytest.approx(told)
            assert (mine.since[side] == begun).all()


def test_a_missing_month_leaves_a_chart_as_it_was() -> None:
    events, trials = some(np.random.default_rng(2))
    events = np.nan_to_num(events, nan=15.0)
    before = chart_of(made(Looks.SHARE, events, trials))
    gap = np.full((3, 4, 2), np.nan)
    after = chart_of(
        made(
            Looks.SHARE,
            np.concatenate([events, gap], axis=-1),
            np.concatenate([trials, gap], axis=-1),
        )
    )
    assert (after.sum == before.sum).all()
    assert (after.since == before.since).all()
    assert (after.phi == before.phi).all()


def test_swings_beyond_chance_weaken_the_evidence() -> None:
    rng = np.random.default_rng(3)
    calm = rng.poisson(200, (1, 200, 60)).astype(float)
    wild = rng.poisson(200 * rng.gamma(40, 1 / 40, calm.shape)).astype(float)
    ones = np.ones_like(calm)
    assert np.median(chart_of(made(Looks.RATE, calm, ones)).phi) < 1.4
    assert 4 < np.median(chart_of(made(Looks.RATE, wild, ones)).phi) < 9  # 1 + 200 / 40, and more


def test_shares_swing_no_more_than_chance_where_only_chance_moves_them() -> None:
    rng = np.random.default_rng(4)
    trials = np.full((1, 400, 60), 100.0)
    events = rng.binomial(100, 0.7, trials.shape).astype(float)
    chart = chart_of(made(Looks.SHARE, events, trials))
    assert np.mean(chart.swings / chart.pairs) == pytest.approx(1, abs=0.05)


def test_a_change_that_has_lasted_is_the_new_usual_and_the_next_one_is_seen() -> None:
    rng = np.random.default_rng(5)
    settings = Settings(recent=24)
    mean = np.repeat([30.0, 90.0, 180.0], [30, 42, 6])
    events = rng.poisson(mean, (1, 1, mean.size)).astype(float)
    ones = np.ones_like(events)
    settled = chart_of(made(Looks.RATE, events[..., :72], ones[..., :72]), settings)
    assert 28 <= settled.begun[0, 0, 0] <= 32
    assert settled.evidence[0, 0, 0] < 3
    again = chart_of(made(Looks.RATE, events, ones), settings)
    assert again.evidence[0, 0, 0] > 20
    assert abs(again.since[0, 0, 0] - 72) <= 2


def test_one_month_more_is_added_to_what_was_kept(tmp_path: Path) -> None:
    settings = Settings()
    cube = drawn(6, months=61, plants=[Plant("kent", 2, 50, "Black")])
    early = drawn(6, months=61, plants=[Plant("kent", 2, 50, "Black")])
    until = {
        name: getattr(early, name)[..., :60]
        for name in ("events", "recorded", "unknown", "left_out", "persons", "persons_unknown")
    }
    before = type(cube)(
        **{
            **vars(early),
            **until,
            "months": early.months[:60],
            "old": early.old[:, :60],
            "observed": early.observed[:, :60],
            "prints": early.prints[:, :60],
        }
    )
    laid = blocks(before, settings)
    keep_charts(tmp_path, before, laid, [chart_of(one, settings) for one in laid], settings)
    whole = blocks(cube, settings)
    found = kept_charts(tmp_path, cube, whole, settings)
    assert found is not None
    for block, chart in zip(whole, found, strict=True):
        anew = chart_of(block, settings)
        for name, values in anew.plain().items():
            assert np.array_equal(values, chart.plain()[name]), (block.looks, name)


def test_a_month_supplied_again_draws_its_force_again_and_no_other(tmp_path: Path) -> None:
    settings = Settings()
    cube = drawn(7)
    laid = blocks(cube, settings)
    drawn_once = [chart_of(one, settings) for one in laid]
    for chart in drawn_once:
        chart.sum += 1000  # so that what is taken from the cache can be told from what is not
    keep_charts(tmp_path, cube, laid, drawn_once, settings)
    cube.events[2, place(cube, "search-rate"), BLACK, 30] += 5
    again = blocks(cube, settings)
    found = kept_charts(tmp_path, cube, again, settings)
    assert found is not None
    ratio = found[0].sum
    assert (ratio[:, 2] < 1000).all()
    assert (np.delete(ratio, 2, axis=1) >= 1000).all()


def test_what_cannot_be_read_counts_as_nothing_kept(tmp_path: Path) -> None:
    settings = Settings()
    cube = drawn(8)
    laid = blocks(cube, settings)
    keep_charts(tmp_path, cube, laid, [chart_of(one, settings) for one in laid], settings)
    for file in tmp_path.iterdir():
        file.write_bytes(file.read_bytes()[:100])
    assert kept_charts(tmp_path, cube, laid, settings) is None
    assert kept_charts(tmp_path, cube, laid, Settings(ratio=2)) is None
