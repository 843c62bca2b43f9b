"""From the police's own files to an answer, as somebody types it."""

import csv
import gzip
import io
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

Evenhand = Callable[..., Any]
MONTHS = ("2022-01", "2022-02", "2022-03", "2022-04")
ASKED = ("--force", "bedfordshire", "--from", "2022-01", "--to", "2022-04")


@pytest.fixture(scope="session")
def files(shared_data: Path) -> list[Path]:
    """Four months of Bedfordshire's searches, as the police published them."""
    folder = shared_data / "police-uk-stop-search" / "monthly"
    return [folder / f"{month}-bedfordshire-stop-and-search.csv.gz" for month in MONTHS]


@pytest.fixture(scope="session")
def rows(files: list[Path]) -> list[dict[str, str]]:
    """The same, read without us."""
    found = []
    for path in files:
        with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
            found += list(csv.DictReader(file))
    return found


@pytest.fixture(scope="session")
def lake(files: list[Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A lake that the command made, in a process of its own."""
    folder = tmp_path_factory.mktemp("journey") / "lake"
    command = [sys.executable, "-m", "evenhand.cli", "import", "police-uk", *map(str, files)]
    subprocess.run([*command, "--lake", str(folder)], check=True, capture_output=True)
    return folder


@pytest.fixture
def ask(evenhand: Evenhand, lake: Path) -> Evenhand:
    """Ask for a measure of these four months."""
    return lambda name, *more: evenhand("measure", name, "--lake", lake, *ASKED, *more)


def test_import_answers_with_the_rows_that_are_in_the_files(
    evenhand: Evenhand, files: list[Path], rows: list[dict[str, str]], tmp_path: Path
) -> None:
    ran = evenhand("import", "police-uk", *files, "--lake", tmp_path / "lake", "--json")
    assert ran.status == 0
    report = json.loads(ran.out)
    assert report["files"] == 4
    assert report["rows_read"] == report["rows_loaded"] + report["rows_rejected"] == len(rows)
    assert [each["month"] for each in report["force_months"]] == list(MONTHS)
    assert f"Next: evenhand check --lake {tmp_path / 'lake'}" in ran.err


def test_importing_again_changes_nothing(evenhand: Evenhand, files: list[Path], lake: Path) -> None:
    ran = evenhand("import", "police-uk", *files, "--lake", lake, "--json")
    assert {each["status"] for each in json.loads(ran.out)["force_months"]} == {"unchanged"}
    assert "Nothing is new: the lake holds these records already." in ran.err


def test_quiet_import_says_nothing(evenhand: Evenhand, files: list[Path], tmp_path: Path) -> None:
    ran = evenhand("--quiet", "import", "police-uk", *files, "--lake", tmp_path / "lake")
    assert (ran.status, ran.out, ran.err) == (0, "", "")


def test_check_answers_with_findings_that_programs_can_rely_on(
    evenhand: Evenhand, lake: Path
) -> None:
    ran = evenhand("check", "--lake", lake, "--json")
    findings = json.loads(ran.out)["findings"]
    assert ran.status == (1 if any(each["severity"] == "error" for each in findings) else 0)
    for each in findings:
        assert set(each) >= {"force", "month", "check", "severity", "message", "value"}


def test_check_tells_what_was_found_in_several_months_once(evenhand: Evenhand, lake: Path) -> None:
    found = json.loads(evenhand("check", "--lake", lake, "--json").out)["findings"]
    residual = [each for each in found if each["check"] == "residual-codes-high"]
    assert len(residual) > 1
    once, each_month = (evenhand("check", "--lake", lake, *more) for more in ([], ["--each-month"]))
    assert once.out.count("warning: residual-codes-high") == 1
    assert each_month.out.count("warning: residual-codes-high") == len(residual)
    assert "--each-month tells every month" in once.err
    assert "--each-month tells every month" not in each_month.err


def test_check_is_as_strict_as_it_is_asked_to_be(evenhand: Evenhand, lake: Path) -> None:
    found = json.loads(evenhand("check", "--lake", lake, "--json").out)["findings"]
    assert evenhand("check", "--lake", lake, "--fail-on", "note").status == (1 if found else 0)
    assert evenhand("check", "--lake", lake, "--fail-on", "never").status == 0


def test_check_of_a_force_that_is_not_in_the_lake_says_which_are(
    evenhand: Evenhand, lake: Path
) -> None:
    ran = evenhand("check", "--lake", lake, "--force", "dorset", "--json")
    assert (ran.status, ran.out) == (2, "")
    assert "no records of dorset. It holds bedfordshire." in ran.err


def test_the_count_is_the_count_of_the_files(ask: Evenhand, rows: list[dict[str, str]]) -> None:
    answer = json.loads(ask("search-rate", "--format", "json").out)
    black = [
        row
        for row in rows
        if row["Self-defined ethnicity"].startswith("Black/") and row["Type"] != "Vehicle search"
    ]
    (found,) = [row for row in answer["rows"] if row["group"] == "Black"]
    assert found["events"] == len(black)
    assert answer["months_observed"] == 4


def test_all_three_formats_say_the_same(ask: Evenhand) -> None:
    answer = json.loads(ask("search-rate", "--format", "json").out)
    tidy = list(csv.DictReader(io.StringIO(ask("search-rate", "--format", "csv").out)))
    text = ask("search-rate").out
    assert [row["group"] for row in tidy[:-1]] == [row["group"] for row in answer["rows"]]
    for flat, row in zip(tidy, answer["rows"], strict=False):
        assert flat["events"] == str(row["events"])
        assert (float(flat["rate"]), float(flat["ratio_low"])) == (row["rate"], row["ratio_low"])
        assert flat["status"] == "shown"
        assert row["sentence"] in text
    assert tidy[-1]["group"] == "Not known"
    assert tidy[-1]["events"] == str(answer["unknown_events"])
    assert answer["sentence"] in text


def test_the_table_says_what_stands_behind_it(ask: Evenhand) -> None:
    text = ask("search-rate").out
    assert text.startswith("Searches for every 1,000 residents\nBedfordshire Police, January 2022")
    for words in (
        "Months observed: 4.",
        "Residents: Census 2021.",
        "Compared with: White.",
        "Searches by the British Transport Police are not included.",
        "Likely range",
        "If unknown",
        "Group not recorded:",
    ):
        assert words in text
    assert text.index("times as often") < text.index("Likely range")  # sentences first


def test_nineteen_groups_stand_under_the_names_of_the_census(ask: Evenhand) -> None:
    text = ask("search-rate", "--group-by", "nineteen-groups").out
    assert "\nBlack, Black British, Black Welsh, Caribbean or African" in text
    assert "\n  Caribbean" in text
    assert "not shown" in text  # a few small groups
    flat = ask("search-rate", "--group-by", "nineteen-groups", "--format", "csv").out
    hidden = [row for row in csv.DictReader(io.StringIO(flat)) if row["status"] == "not shown"]
    assert hidden
    assert {row["rate"] for row in hidden} == {""}


@pytest.mark.parametrize(
    "name",
    [
        *("search-rate", "suspicionless-search-rate", "grounds-search-rate", "drugs-search-rate"),
        *("weapons-search-rate", "other-search-rate", "find-rate", "arrest-rate"),
        *("no-further-action-rate", "linked-outcome-rate", "clothing-removal-rate"),
        *("ethnicity-not-stated", "ethnicity-agreement"),
    ],
)
def test_every_measure_answers_in_every_format(ask: Evenhand, name: str) -> None:
    for form in ("table", "csv", "json"):
        ran = ask(name, "--format", form)
        assert ran.status == 0, ran.err
        assert "nan" not in ran.out.lower().split()
        assert "None" not in ran.out


def test_measures_lists_every_name(evenhand: Evenhand) -> None:
    listed = json.loads(evenhand("measures", "--json").out)["measures"]
    text = evenhand("measures").out
    assert len(listed) >= 13
    assert all(each["name"] in text for each in listed)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["serch-rate", *ASKED], "Did you mean search-rate"),
        (["search-rate", *ASKED[2:], "--force", "bedforshire"], "Did you mean"),
        (["search-rate", *ASKED[:2], "--from", "2022-05", "--to", "2022-04"], "2022"),
        (["search-rate", *ASKED[:2], "--from", "22-05", "--to", "2022-04"], "22-05"),
        (["search-rate", *ASKED, "--force", "demoshire"], "ictional"),
        (["ethnicity-agreement", *ASKED, "--group-by", "nineteen-groups"], "groups"),
        (["search-rate", *ASKED[:2], "--from", "2019-01", "--to", "2019-02"], "not zero"),
        (["search-rate", *ASKED, "--format", "xml"], "'table', 'csv', 'json'"),
    ],
)
def test_questions_that_cannot_be_answered_are_refused_with_a_reason(
    evenhand: Evenhand, lake: Path, arguments: list[str], words: str
) -> None:
    ran = evenhand("measure", *arguments, "--lake", lake)
    assert ran.status == 2
    assert words in ran.err
    assert ran.out == ""
    assert "Traceback" not in ran.err


@pytest.mark.parametrize(
    "command", [["check"], ["measure", "search-rate", *ASKED], ["publish"]], ids=lambda c: c[0]
)
def test_a_lake_that_is_not_there_is_said(
    evenhand: Evenhand, tmp_path: Path, command: list[str]
) -> None:
    ran = evenhand(*command, "--lake", tmp_path / "nowhere")
    assert ran.status == 2
    assert "There are no records in" in ran.err
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("2022-01-kent-stop-and-search.csv", b"%PDF-1.7\n\x00\x01"),
        ("2022-01-kent-stop-and-search.csv", b"Name,Colour\nRobin,red\n"),
        ("2022-01-kent-stop-and-search.csv.gz", gzip.compress(b"Type,Date\n" * 999)[:40]),
        ("2022-01.zip", b"PK\x03\x04 broken"),
        ("2022-01-kent-stop-and-search.json", b'[{"type": "Person search"'),
        ("2022-01-kent-stop-and-search.csv", b""),
    ],
    ids=["a PDF", "wrong columns", "truncated gzip", "a broken zip", "cut JSON", "empty"],
)
def test_a_file_that_cannot_be_used_is_refused_by_name(
    evenhand: Evenhand, tmp_path: Path, name: str, content: bytes
) -> None:
    (tmp_path / name).write_bytes(content)
    ran = evenhand("import", "police-uk", tmp_path / name, "--lake", tmp_path / "lake")
    assert ran.status == 2
    assert name in ran.err
    assert "Traceback" not in ran.err
    assert "a fault in evenhand" not in ran.err
    assert not list(tmp_path.glob("lake/**/*.parquet"))


def test_a_path_that_does_not_exist_is_said(evenhand: Evenhand, tmp_path: Path) -> None:
    ran = evenhand("import", "police-uk", tmp_path / "gone.csv", "--lake", tmp_path / "lake")
    assert ran.status == 2
    assert "gone.csv does not exist" in ran.err


@pytest.mark.skipif(os.name != "posix", reason="signals are sent as on POSIX")
def test_ctrl_c_in_the_middle_leaves_the_lake_as_it_was(shared_data: Path, tmp_path: Path) -> None:
    folder = shared_data / "police-uk-stop-search" / "monthly"
    command = [sys.executable, "-m", "evenhand.cli", "import", "police-uk", str(folder)]
    started = subprocess.Popen(
        [*command, "--lake", str(tmp_path)], stderr=subprocess.PIPE, text=True
    )
    while not list(tmp_path.glob("**/*.parquet")) and started.poll() is None:
        time.sleep(0.01)
    started.send_signal(signal.SIGINT)
    _, said = started.communicate(timeout=60)
    assert started.returncode == 130
    assert "Traceback" not in said
    assert not list(tmp_path.glob("manifest/*"))
