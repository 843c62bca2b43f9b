"""A figure's series: of public rows only, and never of more than can be said."""

from pathlib import Path

import pytest

from evenhand.measures import measures
from evenhand.measures.period import months_between
from evenhand.publications.making.gathering import ForceMaterials
from evenhand.publications.making.months import months_back
from evenhand.publications.making.series import OverTime
from evenhand.records.checks import Finding
from evenhand.records.lake import Lake
from publications.extracts import FORCE, Extract
from publications.public_files import months, public_lake

THREE_YEARS = months_between("2021-05", "2024-04")
RATE = measures()["search-rate"]


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    return public_lake(tmp_path, months(FORCE, *THREE_YEARS))


def over_time(lake: Lake, findings: list[Finding] | None = None) -> OverTime:
    return OverTime(lake, [FORCE], THREE_YEARS[-1], {FORCE: findings or []})


def test_a_figure_s_series_ends_with_its_last_month_and_holds_three_years_at_most(
    lake: Lake,
) -> None:
    made = over_time(lake)
    series, queries = made.of(RATE, THREE_YEARS[-1])
    before, _ = made.of(RATE, months_back(THREE_YEARS[-1], 12))

    assert len(series["points"]) == 12
    assert (series["points"][0]["from"], series["points"][-1]["to"]) == ("2021-05", "2024-04")
    assert before["points"] == series["points"][:8]
    assert len(queries) == 1


def test_what_was_never_observed_is_not_drawn_before_the_first_point(tmp_path: Path) -> None:
    lake = public_lake(tmp_path, months(FORCE, *THREE_YEARS[-4:]))

    series, _ = over_time(lake).of(RATE, THREE_YEARS[-1])

    assert [point["status"] for point in series["points"]] == ["partial", "whole"]


def test_the_last_point_says_how_large_a_change_could_be_seen(lake: Lake) -> None:
    series, _ = over_time(lake).of(RATE, THREE_YEARS[-1])

    assert series["smallest_change"] > 1


def test_a_change_in_recording_that_lasts_is_said_once(lake: Lake) -> None:
    jumps = [
        Finding(FORCE, month, "unknown-ethnicity-jump", "warning", f"A jump in {month}.", 0.2)
        for month in ("2022-03", "2022-04", "2023-01", "2019-01")
    ]

    series, _ = over_time(lake, jumps).of(RATE, THREE_YEARS[-1])

    assert [one["month"] for one in series["recording_changes"]] == ["2022-03", "2023-01"]
    assert series["recording_changes"][0]["sentence"] == "A jump in 2022-03."
    assert series["recording_changes"][0]["label"]


@pytest.mark.parametrize("own", [True, False])
def test_a_force_s_own_extract_has_no_series_and_says_why(tmp_path: Path, own: bool) -> None:
    extract = Extract(tmp_path)
    lake = extract.send("2024-03") if own else extract.send_public("2024-03")

    series = next(ForceMaterials(lake, FORCE).each()).series

    assert bool(series["points"]) is not own
    assert ("protect people" in series.get("why", "")) is own


def test_one_month_of_its_own_among_public_ones_leaves_no_series(tmp_path: Path) -> None:
    extract = Extract(tmp_path)
    extract.send_public("2024-02")
    lake = extract.send("2024-03")

    assert next(ForceMaterials(lake, FORCE).each()).series["points"] == []
