"""The made-up files look like the police's own, and are the same bytes every time."""

import csv
from dataclasses import replace
from pathlib import Path

import pytest

from evenhand.demo import records
from evenhand.demo.truth import DEMOSHIRE, FORCES, LAST, Truth
from evenhand.measures.period import months_between


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return records.write(tmp_path_factory.mktemp("demoshire"), [DEMOSHIRE])


def rows_of(files: list[Path], month: str) -> list[dict[str, str]]:
    path = next(path for path in files if path.name.startswith(month))
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.mark.parametrize("truth", FORCES, ids=lambda truth: truth.force)
def test_every_month_but_the_missing_ones_has_a_file_named_as_the_police_name_theirs(
    truth: Truth, tmp_path: Path
) -> None:
    expected = [
        f"{month}/{month}-{truth.force}-stop-and-search.csv"
        for month in months_between(truth.first, LAST)
        if month not in truth.missing
    ]

    files = records.write(tmp_path, [truth])

    assert [f"{path.parent.name}/{path.name}" for path in files] == expected


def test_the_same_seed_writes_the_same_bytes(files: list[Path], tmp_path: Path) -> None:
    again = records.write(tmp_path, [DEMOSHIRE])

    assert [path.read_bytes() for path in again[:3]] == [path.read_bytes() for path in files[:3]]


def test_another_seed_writes_others(files: list[Path], tmp_path: Path) -> None:
    other = records.write(tmp_path, [replace(DEMOSHIRE, seed=1)])

    assert other[0].read_bytes() != files[0].read_bytes()


def test_the_columns_are_those_of_the_polices_own_files(files: list[Path]) -> None:
    assert tuple(rows_of(files, "2026-01")[0]) == records.COLUMNS


def test_every_row_of_a_file_is_of_its_month(files: list[Path]) -> None:
    assert {row["Date"][:7] for row in rows_of(files, "2026-01")} == {"2026-01"}


def test_a_vehicle_searched_alone_has_no_person(files: list[Path]) -> None:
    vehicles = [row for row in rows_of(files, "2026-01") if row["Type"] == "Vehicle search"]

    assert vehicles
    assert {row["Self-defined ethnicity"] for row in vehicles} == {""}


def test_a_third_of_a_month_arrived(files: list[Path]) -> None:
    part, whole = len(rows_of(files, "2025-11")), len(rows_of(files, "2025-12"))

    assert DEMOSHIRE.partial == "2025-11"
    assert part / whole == pytest.approx(DEMOSHIRE.partial_share, abs=0.1)


def test_a_few_rows_stand_twice(files: list[Path]) -> None:
    rows = [tuple(row.values()) for row in rows_of(files, "2025-05")]

    assert DEMOSHIRE.doubled == "2025-05"
    assert len(rows) - len(set(rows)) == DEMOSHIRE.duplicates


def test_one_month_gives_no_times(files: list[Path]) -> None:
    times = {row["Date"][11:16] for row in rows_of(files, "2024-02")}

    assert DEMOSHIRE.timeless == "2024-02"
    assert times == {"00:00"}


def test_no_real_place_carries_a_made_up_search(tmp_path: Path) -> None:
    files = records.write(tmp_path, [replace(truth, first="2026-09") for truth in FORCES])
    places = [
        (float(row["Latitude"]), float(row["Longitude"]))
        for file in files
        for row in rows_of([file], "2026-09")
    ]

    assert all(54 < north < 55.5 and 1.5 < east < 3.1 for north, east in places)  # the North Sea
    assert len(files) == len(FORCES)
