"""Makes Demoshire's records: one file a month, as data.police.uk would publish them."""

import csv
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np

from evenhand.demo import truth
from evenhand.demo.people import Person, people_of_month
from evenhand.measures.period import months_between

COLUMNS = (
    *("Type", "Date", "Part of a policing operation", "Policing operation"),
    *("Latitude", "Longitude", "Gender", "Age range", "Self-defined ethnicity"),
    *("Officer-defined ethnicity", "Legislation", "Object of search", "Outcome"),
    *("Outcome linked to object of search", "Removal of more than just outer clothing"),
)


def write(folder: Path, *, seed: int = truth.SEED) -> list[Path]:
    """Write every month that was supplied; the same seed always writes the same bytes.

    Parameters
    ----------
    folder : files go into ``YYYY-MM`` folders beneath it, named as the police name theirs.
    seed : of the random numbers.

    Returns
    -------
    The files, in the order of their months.
    """
    paths = []
    for month, rows in each_month(seed):
        path = folder / month / f"{month}-{truth.FORCE}-stop-and-search.csv"
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("w", encoding="utf-8", newline="") as out:
            writer = csv.writer(out)
            writer.writerow(COLUMNS)
            writer.writerows(rows)
        paths.append(path)
    return paths


def each_month(seed: int = truth.SEED) -> Iterator[tuple[str, list[Sequence[str]]]]:
    """Give the rows of each month's file, with the faults that the truth names."""
    for index, month in enumerate(months_between(truth.FIRST, truth.LAST)):
        if month == truth.MISSING_MONTH:
            continue
        random = np.random.default_rng([seed, index])
        rows = sorted(
            (_row(person, month, random) for person in people_of_month(month, random)), key=_by_date
        )
        if month == truth.PARTIAL_MONTH:
            rows = rows[: round(len(rows) * truth.PARTIAL_SHARE)]
        if month == truth.DUPLICATES_MONTH:
            chosen = random.choice(len(rows), size=truth.DUPLICATES, replace=False)
            rows = sorted([*rows, *(rows[i] for i in chosen)], key=_by_date)
        yield month, rows


def _by_date(row: Sequence[str]) -> str:
    return row[1]


def _row(person: Person, month: str, random: np.random.Generator) -> Sequence[str]:
    start = datetime(int(month[:4]), int(month[5:]), 1, tzinfo=UTC)
    minutes = int(random.integers(28 * 24 * 12)) * 5
    when = start + timedelta(minutes=minutes)
    if month == truth.BLANK_TIMES_MONTH:
        when = when.replace(hour=0, minute=0)
    return (
        person.kind,
        when.isoformat(),
        "False",
        "",
        # Demoshire lies where there is only sea: no real street may carry a made-up search.
        f"{random.normal(54.7, 0.06):.6f}",
        f"{random.normal(2.3, 0.09):.6f}",
        person.gender,
        person.age,
        person.self_defined,
        person.officer_defined,
        person.legislation,
        person.object,
        person.outcome,
        person.linked,
        person.clothing,
    )
