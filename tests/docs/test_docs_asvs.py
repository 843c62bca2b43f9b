"""The map of the security standard holds: it is whole, its tests are run, no exception is late."""

import csv
import re
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
MAP: dict[str, dict[str, Any]] = yaml.safe_load(
    (ROOT / "docs" / "reference" / "asvs.yaml").read_text(encoding="utf-8")
)
WAYS = ({"test"}, {"not"}, {"exception", "until"})
REQUIREMENTS = 253
"""Of levels 1 and 2; the share that is shown by tests is of all of them, applicable or not."""
LEAST = 0.60
LONGEST_LEFT = timedelta(days=366)
"""An exception is looked at again within a year."""


def named_by(entry: dict[str, Any]) -> list[str]:
    """The tests that an entry names."""
    named = entry.get("test", [])
    return [named] if isinstance(named, str) else named


def by(way: str) -> list[str]:
    """The requirements that are answered in one way."""
    return [name for name, entry in MAP.items() if way in entry]


NAMED = sorted({one for entry in MAP.values() for one in named_by(entry)})


@pytest.mark.parametrize("requirement", MAP)
def test_each_requirement_is_answered_in_one_way(requirement: str) -> None:
    entry = MAP[requirement]

    assert set(entry) in WAYS
    assert all(entry.values())
    words = str(entry.get("not") or entry.get("exception") or "")
    assert not words or (len(words.split()) >= 4 and words.endswith(".")), "a reason in a sentence"


@pytest.fixture(scope="module")
def collected() -> set[str]:
    """Every test of the files that are named, as pytest itself finds them."""
    files = sorted({named.partition("::")[0] for named in NAMED})
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "--collect-only", "-q", "-p", "no:cacheprovider", *files],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-2_000:] + done.stderr[-2_000:]
    return {line.partition("[")[0] for line in done.stdout.splitlines() if "::" in line}


@pytest.mark.slow
@pytest.mark.parametrize("named", NAMED)
def test_each_test_that_is_named_is_run(collected: set[str], named: str) -> None:
    assert named in collected
    path, _, function = named.partition("::")
    source = (ROOT / path).read_text(encoding="utf-8")
    marks = re.search(rf"((?:^@.*\n|^[ \])}}].*\n)*)^def {function}\(", source, re.MULTILINE)
    assert marks
    assert not re.search(r"skip|xfail", marks[1]), "a test that is left out shows nothing"


def test_a_test_that_is_not_there_would_be_missed(collected: set[str]) -> None:
    assert "tests/docs/test_docs_asvs.py::test_nowhere" not in collected
    assert len(collected) > len(NAMED)


def test_every_requirement_of_the_standard_is_answered(shared_data: Path) -> None:
    rows = list(csv.DictReader((shared_data / "asvs-5.0.csv").read_text("utf-8").splitlines()))
    known = {row["req_id"]: row["req_description"] for row in rows if int(row["L"]) <= 2}

    assert len(known) == REQUIREMENTS
    assert list(MAP) == list(known), "each once, in the order of the standard"
    said = (ROOT / "docs" / "reference" / "asvs.yaml").read_text(encoding="utf-8")
    assert not [name for name, words in known.items() if words[:60] in said], "none is copied"


def test_at_least_three_in_five_are_shown_by_tests() -> None:
    assert len(MAP) == REQUIREMENTS
    assert len(by("test")) / REQUIREMENTS >= LEAST


def test_the_page_gives_the_numbers_of_the_map() -> None:
    page = " ".join((ROOT / "docs" / "reference" / "asvs.md").read_text(encoding="utf-8").split())
    tests, others, late = (len(by(way)) for way in ("test", "not", "exception"))
    apply = REQUIREMENTS - others

    assert f"{tests} are shown by tests, {others} do not apply, {late} are not met yet" in page
    assert f"{100 * tests / REQUIREMENTS:.0f} of 100 of all" in page
    assert f"{100 * tests / apply:.0f} of 100 of the {apply} that apply" in page


def test_no_exception_has_run_out_or_is_put_off_for_long() -> None:
    today = datetime.now(UTC).date()
    until: dict[str, date] = {name: MAP[name]["until"] for name in by("exception")}

    assert not {name: day for name, day in until.items() if day < today}
    assert not {name: day for name, day in until.items() if day > today + LONGEST_LEFT}
