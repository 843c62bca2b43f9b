"""What a careless analyst, a cut connection or a hostile supplier puts into files."""

from __future__ import annotations

import gzip
import json
import os
import socket
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from police_files import archive, search, searches, text, write

from evenhand.records.checks import findings
from evenhand.records.count import count
from evenhand.records.errors import BadInput
from evenhand.records.importing import ImportReport, import_extract, import_police_uk
from evenhand.records.lake import Lake

MAY = "2021-05"
NAME = f"{MAY}-bedfordshire-stop-and-search.csv"
EXTRACT = "force,datetime,self_defined_ethnicity,legislation\n"
NOON = "2021-05-03T12:00:00+00:00"


def load(tmp_path: Path, data: str | bytes, name: str = NAME) -> ImportReport:
    path = tmp_path / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    report = import_police_uk([path], tmp_path / "lake")
    assert report.rows_read == report.rows_loaded + report.rows_rejected
    return report


def refused(tmp_path: Path, data: str | bytes, name: str = NAME) -> str:
    with pytest.raises(BadInput) as refusal:
        load(tmp_path, data, name)
    assert not list((tmp_path / "lake").glob("**/*.parquet"))
    return str(refusal.value)


def kept(tmp_path: Path) -> list[dict[str, object]]:
    return Lake.open(tmp_path / "lake").commits[0].sources[0].rejects


def operation(value: str) -> list[str]:
    """Lines of a file, in whose second record the name of the operation is as given."""
    lines = text(searches(MAY, 60)).splitlines()
    lines[2] = lines[2].replace("False,,", f"False,{value},", 1)
    return lines


def test_rows_between_two_stray_quotation_marks_are_not_lost_in_one_value(tmp_path: Path) -> None:
    lines = operation('"Snow')
    lines[9] = lines[9].replace("False,,", 'False,Snow",', 1)
    assert "a quotation mark in line 3 is not closed" in refused(tmp_path, "\n".join(lines))


def test_rows_after_a_quotation_mark_that_is_never_closed_are_not_lost(tmp_path: Path) -> None:
    lines = text(searches(MAY, 60)).splitlines()
    lines[50] = lines[50].replace("False,,", 'False,"Snow,', 1)
    assert "in line 51 is not closed" in refused(tmp_path, "\n".join(lines))


def test_a_remark_over_two_lines_is_one_value(tmp_path: Path) -> None:
    assert load(tmp_path, "\n".join(operation('"Snow, ice,\nwind, rain"'))).rows_loaded == 60


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_lines_that_end_in_cr_alone_are_read(tmp_path: Path, encoding: str) -> None:
    data = text(searches(MAY, 6), "\r").encode(encoding)
    assert load(tmp_path, data).rows_loaded == 6


@pytest.mark.parametrize("end", [b"\x00", b"\x00\xd8\x0a\x00"], ids=["cut", "half a character"])
def test_damaged_utf_16_is_refused_by_line(tmp_path: Path, end: bytes) -> None:
    data = text(searches(MAY, 6)).encode("utf-16") + end
    assert "damaged after line" in refused(tmp_path, data)


def test_one_line_of_fifty_megabytes_is_refused_in_any_encoding(tmp_path: Path) -> None:
    for line in (b"x" * 50_000_000, ("x" * 25_000_000).encode("utf-16")):
        assert "line 1 is longer than a million" in refused(tmp_path, line)


def test_two_columns_of_one_heading_are_refused(tmp_path: Path) -> None:
    lines = text(searches(MAY, 6)).splitlines()
    data = "\n".join([f"{lines[0]},date", *(f"{line},{NOON}" for line in lines[1:])])
    assert "more than one column 'date'" in refused(tmp_path, data)


@pytest.mark.parametrize("month", ["2021-13", "2021-00", "0000-05", "9999-12"])
def test_a_name_with_a_month_that_there_is_not_is_refused(tmp_path: Path, month: str) -> None:
    said = refused(tmp_path, text(searches(MAY, 6)), NAME.replace(MAY, month))
    assert f"begins with {month}" in said


@pytest.mark.parametrize("force", ["atlantis", "kent-sussex"])
def test_a_name_without_one_known_force_is_refused(tmp_path: Path, force: str) -> None:
    said = refused(tmp_path, text(searches(MAY, 6)), NAME.replace("bedfordshire", force))
    assert "not one that we know" in said


def test_rows_of_another_force_than_the_files_name_are_not_moved_to_it(tmp_path: Path) -> None:
    said = refused(tmp_path, f"{EXTRACT}kent,{NOON},,\nSussex Police,{NOON},,\n", "kent.csv")
    assert "named after kent, and has rows of sussex" in said


YEARS = ["1900-01-01T00:00:00+00:00", "2999-12-31T23:30:00+00:00", "9999-12-31T23:59:59-05:00"]


@pytest.mark.parametrize("at", [*YEARS, "0001-01-01T00:00:00+05:00", "1900-01-01"])
def test_a_date_of_another_century_is_no_date(tmp_path: Path, at: str) -> None:
    assert load(tmp_path, text([*searches(MAY, 6), search(at)])).rows_loaded == 7
    assert Lake.open(tmp_path / "lake").current()[0].profile["undated"] == 1
    assert count(Lake.open(tmp_path / "lake"), by=["month"]).num_rows <= 2


def test_such_a_date_makes_no_month_of_an_extract(tmp_path: Path) -> None:
    rows = "".join(f"kent,{at},,\n" for at in (NOON, NOON, NOON, YEARS[1], "2016-12-31T23:59:60Z"))
    report = load(tmp_path, EXTRACT + rows, "x.csv")
    assert (report.rows_loaded, report.rows_rejected) == (3, 2)
    assert [month["month"] for month in report.force_months] == [MAY]
    assert "row 5 has no date that can be read ('2999-12-31" in report.warnings[0]


def test_rows_set_aside_are_named_by_their_place_in_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("evenhand.records.readers.tables.BLOCK", 4096)
    monkeypatch.setattr("evenhand.records.readers.tables.STREAMED", 4096)
    monkeypatch.setattr("evenhand.records.readers.tables.WORTHWHILE", 50)
    monkeypatch.setattr("evenhand.records.loading.MOST_HELD", 100)
    lines = [f"kent,{NOON},,"] * 600
    lines[10], lines[20], lines[400], lines[599] = "kent,x", "kent,no,,", f"atlantis,{NOON},,", "k"
    report = load(tmp_path, EXTRACT + "\n".join(lines), "x.csv")
    assert (report.rows_loaded, report.rows_rejected) == (596, 4)
    assert sorted(reject["row"] for reject in kept(tmp_path)) == [12, 22, 402, 601]
    assert count(Lake.open(tmp_path / "lake"), by=[]).column("n")[0].as_py() == 596


def test_an_extract_whose_rows_mostly_have_no_place_is_refused(tmp_path: Path) -> None:
    said = refused(tmp_path, EXTRACT + f"atlantis,{NOON},,\n" * 9, "x.csv")
    assert "9 of 9 rows cannot be placed; row 2 has no force that we know ('atlantis')" in said


def test_a_heading_without_rows_is_said(tmp_path: Path) -> None:
    assert "is held as a month without searches" in load(tmp_path, text([])).warnings[0]
    assert "nothing came of it" in load(tmp_path, EXTRACT, "x.csv").warnings[0]


def test_midnight_by_londons_clock_is_no_time_either(tmp_path: Path) -> None:
    load(tmp_path, text([search(f"2021-05-{day:02d}T23:00:00+00:00") for day in range(1, 29)]))
    assert "no-times" in {found.check for found in findings(Lake.open(tmp_path / "lake"))}


def test_every_row_with_an_unlisted_value_is_counted_however_many_values(tmp_path: Path) -> None:
    rows = [search(NOON, Outcome=f"o{n}") for n in range(300)]
    rows += [search(NOON, Legislation="Law"), search(NOON, Legislation="p" * 300)]
    load(tmp_path, text(rows))
    values = [f.value for f in findings(Lake.open(tmp_path / "lake")) if f.check.startswith("unk")]
    assert sorted(filter(None, values)) == [2.0, 300.0]


BROKEN_JSON: dict[str, str | bytes] = {
    "an object": "{}",
    "a list of lists": "[[1]]",
    "one record a line": '{"a": 1}\n{"a": 2}',
    "a number without end": f'[{{"age_range": 1{"0" * 5000}}}]',
    "depth without end": "[" * 200_000,
    "bytes that are no text": b'[{"a": "\xff"}]',
}


@pytest.mark.parametrize("case", BROKEN_JSON, ids=str)
def test_json_that_is_no_list_of_searches_is_refused(tmp_path: Path, case: str) -> None:
    assert "JSON" in (said := refused(tmp_path, BROKEN_JSON[case], "kent.json")) or "list" in said


def test_half_a_character_in_json_is_kept_as_its_code(tmp_path: Path) -> None:
    record = {"datetime": NOON, "self_defined_ethnicity": None, "legislation": "a\ud800"}
    load(tmp_path, json.dumps([record, {**record, "legislation": 10**300}]), "kent.json")
    texts = Lake.open(tmp_path / "lake").current()[0].profile["unlisted"]["legislation"]
    assert "a\\ud800" in texts


def pack(path: Path, change: Callable[[bytearray], None]) -> Path:
    data = bytearray(archive(path, {NAME: text(searches(MAY, 300)).encode()}).read_bytes())
    change(data)
    path.write_bytes(data)
    return path


def flip(data: bytearray) -> None:
    data[200] ^= 0xFF


def lie_about_size(data: bytearray) -> None:
    directory = data.index(b"PK\x01\x02")
    data[directory + 24 : directory + 28] = struct.pack("<I", 100)


def lock(data: bytearray) -> None:
    data[data.index(b"PK\x01\x02") + 8] |= 1


def pack_strangely(data: bytearray) -> None:
    data[data.index(b"PK\x01\x02") + 10] = 14


HARMED = [
    (flip, "damaged"),
    (lie_about_size, "damaged"),
    (lock, "password"),
    (pack_strangely, "unusual way"),
]


@pytest.mark.parametrize(("harm", "words"), HARMED)
def test_a_harmed_archive_is_refused(
    tmp_path: Path, harm: Callable[[bytearray], None], words: str
) -> None:
    with pytest.raises(BadInput, match=words):
        import_police_uk([pack(tmp_path / "a.zip", harm)], tmp_path / "lake")


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_an_archive_with_two_files_of_one_name_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as stream:
        stream.writestr(NAME, text(searches(MAY, 5)))
        stream.writestr(NAME, text(searches(MAY, 6)))
    with pytest.raises(BadInput, match="two files named"):
        import_police_uk([tmp_path / "a.zip"], tmp_path / "lake")


def test_many_small_bombs_are_one_bomb(tmp_path: Path) -> None:
    blank = text([]).encode() + (b"," * 14 + b"\n") * 1_000_000
    members = {NAME.replace(MAY, f"2021-{month:02d}"): blank for month in range(1, 7)}
    with pytest.raises(BadInput, match=r"a\.zip unpacks to more than"):
        import_police_uk([archive(tmp_path / "a.zip", members)], tmp_path / "lake")


def test_an_archive_within_an_archive_is_named_and_a_macs_shadow_files_are_not(
    tmp_path: Path,
) -> None:
    inner = archive(tmp_path / "inner.zip", {NAME: b"x"}).read_bytes()
    alone = archive(tmp_path / "alone.zip", {"inner.zip": inner})
    with pytest.raises(BadInput, match=r"inner\.zip in it is an archive within an archive"):
        import_police_uk([alone], tmp_path / "lake")
    both = {
        NAME: text(searches(MAY, 5)).encode(),
        "inner.zip": inner,
        f"__MACOSX/._{NAME}": b"\0\5",
    }
    report = import_police_uk([archive(tmp_path / "a.zip", both)], tmp_path / "lake")
    assert report.rows_loaded == 5
    assert ["inner.zip is an archive" in warning for warning in report.warnings] == [True]


def test_what_a_folder_holds_besides_files_is_named_and_nothing_is_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "in"
    write(folder, MAY, "kent", searches(MAY, 3))
    os.mkfifo(folder / "2021-06-kent-stop-and-search.csv")
    (folder / "2021-07-kent-stop-and-search.csv").mkdir()
    (folder / "2021-08-kent-stop-and-search.csv").symlink_to("nowhere")
    (folder / "2021-09-kent-stop-and-search.xlsx").write_bytes(b"PK\3\4")
    (folder / "round").symlink_to(folder)
    archive(folder / "other.zip", {"x.txt": b"1"})
    (folder / "other.csv").write_text("a,b\n1,2\n")
    with socket.socket(socket.AF_UNIX) as listener:
        monkeypatch.chdir(folder)  # a socket's path is short
        listener.bind("2021-10-kent-stop-and-search.csv")
        report = import_police_uk([folder], tmp_path / "lake")
    assert report.rows_loaded == 3
    left = [w for w in report.warnings if w.startswith("Left out: ")]
    assert len(left) == len(report.warnings) == 6
    assert not any("Nothing was loaded" in warning for warning in left)


def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "x.csv")
    for asked in (
        lambda pipe: import_police_uk([pipe], tmp_path / "lake"),
        lambda pipe: import_extract(pipe, [pipe], tmp_path / "lake"),
    ):
        with pytest.raises(BadInput, match="not a file on a disk"):
            asked(tmp_path / "x.csv")


def test_a_file_name_that_is_no_text_is_kept(tmp_path: Path) -> None:
    name = os.fsdecode(b"2021-05-kent-stop-and-search-\xff.csv")
    load(tmp_path, text(searches(MAY, 3)), name)
    assert Lake.open(tmp_path / "lake").commits[0].sources[0].name.endswith(name)


def test_a_file_swapped_for_another_is_loaded_as_what_was_read(tmp_path: Path) -> None:
    path = write(tmp_path / "in", MAY, "kent", searches(MAY, 3))
    packed = gzip.compress(text(searches(MAY, 3)).encode())

    def swap(done: int, total: int, name: str) -> None:
        path.write_bytes(packed)

    import_police_uk([path, path], tmp_path / "lake", progress=swap)
    assert count(Lake.open(tmp_path / "lake"), by=[]).column("n")[0].as_py() == 3


def test_an_archive_of_the_newer_kind_for_large_files_is_read(tmp_path: Path) -> None:
    path = tmp_path / "large.zip"
    content = text(searches("2021-05", 4)).encode()
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as whole,
        whole.open("2021-05/2021-05-kent-stop-and-search.csv", "w", force_zip64=True) as member,
    ):
        member.write(content)
    assert import_police_uk([path], tmp_path / "lake").rows_loaded == 4
