"""Read the reviewed CSV files that lie beside this module."""

import csv
from pathlib import Path

DATA = Path(__file__).parent / "data"


def read(name: str) -> list[dict[str, str]]:
    """Every row of one data file, as text, in the order of the file.

    Parameters
    ----------
    name : a file's name
        In the data folder, such as ``powers.csv``.
    """
    with (DATA / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def truth(text: str) -> bool | None:
    """``true`` and ``false`` as written in the files; an empty cell is None (not known)."""
    return {"true": True, "false": False, "": None}[text]


def number(text: str) -> int | None:
    """A whole number, or None where the cell is empty."""
    return int(text) if text else None
