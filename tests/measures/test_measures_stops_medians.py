"""How long the middle stop takes, and how long the middle officer takes to record it."""

from dataclasses import replace
from pathlib import Path

import pytest

from evenhand.measures import InvalidMeasure, NothingObserved
from evenhand.measures.medians import _parse, medians, middles
from made_stops import stop, stops, stops_lake

SPAN = {"force": "demoshire", "first": "2026-03", "last": "2026-03"}
DOCS = Path(__file__).resolve().parents[2] / "docs" / "methods"


def test_each_group_has_its_middle_with_a_likely_range(tmp_path: Path) -> None:
    rows = [stop(minutes=minutes) for minutes in range(1, 102)]
    rows += [replace(row, sde="B1", minutes=2 * row.minutes) for row in rows]
    rows += stops(29, sde="A1")
    answer = middles(medians()["stop-minutes"], stops_lake(tmp_path, rows), **SPAN)
    by_group = {one.group: one for one in answer.groups}
    assert by_group["White"].sentence == (
        "Half of the stops of White people took 51 minutes or less (likely range 41 to 61)."
    )
    assert by_group["Black"].median == 102
    assert by_group["Asian"].sentence == (
        "Fewer than 30 stops of Asian people were recorded, so no middle is given."
    )
    assert (by_group["Asian"].records, by_group["Asian"].median) == (None, None)


def test_seconds_are_of_everybody_and_of_what_was_timed(tmp_path: Path) -> None:
    rows = [*(stop(seconds=s) for s in range(11, 72)), *stops(7, seconds=None)]
    answer = middles(medians()["stop-recording-seconds"], stops_lake(tmp_path, rows), **SPAN)
    assert answer.groups == ()
    assert answer.everyone.sentence == (
        "Half of all stops were recorded in 41 seconds or less (likely range 33 to 49)."
    )
    assert answer.left_out == 7
    assert answer.notes == (
        "The recording of 7 stops was not timed, as when a record came from another system. They "
        "are left out.",
    )


def test_a_few_that_were_not_timed_are_not_told(tmp_path: Path) -> None:
    rows = [*stops(40), *stops(2, seconds=None)]
    answer = middles(medians()["stop-recording-seconds"], stops_lake(tmp_path, rows), **SPAN)
    assert (answer.left_out, answer.notes) == (None, ())


def test_too_few_have_no_middle_and_a_month_not_supplied_none(tmp_path: Path) -> None:
    lake, asked = stops_lake(tmp_path, stops(12)), medians()["stop-recording-seconds"]
    everyone = middles(asked, lake, **SPAN).everyone
    assert everyone.median is None
    assert everyone.sentence == "Fewer than 30 stops were timed, so no middle is given."
    with pytest.raises(NothingObserved):
        middles(asked, lake, force="demoshire", first="2020-01", last="2020-02")


@pytest.mark.parametrize("name", medians())
def test_every_method_of_a_middle_has_its_page(name: str) -> None:
    for method in medians()[name].methods:
        assert (DOCS / f"{method}.md").is_file()


def test_a_sentence_that_lacks_its_numbers_is_refused() -> None:
    folder = Path(__file__).resolve().parents[2] / "src/evenhand/measures/data/medians"
    text = (folder / "stop-minutes.yaml").read_text()
    with pytest.raises(InvalidMeasure, match="must have the places"):
        _parse(text.replace("{low} to {high}", "wide"), name="made up")
