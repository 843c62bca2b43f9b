"""`evenhand redraw` repeats a draw from its file alone, and names what disagrees."""

import json
import random
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from bench.draws import random_draw
from bench.rounds import ROUNDS

from evenhand.cli.exits import Exit
from evenhand.ledger.tree.keys import Kind, SigningKey
from evenhand.ledger.tree.notes import Note
from evenhand.scrutiny.drawing.beacon import Round
from evenhand.scrutiny.drawing.document import Draw, as_plain, write

Evenhand = Callable[..., Any]
LOG = SigningKey.new("site.example/ledger", Kind.LOG)
WITNESS = SigningKey.new("panel.example/witness", Kind.WITNESS)


def a_draw(kind: type) -> Draw:
    """A random draw by dice, or by a round."""
    for number in range(100):
        one = random_draw(random.Random(number))  # noqa: S311 (the same draw in every run)
        if isinstance(one.beacon, kind) and one.frame.phantoms:
            return one
    raise AssertionError


def signed(one: Draw, *, by_witness_at: datetime | None = None) -> Draw:
    """The same, under a checkpoint that the log signed, and perhaps a witness."""
    head, _blank, text = one.proof.partition("\n\n")
    note = Note(text).signed(LOG)
    if by_witness_at:
        note = note.signed(WITNESS, now=by_witness_at)
    return replace(one, proof=f"{head}\n\n{note}")


@pytest.fixture
def file(tmp_path: Path) -> Callable[[object], Path]:
    def keep(what: object) -> Path:
        path = tmp_path / "DRAW.json"
        text = write(what) if isinstance(what, Draw) else what
        path.write_text(text if isinstance(text, str) else json.dumps(text), encoding="utf-8")
        return path

    return keep


@pytest.mark.parametrize("kind", [object, Round])
def test_a_draw_that_agrees_leaves_with_0_and_the_cases_in_their_order(
    evenhand: Evenhand, file: Callable[[object], Path], kind: type
) -> None:
    one = a_draw(kind)
    ran = evenhand("redraw", file(one))
    assert ran.status == Exit.FINE
    head, *lines = ran.out.splitlines()
    assert head.split() == ["place", "position", "stratum", "stands", "for", "what", "it", "is"]
    cases = [(str(case.place), str(case.position), case.stratum) for case in one.drawn.cases]
    assert [tuple(line.split()[:3]) for line in lines] == cases
    missing = {case.place for case in one.drawn.cases if case.position in one.frame.phantoms}
    said = {place for place, line in enumerate(lines, 1) if line.endswith("missing from the log")}
    assert said == missing
    assert f"It agrees: {one.frame.name}, seed {one.seed.hex()}." in ran.err


def test_programs_are_told_the_whole_order(
    evenhand: Evenhand, file: Callable[[object], Path]
) -> None:
    one = a_draw(object)
    ran = evenhand("redraw", file(one), "--json", "--quiet")
    told = json.loads(ran.out)
    assert ran.status == Exit.FINE
    assert told["agrees"] is True
    assert told["disagreements"] == []
    plain = as_plain(one)
    for part in ("fingerprint", "seed", "cases", "reserves", "order"):
        assert told[part] == plain[part]


def test_a_draw_that_disagrees_leaves_with_1_and_says_in_what(
    evenhand: Evenhand, file: Callable[[object], Path]
) -> None:
    plain = as_plain(a_draw(object))
    plain["seed"], made = "ab" * 32, plain["seed"]
    ran = evenhand("redraw", file(plain))
    assert ran.status == Exit.FOUND
    assert ran.out == ""
    assert f"seed: The checkpoint and the beacon give the seed {made}." in ran.err
    told = json.loads(evenhand("redraw", file(plain), "--json").out)
    assert told["agrees"] is False
    assert [one["part"] for one in told["disagreements"]] == ["seed"]
    assert told["seed"] == made


def test_rolls_that_differ_give_no_seed_at_all(
    evenhand: Evenhand, file: Callable[[object], Path]
) -> None:
    for number in range(100):
        plain = as_plain(random_draw(random.Random(number)))  # noqa: S311 (the same in every run)
        if plain["beacon"]["kind"] == "dice":
            break
    plain["beacon"]["force"] = plain["beacon"]["panel"][::-1]
    ran = evenhand("redraw", file(plain), "--json")
    assert ran.status == Exit.FOUND
    told = json.loads(ran.out)
    assert told["seed"] is told["order"] is told["cases"] is None
    assert "typed different rolls" in ran.err


def test_a_frame_that_knew_its_round_leaves_with_1(
    evenhand: Evenhand, file: Callable[[object], Path]
) -> None:
    plain = as_plain(a_draw(Round))
    plain["frame"]["frozen_at"] = plain["frame"]["seed_rule"]["at"]
    ran = evenhand("redraw", file(plain), "--json")
    assert ran.status == Exit.FOUND
    assert json.loads(ran.out)["disagreements"][0]["part"] == "frame"
    assert "less than 10 minutes" in ran.err


@pytest.mark.parametrize("text", ["", "{", "[]", '{"format": "evenhand draw v1"}', '{"a":1,"a":1}'])
def test_what_is_no_draw_leaves_with_2(
    evenhand: Evenhand, file: Callable[[object], Path], text: str
) -> None:
    ran = evenhand("redraw", file(text))
    assert ran.status == Exit.BAD_INPUT
    assert ran.out == ""
    assert "Traceback" not in ran.err


def test_a_file_that_is_not_there_leaves_with_2(evenhand: Evenhand, tmp_path: Path) -> None:
    ran = evenhand("redraw", tmp_path / "none.json")
    assert ran.status == Exit.BAD_INPUT
    assert "There is no" in ran.err


def test_whoever_must_have_signed_has_signed(
    evenhand: Evenhand, file: Callable[[object], Path]
) -> None:
    one = signed(a_draw(Round))
    asked = ["--signed-by", LOG.verifier]
    assert evenhand("redraw", file(one), *asked).status == Exit.FINE
    other = SigningKey.new(LOG.name, Kind.LOG).verifier
    for key in (other, WITNESS.verifier):
        ran = evenhand("redraw", file(one), *asked, "--signed-by", key)
        assert ran.status == Exit.FOUND
        assert f"signatures: {key.name} did not sign the checkpoint." in ran.err
    unproved = evenhand("redraw", file(replace(one, proof="")), *asked)
    assert unproved.status == Exit.FOUND
    assert evenhand("redraw", file(one), "--signed-by", "nobody").status == Exit.BAD_INPUT


def test_attack_44_a_witness_must_have_seen_the_frame_ten_minutes_before_the_round(
    evenhand: Evenhand, file: Callable[[object], Path]
) -> None:
    one = a_draw(Round)
    at = one.frame.seed_rule.at
    assert at is not None
    asked = ["--signed-by", WITNESS.verifier]
    before = signed(one, by_witness_at=at - timedelta(minutes=10))
    assert evenhand("redraw", file(before), *asked).status == Exit.FINE
    late = signed(one, by_witness_at=at - timedelta(minutes=9, seconds=59))
    ran = evenhand("redraw", file(late), *asked)
    assert ran.status == Exit.FOUND
    assert "signed less than 10 minutes before the round was told" in ran.err


def test_a_draw_by_a_round_is_repeated_where_only_the_command_is_installed(tmp_path: Path) -> None:
    one = next(
        each
        for each in (random_draw(random.Random(n)) for n in range(100))  # noqa: S311 (the same)
        if each.beacon in ROUNDS
    )
    (tmp_path / "DRAW.json").write_text(write(one), encoding="utf-8")
    hidden = ["django", "cryptography", "pydantic", "yaml", "numpy", "py_arkworks_bls12381"]
    script = (
        "import sys\n"
        f"sys.modules.update(dict.fromkeys({hidden!r}))\n"
        "from evenhand.cli import run\n"
        "sys.exit(run(['redraw', 'DRAW.json']))"
    )
    command = [sys.executable, "-c", script]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == Exit.FINE, done.stderr
    assert "pip install 'evenhand[beacon]'" in done.stderr
