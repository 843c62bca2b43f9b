"""A force's own extract as other tests use it: written, described by a mapping and imported."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from evenhand.records.importing import import_extract, import_police_uk
from evenhand.records.lake import Lake

FORCE = "bedfordshire"
MAPPING = """
force: bedfordshire
columns: {at: At, self_defined: Own, officer_defined: Seen, legislation: Power,
          object: For, outcome: Outcome, linked: Linked, clothing: Clothing}
constants: {type: Person search}
"""
POWER = "Misuse of Drugs Act 1971 (section 23)"
NOTHING, ARREST = "A no further action disposal", "Arrest"
OWN = {
    "White": "White - English/Welsh/Scottish/Northern Irish/British",
    "Black": "Black/African/Caribbean/Black British - African",
    "Asian": "Asian/Asian British - Indian",
    "Mixed": "Mixed/Multiple ethnic groups - White and Asian",
    "Other": "Other ethnic group - Any other ethnic group",
    "Unknown": "Other ethnic group - Not stated",
}
USUAL = {"White": 60, "Black": 30, "Asian": 25, "Mixed": 22, "Other": 21, "Unknown": 24}


@dataclass
class Extract:
    """A force's records, month by month, and the lake they go into."""

    folder: Path
    _numbers: Iterator[int] = field(default_factory=count)

    @property
    def path(self) -> Path:
        return self.folder / "lake"

    def send(self, *months: str, **changes: int) -> Lake:
        """Load some months, each with the usual searches but for the groups named."""
        number = next(self._numbers)
        mapping, path = self.folder / "mapping.yaml", self.folder / f"extract-{number}.csv"
        mapping.write_text(MAPPING, encoding="utf-8")
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            heading = ("At", "Own", "Seen", "Power", "For", "Outcome", "Linked", "Clothing")
            writer.writerow(heading)
            for month in months:
                writer.writerows(searches(month, {**USUAL, **changes}))
        import_extract(mapping, [path], self.path)
        return Lake.open(self.path)

    def send_public(self, *months: str, **changes: int) -> Lake:
        """Load some months from files as data.police.uk publishes them."""
        columns = (
            *("Type", "Date", "Self-defined ethnicity", "Officer-defined ethnicity"),
            *("Legislation", "Object of search", "Outcome"),
            *("Outcome linked to object of search", "Removal of more than just outer clothing"),
        )
        paths = []
        for month in months:
            path = self.folder / "public" / month / f"{month}-{FORCE}-stop-and-search.csv"
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("w", newline="", encoding="utf-8") as file:
                writer = csv.writer(file)
                writer.writerow(columns)
                found = searches(month, {**USUAL, **changes})
                writer.writerows(("Person search", *row) for row in found)
            paths.append(path)
        import_police_uk(paths, self.path)
        return Lake.open(self.path)


def searches(month: str, people: dict[str, int]) -> Iterable[tuple[str, ...]]:
    """One row a search: of five, one ends in an arrest that has to do with what was looked for."""
    for group, how_many in people.items():
        seen = "White" if group == "Unknown" else group
        for number in range(how_many):
            arrested = number % 4 == 0
            yield (
                f"{month}-{number % 27 + 1:02d}T{number % 24:02d}:30:00",
                *(OWN[group], seen, POWER, "Controlled drugs"),
                ARREST if arrested else NOTHING,
                *(str(arrested), str(number % 3 == 0)),
            )
