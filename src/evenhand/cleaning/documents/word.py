"""Reads what is seen of a .docx file out of its XML, and nothing else."""

from collections.abc import Iterator

from evenhand.cleaning.cleaned import Made
from evenhand.cleaning.documents.blocks import (
    BULLETS,
    NUMBERED,
    Block,
    Paragraph,
    Run,
    Seen,
    Table,
    counted,
)
from evenhand.cleaning.documents.word_parts import INSTEAD_OF, beside_text
from evenhand.cleaning.documents.word_styles import Styles, shade_of, value, whole
from evenhand.cleaning.documents.word_writing import as_docx
from evenhand.cleaning.package import Element, Package, broken, child, children, local, said
from evenhand.cleaning.words import Told, told

BODY = "word/document.xml"
THROUGH = frozenset(
    {"ins", "moveTo", "hyperlink", "smartTag", "customXml", "sdt", "sdtContent", "fldSimple"}
    | {"bdo", "dir", "ruby", "rubyBase"}
)
"""Elements whose content is seen where they stand."""
LETTERS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011"}
FAR = 15_000
"""Twentieths of a point, 26 cm: text that is moved so far is outside of its page."""
FLAT = 60
"""Twentieths of a point: no print stands in a line or row that is exactly so low."""
ON = frozenset({"", "1", "true", "on"})


def docx(content: bytes) -> Made:
    """Headings, paragraphs, lists, tables and notes, as they are seen, in a new document.

    Raises
    ------
    Refused
        If it is broken or nothing in it is seen.
    """
    reader = _Reader(Package(content))
    return as_docx(counted(reader.blocks())), reader.left_out()


class _Reader:
    def __init__(self, package: Package) -> None:
        self.package = package
        self.styles = Styles(package)
        self.seen = Seen()
        self._numbered = _numbered(package)
        self._notes: list[tuple[str, str]] = []
        self._fields: list[bool] = []
        """Of each field that is open, whether its result has begun: before that nothing is seen."""

    def blocks(self) -> list[Block]:
        body = child(self.package.xml(BODY), "body")
        if body is None:
            raise broken()
        blocks = list(self._blocks(body, []))
        for number, (part, which) in enumerate(self._notes, 1):
            blocks += self._note(number, part, which)
        return blocks

    def left_out(self) -> list[Told]:
        return [*self.seen.sentences(), *beside_text(self.package)]

    def _blocks(self, parent: Element, grounds: list[str]) -> Iterator[Block]:
        for one in parent:
            kind = local(one)
            if kind == "p":
                yield from self._paragraph(one, grounds)
            elif kind == "tbl":
                yield self._table(one, grounds)
            elif kind in THROUGH:
                if not self._is_placeholder(one):
                    yield from self._blocks(one, grounds)
            elif kind in INSTEAD_OF:
                self.seen.leave_out(INSTEAD_OF[kind]())

    def _paragraph(self, one: Element, grounds: list[str]) -> Iterator[Paragraph]:
        properties = child(one, "pPr")
        style = value(properties, "pStyle")
        placed = [each for each in (properties, *self.styles.properties(style)) if each is not None]
        shade = next((found for each in placed if (found := shade_of(each))), None)
        hidden = any(map(_is_away, placed))
        runs = list(self._runs(one, style, [shade] if shade else grounds))
        if hidden:
            if any(run.text.strip() for run in runs):
                self.seen.leave_out(
                    told("Paragraphs outside of the page or of no height: {count}.")
                )
            return
        made = Paragraph(runs, self.styles.level(style))
        lists = (child(each, "numPr") for each in placed)
        numbering = next((each for each in lists if each is not None), None)
        if numbering is not None and not made.level and value(numbering, "numId") not in {"", "0"}:
            depth = whole(value(numbering, "ilvl")) or 0
            kind = self._numbered.get((value(numbering, "numId"), str(depth)), BULLETS)
            made.list_of, made.depth = kind, min(max(depth, 0), 8)
        if made.runs:
            yield made

    def _runs(self, parent: Element, style: str, grounds: list[str]) -> Iterator[Run]:
        for one in parent:
            kind = local(one)
            if kind == "r":
                yield from self._run(one, style, grounds)
            elif kind in THROUGH:
                if kind == "ins":
                    self.seen.leave_out(
                        told("Marks of tracked insertions, with who and when: {count}.")
                    )
                if not self._is_placeholder(one):
                    yield from self._runs(one, style, grounds)
            elif kind in INSTEAD_OF:
                self.seen.leave_out(INSTEAD_OF[kind]())

    def _run(self, one: Element, style: str, grounds: list[str]) -> Iterator[Run]:
        properties = child(one, "rPr")
        look = self.styles.run(properties, style)
        text = "".join(self._text(one))
        if not text:
            return
        if self.styles.hides(look, grounds):
            if text.strip():
                self.seen.leave_out(
                    told(
                        "Hidden text, or text in the colour of its ground or tiny: {count} pieces."
                    )
                )
            return
        clean = self.seen.clean(text)
        if clean:
            yield Run(clean, bool(look.bold), bool(look.italic))

    def _text(self, run: Element) -> Iterator[str]:
        for one in run:
            kind = local(one)
            if kind == "fldChar":
                self._field(said(one, "fldCharType"))
            elif not all(self._fields):
                continue  # the instructions of a field
            elif kind == "t":
                yield one.text or ""
            elif kind in LETTERS:
                yield LETTERS[kind]
            elif kind in {"footnoteReference", "endnoteReference"}:
                self._notes.append((kind.removesuffix("Reference"), said(one, "id")))
                yield f" [{len(self._notes)}]"
            elif kind in INSTEAD_OF:
                self.seen.leave_out(INSTEAD_OF[kind]())

    def _field(self, step: str) -> None:
        if step == "begin":
            self._fields.append(False)
            self.seen.leave_out(told("Instructions of fields, such as links: {count}."))
        elif step == "separate" and self._fields:
            self._fields[-1] = True
        elif step == "end" and self._fields:
            self._fields.pop()

    def _note(self, number: int, part: str, which: str) -> list[Block]:
        root = self.package.xml_or_nothing(f"word/{part}s.xml")
        note = next((one for one in children(root, part) if said(one, "id") == which), None)
        if note is None:
            return []
        blocks = list(self._blocks(note, []))
        first = next((one for one in blocks if isinstance(one, Paragraph)), None)
        if first is not None:
            first.runs.insert(0, Run(f"[{number}] "))
        return blocks

    def _table(self, one: Element, grounds: list[str]) -> Table:
        properties = child(one, "tblPr")
        if properties is not None and _is_away(properties):
            self.seen.leave_out(told("Tables outside of the page: {count}."))
            return Table()
        under = self.styles.grounds(value(properties, "tblStyle"))
        shade = shade_of(properties)
        table = Table()
        for row in self._through(one, "tr"):
            if _row_is_hidden(child(row, "trPr")):
                self.seen.leave_out(told("Hidden rows of tables: {count}."))
                continue
            table.rows.append(list(self._cells(row, [shade] if shade else [*under, *grounds])))
        return table

    def _cells(self, row: Element, grounds: list[str]) -> Iterator[tuple[list[Paragraph], int]]:
        for one in self._through(row, "tc"):
            properties = child(one, "tcPr")
            shade = shade_of(properties)
            blocks = list(self._blocks(one, [shade] if shade else grounds))
            if _has_no_width(properties):
                self.seen.leave_out(told("Cells of tables that have no width: {count}."))
                continue
            merged = child(properties, "vMerge")
            if merged is not None and said(merged, "val") != "restart":
                if blocks:
                    self.seen.leave_out(told("Text under merged cells of tables: {count}."))
                blocks = []
            span = whole(value(properties, "gridSpan")) or 1
            yield list(_flat(blocks)), min(max(span, 1), 63)

    def _through(self, parent: Element, name: str) -> Iterator[Element]:
        """Rows or cells, those inside content controls too."""
        for one in parent:
            if local(one) == name:
                yield one
            elif local(one) in THROUGH:
                yield from self._through(one, name)

    def _is_placeholder(self, one: Element) -> bool:
        """Whether a content control shows only what asks for its content."""
        return local(one) == "sdt" and child(child(one, "sdtPr"), "showingPlcHdr") is not None


def _flat(blocks: list[Block]) -> Iterator[Paragraph]:
    """The paragraphs of a cell; of a table inside it, each row as one."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block
        else:
            for row in block.rows:
                runs = [run for cell, _ in row for one in cell for run in [*one.runs, Run("\t")]]
                yield Paragraph(runs)


def _is_away(properties: Element) -> bool:
    """Whether something is put where no page is, or into a line without height."""
    for name in ("framePr", "tblpPr", "ind", "tblInd"):
        one = child(properties, name)
        if one is not None and any(
            abs(far) > FAR for each in one.attrib.values() if (far := whole(each)) is not None
        ):
            return True
    lines = child(properties, "spacing")
    if lines is None or said(lines, "lineRule") != "exact":
        return False
    height = whole(said(lines, "line"))
    return height is not None and height < FLAT


def _has_no_width(properties: Element | None) -> bool:
    width = child(properties, "tcW")
    if width is None or said(width, "type") != "dxa":
        return False
    return (whole(said(width, "w")) or 0) < FLAT


def _row_is_hidden(properties: Element | None) -> bool:
    hidden = child(properties, "hidden")
    if hidden is not None and said(hidden, "val") in ON:
        return True
    height = child(properties, "trHeight")
    exact = height is not None and said(height, "hRule") == "exact"
    return exact and (whole(said(height, "val")) or 0) < FLAT if height is not None else False


def _numbered(package: Package) -> dict[tuple[str, str], str]:
    """For each list and depth, whether its items are numbered."""
    root = package.xml_or_nothing("word/numbering.xml")
    kinds = {
        (said(one, "abstractNumId"), said(level, "ilvl")): value(level, "numFmt")
        for one in children(root, "abstractNum")
        for level in children(one, "lvl")
    }
    return {
        (said(one, "numId"), depth): BULLETS if kind in {"bullet", "none", ""} else NUMBERED
        for one in children(root, "num")
        for (abstract, depth), kind in kinds.items()
        if abstract == value(one, "abstractNumId")
    }
