"""Spreadsheets (.xlsx) that hide the word."""

import io
from collections.abc import Callable
from typing import Any

import xlsxwriter
from hiding import SHOWN, TAGS, WORD, added, case, changed, packed, parts_of, picture_with_exif

X = "xlsx"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def book(fill: Callable[[Any, Any], object] = lambda _book, _sheet: None) -> bytes:
    """A workbook with a word that is seen, and whatever else."""
    out = io.BytesIO()
    made = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = made.add_worksheet("Numbers")
    sheet.write(0, 0, SHOWN)
    fill(made, sheet)
    made.close()
    return out.getvalue()


def look(**properties: object) -> bytes:
    """A workbook with the word in one cell of a certain look."""
    return book(lambda made, sheet: sheet.write(1, 0, WORD, made.add_format(properties)))


def sheet_with(
    old: str, new: str, fill: Callable[[Any, Any], object] = lambda _b, _s: None
) -> bytes:
    """A workbook in whose first sheet the XML was changed."""
    return changed(book(fill), xl__worksheets__sheet1=(old, new))


@case(X, "Hidden sheets: “Staff”")
def _hidden_sheet() -> bytes:
    def fill(made: Any, _sheet: Any) -> None:
        made.add_worksheet("Staff").write(0, 0, WORD)
        made.get_worksheet_by_name("Staff").hide()

    return book(fill)


@case(X, "Hidden sheets: “Staff”")
def _very_hidden_sheet() -> bytes:
    def fill(made: Any, _sheet: Any) -> None:
        made.add_worksheet("Staff").write(0, 0, WORD)
        made.get_worksheet_by_name("Staff").very_hidden()

    return book(fill)


@case(X, "Hidden rows on sheet “Numbers”: 2")
def _hidden_row() -> bytes:
    def fill(_made: Any, sheet: Any) -> None:
        sheet.write(1, 0, WORD)
        sheet.set_row(1, None, None, {"hidden": True})

    return book(fill)


@case(X, "Hidden rows on sheet “Numbers”: 2–3")
def _folded_group_of_rows() -> bytes:
    def fill(_made: Any, sheet: Any) -> None:
        for row in (1, 2):
            sheet.write(row, 0, WORD)
            sheet.set_row(row, None, None, {"level": 1, "hidden": True})
        sheet.set_row(3, None, None, {"collapsed": True})

    return book(fill)


@case(X, "Hidden rows on sheet “Numbers”: 3")
def _filtered_row() -> bytes:
    def fill(_made: Any, sheet: Any) -> None:
        sheet.write(1, 0, "shown")
        sheet.write(2, 0, WORD)
        sheet.autofilter(0, 0, 2, 0)
        sheet.filter_column(0, "x == shown")
        sheet.set_row(2, None, None, {"hidden": True})

    return book(fill)


@case(X, "Hidden rows on sheet “Numbers”: 2")
def _row_of_no_height() -> bytes:
    return book(lambda _made, sheet: (sheet.write(1, 0, WORD), sheet.set_row(1, 0.4)))


@case(X, "Hidden rows on sheet “Numbers”: 2")
def _rows_hidden_unless_said() -> bytes:
    made = sheet_with(
        '<sheetFormatPr defaultRowHeight="15"/>',
        '<sheetFormatPr defaultRowHeight="15" zeroHeight="1"/>',
        lambda _made, sheet: sheet.write(1, 0, WORD),
    )
    return changed(made, xl__worksheets__sheet1=('<row r="1"', '<row r="1" ht="15"'))


@case(X, "Hidden columns on sheet “Numbers”: C")
def _hidden_column() -> bytes:
    return book(
        lambda _made, sheet: (
            sheet.write(0, 2, WORD),
            sheet.set_column(2, 2, 9, None, {"hidden": 1}),
        )
    )


@case(X, "Hidden columns on sheet “Numbers”: C")
def _column_of_no_width() -> bytes:
    return book(lambda _made, sheet: (sheet.write(0, 2, WORD), sheet.set_column(2, 2, 0.08)))


@case(X, "colour of their ground or is tiny: A2")
def _white_on_white() -> bytes:
    return look(font_color="#FFFFFF")


@case(X, "colour of their ground or is tiny: A2")
def _nearly_white_on_white() -> bytes:
    return look(font_color="#FDFDFD")


@case(X, "colour of their ground or is tiny: A2")
def _blue_on_blue() -> bytes:
    return look(font_color="#004488", bg_color="#004488", pattern=1)


@case(X, "colour of their ground or is tiny: A2")
def _tiny_print() -> bytes:
    return look(font_size=1)


@case(X, "colour of their ground or is tiny: A2")
def _white_of_the_theme() -> bytes:
    made = look(font_color="#123456")
    return changed(made, xl__styles=('<color rgb="FF123456"/>', '<color theme="0"/>'))


@case(X, "colour of their ground or is tiny: A2")
def _white_part_of_a_text() -> bytes:
    def fill(made: Any, sheet: Any) -> None:
        sheet.write_rich_string(
            1, 0, "shown ", made.add_format({"font_color": "white"}), WORD, " again"
        )

    return book(fill)


@case(X, "format shows nothing: A2")
def _format_of_semicolons() -> bytes:
    return look(num_format=";;;")


@case(X, "format shows nothing: A2")
def _format_in_white() -> bytes:
    return look(num_format="[White]@")


@case(X, "under merged cells: B2")
def _under_merged_cells() -> bytes:
    def fill(made: Any, sheet: Any) -> None:
        sheet.merge_range(1, 0, 1, 2, "top", made.add_format())
        sheet.write(1, 1, WORD)

    return book(fill)


@case(X, "Comments")
def _comment() -> bytes:
    return book(lambda _made, sheet: sheet.write_comment(0, 0, WORD))


@case(X, "who wrote them")
def _threaded_comment() -> bytes:
    return added(book(), xl__threadedComments__one=f"<a><text>{WORD}</text></a>")


@case(X, "Headers and footers of sheet “Numbers”")
def _header() -> bytes:
    return book(lambda _made, sheet: sheet.set_header(f"&L{WORD}"))


@case(X, "Names of cells")
def _defined_name() -> bytes:
    return book(lambda made, _sheet: made.define_name("Total", f'="{WORD}"'))


@case(X, "Lists to choose from")
def _list_to_choose_from() -> bytes:
    choices = {"validate": "list", "source": ["yes", WORD]}
    return book(lambda _made, sheet: sheet.data_validation(0, 1, 0, 1, choices))


@case(X, "Rules of conditional formatting")
def _formula_of_a_rule() -> bytes:
    rule = {"type": "text", "criteria": "containing", "value": WORD}
    return book(
        lambda made, sheet: sheet.conditional_format(
            0, 0, 9, 0, rule | {"format": made.add_format({"bold": True})}
        )
    )


@case(X, "conditional formatting on sheet “Numbers” hides text, at A2:A9")
def _rule_that_hides() -> bytes:
    def fill(made: Any, sheet: Any) -> None:
        sheet.write(1, 0, WORD)
        white = made.add_format({"font_color": "#FFFFFF"})
        sheet.conditional_format("A2:A9", {"type": "no_blanks", "format": white})

    return book(fill)


@case(X, "only a bar or an icon is shown: A2")
def _number_behind_an_icon() -> bytes:
    def fill(_made: Any, sheet: Any) -> None:
        sheet.write(1, 0, WORD)
        sheet.conditional_format(
            "A2:A9", {"type": "icon_set", "icon_style": "3_arrows", "icons_only": True}
        )

    return book(fill)


@case(X, "Properties of the document")
def _author() -> bytes:
    return book(lambda made, _sheet: made.set_properties({"author": WORD, "title": WORD}))


@case(X, "Properties of the document")
def _own_property() -> bytes:
    return book(lambda made, _sheet: made.set_custom_property("Checked by", WORD))


@case(X, "custom XML")
def _custom_xml() -> bytes:
    return added(book(), customXml__item1=f"<a>{WORD}</a>")


@case(X, "values kept from them")
def _values_of_another_file() -> bytes:
    cached = f'<externalLink xmlns="{MAIN}"><v>{WORD}</v></externalLink>'
    return added(book(), xl__externalLinks__externalLink1=cached)


@case(X, "pivot caches")
def _pivot_cache() -> bytes:
    records = f'<pivotCacheRecords xmlns="{MAIN}"><r><s v="{WORD}"/></r></pivotCacheRecords>'
    return added(book(), xl__pivotCache__pivotCacheRecords1=records)


@case(X, "Charts, with the data kept in them")
def _chart() -> bytes:
    def fill(made: Any, sheet: Any) -> None:
        chart = made.add_chart({"type": "column"})
        chart.add_series({"values": "=Numbers!$B$1:$B$3", "name": WORD})
        sheet.insert_chart("D1", chart)

    return book(fill)


@case(X, "Pictures, with what they hold besides")
def _picture_with_exif() -> bytes:
    return book(
        lambda _made, sheet: sheet.insert_image("D1", "a.jpg", {"image_data": picture_with_exif()})
    )


@case(X, "Charts, pictures and text boxes")
def _text_box() -> bytes:
    return book(lambda _made, sheet: sheet.insert_textbox("D1", WORD))


@case(X, "Embedded files")
def _embedded_file() -> bytes:
    return added(book(), xl__embeddings__oleObject1=packed({"inside.txt": WORD * 3}))


@case(X, "macros")
def _macro() -> bytes:
    return added(book(), xl__vbaProject=f"Sub a()\n'{WORD}\nEnd Sub")


@case(X, "Where links lead")
def _where_a_link_leads() -> bytes:
    return book(
        lambda _made, sheet: sheet.write_url(1, 0, f"https://example.org/{WORD}", string="here")
    )


@case(X, "Properties of the document")
def _text_that_no_cell_uses() -> bytes:
    return changed(book(), xl__sharedStrings=("</sst>", f"<si><t>{WORD}</t></si></sst>"))


@case(X, "Properties of the document")
def _reading_of_a_word() -> bytes:
    spoken = f'<rPh sb="0" eb="1"><t>{WORD}</t></rPh></si>'
    return changed(book(), xl__sharedStrings=("</si>", spoken))


@case(X, "Formulas of sheet “Numbers”")
def _formula() -> bytes:
    return book(lambda _made, sheet: sheet.write_formula(1, 0, f'=LEN("{WORD}")', None, 6))


@case(X, "Scenarios")
def _scenario() -> bytes:
    scenario = (
        f'<scenarios><scenario name="{WORD}"><inputCells r="A1" val="1"/></scenario></scenarios>'
    )
    return sheet_with("</sheetData>", f"</sheetData>{scenario}")


@case(X, "Views of single users")
def _view_of_a_user() -> bytes:
    view = f'<customSheetViews><customSheetView guid="{WORD}"/></customSheetViews>'
    return sheet_with("</sheetData>", f"</sheetData>{view}")


@case(X, "filtered by")
def _what_is_filtered_by() -> bytes:
    def fill(_made: Any, sheet: Any) -> None:
        sheet.autofilter(0, 0, 2, 0)
        sheet.filter_column(0, f"x != {WORD}")

    return book(fill)


@case(X, "Connections to databases")
def _connection() -> bytes:
    return added(book(), **{"xl__connections.xml": f'<connection password="{WORD}"/>'})


@case(X, "Settings of printers")
def _printer_settings() -> bytes:
    return added(book(), **{"xl__printerSettings__printerSettings1.bin": WORD.encode("utf-16-le")})


@case(X, "small picture of the document")
def _thumbnail() -> bytes:
    return added(book(), **{"docProps__thumbnail.jpeg": picture_with_exif().getvalue()})


@case(X, "history of changes")
def _history_of_changes() -> bytes:
    return added(book(), **{"xl__revisions__revisionLog1.xml": f"<rcc><nc>{WORD}</nc></rcc>"})


@case(X, "Parts that no table needs: notes.bin")
def _part_that_nothing_names() -> bytes:
    return added(book(), **{"notes.bin": WORD})


@case(X, "Properties of the document")
def _comment_of_the_archive() -> bytes:
    return packed(parts_of(book()), comment=WORD.encode())


@case(X, "Properties of the document")
def _after_the_archive() -> bytes:
    return book() + WORD.encode()


@case(X, "Properties of the document")
def _between_the_parts_of_the_archive() -> bytes:
    """Room that no program reads, before the directory of the archive, which says where it is."""
    plain = book()
    end = plain.rindex(b"PK\x05\x06")
    start = int.from_bytes(plain[end + 16 : end + 20], "little")
    moved = (start + len(WORD)).to_bytes(4, "little")
    return plain[:start] + WORD.encode() + plain[start : end + 16] + moved + plain[end + 20 :]


@case(X, "Characters that nobody sees, in texts on sheet “Numbers”: 6")
def _letters_that_are_not_drawn() -> bytes:
    return book(lambda _made, sheet: sheet.write(1, 0, f"shown{TAGS}"))


@case(X, "Hidden rows on sheet “Numbers”: 2")
def _hidden_row_in_utf_16() -> bytes:
    parts = parts_of(_hidden_row())
    name = "xl/worksheets/sheet1.xml"
    text = parts[name].decode().replace("UTF-8", "UTF-16")
    strings = parts["xl/sharedStrings.xml"].decode().replace("UTF-8", "UTF-16")
    return packed(
        parts | {name: text.encode("utf-16"), "xl/sharedStrings.xml": strings.encode("utf-16")}
    )
