"""Reads what is seen of an .odt file out of its XML, and writes a new one."""

from collections.abc import Callable, Iterator, Sequence

from evenhand.cleaning.cleaned import Made
from evenhand.cleaning.documents.blocks import (
    BULLETS,
    LEVELS,
    Block,
    Paragraph,
    Run,
    Seen,
    Table,
    counted,
)
from evenhand.cleaning.kinds import MEDIA_TYPES
from evenhand.cleaning.open_styles import Styles, beside_content
from evenhand.cleaning.package import Element, Package, broken, child, local, said
from evenhand.cleaning.words import Told, told
from evenhand.sheets.open_document import HEAD, OASIS, packed, words

DRAWN = frozenset(
    {"span", "a", "meta", "ruby", "ruby-base", "date", "time", "page-number", "page-count"}
    | {"chapter", "title", "subject", "sequence", "bookmark-ref", "reference-ref", "file-name"}
    | {"p", "h"}
)
"""Elements of a paragraph whose text is drawn where they stand."""
HOLDING = frozenset(
    {"index-body", "table-of-content", "illustration-index", "table-index", "alphabetical-index"}
    | {"user-index", "bibliography", "index-title", "numbered-paragraph"}
)


def _hidden() -> Told:
    return told("Hidden text, or text in the colour of its ground or tiny: {count} pieces.")


def _drawn() -> Told:
    return told(
        "Pictures, text boxes, charts and drawings: {count}. Add a picture as a file of its own."
    )


INSTEAD_OF: dict[str, Callable[[], Told]] = {
    "tracked-changes": lambda: told("Tracked changes, text that was deleted or moved: {count}."),
    "annotation": lambda: told("Comments: {count}."),
    "hidden-text": _hidden,
    "hidden-paragraph": _hidden,
    "conditional-text": _hidden,
    "frame": _drawn,
    **dict.fromkeys(("custom-shape", "rect", "ellipse", "line", "path", "g", "control"), _drawn),
    "forms": lambda: told("Controls of forms: {count}."),
    "script": lambda: told("Programs (macros): {count}."),
    "placeholder": lambda: told("Places to fill in: {count}."),
    "variable-decls": lambda: told("Variables: {count}."),
    "user-field-decls": lambda: told("Variables: {count}."),
    "sequence-decls": lambda: told("Variables: {count}."),
    "dde-connection-decls": lambda: told("Links to other files: {count}."),
}


def odt(content: bytes) -> Made:
    """Headings, paragraphs, lists, tables and notes, as they are seen, in a new document.

    Raises
    ------
    Refused
        If it is broken, locked, or nothing in it is seen.
    """
    package = Package(content)
    reader = _Reader(Styles(package))
    body = child(child(package.xml("content.xml"), "body"), "text")
    if body is None:
        raise broken()
    blocks = list(reader.blocks(body))
    for number, note in enumerate(reader.notes, 1):
        added = list(reader.blocks(note))
        first = next((one for one in added if isinstance(one, Paragraph)), None)
        if first is not None:
            first.runs.insert(0, Run(f"[{number}] "))
        blocks += added
    beside = {one.message: one for one in beside_content(package)}
    return as_odt(counted(blocks)), [*reader.seen.sentences(), *beside.values()]


class _Reader:
    def __init__(self, styles: Styles) -> None:
        self.styles = styles
        self.seen = Seen()
        self.notes: list[Element] = []

    def blocks(self, parent: Element, depth: int = -1) -> Iterator[Block]:
        for one in parent:
            kind = local(one)
            if kind in {"p", "h"}:
                yield from self._paragraph(one, depth)
            elif kind == "list":
                for item in one:
                    if local(item) in {"list-item", "list-header"}:
                        yield from self.blocks(item, min(depth + 1, 8))
            elif kind == "table":
                yield self._table(one)
            elif kind == "section":
                hidden = said(one, "display", "true") != "true"
                own = self.styles.of("section", said(one, "style-name"))
                if hidden or own.get("display") == "none":
                    self.seen.leave_out(told("Hidden sections: {count}."))
                else:
                    yield from self.blocks(one, depth)
            elif kind in HOLDING:
                yield from self.blocks(one, depth)
            elif kind in INSTEAD_OF:
                self.seen.leave_out(INSTEAD_OF[kind]())

    def _paragraph(self, one: Element, depth: int) -> Iterator[Paragraph]:
        own = self.styles.of("paragraph", said(one, "style-name"))
        if any(local(each) == "hidden-paragraph" for each in one.iter()):
            self.seen.leave_out(_hidden())
            return
        self._beside(one)
        runs = []
        for text, hides in self._pieces(one, own.hides()):
            if hides:
                if text.strip():
                    self.seen.leave_out(_hidden())
                continue
            clean = self.seen.clean(text)
            if clean:
                runs.append(Run(clean))
        level = (
            int(said(one, "outline-level", "1"))
            if said(one, "outline-level", "1").isdecimal()
            else 1
        )
        made = Paragraph(runs, min(max(level, 1), LEVELS) if local(one) == "h" else 0)
        if depth >= 0 and not made.level:
            made.list_of, made.depth = BULLETS, depth
        if runs:
            yield made

    def _pieces(self, one: Element, hides: bool) -> Iterator[tuple[str, bool]]:
        ground = self.styles.of("paragraph", said(one, "style-name")).ground
        yield from self.styles.pieces(one, ground, DRAWN, paler=hides)
        for note in one.iter():
            if local(note) == "note":
                body = child(note, "note-body")
                if body is not None:
                    self.notes.append(body)
                    yield f" [{len(self.notes)}]", hides

    def _beside(self, one: Element) -> None:
        for each in one.iter():
            if local(each) in INSTEAD_OF:
                self.seen.leave_out(INSTEAD_OF[local(each)]())

    def _table(self, one: Element) -> Table:
        table = Table()
        if self.styles.of("table", said(one, "style-name")).get("display") == "false":
            self.seen.leave_out(told("Hidden tables: {count}."))
            return table
        hidden = self._hidden_columns(one)
        for row in _rows(one):
            own = self.styles.of("table-row", said(row, "style-name"))
            if said(row, "visibility", "visible") != "visible" or own.is_thin:
                self.seen.leave_out(told("Hidden rows of tables: {count}."))
            else:
                table.rows.append(list(self._cells(row, hidden)))
        return table

    def _cells(self, row: Element, hidden: set[int]) -> Iterator[tuple[list[Paragraph], int]]:
        column = 0
        for one in row:
            if local(one) not in {"table-cell", "covered-table-cell"}:
                continue
            blocks = list(self.blocks(one))
            look = self.styles.of("table-cell", said(one, "style-name"))
            away = column in hidden or local(one) != "table-cell" or look.hides()
            column += 1
            if not away:
                yield [each for each in blocks if isinstance(each, Paragraph)], 1
            elif blocks:
                self.seen.leave_out(told("Hidden cells of tables: {count}."))

    def _hidden_columns(self, table: Element) -> set[int]:
        found: set[int] = set()
        column = 0
        for one in table.iter():
            if local(one) == "table-column":
                times = said(one, "number-columns-repeated", "1")
                many = min(int(times), 1000) if times.isdecimal() else 1
                own = self.styles.of("table-column", said(one, "style-name"))
                if said(one, "visibility", "visible") != "visible" or own.is_thin:
                    found.update(range(column, column + many))
                column += many
        return found


def _rows(table: Element) -> Iterator[Element]:
    for one in table:
        if local(one) == "table-row":
            yield one
        elif local(one) in {"table-header-rows", "table-rows", "table-row-group"}:
            yield from _rows(one)


STYLES = (
    f'{HEAD}<office:document-styles xmlns:office="{OASIS}:office:1.0" '
    f'xmlns:style="{OASIS}:style:1.0" xmlns:fo="{OASIS}:xsl-fo-compatible:1.0" '
    'office:version="1.3"><office:styles>'
    + "".join(
        f'<style:style style:name="H{level}" style:family="paragraph" '
        f'style:default-outline-level="{level}"><style:text-properties fo:font-size="{size}pt" '
        'fo:font-weight="bold"/></style:style>'
        for level, size in enumerate((16, 14, 13, 12, 12, 12), 1)
    )
    + "</office:styles></office:document-styles>"
)


def as_odt(blocks: Sequence[Block]) -> bytes:
    """A document that holds these blocks."""
    body = "".join(_table(one) if isinstance(one, Table) else _paragraph(one) for one in blocks)
    content = (
        f'{HEAD}<office:document-content xmlns:office="{OASIS}:office:1.0" '
        f'xmlns:table="{OASIS}:table:1.0" xmlns:text="{OASIS}:text:1.0" office:version="1.3">'
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    return packed(MEDIA_TYPES["odt"], content, styles=STYLES)


def _paragraph(one: Paragraph) -> str:
    text = words("".join(run.text for run in one.runs))
    text = text.replace("\t", "<text:tab/>").replace("\n", "<text:line-break/>")
    if one.level:
        about = f'text:style-name="H{one.level}" text:outline-level="{one.level}"'
        return f"<text:h {about}>{text}</text:h>"
    if one.list_of:
        deep = one.depth + 1
        start, end = "<text:list><text:list-item>" * deep, "</text:list-item></text:list>" * deep
        return f"{start}<text:p>{text}</text:p>{end}"
    return f"<text:p>{text}</text:p>"


def _table(one: Table) -> str:
    if not any(one.rows):
        return ""
    wide = max(len(row) for row in one.rows)
    rows = "".join(
        f"<table:table-row>{''.join(map(_cell, row))}</table:table-row>" for row in one.rows if row
    )
    return (
        f'<table:table><table:table-column table:number-columns-repeated="{wide}"/>{rows}'
        "</table:table>"
    )


def _cell(cell: tuple[list[Paragraph], int]) -> str:
    paragraphs = "".join(_paragraph(each) for each in cell[0]) or "<text:p/>"
    return f"<table:table-cell>{paragraphs}</table:table-cell>"
