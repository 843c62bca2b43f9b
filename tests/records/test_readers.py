"""Files as the police publish them, and the dirt that is really in them."""

from __future__ import annotations

import codecs
import errno
import gzip
import json
import zlib
from pathlib import Path

import pytest
from police_files import BLACK, HEADER, NOT_STATED, archive, search, searches, text, write

from evenhand.records.count import count
from evenhand.records.errors import BadInput, NotRecords
from evenhand.records.importing import ImportReport, import_police_uk
from evenhand.records.lake import Lake

MAY = "2021-05"
NAME = f"{MAY}-bedfordshire-stop-and-search.csv"


def counted(lake: Path, *by: str, **more: object) -> dict[object, int]:
    rows = count(Lake.open(lake), by=by, **more).to_pylist()
    return {tuple(r[b] for b in by) if len(by) > 1 else r[by[0]]: r["n"] for r in rows}


def load(tmp_path: Path, data: str | bytes, name: str = NAME) -> ImportReport:
    path = tmp_path / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return import_police_uk([path], tmp_path / "lake")


def test_a_plain_file_loads_whole(tmp_path: Path) -> None:
    report = load(tmp_path, text(searches(MAY, 40))).as_json()
    assert report["files"] == 1
    assert report["rows_read"] == report["rows_loaded"] == 40
    assert report["rows_rejected"] == 0
    assert report["force_months"] == [
        {"force": "bedfordshire", "month": MAY, "rows": 40, "version": 1, "status": "submitted"}
    ]
    assert report["warnings"] == []


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_both_line_ends_are_read(tmp_path: Path, end: str) -> None:
    assert load(tmp_path, text(searches(MAY, 5), end)).rows_loaded == 5


def test_a_byte_order_mark_is_not_part_of_the_first_heading(tmp_path: Path) -> None:
    assert load(tmp_path, codecs.BOM_UTF8 + text(searches(MAY, 5)).encode()).rows_loaded == 5


def test_utf_16_is_read_and_said(tmp_path: Path) -> None:
    report = load(tmp_path, text(searches(MAY, 5)).encode("utf-16"))
    assert report.rows_loaded == 5
    assert "UTF-16" in report.warnings[0]


def test_a_line_of_another_encoding_is_read_and_named(tmp_path: Path) -> None:
    rows = searches(MAY, 3)
    rows[1]["Policing operation"] = "Café £5"
    data = text(rows).encode("cp1252")
    report = load(tmp_path, data)
    assert report.rows_loaded == 3
    assert "line 3" in report.warnings[0]
    assert "Windows-1252" in report.warnings[0]


def test_pandas_leaves_an_index_column_and_other_booleans(tmp_path: Path) -> None:
    rows = searches(MAY, 4)
    for row, word in zip(rows, ("1.0", "0.0", "TRUE", ""), strict=True):
        row["Removal of more than just outer clothing"] = word
    lines = text(rows).splitlines()
    indexed = "\n".join([f",{lines[0]}", *(f"{n},{line}" for n, line in enumerate(lines[1:]))])
    assert load(tmp_path, indexed).rows_loaded == 4
    assert counted(tmp_path / "lake", "clothing") == {"true": 2, "false": 1, "blank": 1}


def test_the_month_is_londons_not_utcs(tmp_path: Path) -> None:
    rows = [search("2021-04-30T23:30:00+00:00"), search("2021-05-31T22:59:59+00:00")]
    load(tmp_path, text(rows))
    assert counted(tmp_path / "lake", "month") == {MAY: 2}


def test_a_row_dated_in_another_month_counts_there(tmp_path: Path) -> None:
    june = write(tmp_path / "in", "2021-06", "bedfordshire", searches("2021-06", 3))
    may = write(
        tmp_path / "in",
        MAY,
        "bedfordshire",
        [*searches(MAY, 2), search("2021-05-31T23:30:00+00:00")],
    )
    import_police_uk([june, may], tmp_path / "lake")
    assert counted(tmp_path / "lake", "month") == {MAY: 2, "2021-06": 4}
    assert counted(tmp_path / "lake", "month", first="2021-06", last="2021-06") == {"2021-06": 4}


def test_summer_time_moves_the_hour(tmp_path: Path) -> None:
    rows = [search("2021-05-03T11:59:00+00:00"), search("2021-05-03T10:59:00+00:00")]
    load(tmp_path, text(rows))
    assert counted(tmp_path / "lake", "time_band") == {"12-15": 1, "09-12": 1}


def test_a_force_that_gives_no_times_has_an_unknown_time_of_day(tmp_path: Path) -> None:
    rows = [search(f"2021-05-{day:02d}T00:00:00+00:00") for day in range(1, 20)]
    load(tmp_path, text(rows))
    assert counted(tmp_path / "lake", "time_band") == {"Unknown": 19}


def test_not_stated_is_unknown_and_never_other(tmp_path: Path) -> None:
    rows = searches(MAY, 3, Self_defined_ethnicity=NOT_STATED) + searches(MAY, 2)
    load(tmp_path, text(rows))
    assert counted(tmp_path / "lake", "five_group") == {"Unknown": 3, "White": 2}


def test_both_vocabularies_mean_the_same(tmp_path: Path) -> None:
    rows = [
        search("2021-05-01T10:00:00+00:00", Outcome="Arrest"),
        search("2021-05-02T10:00:00+00:00", Outcome="Suspect arrested"),
    ]
    rows[1]["Self-defined ethnicity"] = "White - White British (W1)"
    load(tmp_path, text(rows))
    group = "White: English, Welsh, Scottish, Northern Irish or British"
    assert counted(tmp_path / "lake", "nineteen_group", "outcome_kind") == {(group, "arrest"): 2}


def test_an_unknown_code_is_kept_counted_and_reported(tmp_path: Path) -> None:
    load(tmp_path, text(searches(MAY, 3, Outcome="Sent to the Moon")))
    assert counted(tmp_path / "lake", "found") == {None: 3}
    month = Lake.open(tmp_path / "lake").current()[0]
    assert month.profile["unlisted"] == {"outcome": {"Sent to the Moon": 3}}


def test_an_age_that_a_spreadsheet_made_a_date_is_mapped_back_and_said(tmp_path: Path) -> None:
    load(tmp_path, text(searches(MAY, 2, Age_range="Oct-17")))
    assert counted(tmp_path / "lake", "age") == {"10-17": 2}
    assert Lake.open(tmp_path / "lake").current()[0].profile["respelt"] == {"age": {"Oct-17": 2}}


def test_a_date_that_cannot_be_read_stays_in_the_files_month(tmp_path: Path) -> None:
    rows = [*searches(MAY, 2), search("sometime in May")]
    assert load(tmp_path, text(rows)).rows_loaded == 3
    profile = Lake.open(tmp_path / "lake").current()[0].profile
    assert profile["undated"] == 1
    assert profile["unlisted"] == {"at": {"sometime in May": 1}}


def test_a_row_cut_short_is_set_aside_and_kept(tmp_path: Path) -> None:
    data = text(searches(MAY, 30)).rstrip("\n") + "\nPerson search,2021-05-30T1"
    report = load(tmp_path, data)
    assert (report.rows_read, report.rows_loaded, report.rows_rejected) == (31, 30, 1)
    assert "row 32 has 2 values where the heading has 15" in report.warnings[0]
    rejects = Lake.open(tmp_path / "lake").commits[0].sources[0].rejects
    assert rejects[0]["text"] == "Person search,2021-05-30T1"


def test_a_line_end_inside_quotes_is_part_of_the_text(tmp_path: Path) -> None:
    rows = searches(MAY, 3)
    rows[1]["Policing operation"] = "Operation\nSnow, phase 2"
    assert load(tmp_path, text(rows)).rows_loaded == 3


def test_gzip_and_plain_are_the_same_file(tmp_path: Path) -> None:
    data = text(searches(MAY, 5)).encode()
    load(tmp_path, data)
    again = load(tmp_path, gzip.compress(data), f"{NAME}.gz")
    assert again.force_months[0]["status"] == "unchanged"
    assert (again.rows_read, again.rows_loaded) == (0, 0)


def test_an_archive_gives_its_search_files_and_nothing_else(tmp_path: Path) -> None:
    path = archive(
        tmp_path / "2021-06.zip",
        {
            f"{MAY}/{NAME}": text(searches(MAY, 5)).encode(),
            f"{MAY}/{MAY}-bedfordshire-street.csv": b"Crime ID,Month\n1,2021-05\n",
            "../../etc/2021-06-bedfordshire-stop-and-search.csv": text(
                searches("2021-06", 2)
            ).encode(),
        },
    )
    report = import_police_uk([path], tmp_path / "lake")
    assert [(m["month"], m["rows"]) for m in report.force_months] == [(MAY, 5), ("2021-06", 2)]
    assert not (tmp_path.parent / "etc").exists()


def test_the_apis_json_is_read(tmp_path: Path) -> None:
    record = {
        "type": "Person search",
        "involved_person": True,
        "datetime": "2021-05-03T10:00:00+00:00",
        "operation": False,
        "operation_name": None,
        "location": {"latitude": "52.135", "longitude": "-0.467", "street": {"id": 1, "name": "x"}},
        "gender": "Male",
        "age_range": "18-24",
        "self_defined_ethnicity": BLACK,
        "officer_defined_ethnicity": "Black",
        "legislation": "Misuse of Drugs Act 1971 (section 23)",
        "object_of_search": "Controlled drugs",
        "outcome": False,
        "outcome_object": {"id": "", "name": ""},
        "outcome_linked_to_object_of_search": None,
        "removal_of_more_than_outer_clothing": False,
    }
    later = {**record, "location": None, "outcome": "Arrest", "self_defined_ethnicity": None}
    report = load(tmp_path, json.dumps([record, later]), NAME.replace(".csv", ".json"))
    assert report.rows_loaded == 2
    assert counted(tmp_path / "lake", "five_group") == {"Black": 1, "Unknown": 1}
    assert counted(tmp_path / "lake", "outcome_kind") == {"no_further_action": 1, "arrest": 1}
    assert Lake.open(tmp_path / "lake").current()[0].profile["located"] == 1


def test_a_month_without_searches_is_an_observed_zero(tmp_path: Path) -> None:
    report = load(tmp_path, "[]", NAME.replace(".csv", ".json"))
    assert report.force_months[0]["rows"] == 0
    assert Lake.open(tmp_path / "lake").months_observed("bedfordshire", MAY, MAY) == [MAY]


def test_an_extract_of_one_authority_is_kept_but_is_not_the_force(tmp_path: Path) -> None:
    lines = ["la,datetime,type,self_defined_ethnicity,legislation"]
    lines += [f"Lambeth,2021-05-0{n}T10:00:00+00:00,Person search,{NOT_STATED}," for n in (1, 2)]
    report = load(tmp_path, "\n".join(lines), "lambeth.csv")
    assert report.rows_loaded == 2
    assert "only part of metropolitan: Lambeth" in report.warnings[0]
    lake = Lake.open(tmp_path / "lake")
    assert lake.months_observed("metropolitan", MAY, MAY) == []
    assert [m.extent for m in lake.partial("metropolitan")] == ["E09000022"]


def test_many_blocks_are_one_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("evenhand.records.readers.tables.BLOCK", 4096)
    monkeypatch.setattr("evenhand.records.readers.tables.STREAMED", 4096)
    monkeypatch.setattr("evenhand.records.readers.tables.WORTHWHILE", 50)
    monkeypatch.setattr("evenhand.records.readers.text.PIECE", 1000)
    assert load(tmp_path, text(searches(MAY, 300))).rows_loaded == 300
    assert Lake.open(tmp_path / "lake").current()[0].profile["repeats"] == 0


REFUSED = {
    "a PDF": (b"%PDF-1.7 ...", "is a PDF"),
    "a spreadsheet": (b"PK\x03\x04...", "is a spreadsheet"),
    "a web page": (b"<!DOCTYPE html><html>", "is a web page"),
    "nothing": (b"", "is empty"),
    "a binary": (b"ab\x00\x00cd" * 50, "is not text"),
    "other columns": (b"name,age\nA,3\n", "has no column 'Date'"),
    "no table": (b"x" * 3_000_000, "does not begin with a row of headings"),
    "damaged gzip": (
        gzip.compress(text(searches(MAY, 500)).encode())[:-6] + b"123456",
        "is damaged. Download it again",
    ),
    "gzip cut in its heading": (gzip.compress(b"Date,Type")[:-12], "cut short in its first line"),
    "mostly misfits": ("\n".join([",".join(HEADER), *["a,b,c"] * 9]).encode(), "9 of 9 rows"),
}


@pytest.mark.parametrize("case", REFUSED, ids=str)
def test_what_cannot_be_loaded_is_refused_by_name_and_nothing_is(tmp_path: Path, case: str) -> None:
    data, words = REFUSED[case]
    with pytest.raises(BadInput) as refusal:
        load(tmp_path, data)
    assert words in str(refusal.value)
    assert NAME in str(refusal.value)
    assert not list((tmp_path / "lake").glob("**/*.parquet"))
    assert not list((tmp_path / "lake").glob("manifest/*"))


@pytest.mark.parametrize("lost", [40, 4_000, 12_000])
def test_a_gzip_cut_short_is_refused_by_its_last_whole_line(tmp_path: Path, lost: int) -> None:
    packed = gzip.compress(text(searches(MAY, 5_000)).encode())[:-lost]
    given = zlib.decompressobj(wbits=31).decompress(packed)
    with pytest.raises(BadInput) as refusal:
        load(tmp_path, packed)
    assert f"{NAME} is cut short after line {given.count(bytes([10])):,}." in str(refusal.value)
    assert not list((tmp_path / "lake").glob("manifest/*"))


def test_a_bomb_is_not_unpacked(tmp_path: Path) -> None:
    nulls = text([]).encode() + (b"," * 14 + b"\n") * 14_000_000
    bomb = gzip.compress(nulls, 9)
    with pytest.raises(BadInput, match="unpacks to more than"):
        load(tmp_path, bomb, f"{NAME}.gz")
    path = archive(tmp_path / "bomb.zip", {NAME: nulls})
    with pytest.raises(BadInput, match="unpacks to more than"):
        import_police_uk([path], tmp_path / "lake")


def test_a_path_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="does not exist"):
        import_police_uk([tmp_path / "nowhere"], tmp_path / "lake")


def test_a_file_that_may_not_be_read_is_named_and_nothing_is_loaded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The system's refusal is made up: it refuses nothing to root, who runs many a machine."""

    def refuse(path: Path) -> None:
        raise PermissionError(errno.EACCES, "Permission denied", str(path))

    monkeypatch.setattr("evenhand.records.readers.sources._open_file", refuse)
    with pytest.raises(BadInput, match=f"{NAME}.*ermission"):
        load(tmp_path, text(searches(MAY, 3)))
    assert not list((tmp_path / "lake").glob("manifest/*"))


def test_a_folder_leaves_out_what_is_not_searches_and_says_so(tmp_path: Path) -> None:
    write(tmp_path / "in", MAY, "bedfordshire", searches(MAY, 3))
    (tmp_path / "in" / "dictionary.csv").write_text("variable,class\nindex,integer\n")
    report = import_police_uk([tmp_path / "in"], tmp_path / "lake")
    assert report.rows_loaded == 3
    assert report.warnings[0].startswith("Left out: ")
    assert "dictionary.csv" in report.warnings[0]
    with pytest.raises(NotRecords):
        import_police_uk([tmp_path / "in" / "dictionary.csv"], tmp_path / "lake")


def test_every_real_file_imports_with_nothing_lost(tmp_path: Path, shared_data: Path) -> None:
    report = import_police_uk([shared_data / "police-uk-stop-search"], tmp_path / "lake")
    assert report.rows_read == report.rows_loaded == 354_343
    assert report.rows_rejected == 0
    lake = Lake.open(tmp_path / "lake")
    assert sum(m.rows for m in lake.supplied()) == 354_343
    assert not any(m.profile["unlisted"] for m in lake.supplied())
