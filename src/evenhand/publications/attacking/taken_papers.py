"""PDFs as their most patient reader has them: words, links, titles; and nothing that hides."""

from collections.abc import Iterator
from typing import Any

from evenhand.publications.attacking.lines import Line

ABOVE = 4  # lines above a line of a table that can say which group it is of
HIDES = ("/EmbeddedFile", "/JavaScript", "/RichMedia", "/Launch", "/XFA")
"""What a paper of ours never has: things that a reader of its words would not meet."""


class Hides(ValueError):
    """A PDF holds something that cannot be read as words."""


def from_pdf(content: bytes, address: str) -> list[Line]:
    """The words of a PDF, line by line, each with those above it and the links of its page.

    Raises
    ------
    Hides
        If it holds attachments, scripts or forms.
    """
    import pypdfium2  # only where a PDF is read

    document = pypdfium2.PdfDocument(content)
    try:
        _refuse_hidden(document, content)
        about = [Line(address, words) for words in document.get_metadata_dict().values() if words]
        titles = [Line(address, one.get_title()) for one in document.get_toc()]
        lines: list[Line] = []
        for page in document:
            lines += _page(page, address, lines)
    finally:
        document.close()
    return [*about, *titles, *lines]


def _refuse_hidden(document: Any, content: bytes) -> None:
    if document.count_attachments() or document.get_formtype():
        raise Hides("a PDF with attachments or a form")
    found = [one for one in HIDES if one.encode() in content]
    if found:
        raise Hides(f"a PDF with {', '.join(found)}")


def _page(page: Any, address: str, before: list[Line]) -> list[Line]:
    """The lines of a page; a table may have begun on the page before."""
    links = tuple(_links(page))
    above = [one.words for one in before[-ABOVE:]]
    found = []
    for text in page.get_textpage().get_text_range().split("\n"):
        if words := text.strip():
            found.append(Line(address, words, tuple(reversed(above[-ABOVE:])), links))
            above.append(words)
    return found


def _links(page: Any) -> Iterator[str]:
    """The addresses that a page leads to, without the name of the site."""
    from pypdfium2 import raw

    place, link = raw.c_int(0), raw.FPDF_LINK()
    while raw.FPDFLink_Enumerate(page, place, link):
        action = raw.FPDFLink_GetAction(link)
        if not action:
            continue
        size = raw.FPDFAction_GetURIPath(page.pdf, action, None, 0)
        room = (raw.c_char * size)()
        raw.FPDFAction_GetURIPath(page.pdf, action, room, size)
        address = room.raw[: size - 1].decode("utf-8", "replace")
        yield "/" + address.partition("://")[2].partition("/")[2]
