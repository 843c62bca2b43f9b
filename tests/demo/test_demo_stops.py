"""Measures find again what was planted in the made-up stops."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from evenhand.demo import stops
from evenhand.demo.stops import STOPS
from evenhand.demo.truth import LAST
from evenhand.measures import Result, compute
from evenhand.measures.medians import medians, middles
from evenhand.measures.stop_tests import discretion, visibility
from evenhand.records.lake import Lake
from evenhand.records.stops import open_stops

NOW = datetime(2026, 11, 1, tzinfo=UTC)
SPAN = {"force": STOPS.force, "first": STOPS.first, "last": LAST}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("stops")
    stops.load(made, now=NOW)
    return made


@pytest.fixture(scope="module")
def lake(folder: Path) -> Lake:
    return open_stops(folder)


def asked(lake: Lake, name: str) -> Result:
    return compute(name, lake, forces=[STOPS.force], first=STOPS.first, last=LAST)


def test_making_them_again_changes_nothing(folder: Path, lake: Lake) -> None:
    again = stops.load(folder, now=NOW)
    assert again.commit is None
    assert len(again.months) == 12
    assert lake.fictional


@pytest.mark.parametrize(
    ("name", "true"),
    [
        ("stop-high-discretion-rate", "chosen"),
        ("stop-camera-rate", "cameras"),
        ("stop-seen-before-rate", "seen"),
        ("stop-linked-outcome-rate", "linked"),
        ("stop-search-rate", "searched"),
        ("stop-no-action-rate", "nothing"),
        ("stop-arrest-rate", "arrested"),
    ],
)
def test_shares_of_black_and_white_drivers_are_found_again(
    lake: Lake, name: str, true: str
) -> None:
    found = asked(lake, name)
    for group in ("Black", "White"):
        row, share = found.row(group), getattr(STOPS.groups[group], true)
        assert row.rate_low is not None and row.rate_high is not None
        assert row.rate_low <= share <= row.rate_high, group
    assert found.row("Black").status == "compared" or true == "arrested"


def test_why_ethnicity_is_unknown_is_found_again(lake: Lake) -> None:
    names = {"declined": "declined", "not_asked": "not-asked", "person_left": "not-practicable"}
    for why, name in names.items():
        found = asked(lake, f"stop-ethnicity-{name}-rate").overall
        assert found.rate_low is not None and found.rate_high is not None
        assert found.rate_low <= STOPS.not_stated[why] <= found.rate_high


def test_visibility_and_discretion_find_what_was_planted(lake: Lake) -> None:
    black, white = STOPS.groups["Black"], STOPS.groups["White"]

    def odds(one: float, other: float) -> float:
        return one / other

    planted = odds(black.seen, 1 - black.seen) / odds(white.seen, 1 - white.seen)
    seen = visibility(lake, **SPAN).row("Black")
    assert seen.low is not None and seen.high is not None
    assert 1 < seen.low <= planted <= seen.high

    planted = odds(black.chosen, black.cameras) / odds(white.chosen, white.cameras)
    chosen = discretion(lake, **SPAN).row("Black")
    assert chosen.low is not None and chosen.high is not None
    assert 1 < chosen.low <= planted <= chosen.high


def test_the_middle_officer_takes_as_long_as_was_planted(lake: Lake) -> None:
    everyone = middles(medians()["stop-recording-seconds"], lake, **SPAN).everyone
    assert everyone.low is not None and everyone.high is not None
    assert everyone.low <= STOPS.seconds <= everyone.high


def test_records_that_are_not_finished_are_told_beside_every_measure(lake: Lake) -> None:
    assert [text for text in asked(lake, "stop-rate").warnings if "12 records" in text]
