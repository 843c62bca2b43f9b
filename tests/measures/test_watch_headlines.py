"""The first line of every kind of alert, as a whole message."""

from dataclasses import replace
from typing import Any

import pytest

from evenhand.measures.library import measure
from evenhand.measures.watch.cube import asked_of
from evenhand.measures.watch.found import (
    Change,
    Direction,
    Finding,
    Found,
    Looks,
    Means,
    Series,
    Span,
    Standing,
)
from evenhand.measures.words.headlines import headline
from evenhand.measures.words.watching import alert
from evenhand.measures.words.whom import CAME_OF, DONE, OF_100

RATIO = Series("kent", "stop-and-search", "drugs-search-rate", Looks.RATIO, "Black", "White")
RATE = Series("kent", "stop-and-search", "search-rate", Looks.RATE, "Asian")
SHARE = Series("kent", "stop-and-search", "find-rate", Looks.SHARE, "Mixed")
UNKNOWN = Series("kent", "stop-and-search", "search-rate", Looks.UNKNOWN)
COVERAGE = Series("kent", "vehicle-stop", "stop-rate", Looks.COVERAGE)
BEFORE = Span("2023-01", "2024-12", 24, events=400, value=1.6, low=1.5, high=1.8, rate=1.6)
AFTER = Span(
    *("2025-01", "2025-06", 6, "whole", 120, 300, 5.3, 2.1, 2.5, 2.2, 2.9),
)


def found(series: Series, **other: Any) -> Found:
    """A rise since January 2025."""
    said: dict[str, Any] = {
        "key": "key",
        "series": series,
        "quality": False,
        "direction": Direction.RISE,
        "means": Means.WORSE,
        "since": "2025-01",
        "as_of": "2025-06",
        "before": replace(BEFORE, reference_events=900),
        "after": AFTER,
        "change": Change(1.8, 1.4, 2.3),
        "smallest": None,
        "evidence": 0.01,
        "examined": 100,
        "quarters": (BEFORE, AFTER),
    }
    return Found(**(said | other))


SAID = {
    "ratio up": (
        found(RATIO),
        "2.2 to 2.9 times as often as White people: Black people were searched for drugs. Up since "
        "January 2025.",
    ),
    "ratio down": (
        found(RATIO, direction=Direction.FALL),
        "2.2 to 2.9 times as often as White people: Black people were searched for drugs. Down "
        "since January 2025.",
    ),
    "ratio perhaps the same": (
        found(RATIO, after=replace(AFTER, low=0.8, value=1.0, high=1.3)),
        "0.8 to 1.3 times as often as White people, perhaps the same: Black people were searched "
        "for drugs. Up since January 2025.",
    ),
    "ratio down, perhaps the same": (
        found(RATIO, direction=Direction.FALL, after=replace(AFTER, low=0.8, value=1.0, high=1.3)),
        "0.8 to 1.3 times as often as White people, perhaps the same: Black people were searched "
        "for drugs. Down since January 2025.",
    ),
    "rate": (
        found(RATE, after=replace(AFTER, low=11.3, high=13.9)),
        "11.3 to 13.9 times a year for every 1,000 residents: Asian people were searched. Up since "
        "January 2025.",
    ),
    "share": (
        found(SHARE, direction=Direction.FALL, after=replace(AFTER, low=21.0, high=24.5)),
        "21.0 to 24.5 of every 100 searches of people of Mixed ethnicity led to some action. Down "
        "since January 2025.",
    ),
    "children, of whose number nothing is known": (
        found(replace(RATE, stream="children"), after=replace(AFTER, value=None, low=None)),
        "1.4 to 2.3 times as often as before January 2025: Asian children were searched.",
    ),
    "ratio of children": (
        found(
            replace(RATIO, measure="search-rate", stream="children"),
            after=replace(AFTER, value=None, low=None),
        ),
        "1.4 to 2.3 times as often as before January 2025, compared with White children: Black "
        "children were searched.",
    ),
    "too few to show": (
        found(SHARE, after=replace(AFTER, events=None, value=None, low=None, high=None)),
        "More than before since January 2025, in numbers too small to show: Searches that led to "
        "any action, of people of Mixed ethnicity.",
    ),
    "unknown": (
        found(UNKNOWN, quality=True, after=replace(AFTER, value=13.2, low=12.0, high=14.0)),
        "In 13 of every 100 searches of people ethnicity was not recorded. Up since January 2025.",
    ),
    "coverage": (
        found(
            COVERAGE,
            quality=True,
            direction=Direction.FALL,
            after=replace(AFTER, value=1240.0, low=1200.0, high=1280.0),
        ),
        "About 1,240 vehicle stops were recorded a month. Down since January 2025.",
    ),
    "a file twice over": (
        found(
            COVERAGE,
            quality=True,
            quarters=(),
            findings=(Finding("duplicate-file", ("2025-05",), "A file, twice (May 2025)."),),
        ),
        "A file, twice (May 2025).",
    ),
    "standing": (
        found(
            RATIO,
            standing=Standing(
                1.5, replace(AFTER, first="2023-07"), 1, None, None, 1, 0.7, True, True
            ),
        ),
        "2.2 to 2.9 times as often as White people: Black people were searched for drugs. It stood "
        "so throughout July 2023 to June 2025.",
    ),
}


@pytest.mark.parametrize("name", SAID)
def test_the_first_line_says_the_range_then_who_then_which_way(name: str) -> None:
    one, said = SAID[name]
    assert headline(one) == said


def test_every_measure_that_is_watched_has_its_words() -> None:
    asked = {
        one.measure.id for power in ("stop-and-search", "vehicle-stop") for one in asked_of(power)
    }

    assert {one for one in asked if measure(one).kind == "rate"} == set(DONE)
    shares = {one for one in asked if measure(one).kind == "share"}
    assert shares == set(OF_100)
    assert {one for one in shares if measure(one).worse != "neither"} == set(CAME_OF)


@pytest.mark.parametrize(
    ("one", "said"),
    [
        (
            found(RATE, after=replace(AFTER, low=11.3, high=13.9)),
            "Kent Police, January 2025 to June 2025: Asian people were searched between 11.3 and "
            "13.9 times a year for every 1,000 residents. Before (January 2023 to December 2024) "
            "it was between 1.5 and 1.8 times.",
        ),
        (
            found(SHARE, after=replace(AFTER, low=21.0, high=24.5)),
            "Kent Police, January 2025 to June 2025: 21.0 to 24.5 of every 100 searches of people "
            "of Mixed ethnicity led to some action. Before (January 2023 to December 2024) it was "
            "between 1.5 and 1.8.",
        ),
        (
            found(replace(RATE, stream="children"), after=replace(AFTER, value=None)),
            "Kent Police, January 2025 to June 2025: Asian children were searched between 1.4 and "
            "2.3 times as often as before (January 2023 to December 2024).",
        ),
    ],
)
def test_the_sentence_beneath_says_the_same_in_full(one: Found, said: str) -> None:
    assert alert(one) == said
