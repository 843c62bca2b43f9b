"""How text looks in a .docx file, as far as it decides whether it is seen."""

from collections.abc import Callable
from typing import NamedTuple

from evenhand.cleaning.colours import BLACK, SMALLEST, WHITE, Colour, legible, parsed
from evenhand.cleaning.package import Element, Package, child, children, inside, local, said

OFF = frozenset({"0", "false", "off", "none"})
MOST_PARENTS = 20
THEME_NAMES = {
    **{"background1": "lt1", "text1": "dk1", "background2": "lt2", "text2": "dk2"},
    **{"light1": "lt1", "dark1": "dk1", "light2": "lt2", "dark2": "dk2", "bg1": "lt1"},
    **{"hyperlink": "hlink", "followedHyperlink": "folHlink"},
}
MARKED = {
    **{"yellow": "FFFF00", "green": "00FF00", "cyan": "00FFFF", "magenta": "FF00FF"},
    **{"blue": "0000FF", "red": "FF0000", "darkBlue": "000080", "darkCyan": "008080"},
    **{"darkGreen": "008000", "darkMagenta": "800080", "darkRed": "800000"},
    **{"darkYellow": "808000", "darkGray": "808080", "lightGray": "C0C0C0"},
    **{"black": "000000", "white": "FFFFFF"},
}
THINNEST = 10
"""Per cent of a letter's own width."""
FAR_UP, CLOSE = 200, -100
"""Half points that text may be raised; twentieths of a point that letters may lie together."""


class Look(NamedTuple):
    """What decides whether a run is seen; None where nothing is said."""

    vanish: bool | None = None
    colour: str | None = None
    """Hex, "auto" or a name of the theme after a colon."""
    shade: str | None = None
    size: float | None = None
    squeezed: bool | None = None
    bold: bool | None = None
    italic: bool | None = None

    def over(self, below: "Look") -> "Look":
        """This look where it says something, else the one it is put upon."""
        said_here = {name: one for name, one in self._asdict().items() if one is not None}
        return below._replace(**said_here)


class Styles:
    """Every style of a document by its id."""

    def __init__(self, package: Package) -> None:
        root = package.xml_or_nothing("word/styles.xml")
        self._styles = {said(one, "styleId"): one for one in children(root, "style")}
        self._usual = {
            said(one, "type"): said(one, "styleId")
            for one in children(root, "style")
            if said(one, "default") in {"1", "true"}
        }
        defaults = child(child(child(root, "docDefaults"), "rPrDefault"), "rPr")
        self._defaults = look_of(defaults)
        self._theme = _theme(package)
        self._known: dict[str, Look] = {}

    def of(self, style: str, family: str) -> Look:
        """The look of a style with all that it is based on."""
        name = style or self._usual.get(family, "")
        if name not in self._known:
            self._known[name] = self._resolved(name)
        return self._known[name]

    def run(self, properties: Element | None, paragraph: str) -> Look:
        """The look of a run in a paragraph of a style."""
        own = look_of(properties)
        character = value(properties, "rStyle")
        by_character = self._resolved(character) if character else Look()
        return own.over(by_character).over(self.of(paragraph, "paragraph")).over(self._defaults)

    def level(self, style: str) -> int:
        """The level of a heading of this style; 0 where it is none."""
        for name in self._chain(style):
            words = value(self._styles[name], "name").lower()
            if words.startswith("heading ") and words[8:].isdecimal():
                return min(int(words[8:]), 6)
            if words == "title":
                return 1
            outline = child(child(self._styles[name], "pPr"), "outlineLvl")
            if outline is not None and said(outline, "val").isdecimal():
                depth = int(said(outline, "val")) + 1
                return depth if depth <= 6 else 0
        return 0

    def properties(self, style: str) -> list[Element]:
        """The paragraph properties of a style and of those it is based on, nearest first."""
        found = (child(self._styles[name], "pPr") for name in self._chain(style))
        return [one for one in found if one is not None]

    def grounds(self, style: str) -> list[str]:
        """Every shading that a table's style can put behind text."""
        return [
            shade
            for name in self._chain(style)
            for one in inside(self._styles[name], "shd")
            if (shade := _shade(one))
        ]

    def hides(self, look: Look, grounds: list[str]) -> bool:
        """Whether nobody sees a run of this look on the grounds that lie under it."""
        if look.vanish or look.squeezed or (look.size is not None and look.size < SMALLEST):
            return True
        if look.colour is None or look.colour == "auto":
            return False
        papers = [self.colour(look.shade)] if look.shade else [self.colour(one) for one in grounds]
        return not any(legible(self.colour(look.colour), one) for one in papers or [WHITE])

    def colour(self, said_: str | None) -> Colour | None:
        """A colour as text or shading gives it."""
        if not said_ or said_ == "auto":
            return None
        if said_.startswith(":"):
            return self._theme.get(THEME_NAMES.get(said_[1:], said_[1:]), BLACK)
        return parsed(said_)

    def _chain(self, style: str) -> list[str]:
        names: list[str] = []
        while style in self._styles and style not in names and len(names) < MOST_PARENTS:
            names.append(style)
            style = value(self._styles[style], "basedOn")
        return names

    def _resolved(self, name: str) -> Look:
        look = Look()
        for one in self._chain(name):
            look = look.over(look_of(child(self._styles[one], "rPr")))
        return look


def look_of(properties: Element | None) -> Look:
    """What run properties say themselves."""
    if properties is None:
        return Look()
    return Look(
        _any_on(properties, "vanish", "specVanish", "webHidden"),
        _colour(child(properties, "color")),
        _mark(child(properties, "highlight")) or _shade(child(properties, "shd")),
        _size(child(properties, "sz")),
        _squeezed(properties),
        _any_on(properties, "b"),
        _any_on(properties, "i"),
    )


def _any_on(properties: Element, *names: str) -> bool | None:
    found = [one for name in names if (one := child(properties, name)) is not None]
    return any(said(one, "val", "1") not in OFF for one in found) if found else None


def _colour(element: Element | None) -> str | None:
    if element is None:
        return None
    theme = said(element, "themeColor")
    plain = not said(element, "themeShade") and not said(element, "themeTint")
    return f":{theme}" if theme and plain else said(element, "val", "auto")


def _shade(element: Element | None) -> str | None:
    if element is None or said(element, "val") == "nil":
        return None
    if said(element, "val") == "solid":
        return _only(said(element, "color"))
    theme = said(element, "themeFill")
    plain = not said(element, "themeFillShade") and not said(element, "themeFillTint")
    return f":{theme}" if theme and plain else _only(said(element, "fill"))


def _only(colour: str) -> str | None:
    return colour if colour and colour != "auto" else None


def _mark(element: Element | None) -> str | None:
    return MARKED.get(said(element, "val")) if element is not None else None


def _size(element: Element | None) -> float | None:
    if element is None:
        return None
    try:
        return float(said(element, "val")) / 2
    except ValueError:
        return None


def _squeezed(properties: Element) -> bool | None:
    """Whether letters lie upon each other, or so far off their line, that nobody reads them."""
    limits: dict[str, Callable[[int], bool]] = {
        "w": lambda far: far < THINNEST,
        "position": lambda far: abs(far) > FAR_UP,
        "spacing": lambda far: far < CLOSE,
    }
    for name, is_too_far in limits.items():
        far = whole(value(properties, name).rstrip("%"))
        if far is not None and is_too_far(far):
            return True
    return None


def whole(said_: str) -> int | None:
    """A whole number, or nothing."""
    try:
        return int(float(said_))
    except (ValueError, OverflowError):
        return None


def shade_of(properties: Element | None) -> str | None:
    """The shading that properties of a paragraph, cell or table put behind text."""
    return _shade(child(properties, "shd"))


def value(parent: Element | None, name: str) -> str:
    """What the child of that name gives as its value."""
    one = child(parent, name)
    return said(one, "val") if one is not None else ""


def _theme(package: Package) -> dict[str, Colour]:
    root = package.xml_or_nothing("word/theme/theme1.xml")
    found: dict[str, Colour] = {"lt1": WHITE, "dk1": BLACK}
    scheme = child(child(root, "themeElements"), "clrScheme")
    for one in scheme if scheme is not None else ():
        for colour in one:
            known = parsed(said(colour, "lastClr") or said(colour, "val"))
            if known:
                found[local(one)] = known
    return found
