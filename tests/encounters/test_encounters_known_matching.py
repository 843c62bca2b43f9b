"""Events are matched one to one; what cannot be told stays open, and planted coverage is found."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from evenhand.encounters.known.matching import Pair, Seen, match, metres, rules
from evenhand.encounters.known.simulated import WORLDS, told

AT = datetime(2026, 3, 4, 21, 0, tzinfo=UTC)
STOP = Seen("stop", AT, "A", "P1", "I1", "V1", "O1", 52.0, -1.0)


def event(minutes: float = 2, **said: object) -> Seen:
    """An event of the same team, of which nothing else is known."""
    return replace(Seen("event", AT + timedelta(minutes=minutes), "A"), **said)


def found(*events: Seen, records: tuple[Seen, ...] = (STOP,)) -> list[Pair]:
    return match(events, records)


@pytest.mark.parametrize(
    ("seen", "rule", "sure"),
    [
        (event(400, incident="I1"), "incident", True),
        (event(-110, video="V1"), "video", True),
        (event(29, plate="P1", team=""), "plate", True),
        (event(14, officer="O1", team="B"), "officer", True),
        (event(14, latitude=52.004, longitude=-1.0), "place", True),
        (event(20, latitude=52.004, longitude=-1.0), "team", False),
        (event(14, latitude=52.01, longitude=-1.0), "team", False),
        (event(29), "team", False),
        (event(20, team="", latitude=52.01, longitude=-1.0), "near", False),
        (event(2, plate="P2", latitude=52.0, longitude=-1.0), "team", False),
        (event(2, incident="I2", officer="O1"), "team", False),
    ],
)
def test_the_first_rule_that_can_say_so_decides(seen: Seen, rule: str, sure: bool) -> None:
    assert found(seen) == [Pair("event", "stop", rule, sure)]


@pytest.mark.parametrize(
    "seen",
    [
        event(800, incident="I1", team=""),
        event(31, plate="P1", team=""),
        event(31),
        event(2, team="B"),
        event(2, team=""),
        event(2, latitude=52.1, longitude=-1.0),
        event(2, team="B", latitude=52.0, longitude=-1.0),
    ],
)
def test_what_lies_outside_every_window_is_not_matched(seen: Seen) -> None:
    assert found(seen) == []


def test_a_record_is_one_event_at_most_and_it_stays_open_which_of_two() -> None:
    near = {"latitude": 52.0, "longitude": -1.0}
    pairs = found(event(1, key="one", **near), event(3, key="two", **near))
    assert pairs == [Pair("one", "stop", "place", False)]


def test_two_events_and_two_records_are_both_recorded_whichever_is_which() -> None:
    near = {"latitude": 52.0, "longitude": -1.0}
    pairs = found(
        event(1, key="one", **near),
        event(3, key="two", **near),
        records=(STOP, replace(STOP, key="other", at=AT + timedelta(minutes=5))),
    )
    assert {(one.event, one.record, one.sure) for one in pairs} == {
        ("one", "stop", True),
        ("two", "other", True),
    }


def test_as_many_as_can_be_are_paired_though_the_nearest_would_leave_one_out() -> None:
    """The nearest of both would take the only record that the other could be."""
    near = {"latitude": 52.0, "longitude": -1.0}
    late = replace(STOP, key="late", at=AT + timedelta(minutes=16))
    pairs = found(event(2, key="one", **near), event(-1, key="two", **near), records=(STOP, late))
    assert {(one.event, one.record) for one in pairs} == {("one", "late"), ("two", "stop")}


def test_an_identity_decides_before_nearness_does() -> None:
    near = {"latitude": 52.0, "longitude": -1.0}
    pairs = found(event(0, key="near", **near), event(20, key="plate", plate="P1", team=""))
    assert pairs == [Pair("plate", "stop", "plate", True)]


def test_metres_are_those_of_a_map() -> None:
    """From Big Ben to the Tower of London: 3.6 km by any map."""
    one = replace(STOP, latitude=51.5007, longitude=-0.1246)
    other = replace(STOP, latitude=51.5081, longitude=-0.0759)
    assert metres(one, other) == pytest.approx(3_470, rel=0.02)
    assert metres(one, replace(one, latitude=None)) is None


def test_each_rule_gives_its_reason() -> None:
    assert [one.name for one in rules().values() if len(one.because) < 40] == []
    assert list(rules()) == ["incident", "video", "plate", "officer", "place", "team", "near"]


LEAST = {
    "as usual": (0.97, 0.75),
    "many road checks": (0.92, 0.65),
    "few are recorded": (0.97, 0.75),
    "no plates, no incidents": (0.95, 0.65),
    "nearly every plate": (0.99, 0.9),
    "no places": (0.99, 0.2),
}
"""Of the sure pairs so many are right; of the stops really recorded so many are found."""


@pytest.mark.parametrize("name", WORLDS)
def test_planted_coverage_lies_within_the_bounds(name: str) -> None:
    precise, complete = LEAST[name]
    for seed in range(2):
        made = told(WORLDS[name], seed)
        pairs = match(made.events, made.records)
        sure = [one for one in pairs if one.sure]
        right = sum(one.event[1:] == one.record[1:] for one in sure)

        assert right / len(sure) >= precise
        assert right / len(made.really) >= complete
        assert len(sure) <= len(made.really) <= len(pairs)
        assert len({one.record for one in pairs}) == len(pairs)
