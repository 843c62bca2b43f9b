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
LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the same content gives the same file
Value = str | float | bool


def as_ods(sheets: Mapping[str, Sequence[Sequence[Value]]]) -> bytes:
    """A package of two small texts; a text in a cell stays a text, so that nothing in it runs."""
    tables = "".join(_table(name, rows) for name, rows in sheets.items())
    return packed(MEDIA_TYPE, CONTENT.replace("{tables}", tables))


def packed(media_type: str, content: str, *, styles: str = "") -> bytes:
    """An OpenDocument package of one text, and of its styles where it has some."""
    parts = {"content.xml": content} | ({"styles.xml": styles} if styles else {})
    entries = "".join(
        f'<manifest:file-entry manifest:full-path="{name}" manifest:media-type="text/xml"/>'
        for name in parts
    )
    manifest = (
        f'{HEAD}<manifest:manifest xmlns:manifest="{OASIS}:manifest:1.0" manifest:version="1.3">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{media_type}"/>'
        f"{entries}</manifest:manifest>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        _put(package, "mimetype", media_type, zipfile.ZIP_STORED)  # first, unpacked: the standard
        for name, text in parts.items():
            _put(package, name, text)
        _put(package, "META-INF/manifest.xml", manifest)
    return out.getvalue()


def words(text: str) -> str:
    """A text between tags, without the signs that XML cannot hold."""
    return escape("".join(each for each in text if each >= " " or each in "\t\n"))


def _put(
    package: zipfile.ZipFile, name: str, content: str, how: int = zipfile.ZIP_DEFLATED
) -> None:
    entry = zipfile.ZipInfo(name, LONG_AGO)
    entry.compress_type = how
    package.writestr(entry, content)


def _table(name: str, rows: Sequence[Sequence[Value]]) -> str:
    lines = "".join(
        f"<table:table-row>{''.join(map(_cell, row))}</table:table-row>" for row in rows
    )
    return f"<table:table table:name={quoteattr(name)}>{lines}</table:table>"


def _cell(value: Value) -> str:
    if value == "":
        return "<table:table-cell/>"
    if isinstance(value, bool):
        said = str(value).lower()
        return f'<table:table-cell office:value-type="boolean" office:boolean-value="{said}"/>'
    if isinstance(value, str):
        lines = "".join(f"<text:p>{line}</text:p>" for line in words(value).split("\n"))
        return f'<table:table-cell office:value-type="string">{lines}</table:table-cell>'
    return (
        f'<table:table-cell office:value-type="float" office:value="{value!r}">'
        f"<text:p>{value:g}</text:p></table:table-cell>"
    )
