"""How the cells of a workbook look, as far as it decides whether they are seen."""

from typing import NamedTuple

from evenhand.cleaning.colours import (
    BLACK,
    SMALLEST,
    WHITE,
    Colour,
    legible,
    parsed,
    tinted,
)
from evenhand.cleaning.package import Element, Package, child, children, said
from evenhand.cleaning.workbooks.number_formats import BUILT_IN, shows_text

THEME = "xl/theme/theme1.xml"
IN_THEME = (
    *("lt1", "dk1", "lt2", "dk2"),
    *(f"accent{number}" for number in range(1, 7)),
    *("hlink", "folHlink"),
)
"""Spreadsheets count the colours of a theme in this order."""
INDEXED = (
    *("000000", "FFFFFF", "FF0000", "00FF00", "0000FF", "FFFF00", "FF00FF", "00FFFF"),
    *("800000", "008000", "000080", "808000", "800080", "008080", "C0C0C0", "808080"),
    *("9999FF", "993366", "FFFFCC", "CCFFFF", "660066", "FF8080", "0066CC", "CCCCFF"),
    *("000080", "FF00FF", "FFFF00", "00FFFF", "800080", "800000", "008080", "0000FF"),
    *("00CCFF", "CCFFFF", "CCFFCC", "FFFF99", "99CCFF", "FF99CC", "CC99FF", "FFCC99"),
    *("3366FF", "33CCCC", "99CC00", "FFCC00", "FF9900", "FF6600", "666699", "969696"),
    *("003366", "339966", "003300", "333300", "993300", "993366", "333399", "333333"),
)
"""Colours that old files name by number; the first eight are there twice."""
NOWHERE = -1


class Look(NamedTuple):
    """One look of cells: the colours of text and ground, the size of print, the number format."""

    text: Colour | None
    ground: Colour | None
    size: float
    format: str

    def hides(self, text: Colour | None = None, size: float | None = None) -> bool:
        """Whether print cannot be told from its ground; of a part of a cell, its own look."""
        own = self.text if text is None else text
        return not legible(own, self.ground) or (size or self.size) < SMALLEST


class Styles:
    """Every look of a workbook, by the number that cells give."""

    def __init__(self, package: Package) -> None:
        self._theme = _theme(package)
        root = package.xml_or_nothing("xl/styles.xml")
        self._formats = {
            said(one, "numFmtId"): said(one, "formatCode")
            for one in children(child(root, "numFmts"), "numFmt")
        }
        fonts = list(children(child(root, "fonts"), "font"))
        fills = list(children(child(root, "fills"), "fill"))
        self._looks = [
            self._look(one, fonts, fills) for one in children(child(root, "cellXfs"), "xf")
        ]
        self.differing = [self.differs(one) for one in children(child(root, "dxfs"), "dxf")]
        """For each look of a conditional format, whether it can hide what it is put upon."""

    def look(self, number: str) -> Look:
        """The look of a cell; a plain one where the file names none."""
        place = int(number) if number.isdecimal() else NOWHERE
        if 0 <= place < len(self._looks):
            return self._looks[place]
        return Look(None, None, 11.0, "General")

    def colour(self, element: Element | None) -> Colour | None:
        """A colour as an element gives it."""
        if element is None or said(element, "auto") in {"1", "true"}:
            return None
        found = self._named(element)
        tint = said(element, "tint")
        return tinted(found, _number(tint, 0.0)) if found and tint else found

    def _named(self, element: Element) -> Colour | None:
        theme, indexed = said(element, "theme"), said(element, "indexed")
        if theme.isdecimal() and int(theme) < len(IN_THEME):
            return self._theme.get(IN_THEME[int(theme)])
        if indexed.isdecimal():
            place = int(indexed) - 8 if int(indexed) >= 8 else int(indexed)
            return parsed(INDEXED[place]) if place < len(INDEXED) else None
        return parsed(said(element, "rgb")) if said(element, "rgb") else None

    def _look(self, one: Element, fonts: list[Element], fills: list[Element]) -> Look:
        font = _at(fonts, said(one, "fontId"))
        number = said(one, "numFmtId", "0")
        built_in = BUILT_IN.get(int(number), "General") if number.isdecimal() else "General"
        return Look(
            self.colour(child(font, "color")),
            self._ground(_at(fills, said(one, "fillId"))),
            _number(_value(child(font, "sz")), 11.0),
            self._formats.get(number, built_in),
        )

    def _ground(self, fill: Element | None) -> Colour | None:
        pattern = child(fill, "patternFill")
        if pattern is None or said(pattern, "patternType") in {"", "none"}:
            return None
        if said(pattern, "patternType") == "solid":
            return self.colour(child(pattern, "fgColor")) or BLACK
        return self.colour(child(pattern, "bgColor"))

    def differs(self, one: Element) -> bool:
        """Whether a conditional look could hide text: pale print, or a format without a digit."""
        colour = self.colour(child(child(one, "font"), "color"))
        pattern = child(child(one, "fill"), "patternFill")
        ground = self.colour(child(pattern, "bgColor")) if pattern is not None else None
        code = child(one, "numFmt")
        format_code = said(code, "formatCode") if code is not None else ""
        silent = bool(format_code) and (
            not shows_text(format_code) or any(not part.strip() for part in format_code.split(";"))
        )
        if colour is None and ground is None:
            return silent
        return silent or not legible(colour or BLACK, ground or WHITE)


def _theme(package: Package) -> dict[str, Colour]:
    names = sorted(one for one in package.names if one.startswith("xl/theme/"))
    if not names:
        return {"lt1": WHITE, "dk1": BLACK}
    root = package.xml(THEME if THEME in names else names[0])
    scheme = child(child(root, "themeElements"), "clrScheme")
    found: dict[str, Colour] = {}
    for one in scheme if scheme is not None else ():
        name = one.tag.rpartition("}")[2]
        for colour in one:
            value = parsed(said(colour, "lastClr") or said(colour, "val"))
            if value:
                found[name] = value
    return found


def _at(elements: list[Element], number: str) -> Element | None:
    place = int(number) if number.isdecimal() else NOWHERE
    return elements[place] if 0 <= place < len(elements) else None


def _value(element: Element | None) -> str:
    return said(element, "val") if element is not None else ""


def _number(said_: str, default: float) -> float:
    try:
        return float(said_)
    except ValueError:
        return default
