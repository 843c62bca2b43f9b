"""Who is drawn follows from the seed and the frame, in bytes that are written down."""

import random
from collections import Counter
from dataclasses import replace
from fractions import Fraction
from hashlib import sha256

import pytest
from bench.draws import even_frame
from hypothesis import given
from hypothesis import strategies as st
from rivest import picks_2011, ticket_2018
from small_frames import CHECKPOINT, ROLLED, draw, frame, made, plan

from evenhand.scrutiny.drawing import drawn, order
from evenhand.scrutiny.drawing.errors import BadBeacon, RollsDiffer
from evenhand.scrutiny.drawing.seed import dice, randomness, seed
from evenhand.scrutiny.drawing.tickets import in_order, lengths, stepped_in, ticket

SEED = bytes(range(32))
PARTS = st.lists(st.binary(max_size=12), max_size=4)


# Rivest's published answers


def test_rivests_tickets_have_the_numbers_that_he_published() -> None:
    # The docstring of `first_fraction`, and the README's example of a heap.
    assert ticket_2018("01382438112797316654", "AB-130") == (
        "0.26299714122838008416507544297546663599715395525154425586041245287750224561854"
    )
    heap = {one: ticket_2018("xy()134!g2n", one)[:14] for one in ("dog", "cat", "fish", "goat")}
    assert heap == {
        "cat": "0.248664138941",
        "dog": "0.338860356156",
        "fish": "0.746859320888",
        "goat": "0.495998420720",
    }


@pytest.mark.parametrize(
    ("seed", "ids", "published"),
    [
        # USAGE_EXAMPLES.md of consistent_sampler, examples 1 to 5.
        (31, list("abcd"), ["b", "a", "d", "c"]),
        (77, list("abcd"), ["b", "d", "c", "a"]),
        (
            7711,
            [1, "two", ("III", 3.0), (1, 1, 1, 1)],
            [("III", 3.0), 1, "two", (1, 1, 1, 1)],
        ),
        (41, list(range(100)), [73, 51, 17, 58, 38, 42, 39, 20, 11, 67]),
        (52, list("abcde"), ["d", "b", "e", "a", "c"]),
    ],
)
def test_rivests_tickets_come_in_the_order_that_he_published(
    seed: int, ids: list[object], published: list[object]
) -> None:
    assert in_order(ids, lambda one: ticket_2018(seed, one))[: len(published)] == published


@pytest.mark.parametrize(
    ("seed", "total", "published"),
    [
        # Jerdonek's tests of the sampler of 2011, and the first of Rivest's own transcript.
        ("0", 1000, [905, 573, 160]),
        ("0", 2, [1, 1, 2]),
        ("1", 1000, [97, 89, 163]),
        ("0000000000", 1000, [978, 359, 132]),
        ("999999999999999999999999", 1000, [544, 800, 654]),
        ("abcde", 1000, [247, 427, 157]),
        ("3546311556112163624615351222", 876, [740, 180, 264, 789, 238, 448, 272, 611, 761, 208]),
    ],
)
def test_rivests_first_sampler_picks_what_was_published(
    seed: str, total: int, published: list[int]
) -> None:
    assert picks_2011(seed, len(published), total) == published


# The bytes


def test_parts_are_written_as_netstrings() -> None:
    # Bernstein's own example (1997).
    assert lengths(b"hello world!") == b"12:hello world!,"
    assert lengths(b"", "ŵ".encode()) == b"0:,2:\xc5\xb5,"


@given(PARTS, PARTS)
def test_attack_45_no_two_lists_of_parts_give_the_same_bytes(
    one: list[bytes], other: list[bytes]
) -> None:
    assert (lengths(*one) == lengths(*other)) == (one == other)


def test_attack_45_separators_in_ids_give_other_tickets() -> None:
    assert lengths(b"1,23") != lengths(b"12,3")
    assert lengths(b"1,", b"23") != lengths(b"1", b",23")
    assert len({ticket(SEED, f"{a}", 1) for a in ("1", "11", "1,", "1:")}) == 4


def test_a_ticket_is_made_of_exactly_these_bytes() -> None:
    fingerprint = frame().fingerprint()
    text = f"23:evenhand draw v1 ticket,64:{SEED.hex()},64:{fingerprint},2:17,"
    assert ticket(SEED, fingerprint, 17) == sha256(text.encode()).digest()


def test_a_seed_is_made_of_exactly_these_bytes() -> None:
    text = f"21:evenhand draw v1 seed,{len(CHECKPOINT)}:{CHECKPOINT},20:{ROLLED},"
    assert seed(CHECKPOINT.encode(), ROLLED.encode()) == sha256(text.encode()).digest()


def test_the_order_is_that_of_the_tickets_one_by_one() -> None:
    one = frame()
    tickets = {n: ticket(SEED, one.fingerprint(), n) for n in range(1, one.size + 1)}
    assert order(SEED, one) == {
        key: sorted(span, key=lambda n: tickets[n]) for key, span in one.spans.items()
    }


# The cases


def test_what_is_drawn_is_the_first_of_each_stratum_and_the_next_are_reserves() -> None:
    one = frame()
    orders, told = order(SEED, one), drawn(one, SEED)
    for stratum in one.strata:
        cases = [case.position for case in told.cases if case.stratum == stratum.key]
        line = orders[stratum.key]
        assert cases == line[: stratum.drawn]
        assert told.reserves[stratum.key] == tuple(line[stratum.drawn : stratum.drawn + 3])
        weights = {case.weight for case in told.cases if case.stratum == stratum.key}
        assert weights == {Fraction(stratum.size, stratum.drawn)}
    assert [case.place for case in told.cases] == list(range(1, 10))
    assert sum(case.weight for case in told.cases) == one.size


def test_reserves_that_are_not_there_are_not_named() -> None:
    one = made(6, of=plan(drawn={"black": 2, "white": 2}, reserves=5)).frame
    told = drawn(one, SEED)
    assert {key: len(those) for key, those in told.reserves.items()} == {"black": 0, "white": 2}


def test_who_may_not_be_looked_at_is_followed_by_the_next_in_line() -> None:
    told = drawn(frame(), SEED)
    white = [case.position for case in told.cases if case.stratum == "white"]
    first, second, third = told.reserves["white"]
    assert stepped_in(told, {white[0]}) == {white[0]: first}
    assert stepped_in(told, {white[2], first}) == {white[2]: second}
    gone = {*white, third}
    steps = stepped_in(told, gone)
    assert list(steps.values()) == [first, second, None, None]
    assert list(steps) == [case.position for case in told.cases if case.position in gone]


def test_attack_50_one_seed_for_two_draws_draws_them_apart() -> None:
    first = made(300).frame
    second = replace(first, name="draw-2")
    orders = [order(SEED, one)["white"] for one in (first, second)]
    assert sorted(orders[0]) == sorted(orders[1])
    agree = sum(a == b for a, b in zip(*orders, strict=True))
    assert agree < 10  # of 200; about one by chance


def test_attack_51_no_position_gains_from_a_remainder() -> None:
    rng = random.Random(51)  # noqa: S311 (the same seeds in every run)
    one = even_frame(3, 1)
    first = Counter(drawn(one, rng.randbytes(32)).cases[0].position for _ in range(6000))
    chi_square = sum((many - 2000) ** 2 / 2000 for many in first.values())
    assert set(first) == {1, 2, 3}
    assert chi_square < 18.4  # one in ten thousand for two degrees


def test_ids_that_stand_twice_have_no_order() -> None:
    with pytest.raises(ValueError, match="same ticket"):
        in_order(["a", "b", "a"], lambda one: ticket_2018(1, one))


@given(st.sets(st.integers(0, 10**6), min_size=1, max_size=40), st.data())
def test_leaving_one_out_moves_no_other(ids: set[int], data: st.DataObject) -> None:
    out = data.draw(st.sets(st.sampled_from(sorted(ids))))

    def ticket_of(one: int) -> bytes:
        return ticket(SEED, "0" * 64, one)

    whole = in_order(ids, ticket_of)
    assert in_order(ids - out, ticket_of) == [one for one in whole if one not in out]


# The seed


def test_dice_are_what_both_sides_typed() -> None:
    assert dice(ROLLED, ROLLED) == ROLLED.encode()
    assert dice("31415 92653 58979 32384", f" {ROLLED}\n") == ROLLED.encode()


def test_attack_41_a_side_that_types_other_rolls_draws_nothing() -> None:
    for at in (1, 7, 20):
        other = f"{ROLLED[: at - 1]}{(int(ROLLED[at - 1]) + 1) % 10}{ROLLED[at:]}"
        with pytest.raises(RollsDiffer, match=f"first at roll {at}\\."):
            dice(ROLLED, other)


@pytest.mark.parametrize("typed", ["", "1" * 19, "1" * 21, "a" * 20, "١" * 20, "-" + "1" * 19])
def test_what_is_not_twenty_digits_is_no_roll(typed: str) -> None:
    with pytest.raises(BadBeacon, match="The panel has not"):
        dice(typed, ROLLED)
    with pytest.raises(BadBeacon, match="The force has not"):
        dice(ROLLED, typed)


@pytest.mark.parametrize("value", ["", "ab" * 31, "AB" * 32, "ab" * 32 + "\n"])
def test_what_is_not_randomness_makes_no_seed(value: str) -> None:
    with pytest.raises(BadBeacon):
        randomness(value)


def test_every_part_of_a_draw_changes_the_seed_or_the_order() -> None:
    one = draw()
    other_rolls = seed(CHECKPOINT.encode(), ROLLED[::-1].encode())
    other_log = seed(CHECKPOINT.replace("8", "9", 1).encode(), ROLLED.encode())
    assert len({one.seed, other_rolls, other_log}) == 3
    moved = replace(one.frame, reserves=4)
    assert order(one.seed, moved) != order(one.seed, one.frame)
