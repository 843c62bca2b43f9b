"""Two short programs in two languages draw as the project does, wherever they are run."""

import json
import os
import random
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from bench import draws as bench
from bench.draws import ALONE, differences, node, programs, random_draw, said, told_in_a_log
from django.test import Client
from small_frames import draw

from evenhand.scrutiny.drawing.document import Draw, as_plain, write
from evenhand.scrutiny.drawing.proof import Proof

NODE = pytest.mark.skipif(node() is None, reason=bench.NO_NODE)
BOTH = ["python", pytest.param("javascript", marks=NODE)]
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Run a program as an outsider does: the one file, and nothing of ours."""

    def running(program: str, *texts: str, **environment: str) -> subprocess.CompletedProcess[str]:
        *command, file = programs([program])[program]
        copy = tmp_path / "elsewhere" / Path(file).name
        copy.parent.mkdir(exist_ok=True)
        copy.write_bytes(Path(file).read_bytes())
        names = [f"draw-{n}.json" for n in range(len(texts))]
        for name, text in zip(names, texts, strict=True):
            (tmp_path / name).write_text(text, encoding="utf-8")
        return subprocess.run(
            [*command, str(copy), *names],
            cwd=tmp_path,
            env={**os.environ, **environment},
            capture_output=True,
            text=True,
            check=False,
        )

    return running


def proved(one: Draw) -> Draw:
    proof = told_in_a_log(random.Random(8), one.frame)  # noqa: S311 (the same log in every run)
    return replace(one, proof=proof, checkpoint=Proof.read(proof).checkpoint)


def test_the_programs_are_short_and_need_nothing() -> None:
    python = (ALONE / "redraw.py").read_text(encoding="utf-8")
    javascript = (ALONE / "redraw.js").read_text(encoding="utf-8")
    assert python.count("\n") < 100
    assert javascript.count("\n") < 50
    asked = {line.split()[1] for line in python.splitlines() if line.startswith(("import", "from"))}
    assert asked <= sys.stdlib_module_names
    assert javascript.count("require(") == javascript.count('require("node:') == 2


@pytest.mark.parametrize("program", BOTH)
def test_the_project_and_each_program_draw_alike_from_random_frames(program: str) -> None:
    # `python -m bench.draws` does so with 10,000.
    rng = random.Random(500)  # noqa: S311 (the same frames in every run)
    assert differences([random_draw(rng) for _ in range(500)], [program]) == []


def test_a_program_that_cannot_be_run_here_is_never_left_out_in_silence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(bench, "node", lambda: None)
    with pytest.raises(bench.NoNode, match=r"redraw\.js is not compared"):
        differences([draw()])
    assert differences([draw()], ["python"]) == []
    monkeypatch.setattr("sys.argv", ["draws", "--frames", "1", "--draws", "1"])
    with pytest.raises(SystemExit, match=r"redraw\.js is not compared"):
        bench.main()
    assert capsys.readouterr().out == "", "nothing is told that would read as if it agreed"


@pytest.mark.parametrize("program", BOTH)
def test_a_draw_that_agrees_is_told_case_by_case(program: str, run: Run) -> None:
    one = proved(draw())
    done = run(program, write(one), write(draw()))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == said("draw-0.json", one) + said("draw-1.json", draw())


def change_the_frame(plain: dict) -> None:
    plain["frame"]["reserves"] += 1


def change_the_seed(plain: dict) -> None:
    plain["seed"] = plain["seed"][::-1]


def change_the_order(plain: dict) -> None:
    plain["order"]["white"].reverse()


def change_a_case(plain: dict) -> None:
    plain["cases"][0]["stratum"] = "other"


def change_a_reserve(plain: dict) -> None:
    plain["reserves"]["white"] = []


def change_one_sides_rolls(plain: dict) -> None:
    plain["beacon"]["force"] = plain["beacon"]["force"][::-1]


def roll_letters(plain: dict) -> None:
    plain["beacon"] |= {"panel": "x" * 20, "force": "x" * 20}


def roll_other_digits(plain: dict) -> None:
    plain["beacon"] |= {"panel": "١" * 20, "force": "١" * 20}


def take_another_beacon(plain: dict) -> None:
    plain["frame"]["seed_rule"] = {"kind": "drand", "chain": "x", "round": 1, "at": "y"}


def leave_a_position_out(plain: dict) -> None:
    plain["frame"]["positions"].pop()


@pytest.mark.parametrize("program", BOTH)
@pytest.mark.parametrize(
    ("tamper", "found"),
    [
        (change_the_frame, "fingerprint"),
        (change_the_seed, "seed"),
        (change_the_order, "order"),
        (change_a_case, "cases"),
        (change_a_reserve, "reserves"),
        (change_one_sides_rolls, "beacon"),
        (roll_letters, "beacon"),
        (roll_other_digits, "beacon"),
        (take_another_beacon, "beacon"),
        (leave_a_position_out, "frame"),
    ],
)
def test_a_draw_that_was_changed_is_told_with_status_1(
    program: str, run: Run, tamper: Callable[[dict], None], found: str
) -> None:
    plain = as_plain(proved(draw()))
    tamper(plain)
    done = run(program, json.dumps(plain))
    assert done.returncode == 1
    assert found in done.stderr.splitlines()[0].partition(": ")[2].split(", ")
    assert done.stdout == ""


def test_the_python_program_follows_the_logs_proof(run: Run) -> None:
    one, other = proved(draw()), proved(draw(of=None))
    later = one.checkpoint.replace("\n", "\n1", 1)
    for wrong in (
        replace(one, checkpoint=later),
        replace(one, frame=replace(other.frame, reserves=1)),
        replace(one, proof=one.proof.replace("index ", "index 1", 1)),
    ):
        done = run("python", write(wrong))
        assert (done.returncode, done.stdout) == (1, "")
        assert done.stderr.splitlines()[0] == "draw-0.json: proof"


@pytest.mark.parametrize("program", BOTH)
@pytest.mark.parametrize("text", ["", "{", "[]", "{}", "null", '{"frame": null}', "1"])
def test_what_is_no_draw_is_told_with_status_2(program: str, run: Run, text: str) -> None:
    done = run(program, text, write(draw()))
    assert done.returncode == 2
    assert done.stderr.startswith("draw-0.json: not a draw\n")
    assert "Traceback" not in done.stderr
    assert done.stdout == said("draw-1.json", draw()), "the next is drawn all the same"


@pytest.mark.parametrize("program", BOTH)
def test_a_program_that_is_asked_nothing_says_no(program: str, run: Run) -> None:
    assert run(program).returncode == 2


@pytest.mark.parametrize("program", BOTH)
@pytest.mark.parametrize(
    "elsewhere",
    [
        {"LC_ALL": "C", "LANG": "C", "PYTHONUTF8": "0", "PYTHONHASHSEED": "0"},
        {"LC_ALL": "tr_TR.UTF-8", "TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "1"},
        {"PYTHONIOENCODING": "latin-1", "PYTHONOPTIMIZE": "2"},
    ],
)
def test_attack_52_a_draw_is_the_same_in_another_place(
    program: str, run: Run, elsewhere: dict[str, str]
) -> None:
    one = proved(draw())
    done = run(program, write(one), **elsewhere)
    assert (done.returncode, done.stdout) == (0, said("draw-0.json", one))


def other_pythons() -> list[str]:
    """Other versions of Python from 3.11 on that this machine has, by name or beside this one."""
    names = ["python3.11", "python3.12", "python3.13", "python3.14", "pypy3"]
    beside = (str(one) for one in Path(sys.base_prefix).parent.glob("*/bin/python3"))
    ask = "import sys; print(sys.version_info >= (3, 11), sys.version)"
    found: dict[str, str] = {sys.version: ""}
    for one in [*names, *beside]:
        command = ["/bin/sh", "-c", f"exec {one} -c '{ask}'"]
        told = subprocess.run(command, capture_output=True, text=True, check=False).stdout
        enough, _space, version = told.partition(" ")
        if enough == "True":
            found.setdefault(version.strip(), one)
    return [one for one in found.values() if one]


def test_attack_52_a_draw_is_the_same_on_another_python(tmp_path: Path) -> None:
    others = other_pythons()
    if not others:
        pytest.skip("no other Python on this machine")
    one = proved(draw())
    (tmp_path / "draw-0.json").write_text(write(one), encoding="utf-8")
    for other in others:
        command = [other, "-I", "-S", str(ALONE / "redraw.py"), "draw-0.json"]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stdout) == (0, said("draw-0.json", one)), other


@pytest.mark.parametrize("name", ["redraw.py", "redraw.js"])
def test_the_programs_are_downloaded_as_they_are(name: str, client: Client) -> None:
    answer = client.get(f"/log/{name}")
    assert answer.status_code == 200
    assert answer.content == (ALONE / name).read_bytes()
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert "attachment" in answer["Content-Disposition"]
