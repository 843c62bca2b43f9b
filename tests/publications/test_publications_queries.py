"""The SQL beside a number is the SQL that counted it."""

from pathlib import Path

import duckdb
import pytest

from evenhand.publications.protecting.units import of_records
from evenhand.records.lake import Lake
from measures.made_lakes import answer, year
from publications.public_files import public_lake


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    return public_lake(tmp_path, year())


def test_the_sql_counts_the_same_again_on_the_lake_s_own_files(lake: Lake) -> None:
    result = answer(of_records(lake))
    (query,) = result.queries
    files = [str(path) for path in lake.files(["bedfordshire"], "2021-05", "2021-07")]
    engine = duckdb.connect()
    engine.read_parquet(files).create_view("records")

    rows = engine.sql(query).fetchall()

    known = sum(row.events or 0 for row in result.rows)
    assert sum(row[-1] for row in rows) == known + (result.unknown_events or 0)


@pytest.mark.parametrize("measure", ["search-rate", "find-rate", "ethnicity-agreement"])
def test_the_same_question_has_the_same_sql_without_a_path_of_this_machine(
    lake: Lake, measure: str
) -> None:
    first, again = (answer(of_records(lake), measure).queries for _ in range(2))

    assert first == again
    assert 'FROM "records"' in first[0]
    assert str(lake.path) not in first[0]
    assert "/" not in first[0]


def test_the_sql_is_beside_the_answer_and_not_in_it(lake: Lake) -> None:
    assert "queries" not in answer(lake).as_json()
