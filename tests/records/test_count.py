"""Counts are those that anyone gets who opens the files and counts."""

from __future__ import annotations

import csv
import gzip
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from police_files import BLACK, searches, write

from evenhand.records import codes
from evenhand.records.count import DIMENSIONS, UnknownDimension, count
from evenhand.records.importing import import_police_uk
from evenhand.records.lake import Lake


@pytest.fixture(scope="session")
def bedfordshire(tmp_path_factory: pytest.TempPathFactory, shared_data: Path) -> Lake:
    lake = tmp_path_factory.mktemp("bedfordshire") / "lake"
    files = sorted((shared_data / "police-uk-stop-search" / "monthly").glob("*bedford*"))
    import_police_uk(files, lake)
    return Lake.open(lake)


def by_hand(shared_data: Path, column: str) -> Counter[str]:
    counted: Counter[str] = Counter()
    for path in (shared_data / "police-uk-stop-search" / "monthly").glob("*bedford*"):
        with gzip.open(path, "rt", newline="", encoding="utf-8") as stream:
            counted.update(row[column] for row in csv.DictReader(stream))
    return counted


@pytest.mark.parametrize(
    ("dimension", "column"),
    [
        ("type", "Type"),
        ("self_defined", "Self-defined ethnicity"),
        ("officer_defined", "Officer-defined ethnicity"),
        ("legislation", "Legislation"),
        ("object", "Object of search"),
        ("outcome", "Outcome"),
        ("age", "Age range"),
        ("sex", "Gender"),
    ],
)
def test_counts_equal_those_by_hand(
    bedfordshire: Lake, shared_data: Path, dimension: str, column: str
) -> None:
    rows = count(bedfordshire, by=[dimension]).to_pylist()
    assert Counter({row[dimension]: row["n"] for row in rows}) == by_hand(shared_data, column)


def test_every_dimension_divides_the_same_total(bedfordshire: Lake) -> None:
    total = count(bedfordshire, by=[]).column("n")[0].as_py()
    for name in DIMENSIONS:
        assert sum(count(bedfordshire, by=[name]).column("n").to_pylist()) == total


def test_a_filter_and_its_opposite_make_the_whole(bedfordshire: Lake) -> None:
    people = count(bedfordshire, by=[], where={"person": [True]}).column("n")[0].as_py()
    vehicles = count(bedfordshire, by=[], where={"person": [False]}).column("n")[0].as_py()
    whole = count(bedfordshire, by=[]).column("n")[0].as_py()
    assert people + vehicles == whole
    assert vehicles > 0


def test_months_and_forces_out_of_reach_count_nothing(bedfordshire: Lake) -> None:
    assert count(bedfordshire, by=["month"], first="2030-01", last="2030-12").num_rows == 0
    assert count(bedfordshire, by=["month"], forces=["kent"]).num_rows == 0


def test_an_unknown_dimension_is_refused(bedfordshire: Lake) -> None:
    with pytest.raises(UnknownDimension, match="officer_rank"):
        count(bedfordshire, by=["officer_rank"])


def test_only_the_newest_version_is_counted(tmp_path: Path) -> None:
    for number in (5, 9):
        path = write(tmp_path / str(number), "2021-05", "kent", searches("2021-05", number))
        import_police_uk([path], tmp_path / "lake")
    assert count(Lake.open(tmp_path / "lake"), by=[]).column("n")[0].as_py() == 9


LABELS = sorted(entry.label for entry in codes.ethnicities())


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(chosen=st.lists(st.sampled_from([*LABELS, "", "A made-up answer"]), min_size=1, max_size=40))
def test_groups_are_those_of_the_code_list_whatever_was_recorded(
    tmp_path_factory: pytest.TempPathFactory, chosen: list[str]
) -> None:
    folder = tmp_path_factory.mktemp("groups")
    rows = searches("2021-05", len(chosen))
    for row, label in zip(rows, chosen, strict=True):
        row["Self-defined ethnicity"] = label
    import_police_uk([write(folder, "2021-05", "kent", rows)], folder / "lake")
    answer = count(Lake.open(folder / "lake"), by=["five_group"]).to_pylist()
    found = {label: codes.ethnicities().find(label) for label in chosen}
    expected = Counter(e.five_group if (e := found[label]) else "Unknown" for label in chosen)
    assert Counter({row["five_group"]: row["n"] for row in answer}) == expected


def test_black_is_counted_by_either_definition(tmp_path: Path) -> None:
    mixed = "Mixed/Multiple ethnic groups - White and Black Caribbean"
    rows = searches("2021-05", 3, Self_defined_ethnicity=BLACK)
    rows += searches("2021-05", 2, Self_defined_ethnicity=mixed)
    import_police_uk([write(tmp_path, "2021-05", "kent", rows)], tmp_path / "lake")
    labels = count(Lake.open(tmp_path / "lake"), by=["self_defined"]).to_pylist()
    group = codes.GROUPINGS["black-including-mixed"]
    counted = Counter[str | None]()
    for row in labels:
        counted[
            group.of(codes.ethnicities().by_id[codes.ethnicities().labels[row["self_defined"]]])
        ] += row["n"]
    assert counted == {"Black (including mixed Black heritage)": 5}
