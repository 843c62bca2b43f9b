"""How text looks in an OpenDocument file, as far as it decides whether it is seen."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from evenhand.cleaning.colours import SMALLEST, Colour, legible, parsed
from evenhand.cleaning.package import Element, Package, child, children, inside, local, said
from evenhand.cleaning.words import Told, named, shown, told

MEASURE = re.compile(r"(-?[0-9]*\.?[0-9]+)(cm|mm|in|pt|pc|px)")
POINTS = {"cm": 28.35, "mm": 2.835, "in": 72.0, "pt": 1.0, "pc": 12.0, "px": 0.75}
THIN = 2.0
"""Points: a row or column that is thinner shows nothing."""
VALUES = frozenset(
    {"number", "scientific-number", "fraction", "text-content", "day", "month", "year", "hours"}
    | {"minutes", "seconds", "boolean", "am-pm", "day-of-week", "quarter", "week-of-year", "era"}
    | {"fill-character", "currency-symbol"}
)
MOST_PARENTS = 20
BESIDE: dict[str, Callable[[], Told]] = {
    "meta.xml": lambda: told("Properties of the document: author, company, title, times."),
    "settings.xml": lambda: told("Settings of the program and its printers."),
    "Thumbnails/": lambda: told("A small picture of the document."),
    "Pictures/": lambda: told("Pictures, with what they hold besides."),
    "media/": lambda: told("Pictures, with what they hold besides."),
    "Object": lambda: told("Embedded files and charts, with the data kept in them."),
    "ObjectReplacements": lambda: told("Embedded files and charts, with the data kept in them."),
    "Basic/": lambda: told("Programs (macros)."),
    "Scripts/": lambda: told("Programs (macros)."),
    "Versions/": lambda: told("Earlier versions of the document."),
    "VersionList.xml": lambda: told("Earlier versions of the document."),
    "META-INF/documentsignatures": lambda: told("Signatures."),
    "Configurations2/": lambda: told("Settings of the program and its printers."),
    "manifest.rdf": lambda: told("Hidden data of programs (RDF)."),
    "layout-cache": lambda: told("Settings of the program and its printers."),
}
READ = ("content.xml", "styles.xml", "mimetype", "META-INF/manifest.xml")


@dataclass(frozen=True)
class Look:
    """One look, with what it takes from those it is based on."""

    properties: dict[str, str] = field(default_factory=dict)
    is_silent: bool = False
    """Whether its number format shows nothing."""

    def get(self, name: str) -> str:
        """A property, or nothing."""
        return self.properties.get(name, "")

    @property
    def text(self) -> Colour | None:
        """The colour of its print; None where the program chooses."""
        if self.get("use-window-font-color") == "true":
            return None
        return parsed(self.get("color")) if self.get("color") else None

    @property
    def ground(self) -> Colour | None:
        """The colour behind it; None where it has none."""
        said_ = self.get("background-color")
        return parsed(said_) if said_ and said_ != "transparent" else None

    @property
    def is_thin(self) -> bool:
        """Whether a row or column of it has no room for print."""
        sizes = [self.get(name) for name in ("row-height", "column-width") if self.get(name)]
        return any(points(one) < THIN for one in sizes)

    @property
    def size(self) -> float:
        """The size of its print in points; 12 where it is not said in points."""
        return points(self.get("font-size")) if MEASURE.fullmatch(self.get("font-size")) else 12.0

    def hides(self, ground: object = None) -> bool:
        """Whether print of this look cannot be read on a ground."""
        on = self.ground or (ground if isinstance(ground, tuple) else None)
        opacity = self.get("opacity") or "100%"
        return (
            self.get("display") in {"none", "condition"}
            or "hidden-and-protected" in self.get("cell-protect")
            or not legible(self.text, on)
            or self.size < SMALLEST
            or (opacity.rstrip("%").isdecimal() and int(opacity.rstrip("%")) < 20)
        )


class Styles:
    """Every look of a document by its family and name."""

    def __init__(self, package: Package) -> None:
        self._named: dict[tuple[str, str], Element] = {}
        self._usual: dict[str, Element] = {}
        self._data: dict[str, Element] = {}
        self._known: dict[tuple[str, str], Look] = {}
        for part in ("styles.xml", "content.xml"):
            root = package.xml_or_nothing(part)
            for holder in ("styles", "automatic-styles"):
                for one in child(root, holder) or ():
                    self._keep(one)
        self.mapped_hides = any(self._mapped())
        """Whether a rule puts a look upon cells that hides them."""

    def of(self, family: str, name: str) -> Look:
        """A look with all that it is based on."""
        key = (family, name)
        if key not in self._known:
            self._known[key] = self._resolved(family, name)
        return self._known[key]

    def pieces(
        self, element: Element, ground: object, drawn: frozenset[str], *, paler: bool
    ) -> Iterator[tuple[str, bool]]:
        """The text inside an element, piece by piece, each with whether it is hidden.

        Parameters
        ----------
        ground : the colour behind it.
        drawn : names of elements whose text is drawn where they stand.
        paler : whether what is around it hides it already.
        """
        yield element.text or "", paler
        for one in element:
            kind = local(one)
            if kind == "s":
                yield " " * min(int(said(one, "c", "1") or 1), 100), paler
            elif kind in {"tab", "line-break"}:
                yield {"tab": "\t", "line-break": "\n"}[kind], paler
            elif kind in drawn:
                own = self.of("text", said(one, "style-name"))
                has_own = bool(own.properties)
                hides = own.hides(ground) if has_own and (own.text or not paler) else paler
                yield from self.pieces(one, own.ground or ground, drawn, paler=hides)
            yield one.tail or "", paler

    def _keep(self, one: Element) -> None:
        kind, name = local(one), said(one, "name")
        if kind == "style":
            self._named[said(one, "family"), name] = one
        elif kind == "default-style":
            self._usual[said(one, "family")] = one
        elif kind.endswith("-style"):
            self._data[name] = one

    def _resolved(self, family: str, name: str) -> Look:
        chain: list[Element] = []
        while (family, name) in self._named and len(chain) < MOST_PARENTS:
            chain.append(self._named[family, name])
            name = said(chain[-1], "parent-style-name")
        if family in self._usual:
            chain.append(self._usual[family])
        properties: dict[str, str] = {}
        data = ""
        for one in reversed(chain):
            data = said(one, "data-style-name") or data
            for group in one:
                if local(group).endswith("-properties"):
                    properties |= {
                        key.rpartition("}")[2]: value for key, value in group.attrib.items()
                    }
        return Look(properties, data in self._data and self._is_silent(data))

    def _is_silent(self, name: str, depth: int = 0) -> bool:
        """Whether a number format shows nothing of a value, or may not under a condition."""
        one = self._data.get(name)
        if one is None or depth > MOST_PARENTS:
            return False
        mapped = [said(each, "apply-style-name") for each in children(one, "map")]
        shows = any(local(each) in VALUES for each in one)
        colour = child(one, "text-properties")
        pale = colour is not None and not legible(parsed(said(colour, "color")), None)
        return not shows or pale or any(self._is_silent(each, depth + 1) for each in mapped)

    def _mapped(self) -> Iterator[bool]:
        for (family, _), one in list(self._named.items()):
            for each in children(one, "map"):
                yield self.of(family, said(each, "apply-style-name")).hides()


def points(said_: str) -> float:
    """A length in points."""
    found = MEASURE.fullmatch(said_.strip())
    return float(found[1]) * POINTS[found[2]] if found else 12.0


def beside_content(package: Package) -> Iterator[Told]:
    """What a package carries besides its text and styles."""
    others = []
    for name in package.names:
        start = next((one for one in BESIDE if name.startswith(one)), None)
        if start:
            yield BESIDE[start]()
        elif name not in READ and not name.endswith("/"):
            others.append(shown(name))
    if others:
        yield told("Parts that no text needs: {names}.", names=named(others))


def has(root: Element, *names: str) -> bool:
    """Whether there is any element of these names."""
    return next(inside(root, *names), None) is not None
