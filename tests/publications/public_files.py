"""Lakes of files as data.police.uk publishes them, for several forces at once."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from evenhand.measures.period import months_between
from evenhand.records.importing import import_police_uk
from evenhand.records.lake import Lake
from measures.made_lakes import Search, searches, write_month

YEAR = months_between("2023-05", "2024-04")


def public_lake(folder: Path, files: Mapping[tuple[str, str], Sequence[Search]]) -> Lake:
    """Write searches by force and month, and load them into the lake in a folder."""
    written = folder / "public-files"
    written.mkdir(exist_ok=True)
    for (force, month), rows in files.items():
        write_month(written, force, month, rows)
    import_police_uk([written], folder / "lake")
    return Lake.open(folder / "lake")


def month(black: int = 12, white: int = 30, **others: int) -> list[Search]:
    """The searches of one month, by what people say of themselves."""
    people = {"Black": black, "White": white, "Asian": 10, "Mixed": 9, "Other": 8, **others}
    return [row for says, number in people.items() for row in searches(number, says)]


def months(force: str, *names: str, **people: int) -> dict[tuple[str, str], list[Search]]:
    """The same month's searches of a force, several months over."""
    return {(force, name): month(**people) for name in names}
