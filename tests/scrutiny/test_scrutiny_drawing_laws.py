"""What holds of every draw, whatever its frame, its exclusions and its seed are."""

from dataclasses import replace

import pytest
from any_draws import AnyDraw, any_draws
from bench.draws import NO_NODE, PROGRAMS, differences, node
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evenhand.scrutiny.drawing import drawn, order
from evenhand.scrutiny.drawing.document import check, read, write
from evenhand.scrutiny.drawing.reading import frame_from, parse
from evenhand.scrutiny.drawing.tickets import stepped_in

SOME = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
FEW = settings(SOME, max_examples=15)
"""Where each example starts processes."""
EACH = [
    pytest.param(
        one, marks=pytest.mark.skipif(one == "javascript" and node() is None, reason=NO_NODE)
    )
    for one in PROGRAMS
]


@given(any_draws())
@SOME
def test_the_order_of_each_part_is_a_permutation_of_its_positions(one: AnyDraw) -> None:
    frame = one.draw.frame
    orders = one.draw.order
    assert list(orders) == [each.key for each in frame.strata]
    for key, span in frame.spans.items():
        assert sorted(orders[key]) == list(span)
    every = [position for line in orders.values() for position in line]
    assert sorted(every) == list(range(1, frame.size + 1))


@given(any_draws())
@SOME
def test_a_frame_holds_all_that_belongs_into_it_and_nothing_that_was_left_out(one: AnyDraw) -> None:
    frame = one.draw.frame
    there = [one.record(position) for position in range(1, frame.size + 1)]
    assert sorted(each for each in there if each) == sorted(one.drawable)
    assert there.count(None) == len(frame.phantoms) == one.phantoms
    told = {each for some in frame.exclusions for each in some.commitments}
    assert len(told) == len(one.out)
    assert told.isdisjoint(frame.positions)


@given(any_draws())
@SOME
def test_what_was_left_out_is_never_drawn_and_never_stands_by(one: AnyDraw) -> None:
    found = one.draw.drawn
    positions = [case.position for case in found.cases]
    positions += [each for line in found.reserves.values() for each in line]
    assert len(set(positions)) == len(positions), "and nobody stands twice"
    assert {one.record(each) for each in positions}.isdisjoint(one.out)


@given(any_draws())
@SOME
def test_the_same_frame_and_seed_draw_the_same_wherever_they_are_read(one: AnyDraw) -> None:
    text = write(one.draw)
    told = read(text)
    assert told.draw == one.draw
    assert check(told).disagreements == ()
    assert write(told.draw) == text
    again = frame_from(parse(one.draw.frame.canonical().decode()))
    assert order(one.draw.seed, again) == one.draw.order
    assert drawn(again, one.draw.seed) == one.draw.drawn


@given(any_draws(), any_draws())
@SOME
def test_another_frame_or_another_seed_is_another_draw(one: AnyDraw, other: AnyDraw) -> None:
    same_frame = one.draw.frame == other.draw.frame
    assert (one.draw.frame.fingerprint() == other.draw.frame.fingerprint()) == same_frame
    same_seed = (one.draw.checkpoint, one.draw.beacon) == (
        other.draw.checkpoint,
        other.draw.beacon,
    )
    assert (one.draw.seed == other.draw.seed) == same_seed


@given(any_draws(), st.data())
@SOME
def test_cases_and_reserves_are_the_first_of_one_order(one: AnyDraw, data: st.DataObject) -> None:
    frame, found, orders = one.draw.frame, one.draw.drawn, one.draw.order
    for each in frame.strata:
        cases = {case.position for case in found.cases if case.stratum == each.key}
        line = orders[each.key]
        assert cases == set(line[: each.drawn])
        assert found.reserves[each.key] == tuple(line[each.drawn : each.drawn + frame.reserves])
    assert [case.place for case in found.cases] == list(range(1, len(found.cases) + 1))
    assert sum(case.weight for case in found.cases) == frame.size
    named = [case.position for case in found.cases]
    named += [each for some in found.reserves.values() for each in some]
    out = data.draw(st.sets(st.sampled_from(named)))
    instead = stepped_in(found, out)
    assert list(instead) == [case.position for case in found.cases if case.position in out]
    for each in frame.strata:
        stand = [new for old, new in instead.items() if old in frame.spans[each.key]]
        able = [one for one in found.reserves[each.key] if one not in out]
        assert stand == [*able, *[None] * len(stand)][: len(stand)], "the next in line, or nobody"


@given(any_draws(), st.integers(0, 8))
@SOME
def test_as_many_stand_by_as_were_asked_for_where_they_are_there(one: AnyDraw, more: int) -> None:
    asked = replace(one.draw.frame, reserves=more)
    assert {key: len(each) for key, each in drawn(asked, one.draw.seed).reserves.items()} == {
        each.key: min(more, each.size - each.drawn) for each in asked.strata
    }


@pytest.mark.parametrize("program", EACH)
@given(st.lists(any_draws(), min_size=1, max_size=8))
@FEW
def test_the_project_and_each_program_draw_the_same(program: str, some: list[AnyDraw]) -> None:
    assert differences([one.draw for one in some], [program]) == []
