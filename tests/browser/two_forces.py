"""A site of two forces whose records are made up, published and then corrected."""

import csv
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from publications.extracts import USUAL, searches

FORCES = ("bedfordshire", "hertfordshire")
MONTHS = tuple(f"2025-{month:02d}" for month in range(1, 13))
RELEASED = datetime(2026, 11, 12, 9, 30, tzinfo=UTC)
CORRECTED = datetime(2026, 11, 19, 9, 30, tzinfo=UTC)
COLUMNS = (
    *("Type", "Date", "Self-defined ethnicity", "Officer-defined ethnicity"),
    *("Legislation", "Object of search", "Outcome"),
    *("Outcome linked to object of search", "Removal of more than just outer clothing"),
)


def write(folder: Path, force: str, months: Iterable[str], **changes: int) -> list[Path]:
    """Write a force's months as data.police.uk publishes them."""
    paths = []
    for month in months:
        path = folder / month / f"{month}-{force}-stop-and-search.csv"
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow(COLUMNS)
            found = searches(month, {**USUAL, **changes})
            writer.writerows(("Person search", *row) for row in found)
        paths.append(path)
    return paths


def make(folder: Path) -> None:
    """Publish both forces, then a better file of one's last month."""
    from evenhand.config import server

    server.migrate()
    from evenhand.publications.services import publish
    from evenhand.records.importing import import_police_uk
    from evenhand.records.lake import Lake

    lake, files = folder / "lake", folder / "files"
    first, second = FORCES
    import_police_uk([*write(files, first, MONTHS), *write(files, second, MONTHS, Black=45)], lake)
    publish(Lake.open(lake), by="Analyst", now=RELEASED)
    import_police_uk(write(folder / "again", first, MONTHS[-1:], Black=90), lake)
    publish(Lake.open(lake), by="Analyst", now=CORRECTED)
