"""Reads what is seen of an .xlsx file out of its XML, and nothing else."""

import posixpath
import re
from collections.abc import Callable, Iterator
from math import isfinite
from typing import NamedTuple

from evenhand.cleaning.cleaned import Made
from evenhand.cleaning.colours import Colour
from evenhand.cleaning.package import Element, Package, broken, child, children, inside, local, said
from evenhand.cleaning.words import Refused, Told, named, refuse, shown, told
from evenhand.cleaning.workbooks.number_formats import shown_of, shows_text
from evenhand.cleaning.workbooks.parts import beside_cells, beside_sheets
from evenhand.cleaning.workbooks.sheets import (
    COLUMNS,
    COVERED,
    ICONS,
    PALE,
    ROWS,
    SILENT,
    Cell,
    Hidden,
    Place,
    Sheet,
    as_xlsx,
    clean_text,
    counted,
)
from evenhand.cleaning.workbooks.styles import Styles

BOOK = "xl/workbook.xml"
YES = frozenset({"1", "true", "on"})
REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")
THIN_COLUMN, THIN_ROW = 0.6, 2.0
"""In letters and in points: what is narrower or lower shows nothing."""
MOST_AREAS = 2_000
AFTER_1904 = 1462
"""Days between the two days that spreadsheets count from."""


Hides = Callable[[Colour | None, float | None], bool]
Area = tuple[int, int, int, int]
"""Top, left, bottom and right, all of them part of it."""


class Found(NamedTuple):
    """A sheet's part in the package."""

    name: str
    part: str


class Book(NamedTuple):
    """What all sheets of a workbook share."""

    package: Package
    styles: Styles
    texts: list[Element]
    from_1904: bool


def xlsx(content: bytes) -> Made:
    """The cells that are seen, as values, in a new workbook.

    Raises
    ------
    Refused
        If it is broken, if nothing in it is seen, or if a rule decides what is.
    """
    package = Package(content)
    root = package.xml(BOOK)
    properties = child(root, "workbookPr")
    texts = list(children(package.xml_or_nothing("xl/sharedStrings.xml"), "si"))
    from_1904 = properties is not None and said(properties, "date1904") in YES
    book = Book(package, Styles(package), texts, from_1904)
    left_out: list[Told] = []
    visible = list(_visible(root, package, left_out))
    sheets = [_sheet(book, one) for one in visible]
    counted(sheets)
    left_out += beside_sheets(root, package)
    return as_xlsx(sheets), left_out + [one for sheet in sheets for one in sheet.left_out]


def _visible(root: Element, package: Package, left_out: list[Told]) -> Iterator[Found]:
    parts = _parts(package)
    hidden, others = [], []
    for one in children(child(root, "sheets"), "sheet"):
        kind, part = parts.get(said(one, "id"), ("", ""))
        if said(one, "state", "visible") != "visible":
            hidden.append(f"“{shown(said(one, 'name'))}”")
        elif kind != "worksheet" or part not in package.names:
            others.append(f"“{shown(said(one, 'name'))}”")
        else:
            yield Found(said(one, "name"), part)
    if hidden:
        left_out.append(told("Hidden sheets: {names}.", names=named(hidden)))
    if others:
        left_out.append(told("Sheets that are no tables: {names}.", names=named(others)))


def _parts(package: Package) -> dict[str, tuple[str, str]]:
    """Where the parts of the workbook are, by the id that it uses."""
    found = {}
    for one in package.xml("xl/_rels/workbook.xml.rels"):
        target = said(one, "Target")
        part = target.lstrip("/") if target.startswith("/") else posixpath.join("xl", target)
        kind = said(one, "Type").rpartition("/")[2]
        found[said(one, "Id")] = (kind, posixpath.normpath(part))
    return found


def _sheet(book: Book, found: Found) -> Sheet:
    root = book.package.xml(found.part)
    _refuse_rules(root, book.styles, found.name)
    hidden, sheet = Hidden(found.name), Sheet(found.name)
    widths = _columns(root, hidden)
    covered, icons = _covered(root), _icons(root)
    firsts = {one[:2] for one in covered}
    if len(covered) + len(icons) > MOST_AREAS:
        raise refuse("Sheet “{sheet}” has too many merged cells.", sheet=shown(found.name))
    cells: dict[Place, Cell] = {}
    for place, element in _cells(root, hidden):
        if place[1] in hidden.columns:
            continue
        if _inside(place, covered) and place not in firsts:
            if _holds(element):
                hidden.cell(COVERED, place)
        elif _inside(place, icons):
            hidden.cell(ICONS, place)
        else:
            cell = _cell(book, element, place, hidden)
            if cell is not None:
                cells[place] = cell
    sheet.cells, sheet.widths = hidden.closed_up(cells, widths)
    sheet.left_out = [*hidden.sentences(), *beside_cells(root, found.name)]
    return sheet


def _refuse_rules(root: Element, styles: Styles, name: str) -> None:
    """A rule that could hide a text is not worked out here, so nobody knows what it hides."""
    found = []
    for one in inside(root, "conditionalFormatting"):
        for rule in inside(one, "cfRule"):
            number = said(rule, "dxfId")
            looks = styles.differing
            if number.isdecimal() and int(number) < len(looks) and looks[int(number)]:
                found.append(said(one, "sqref") or "".join(_texts(one, "sqref")))
    if any(styles.differs(one) for one in inside(root, "dxf")):
        found.append(name)
    if found:
        raise Refused(
            [
                told(
                    "A rule of conditional formatting on sheet “{sheet}” hides text, at {cells}. "
                    "Take the rule away and look at what it hid.",
                    sheet=shown(name),
                    cells=shown(named(found)),
                )
            ]
        )


def _columns(root: Element, hidden: Hidden) -> dict[int, float]:
    widths: dict[int, float] = {}
    for one in children(child(root, "cols"), "col"):
        first, last = _whole(said(one, "min"), 1) - 1, min(_whole(said(one, "max"), 1), COLUMNS)
        width = _real(said(one, "width"), 9.0)
        if said(one, "hidden") in YES or width < THIN_COLUMN:
            hidden.columns.update(range(first, last))
        elif last - first < COLUMNS // 2:
            widths |= dict.fromkeys(range(first, last), width)
    return widths


def _cells(root: Element, hidden: Hidden) -> Iterator[tuple[Place, Element]]:
    """Cells of the rows that are seen, each with its place."""
    usual = child(root, "sheetFormatPr")
    unsaid_is_hidden = usual is not None and said(usual, "zeroHeight") in YES
    row = -1
    for one in children(child(root, "sheetData"), "row"):
        row = _whole(said(one, "r"), row + 2) - 1
        height = said(one, "ht")
        thin = _real(height, 15.0) < THIN_ROW
        if said(one, "hidden") in YES or thin or (unsaid_is_hidden and not height):
            hidden.rows.add(row)
            continue
        column = -1
        for cell in children(one, "c"):
            place = place_of(said(cell, "r"), (row, column + 1))
            column = place[1]
            if place[0] != row or column >= COLUMNS or row >= ROWS:
                raise broken()
            yield place, cell


def _cell(book: Book, element: Element, place: Place, hidden: Hidden) -> Cell | None:
    look = book.styles.look(said(element, "s"))
    kind, value = said(element, "t", "n"), child(element, "v")
    raw = (value.text or "") if value is not None else ""
    if kind in {"s", "inlineStr", "str", "e", "d"}:
        text, pale = _text(book, element, kind, raw, look.hides)
        if not text and not pale:
            return None
        if look.hides() or not shows_text(look.format):
            hidden.cell(PALE if look.hides() else SILENT, place)
            return None
        if pale:
            hidden.cell(PALE, place)
        clean = clean_text(text, hidden)
        return Cell(clean) if clean else None
    if not raw.strip():
        return None
    if look.hides():
        hidden.cell(PALE, place)
        return None
    return _value(raw, kind, look.format, place=place, hidden=hidden, from_1904=book.from_1904)


def _value(
    raw: str, kind: str, code: str, *, place: Place, hidden: Hidden, from_1904: bool
) -> Cell | None:
    number = _real(raw, float("nan"))
    if not isfinite(number):
        raise broken()
    if kind == "b":
        if shows_text(code):
            return Cell(bool(number))
        hidden.cell(SILENT, place)
        return None
    return _number(number, code, place, hidden, from_1904=from_1904)


def _number(
    number: float, code: str, place: Place, hidden: Hidden, *, from_1904: bool
) -> Cell | None:
    seen = shown_of(number, code)
    if seen.hidden:
        hidden.cell(SILENT, place)
        return None
    if seen.instead:
        hidden.cell(SILENT, place)
        return Cell(clean_text(seen.instead, hidden))
    dated = "yyyy" in seen.format
    return Cell(seen.number + (AFTER_1904 if dated and from_1904 else 0), seen.format)


def _text(book: Book, element: Element, kind: str, raw: str, hides: Hides) -> tuple[str, bool]:
    """A cell's text of the parts that are seen, and whether a part is not."""
    if kind == "s" and not raw.strip():
        holder: Element | None = None
    elif kind == "s":
        place = _whole(raw, -1)
        if not 0 <= place < len(book.texts):
            raise broken()
        holder = book.texts[place]
    elif kind == "inlineStr":
        holder = child(element, "is")
    else:
        return raw, False
    if holder is None:
        return "", False
    text, pale = "".join(one.text or "" for one in children(holder, "t")), False
    for run in children(holder, "r"):
        words = "".join(one.text or "" for one in children(run, "t"))
        properties = child(run, "rPr")
        size = child(properties, "sz")
        colour = book.styles.colour(child(properties, "color"))
        if words.strip() and hides(
            colour, _real(said(size, "val"), 11.0) if size is not None else None
        ):
            pale = True
        else:
            text += words
    return text, pale


def _holds(element: Element) -> bool:
    return child(element, "v") is not None or child(element, "is") is not None


def _covered(root: Element) -> list[Area]:
    """Merged cells: all but the first of each lie under it."""
    return [area(said(one, "ref")) for one in children(child(root, "mergeCells"), "mergeCell")]


def _icons(root: Element) -> list[Area]:
    """Cells whose number is not shown beside its bar or icon."""
    return [
        area(reference)
        for one in inside(root, "conditionalFormatting")
        if any(said(each, "showValue") in {"0", "false"} for each in one.iter())
        for reference in (said(one, "sqref") or " ".join(_texts(one, "sqref"))).split()
    ]


def _texts(element: Element, name: str) -> Iterator[str]:
    return (one.text or "" for one in element.iter() if local(one) == name)


def area(reference: str) -> Area:
    """The four sides of an area such as B2:C9."""
    first, _, last = reference.partition(":")
    top, left = place_of(first, (0, 0))
    return (top, left, *place_of(last or first, (top, left)))


def _inside(place: Place, areas: list[Area]) -> bool:
    return any(
        top <= place[0] <= bottom and left <= place[1] <= right
        for top, left, bottom, right in areas
    )


def place_of(reference: str, default: Place) -> Place:
    """Row and column of a cell's name, from zero."""
    found = REFERENCE.fullmatch(reference.strip())
    if found is None:
        return default
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - 64
    return int(found[2]) - 1, column - 1


def _whole(said_: str, default: int) -> int:
    return int(said_) if said_.isdecimal() and len(said_) < 10 else default


def _real(said_: str, default: float) -> float:
    try:
        return float(said_)
    except ValueError:
        return default
