"""Ten million made-up searches in the police's own file format: one file a force and month.

Nothing here is real: every value is drawn at random from the published vocabularies, so that the
size, the widths of the columns and the share of blanks are like the real files', not the content.
"""

from __future__ import annotations

import sys
from pathlib import Path

import duckdb

from evenhand.records import codes

FORCES = 44
MONTHS = 36
FIRST_YEAR = 2021
# How unevenly values are drawn: a month then has about 170 combinations of ethnicity, power and
# outcome in 6,300 rows, as real months of that size have (up to 272 in the largest), not one a row.
SKEW = 18

HEADER = (
    "Type,Date,Part of a policing operation,Policing operation,Latitude,Longitude,Gender,Age range,"
    "Self-defined ethnicity,Officer-defined ethnicity,Legislation,Object of search,Outcome,"
    "Outcome linked to object of search,Removal of more than just outer clothing"
)


def labels(vocabulary: str) -> list[str]:
    """The current vocabulary's published labels of self-defined ethnicity."""
    return [
        item.label for item in codes.ethnicities().by_id.values() if item.vocabulary == vocabulary
    ]


def months() -> list[str]:
    """The months generated, oldest first."""
    return [f"{FIRST_YEAR + i // 12}-{i % 12 + 1:02d}" for i in range(MONTHS)]


def pick(values: list[str], seed: str) -> str:
    """SQL that draws one of the values, the first ones more often than the last."""
    quoted = ", ".join(f"'{value}'" if value else "NULL" for value in values)
    return f"([{quoted}])[1 + floor({len(values)} * pow(random(), {SKEW}))::int] /* {seed} */"


def query(rows: int, month: str) -> str:
    """SQL for one file's rows."""
    powers = [*[p.label for p in codes.powers().by_id.values()][1:8], ""]
    objects = [*[o.label for o in codes.objects().by_id.values()][1:8], ""]
    outcomes = [o.label for o in codes.outcomes().by_id.values() if o.vocabulary == "current"]
    types = ["Person search", "Person and Vehicle search", "Vehicle search"]
    officer = ["White", "Black", "Asian", "Mixed", "Other", ""]
    at = f"TIMESTAMP '{month}-01 06:00:00' + to_seconds(floor(random() * 27 * 86400)::bigint)"
    return f"""
    SELECT {pick(types, "type")} AS "Type",
      strftime({at}, '%Y-%m-%dT%H:%M:%S+00:00') AS "Date",
      'False' AS "Part of a policing operation", NULL AS "Policing operation",
      CASE WHEN random() < 0.9 THEN printf('%.6f', 51 + random() * 3) END AS "Latitude",
      CASE WHEN random() < 0.9 THEN printf('%.6f', -2 + random() * 2) END AS "Longitude",
      {pick(["Male", "Female", ""], "gender")} AS "Gender",
      {pick(["18-24", "25-34", "10-17", "over 34", "under 10", ""], "age")} AS "Age range",
      {pick(labels("current"), "sde")} AS "Self-defined ethnicity",
      {pick(officer, "officer")} AS "Officer-defined ethnicity",
      {pick(powers, "power")} AS "Legislation", {pick(objects, "object")} AS "Object of search",
      {pick(outcomes, "outcome")} AS "Outcome",
      {pick(["False", "True", ""], "linked")} AS "Outcome linked to object of search",
      {pick(["False", "True", ""], "clothing")} AS "Removal of more than just outer clothing"
    FROM range({rows})"""


def generate(folder: Path, rows: int) -> list[Path]:
    """Write about `rows` rows into one file a force and month; skip what is already there."""
    forces = [f.force for f in codes.real_forces()][:FORCES]
    each = -(-rows // (len(forces) * MONTHS))
    connection = duckdb.connect()
    connection.execute("SELECT setseed(0.42)")
    made = []
    for month in months():
        (folder / month).mkdir(parents=True, exist_ok=True)
        for force in forces:
            path = folder / month / f"{month}-{force}-stop-and-search.csv"
            if not path.exists():
                connection.execute(f"COPY ({query(each, month)}) TO '{path}' (HEADER, QUOTE '\"')")
            made.append(path)
    return made


if __name__ == "__main__":
    made = generate(Path(sys.argv[1]), int(sys.argv[2]))
    print(len(made), "files,", sum(path.stat().st_size for path in made) / 1e9, "GB")
