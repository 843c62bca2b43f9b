"""Searches written by hand, in the police's own file format."""

import csv
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from evenhand.measures import Result, compute
from evenhand.records.lake import Lake

BEDS = "bedfordshire"
HEADER = (
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
)

SAYS = {
    "White": "White - English/Welsh/Scottish/Northern Irish/British",
    "White Irish": "White - Irish",
    "Mixed": "Mixed/Multiple ethnic groups - White and Black Caribbean",
    "Mixed Asian": "Mixed/Multiple ethnic groups - White and Asian",
    "Asian": "Asian/Asian British - Indian",
    "Black": "Black/African/Caribbean/Black British - African",
    "Caribbean": "Black/African/Caribbean/Black British - Caribbean",
    "Other": "Other ethnic group - Any other ethnic group",
    "Not stated": "Other ethnic group - Not stated",
    "": "",
}

Search = dict[str, str]
Files = Mapping[tuple[str, str], Sequence[Search]]
MakeLake = Callable[[Files], Lake]


def searches(number: int, says: str, **other: str) -> list[Search]:
    """So many searches alike, of people who say that of themselves."""
    row = dict.fromkeys(HEADER, "") | {
        "Type": "Person search",
        "Gender": "Male",
        "Age range": "18-24",
        "Officer-defined ethnicity": says if says in {"White", "Black", "Asian"} else "",
        "Legislation": "Misuse of Drugs Act 1971 (section 23)",
        "Object of search": "Controlled drugs",
        "Outcome": "A no further action disposal",
        "Outcome linked to object of search": "False",
        "Removal of more than just outer clothing": "False",
    }
    return [row | {"Self-defined ethnicity": SAYS[says]} | other for _ in range(number)]


def write_month(folder: Path, force: str, month: str, rows: Sequence[Search]) -> None:
    """One file as data.police.uk names it; the searches spread over a day."""
    with (folder / f"{month}-{force}-stop-and-search.csv").open("w", newline="") as file:
        writer = csv.DictWriter(file, HEADER)
        writer.writeheader()
        for number, row in enumerate(rows):
            minute = f"{number // 60 % 24:02d}:{number % 60:02d}"
            when = row["Date"] or f"{month}-15T{minute}:{number % 59:02d}+00:00"
            writer.writerow(row | {"Date": when})


def year(force: str = BEDS) -> dict[tuple[str, str], list[dict[str, str]]]:
    """Two of three months: 60 Black, 50 White, 40 Asian, 10 Mixed, no Other, 20 unknown."""
    rows = (
        searches(30, "Black")
        + searches(25, "White")
        + searches(20, "Asian")
        + searches(5, "Mixed")
        + searches(4, "Not stated")
        + searches(6, "")
        + searches(7, "White", Type="Vehicle search")
    )
    return {(force, "2021-05"): rows, (force, "2021-07"): rows}


def answer(lake: Lake, measure: str = "search-rate", **other: object) -> Result:
    asked = {"forces": [BEDS], "first": "2021-05", "last": "2021-07"} | other
    return compute(measure, lake, **asked)
