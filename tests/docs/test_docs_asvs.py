"""The map of the security standard holds: its tests exist, its exceptions have not run out."""

import csv
import re
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
MAP: dict[str, dict[str, Any]] = yaml.safe_load(
    (ROOT / "docs" / "reference" / "asvs.yaml").read_text(encoding="utf-8")
)
WAYS = ({"test"}, {"not"}, {"exception", "until"})


def named_by(entry: dict[str, Any]) -> list[str]:
    """The tests that an entry names."""
    named = entry.get("test", [])
    return [named] if isinstance(named, str) else named


@pytest.mark.parametrize("requirement", MAP)
def test_each_requirement_is_answered_in_one_way(requirement: str) -> None:
    entry = MAP[requirement]

    assert set(entry) in WAYS
    assert all(entry.values())


@pytest.mark.parametrize(
    "named", sorted({one for entry in MAP.values() for one in named_by(entry)})
)
def test_each_test_that_is_named_exists(named: str) -> None:
    path, _, function = named.partition("::")
    source = (ROOT / path).read_text(encoding="utf-8")

    assert re.search(rf"^def {re.escape(function)}\(", source, re.MULTILINE), f"no {named}"


def test_no_exception_has_run_out() -> None:
    today = datetime.now(UTC).date()
    until: dict[str, date] = {name: one["until"] for name, one in MAP.items() if "until" in one}

    late = {name: day for name, day in until.items() if day < today}
    assert not late


def test_the_map_names_requirements_of_the_standard_and_copies_none(shared_data: Path) -> None:
    file = shared_data / "asvs-5.0.csv"
    rows = list(csv.DictReader(file.read_text(encoding="utf-8").splitlines()))
    known = {row["req_id"]: row["req_description"] for row in rows if int(row["L"]) <= 2}

    assert set(MAP) <= set(known)
    said = (ROOT / "docs" / "reference" / "asvs.yaml").read_text(encoding="utf-8")
    assert not [name for name, words in known.items() if words[:60] in said]
