"""The lists against everything in the real files: no value is missing from them."""

import csv
import gzip
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from evenhand.records import codes
from evenhand.records.codes import CodeList, area_cells, cell_of, force
from evenhand.records.codes.lists import Coded

LISTS: dict[str, CodeList[Coded]] = {
    "type": codes.types(),
    "gender": codes.genders(),
    "age_range": codes.ages(),
    "self_defined_ethnicity": codes.ethnicities(),
    "officer_defined_ethnicity": codes.officer_defined(),
    "legislation": codes.powers(),
    "object_of_search": codes.objects(),
    "outcome": codes.outcomes(),
}
LATITUDE, LONGITUDE = ("latitude", "location_latitude"), ("longitude", "location_longitude")

# Bedfordshire's longitudes often lose their minus sign, which puts Luton in Essex.
OUTSIDE = {"bedfordshire": 0.06}


@dataclass
class Met:
    """What was met in the real files."""

    values: dict[str, set[str]] = field(default_factory=lambda: {name: set() for name in LISTS})
    points: Counter[tuple[str, str, str]] = field(default_factory=Counter)


def plain(header: str) -> str:
    """One spelling for the three ways in which these files write their header."""
    return header.lower().replace(" ", "_").replace("-", "_").replace(".", "_")


def owner(file: Path) -> str:
    if file.name.startswith("20"):
        return file.name[8:].removesuffix("-stop-and-search.csv.gz")
    return "greater-manchester" if file.name.startswith("greater") else "metropolitan"


def read(file: Path, met: Met) -> None:
    with gzip.open(file, "rt", encoding="utf-8-sig", newline="") as text:
        rows = csv.reader(text)
        header = [plain(name) for name in next(rows)]
        columns = list(zip(*rows, strict=True))
    table = dict(zip(header, columns, strict=True))
    for name in LISTS:
        met.values[name].update(table[name])
    north, east = (next(table[n] for n in names if n in table) for names in (LATITUDE, LONGITUDE))
    names = table.get("force", (owner(file),) * len(north))
    met.points.update(zip(names, north, east, strict=True))


@pytest.fixture(scope="module")
def met(shared_data: Path) -> Met:
    everything = Met()
    for file in sorted((shared_data / "police-uk-stop-search").rglob("*.csv.gz")):
        read(file, everything)
    return everything


@pytest.mark.parametrize("name", LISTS)
def test_every_value_in_the_real_files_is_an_exact_label(met: Met, name: str) -> None:
    assert len(met.values[name]) > 2
    assert met.values[name] - set(LISTS[name].labels) == set()


def test_nearly_every_point_in_the_real_files_is_inside_its_force(met: Met) -> None:
    inside: Counter[str] = Counter()
    everywhere: Counter[str] = Counter()
    for (name, north, east), n in met.points.items():
        if north:
            where = force(name).force
            everywhere[where] += n
            inside[where] += n * (cell_of(float(north), float(east)) in area_cells(where))
    assert len(everywhere) == 10
    for where, n in everywhere.items():
        assert inside[where] / n >= 1 - OUTSIDE.get(where, 0.01), where


def names_in(table: Path, column: str) -> Iterator[str]:
    with table.open(encoding="utf-8-sig", newline="") as text:
        yield from (row[column] for row in csv.DictReader(text))


@pytest.mark.parametrize(
    ("table", "column"),
    [
        (
            "published/home-office-searches-by-force-and-ethnicity-2020-21-to-2023-24.csv",
            "police_force",
        ),
        ("oracles/black-white-risk-ratios-by-local-authority-2019-2020.csv", "force"),
        ("population/census2011/police-defined-demographics.csv", "Police force"),
        ("population/LAD22_CSP22_PFA22_lookup.csv", "PFA22NM"),
        ("population/LAD22_CSP22_PFA22_lookup.csv", "PFA22CD"),
    ],
)
def test_the_names_of_forces_in_published_tables_are_understood(
    shared_data: Path, table: str, column: str
) -> None:
    assert len({force(name).force for name in set(names_in(shared_data / table, column))}) == 43


def test_the_ethnic_groups_of_published_tables_are_understood(shared_data: Path) -> None:
    table = shared_data / "published" / "ethnicity-stop-search-by-ethnicity.csv"
    for label in set(names_in(table, "Ethnicity")) - {"All"}:
        assert codes.ethnicities().find(label) is not None, label
