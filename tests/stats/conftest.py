"""Published counts and populations, read from the folder of real data beside the repository."""

import csv
from pathlib import Path

import numpy as np
import pytest

GROUPS = ["White", "Mixed", "Asian", "Black", "Other"]


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="session")
def r_intervals(shared_data) -> dict[str, np.ndarray]:
    rows = rows_of(shared_data / "oracles/r-implementations/poisson-test-exact-intervals.csv")
    return {name: np.array([float(row[name]) for row in rows]) for name in rows[0]}


@pytest.fixture(scope="session")
def local_authorities(shared_data) -> list[dict[str, str]]:
    (path,) = (shared_data / "oracles").glob("black-white-risk-ratios-*.csv")
    return rows_of(path)


@pytest.fixture(scope="session")
def people(shared_data) -> dict[str, dict[str, int]]:
    """Census 2021 residents by police force area (Home Office names) and five groups."""
    renamed = {"Avon and Somerset": "Avon & Somerset"}
    rows = rows_of(shared_data / "population/census_2021_police_force_area_by_ethnic_group_5.csv")
    return {
        renamed.get(row["PFA22NM"], row["PFA22NM"]): {
            group: int(row[group]) for group in [*GROUPS, "All"]
        }
        for row in rows
    }


@pytest.fixture(scope="session")
def searches(shared_data, people):
    """Searches by force and group in a year, and residents: two (forces, groups) arrays."""
    name = "published/home-office-searches-by-force-and-ethnicity-2020-21-to-2023-24.csv"
    found: dict[str, dict[str, dict[str, int]]] = {}
    for row in rows_of(shared_data / name):
        year = found.setdefault(row["financial_year"], {})
        year.setdefault(row["police_force"], {})[row["ethnicity"]] = int(row["total_searches"])

    def in_year(year: str):
        forces = sorted(people)
        events = [[found[year][force].get(group, 0) for group in GROUPS] for force in forces]
        residents = [[people[force][group] for group in GROUPS] for force in forces]
        return forces, np.array(events), np.array(residents)

    return in_year
