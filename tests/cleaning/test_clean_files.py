"""What can be seen in a file is still there afterwards, read back with another library."""

import io
import subprocess
import sys
from datetime import datetime
from typing import Any

import docx as python_docx
import numpy as np
import pikepdf
import pypdfium2 as pdfium
import pytest
import xlsxwriter
from hiding import SHOWN, parts_of
from hiding_documents import W, document, p, r, table, tr
from hiding_open_documents import cell, ods, odt, row
from hiding_pages import Made, page
from hiding_pictures import red, saved
from hiding_workbooks import book, look
from PIL import Image
from python_calamine import CalamineWorkbook

from evenhand.cleaning import Cleaned, clean
from evenhand.cleaning.cleaned import clean_here
from evenhand.cleaning.pages.seeing import Word
from evenhand.cleaning.pages.writing import Page
from evenhand.cleaning.pages.writing import document as document_of


def cells(cleaned: Cleaned) -> dict[str, list[list[Any]]]:
    """What calamine finds in a spreadsheet."""
    opened = CalamineWorkbook.from_filelike(io.BytesIO(cleaned.content))
    return {name: opened.get_sheet_by_name(name).to_python() for name in opened.sheet_names}


def texts(cleaned: Cleaned) -> list[str]:
    """What python-docx finds in a document."""
    return [one.text for one in python_docx.Document(io.BytesIO(cleaned.content)).paragraphs]


def words(cleaned: Cleaned) -> str:
    """What PDFium finds in a PDF."""
    opened = pdfium.PdfDocument(cleaned.content)
    return "\n".join(one.get_textpage().get_text_range() for one in opened)


def test_a_spreadsheet_keeps_its_sheets_texts_numbers_and_dates() -> None:
    def fill(made: Any, sheet: Any) -> None:
        sheet.write(1, 0, "Searches")
        sheet.write(1, 1, 1234)
        sheet.write(2, 0, "Per thousand")
        sheet.write(2, 1, 12.3456, made.add_format({"num_format": "0.0"}))
        sheet.write(3, 0, "Share")
        sheet.write(3, 1, 0.12345, made.add_format({"num_format": "0.0%"}))
        sheet.write(4, 0, "On")
        day = made.add_format({"num_format": "dd/mm/yyyy"})
        sheet.write_datetime(4, 1, datetime(2026, 3, 31, 14, 5), day)  # noqa: DTZ001 (Excel's own)
        sheet.write_boolean(5, 1, True)
        made.add_worksheet("Second").write(0, 0, "more")

    found = cells(clean_here(book(fill), "a.xlsx"))

    assert found == {
        "Numbers": [
            [SHOWN, ""],
            ["Searches", 1234],
            ["Per thousand", 12.3],
            ["Share", 0.123],
            ["On", datetime(2026, 3, 31).date()],  # noqa: DTZ001 (a day)
            ["", True],
        ],
        "Second": [["more"]],
    }


def test_white_text_on_a_dark_ground_is_seen() -> None:
    """As headings of tables have it."""
    made = look(font_color="#FFFFFF", bg_color="#004488", pattern=1)

    assert cells(clean_here(made, "a.xlsx"))["Numbers"] == [[SHOWN], ["CANARY"]]


def test_what_was_hidden_between_leaves_no_gap() -> None:
    def fill(_made: Any, sheet: Any) -> None:
        for place in range(1, 4):
            sheet.write(place, 0, place)
        sheet.set_row(2, None, None, {"hidden": True})

    assert cells(clean_here(book(fill), "a.xlsx"))["Numbers"] == [[SHOWN], [1], [3]]


def test_a_text_that_looks_like_a_formula_stays_a_text() -> None:
    made = book(lambda _made, sheet: sheet.write_string(1, 0, '=HYPERLINK("https://e.org")'))
    cleaned = clean_here(made, "a.xlsx")

    assert cells(cleaned)["Numbers"][1] == ['=HYPERLINK("https://e.org")']
    assert b"<f>" not in parts_of(cleaned.content)["xl/worksheets/sheet1.xml"]


def test_days_that_are_counted_from_1904_stay_the_same_days() -> None:
    out = io.BytesIO()
    made = xlsxwriter.Workbook(out, {"in_memory": True, "date_1904": True})
    day = made.add_format({"num_format": "yyyy-mm-dd"})
    made.add_worksheet("A").write_datetime(0, 0, datetime(2026, 3, 31), day)  # noqa: DTZ001 (Excel's own)
    made.close()

    found = cells(clean_here(out.getvalue(), "a.xlsx"))

    assert found == {"A": [[datetime(2026, 3, 31).date()]]}  # noqa: DTZ001 (a day)


def test_the_same_file_gives_the_same_bytes() -> None:
    """So that it is kept once, however often it is sent."""
    for made, name in ((book(), "a.xlsx"), (document(""), "a.docx"), (page(""), "a.pdf")):
        assert clean_here(made, name).content == clean_here(made, name).content


def test_an_open_document_sheet_keeps_its_cells() -> None:
    def number(value: str, shown: str, kind: str = "float") -> str:
        about = f'office:value-type="{kind}" office:value="{value}"'
        return f"<table:table-cell {about}><text:p>{shown}</text:p></table:table-cell>"

    day = (
        '<table:table-cell office:value-type="date" office:date-value="2026-03-31T14:05:00">'
        "<text:p>31 March 2026</text:p></table:table-cell>"
    )
    made = ods(
        row(cell("Rate"), number("12.3456", "12.3"), number("0.5", "50%", "percentage"), day)
    )

    found = cells(clean_here(made, "a.ods"))["Numbers"]

    assert found[1] == ["Rate", 12.3, 0.5, "31/03/2026"]


def test_a_document_keeps_headings_paragraphs_lists_tables_and_notes() -> None:
    heading = (
        '<w:style w:type="paragraph" w:styleId="H"><w:name w:val="heading 2"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="L"><w:pPr><w:numPr><w:numId w:val="1"/>'
        "</w:numPr></w:pPr></w:style>"
    )
    body = (
        '<w:p><w:pPr><w:pStyle w:val="H"/></w:pPr><w:r><w:t>What we did</w:t></w:r></w:p>'
        + p(r("<w:b/>", "bold") + r('<w:color w:val="C00000"/>', " and red"))
        + '<w:p><w:pPr><w:pStyle w:val="L"/></w:pPr><w:r><w:t>an item</w:t></w:r></w:p>'
        + p('<w:r><w:footnoteReference w:id="3"/></w:r>')
        + table(tr("left"), tr("below"))
    )
    notes = (
        f'<w:footnotes xmlns:w="{W}"><w:footnote w:id="3"><w:p><w:r><w:t>the note</w:t></w:r>'
        "</w:p></w:footnote></w:footnotes>"
    )
    cleaned = clean_here(document(body, heading, **{"word__footnotes.xml": notes}), "a.docx")
    opened = python_docx.Document(io.BytesIO(cleaned.content))

    assert texts(cleaned)[:5] == [
        *(SHOWN, "What we did", "shown bold and red", "an item", "shown  [1]"),
    ]
    assert "[1] the note" in texts(cleaned)
    assert opened.paragraphs[1].style.name == "Heading 2"
    assert opened.paragraphs[2].runs[1].bold
    assert [one.cells[0].text for one in opened.tables[0].rows] == ["left", "below"]


def test_white_text_in_a_dark_cell_is_seen() -> None:
    dark = '<w:shd w:val="clear" w:fill="004488"/>'
    white = r('<w:color w:val="FFFFFF"/>', "Heading")
    inner = f"<w:tcPr>{dark}</w:tcPr><w:p>{white}</w:p>"
    made = document(f"<w:tbl><w:tr><w:tc>{inner}</w:tc></w:tr></w:tbl>")
    opened = python_docx.Document(io.BytesIO(clean_here(made, "a.docx").content))

    assert opened.tables[0].rows[0].cells[0].text == "Heading"


def test_an_inserted_text_stays_and_a_deleted_one_goes() -> None:
    added = "<w:ins><w:r><w:t>new</w:t></w:r></w:ins>"
    made = document(p(f"{added}<w:del><w:r><w:delText>old</w:delText></w:r></w:del>"))

    assert texts(clean_here(made, "a.docx"))[1] == "shown new"


def test_an_open_document_text_keeps_what_is_seen() -> None:
    made = odt(
        '<text:h text:outline-level="2">What we did</text:h>'
        "<text:list><text:list-item><text:p>an item</text:p></text:list-item></text:list>"
        "<text:p>one<text:tab/>two<text:note><text:note-body><text:p>the note</text:p>"
        "</text:note-body></text:note></text:p>"
    )
    content = parts_of(clean_here(made, "a.odt").content)["content.xml"].decode()

    for part in (
        'text:outline-level="2">What we did</text:h>',
        "<text:list-item><text:p>an item</text:p>",
        "one<text:tab/>two [1]",
        "[1] the note",
    ):
        assert part in content


def test_a_pdf_keeps_its_pages_their_size_and_the_words_that_are_seen() -> None:
    made = Made("BT /F 12 Tf 72 600 Td (and more of it) Tj ET")
    made.pdf.add_blank_page(page_size=(842, 595))
    cleaned = clean_here(made.saved(), "a.pdf")
    opened = pikepdf.open(io.BytesIO(cleaned.content))

    assert opened.check_pdf_syntax() == []
    sizes = [[round(float(side)) for side in one.mediabox[2:]] for one in opened.pages]
    assert sizes == [[595, 842], [842, 595]]
    assert words(cleaned).split() == ["VISIBLE", "and", "more", "of", "it"]
    assert cleaned.removed == ()


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_turned_page_keeps_its_words_where_they_are_seen(turn: int) -> None:
    made = Made("BT /F 12 Tf 72 600 Td (again) Tj ET")
    made.page.Rotate = turn
    made.page.MediaBox = pikepdf.Array([20, 30, 615, 872])
    before = pdfium.PdfDocument(made.saved())[0].render(scale=1).to_numpy()
    cleaned = clean_here(made.saved(), "a.pdf")
    after = pdfium.PdfDocument(cleaned.content)[0].render(scale=1).to_numpy()

    assert sorted(words(cleaned).split()) == ["VISIBLE", "again"]
    assert before.shape == after.shape
    assert abs(before.astype(int) - after.astype(int)).mean() < 1


def test_pages_look_as_they_did() -> None:
    """Also with colours and a picture, which are written in another way than greys."""
    made = Made("1 0 0 rg 100 100 200 200 re f 0 0 1 RG 4 w 50 50 400 300 re S")
    before = pdfium.PdfDocument(made.saved())[0].render(scale=2).to_numpy()
    after = pdfium.PdfDocument(clean_here(made.saved(), "a.pdf").content)[0].render(scale=2)

    assert abs(before.astype(int) - after.to_numpy().astype(int)).mean() < 1


def test_words_of_other_scripts_come_through() -> None:
    """Ŵ and ŷ as Welsh has them, by a font of two bytes a letter."""
    blank = np.full((300, 300, 3), 255, np.uint8)
    found = [Word("ŵŷ", 10, 10, 60, 24), Word("जय", 80, 10, 99, 24)]
    made = document_of([Page(blank, found, (300, 300))])
    text = pdfium.PdfDocument(made)[0].get_textpage().get_text_range()

    assert "ŵŷ" in text
    assert "जय" in text


@pytest.mark.parametrize(("ending", "kind"), [("png", "PNG"), ("jpg", "JPEG"), ("webp", "WEBP")])
def test_a_picture_keeps_its_size_and_colours(ending: str, kind: str) -> None:
    cleaned = clean_here(saved(red(), kind), f"a.{ending}")

    with Image.open(io.BytesIO(cleaned.content)) as opened:
        assert (opened.format, opened.size, opened.mode) == (kind, (64, 64), "RGB")
        assert {"exif", "xmp", "icc_profile", "comment"}.isdisjoint(opened.info)
    assert cleaned.removed == ()


def test_a_photograph_that_lies_on_its_side_stands_up() -> None:
    """Its camera only noted how it was held, and the note goes."""
    picture = Image.new("RGB", (40, 20), "blue")
    picture.paste("red", (0, 0, 20, 20))
    exif = Image.Exif()
    exif[0x0112] = 6
    cleaned = clean_here(saved(picture, "JPEG", exif=exif, quality=95), "a.jpeg")

    with Image.open(io.BytesIO(cleaned.content)) as opened:
        assert opened.size == (20, 40)
        top = opened.getpixel((10, 5))
    assert top[0] > 200 > top[2]


def test_a_table_as_text_is_written_as_the_standard_has_it() -> None:
    cleaned = clean_here("name;number\nŷ;1\n".encode(), "a.csv")

    assert cleaned.content.decode() == "\ufeffname,number\r\nŷ,1\r\n"


def test_a_cell_that_a_spreadsheet_would_run_is_shielded_and_told() -> None:
    cleaned = clean_here(b"a,b\n=1+1,2\n-5,x\n", "a.csv")

    assert cleaned.content.decode("utf-8-sig") == "a,b\r\n'=1+1,2\r\n'-5,x\r\n"
    assert "in rows 2–3" in cleaned.removed[0]


def test_letters_of_persian_and_pictures_of_today_may_have_their_joiners() -> None:
    text = "می\u200cخواهم ❤\ufe0f\n"

    assert clean_here(text.encode(), "a.txt").content.decode() == text


def test_through_a_process_of_its_own_it_is_the_same() -> None:
    made = book()

    assert clean(made, "a.xlsx") == clean_here(made, "a.xlsx")


def test_the_process_that_cleans_loads_nothing_that_it_does_not_need() -> None:
    """Each file has a process of its own: it must be there at once, and small."""
    program = """
import sys
from evenhand.cleaning.process import answer_to
answer_to(b"name,number\\none,2\\n", "a.csv")
print(*sorted({name.partition(".")[0] for name in sys.modules} & {*sys.argv[1:]}))
"""
    heavy = ["django", "duckdb", "ibis", "numpy", "pyarrow", "scipy"]

    ran = subprocess.run(
        [sys.executable, "-c", program, *heavy], capture_output=True, text=True, check=True
    )

    assert ran.stdout == "\n"
