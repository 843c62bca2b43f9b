"""DRAW.json holds all that it takes to repeat a draw, and whoever changes a part is found out."""

import base64
import json
import random
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from bench.draws import told_in_a_log
from bench.rounds import ROUNDS
from hypothesis import given
from hypothesis import strategies as st
from small_frames import FROZEN, ROLLED, draw, frame, made, plan

from evenhand.ledger.tree import merkle
from evenhand.ledger.tree.entries import canonical, commit
from evenhand.scrutiny.drawing.beacon import Round
from evenhand.scrutiny.drawing.document import Draw, Rolls, as_plain, check, read, write
from evenhand.scrutiny.drawing.errors import DrawError, NotADraw, NotAFrame, UnfairFrame
from evenhand.scrutiny.drawing.frame import SeedRule
from evenhand.scrutiny.drawing.proof import FORMAT, Proof, own_checkpoint

Plain = dict[str, Any]


def proved(one: Draw) -> Draw:
    """The same draw, of which a log was told."""
    proof = told_in_a_log(random.Random(8), one.frame)  # noqa: S311 (the same log in every run)
    return replace(one, proof=proof, checkpoint=Proof.read(proof).checkpoint)


def by_round(told: Round = ROUNDS[1]) -> Draw:
    """A draw whose seed comes from drand."""
    rule = SeedRule.drand(told.chain, told.number)
    assert rule.at is not None
    of = plan(seed_rule=rule)
    one = made(of=of, frozen_at=rule.at - timedelta(minutes=10)).frame
    return proved(replace(draw(), frame=one, beacon=told))


def parts(text: str) -> set[str]:
    return {one.part for one in check(read(text)).disagreements}


@pytest.mark.parametrize("one", [proved(draw()), by_round(), by_round(ROUNDS[2])])
def test_a_draw_that_is_written_and_read_agrees(one: Draw) -> None:
    told = read(write(one))
    assert told.draw == one
    assert check(told).disagreements == ()
    assert check(told).unchecked == ()


def test_a_draw_without_a_proof_agrees_and_says_what_nobody_could_check() -> None:
    checked = check(read(write(draw())))
    assert checked.disagreements == ()
    assert "no proof" in checked.unchecked[0]


def swap(plain: Plain, stratum: str = "white") -> None:
    line = plain["order"][stratum]
    line[0], line[-1] = line[-1], line[0]


def swap_a_case(plain: Plain) -> None:
    plain["cases"][0]["position"] = plain["reserves"][plain["cases"][0]["stratum"]][0]


def weigh_otherwise(plain: Plain) -> None:
    plain["cases"][0]["weight"] = [1, 1]


def true_for_one(plain: Plain) -> None:
    plain["cases"][0]["place"] = True


def leave_a_case_out(plain: Plain) -> None:
    plain["cases"].pop()


def name_another_reserve(plain: Plain) -> None:
    plain["reserves"]["black"].reverse()


def change_the_seed(plain: Plain) -> None:
    plain["seed"] = plain["seed"][::-1]


def change_the_fingerprint(plain: Plain) -> None:
    plain["fingerprint"] = plain["fingerprint"][::-1]


def change_the_frame(plain: Plain) -> None:
    plain["frame"]["reserves"] += 1


def take_a_record_out(plain: Plain) -> None:
    plain["frame"]["positions"].pop()
    plain["frame"]["strata"][-1]["size"] -= 1


def take_a_later_checkpoint(plain: Plain) -> None:
    origin, size, root = plain["checkpoint"].split("\n")[:3]
    plain["checkpoint"] = f"{origin}\n{int(size) + 1}\n{root}\n"


def roll_again(plain: Plain) -> None:
    plain["beacon"] |= {"panel": ROLLED[::-1], "force": ROLLED[::-1]}


def let_the_force_type_others(plain: Plain) -> None:
    plain["beacon"]["force"] = ROLLED[::-1]


def put_spaces_into_the_rolls(plain: Plain) -> None:
    plain["beacon"] |= {"panel": f"{ROLLED} ", "force": f"{ROLLED} "}


def take_a_round_for_dice(plain: Plain) -> None:
    plain["beacon"] = as_plain(by_round())["beacon"]


@pytest.mark.parametrize(
    ("tamper", "found"),
    [
        (swap, {"order"}),
        (swap_a_case, {"cases"}),
        (weigh_otherwise, {"cases"}),
        (true_for_one, {"cases"}),
        (leave_a_case_out, {"cases"}),
        (name_another_reserve, {"reserves"}),
        (change_the_seed, {"seed"}),
        (change_the_fingerprint, {"fingerprint"}),
        (change_the_frame, {"fingerprint", "proof", "order", "cases", "reserves"}),
        (take_a_record_out, {"fingerprint", "proof", "order", "cases", "reserves"}),
        (take_a_later_checkpoint, {"checkpoint", "seed", "order", "cases", "reserves"}),
        (roll_again, {"seed", "order", "cases", "reserves"}),
        (let_the_force_type_others, {"beacon"}),
        (put_spaces_into_the_rolls, {"beacon"}),
    ],
)
def test_whoever_changes_a_part_is_found_out(
    tamper: Callable[[Plain], None], found: set[str]
) -> None:
    plain = as_plain(proved(draw()))
    tamper(plain)
    assert parts(json.dumps(plain)) == found


def test_a_beacon_that_the_frame_does_not_name_is_found() -> None:
    plain = as_plain(proved(draw()))
    take_a_round_for_dice(plain)
    assert "beacon" in parts(json.dumps(plain))


def other_round(plain: Plain) -> None:
    plain["beacon"] = as_plain(by_round(ROUNDS[0]))["beacon"]


def other_randomness(plain: Plain) -> None:
    plain["beacon"]["randomness"] = "ab" * 32


def signature_of_another_round(plain: Plain) -> None:
    other = ROUNDS[0]
    plain["beacon"] |= {"signature": other.signature.hex(), "randomness": other.randomness}


def no_signature(plain: Plain) -> None:
    plain["beacon"]["signature"] = ""


@pytest.mark.parametrize(
    "tamper", [other_round, other_randomness, signature_of_another_round, no_signature]
)
def test_a_round_that_the_network_did_not_tell_is_found(tamper: Callable[[Plain], None]) -> None:
    plain = as_plain(by_round())
    tamper(plain)
    assert "beacon" in parts(json.dumps(plain))


def test_attack_43_of_several_frames_none_passes_for_the_one_that_the_log_was_told_of() -> None:
    first = proved(draw())
    second = replace(first, frame=frame(frozen_at=FROZEN + timedelta(seconds=1)))
    assert parts(write(second)) == {"proof"}


def test_attack_44_a_frame_that_knows_its_round_is_not_drawn_from() -> None:
    plain = as_plain(by_round())
    plain["frame"]["frozen_at"] = plain["frame"]["seed_rule"]["at"]
    with pytest.raises(UnfairFrame, match="less than 10 minutes"):
        read(json.dumps(plain))


def with_out(name: str) -> Plain:
    plain = as_plain(proved(draw()))
    del plain[name]
    return plain


def with_(**other: Any) -> Plain:
    return as_plain(proved(draw())) | other


@pytest.mark.parametrize(
    "plain",
    [
        [],
        {},
        with_out("proof"),
        with_(more=1),
        with_(format="evenhand draw v2"),
        with_(frame=None),
        with_(seed=None),
        with_(checkpoint="site.example/ledger\n9\n"),
        with_(checkpoint="site.example/ledger\n9\nAAAA\n"),
        with_(beacon={}),
        with_(beacon={"kind": "coin"}),
        with_(beacon={"kind": "dice", "panel": 1, "force": "1"}),
        with_(beacon=as_plain(by_round())["beacon"] | {"signature": "AB"}),
        with_(beacon=as_plain(by_round())["beacon"] | {"kind": "coin"}),
        with_(order=[]),
        with_(order={"white": [1.5]}),
        with_(cases={}),
    ],
)
def test_what_has_another_form_is_no_draw(plain: object) -> None:
    with pytest.raises((NotADraw, NotAFrame)):
        read(json.dumps(plain))


ODD = st.sampled_from(
    [None, True, -1, 0, 1, 2**70, 10**400, "", "x", "\ud800", "\x00", "é", [], {}, [[]], {"a": 1}]
)


def places(value: object, so_far: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """Where something stands in a document, all of them."""
    found: list[tuple[str | int, ...]] = [so_far] if so_far else []
    inside: Any = value.items() if isinstance(value, dict) else ()
    if isinstance(value, list):
        inside = list(enumerate(value))[:5]
    for name, each in inside:
        found += places(each, (*so_far, name))
    return found


@given(st.sampled_from([draw(), by_round()]), st.data())
def test_whatever_is_put_into_a_document_is_answered_in_a_sentence(
    one: Draw, data: st.DataObject
) -> None:
    plain = as_plain(one)
    *way, last = data.draw(st.sampled_from(places(plain)))
    at: Any = plain
    for name in way:
        at = at[name]
    was, at[last] = at[last], data.draw(ODD)
    try:
        checked = check(read(json.dumps(plain)))
    except DrawError as error:
        assert str(error).endswith(".")
        return
    assert all(each.says.endswith(".") for each in checked.disagreements)
    assert checked.disagreements or json.dumps(at[last]) == json.dumps(was) or last == "proof"


# The proof


@given(st.integers(1, 70), st.data())
def test_the_checkpoint_of_an_entry_is_the_log_as_it_stood_with_it_last(
    size: int, data: st.DataObject
) -> None:
    index = data.draw(st.integers(0, size - 1))
    entry, nonce = {"kind": "x", "body": {"fingerprint": "f"}}, bytes(16)
    hashes = [bytes([n]) * 32 for n in range(size)]
    hashes[index] = merkle.leaf_hash(commit(nonce, entry))
    whole = merkle.over(hashes)
    proof = proof_of(entry, nonce, index, hashes)
    assert proof.holds()
    assert proof.checkpoint == own_checkpoint("log", index, merkle.root(whole, index + 1))


def proof_of(
    entry: Plain, nonce: bytes, index: int, hashes: list[bytes], *, under: bytes | None = None
) -> Proof:
    whole = merkle.over(hashes)
    root = under or merkle.root(whole, len(hashes))
    extra = base64.b64encode(canonical({"nonce": nonce.hex(), "entry": entry})).decode()
    way = [base64.b64encode(one).decode() for one in merkle.inclusion(whole, index, len(hashes))]
    note = own_checkpoint("log", len(hashes) - 1, root)
    return Proof.read("\n".join([FORMAT, f"extra {extra}", f"index {index}", *way, "", note]))


def test_a_proof_under_another_root_or_of_another_place_does_not_hold() -> None:
    entry, nonce = {"body": {"fingerprint": "f"}}, bytes(16)
    hashes = [bytes([n]) * 32 for n in range(9)]
    hashes[4] = merkle.leaf_hash(commit(nonce, entry))
    assert proof_of(entry, nonce, 4, hashes).holds()
    assert not proof_of(entry, nonce, 4, hashes, under=bytes(32)).holds()
    assert not proof_of({"body": {"fingerprint": "g"}}, nonce, 4, hashes).holds()
    assert not proof_of(entry, bytes([1]) * 16, 4, hashes).holds()
    assert not proof_of(entry, nonce, 5, hashes).holds()


def spoilt(old: str, new: str) -> str:
    text = proved(draw()).proof
    assert old in text
    return text.replace(old, new, 1)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "c2sp.org/tlog-proof@v1",
        spoilt("@v1", "@v2"),
        spoilt("extra ", "other "),
        spoilt("extra ", "extra !"),
        spoilt("index ", "index -"),
        spoilt("index ", "index 0"),
        spoilt("index ", "index 9999"),
        spoilt("site.example", "site example"),
        "\n".join([FORMAT, "extra e30=", "index 0", "", own_checkpoint("log", 0, bytes(32))]),
        "\n".join([FORMAT, "extra W10=", "index 0", "", own_checkpoint("log", 0, bytes(32))]),
        *(
            "\n".join([FORMAT, f"extra {told}", "index 0", "", own_checkpoint("l", 0, bytes(32))])
            for told in (
                base64.b64encode(b'{"nonce":"00","entry":{"body":1}}').decode(),
                base64.b64encode(
                    b'{"nonce":"00","entry":{"body":{"a":99999999999999999}}}'
                ).decode(),
                base64.b64encode(b'{"nonce":1,"entry":{"body":{}}}').decode(),
            )
        ),
    ],
)
def test_what_is_no_proof_is_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(NotADraw, match="The proof is not"):
        Proof.read(text)


def test_rolls_are_published_as_digits_alone() -> None:
    spaced = replace(draw(), beacon=Rolls("31415 92653 58979 32384", ROLLED))
    plain = as_plain(spaced)
    assert plain["beacon"] == {"kind": "dice", "panel": ROLLED, "force": ROLLED}
    assert plain["seed"] == draw().seed.hex()
