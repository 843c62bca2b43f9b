"""Makes the forces' records: one file a month, as data.police.uk would publish them."""

import csv
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np

from evenhand.demo.people import Person, people_of_month
from evenhand.demo.planting import Plants
from evenhand.demo.truth import FORCES, LAST, Truth
from evenhand.measures.period import months_between

COLUMNS = (
    *("Type", "Date", "Part of a policing operation", "Policing operation"),
    *("Latitude", "Longitude", "Gender", "Age range", "Self-defined ethnicity"),
    *("Officer-defined ethnicity", "Legislation", "Object of search", "Outcome"),
    *("Outcome linked to object of search", "Removal of more than just outer clothing"),
)


def write(folder: Path, truths: Sequence[Truth] = FORCES, last: str = LAST) -> list[Path]:
    """Write every month that was supplied; the same seeds always write the same bytes.

    Parameters
    ----------
    folder : files go into ``YYYY-MM`` folders beneath it, named as the police name theirs.
    truths : what is true of each force whose files are written.
    last : the last month. What is written of the months before it does not depend on it.

    Returns
    -------
    The files of each force in the order of their months.
    """
    paths = []
    for truth in truths:
        for month, rows in each_month(truth, last):
            path = folder / month / f"{month}-{truth.force}-stop-and-search.csv"
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("w", encoding="utf-8", newline="") as out:
                writer = csv.writer(out)
                writer.writerow(COLUMNS)
                writer.writerows(rows)
            paths.append(path)
    return paths


def each_month(truth: Truth, last: str = LAST) -> Iterator[tuple[str, list[Sequence[str]]]]:
    """Give the rows of each month's file, with the faults that the truth names."""
    for index, month in enumerate(months_between(truth.first, last)):
        if month in truth.missing:
            continue
        random = np.random.default_rng([truth.seed, index])
        plants = Plants(truth, month, np.random.default_rng([truth.seed, index, 1]))
        rows = [
            _row(truth, plants.in_place_of(one), month, random, plants)
            for one in people_of_month(truth, month, random)
        ]
        rows += [_row(truth, one, month, plants.random, plants) for one in plants.on_top()]
        rows.sort(key=_by_date)
        if month == truth.partial:
            rows = rows[: round(len(rows) * truth.partial_share)]
        if month == truth.doubled:
            chosen = random.choice(len(rows), size=truth.duplicates, replace=False)
            rows = sorted([*rows, *(rows[i] for i in chosen)], key=_by_date)
        yield month, rows


def _by_date(row: Sequence[str]) -> str:
    return row[1]


def _row(
    truth: Truth, person: Person, month: str, random: np.random.Generator, plants: Plants
) -> Sequence[str]:
    start = datetime(int(month[:4]), int(month[5:]), 1, tzinfo=UTC)
    minutes = int(random.integers(28 * 24 * 12)) * 5
    when = start + timedelta(minutes=minutes)
    if person.hours:
        when = plants.within(person.hours, when)
    operation = person.operation or plants.operation_at(when)
    if month == truth.timeless:
        when = when.replace(hour=0, minute=0)
    north, east = truth.place
    return (
        person.kind,
        when.isoformat(),
        str(bool(operation)),
        operation,
        f"{random.normal(north, 0.06):.6f}",
        f"{random.normal(east, 0.09):.6f}",
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
