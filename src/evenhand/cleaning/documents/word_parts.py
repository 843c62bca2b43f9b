"""What a .docx file carries beside the text that is seen: none of it comes along, all is told."""

from collections.abc import Callable

from evenhand.cleaning.package import Package
from evenhand.cleaning.words import Told, named, shown, told


def _picture() -> Told:
    return told(
        "Pictures, text boxes, charts and drawings: {count}. Add a picture as a file of its own."
    )


def _deleted() -> Told:
    return told("Tracked changes, text that was deleted or moved: {count}.")


def _embedded() -> Told:
    return told("Embedded files: {count}.")


INSTEAD_OF: dict[str, Callable[[], Told]] = {
    "del": _deleted,
    "moveFrom": _deleted,
    "delText": _deleted,
    "drawing": _picture,
    "pict": _picture,
    "AlternateContent": _picture,
    "object": _embedded,
    "altChunk": _embedded,
    "subDoc": _embedded,
    "commentReference": lambda: told("Comments: {count}."),
    "instrText": lambda: told("Instructions of fields, such as links: {count}."),
    "control": lambda: told("Controls of forms: {count}."),
    "sym": lambda: told("Signs of fonts that only some computers have: {count}."),
    "oMath": lambda: told("Formulas of mathematics: {count}."),
    "oMathPara": lambda: told("Formulas of mathematics: {count}."),
    "rt": lambda: told("Small text above other text: {count}."),
}
IN_PACKAGE: dict[str, Callable[[], Told]] = {
    "word/header": lambda: told("Headers and footers of pages."),
    "word/footer": lambda: told("Headers and footers of pages."),
    "word/comments": lambda: told("Comments, and who wrote them."),
    "word/people": lambda: told("Comments, and who wrote them."),
    "word/vbaProject": lambda: told("Programs (macros)."),
    "word/vbaData": lambda: told("Programs (macros)."),
    "word/media": lambda: told("What pictures hold besides."),
    "word/embeddings": lambda: told("Embedded files."),
    "word/charts": lambda: told("Data kept in charts."),
    "word/diagrams": lambda: told("Diagrams."),
    "word/glossary": lambda: told("Building blocks."),
    "word/afchunk": lambda: told("Embedded files."),
    "word/printerSettings": lambda: told("Settings of printers."),
    "word/activeX": lambda: told("Controls of forms."),
    "word/settings": lambda: told("Settings, with numbers of each time the document was saved."),
    "customXml": lambda: told("Hidden data of programs (custom XML)."),
    "docProps/thumbnail": lambda: told("A small picture of the document."),
    "docProps": lambda: told("Properties of the document: author, company, title, times."),
}
KNOWN = (
    *("word/document.xml", "word/_rels/", "word/styles", "word/numbering.xml", "word/theme/"),
    *("word/footnotes.xml", "word/endnotes.xml", "word/fontTable.xml", "word/webSettings.xml"),
    *("word/fonts/", "word/stylesWithEffects.xml", "[Content_Types].xml", "_rels/.rels"),
)


def beside_text(package: Package) -> list[Told]:
    """What the package holds besides the text."""
    found, others = {}, []
    for name in package.names:
        start = next((one for one in IN_PACKAGE if name.lower().startswith(one.lower())), None)
        if start:
            what = IN_PACKAGE[start]()
            found[what.message] = what
        elif not name.startswith(KNOWN) and not name.endswith("/"):
            others.append(shown(name))
    if others:
        other = told("Parts that no text needs: {names}.", names=named(others))
        found[other.message] = other
    return list(found.values())
