"""What reaches the terminal, and what the command answers when the machine is against it."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from evenhand.cli.data import write_json
from evenhand.cli.exits import Exit
from evenhand.cli.harmless import harmless
from evenhand.cli.talk import Talk

Evenhand = Callable[..., Any]
HEAD = "Type,Date,Self-defined ethnicity,Legislation,Outcome\n"
ROW = "Person search,2021-05-03T10:00:00+00:00,,,{}\n"
NASTY = "\x1b[31mRED\x9b\u202e"


def month(folder: Path, outcome: str = "", rows: int = 3) -> Path:
    path = folder / "2021-05-kent-stop-and-search.csv"
    path.write_text(HEAD + ROW.format(outcome) * rows, encoding="utf-8")
    return path


@pytest.fixture
def lake(evenhand: Evenhand, tmp_path: Path) -> Path:
    evenhand("import", "police-uk", month(tmp_path, NASTY), "--lake", tmp_path / "lake")
    return tmp_path / "lake"


def obeyed(said: str) -> bool:
    return any(character in said for character in "\x1b\x9b\u202e")


def test_no_value_of_a_record_commands_the_terminal(evenhand: Evenhand, lake: Path) -> None:
    ran = evenhand("check", "--lake", lake)
    assert r"\x1b[31mRED\x9b\u202e" in ran.out
    assert not obeyed(ran.out + ran.err)


def test_json_shows_control_characters_as_codes_and_means_them(
    evenhand: Evenhand, lake: Path
) -> None:
    said = evenhand("check", "--lake", lake, "--json").out
    assert not obeyed(said)
    assert any(NASTY in each["message"] for each in json.loads(said)["findings"])


def test_no_file_name_commands_the_terminal(evenhand: Evenhand, tmp_path: Path) -> None:
    (tmp_path / f"{NASTY}.csv").write_text("a,b\n1,2\n")
    ran = evenhand("import", "police-uk", tmp_path / f"{NASTY}.csv", "--lake", tmp_path / "lake")
    assert ran.status == Exit.BAD_INPUT
    assert not obeyed(ran.err)


def test_new_lines_and_words_of_any_script_are_left_as_they_are() -> None:
    assert harmless("Heddlu\tDyfed-Powys\nŵ 警察") == "Heddlu\tDyfed-Powys\nŵ 警察"


@pytest.mark.skipif(os.name != "posix", reason="a terminal is made as on POSIX")
def test_a_file_name_with_markup_does_not_break_the_bar() -> None:
    script = (
        "from evenhand.cli.talk import Talk\n"
        "with Talk().progress('Importing') as progress:\n"
        "    progress(1, 2, '[/red]x.csv')\n"
    )
    ours, theirs = os.openpty()
    subprocess.run([sys.executable, "-c", script], stderr=theirs, check=True)
    os.close(theirs)
    os.close(ours)


def test_a_file_that_is_missing_from_the_lake_gives_no_answer(
    evenhand: Evenhand, lake: Path
) -> None:
    next((lake / "stop-and-search").rglob("*.parquet")).unlink()
    asked = ("--force", "kent", "--from", "2021-05", "--to", "2021-05")
    for ran in (
        evenhand("check", "--lake", lake),
        evenhand("measure", "search-rate", "--lake", lake, *asked),
    ):
        assert ran.status == Exit.BAD_INPUT
        assert "v1.parquet is missing. Restore it from a backup" in ran.err


def test_a_force_that_is_not_held_is_told_which_are(evenhand: Evenhand, lake: Path) -> None:
    ran = evenhand("check", "--lake", lake, "--force", "sussex")
    assert ran.status == Exit.BAD_INPUT
    assert "no records of sussex. It holds kent." in ran.err


@pytest.mark.parametrize("closed", [">&-", "> /dev/full"])
def test_an_answer_that_cannot_be_written_is_a_failure(lake: Path, closed: str) -> None:
    command = f'"{sys.executable}" -m evenhand.cli check --lake "{lake}" --json {closed}'
    ran = subprocess.run(["sh", "-c", command], stderr=subprocess.PIPE, text=True, check=False)
    assert ran.returncode == Exit.BAD_INPUT
    assert ran.stderr.startswith("evenhand: ")


def test_closed_talk_hides_no_answer(lake: Path) -> None:
    command = f'"{sys.executable}" -m evenhand.cli check --lake "{lake}" --json 2>&-'
    ran = subprocess.run(["sh", "-c", command], stdout=subprocess.PIPE, text=True, check=False)
    assert json.loads(ran.stdout)["findings"]


def test_ctrl_c_in_a_large_file_stops_at_once_and_leaves_the_lake(
    tmp_path: Path, lake: Path
) -> None:
    large = month(tmp_path, rows=3_000_000)
    command = [sys.executable, "-m", "evenhand.cli", "import", "police-uk", str(large)]
    process = subprocess.Popen([*command, "--lake", str(lake)], stderr=subprocess.PIPE, text=True)
    while not (lake / ".incoming").exists():
        time.sleep(0.05)
    time.sleep(0.5)
    process.send_signal(signal.SIGINT)
    said = process.communicate(timeout=20)[1]
    assert process.returncode == Exit.INTERRUPTED
    assert said.endswith("Stopped.\n")
    assert len(list((lake / "stop-and-search").rglob("*.parquet"))) == 1
    assert not (lake / ".incoming").exists()


def test_writing_and_talking_without_anybody_there(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "stderr", None)
    monkeypatch.setattr(sys, "stdout", None)
    Talk().warn("nobody hears this")
    with pytest.raises(OSError, match="is closed"):
        write_json({})
