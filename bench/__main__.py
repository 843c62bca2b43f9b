"""`make bench`: the speeds and sizes that we promise, each as a ratio measured in one run.

python -m bench [ROWS] writes docs/reference/speed.md. Ten million rows need 6 GB of disk in
bench/out and about ten minutes; fewer rows are quicker, and their ratios are not the promised ones.
"""

from __future__ import annotations

import os
import platform
import sys
from datetime import UTC, datetime
from pathlib import Path

from bench import counting, cube, importing, peer
from bench.generate import generate
from bench.run import OUT

ROWS = 10_000_000
PAGE = Path(__file__).parent.parent / "docs" / "reference" / "speed.md"


WHY = """## Where a promise is not kept yet

An import uses as little processor time as the bare COPY, but not both cores at once: its two
threads wait for each other whenever one of them is in Python. Worker processes, which end with
their parent, are the way on; the comparison with pandas would gain as much.

A count spends most of its time on opening 1,584 small files and unpacking them; DuckDB 2 groups
strings that a dictionary packs nearly as fast as small numbers. One file for a force's year,
beside the monthly ones, would be the way on.
"""


def lines(rows: int) -> list[tuple[str, str, str]]:
    """What was measured, the result, and what was promised."""
    files = generate(OUT / "files", rows)
    folder = files[0].parent.parent
    told: list[tuple[str, str, str]] = []

    def tell(what: str, result: str, promise: str) -> None:
        print(f"{what}: {result} (promised: {promise})", flush=True)
        told.append((what, result, promise))

    done = importing.run(files)
    ratio = done["import"].seconds / done["copy"].seconds
    tell(
        "Import with all checks, against a bare DuckDB COPY of one CSV to Parquet",
        f"{ratio:.2f} times ({done['import'].seconds:.1f} s, {done['copy'].seconds:.1f} s)",
        "at most 1.0",
    )
    tell("Memory of that import", f"{done['import'].megabytes:.0f} MB", "at most 500 MB")

    done = counting.run(folder)
    for name, order in (("shuffled", "in no order"), ("strings", "in the files' order")):
        ratio = done["lake"].seconds / done[name].seconds
        tell(
            f"Counting {' x '.join(counting.BY)}, against DuckDB over plain strings {order}",
            f"{ratio:.2f} times ({done['lake'].seconds:.2f} s, {done[name].seconds:.2f} s; "
            f"{done['lake'].answer:,} groups)",
            "at most 0.3",
        )
    ratio = done["ibis"].seconds / done["sql"].seconds
    tell("The Ibis layer, against its own SQL by hand", f"{ratio:.2f} times", "at most 1.1")

    done = counting.run_many()
    ratio = done["many"].seconds / done["once"].seconds
    tell(
        f"Counting {done['many'].answer:,} rows, against {done['once'].answer:,}",
        f"{ratio:.1f} times ({done['many'].seconds:.1f} s)",
        "at most 26",
    )
    tell("Memory of that count", f"{done['many'].megabytes:.0f} MB", "at most 1,000 MB")

    ours = cube.run()
    tell(
        "A cube of 44 forces x 60 months x 6 powers x 19 groups with exact intervals",
        f"{ours.seconds:.2f} s",
        "under 2 s",
    )
    theirs = cube.run_r()
    if theirs is None:
        print("R is not installed: the comparison with poisson.test was left out")
    else:
        ratio = theirs[0] / (ours.seconds / ours.answer)
        tell("The same a cell, against R's poisson.test", f"{ratio:,.0f} times faster", "100")
        tell("The largest relative difference from R", f"{theirs[1]:.1e}", "at most 1e-12")

    done = peer.run(folder)
    same = "the same people" if done["pandas"].answer == done["evenhand"].answer else "DIFFERENT"
    ratio = done["pandas"].seconds / done["evenhand"].seconds
    size = done["pandas"].megabytes / done["evenhand"].megabytes
    tell(f"Files to rates, against pandas ({same})", f"{ratio:.1f} times faster", "10")
    tell("Its memory, against pandas", f"{size:.1f} times smaller", "5")
    return told


def write(told: list[tuple[str, str, str]], rows: int) -> None:
    """Keep the results where readers look for them."""
    machine = f"{os.cpu_count()} cores, Python {platform.python_version()}"
    day = datetime.now(UTC).date().isoformat()
    table = "\n".join(f"| {what} | {result} | {promise} |" for what, result, promise in told)
    PAGE.write_text(
        "# Speed and size\n\n"
        f"Measured on {day} by `make bench` over {rows:,} generated rows in the police's format, "
        f"on a machine with {machine}. Each ratio is of medians taken in turn in one run, because "
        "such machines are noisy. Nothing here is asserted by a test.\n\n"
        "| what | measured | promised |\n| --- | --- | --- |\n" + table + "\n\n" + WHY
    )


def main() -> None:
    """Run everything."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS
    OUT.mkdir(exist_ok=True)
    write(lines(rows), rows)


if __name__ == "__main__":
    main()
