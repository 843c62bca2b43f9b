"""Counting from the lake, against DuckDB over the same rows as plain text, and 25 times as many."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb

from bench.run import OUT, Run, compare

BY = ["force", "month", "nineteen_group", "legislation", "outcome"]
TIMES = 25


def plain_text(folder: Path, *, shuffled: bool) -> Path:
    """The rows as one Parquet file of strings, with the force that only the file's name says.

    In the files' order, which helps DuckDB as each force and month lies together; or in no order.
    """
    path = OUT / ("shuffled.parquet" if shuffled else "strings.parquet")
    if not path.exists():
        force = r"regexp_extract(filename, '\d-([a-z-]+)-stop-and-search', 1)"
        order = 'ORDER BY hash("Date", "Latitude", "Longitude")' if shuffled else ""
        duckdb.execute(
            f"""COPY (SELECT {force} AS force, * EXCLUDE filename
            FROM read_csv('{folder}/*/*.csv', all_varchar = true, filename = true) {order})
            TO '{path}' (FORMAT parquet)"""
        )
    return path


def text_question(path: Path) -> tuple[str, str]:
    """The same count over strings; the month is in the date, as in the police's files."""
    sql = (
        "SELECT force, date_trunc('month', \"Date\"::TIMESTAMP) AS month, "
        '"Self-defined ethnicity", "Legislation", "Outcome", count(*) AS n '
        f"FROM '{path}' GROUP BY ALL"
    )
    return "import duckdb", f'answer = duckdb.sql("""{sql}""").to_arrow_table().num_rows'


def many_times(lake: Path) -> Path:
    """The lake's Parquet files 25 times over, as links: 250 million rows."""
    folder = OUT / "many"
    if not folder.exists():
        part = OUT / "many.part"
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir()
        for place, path in enumerate(sorted((lake / "stop-and-search").rglob("*.parquet"))):
            for copy in range(TIMES):
                (part / f"{copy:02d}-{place:04d}.parquet").hardlink_to(path)
        part.rename(folder)
    return folder


OPEN = f"""
from evenhand.records.lake import Lake
from evenhand.records.engine import Engine
from evenhand.records.count import count, counted, tallied
lake = Lake.open("{OUT}/lake")
by = {BY!r}
engine = Engine.duckdb(lake.path)
"""


def run(folder: Path) -> dict[str, Run]:
    """`strings`, `shuffled`, `lake`; `ibis`, `sql` (the same question through Ibis and by hand)."""
    ask = "expression = counted(engine.records(lake.files()), by=by)\n"
    return compare(
        {
            "strings": text_question(plain_text(folder, shuffled=False)),
            "shuffled": text_question(plain_text(folder, shuffled=True)),
            "lake": (OPEN, "answer = count(lake, by=by, engine=engine).num_rows"),
            "ibis": (OPEN, ask + "answer = engine.run(expression).num_rows"),
            "sql": (
                OPEN
                + ask
                + "sql = engine.sql(expression)\n"
                + "fresh = Engine.duckdb(lake.path)\n"
                + "paths = ', '.join(repr(str(path)) for path in lake.files())\n"
                + "view = f'CREATE TEMP VIEW records AS SELECT * FROM read_parquet([{paths}])'",
                "fresh.backend.con.execute(view)\n"
                "answer = fresh.backend.con.sql(sql).to_arrow_table().num_rows",
            ),
        },
        turns=5,
    )


def run_many() -> dict[str, Run]:
    """`once` over 10 million rows and `many` over 250 million."""
    folder = many_times(OUT / "lake")
    work = (
        "answer = int("
        "sum(engine.run(counted(engine.records(files), by=by)).column('n').to_pylist()))"
    )
    return compare(
        {
            "once": (OPEN + "files = lake.files()", work),
            "many": (
                OPEN
                + f"from pathlib import Path\nfiles = sorted(Path('{folder}').glob('*.parquet'))\n"
                + f"engine = Engine.duckdb(Path('{folder}'))",
                work,
            ),
        },
        turns=2,
    )
