"""A force's own extract, described and not programmed."""

from __future__ import annotations

from pathlib import Path

import pytest

from evenhand.records.count import count
from evenhand.records.errors import BadInput
from evenhand.records.importing import import_extract
from evenhand.records.lake import Lake

MAPPING = """
force: kent
time_zone: Europe/London
date_format: "%d/%m/%Y %H:%M"
columns:
  at: Stop date
  type: Kind
  self_defined: SDE
  officer_defined: IC
  legislation: Power
  outcome: Result
translations:
  type: {P: Person search, V: Vehicle search}
  legislation: {S23: Misuse of Drugs Act 1971 (section 23)}
  outcome: {NFA: A no further action disposal, ARR: Arrest}
"""
EXTRACT = """Ref;ignored,Stop date,Kind,SDE,IC,Power,Result
1,01/06/2021 00:30,P,B1,IC3,S23,ARR
2,30/06/2021 23:30,P,W1,IC1,S23,NFA
3,15/07/2021 12:00,V,,,S23,NFA
4,15/07/2021 12:00,P,N1,IC3,S99,NFA
"""


def files(tmp_path: Path, mapping: str = MAPPING, extract: str = EXTRACT) -> tuple[Path, Path]:
    (tmp_path / "kent.yaml").write_text(mapping)
    (tmp_path / "extract.csv").write_text(extract)
    return tmp_path / "kent.yaml", tmp_path / "extract.csv"


def test_an_extract_is_read_as_its_mapping_says(tmp_path: Path) -> None:
    mapping, extract = files(tmp_path)
    report = import_extract(mapping, [extract], tmp_path / "lake")
    assert [(m["month"], m["rows"]) for m in report.force_months] == [
        ("2021-06", 2),
        ("2021-07", 2),
    ]
    lake = Lake.open(tmp_path / "lake")
    groups = count(lake, by=["month", "five_group"], where={"person": [True]}).to_pylist()
    assert {(g["month"], g["five_group"]): g["n"] for g in groups} == {
        ("2021-06", "Black"): 1,
        ("2021-06", "White"): 1,
        ("2021-07", "Unknown"): 1,
    }
    assert lake.current()[1].profile["unlisted"] == {"legislation": {"S99": 1}}
    assert not lake.current()[0].public


def test_a_row_without_a_date_cannot_be_placed_and_is_set_aside(tmp_path: Path) -> None:
    mapping, extract = files(tmp_path, extract=EXTRACT + "5,soon,P,W1,IC1,S23,NFA\n")
    report = import_extract(mapping, [extract], tmp_path / "lake")
    assert (report.rows_read, report.rows_loaded, report.rows_rejected) == (5, 4, 1)
    assert "row 6 has no date that can be read" in report.warnings[0]


@pytest.mark.parametrize(
    ("mapping", "words"),
    [
        (MAPPING.replace("force: kent", "force: kemt"), "kemt"),
        (MAPPING.replace("self_defined", "ethnicity"), "is not a column that we know"),
        (MAPPING.replace("Europe/London", "Kent/Dover"), "Kent/Dover is not a time zone"),
        (MAPPING.replace("Stop date", "Date of stop"), "no column 'Date of stop'"),
        ("force: [kent", "not a YAML file: expected ',' or ']', but got '<stream end>' in line 1."),
        ("- kent", "does not describe an extract"),
        (MAPPING + "colour: blue\n", "`colour` is not something that a mapping says"),
    ],
)
def test_a_wrong_mapping_is_refused_in_words(tmp_path: Path, mapping: str, words: str) -> None:
    described, extract = files(tmp_path, mapping)
    with pytest.raises(BadInput) as refusal:
        import_extract(described, [extract], tmp_path / "lake")
    assert words in str(refusal.value)
    assert "kent.yaml" in str(refusal.value) or "extract.csv" in str(refusal.value)


def test_the_same_file_read_by_another_mapping_is_a_new_version(tmp_path: Path) -> None:
    mapping, extract = files(tmp_path)
    import_extract(mapping, [extract], tmp_path / "lake")
    other = MAPPING.replace(
        "S23: Misuse", "S99: Misuse of Drugs Act 1971 (section 23), S23: Misuse"
    )
    mapping.write_text(other)
    again = import_extract(mapping, [extract], tmp_path / "lake")
    assert {m["status"] for m in again.force_months} == {"refreshed"}
    assert import_extract(mapping, [extract], tmp_path / "lake").force_months[0]["status"] == (
        "unchanged"
    )


def test_a_time_in_a_column_of_its_own_stands_behind_its_date(tmp_path: Path) -> None:
    described = MAPPING.replace("  at: Stop date", "  at: Stop date\n  time: At")
    rows = "Stop date,At,Kind,SDE,IC,Power,Result\n01/06/2021,09:30,P,B1,IC3,S23,ARR\n"
    mapping, extract = files(tmp_path, described, rows)
    import_extract(mapping, [extract], tmp_path / "lake")
    bands = count(Lake.open(tmp_path / "lake"), by=["month", "time_band"]).to_pylist()
    assert bands == [{"month": "2021-06", "time_band": "09-12", "n": 1}]
