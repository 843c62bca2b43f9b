"""Pages as their most patient reader has them: what is seen, what is only announced, and source."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

from evenhand.publications.attacking.lines import Line

VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}
)
BLOCKS = frozenset(
    {"p", "li", "dt", "dd", "div", "td", "th", "caption", "figcaption", "summary", "pre", "title"}
    | {"h1", "h2", "h3", "h4", "option", "label", "legend", "main", "body", "html", "head", "tr"}
    | {"table", "thead", "tbody", "ul", "ol", "dl", "section", "aside", "nav", "figure", "details"}
)
HEADINGS = ("h1", "h2", "h3", "h4", "summary", "caption")
SAID = ("title", "alt", "aria-label", "aria-description", "content", "value", "placeholder")
SVG = re.compile(r"<svg\b.*?</svg>", re.DOTALL)
MARK = "\N{OBJECT REPLACEMENT CHARACTER}"


def from_page(html: str, address: str) -> tuple[list[Line], list[tuple[Line, str]], list[str]]:
    """Take a page apart.

    Returns
    -------
    Its words, line by line; its drawings, each with the words of the place where it stands; and
    the data that lies in it for machines, as JSON.
    """
    drawings = SVG.findall(html)
    page = _Page()
    page.feed(SVG.sub(f"<img alt='{MARK}'>", html))
    page.close()
    waiting = iter(drawings)
    lines, drawn = [], []
    for line in _lines(page.root, address, []):
        if line.words == MARK:
            svg = next(waiting)
            drawn.append((line, svg))
            lines += [Line(address, words, line.around, line.links) for words in _inside(svg)]
        else:
            lines.append(line)
    return lines, drawn, page.data


def _inside(svg: str) -> list[str]:
    """The words of a drawing, and those in its attributes; bare numbers belong to its marks."""
    texts = re.findall(r">([^<>]*[^\s<>][^<>]*)<", svg)
    words = [one for one in texts if re.search(r"[^\W\d_]", one)]
    return [*words, *re.findall(r'(?:aria-label|title|data-[a-z-]+)="([^"]*)"', svg)]


@dataclass
class _Node:
    tag: str
    attributes: dict[str, str]
    parent: "_Node | None"
    parts: list["_Node | str"] = field(default_factory=list)

    def text(self) -> str:
        words = " ".join(one if isinstance(one, str) else one.text() for one in self.parts)
        return " ".join(words.split())

    def links(self) -> Iterator[str]:
        if self.tag == "a" and self.attributes.get("href"):
            yield self.attributes["href"]
        for one in self.parts:
            if isinstance(one, _Node):
                yield from one.links()


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.root = self.here = _Node("html", {}, None)
        self.data: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = _Node(tag, {name: value or "" for name, value in attrs}, self.here)
        self.here.parts.append(node)
        if tag not in VOID:
            self.here = node

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.here.parts.append(_Node(tag, {name: value or "" for name, value in attrs}, self.here))

    def handle_endtag(self, tag: str) -> None:
        node: _Node | None = self.here
        while node is not None and node.tag != tag:
            node = node.parent
        if node is not None and node.parent is not None and tag not in VOID:
            self.here = node.parent

    def handle_data(self, data: str) -> None:
        if self.here.tag == "script":
            self.data += [data] if self.here.attributes.get("type", "").endswith("json") else []
        elif data.strip():
            self.here.parts.append(data)

    def handle_comment(self, data: str) -> None:
        self.here.parts.append(_Node("p", {}, self.here, [data]))


def _lines(node: _Node, address: str, headings: list[str]) -> Iterator[Line]:
    """Each block's own words, what its attributes say, and then the blocks inside it."""
    around = (*_row_and_column(node), *reversed(headings))
    links = _links(node)
    own = _own_words(node)
    if own:
        yield Line(address, own, around, links)
    for inner in _inline(node):
        said = [value for name, value in inner.attributes.items() if _is_said(name)]
        yield from (Line(address, words, around, links) for words in said if words)
    for child in _blocks(node):
        yield from _lines(child, address, headings)
        if child.tag in HEADINGS:
            headings.append(child.text())


def _is_said(name: str) -> bool:
    return name in SAID or name.startswith("data-")


def _own_words(node: _Node) -> str:
    """The words of a block that do not lie in a block inside it."""
    words = []
    for part in node.parts:
        if isinstance(part, str):
            words.append(part)
        elif part.tag not in BLOCKS:
            words.append(_own_words(part))
    return " ".join(" ".join(words).split())


def _inline(node: _Node) -> Iterator[_Node]:
    yield node
    for part in node.parts:
        if isinstance(part, _Node) and part.tag not in BLOCKS:
            yield from _inline(part)


def _blocks(node: _Node) -> Iterator[_Node]:
    for part in node.parts:
        if isinstance(part, _Node):
            if part.tag in BLOCKS:
                yield part
            else:
                yield from _blocks(part)


def _row_and_column(node: _Node) -> Iterator[str]:
    """The headings of a cell: of its row, then of its column."""
    row = node
    while row.tag != "tr" and row.parent is not None:
        node, row = row, row.parent
    if row.tag != "tr":
        return
    cells = [one for one in row.parts if isinstance(one, _Node) and one.tag in {"td", "th"}]
    yield from (one.text() for one in cells if one.attributes.get("scope") == "row")
    if node.attributes.get("data-label"):
        yield node.attributes["data-label"]
    place = next((number for number, one in enumerate(cells) if one is node), None)
    heads = _heads(row)
    if place is not None and place < len(heads):
        yield heads[place]
    if heads and row.parent is not None:
        yield "; ".join(heads)


def _heads(row: _Node) -> list[str]:
    table: _Node | None = row
    while table is not None and table.tag != "table":
        table = table.parent
    waiting = [table] if table is not None else []
    while waiting:
        node = waiting.pop(0)
        if node.tag == "tr":
            return [one.text() for one in node.parts if isinstance(one, _Node) and one.tag == "th"]
        waiting += [one for one in node.parts if isinstance(one, _Node)]
    return []


def _links(node: _Node) -> tuple[str, ...]:
    """Addresses of the block itself, else of the nearest one around it that is not the page."""
    around: _Node | None = node
    while around is not None and around.tag not in {"main", "body", "html"}:
        found = tuple(around.links())
        if found:
            return found
        around = around.parent
    return ()
