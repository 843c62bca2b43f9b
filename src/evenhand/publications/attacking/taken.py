"""What anybody can take from the site, taken apart: its tables, its values, its words, its marks.

Each form has a reader here. A form without one is refused (:class:`NotRead`), so that nothing is
published that the attack does not read.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from xml.etree import ElementTree
from zipfile import ZipFile

from evenhand.publications.attacking import taken_pages, taken_papers, taken_tables
from evenhand.publications.attacking.dots import same_dots
from evenhand.publications.attacking.lines import Line

Row = dict[str, Any]
SVG, PNG = "image/svg+xml", "image/png"


class NotRead(Exception):
    """Something is published in a form that the attack cannot read."""


@dataclass(frozen=True)
class Taken:
    """One thing that is published, as it came.

    Attributes
    ----------
    address : where, on the site.
    kind : its media type, without parameters.
    """

    address: str
    kind: str
    content: bytes


@dataclass
class Paper:
    """One thing taken apart.

    Attributes
    ----------
    rows : of tables, each with its headings.
    values : every object of a JSON that holds the rows of a figure.
    lines : all words, with what stands around them.
    drawings : SVGs, and where each stands.
    dots : addresses of pictures of dots that are not those of the drawing beside them.
    """

    rows: list[Row] = field(default_factory=list)
    values: list[Row] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    drawings: list[tuple[Line, str]] = field(default_factory=list)
    dots: list[str] = field(default_factory=list)

    def add(self, other: "Paper") -> None:
        """Lay what another one holds beside this."""
        self.rows += other.rows
        self.values += other.values
        self.lines += other.lines
        self.drawings += other.drawings
        self.dots += other.dots


def all_apart(taken: Iterable[Taken]) -> list[Paper]:
    """Take everything apart that is published; dots are held against the drawing beside them.

    Raises
    ------
    NotRead
        If something is of a kind that nobody has said how to read.
    """
    papers, drawn, dotted = [], {}, {}
    for one in taken:
        papers.append(apart(one))
        if one.kind == SVG:
            drawn[one.address.removesuffix(".svg")] = one.content
        elif one.kind == PNG:
            dotted[one.address] = one.content
    unlike = [
        address
        for address, png in dotted.items()
        if not same_dots(png, drawn.get(address.removesuffix(".png"), b""))
    ]
    return [*papers, Paper(dots=unlike)]


def apart(taken: Taken) -> Paper:
    """Take one thing apart.

    Raises
    ------
    NotRead
        If nobody has said how things of this kind are read.
    """
    reader = READERS.get(taken.kind)
    if reader is None:
        raise NotRead(f"{taken.address} is of a kind that the attack does not read: {taken.kind}")
    return reader(taken)


def _csv(taken: Taken) -> Paper:
    return Paper(rows=taken_tables.from_csv(taken.content))


def _parquet(taken: Taken) -> Paper:
    rows, said = taken_tables.from_parquet(taken.content)
    return Paper(rows=rows, lines=_lines(taken, said))


def _workbook(taken: Taken) -> Paper:
    rows, said = taken_tables.from_workbook(taken.content)
    return Paper(rows=rows, lines=_lines(taken, said))


def _words(taken: Taken) -> Paper:
    return Paper(lines=_lines(taken, taken.content.decode().splitlines()))


def _svg(taken: Taken) -> Paper:
    svg = taken.content.decode()
    root = ElementTree.fromstring(svg)  # noqa: S314 (the site's own picture)
    said = [text.strip() for text in root.itertext() if text.strip()]
    inside = [value for one in root.iter() for name, value in one.items() if " " in value]
    whole = " ".join(said)
    return Paper(
        lines=_lines(taken, [*said, *inside]),
        drawings=[(Line(taken.address, whole), svg)],
    )


def _feed(taken: Taken) -> Paper:
    """All words of a feed, and of the pages that it quotes."""
    root = ElementTree.fromstring(taken.content)  # noqa: S314 (the site's own feed)
    said = [*root.itertext(), *(value for one in root.iter() for value in one.attrib.values())]
    return Paper(lines=_lines(taken, [one.strip() for one in said]))


def _open_document(taken: Taken) -> Paper:
    """All words of an OpenDocument spreadsheet, and those about it."""
    said: list[str] = []
    with ZipFile(BytesIO(taken.content)) as archive:
        for name in archive.namelist():
            if name.endswith(".xml"):
                root = ElementTree.fromstring(archive.read(name))  # noqa: S314 (the site's own)
                said += (text.strip() for text in root.itertext())
            elif name != "mimetype":
                raise NotRead(f"{taken.address} holds something that is not read: {name}")
    return Paper(lines=_lines(taken, said))


def _pdf(taken: Taken) -> Paper:
    try:
        return Paper(lines=taken_papers.from_pdf(taken.content, taken.address))
    except taken_papers.Hides as error:
        raise NotRead(f"{taken.address} is {error}") from error


def _png(_taken: Taken) -> Paper:
    """Dots have no words; :func:`all_apart` holds them against their drawing."""
    return Paper()


def _page(taken: Taken) -> Paper:
    lines, drawings, data = taken_pages.from_page(taken.content.decode(), taken.address)
    paper = Paper(lines=lines, drawings=drawings)
    for one in data:
        paper.add(_json(Taken(taken.address, "application/json", one.encode())))
    return paper


def _json(taken: Taken) -> Paper:
    found = json.loads(taken.content)
    values = [one for one in _objects(found) if _of_a_figure(one)]
    flat = [one for one in _objects(found) if "group_kind" in one]
    return Paper(rows=flat, values=values, lines=list(_told(found, taken.address, ())))


def _objects(value: Any) -> Iterator[Row]:
    if isinstance(value, Mapping):
        yield dict(value)
    for one in _inside(value):
        yield from _objects(one)


def _inside(value: Any) -> Sequence[Any]:
    if isinstance(value, Mapping):
        return list(value.values())
    return value if isinstance(value, list) else []


def _of_a_figure(value: Row) -> bool:
    """Whether an object says which figure it is, and what that says."""
    held = value.get("result", value)
    rows = held.get("rows") if isinstance(held, Mapping) else None
    return isinstance(value.get("figure"), str) and isinstance(rows, list)


def _told(value: Any, where: str, around: tuple[str, ...]) -> Iterator[Line]:
    """Every value with its name, and with the figure, the group and the names above it."""
    if isinstance(value, Mapping):
        named = (str(value.get("figure") or ""), str(value.get("group") or ""))
        near = (*(one for one in named if one), *around)
        for name, one in value.items():
            if isinstance(one, Mapping | list):
                yield from _told(one, where, (*near, str(name)))
            elif one is not None and name not in OF_A_WHOLE_FIGURE:
                yield Line(where, f"{name}: {one}", near)
    elif isinstance(value, list):
        for one in value:
            yield from _told(one, where, around)
    elif value is not None:
        yield Line(where, str(value), around)


def _zip(taken: Taken) -> Paper:
    paper = Paper()
    with ZipFile(BytesIO(taken.content)) as archive:
        said = [archive.comment.decode(), *(one.comment.decode() for one in archive.infolist())]
        paper.lines += _lines(taken, said)
        for name in archive.namelist():
            kind = next((kind for end, kind in ENDINGS.items() if name.endswith(end)), name)
            paper.add(apart(Taken(f"{taken.address} {name}", kind, archive.read(name))))
    return paper


def _lines(taken: Taken, said: Sequence[str]) -> list[Line]:
    return [Line(taken.address, one) for one in said if one]


OF_A_WHOLE_FIGURE = frozenset({"months_observed", "measure_version", "number", "population"})
"""Numbers that stand beside each group and are about none of them."""

ENDINGS = {
    ".csv": "text/csv",
    ".json": "application/json",
    ".svg": SVG,
    ".txt": "text/plain",
}
"""What the files inside an archive are."""

READERS: Mapping[str, Callable[[Taken], Paper]] = {
    "text/csv": _csv,
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": _workbook,
    "application/vnd.oasis.opendocument.spreadsheet": _open_document,
    "application/vnd.apache.parquet": _parquet,
    "application/json": _json,
    "application/csvm+json": _json,
    "application/problem+json": _json,
    "application/zip": _zip,
    "application/pdf": _pdf,
    "application/atom+xml": _feed,
    SVG: _svg,
    PNG: _png,
    "text/html": _page,
    "text/plain": _words,
    "application/jsonl": _words,  # the ledger: promises and changes, each a line
}
"""How each kind of thing is taken apart, by its media type."""
