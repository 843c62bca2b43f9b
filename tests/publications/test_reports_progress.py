"""Whether a goal is reached: every answer, and how often “reached” is wrong of a known truth."""

from datetime import date
from typing import Any

import numpy as np
import pytest

from evenhand import stats
from evenhand.plan.terms import Goal
from evenhand.publications.reporting.progress import (
    Movement,
    Progress,
    Seen,
    Standing,
    before_work,
    level_of,
    progress,
)
from evenhand.publications.reporting.progress_words import told

STARTS, BY, ON = date(2025, 10, 1), date(2026, 9, 30), date(2026, 11, 22)
NOW, BEFORE = ("2025-10", "2026-09"), ("2024-10", "2025-09")
RESIDENTS = {"Black": 20_000.0, "White": 500_000.0}


def ratio(level: str = "3", direction: str = "at-most", **other: str) -> Goal:
    return Goal(quantity="ratio", group="Black", direction=direction, level=level, **other)


def share(level: str = "5", direction: str = "at-most") -> Goal:
    return Goal(quantity="overall", direction=direction, level=level)


def searches(
    black: int, white: int, unknown: int | None = 0, months: tuple[str, str] = NOW
) -> Seen:
    """A figure of so many searches, with the ranges that our statistics give."""
    apart = stats.rate_ratio([black, white], [RESIDENTS["Black"], RESIDENTS["White"]], reference=1)
    least = most = None
    if unknown is not None:
        could = stats.unknown_range(black, RESIDENTS["Black"], white, RESIDENTS["White"], unknown)
        least, most = float(could.low), float(could.high)
    rate = stats.rate(np.array([black]), np.array([RESIDENTS["Black"]])).times(1000)
    row = {
        **{"group": "Black", "events": black, "exposure": RESIDENTS["Black"]},
        **dict(zip(("ratio", "ratio_low", "ratio_high"), _ends(apart), strict=True)),
        **dict(zip(("rate", "rate_low", "rate_high"), _ends(rate), strict=True)),
        **{"unknown_low": least, "unknown_high": most},
    }
    every = {"events": black + white + (unknown or 0), "exposure": 520_000.0, "rate": None}
    return seen({"rows": [row], "overall": every, "unknown_events": unknown}, "rate", months)


def of_all(events: int, records: int, months: tuple[str, str] = NOW) -> Seen:
    """A figure of a share of everyone's records."""
    found = _ends(stats.proportion(np.array([events]), np.array([records])))
    overall = dict(zip(("rate", "rate_low", "rate_high"), found, strict=True))
    overall |= {"events": events, "exposure": records}
    result = {"rows": [], "overall": overall, "unknown_events": 0, "unknown_exposure": 0}
    return seen(result, "share", months)


def seen(result: dict[str, Any], kind: str, months: tuple[str, str]) -> Seen:
    reference = f"search-rate/demoshire/{months[0]}--{months[1]}/five-groups/1"
    return Seen(reference, *months, kind, "Set against residents.", result)


def _ends(found: stats.Estimate) -> tuple[float, float, float]:
    return tuple(float(part[0]) for part in (found.value, found.low, found.high))


def asked(goal: Goal, *figures: Seen, since: Seen | None = None, on: date = ON) -> Progress:
    return progress(goal, figures, by=BY, starts_on=STARTS, on=on, since=since)


def test_a_whole_range_on_the_right_side_is_reached() -> None:
    found = asked(ratio(), searches(100, 2500))
    assert found.standing is Standing.REACHED
    assert told(ratio(), found).standing == "Reached"


def test_before_its_day_a_goal_is_at_its_level_and_not_yet_reached_for_good() -> None:
    found = asked(ratio(), searches(100, 2500), on=date(2026, 9, 29))
    assert told(ratio(), found).standing == "At that level now"


def test_a_whole_range_on_the_wrong_side_is_not_reached() -> None:
    assert asked(ratio(), searches(600, 4000)).standing is Standing.NOT_REACHED
    assert asked(ratio(direction="at-least"), searches(100, 2500)).standing is Standing.NOT_REACHED


def test_before_its_day_a_goal_is_not_said_to_be_missed() -> None:
    found = asked(ratio(), searches(600, 4000), on=date(2026, 9, 29))
    assert told(ratio(), found).standing == "Not there yet"


def test_a_range_across_the_goal_cannot_tell_and_says_what_would_have_shown() -> None:
    found = asked(ratio(), searches(120, 1000))
    assert found.standing is Standing.CANNOT_TELL
    assert found.shown_at is not None
    assert found.shown_at < 3
    assert told(ratio(), found).standing == "We cannot tell"
    assert f"{found.shown_at:.1f} or lower" in told(ratio(), found).sentences[0]


def test_what_was_not_recorded_forbids_to_say_reached() -> None:
    assert asked(ratio(), searches(100, 2500, 20)).standing is Standing.REACHED
    found = asked(ratio(), searches(100, 2500, 300))
    assert (found.standing, found.open) == (Standing.CANNOT_TELL, True)
    assert "had every ethnicity been recorded" in told(ratio(), found).sentences[0]


def test_what_was_not_recorded_does_not_excuse_what_was() -> None:
    """A force that records less would otherwise never miss a goal."""
    found = asked(ratio(), searches(330, 2000, 4000))
    assert (found.standing, found.open) == (Standing.NOT_REACHED, True)
    assert "Too much was not recorded" in told(ratio(), found).sentences[0]


def test_where_the_unknown_are_hidden_nothing_is_reached() -> None:
    found = asked(ratio(), searches(100, 2500, None))
    assert found.standing is Standing.CANNOT_TELL
    assert "is not shown, to protect people" in told(ratio(), found).sentences[0]


def test_a_group_s_rate_counts_all_the_unknown_as_its_own_before_it_is_reached() -> None:
    goal = Goal(quantity="rate", group="Black", direction="at-most", level="10")
    assert asked(goal, searches(100, 2500, 0)).standing is Standing.REACHED
    assert asked(goal, searches(100, 2500, 99)).standing is Standing.REACHED
    assert asked(goal, searches(100, 2500, 101)).standing is Standing.CANNOT_TELL


def test_a_share_is_of_every_hundred() -> None:
    assert asked(share("14"), of_all(100, 1000)).standing is Standing.REACHED
    assert asked(share("5"), of_all(100, 1000)).standing is Standing.NOT_REACHED
    assert asked(share("10"), of_all(100, 1000)).standing is Standing.CANNOT_TELL
    assert (
        "10.0 of every 100" in told(share("5"), asked(share("5"), of_all(100, 1000))).sentences[0]
    )


def test_the_unknown_share_is_worked_out_from_what_was_counted() -> None:
    goal = Goal(quantity="unknown-share", direction="at-most", level="20")
    found = asked(goal, searches(100, 2500, 400))
    assert found.standing is Standing.REACHED
    assert found.reading is not None
    assert found.reading.value == pytest.approx(400 / 3000)


def test_no_figure_and_one_from_before_the_work_say_so() -> None:
    assert asked(ratio()).standing is Standing.NO_FIGURE
    found = asked(ratio(), searches(100, 2500, months=BEFORE))
    assert found.standing is Standing.BEFORE_WORK
    assert "September 2025, before the work began" in told(ratio(), found).sentences[0]


def test_a_figure_that_ends_before_the_day_says_so_after_it() -> None:
    found = asked(ratio(), searches(100, 2500, months=("2025-09", "2026-08")))
    assert found.ends_before
    assert "ends before it, in August 2026" in told(ratio(), found).sentences[1]
    assert not asked(ratio(), searches(100, 2500)).ends_before


def test_a_number_that_is_not_given_is_not_guessed() -> None:
    hidden = {"group": "Black", "ratio": None, "unknown_low": None, "unknown_high": None}
    figure = seen({"rows": [hidden], "overall": {}, "unknown_events": None}, "rate", NOW)
    found = asked(ratio(), figure)
    assert found.standing is Standing.NOT_GIVEN
    assert "protect people" in told(ratio(), found).sentences[0]
    absent = seen({"rows": [], "overall": {}, "unknown_events": 0}, "rate", NOW)
    assert asked(ratio(), absent).standing is Standing.NOT_GIVEN


def test_the_latest_months_count_whatever_the_order() -> None:
    old, new = searches(100, 2500, months=BEFORE), searches(600, 4000)
    for figures in ((old, new), (new, old)):
        assert asked(ratio(), *figures).figure == new


@pytest.mark.parametrize(
    ("was", "now", "direction", "movement"),
    [
        ((900, 4000), (600, 4000), "at-most", Movement.TOWARDS),
        ((600, 4000), (900, 4000), "at-most", Movement.AWAY),
        ((600, 4000), (900, 4000), "at-least", Movement.TOWARDS),
        ((600, 4000), (610, 4000), "at-most", Movement.CANNOT_TELL),
    ],
)
def test_a_move_is_said_only_where_it_can_be_seen(
    was: tuple[int, int], now: tuple[int, int], direction: str, movement: Movement
) -> None:
    goal = ratio("1.5", direction)
    found = asked(goal, searches(*now), since=searches(*was, months=BEFORE))
    assert found.moved is not None
    assert found.moved.movement is movement
    assert any(words in told(goal, found).sentences[-1] for words in SAID[movement])


SAID = {
    Movement.TOWARDS: ["moved towards the goal"],
    Movement.AWAY: ["moved away from the goal"],
    Movement.CANNOT_TELL: ["We cannot tell whether it moved"],
}


def test_where_no_move_can_be_seen_the_smallest_is_said() -> None:
    found = asked(ratio("1.5"), searches(600, 4000), since=searches(610, 4000, months=BEFORE))
    assert found.moved is not None
    assert found.moved.seen_at is not None
    assert found.moved.seen_at < found.moved.was
    assert "fall below" in told(ratio("1.5"), found).sentences[-1]


def test_figures_that_share_months_are_not_compared() -> None:
    overlapping = searches(900, 4000, months=("2025-07", "2026-06"))
    assert asked(ratio(), searches(600, 4000), since=overlapping).moved is None


def test_what_was_before_the_work_is_the_latest_figure_that_ended_before_it() -> None:
    old = searches(1, 1, months=("2023-10", "2024-09"))
    known = [old, searches(1, 1, months=BEFORE), searches(1, 1)]
    assert before_work(known, STARTS) == known[1]
    assert before_work([known[2]], STARTS) is None


def test_a_number_is_never_written_on_the_other_side_of_its_goal() -> None:
    """3.04 written as 3.0 would look reached beside a goal of at most 3."""
    figure = searches(304, 2500)
    row = figure.result["rows"][0] | {"ratio": 3.04, "ratio_low": 3.01, "ratio_high": 3.07}
    found = asked(ratio(), seen({**figure.result, "rows": [row]}, "rate", NOW))
    assert "3.04 times (likely range 3.01 to " in told(ratio(), found).sentences[0]


# A planted truth: the share of claims that are wrong, where the truth lies just past the goal, so
# that every claim of “reached” is wrong, and just short of it, so that every “not reached” is.
DRAWS = 4000
MOST_WRONG = 0.025
CHANCE = 3 * (MOST_WRONG * (1 - MOST_WRONG) / DRAWS) ** 0.5  # of four thousand draws


@pytest.mark.parametrize("expected", [30, 200, 1500])
@pytest.mark.parametrize("direction", ["at-most", "at-least"])
def test_reached_is_wrong_of_a_ratio_at_most_once_in_forty_times(
    expected: int, direction: str
) -> None:
    random = np.random.default_rng(expected)
    goal, truth = ratio("3", direction), 3.0
    black = random.poisson(expected, DRAWS)
    white = random.poisson(expected / truth * 25, DRAWS)
    at = asked_many(goal, [searches(*one) for one in zip(black, white, strict=True)])
    assert share_of(at, Standing.REACHED) <= MOST_WRONG + CHANCE
    assert share_of(at, Standing.NOT_REACHED) <= MOST_WRONG + CHANCE


@pytest.mark.parametrize(("truth", "records"), [(0.05, 400), (0.05, 6000), (0.3, 400), (0.5, 50)])
def test_reached_is_wrong_of_a_share_at_most_once_in_twenty_times(
    truth: float, records: int
) -> None:
    """Wilson's range is right on average, and leaves the truth out more often at one end."""
    random = np.random.default_rng(records)
    events = random.binomial(records, truth, DRAWS)
    goals = [share(f"{truth * 100:g}", direction) for direction in ("at-most", "at-least")]
    for goal in goals:
        at = asked_many(goal, [of_all(int(one), records) for one in events])
        assert share_of(at, Standing.REACHED) <= 0.05
        assert share_of(at, Standing.NOT_REACHED) <= 0.05
        assert share_of(at, Standing.CANNOT_TELL) > 0.9


def test_a_move_that_did_not_happen_is_claimed_at_most_once_in_twenty_times() -> None:
    random = np.random.default_rng(7)
    goal = ratio("1")
    drawn = random.poisson((500, 3500, 500, 3500), (DRAWS, 4))
    claims = 0
    for black, white, was_black, was_white in drawn:
        since = searches(was_black, was_white, months=BEFORE)
        found = asked(goal, searches(black, white), since=since)
        claims += found.moved is not None and found.moved.movement is not Movement.CANNOT_TELL
    assert claims / DRAWS <= 0.05 + 3 * (0.05 * 0.95 / DRAWS) ** 0.5


def test_what_would_have_shown_it_does_four_times_in_five() -> None:
    """Where we could not tell, draw again with the truth that was named: it then shows."""
    random = np.random.default_rng(11)
    level = 3.0
    shown = asked(ratio("3"), searches(500, 4166)).shown_at
    assert shown is not None
    black = random.poisson(500 * shown / level, DRAWS)
    white = random.poisson(4166, DRAWS)
    at = asked_many(ratio("3"), [searches(*one) for one in zip(black, white, strict=True)])
    assert share_of(at, Standing.REACHED) == pytest.approx(0.8, abs=0.04)


def asked_many(goal: Goal, figures: list[Seen]) -> list[Standing]:
    return [asked(goal, one).standing for one in figures]


def share_of(found: list[Standing], one: Standing) -> float:
    return found.count(one) / len(found)


def test_a_level_is_held_as_figures_hold_their_numbers() -> None:
    assert level_of(share("5"), "share") == 0.05
    assert level_of(ratio("3"), "share") == 3
    goal = Goal(quantity="rate", group="Black", direction="at-most", level="20")
    assert level_of(goal, "rate") == 20
