"""What the watch raises, holds back and leaves untold, where the truth is known."""

from dataclasses import replace

import numpy as np
import pytest
from made_watch import BLACK, FORCES, Plant, drawn, place

from evenhand.measures.watch import Direction, Looks, Means, Settings, Watched, read, watched
from evenhand.measures.watch.cube import Cube
from evenhand.measures.watch.told import told as in_public
from evenhand.measures.words.headlines import headline
from evenhand.records.checks import Finding

KENT = FORCES.index("kent")


def told(cube: Cube) -> list[str]:
    return [one.key for one in watched([cube]).moves]


def test_a_planted_rise_is_found_with_its_month_and_told_once() -> None:
    cube = drawn(1, plants=[Plant("kent", 2, 54, "Black")])
    found = watched([cube])
    (alert,) = found.moves
    assert (alert.series.force, alert.series.group, alert.series.looks) == (
        "kent",
        "Black",
        "ratio",
    )
    assert (alert.direction, alert.means, alert.quality) == (Direction.RISE, Means.WORSE, False)
    assert abs(cube.months.index(alert.since) - 54) <= 2
    assert alert.change.low < 2 < alert.change.high
    assert alert.before.value is not None
    assert alert.after.value is not None
    assert alert.after.value / alert.before.value == pytest.approx(alert.change.times)
    assert {one.group[:5] for one in alert.related} == {"Black"}
    assert Looks.RATE in {one.looks for one in alert.related}
    assert alert.examined == sum(found.examined.values()) > 400
    assert alert.smallest is not None
    assert 1 < alert.smallest < 2
    assert "Kent Police" in alert.sentence
    assert "between" in alert.sentence
    assert alert.evidence < 0.01


def test_a_fall_is_told_as_better() -> None:
    (alert,) = watched([drawn(2, plants=[Plant("kent", 0.4, 52, "Black")])]).moves
    assert (alert.direction, alert.means) == (Direction.FALL, Means.BETTER)


def test_nothing_is_raised_where_nothing_happens() -> None:
    raised = [key for seed in range(8) for key in told(drawn(100 + seed))]
    assert len(raised) <= 1


def test_of_what_is_raised_hardly_anything_is_false() -> None:
    """A small version of `python -m bench.watch_lake --rates`, at 28 events a quarter."""
    false = true = 0
    for seed in range(5):
        plants = [Plant(force, 2.5, 48, "Black") for force in FORCES[:2]]
        found = watched([drawn(seed, mean=28 / 3, plants=plants)])
        for alert in found.moves:
            planted = alert.series.force in FORCES[:2] and alert.series.group.startswith("Black")
            true, false = true + planted, false + (not planted)
    assert true >= 9
    assert false <= 1


def test_forces_in_another_order_change_nothing() -> None:
    plants = [Plant("kent", 2, 54, "Black"), Plant("durham", 0.5, 50, "Asian")]
    cube = drawn(3, plants=plants)
    order = [3, 1, 5, 0, 4, 2]
    arrays = {
        name: value[order] for name, value in vars(cube).items() if isinstance(value, np.ndarray)
    }
    other = replace(cube, forces=tuple(cube.forces[one] for one in order), **arrays)
    one, two = watched([cube]), watched([other])
    assert [each.plain() for each in one.moves] == [each.plain() for each in two.moves]
    assert one.examined == two.examined


def test_missing_months_are_not_a_fall() -> None:
    cube = drawn(4)
    gone = cube.observed.copy()
    gone[KENT, 50:58] = False
    assert told(cube.hiding(gone)) == told(cube)


def test_a_quarter_that_was_not_supplied_leaves_the_force_untold() -> None:
    cube = drawn(5, plants=[Plant("kent", 2, 48, "Black")])
    gone = cube.observed.copy()
    gone[KENT, -3:] = False
    found = watched([cube.hiding(gone)])
    assert not found.moves
    assert found.examined["kent"] == 0
    why = {one.why for one in found.untold if one.series.force == "kent" and not one.about}
    assert all("No whole month of the last quarter was supplied" in one for one in why)


def silent_for(cube: Cube, months: int) -> Cube:
    """The same, but of so many months up to the last one nothing came from Kent."""
    gone = cube.observed.copy()
    gone[KENT, -months:] = False
    return cube.hiding(gone)


def test_nothing_for_five_months_is_raised_and_says_since_when() -> None:
    cube = drawn(5, plants=[Plant("kent", 2, 48, "Black"), Plant("durham", 2, 54, "Black")])
    first, *others = watched([silent_for(cube, 5)]).moves
    assert (first.series.force, first.series.looks) == ("kent", Looks.COVERAGE)
    assert (first.quality, first.direction, first.means) == (True, Direction.FALL, Means.WORSE)
    assert (first.since, first.as_of) == (cube.months[-5], cube.months[-1])
    assert "no whole month of searches has come since July 2025" in first.sentence
    assert "Missing, and not zero: August 2025 to December 2025." in first.sentence
    assert {one.series.force for one in others} == {"durham"}, "the rise in Kent is held back"
    assert told(silent_for(cube, 4)) == [one.key for one in others]


def test_how_long_nothing_may_come_is_a_setting_and_never_having_come_is_no_stop() -> None:
    cube = drawn(5)
    early = Settings(behind=2)
    assert [one.since for one in watched([silent_for(cube, 2)], settings=early).moves] == [
        cube.months[-2]
    ]
    assert watched([silent_for(cube, len(cube.months))]).moves == ()


def test_months_that_come_in_part_are_no_whole_months_and_that_alone_is_said() -> None:
    cube = silent_for(drawn(5), 7)
    partly = Finding("kent", cube.months[-1], "partial-month", "warning", "3 of 90 came", 3.0)
    codes = [one.findings[0].code for one in watched([cube], [partly]).moves]
    assert sorted(codes) == ["nothing-came", "partial-month"]


def test_that_nothing_came_comes_back_from_json_and_is_told_to_everybody_as_it_is() -> None:
    import json

    (alert,) = watched([silent_for(drawn(5), 6)]).moves
    assert read(json.loads(json.dumps(alert.plain(), allow_nan=False))) == alert
    public = in_public(alert)
    assert (public.sentence, public.since, public.findings) == (
        alert.sentence,
        alert.since,
        alert.findings,
    )
    assert headline(public) == "No whole month of searches has come since June 2025."
    assert in_public(public) == public


def unknown_instead(cube: Cube, since: int, share: float) -> Cube:
    """Leave out the ethnicity of Black people alone, from a month on; they are searched as ever."""
    rng = np.random.default_rng(9)
    rate = place(cube, "search-rate")
    for group in range(len(cube.events[0, 0])):
        name = group
        events = cube.events[KENT, rate, name, since:]
        if name != BLACK and not 10 <= name <= 12:
            continue
        left = rng.binomial(events.astype(int), share)
        events -= left
        if name == BLACK:
            cube.unknown[KENT, rate, since:] += left
            cube.persons_unknown[KENT, since:] += left
    return cube


def test_unknowns_alone_raise_quality_and_hold_the_rest_back() -> None:
    found = watched([unknown_instead(drawn(6), 48, 0.6)])
    (alert,) = found.moves
    assert alert.quality
    assert alert.series.looks is Looks.UNKNOWN
    assert alert.means is Means.WORSE
    assert "ethnicity was not recorded" in alert.sentence
    assert {one.series.group[:5] for one in found.held_back} == {"Black"}
    assert {one.findings[-1].code for one in found.held_back} == {"unknown-moved"}


def test_unknowns_do_not_hide_what_they_cannot_explain() -> None:
    cube = unknown_instead(drawn(6, plants=[Plant("kent", 6, 48, "Asian")]), 48, 0.6)
    groups = {one.series.group for one in watched([cube]).moves}
    assert "Asian" in groups


def test_records_that_fall_for_everybody_come_first_and_hold_rates_back() -> None:
    found = watched([drawn(7, plants=[Plant("kent", 0.5, 52)])])
    first = found.moves[0]
    assert first.quality
    assert (first.series.looks, first.direction) == (Looks.COVERAGE, Direction.FALL)
    assert all(one.quality for one in found.moves)
    assert {one.series.looks for one in found.held_back} == {Looks.RATE}
    assert not any(one.series.looks is Looks.RATIO for one in found.held_back)


def test_a_month_twice_over_is_told_and_not_used() -> None:
    cube = drawn(8)
    rate = place(cube, "search-rate")
    cube.events[KENT, rate, :, -2] *= 2
    cube.persons[KENT, -2] *= 2
    use = cube.observed.copy()
    use[KENT, -2] = False
    twice = Finding("kent", cube.months[-2], "duplicate-file", "error", "7 of 9 rows repeat", 0.5)
    found = watched([cube.hiding(use)], [twice])
    (alert,) = found.moves
    assert alert.quality
    assert "twice over" in alert.sentence
    assert alert.findings[0].months == (cube.months[-2],)


def test_one_month_out_of_the_way_raises_nothing() -> None:
    cube = drawn(10, mean=400, plants=[Plant("kent", 2, 59, "Black")])
    assert told(cube) == []
    assert watched([cube], settings=Settings(fewest_months=1)).moves


def test_fewer_events_than_may_be_told_of_are_untold() -> None:
    found = watched([drawn(11, mean=0.6, plants=[Plant("kent", 12, 58, "Black")])])
    assert not found.moves
    assert any("Fewer than 10 were counted" in one.why for one in found.untold)


@pytest.mark.parametrize("fill", [0.0, np.nan])
def test_nothing_at_all_is_no_alert_and_no_fault(fill: float) -> None:
    cube = drawn(12)
    for name in ("events", "recorded", "unknown", "left_out", "persons", "persons_unknown"):
        getattr(cube, name)[:] = fill
    found = watched([cube])
    assert not found.moves
    assert len(found.untold) > 500


def test_one_month_and_no_force_are_answered() -> None:
    assert watched([]) == Watched("", {}, (), (), (), watched([]).inputs, Settings().plain())
    assert not watched([drawn(13, months=1)]).moves
    assert not watched([drawn(13, forces=())]).moves


def test_an_old_change_is_no_news() -> None:
    cube = drawn(14, months=96, plants=[Plant("kent", 2, 40, "Black")])
    assert told(cube) == []


def test_the_same_move_keeps_its_key_as_months_pass() -> None:
    plants = [Plant("kent", 2, 54, "Black")]
    keys = set()
    for months in (60, 62, 64):
        cube = drawn(15, months=66, plants=plants)
        arrays = {
            name: value[..., :months]
            for name, value in vars(cube).items()
            if isinstance(value, np.ndarray)
        }
        (key,) = told(replace(cube, months=cube.months[:months], **arrays))
        keys.add(key)
    assert len(keys) == 1


def test_an_alert_comes_back_from_json_as_it_was() -> None:
    import json

    (alert,) = watched([drawn(1, plants=[Plant("kent", 2, 54, "Black")])]).moves
    assert read(json.loads(json.dumps(alert.plain(), allow_nan=False))) == alert
