"""Lakes that somebody has tampered with, and mappings that say what cannot be."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from police_files import searches, write

from evenhand.records.checks import findings
from evenhand.records.count import count
from evenhand.records.errors import BadInput, NoLake
from evenhand.records.importing import ImportReport, import_extract, import_police_uk
from evenhand.records.lake import Lake, manifest

MAY = "2021-05"
MAPPING = "force: kent\ncolumns:\n  at: When\n  self_defined: Who\n  legislation: Law\n"
TABLE = "When,Who,Law\n2021-05-03 10:00,W1,s1\n2021-05-04 11:00,B2,s23\n"


@pytest.fixture
def lake(tmp_path: Path) -> Path:
    """Two imports: three months, then one of them again."""
    for n in (1, 2, 3):
        write(tmp_path / "in", f"2021-{n:02d}", "kent", searches(f"2021-{n:02d}", 5))
    import_police_uk([tmp_path / "in"], tmp_path / "lake")
    again = write(tmp_path / "again", "2021-03", "kent", searches("2021-03", 7))
    import_police_uk([again], tmp_path / "lake")
    return tmp_path / "lake"


@pytest.mark.parametrize("number", [1, 2])
def test_a_manifest_that_was_removed_is_missed_and_no_records_are_deleted(
    tmp_path: Path, lake: Path, number: int
) -> None:
    held = manifest.files(lake)
    (lake / "manifest" / f"00000{number}.json").unlink()
    with pytest.raises(NoLake, match=r"missing|not named by any manifest"):
        Lake.open(lake).refuse_damage()
    with pytest.raises(NoLake, match="Restore it from a backup"):
        import_police_uk([tmp_path / "again"], lake)
    assert manifest.files(lake) == held


def test_nothing_is_counted_where_the_last_manifest_was_removed(lake: Path) -> None:
    (lake / "manifest" / "000002.json").unlink()
    with pytest.raises(NoLake, match=r"000002\.parquet is not named .* one was removed"):
        Lake.open(lake)


def test_a_lake_is_read_while_an_import_is_about_to_commit(lake: Path) -> None:
    (lake / "manifest" / "000002.json").unlink()
    (lake / manifest.INCOMING).mkdir()
    assert count(Lake.open(lake), by=[]).column("n").to_pylist() == [15]


def test_records_without_any_manifest_are_not_an_empty_lake(lake: Path) -> None:
    for path in (lake / "manifest").iterdir():
        path.unlink()
    with pytest.raises(NoLake, match="holds records, and no manifest"):
        Lake.open(lake)


@pytest.mark.parametrize("size", [None, 0, 100])
def test_a_file_of_records_that_is_gone_or_cut_is_named(lake: Path, size: int | None) -> None:
    path = lake / "stop-and-search" / "kent" / "2021-02" / "v1.parquet"
    if size is None:
        path.unlink()
    else:
        path.write_bytes(path.read_bytes()[:size])
    for look in (lambda: Lake.open(lake).refuse_damage(), lambda: count(Lake.open(lake), by=[])):
        with pytest.raises(NoLake, match=r"2021-02/v1\.parquet is"):
            look()


def test_a_file_of_records_in_the_place_of_another_is_named(lake: Path) -> None:
    months = lake / "stop-and-search" / "kent"
    (months / "2021-02" / "v1.parquet").write_bytes(
        (months / "2021-03" / "v2.parquet").read_bytes()
    )
    with pytest.raises(NoLake, match="holds 7 rows where 5 were loaded"):
        Lake.open(lake).refuse_damage()


def test_a_file_of_as_many_other_records_is_not_counted(tmp_path: Path, lake: Path) -> None:
    other = write(tmp_path / "other", "2021-02", "kent", searches("2021-02", 5, Gender="Female"))
    import_police_uk([other], tmp_path / "elsewhere")
    ours, theirs = (
        folder / "stop-and-search" / "kent" / "2021-02" / "v1.parquet"
        for folder in (lake, tmp_path / "elsewhere")
    )
    ours.write_bytes(theirs.read_bytes() + b"PAR1")
    with pytest.raises(NoLake, match=r"2021-02/v1\.parquet is"):
        count(Lake.open(lake), by=["sex"])


@pytest.mark.parametrize("data", [b"\xff\xfe", b"[1]", b"{}", b"[" * 100_000])
def test_a_manifest_of_anything_else_is_named(lake: Path, data: bytes) -> None:
    (lake / "manifest" / "000001.json").write_bytes(data)
    with pytest.raises(NoLake, match=r"000001\.json cannot be read"):
        Lake.open(lake)


def test_an_import_stopped_just_after_its_commit_keeps_what_it_committed(
    tmp_path: Path, lake: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = manifest.write

    def stopped(*given: object) -> None:
        whole(*given)
        raise KeyboardInterrupt

    monkeypatch.setattr(manifest, "write", stopped)
    june = write(tmp_path / "june", "2021-06", "kent", searches("2021-06", 4))
    with pytest.raises(KeyboardInterrupt):
        import_police_uk([june], lake)
    Lake.open(lake).refuse_damage()
    assert count(Lake.open(lake), by=[]).column("n")[0].as_py() == 5 + 5 + 7 + 4


def test_parts_of_a_force_are_one_finding_by_their_names(tmp_path: Path) -> None:
    head = "la,datetime,type,self_defined_ethnicity,legislation\n"
    for name in ("Lambeth", "Haringey"):
        path = tmp_path / f"{name.lower()}.csv"
        path.write_text(f"{head}{name},2021-05-03T10:00:00+00:00,Person search,,\n")
        import_police_uk([path], tmp_path / "lake")
    (found,) = (
        each for each in findings(Lake.open(tmp_path / "lake")) if each.check == "partial-month"
    )
    assert "(2 rows of Haringey and Lambeth)" in found.message


def extract(tmp_path: Path, mapping: str, table: str = TABLE) -> ImportReport:
    (tmp_path / "m.yaml").write_text(mapping)
    (tmp_path / "x.csv").write_text(table)
    return import_extract(tmp_path / "m.yaml", [tmp_path / "x.csv"], tmp_path / "lake")


WRONG = {
    "constants: {legislation: x}\n": "cannot be both a column and a constant",
    'date_format: "%Q %Y"\n': "does not say a whole date",
    'date_format: "%H:%M"\n': "does not say a whole date",
    "deep: " + "[" * 5000: "is not a YAML file",
    "long: " + "x" * 2**20: "too large to be a mapping",
}


@pytest.mark.parametrize("line", WRONG, ids=lambda line: str(line)[:25])
def test_a_mapping_that_cannot_be_is_refused(tmp_path: Path, line: str) -> None:
    with pytest.raises(BadInput, match=WRONG[line]):
        extract(tmp_path, MAPPING + line)


def test_two_of_our_columns_may_be_read_from_one_of_theirs(tmp_path: Path) -> None:
    extract(tmp_path, f"{MAPPING}  object: Law\n")
    profile = Lake.open(tmp_path / "lake").current()[0].profile
    assert profile["unlisted"]["object"] == {"s1": 1, "s23": 1}


def test_a_heading_that_stands_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="more than one column 'Who'"):
        extract(tmp_path, MAPPING, "When,Who,Who,Law\n2021-05-03 10:00,W1,B1,s1\n")


def test_an_extract_without_rows_is_said(tmp_path: Path) -> None:
    assert "has no rows" in extract(tmp_path, MAPPING, "When,Who,Law\n").warnings[0]


def test_a_date_in_another_form_than_the_mappings_is_not_guessed(tmp_path: Path) -> None:
    rows = "When,Who,Law\n05/03/2021,W1,s\n05/04/2021,W1,s\n13/05/2021,W1,s\n"
    report = extract(tmp_path, f'{MAPPING}date_format: "%m/%d/%Y"\n', rows)
    assert (report.rows_loaded, report.rows_rejected) == (2, 1)
    assert "row 4 has no date that can be read ('13/05/2021')" in report.warnings[0]


def hours(tmp_path: Path) -> list[datetime]:
    import pyarrow.parquet as pq

    lake = Lake.open(tmp_path / "lake")
    return [at for file in lake.files() for at in pq.read_table(file).column("at").to_pylist()]


def test_an_offset_in_a_date_is_kept(tmp_path: Path) -> None:
    rows = "When,Who,Law\n03/05/2021 10:00 +0100,W1,s\n03/05/2021 10:00 +0000,W1,s\n"
    extract(tmp_path, f'{MAPPING}date_format: "%d/%m/%Y %H:%M %z"\n', rows)
    assert hours(tmp_path) == [datetime(2021, 5, 3, hour, tzinfo=UTC) for hour in (9, 10)]


@pytest.mark.parametrize("mixed", ["", "31/03/2021 23:59,W1,s\n"])
def test_londons_two_changes_of_clock_are_read_alike_in_every_form(
    tmp_path: Path, mixed: str
) -> None:
    rows = "2021-10-31 00:30,W1,s\n2021-10-31 01:30,W1,s\n2021-10-31 23:59,W1,s\n"
    report = extract(tmp_path, MAPPING, f"When,Who,Law\n2021-03-31 23:59,W1,s\n{rows}{mixed}")
    months = {month["month"]: month["rows"] for month in report.force_months}
    assert months == {"2021-03": 1 + bool(mixed), "2021-10": 3}
    read = sorted(hours(tmp_path))
    assert read[0] == datetime(2021, 3, 31, 22, 59, tzinfo=UTC)
    assert read[-1] == datetime(2021, 10, 31, 23, 59, tzinfo=UTC)
    assert datetime(2021, 10, 30, 23, 30, tzinfo=UTC) in read
