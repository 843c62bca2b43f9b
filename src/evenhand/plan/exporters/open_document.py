"""Sheets as .ods: the OpenDocument format that UK public bodies are asked to publish in."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape, quoteattr

MEDIA_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
OASIS = "urn:oasis:names:tc:opendocument:xmlns"
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
CONTENT = (
    f'{HEAD}<office:document-content xmlns:office="{OASIS}:office:1.0"'
    f' xmlns:table="{OASIS}:table:1.0" xmlns:text="{OASIS}:text:1.0" office:version="1.3">'
    "<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>"
    "</office:document-content>"
)
MANIFEST = (
    f'{HEAD}<manifest:manifest xmlns:manifest="{OASIS}:manifest:1.0" manifest:version="1.3">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{MEDIA_TYPE}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
    "</manifest:manifest>"
)
LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the same content gives the same file


def as_ods(sheets: Mapping[str, Sequence[Sequence[str]]]) -> bytes:
    """A package of two small texts; every cell is a text, so that nothing in it runs."""
    tables = "".join(_table(name, rows) for name, rows in sheets.items())
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        _put(packed, "mimetype", MEDIA_TYPE, zipfile.ZIP_STORED)  # first and unpacked: the standard
        _put(packed, "content.xml", CONTENT.replace("{tables}", tables))
        _put(packed, "META-INF/manifest.xml", MANIFEST)
    return out.getvalue()


def _put(packed: zipfile.ZipFile, name: str, content: str, how: int = zipfile.ZIP_DEFLATED) -> None:
    entry = zipfile.ZipInfo(name, LONG_AGO)
    entry.compress_type = how
    packed.writestr(entry, content)


def _table(name: str, rows: Sequence[Sequence[str]]) -> str:
    lines = "".join(
        f"<table:table-row>{''.join(map(_cell, row))}</table:table-row>" for row in rows
    )
    return f"<table:table table:name={quoteattr(name)}>{lines}</table:table>"


def _cell(text: str) -> str:
    if not text:
        return "<table:table-cell/>"
    words = escape("".join(each for each in text if each >= " " or each in "\t\n"))
    paragraphs = "".join(f"<text:p>{line}</text:p>" for line in words.split("\n"))
    return f'<table:table-cell office:value-type="string">{paragraphs}</table:table-cell>'
