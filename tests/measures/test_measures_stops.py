"""Measures of vehicle stops, from snapshots with a planted truth."""

from pathlib import Path

import pytest

from evenhand.measures import OtherPower, Result, compute
from evenhand.records.lake import Lake
from evenhand.records.stops import StopRow, open_stops, take
from made_stops import NOW, month, stops, stops_lake

WHO = {"White": "W1", "Black": "B2", "Asian": "A1", "Mixed": "M1", "Other": "O9"}


def of(group: str, count: int, **said: object) -> list[StopRow]:
    return stops(count, sde=WHO[group], perceived=group, **said)


def asked(lake: Lake, measure: str, **other: str) -> Result:
    return compute(measure, lake, forces=["demoshire"], first="2026-03", last="2026-03", **other)


def test_a_planted_difference_comes_back(tmp_path: Path) -> None:
    rows = [
        *of("White", 300, linked=True),
        *of("White", 100, linked=False),
        *of("Black", 50, linked=True),
        *of("Black", 50, linked=False),
        *of("Asian", 20),
    ]
    result = asked(stops_lake(tmp_path, rows), "stop-linked-outcome-rate")
    black = result.row("Black")
    assert (black.events, black.exposure, black.rate) == (50, 100.0, 0.5)
    assert result.row("White").rate == 0.75
    assert black.ratio == pytest.approx(0.5 / 0.75)
    assert black.sentence == (
        "Stops of Black people had an outcome linked to the reason for the stop between 0.5 and "
        "0.8 times as often as stops of White people: 50.0 against 75.0 of every 100 stops."
    )
    assert result.overall.sentence == (
        "Everyone together: 71.2 of every 100 stops (likely range 67.1 to 74.9)."
    )
    assert "Stops by the British Transport Police" not in " ".join(result.warnings)  # made up


def test_unknown_ethnicity_is_in_no_group_and_bounds_the_answer(tmp_path: Path) -> None:
    rows = [
        *of("White", 200, linked=True),
        *of("White", 200, linked=False),
        *of("Black", 60, linked=False),
        *of("Black", 40, linked=True),
        *stops(50, sde="", not_stated="not_asked"),
    ]
    result = asked(stops_lake(tmp_path, rows), "stop-linked-outcome-rate")
    assert result.row("Other").status == "nothing recorded"
    assert result.unknown_exposure == 50
    assert "The driver's ethnicity was not recorded in 9 of every 100 of these stops." in (
        result.warnings
    )
    assert result.row("Black").unknown_sentence == (
        "The driver's ethnicity was not recorded in 9 of every 100 of these stops. Had it been, "
        "the answer could lie anywhere between 0.7 and 1.2 times."
    )


def test_small_counts_are_not_shown(tmp_path: Path) -> None:
    rows = [*of("White", 60), *of("Black", 60), *of("Asian", 60), *of("Mixed", 3)]
    result = asked(stops_lake(tmp_path, rows), "stop-linked-outcome-rate")
    assert result.row("Mixed").suppressed
    assert [row.group for row in result.rows if row.suppressed] != ["Mixed"]
    assert "3" not in result.row("Mixed").sentence


def test_unfinished_records_are_told_and_counted_nowhere(tmp_path: Path) -> None:
    lake = stops_lake(tmp_path, of("White", 60), unfinished=12)
    result = asked(lake, "stop-linked-outcome-rate")
    assert result.overall.exposure == 60
    assert (
        "Demoshire Police: 12 records of these months are not finished and are in none of these "
        "numbers."
    ) in result.warnings
    few = asked(stops_lake(tmp_path / "few", of("White", 60), unfinished=3), result.measure.id)
    assert [text for text in few.warnings if "a few records" in text]


def test_a_figure_from_an_old_snapshot_is_computed_again_the_same(tmp_path: Path) -> None:
    old = stops_lake(tmp_path, of("White", 60))
    before = asked(old, "stop-linked-outcome-rate").as_json()
    take(tmp_path, [month(of("White", 80))], now=NOW)
    assert asked(open_stops(tmp_path), "stop-linked-outcome-rate").overall.exposure == 80
    assert asked(old, "stop-linked-outcome-rate").as_json() == before


def test_a_question_about_searches_is_not_asked_of_stops(tmp_path: Path) -> None:
    with pytest.raises(OtherPower, match="holds records of vehicle-stop"):
        asked(stops_lake(tmp_path, of("White", 60)), "find-rate")
