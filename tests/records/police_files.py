"""Files of searches as the police publish them, made for a test out of what it wants to say."""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path

HEADER = [
    "Type",
    "Date",
    "Part of a policing operation",
    "Policing operation",
    "Latitude",
    "Longitude",
    "Gender",
    "Age range",
    "Self-defined ethnicity",
    "Officer-defined ethnicity",
    "Legislation",
    "Object of search",
    "Outcome",
    "Outcome linked to object of search",
    "Removal of more than just outer clothing",
]

USUAL = {
    "Type": "Person search",
    "Part of a policing operation": "False",
    "Latitude": "52.135000",
    "Longitude": "-0.467000",
    "Gender": "Male",
    "Age range": "18-24",
    "Self-defined ethnicity": "White - English/Welsh/Scottish/Northern Irish/British",
    "Officer-defined ethnicity": "White",
    "Legislation": "Misuse of Drugs Act 1971 (section 23)",
    "Object of search": "Controlled drugs",
    "Outcome": "A no further action disposal",
    "Outcome linked to object of search": "False",
    "Removal of more than just outer clothing": "False",
}
BLACK = "Black/African/Caribbean/Black British - African"
NOT_STATED = "Other ethnic group - Not stated"


def search(at: str, **changes: str) -> dict[str, str]:
    """A usual search, but for what is said by column name with underscores (`Outcome="Arrest"`)."""
    named = {name.replace("_", " ").replace("- ", "-"): value for name, value in changes.items()}
    known = {heading.replace("-", " "): heading for heading in HEADER}
    return {**USUAL, "Date": at} | {known[name]: value for name, value in named.items()}


def searches(month: str, count: int, **changes: str) -> list[dict[str, str]]:
    """So many searches in a month, no two at the same second."""
    moments = (
        f"{month}-{1 + n % 28:02d}T{n // 28 % 24:02d}:{n // 672:02d}:07+00:00" for n in range(count)
    )
    return [search(at, **changes) for at in moments]


def text(rows: list[dict[str, str]], end: str = "\n") -> str:
    """The rows as CSV."""
    stream = io.StringIO()
    writer = csv.DictWriter(stream, HEADER, lineterminator=end, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue()


def write(
    folder: Path, month: str, force: str, rows: list[dict[str, str]], end: str = "\n"
) -> Path:
    """A monthly file under its published name."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{month}-{force}-stop-and-search.csv"
    path.write_bytes(text(rows, end).encode())
    return path


def archive(path: Path, members: dict[str, bytes]) -> Path:
    """A zip archive as data.police.uk packs its months."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as stream:
        for name, data in members.items():
            stream.writestr(name, data)
    return path
