"""Forces beside each other for the analyst: drawn where they can be compared, and nowhere else."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from demo.demonstration import RELEASED
from evenhand import stats
from evenhand.measures import compute, measures
from evenhand.publications.making.compared import compared, draw
from evenhand.publications.making.freezing import Materials, freeze
from evenhand.publications.making.gathering import ForceMaterials
from evenhand.publications.making.together import AllForces
from evenhand.records.lake import Lake
from publications.public_files import YEAR, months, public_lake

LAST = YEAR[-3:]


def found(lake: Lake, measure: str = "search-rate") -> Materials:
    read = [ForceMaterials(lake, force) for force in lake.forces()]
    made = AllForces(lake, read).of(measures()[measure])
    assert made is not None
    return made


@pytest.fixture
def three(tmp_path: Path) -> Lake:
    """In Sussex one Black person was searched each month: too few to compare."""
    forces = months("kent", *LAST) | months("surrey", *LAST, Black=30)
    return public_lake(tmp_path, forces | months("sussex", *LAST, Black=1))


def test_each_force_has_the_ratio_of_its_own_counts(three: Lake) -> None:
    by_name = {row["name"]: row for row in found(three).compared}
    kent = by_name["Kent Police"]
    own = ForceMaterials(three, "kent")
    row = next(
        row
        for made in own.each()
        if made.measure.id == "search-rate"
        for row in made.result["rows"]
        if row["group"] == "Black"
    )

    assert [kent[key] for key in ("ratio", "ratio_low", "ratio_high")] == [
        pytest.approx(row[key]) for key in ("ratio", "ratio_low", "ratio_high")
    ]


def test_a_force_with_too_few_is_named_without_a_number(three: Lake) -> None:
    (few,) = [row for row in found(three).compared if row["ratio"] is None]

    assert (few["name"], few["label"]) == ("Sussex Police", "too few to compare")
    assert [few[key] for key in ("ratio_low", "ratio_high", "error")] == [None] * 3


def test_the_figure_of_all_forces_has_both_pictures_and_a_force_s_own_has_none(
    three: Lake,
) -> None:
    figure = freeze(found(three), force=None, by="Analyst", now=RELEASED)

    assert {"funnel", "log_ratios"} <= set(figure.charts)
    for drawn in (*figure.charts["funnel"].values(), *figure.charts["log_ratios"].values()):
        assert "Sussex Police too few to compare" in drawn
        assert len(drawn) < 20_000
    assert "funnel" not in draw([], centre=2.9, dispersion=None, title="")


def test_shares_are_compared_as_shares(three: Lake) -> None:
    """20 of 100 and 50 of 400: 1.6 times, by Koopman; the log's error by the delta method."""
    when = {"first": LAST[0], "last": LAST[-1]}
    result = compute("find-rate", three, forces=["kent", "surrey"], **when)
    strata = ((20, 100.0, 50, 400.0), (100, 100.0, 400, 400.0))
    one, all_found = compared(replace(result, strata=strata), measures()["find-rate"])

    assert one["ratio"] == pytest.approx(1.6)
    assert one["error"] == pytest.approx((1 / 20 - 1 / 100 + 1 / 50 - 1 / 400) ** 0.5)
    assert stats.ratio_of_proportions(20, 100, 50, 400).low == pytest.approx(one["ratio_low"])
    assert all_found["error"] is None


def row(name: str, ratio: float | None) -> dict[str, Any]:
    error = None if ratio is None else 0.1
    ends = {"ratio_low": ratio, "ratio_high": ratio, "error": error}
    return {"name": name, "ratio": ratio, **ends, "label": "in words"}


def test_one_force_alone_is_compared_with_nobody() -> None:
    assert draw([row("Kent", 2.0)], centre=2.0, dispersion=None, title="") == {}
    assert draw([row("Kent", 2.0), row("Essex", None)], centre=2.0, dispersion=None, title="") == {}


def test_how_much_forces_differ_is_drawn_where_it_is_known() -> None:
    rows = [row("Kent", 2.0), row("Essex", 3.0)]
    spread = {"phi": 3.0, "tau_squared": 0.05, "units": 12, "left_out": 0}
    plain = draw(rows, centre=2.0, dispersion=None, title="")
    wide = draw(rows, centre=2.0, dispersion=spread, title="")

    assert "stroke-dasharray" not in plain["funnel"]["620"]
    assert 'stroke-dasharray="6,3"' in wide["funnel"]["620"]
    assert stats.Overdispersion(**spread).units == 12


def test_strata_that_do_not_fit_the_forces_are_not_guessed_at(three: Lake) -> None:
    when = {"first": LAST[0], "last": LAST[-1]}
    result = compute("search-rate", three, forces=["kent", "surrey"], **when)

    assert len(compared(result, measures()["search-rate"])) == 2
    assert compared(replace(result, strata=result.strata[:1]), measures()["search-rate"]) == []
