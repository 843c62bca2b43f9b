"""Other charts beside an alert: they agree on a planted move, say when they cannot, and hide."""

import json
from dataclasses import replace

import pytest
from made_watch import FORCES, Plant, drawn

from evenhand.measures.watch import Found, read, watched
from evenhand.measures.watch.beside import OtherCharts
from evenhand.measures.watch.cube import Cube
from evenhand.measures.watch.told import told
from evenhand.measures.words import other_charts as words

KENT = FORCES.index("kent")


def first(cube: Cube) -> Found:
    return watched([cube]).moves[0]


def others(found: Found) -> OtherCharts:
    assert found.others is not None
    return found.others


def test_all_three_agree_on_a_rise_that_doubled_everything() -> None:
    cube = drawn(1, mean=120, plants=[Plant("kent", 2, 52, "Black")])
    found = others(first(cube))
    assert found.stretches is not None
    assert [abs(cube.months.index(one) - 52) <= 1 for one in found.stretches] == [True]
    assert found.smoothed
    assert cube.months[52] <= found.smoothed[0] <= cube.months[54]
    assert found.rules
    assert "near_limit" in found.rules
    assert [line.partition(":")[0] for line in words.lines(found)] == [
        "Stretches of one level",
        "Smoothed chart (EWMA)",
        "Run rules",
    ]
    assert "a new stretch from" in words.lines(found)[0]


def test_a_fall_is_looked_for_on_its_own_side() -> None:
    cube = drawn(2, mean=120, plants=[Plant("kent", 0.4, 52, "Black")])
    found = others(first(cube))
    assert found.smoothed
    assert found.rules
    assert "shift" in found.rules


def test_with_too_few_months_after_the_history_the_rules_say_that_they_cannot_tell() -> None:
    cube = drawn(1, months=30, mean=120, plants=[Plant("kent", 2, 24, "Black")])
    found = others(first(cube))
    assert found.stretches
    assert found.smoothed
    early = drawn(1, months=20, mean=200, plants=[Plant("kent", 3, 16, "Black")])
    few = others(first(early))
    assert few.rules is None
    assert "we cannot tell" in words.lines(few)[2]


def test_what_is_about_the_data_has_them_too_and_what_stands_has_none() -> None:
    found = watched([drawn(7, mean=120, plants=[Plant("kent", 0.5, 52)])])
    (fall,) = [one for one in found.moves if one.quality]
    assert others(fall).stretches
    assert all(one.others is None for one in (*found.standing, *found.held_back))


def test_nobody_outside_sees_them_where_a_quarter_is_not_shown() -> None:
    found = first(drawn(1, mean=40, plants=[Plant("kent", 2, 54, "Black")]))
    assert told(found).others == found.others is not None
    small = replace(found.quarters[3], events=7)
    hiding = replace(found, quarters=(*found.quarters[:3], small, *found.quarters[4:]))
    assert told(hiding).others is None


def test_they_come_back_from_json_and_alerts_from_before_have_none() -> None:
    found = first(drawn(1, mean=120, plants=[Plant("kent", 2, 52, "Black")]))
    said = json.loads(json.dumps(found.plain(), allow_nan=False))
    assert read(said) == found
    del said["others"]
    assert read(said).others is None


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (OtherCharts((), (), ()), ("single stretch", "stayed within its limits", "none of the")),
        (OtherCharts(None, None, None), ("too few months",) * 3),
        (
            OtherCharts(("2025-01", "2025-07"), ("2025-08",), ("beyond", "shift")),
            (
                "from January 2025 and July 2025 on",
                "first in August 2025",
                "three standard errors away from the past and seven months in a row on one side",
            ),
        ),
    ],
)
def test_each_chart_says_what_it_shows(found: OtherCharts, said: tuple[str, ...]) -> None:
    for line, part in zip(words.lines(found), said, strict=True):
        assert part in line
        assert line.endswith(".")
