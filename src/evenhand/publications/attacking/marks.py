"""The marks of a drawing, each at its place in the whole picture."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from xml.etree import ElementTree

MOVED = re.compile(r"translate\((-?[\d.]+),(-?[\d.]+)\)")
START = re.compile(r"M(-?[\d.]+)[ ,](-?[\d.]+)")
KINDS = frozenset({"path", "text", "line", "rect", "circle"})
UNSEEN = frozenset({"defs", "title", "desc"})


@dataclass(frozen=True)
class Mark:
    """One mark of a drawing, at its place in the whole picture, with what it inherits.

    Attributes
    ----------
    x, y : of its origin; of the first corner, for a path that is drawn from there.
    kind : the element's name: ``path``, ``text`` and so on.
    name : its class, for pictures that a style sheet colours.
    """

    kind: str
    x: float
    y: float
    fill: str = ""
    stroke: str = ""
    dashed: bool = False
    text: str = ""
    path: str = ""
    name: str = ""


def marks_of(svg: str) -> Iterator[Mark]:
    """Give every mark of a drawing, with what it inherits from its groups."""
    root = ElementTree.fromstring(svg)  # noqa: S314 (drawn by our own code)
    waiting = [(root, Mark("", 0.0, 0.0))]
    while waiting:
        element, above = waiting.pop()
        mark = _mark(element, above)
        if mark.kind in KINDS:
            yield _placed(element, mark)
        if mark.kind not in UNSEEN:
            waiting.extend((child, mark) for child in element)


def _mark(element: ElementTree.Element, above: Mark) -> Mark:
    moved = MOVED.search(element.get("transform", ""))
    return replace(
        above,
        kind=element.tag.rpartition("}")[2],
        x=above.x + (float(moved[1]) if moved else 0),
        y=above.y + (float(moved[2]) if moved else 0),
        fill=element.get("fill", above.fill),
        stroke=element.get("stroke", above.stroke),
        dashed=above.dashed or "stroke-dasharray" in element.attrib,
        name=element.get("class", ""),
    )


def _placed(element: ElementTree.Element, mark: Mark) -> Mark:
    """Add what the mark itself says: its words, its path, and where it begins."""
    path = element.get("d", "")
    begins = START.match(path) if "A" not in path else None
    across, down = (float(begins[1]), float(begins[2])) if begins else _corner(element)
    # A path keeps its own coordinates: its origin is where they are counted from.
    return replace(
        mark,
        x=mark.x + (0 if path else across),
        y=mark.y + down,
        text="".join(element.itertext()),
        path=path,
    )


def _corner(element: ElementTree.Element) -> tuple[float, float]:
    names = ("cx", "cy") if element.tag.endswith("circle") else ("x", "y")
    across, down = (float(element.get(name, 0) or 0) for name in names)
    return across, down
