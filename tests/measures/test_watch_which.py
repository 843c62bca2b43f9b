"""Which measures are watched and which are not: every one is named, with its reason."""

import pytest

from evenhand.measures.library import POWERS, measures
from evenhand.measures.medians import medians
from evenhand.measures.watch.charts import blocks
from evenhand.measures.watch.cube import Cube, asked_of
from evenhand.measures.watch.settings import Settings
from evenhand.measures.watch.which import Reason, reason, which


@pytest.mark.parametrize("power", POWERS)
def test_every_measure_is_named_once_with_its_reason(power: str) -> None:
    said = which(power)
    middles = [one.id for one in medians().values() if one.power == power]
    assert [one.measure for one in said] == [*measures(power), *middles]
    assert all(one.power == power and one.title and one.why for one in said)
    assert all(one.why.startswith("Not watched") != one.watched for one in said)


@pytest.mark.parametrize("power", POWERS)
def test_what_is_said_to_be_watched_is_what_the_charts_are_drawn_of(power: str) -> None:
    cube = Cube.empty(power, ("kent",), ("2025-01", "2025-02"))
    drawn = {
        cube.asked[place].measure.id
        for block in blocks(cube, Settings())
        for place in block.asked.tolist()
        if place >= 0
    }
    assert drawn == {one.measure.id for one in asked_of(power)}
    assert drawn == {one.measure for one in which(power) if one.watched}


def test_what_is_about_how_ethnicity_was_written_down_is_not_watched_by_group() -> None:
    assert reason(measures()["ethnicity-agreement"]) is Reason.AGREEMENT
    assert reason(measures()["ethnicity-not-stated"]) is Reason.UNKNOWN
    assert reason(measures()["search-rate"]) is Reason.RATE
    assert reason(measures()["find-rate"]) is Reason.SHARE
