"""Counts added up from tallies are those of the records, whatever became of the lake."""

from __future__ import annotations

import random
import shutil
from collections import Counter
from dataclasses import replace
from itertools import chain
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st
from police_files import searches, write

from evenhand.records import codes
from evenhand.records.count import DIMENSIONS, count
from evenhand.records.engine import Engine
from evenhand.records.errors import NoLake
from evenhand.records.importing import import_police_uk
from evenhand.records.lake import Lake
from evenhand.records.lake.tally import Tally, TallyFile, together

BY_DAY = ("time_band", "area")  # what tallies do not know


def varied(month: str, rows: int, seed: int) -> list[dict[str, str]]:
    """Searches that differ in most of what is coded, some of it blank and some not in any list."""
    draw = random.Random(seed)  # noqa: S311  (a test's own variety)
    powers = [p.label for p in codes.powers().by_id.values()]
    ethnicities = [e.label for e in codes.ethnicities().by_id.values()]
    outcomes = [o.label for o in codes.outcomes().by_id.values()]
    return [
        {
            **row,
            "Self-defined ethnicity": draw.choice([*ethnicities, "Klingon"]),
            "Legislation": draw.choice(powers),
            "Outcome": draw.choice(outcomes),
            "Gender": draw.choice(["Male", "Female", ""]),
        }
        for row in searches(month, rows)
    ]


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    """Two forces, a month that was sent again, and a row of a neighbouring month."""
    folder = tmp_path / "in"
    for place, force in enumerate(("kent", "essex")):
        for n in (1, 2, 3):
            write(folder, f"2021-{n:02d}", force, varied(f"2021-{n:02d}", 80, 10 * place + n))
    import_police_uk([folder], tmp_path / "lake")
    again = varied("2021-02", 50, 99) + varied("2021-03", 3, 98)
    import_police_uk([write(tmp_path / "again", "2021-02", "kent", again)], tmp_path / "lake")
    return Lake.open(tmp_path / "lake")


def rows(table: pa.Table) -> list[dict[str, object]]:
    return sorted(table.to_pylist(), key=str)


@pytest.mark.parametrize("dimension", DIMENSIONS)
def test_tallies_add_up_to_what_the_records_say(lake: Lake, dimension: str) -> None:
    for by in ([dimension], list(dict.fromkeys(["force", "month", dimension, "five_group"]))):
        assert rows(count(lake, by=by)) == rows(count(lake, by=by, from_records=True))


@pytest.mark.parametrize(
    "only",
    [
        {"forces": ["kent"]},
        {"first": "2021-02", "last": "2021-02"},
        {"where": {"person": [True], "five_group": ["Black", "White"]}},
        {"forces": ["essex"], "first": "2021-03", "where": {"sex": [""]}},
        {"where": {"sex": ["nobody"]}},
    ],
    ids=str,
)
def test_so_they_do_for_part_of_them(lake: Lake, only: dict[str, object]) -> None:
    for by in ([], ["month", "outcome_kind"]):
        answer = count(lake, by=by, **only)
        assert rows(answer) == rows(count(lake, by=by, from_records=True, **only))


def test_real_files_tally_as_they_count(tmp_path: Path, shared_data: Path) -> None:
    folder = shared_data / "police-uk-stop-search" / "monthly"
    import_police_uk(sorted(folder.glob("2020-0*"))[:25], tmp_path / "lake")
    held = Lake.open(tmp_path / "lake")
    by = ["force", "month", "nineteen_group", "legislation", "object", "outcome", "age", "linked"]
    assert rows(count(held, by=by)) == rows(count(held, by=by, from_records=True))


def test_what_was_sent_again_is_counted_once(lake: Lake) -> None:
    assert count(lake, by=[]).column("n").to_pylist() == [5 * 80 + 53]
    assert len(lake.superseded()) == 1


def test_only_what_tallies_know_is_asked_of_them(lake: Lake) -> None:
    for dimension in DIMENSIONS:
        engine = Engine.duckdb(lake.path)
        count(lake, by=[dimension], engine=engine)
        assert ('"tallies"' in engine.ran[-1]) == (dimension not in BY_DAY)


def test_a_month_without_searches_has_a_tally_without_rows(tmp_path: Path) -> None:
    import_police_uk([write(tmp_path / "in", "2021-01", "kent", [])], tmp_path / "lake")
    held = Lake.open(tmp_path / "lake")
    assert held.damaged() == ""
    assert count(held, by=[]).column("n").to_pylist() == [0]


def test_a_lake_without_tallies_is_counted_from_its_records(lake: Lake, tmp_path: Path) -> None:
    expected = rows(count(lake, by=["month"]))
    for manifest in (tmp_path / "lake" / "manifest").glob("*.json"):
        text = manifest.read_text()
        number = manifest.stem
        manifest.write_text(text.replace(f'"tallies/{number}.parquet"', '""'))
    shutil.rmtree(tmp_path / "lake" / "tallies")
    early = Lake.open(tmp_path / "lake")
    assert early.tallies() == []
    assert rows(count(early, by=["month"])) == expected


def test_a_part_of_a_lake_is_counted_from_its_records(lake: Lake) -> None:
    first, second = lake.commits
    fewer = [month for month in first.force_months if month.force == "kent"]
    part = replace(lake, commits=(replace(first, force_months=fewer), second))
    assert part.tallies() == []
    counted = count(part, by=["force"], from_records=True)
    assert rows(count(part, by=["force"])) == rows(counted)
    assert counted.column("force").to_pylist() == ["kent"]


def test_tallies_that_are_gone_or_cut_are_named(lake: Lake) -> None:
    path = lake.tallies()[0]
    whole = path.read_bytes()
    for change in (path.unlink, lambda: path.write_bytes(whole[:100])):
        change()
        for look in (lake.refuse_damage, lambda: count(lake, by=["month"])):
            with pytest.raises(NoLake, match=r"tallies/000001\.parquet is"):
                look()
    path.write_bytes(lake.tallies()[1].read_bytes())
    with pytest.raises(NoLake, match="rows where"):
        lake.refuse_damage()


def test_tallies_are_written_as_they_come(tmp_path: Path) -> None:
    part = Tally(np.zeros((100_000, 16), np.uint8), np.ones(100_000, np.int32))
    file = TallyFile(tmp_path / "t.parquet")
    for supplied in range(5):
        file.add(part, 1, supplied)
    file.close()
    read = pq.ParquetFile(tmp_path / "t.parquet")
    assert read.metadata.num_row_groups == 2
    assert read.metadata.num_rows == file.rows == 500_000
    assert read.read(["supplied"]).column(0).unique().to_pylist() == list(range(5))


@given(st.lists(st.lists(st.integers(0, 3), max_size=30), max_size=4))
def test_tallies_put_together_add_up(parts: list[list[int]]) -> None:
    def packed(values: list[int]) -> Tally:
        rows = np.zeros((len(values), 16), np.uint8)
        rows[:, 3] = rows[:, 13] = values
        return together([Tally(rows, np.ones(len(values), np.int32))] * 2)

    whole = together([packed(values) for values in parts])
    found = dict(zip(whole.packed[:, 3].tolist(), whole.n.tolist(), strict=True))
    assert found == {value: 2 * n for value, n in Counter(chain(*parts)).items()}
    assert len(whole.n) == len(found)
