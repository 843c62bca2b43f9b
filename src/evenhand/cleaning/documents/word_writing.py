"""Writes a .docx file of headings, paragraphs, lists and tables, and of nothing else."""

import io
import zipfile
from collections.abc import Sequence

from evenhand.cleaning.documents.blocks import (
    BULLETS,
    LEVELS,
    NUMBERED,
    Block,
    Paragraph,
    Run,
    Table,
)
from evenhand.sheets.open_document import words

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml"
LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the same content gives the same file
TYPES = (
    f'{HEAD}<Types xmlns="{PACKAGE}/content-types">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    + "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{MAIN}.{kind}+xml"/>'
        for name, kind in (
            ("document", "document.main"),
            ("styles", "styles"),
            ("numbering", "numbering"),
        )
    )
    + "</Types>"
)
RELATIONS = (
    f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" '
    f'Type="{OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>'
)
OF_THE_TEXT = (
    f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">'
    f'<Relationship Id="r1" Type="{OFFICE}/styles" Target="styles.xml"/>'
    f'<Relationship Id="r2" Type="{OFFICE}/numbering" Target="numbering.xml"/></Relationships>'
)
SIZES = (32, 28, 26, 24, 24, 24)
"""Half points of each level of heading."""
STYLES = (
    f'{HEAD}<w:styles xmlns:w="{W}"><w:docDefaults><w:rPrDefault><w:rPr>'
    '<w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:cs="Arial"/><w:sz w:val="24"/></w:rPr>'
    "</w:rPrDefault>"
    '<w:pPrDefault><w:pPr><w:spacing w:after="160"/></w:pPr></w:pPrDefault></w:docDefaults>'
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal">'
    '<w:name w:val="Normal"/></w:style>'
    + "".join(
        f'<w:style w:type="paragraph" w:styleId="Heading{level}"><w:name w:val="heading {level}"/>'
        '<w:basedOn w:val="Normal"/>'
        f'<w:pPr><w:keepNext/><w:outlineLvl w:val="{level - 1}"/></w:pPr>'
        f'<w:rPr><w:b/><w:sz w:val="{size}"/></w:rPr></w:style>'
        for level, size in enumerate(SIZES, 1)
    )
    + "</w:styles>"
)
NUMBERS = {BULLETS: 1, NUMBERED: 2}
MOST_DEEP = 9


def as_docx(blocks: Sequence[Block]) -> bytes:
    """A document that holds these blocks."""
    body = "".join(_table(one) if isinstance(one, Table) else _paragraph(one) for one in blocks)
    text = (
        f'{HEAD}<w:document xmlns:w="{W}"><w:body>{body}<w:sectPr>'
        '<w:pgSz w:w="11906" w:h="16838"/></w:sectPr></w:body></w:document>'
    )
    parts = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": RELATIONS,
        "word/document.xml": text,
        "word/_rels/document.xml.rels": OF_THE_TEXT,
        "word/styles.xml": STYLES,
        "word/numbering.xml": _numbering(),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, LONG_AGO)
            entry.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(entry, content)
    return out.getvalue()


def _paragraph(one: Paragraph) -> str:
    about = ""
    if one.level:
        about = f'<w:pPr><w:pStyle w:val="Heading{min(one.level, LEVELS)}"/></w:pPr>'
    elif one.list_of:
        about = (
            f'<w:pPr><w:numPr><w:ilvl w:val="{one.depth}"/>'
            f'<w:numId w:val="{NUMBERS[one.list_of]}"/></w:numPr></w:pPr>'
        )
    return f"<w:p>{about}{''.join(map(_run, one.runs))}</w:p>"


def _run(one: Run) -> str:
    look = ("<w:b/>" if one.bold else "") + ("<w:i/>" if one.italic else "")
    text = words(one.text)
    for sign, element in (("\t", "tab"), ("\n", "br")):
        text = text.replace(sign, f'</w:t><w:{element}/><w:t xml:space="preserve">')
    properties = f"<w:rPr>{look}</w:rPr>" if look else ""
    return f'<w:r>{properties}<w:t xml:space="preserve">{text}</w:t></w:r>'


def _table(one: Table) -> str:
    if not any(one.rows):
        return ""
    wide = max(sum(span for _, span in row) for row in one.rows)
    lines = "".join(
        f'<w:{side} w:val="single" w:sz="4"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    grid = '<w:gridCol w:w="1000"/>' * wide
    rows = "".join(f"<w:tr>{''.join(map(_cell, row))}</w:tr>" for row in one.rows if row)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/><w:tblBorders>{lines}</w:tblBorders>'
        f"</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl><w:p/>"
    )


def _cell(cell: tuple[list[Paragraph], int]) -> str:
    paragraphs, span = cell
    about = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    return (
        f"<w:tc><w:tcPr>{about}</w:tcPr>{''.join(map(_paragraph, paragraphs)) or '<w:p/>'}</w:tc>"
    )


def _numbering() -> str:
    kinds = {BULLETS: ("bullet", "•"), NUMBERED: ("decimal", "%{number}.")}
    abstract = "".join(
        f'<w:abstractNum w:abstractNumId="{NUMBERS[name]}">'
        + "".join(
            f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>'
            f'<w:lvlText w:val="{sign.format(number=depth + 1)}"/><w:pPr>'
            f'<w:ind w:left="{360 * (depth + 1)}" w:hanging="360"/></w:pPr></w:lvl>'
            for depth in range(MOST_DEEP)
        )
        + "</w:abstractNum>"
        for name, (kind, sign) in kinds.items()
    )
    used = "".join(
        f'<w:num w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>'
        for number in NUMBERS.values()
    )
    return f'{HEAD}<w:numbering xmlns:w="{W}">{abstract}{used}</w:numbering>'
