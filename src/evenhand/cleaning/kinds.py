"""Which files are taken, and what a file is by its bytes, whatever its name says."""

from pathlib import PurePosixPath, PureWindowsPath

from evenhand.cleaning.package import Package
from evenhand.cleaning.words import Refused, refuse

OFFICE = "application/vnd.openxmlformats-officedocument"
OPEN = "application/vnd.oasis.opendocument"
MEDIA_TYPES = {
    "xlsx": f"{OFFICE}.spreadsheetml.sheet",
    "ods": f"{OPEN}.spreadsheet",
    "csv": "text/csv; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
    "docx": f"{OFFICE}.wordprocessingml.document",
    "odt": f"{OPEN}.text",
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
    "webp": "image/webp",
}
"""What is taken, by its ending, and what it is given out as."""
SAME = {"jpeg": "jpg"}
TEXTS = frozenset({"csv", "txt"})
MAIN_PARTS = {
    "xl/workbook.xml": "xlsx",
    "word/document.xml": "docx",
    "ppt/presentation.xml": "pptx",
}
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
STARTS = {b"%PDF-": "pdf", b"\x89PNG\r\n\x1a\n": "png", b"\xff\xd8\xff": "jpg", b"PK": "zip"}


def ending_of(name: str) -> str:
    """What a name says that a file is.

    Raises
    ------
    Refused
        If such files are not taken, or the name is no plain file name.
    """
    if name != PurePosixPath(name).name or name != PureWindowsPath(name).name or "\0" in name:
        raise refuse("The name of the file holds a folder. Choose the file itself.")
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    ending = SAME.get(ending, ending)
    if ending == "pptx":
        raise refuse(
            "Presentations are not taken: slides, notes and what lies outside a slide can be "
            "hidden in too many ways. Save it as a PDF and add that."
        )
    if ending not in MEDIA_TYPES:
        raise refuse(
            "Files of this kind are not taken. These are: {endings}.",
            endings=", ".join(f".{one}" for one in MEDIA_TYPES),
        )
    return ending


def found_in(content: bytes) -> str:
    """What the bytes are: an ending, or nothing where they could be text."""
    if content.startswith(OLD_OFFICE):
        raise refuse(
            "This file is locked with a password, or was saved by a program of before 2007. Save "
            "it without a password, in a format of today."
        )
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "webp"
    start = next((one for one in STARTS if content.startswith(one)), None)
    if start != b"PK":
        return STARTS[start] if start else ""
    return _of_package(Package(content))


def _of_package(package: Package) -> str:
    for part, ending in MAIN_PARTS.items():
        if part in package.names:
            return ending
    if "mimetype" in package.names:
        says = package.read("mimetype")[:100].decode("ascii", "replace").strip()
        return next((one for one, media in MEDIA_TYPES.items() if media == says), "zip")
    return "zip"


def agreed(content: bytes, name: str) -> str:
    """The ending of a file whose name and bytes say the same.

    Raises
    ------
    Refused
        If they do not, or if it is not a kind of file that is taken.
    """
    ending = ending_of(name)
    found = found_in(content)
    if found == ending or (not found and ending in TEXTS):
        return ending
    raise _other(ending)


def _other(ending: str) -> Refused:
    return refuse(
        "The name of this file ends in .{ending}, and it is something else inside.", ending=ending
    )
