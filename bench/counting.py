"""Counting from the lake, against DuckDB over the same rows as plain text, and 25 times as many."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb

from bench.run import OUT, Run, compare

BY = ["force", "month", "nineteen_group", "legislation", "outcome"]
TIMES = 25


def plain_text(folder: Path) -> Path:
    """The rows with their force and month as one Parquet file of plain strings."""
    path = OUT / "strings.parquet"
    if not path.exists():
        name = r"regexp_extract(filename, '(\d{4}-\d\d)-([a-z-]+)-stop-and-search', %d)"
        duckdb.execute(
            f"""COPY (SELECT {name % 2} AS force, {name % 1} AS month, * EXCLUDE filename
            FROM read_csv('{folder}/*/*.csv', all_varchar = true, filename = true))
            TO '{path}' (FORMAT parquet)"""
        )
    return path


def many_times(lake: Path) -> Path:
    """The lake's Parquet files 25 times over, as links: 250 million rows."""
    folder = OUT / "many"
    if not folder.exists():
        part = OUT / "many.part"
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir()
        for place, path in enumerate(sorted(lake.rglob("*.parquet"))):
            for copy in range(TIMES):
                (part / f"{copy:02d}-{place:04d}.parquet").hardlink_to(path)
        part.rename(folder)
    return folder


OPEN = f"""
from evenhand.records.lake import Lake
from evenhand.records.engine import Engine
from evenhand.records.count import count, counted
lake = Lake.open("{OUT}/lake")
by = {BY!r}
engine = Engine.duckdb(lake.path)
"""


def run(folder: Path) -> dict[str, Run]:
    """`strings`, `lake`; `ibis`, `sql` (the same question, once through Ibis and once by hand)."""
    text = plain_text(folder)
    strings = (
        'SELECT force, month, "Self-defined ethnicity", "Legislation", "Outcome", count(*) AS n '
        f"FROM '{text}' GROUP BY ALL"
    )
    ask = "expression = counted(engine.records(lake.files()), by=by)\n"
    return compare(
        {
            "strings": (
                "import duckdb",
                f"answer = duckdb.sql('''{strings}''').to_arrow_table().num_rows",
            ),
            "lake": (
                OPEN,
                "answer = engine.run(counted(engine.records(lake.files()), by=by)).num_rows",
            ),
            "ibis": (OPEN, ask + "answer = engine.run(expression).num_rows"),
            "sql": (
                OPEN
                + ask
                + "sql = engine.sql(expression)\n"
                + "fresh = Engine.duckdb(lake.path)\n"
                + "from ibis.expr.operations import DatabaseTable\n"
                + "name = expression.op().find(DatabaseTable)[0].name\n"
                + "paths = ', '.join(repr(str(path)) for path in lake.files())\n"
                + "view = f'CREATE TEMP VIEW \"{name}\" AS SELECT * FROM read_parquet([{paths}])'",
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
