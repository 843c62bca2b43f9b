"""Opens a PDF, says what in it is not seen, and has its pages made again."""

import ctypes
from collections.abc import Iterator

import pypdfium2 as pdfium
from pypdfium2 import raw

from evenhand.cleaning import limits
from evenhand.cleaning.cleaned import Made
from evenhand.cleaning.pages.seeing import look_at
from evenhand.cleaning.pages.writing import Page, document
from evenhand.cleaning.words import Refused, Told, numbers, refuse, told

DOTS = 150 / 72
"""Pixels for each point: print of 8 points stays easy to read, and a page weighs about 100 kB."""
MOST_PIXELS = 9_000_000
"""Of one page: a poster is drawn coarser."""
LEAST, MOST = 10, 14_400
"""Points that a side of a page may have, as PDF itself says."""
LOCKED = "This PDF is locked with a password. Save it without one."


def again(content: bytes) -> Made:
    """The pages as they are seen, in a new file with the words that are seen in them.

    Raises
    ------
    Refused
        If it is broken, locked, a form or too long.
    """
    try:
        opened = pdfium.PdfDocument(content)
    except pdfium.PdfiumError as error:
        if getattr(error, "err_code", None) == raw.FPDF_ERR_PASSWORD:
            raise refuse(LOCKED) from error
        raise refuse("This PDF is damaged. Save or print it to a PDF once more.") from error
    try:
        return _again(opened, content)
    except pdfium.PdfiumError as error:
        raise refuse("A page of this PDF is damaged. Print it to a PDF once more.") from error
    finally:
        opened.close()


def _again(opened: pdfium.PdfDocument, content: bytes) -> Made:
    if not len(opened):
        raise refuse("This PDF has no pages.")
    if len(opened) > limits.PAGES:
        raise refuse("This PDF has more than {most} pages. Divide it.", most=str(limits.PAGES))
    _refuse_forms(opened)
    left_out = [*_beside_pages(opened, content)]
    pages, unseen, notes = [], {}, []
    for number in range(1, len(opened) + 1):
        page = opened[number - 1]
        scale = _scale(page, number)
        if _annotations(page):
            notes.append(number)
        seen = look_at(page, scale)
        size = page.get_size()
        page.close()
        if seen.unseen:
            unseen[number] = seen.unseen
        pages.append(Page(seen.picture, seen.words, size))
    if notes:
        left_out.append(
            told(
                "Links, comments and other annotations, on pages {pages}: what was drawn of them "
                "is in the picture of the page.",
                pages=numbers(notes),
            )
        )
    if unseen:
        left_out.append(
            told(
                "Text that cannot be seen, or is not fully seen: {letters} letters, on pages "
                "{pages}.",
                letters=f"{sum(unseen.values()):,}",
                pages=numbers(unseen),
            )
        )
    return document(pages), left_out


def _scale(page: pdfium.PdfPage, number: int) -> float:
    width, height = page.get_size()
    if not (LEAST <= width <= MOST and LEAST <= height <= MOST):
        raise refuse("Page {number} has a size that no paper has.", number=str(number))
    return float(min(DOTS, (MOST_PIXELS / (width * height)) ** 0.5))


def _refuse_forms(opened: pdfium.PdfDocument) -> None:
    """What is typed into a form lies above the page and may cover it: its owner has to print it."""
    if raw.FPDF_GetFormType(opened.raw) in {raw.FORMTYPE_XFA_FULL, raw.FORMTYPE_XFA_FOREGROUND}:
        raise refuse("This PDF is an XFA form. Print it to a PDF and add that.")
    forms = [
        number
        for number in range(1, len(opened) + 1)
        if raw.FPDF_ANNOT_WIDGET in _annotations(opened[number - 1])
    ]
    if forms:
        raise Refused(
            [
                told(
                    "This PDF has fields of a form, on pages {pages}: they can hold what is not "
                    "seen. Print it to a PDF and add that.",
                    pages=numbers(forms),
                )
            ]
        )


def _annotations(page: pdfium.PdfPage) -> list[int]:
    found = []
    for place in range(raw.FPDFPage_GetAnnotCount(page.raw)):
        one = raw.FPDFPage_GetAnnot(page.raw, place)
        if one:
            found.append(raw.FPDFAnnot_GetSubtype(one))
            raw.FPDFPage_CloseAnnot(one)
    return found


def _beside_pages(opened: pdfium.PdfDocument, content: bytes) -> Iterator[Told]:
    attached = raw.FPDFDoc_GetAttachmentCount(opened.raw)
    if attached > 0:
        yield told("Attached files: {count}.", count=str(attached))
    if raw.FPDFDoc_GetJavaScriptActionCount(opened.raw) > 0:
        yield told("Programs (JavaScript).")
    if raw.FPDF_GetSignatureCount(opened.raw) > 0:
        yield told("Signatures, and earlier versions that they sign.")
    elif _versions(opened) > (2 if b"/Linearized" in content[:2048] else 1):
        yield told("Earlier versions of the document.")
    if any(opened.get_metadata_dict().values()) or b"/Metadata" in content:
        yield told("Properties of the document: author, title, program, times.")
    if next(opened.get_toc(), None) is not None:
        yield told("Bookmarks.")
    if b"/OCProperties" in content or b"/OCG" in content:
        yield told("Layers: those that are shown are in the picture of the page.")
    if raw.FPDFCatalog_IsTagged(opened.raw):
        yield told("The structure of headings and tables, and descriptions of pictures.")


def _versions(opened: pdfium.PdfDocument) -> int:
    """How often the file was ended: each time after the first, something was written over it."""
    return int(raw.FPDF_GetTrailerEnds(opened.raw, ctypes.POINTER(ctypes.c_uint)(), 0))
