"""A frame is fixed, says nothing of anybody, and leaves nobody a choice."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from hashlib import sha256
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_frames import FROZEN, frame, made, plan, record

from evenhand.scrutiny.drawing.chains import QUICKNET
from evenhand.scrutiny.drawing.errors import BadBeacon, DrawError, NotADraw, NotAFrame, UnfairFrame
from evenhand.scrutiny.drawing.frame import Excluded, Frame, Log, SeedRule, Stratum
from evenhand.scrutiny.drawing.making import belongs, opening, opens
from evenhand.scrutiny.drawing.reading import frame_from, parse
from evenhand.scrutiny.strata import LEAST, joined, shared_out

LOG = Log("site.example/stops", 1000)


def read_again(one: Frame) -> Frame:
    return frame_from(parse(one.canonical()))


def test_a_frame_that_is_written_and_read_is_the_same_frame() -> None:
    one = frame()
    assert read_again(one) == one
    assert read_again(one).fingerprint() == one.fingerprint()


def test_the_fingerprint_is_sha_256_of_the_canonical_form() -> None:
    one = frame()
    text = json.dumps(one.as_plain(), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    assert one.canonical() == text.encode()
    assert one.fingerprint() == sha256(text.encode()).hexdigest()


def test_positions_say_no_more_than_the_counts() -> None:
    one = frame()
    assert [(s.key, s.size, s.drawn) for s in one.strata] == [
        *(("black", 19, 4), ("missing", 2, 1), ("white", 38, 4))
    ]
    assert dict(one.spans) == {
        "black": range(1, 20),
        "missing": range(20, 22),
        "white": range(22, 60),
    }
    assert one.phantoms == (20, 21)
    for span in one.spans.values():
        known = [one.commitment(n) for n in span if one.commitment(n)]
        assert known == sorted(known, key=str)


def test_nothing_of_a_record_stands_in_a_frame() -> None:
    text = frame().canonical().decode()
    for one in (record(7), record(20)):
        assert one.id not in text
        assert one.leaf not in text


def test_the_same_records_with_other_nonces_make_a_frame_that_shares_no_commitment() -> None:
    first, second = made().frame, made(nonces={}).frame
    assert not set(first.positions) & set(second.positions)


def test_every_position_of_a_record_is_opened_by_its_own_opening_alone() -> None:
    one = made(excluded={"stop-5": "sub-judice"}, phantoms={"missing": 2})
    assert set(one.openings) == set(range(1, one.frame.size + 1)) - set(one.frame.phantoms)
    for position, each in one.openings.items():
        assert opens(one.frame, position, each)
        assert one.frame.position_of(each.commitment) == position
    first, last = one.openings[1], one.openings[max(one.openings)]
    assert not opens(one.frame, 1, last)
    assert not opens(one.frame, 1, replace(first, nonce=bytes(16)))


def test_a_record_cannot_be_shown_as_of_another_stratum() -> None:
    one = made()
    told = one.openings[1]
    lie = replace(told, content={**told.content, "stratum": "white"})
    assert not opens(one.frame, 1, lie)


def test_an_exclusion_is_opened_as_a_position_is_and_its_commitment_can_come_first() -> None:
    before = opening(record(5), "draw-1", b"nonce of stop-5")
    one = made(excluded={"stop-5": "sub-judice"})
    assert one.frame.exclusions == (Excluded("sub-judice", (before.commitment,)),)
    assert one.excluded == {before.commitment: before}
    assert one.frame.position_of(before.commitment) is None


# Attacks on the frame (trust.md, 42-51)


def test_attack_44_a_frame_that_is_frozen_after_its_round_is_known_is_refused() -> None:
    told = QUICKNET.first_after(FROZEN)
    for number in (told - 1000, told, told + 199):
        with pytest.raises(UnfairFrame, match="less than 10 minutes"):
            made(of=plan(seed_rule=SeedRule.drand(QUICKNET.hash, number)))


def test_a_round_ten_minutes_ahead_is_taken_and_one_in_two_years_is_not() -> None:
    far = QUICKNET.first_after(FROZEN + timedelta(days=700))
    near = QUICKNET.first_after(FROZEN + timedelta(minutes=10))
    assert made(of=plan(seed_rule=SeedRule.drand(QUICKNET.hash, near))).frame.size == 60
    with pytest.raises(UnfairFrame, match="more than a year"):
        made(of=plan(seed_rule=SeedRule.drand(QUICKNET.hash, far)))


def test_a_round_whose_time_was_changed_is_refused() -> None:
    number = QUICKNET.first_after(FROZEN) - 1000
    rule = replace(SeedRule.drand(QUICKNET.hash, number), at=FROZEN + timedelta(hours=1))
    with pytest.raises(UnfairFrame, match="the frame says otherwise"):
        made(of=plan(seed_rule=rule))


@pytest.mark.parametrize("name", ["1,23", "12,3", "a b", "A", "", "é", "a\n", "a\x00b", "x" * 121])
def test_attack_45_names_with_separators_are_refused(name: str) -> None:
    with pytest.raises(UnfairFrame, match="is no name"):
        made(of=plan(name=name))


def test_attack_46_a_record_that_stands_twice_is_refused() -> None:
    one = frame()
    twice = (one.positions[0], *one.positions[:18], *one.positions[19:])
    with pytest.raises(UnfairFrame, match="stands twice"):
        replace(one, positions=twice)
    with pytest.raises(DrawError, match="stands twice"):
        made(every=[record(1), record(1), record(2)])


def test_attack_46_a_record_that_is_excluded_and_drawn_from_is_refused() -> None:
    one = frame()
    both = Excluded("sub-judice", (str(one.positions[0]),))
    with pytest.raises(UnfairFrame, match="stands twice"):
        replace(one, exclusions=(both,))


def test_attack_47_a_late_record_of_the_period_is_in_the_next_frame() -> None:
    late = record(1, entry=1005)
    asked, following = plan(), plan(first=date(2026, 10, 1), last=date(2026, 12, 31))
    assert not belongs(late, asked, LOG)
    assert belongs(late, following, Log(LOG.origin, 2000, since=1000))
    # And what the frame before had is not in it again.
    assert not belongs(record(1), following, Log(LOG.origin, 2000, since=1000))


def test_attack_48_reclassifying_takes_no_record_out_of_a_frame() -> None:
    both = record(1, powers=frozenset({"vehicle-stop", "stop-and-search"}))
    assert belongs(both, plan(), LOG)
    assert belongs(both, plan(power="stop-and-search"), LOG)
    assert not belongs(both, plan(power="use-of-force"), LOG)


def test_positions_in_an_order_that_somebody_chose_are_refused() -> None:
    one = frame()
    a, b, *rest = one.positions
    with pytest.raises(UnfairFrame, match="not in the order"):
        replace(one, positions=(b, a, *rest))
    with pytest.raises(UnfairFrame, match="not in the order"):
        replace(made(phantoms={"black": 1}).frame, positions=(None, *made().frame.positions))


def test_a_stratum_from_which_nobody_is_drawn_is_refused() -> None:
    with pytest.raises(UnfairFrame, match="at least one"):
        made(of=plan(drawn={"black": 0, "white": 1}))
    with pytest.raises(DrawError, match="does not say how many"):
        made(of=plan(drawn={"black": 1}))


def test_a_small_stratum_is_drawn_whole() -> None:
    one = made(4, of=plan(drawn={"black": 30, "white": 1}))
    assert one.frame.strata[0] == Stratum("black", 2, 2)


def test_an_exclusion_of_somebody_who_is_not_there_is_refused() -> None:
    with pytest.raises(DrawError, match="no record of this frame"):
        made(excluded={"stop-5000": "sub-judice"})


def changed(**other: Any) -> dict[str, Any]:
    return {**frame().as_plain(), **other}


@pytest.mark.parametrize(
    "plain",
    [
        None,
        [],
        {},
        changed(format="evenhand frame v2"),
        changed(more=1),
        changed(positions="none"),
        changed(positions=[1]),
        changed(reserves="3"),
        changed(reserves=True),
        changed(period={"from": "20260701", "to": "2026-09-30"}),
        changed(period={"from": "2026-07-01"}),
        changed(frozen_at="2026-11-23T09:30:00+00:00"),
        changed(frozen_at="2026-11-23T09:30:00.5Z"),
        changed(frozen_at="２026-11-23T09:30:00Z"),
        changed(log={"origin": "x", "size": None, "since": None}),
        changed(strata=[{"key": "a", "size": 1}]),
        changed(exclusions=[{"reason": "x", "commitments": [None]}]),
        changed(seed_rule="dice"),
        changed(seed_rule={"kind": "dice", "round": 1}),
        changed(seed_rule={"kind": "drand"}),
    ],
)
def test_what_has_another_form_is_no_frame(plain: object) -> None:
    with pytest.raises(NotAFrame):
        frame_from(plain)


@pytest.mark.parametrize(
    ("other", "says"),
    [
        ({"exclusions": [{"reason": "x", "commitments": []}]}, "not in the order"),
        ({"exclusions": [{"reason": "x", "commitments": ["A" * 64]}]}, "hexadecimal"),
        ({"exclusions": [{"reason": "x", "commitments": ["ab" * 32]}] * 2}, "reason stands twice"),
        ({"strata": [{"key": "a", "size": 20, "drawn": 1}] * 2}, "stratum stands twice"),
        ({"strata": [{"key": "a", "size": 2, "drawn": 1}]}, "do not add up"),
        ({"strata": [], "positions": []}, "between 1 and 1,000,000"),
        ({"reserves": -1}, "not a whole one"),
        ({"log": {"origin": "x", "size": 2**60, "since": None}}, "not a whole one"),
        ({"log": {"origin": "x", "size": 1, "since": 2}}, "larger for the frame before"),
        ({"log": {"origin": "a b", "size": 1, "since": None}}, "which log"),
        ({"period": {"from": "2026-10-01", "to": "2026-09-30"}}, "ends before it begins"),
        ({"seed_rule": {"kind": "coin"}}, "dice or from drand"),
        (
            {
                "seed_rule": {
                    "kind": "drand",
                    "chain": "x",
                    "round": 1,
                    "at": "2027-01-01T00:00:00Z",
                }
            },
            "no chain",
        ),
    ],
)
def test_what_breaks_a_rule_is_an_unfair_frame(other: dict[str, Any], says: str) -> None:
    with pytest.raises(UnfairFrame, match=says):
        frame_from(changed(**other))


@pytest.mark.parametrize(
    "text",
    ["", "{", '{"a": 1, "a": 1}', '{"a": 1.0}', '{"a": 1e3}', '{"a": NaN}', "[" * 100_000, b"\xff"],
)
def test_a_document_that_two_readers_could_read_apart_is_refused(text: str | bytes) -> None:
    with pytest.raises(NotADraw):
        parse(text)


def test_a_time_is_written_in_one_way_wherever_it_was_frozen() -> None:
    cairo = FROZEN.astimezone(timezone(timedelta(hours=2)))
    assert made(frozen_at=cairo).frame.fingerprint() == made().frame.fingerprint()
    with pytest.raises(UnfairFrame, match="whole second"):
        made(frozen_at=datetime(2026, 11, 23, 9, 30))  # noqa: DTZ001 (that it has no zone is the point)
    with pytest.raises(UnfairFrame, match="whole second"):
        made(frozen_at=FROZEN.replace(microsecond=1))


def test_a_frame_says_which_stratum_a_position_is_of() -> None:
    one = frame()
    for position in range(1, one.size + 1):
        assert position in one.spans[one.stratum_of(position).key]
    for position in (0, -1, one.size + 1):
        with pytest.raises(IndexError):
            one.stratum_of(position)
        with pytest.raises(IndexError):
            one.commitment(position)


def test_rounds_come_when_their_network_says() -> None:
    # https://docs.drand.love: round 1 at genesis, then one in each period.
    assert QUICKNET.time_of(1) == datetime(2023, 8, 23, 15, 9, 27, tzinfo=UTC)
    assert QUICKNET.time_of(1001) - QUICKNET.time_of(1) == timedelta(seconds=3000)
    for number in (0, -1, 2**40):
        with pytest.raises(BadBeacon):
            QUICKNET.time_of(number)


@given(st.integers(1, 10**9), st.integers(-2, 2))
def test_the_first_round_after_a_moment_is_the_first(number: int, seconds: int) -> None:
    moment = QUICKNET.time_of(number) + timedelta(seconds=seconds)
    first = QUICKNET.first_after(moment)
    assert QUICKNET.time_of(first) >= moment
    assert first == 1 or QUICKNET.time_of(first - 1) < moment


SIZES = st.dictionaries(st.text("abcd", min_size=1, max_size=3), st.integers(1, 60), min_size=1)


@given(SIZES)
def test_no_stratum_of_few_is_told_while_there_is_somebody_to_join(sizes: dict[str, int]) -> None:
    into = joined(sizes)
    told: dict[str, int] = {}
    for key, size in sizes.items():
        told[into[key]] = told.get(into[key], 0) + size
    assert sum(told.values()) == sum(sizes.values())
    assert all(size >= LEAST for size in told.values()) or len(told) == 1


@given(SIZES, st.integers(0, 10**6))
def test_a_sample_is_shared_out_whole_and_within_one_of_its_share(
    sizes: dict[str, int], asked: int
) -> None:
    whole = sum(sizes.values())
    total = len(sizes) + asked % (whole - len(sizes) + 1)
    shared = shared_out(sizes, total)
    assert sum(shared.values()) == total
    assert all(1 <= shared[key] <= size for key, size in sizes.items())
    # Only what gives somebody their one case moves others by more than rounding does.
    if all(total * size >= whole for size in sizes.values()):
        assert all(abs(shared[key] - total * size / whole) < 1 for key, size in sizes.items())


def test_more_strata_than_cases_cannot_be_shared() -> None:
    with pytest.raises(ValueError, match="cannot be shared"):
        shared_out({"a": 3, "b": 3}, 1)
    with pytest.raises(ValueError, match="cannot be shared"):
        shared_out({"a": 3, "b": 3}, 7)
