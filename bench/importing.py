"""Importing with every check, against the least that DuckDB needs to move the same rows."""

from __future__ import annotations

from pathlib import Path

from bench.run import OUT, Run, compare


def one_file(files: list[Path]) -> Path:
    """All the files' rows as one CSV, for the bare COPY."""
    whole = OUT / "one.csv"
    if not whole.exists():
        part = whole.with_suffix(".part")
        with part.open("wb") as stream:
            for place, path in enumerate(files):
                heading, _, rows = path.read_bytes().partition(b"\n")
                stream.write((heading + b"\n" if place == 0 else b"") + rows)
        part.rename(whole)
    return whole


def run(files: list[Path]) -> dict[str, Run]:
    """Both sides: `copy` and `import`; the import leaves its lake for the other benchmarks."""
    whole = one_file(files)
    folder = files[0].parent.parent
    return compare(
        {
            "copy": (
                "import duckdb",
                f"duckdb.execute(\"COPY (FROM read_csv('{whole}')) TO '{OUT}/copy.parquet'\");"
                "answer = None",
            ),
            "import": (
                "import shutil\nfrom evenhand.records.importing import import_police_uk\n"
                f"shutil.rmtree('{OUT}/lake', ignore_errors=True)",
                f"answer = import_police_uk(['{folder}'], '{OUT}/lake').rows_loaded",
            ),
        }
    )
