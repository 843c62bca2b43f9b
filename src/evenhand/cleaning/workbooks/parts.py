"""What a workbook carries beside the cells that are seen: none of it comes along, all is told."""

from collections.abc import Callable

from evenhand.cleaning.package import Element, Package, child, children, local, said
from evenhand.cleaning.words import Told, named, shown, told

IN_SHEETS: dict[str, Callable[[str], Told]] = {
    "headerFooter": lambda sheet: told("Headers and footers of sheet “{sheet}”.", sheet=sheet),
    "dataValidations": lambda sheet: told("Lists to choose from, on sheet “{sheet}”.", sheet=sheet),
    "conditionalFormatting": lambda sheet: told(
        "Rules of conditional formatting, on sheet “{sheet}”.", sheet=sheet
    ),
    "hyperlinks": lambda sheet: told("Where links lead, on sheet “{sheet}”.", sheet=sheet),
    "drawing": lambda sheet: told(
        "Charts, pictures and text boxes, on sheet “{sheet}”.", sheet=sheet
    ),
    "picture": lambda sheet: told("The picture behind sheet “{sheet}”.", sheet=sheet),
    "legacyDrawing": lambda sheet: told("Comments and controls, on sheet “{sheet}”.", sheet=sheet),
    "oleObjects": lambda sheet: told("Embedded files, on sheet “{sheet}”.", sheet=sheet),
    "controls": lambda sheet: told("Controls of forms, on sheet “{sheet}”.", sheet=sheet),
    "scenarios": lambda sheet: told(
        "Scenarios with other values, on sheet “{sheet}”.", sheet=sheet
    ),
    "customSheetViews": lambda sheet: told(
        "Views of single users, on sheet “{sheet}”.", sheet=sheet
    ),
    "customProperties": lambda sheet: told("Properties of sheet “{sheet}”.", sheet=sheet),
    "autoFilter": lambda sheet: told("What sheet “{sheet}” is filtered by.", sheet=sheet),
    "tableParts": lambda sheet: told("Tables with names, on sheet “{sheet}”.", sheet=sheet),
}
IN_PACKAGE: dict[str, Callable[[], Told]] = {
    "xl/comments": lambda: told("Comments."),
    "xl/threadedComments": lambda: told("Comments and who wrote them."),
    "xl/persons": lambda: told("Names of those who commented."),
    "xl/vbaProject": lambda: told("Programs (macros)."),
    "xl/pivotCache": lambda: told("The data behind pivot tables (pivot caches)."),
    "xl/pivotTables": lambda: told("Pivot tables: what they show is there as values."),
    "xl/externalLinks": lambda: told("Links to other files, with values kept from them."),
    "xl/embeddings": lambda: told("Embedded files."),
    "xl/media": lambda: told("Pictures, with what they hold besides."),
    "xl/charts": lambda: told("Charts, with the data kept in them."),
    "xl/revisions": lambda: told("The history of changes."),
    "xl/connections": lambda: told("Connections to databases."),
    "xl/queryTables": lambda: told("Connections to databases."),
    "xl/model": lambda: told("A data model."),
    "xl/printerSettings": lambda: told("Settings of printers."),
    "xl/calcChain": lambda: told("Formulas: what they show is there as values."),
    "xl/slicer": lambda: told("Buttons that filter, with what they hide."),
    "customXml": lambda: told("Hidden data of programs (custom XML)."),
    "docProps/thumbnail": lambda: told("A small picture of the document."),
    "docProps": lambda: told("Properties of the document: author, company, title, times."),
}
KNOWN = (
    *("xl/worksheets/sheet", "xl/worksheets/_rels", "xl/workbook.xml", "xl/_rels/workbook"),
    *("xl/styles.xml", "xl/sharedStrings.xml", "xl/theme/", "[Content_Types].xml", "_rels/.rels"),
    *("xl/drawings", "xl/tables", "xl/metadata.xml", "xl/chartsheets", "xl/richData"),
)
"""Parts that are read, or that something else here speaks for."""


def beside_sheets(root: Element, package: Package) -> list[Told]:
    """What the workbook as a whole holds besides."""
    found, others = [], []
    for name in package.names:
        start = next((one for one in IN_PACKAGE if name.lower().startswith(one.lower())), None)
        if start:
            found.append(IN_PACKAGE[start]())
        elif not name.startswith(KNOWN) and not name.endswith("/"):
            others.append(shown(name))
    names = [said(one, "name") for one in children(child(root, "definedNames"), "definedName")]
    if names:
        found.append(told("Names of cells: {names}.", names=named([shown(one) for one in names])))
    if others:
        found.append(told("Parts that no table needs: {names}.", names=named(others)))
    return list({one.message: one for one in found}.values())


def beside_cells(root: Element, name: str) -> list[Told]:
    """What a sheet holds besides its cells."""
    held = dict.fromkeys(local(one) for one in root)
    sheet = shown(name)
    found = [say(sheet) for part, say in IN_SHEETS.items() if part in held]
    formulas = [one for one in root.iter() if local(one) == "f"]
    if formulas:
        found.append(told("Formulas of sheet “{sheet}”: what they show is there.", sheet=sheet))
    return found
