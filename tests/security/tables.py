"""The tables of docs/reference/security.md, as rows."""

import re
from functools import cache

from security.source import ROOT

PAGE = ROOT / "docs" / "reference" / "security.md"
Row = dict[str, str]


@cache
def tables() -> dict[str, list[list[Row]]]:
    """Every table of the page below its heading, each row by the names of its columns."""
    found: dict[str, list[list[Row]]] = {}
    heading, names = "", list[str]()
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            heading = line.lstrip("# ")
        if not line.startswith("|"):
            names = []
            continue
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if not names:
            names = cells
            found.setdefault(heading, []).append([])
        elif not set(line) <= set("|- "):
            found[heading][-1].append(dict(zip(names, cells, strict=True)))
    return found


def rows(heading: str, number: int = 0) -> list[Row]:
    """The rows of one table below a heading."""
    return tables()[heading][number]


def code(cell: str) -> list[str]:
    """What stands in `backticks`."""
    return re.findall(r"`([^`]+)`", cell)
