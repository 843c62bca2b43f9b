"""Reads what is seen of an .ods file out of its XML, and nothing else."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from evenhand.cleaning import limits
from evenhand.cleaning.cleaned import Made
from evenhand.cleaning.open_styles import Styles, beside_content
from evenhand.cleaning.package import Element, Package, broken, child, children, inside, local, said
from evenhand.cleaning.words import Refused, Told, named, refuse, shown, told
from evenhand.cleaning.workbooks.number_formats import DATE, DATE_AND_TIME, TIME
from evenhand.cleaning.workbooks.sheets import (
    COVERED,
    LIKE,
    PALE,
    SILENT,
    Cell,
    Hidden,
    Place,
    Sheet,
    clean_text,
    counted,
    safe_names,
)
from evenhand.sheets.open_document import Value, as_ods

IN_TEXT = frozenset({"p", "span", "a", "s", "tab", "line-break", "sheet-name", "date", "time", "h"})
"""Elements of a cell's text that are drawn as text; what others hold stays behind."""
FIRST_DAY = datetime(1899, 12, 30)  # noqa: DTZ001 (days of a spreadsheet have no zone)
DURATION = re.compile(r"P(?:([0-9]+)D)?T?(?:([0-9]+)H)?(?:([0-9]+)M)?(?:([0-9.,]+)S)?")
DIGITS = re.compile(r"-?[0-9][0-9,]*(?:\.([0-9]+))?|-?\.([0-9]+)")
NOT_TABLES: dict[str, Callable[[], Told]] = {
    "tracked-changes": lambda: told("The history of changes."),
    "content-validations": lambda: told("Lists to choose from."),
    "named-expressions": lambda: told("Names of cells."),
    "database-ranges": lambda: told("What sheets are filtered and sorted by."),
    "data-pilot-tables": lambda: told("Pivot tables: what they show is there as values."),
    "dde-links": lambda: told("Links to other files, with values kept from them."),
    "shapes": lambda: told("Charts, pictures and text boxes."),
    "frame": lambda: told("Charts, pictures and text boxes."),
    "annotation": lambda: told("Comments."),
    "scenario": lambda: told("Scenarios with other values."),
    "forms": lambda: told("Controls of forms."),
    "table-source": lambda: told("Links to other files, with values kept from them."),
    "event-listeners": lambda: told("Programs (macros)."),
}


@dataclass(frozen=True)
class Line:
    """A row or column as a file gives it: how often, and whether it is seen."""

    element: Element
    repeated: int
    seen: bool


def ods(content: bytes) -> Made:
    """The cells that are seen, as values, in a new file.

    Raises
    ------
    Refused
        If it is broken, locked, if nothing in it is seen, or if a rule decides what is.
    """
    package = Package(content)
    styles = Styles(package)
    book = child(child(package.xml("content.xml"), "body"), "spreadsheet")
    if book is None:
        raise broken()
    left_out = list({one.message: one for one in _beside_tables(book, package)}.values())
    sheets, hidden = [], []
    for table in children(book, "table"):
        name = said(table, "name")
        if styles.of("table", said(table, "style-name")).get("display") == "false":
            hidden.append(f"“{shown(name)}”")
        else:
            sheets.append(_sheet(table, styles))
    if hidden:
        left_out.insert(0, told("Hidden sheets: {names}.", names=named(hidden)))
    counted(sheets)
    rows = {name: _rows(one) for name, one in zip(safe_names(sheets), sheets, strict=True)}
    return as_ods(rows), left_out + [one for sheet in sheets for one in sheet.left_out]


def _beside_tables(book: Element, package: Package) -> Iterator[Told]:
    yield from (NOT_TABLES[local(one)]() for one in inside(book, *NOT_TABLES))
    yield from beside_content(package)


def _rows(sheet: Sheet) -> list[list[Value]]:
    """A sheet as rows; dates are written as the text that a reader sees."""
    if not sheet.cells:
        return []
    last = max(row for row, _ in sheet.cells), max(column for _, column in sheet.cells)
    if (last[0] + 1) * (last[1] + 1) > 10 * limits.CELLS:
        raise refuse(
            "Sheet “{sheet}” has cells far away from the others. Move or delete them.",
            sheet=shown(sheet.name),
        )
    rows: list[list[Value]] = [[""] * (last[1] + 1) for _ in range(last[0] + 1)]
    for (row, column), cell in sheet.cells.items():
        rows[row][column] = _as_seen(cell)
    return rows


def _as_seen(cell: Cell) -> Value:
    if cell.format not in {DATE, DATE_AND_TIME, TIME} or isinstance(cell.value, (str, bool)):
        return cell.value
    moment = datetime.fromordinal(FIRST_DAY.toordinal() + int(cell.value))
    seconds = round(cell.value % 1 * 86_400)
    clock = f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    return {DATE: f"{moment:%d/%m/%Y}", TIME: clock}.get(cell.format, f"{moment:%d/%m/%Y} {clock}")


def _sheet(table: Element, styles: Styles) -> Sheet:
    name = said(table, "name")
    _refuse_rules(table, styles, name)
    hidden, sheet = Hidden(name), Sheet(name)
    usual: list[str] = []
    column = 0
    for line in _lines(table, "table-column", styles):
        if not line.seen:
            hidden.columns.update(range(column, min(column + line.repeated, 16_384)))
        usual += [said(line.element, "default-cell-style-name")] * min(line.repeated, 16_384)
        column += line.repeated
    row = 0
    for line in _lines(table, "table-row", styles):
        if line.seen:
            _row(line, row, styles=styles, sheet=sheet, hidden=hidden, usual=usual)
        elif line.repeated < limits.CELLS:
            hidden.rows.update(range(row, row + line.repeated))
        row += line.repeated
    sheet.cells, _ = hidden.closed_up(sheet.cells, {})
    sheet.left_out = hidden.sentences()
    return sheet


def _lines(parent: Element, name: str, styles: Styles, *, seen: bool = True) -> Iterator[Line]:
    """Rows or columns, those in groups too; a group that is folded away hides all it has."""
    for one in parent:
        kind = local(one)
        if kind == name:
            own = styles.of(name, said(one, "style-name"))
            open_ = said(one, "visibility", "visible") == "visible" and not own.is_thin
            yield Line(one, _times(one, kind.removeprefix("table-")), seen and open_)
        elif kind.startswith(name):  # table-rows, table-row-group
            yield from _lines(one, name, styles, seen=seen and said(one, "display") != "false")
        elif kind in {"table-header-rows", "table-header-columns"}:
            yield from _lines(one, name, styles, seen=seen)


def _row(
    line: Line, row: int, *, styles: Styles, sheet: Sheet, hidden: Hidden, usual: list[str]
) -> None:
    column = 0
    by_row = said(line.element, "default-cell-style-name")
    for one in line.element:
        kind = local(one)
        if kind not in {"table-cell", "covered-table-cell"}:
            continue
        times = _times(one, "column")
        if _holds(one):
            if line.repeated * times > limits.CELLS:
                raise refuse(
                    "This file has more than {most} cells. Divide it.", most=f"{limits.CELLS:,}"
                )
            usual_here = usual[column] if column < len(usual) else ""
            name = said(one, "style-name") or by_row or usual_here
            seen = column not in hidden.columns
            cell = _cell(one, (row, column), styles, name, hidden) if seen else None
            if cell is not None:
                for down in range(line.repeated):
                    for across in range(times):
                        sheet.cells[row + down, column + across] = cell
        column += times


def _cell(one: Element, place: Place, styles: Styles, name: str, hidden: Hidden) -> Cell | None:
    look = styles.of("table-cell", name)
    if local(one) == "covered-table-cell":
        hidden.cell(COVERED, place)
        return None
    text, pale = _text(one, styles, look.ground, paler=look.hides())
    if pale:
        hidden.cell(PALE, place)
    kind = said(one, "value-type")
    if not text.strip():
        if not pale and kind and kind != "string":
            hidden.cell(SILENT, place)
        return None
    if look.is_silent:
        hidden.cell(SILENT, place)
        return None
    return _value(one, kind, text, place, hidden)


def _value(one: Element, kind: str, text: str, place: Place, hidden: Hidden) -> Cell | None:
    if kind in {"float", "currency", "percentage"}:
        return _number(said(one, "value"), text, place, hidden, percent=kind == "percentage")
    if kind == "boolean":
        return Cell(said(one, "boolean-value") == "true")
    if kind in {"date", "time"}:
        return _moment(said(one, "date-value") or said(one, "time-value"), text, place, hidden)
    kept = said(one, "string-value")
    if kept and kept.strip() != text.strip():
        hidden.cell(LIKE, place)
        return None
    clean = clean_text(text, hidden)
    return Cell(clean) if clean else None


def _number(said_: str, text: str, place: Place, hidden: Hidden, *, percent: bool) -> Cell | None:
    """A number with the digits that are shown; the file keeps more."""
    try:
        value = float(said_)
    except ValueError:
        hidden.cell(LIKE, place)
        return None
    found = DIGITS.search(text)
    decimals = len((found[1] or found[2] or "") if found else "")
    written = float(found[0].replace(",", "")) if found else float("nan")
    rounded = round(value * 100 if percent else value, decimals)
    if abs(abs(written) - abs(rounded)) <= 1.01 * 10.0**-decimals:
        return Cell(round(value, decimals + (2 if percent else 0)))
    hidden.cell(LIKE, place)
    return Cell(round(value, 2))


def _moment(said_: str, text: str, place: Place, hidden: Hidden) -> Cell | None:
    duration = DURATION.fullmatch(said_)
    if duration and said_ != "P":
        days, hours, minutes, seconds = (
            float((one or "0").replace(",", ".")) for one in duration.groups()
        )
        return Cell(days + hours / 24 + minutes / 1440 + seconds / 86_400, TIME)
    try:
        moment = datetime.fromisoformat(said_)
    except ValueError:
        hidden.cell(LIKE, place)
        return None
    after = moment.replace(tzinfo=None) - FIRST_DAY
    if ":" in text:
        return Cell(after.days + after.seconds / 86_400, DATE_AND_TIME)
    return Cell(float(after.days), DATE)


def _text(cell: Element, styles: Styles, ground: object, *, paler: bool) -> tuple[str, bool]:
    """The text of a cell as it is seen, and whether some of it is not."""
    lines, pale = [], False
    for paragraph in children(cell, "p"):
        line = ""
        own = styles.of("paragraph", said(paragraph, "style-name"))
        hidden = paler or (bool(own.properties) and own.hides(ground))
        for words, hides in styles.pieces(paragraph, ground, IN_TEXT, paler=hidden):
            if hides:
                pale = pale or bool(words.strip())
            else:
                line += words
        lines.append(line)
    return "\n".join(lines), pale


def _holds(one: Element) -> bool:
    return bool(said(one, "value-type")) or child(one, "p") is not None


def _times(one: Element, what: str) -> int:
    said_ = said(one, f"number-{what}s-repeated", "1")
    return min(int(said_), 1_048_576) if said_.isdecimal() else 1


def _refuse_rules(table: Element, styles: Styles, name: str) -> None:
    """A rule that could hide a text is not worked out here, so nobody knows what it hides."""
    rules = [
        said(one, "apply-style-name") or said(one, "style-name")
        for one in inside(table, "condition", "date-is")
    ]
    if any(styles.of("table-cell", one).hides() for one in rules) or styles.mapped_hides:
        raise Refused(
            [
                told(
                    "A rule of conditional formatting on sheet “{sheet}” hides text. Take the rule "
                    "away and look at what it hid.",
                    sheet=shown(name),
                )
            ]
        )
