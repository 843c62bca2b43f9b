"""A figure as a spreadsheet: accessible, without a formula, and read back as others read it."""

import io
import re
from copy import deepcopy
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest
from figure_files import HOST, latest, read_xlsx, table_of

from evenhand.public.files.columns import COLUMNS, MONTHS
from evenhand.public.files.formats import build_figure
from evenhand.publications.models import Figure

pytestmark = pytest.mark.django_db

SHEETS = ["Cover", "Contents", "Notes", "Groups", "Figure", "Months", "Columns"]
TABLES = {"Contents", "Notes", "Groups", "Figure", "Months", "Columns"}
SPACE = {"x": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}


@pytest.fixture
def workbook(demo_site: list[Figure]) -> bytes:
    return build_figure(latest("clothing-removal-rate"), ".xlsx", HOST)


def parts(content: bytes, pattern: str) -> list[ElementTree.Element]:
    archive = ZipFile(io.BytesIO(content))
    return [
        ElementTree.fromstring(archive.read(name))  # noqa: S314 (our own file)
        for name in sorted(archive.namelist())
        if re.search(pattern, name)
    ]


def test_there_is_a_cover_contents_and_notes_before_the_tables(workbook: bytes) -> None:
    assert read_xlsx(workbook).sheet_names == SHEETS


def test_the_contents_name_every_table(workbook: bytes) -> None:
    listed = table_of(read_xlsx(workbook), "Contents", "Sheet name")

    assert [line["Sheet name"] for line in listed] == SHEETS[3:]
    assert all(line["Table description"] for line in listed)


def test_every_sheet_but_the_cover_holds_one_table_with_a_name_of_its_own(workbook: bytes) -> None:
    tables = parts(workbook, r"xl/tables/")
    names = [table.attrib["displayName"] for table in tables]

    assert len(tables) == len(set(names)) == len(TABLES)
    assert all(re.fullmatch(r"[a-z_]+", name) for name in names)


def test_no_cell_of_a_table_is_blank_or_merged(workbook: bytes) -> None:
    book = read_xlsx(workbook)
    for sheet, heading in (
        *(("Groups", "group"), ("Figure", "Column"), ("Months", "month"), ("Columns", "Column")),
        ("Notes", "Note number"),
    ):
        for line in table_of(book, sheet, heading):
            assert all(cell not in ("", None) for cell in line.values()), (sheet, line)
    for sheet in parts(workbook, r"xl/worksheets/sheet"):
        assert sheet.find("x:mergeCells", SPACE) is None


def test_headings_are_the_columns_names(workbook: bytes) -> None:
    book = read_xlsx(workbook)
    groups, months = table_of(book, "Groups", "group"), table_of(book, "Months", "month")

    assert list(groups[0]) == [column.name for column in COLUMNS if column.part == "row"]
    assert list(months[0]) == [column.name for column in MONTHS if column.part == "row"]
    assert [line["Column"] for line in table_of(book, "Columns", "Column")] == [
        column.name for column in COLUMNS
    ]
    assert [line["Column"] for line in table_of(book, "Figure", "Column")] == [
        column.name for column in COLUMNS if column.part == "figure"
    ]


def test_numbers_are_numbers_and_what_is_absent_says_why(workbook: bytes) -> None:
    rows = {row["group"]: row for row in table_of(read_xlsx(workbook), "Groups", "group")}

    assert isinstance(rows["White"]["rate"], float)
    assert rows["Mixed"]["rate"] == rows["Mixed"]["events"] == "[c]"
    assert rows["White"]["unknown_low"] == "[z]"
    assert rows["White"]["shorthand"] == "[z]"


def test_a_missing_month_is_marked_as_not_available(workbook: bytes) -> None:
    months = {row["month"]: row for row in table_of(read_xlsx(workbook), "Months", "month")}

    assert months["2026-03"]["count"] == "[x]"
    assert months["2026-03"]["status"] == "no data"


def test_notes_explain_the_shorthand_and_the_two_kinds_of_doubt(workbook: bytes) -> None:
    notes = " ".join(
        line["Note text"] for line in table_of(read_xlsx(workbook), "Notes", "Note number")
    )

    for said in ("[c] not shown", "[x] no data", "[z] a number", "likely range", "Never add"):
        assert said in notes


def test_the_cover_says_what_this_is_whose_how_to_cite_it_and_that_it_is_made_up(
    workbook: bytes,
) -> None:
    figure = latest("clothing-removal-rate")
    words = "\n".join(
        str(cell)
        for line in read_xlsx(workbook).get_sheet_by_name("Cover").to_python()
        for cell in line
    )

    for said in (
        figure.result["sentence"],
        "11 of 12 months observed",
        "Released 12 November 2026",
        "Everything here is made up.",
        "Open Government Licence v3.0",
        f"{HOST}/figures/{figure.reference}/",
        figure.digest,
    ):
        assert said in words, said


def test_a_corrected_figure_says_so_on_the_cover(corrected: tuple[Figure, Figure]) -> None:
    old, new = corrected
    words = [
        str(read_xlsx(build_figure(one, ".xlsx", HOST)).get_sheet_by_name("Cover").to_python())
        for one in corrected
    ]

    assert f"This figure was corrected. Use {new.reference}." in words[0]
    assert f"takes the place of {old.reference}" in words[1]


def test_nothing_in_a_workbook_can_be_run_and_nothing_is_hidden(demo_site: list[Figure]) -> None:
    figure = latest()
    figure.result = deepcopy(figure.result)
    first, second, third = figure.result["rows"][:3]
    first["sentence"] = "=1+1"
    second["sentence"] = "$$note$$ and [press](https://elsewhere.example)"
    third["sentence"] = "{=1+1}"

    content = build_figure(figure, ".xlsx", HOST)

    assert not [
        cell
        for sheet in parts(content, "worksheets/sheet")
        for cell in sheet.iter(f"{{{SPACE['x']}}}f")
    ]
    assert {
        sheet.get("state")
        for sheet in parts(content, "workbook.xml$")[0].iter(f"{{{SPACE['x']}}}sheet")
    } == {None}
    rows = table_of(read_xlsx(content), "Groups", "group")
    assert rows[0]["sentence"] == "=1+1"
    assert "elsewhere.example" in rows[1]["sentence"]
    assert not [
        link
        for link in parts(content, r"worksheets/_rels/")
        if "elsewhere" in ElementTree.tostring(link).decode()
    ]


def test_a_figure_without_months_has_no_sheet_of_them(demo_site: list[Figure]) -> None:
    figure = latest()
    figure.months = []

    assert "Months" not in read_xlsx(build_figure(figure, ".xlsx", HOST)).sheet_names


def test_every_table_has_its_heading_in_its_first_row_and_nothing_is_frozen(
    workbook: bytes,
) -> None:
    """A frozen pane leaves no room for the rest on the screen of somebody who enlarges it."""
    for table in parts(workbook, r"xl/tables/"):
        assert table.get("headerRowCount", "1") == "1"
        assert all(one.get("name") for one in table.iter(f"{{{SPACE['x']}}}tableColumn"))
    for sheet in parts(workbook, r"xl/worksheets/sheet"):
        assert sheet.find(".//x:pane", SPACE) is None


def test_every_sheet_begins_with_its_title_and_says_that_it_holds_one_table(
    workbook: bytes,
) -> None:
    book = read_xlsx(workbook)
    for sheet in SHEETS[3:]:
        first = [line[0] for line in book.get_sheet_by_name(sheet).to_python()[:5]]
        assert first[0]
        assert any("This sheet holds one table" in str(one) for one in first), sheet


def test_a_workbook_says_who_made_it_and_what_it_is(workbook: bytes) -> None:
    said = ZipFile(io.BytesIO(workbook)).read("docProps/core.xml").decode()

    assert "<dc:creator>Evenhand</dc:creator>" in said
    assert "<dc:title>Searches in which more than outer clothing was removed" in said
