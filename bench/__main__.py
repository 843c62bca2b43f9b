"""`make bench`: the speeds and sizes that we promise, each as a ratio measured in one run.

python -m bench [ROWS] writes docs/reference/speed.md. Ten million rows need 6 GB of disk in
bench/out and about ten minutes; fewer rows are quicker, and their ratios are not the promised ones.
Of the rest, ``ALONE`` names each and says what it shows: they take long, need a machine of their
own or look for faults, and are run by hand.
"""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from bench import counting, cube, funnels, importing, peer, site, small_areas, watch_many
from bench.generate import generate
from bench.run import OUT

ROWS = 10_000_000
PAGE = Path(__file__).parent.parent / "docs" / "reference" / "speed.md"


ALONE = {
    "before_after": "how often a planted change of a series is found, and one that is not there",
    "coverage": "what matching finds of stops of which it is known that they happened",
    "draws": "three programs that draw alike, and a force that cannot move a record's chance",
    "editors": "many people editing one plan at the same moment: nothing lost or doubled",
    "grid": "processor time of the grid of a large plan, just after it changed",
    "log_kills": "killing the sequencer and the writers of a log: nothing lost or twice",
    "logs": "writing with both logs on, against the same with them off",
    "minneapolis": "the worked example of two pages of methods, from a file of R's carData",
    "panels": "how often the ranges of a panel's draw and of its agreement hold the truth",
    "server_kills": "killing the site in the middle of writes: nothing half there",
    "stops_chromium_kills": "killing the phone's browser as it says “saved”: every stop is there",
    "stops_cold": "how long the recorder takes from a killed browser to its first question",
    "stops_cuts": "cutting every step of the phone and of the server once, each way",
    "stops_faults": "20,000 stops over a bad line to a server that is killed: none lost or twice",
    "stops_speed": "stops accepted a second, against plain rows of PostgreSQL and without logs",
    "threshold": "the threshold test on real stops: against rstan, over nine states, and by model",
    "veil": "how often a planted effect of visibility is found again",
    "watch_charts": "how often charts signal without cause, and how soon with one",
    "watch_demo": "the demonstration in other draws: what is found, what is raised without cause",
    "watch_lake": "a country watched from counts to alerts, and one new month of it",
}
"""Benches that are run by hand, as ``python -m bench.NAME``, and what each shows."""
PARTS = {
    "generate": "peer, counting and importing",
    "rounds": "draws, and the tests of draws",
    "run": "all of them",
    "stops_chromium": "stops_chromium_kills and stops_cold",
    "stops_devices": "stops_faults",
    "stops_judged": "stops_faults",
    "stops_line": "stops_faults",
    "stops_postgres": "stops_faults and stops_speed",
    "stops_unlogged": "stops_speed",
}
"""What is no bench of its own, and which ones use it."""

NOTES = """## What is compared

**The import** reads 1,584 files, fingerprints, parses and codes them, runs every check, and writes
Parquet by force and month, tallies and a manifest. The COPY reads the same rows as one CSV and
writes one Parquet file, with DuckDB's own settings.

**The count** is `evenhand.records.count`, which adds up tallies. Counting each record again is what
`evenhand figure` does to check a figure; its time is the Ibis layer's own line.

**The job in pandas** is done as an analyst would, with the C engine. *All of it* means the import's
own work too: fingerprints, groups by dictionary, London months, the counts behind each check,
Parquet by force and month; then counts, rates and their exact intervals by SciPy's quantiles.
*Counts only* leaves all that out on the side of pandas, and nothing on ours.

**The site** is the demonstration, on the loopback of the same machine: server time is from asking
to having the whole page. Processor time and queries are counted in the process that answers; the
plainest page is `/about/`. Weights are what a browser with a phone's screen received, on a line of
400 kbit/s with 400 ms there and back. The worst page is named.

**Statistics** are timed by the processor's clock. The funnel's peer is what FunnelPlotR's
`funnel_plot` calculates, in its own order and without its picture; its formulas alone, for the
units and not also for a thousand points of a curve, take about half as long.
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
    tell(
        "The Ibis layer counting every record, against its own SQL by hand",
        f"{ratio:.2f} times ({done['ibis'].seconds:.2f} s, {done['sql'].seconds:.2f} s)",
        "at most 1.1",
    )

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
    ours = done["evenhand"]
    for name, what, promise in (("job", "all of it", "10"), ("counts", "counts only", "-")):
        theirs = done[name]
        same = "the same people" if theirs.answer == ours.answer else "DIFFERENT"
        tell(
            f"Files to rates, against the job in pandas, {what} ({same})",
            f"{theirs.seconds / ours.seconds:.1f} times faster "
            f"({ours.seconds:.1f} s, {theirs.seconds:.1f} s)",
            promise,
        )
        size = theirs.megabytes / ours.megabytes
        tell(f"Its memory, against pandas, {what}", f"{size:.1f} times smaller", "5")
    told_statistics(tell)
    told_site(tell)
    return told


def told_statistics(tell: Callable[[str, str, str], None]) -> None:
    """What many series, funnels and small areas take, beside R where it has the peer."""
    rng = np.random.default_rng(6)
    done = watch_many.many(rng, 20_000, 72)
    tell(
        "CUSUM, mid-p values and false discovery, 20,000 series of 72 months",
        f"{done['seconds']:.2f} s, {done['times_faster_than_one_by_one']:,.0f} times as fast as "
        f"one by one; thresholds {done['seconds_of_thresholds_once']:.2f} s, once",
        "under 1 s",
    )
    bounds = watch_many.farrington(rng, 2_000, 72)
    for name, one in bounds.items():
        if isinstance(one, dict) and "times_faster_than_r" in one:
            tell(
                f"Farrington's bounds, against `{name}` of R's surveillance",
                f"{one['times_faster_than_r']:,.0f} times faster, "
                f"{one['furthest_apart']:.0e} apart",
                "200 times, equal bounds",
            )
    for method, one in funnels.run().items():
        if "times_faster_than_funnelplotr" in one:
            tell(
                f"500 units in a funnel with over-dispersion ({method}), against FunnelPlotR",
                f"{one['times_faster_than_funnelplotr']:.0f} times faster, "
                f"{one['limits_furthest_apart']:.0e} apart",
                "30 times, within 1e-9",
            )
        else:
            print(f"No R with FunnelPlotR: the funnel ({method}) was compared with plain Python")
            tell(
                f"500 units in a funnel with over-dispersion ({method}), against plain Python",
                f"{one['times_faster_than_plain_python']:.1f} times faster",
                "-",
            )
    done = small_areas.run(7_225, 3, 163, 8.0, "leroux")
    tell(
        f"{done['areas']:,.0f} small areas smoothed",
        f"{done['processor_seconds']:.1f} s; {done['covered']:.1%} of intervals held the truth",
        "under 3 s",
    )


def told_site(tell: Callable[[str, str, str], None]) -> None:
    """What the site's pages take: time, weight, paint, Lighthouse's scores."""

    def worst(values: dict[str, float]) -> tuple[str, float]:
        return max(values.items(), key=lambda item: item[1])

    with site.served() as address:
        page, taken = worst(site.server_time(address))
        tell("Server time of a public page, median", f"{taken:.1f} ms ({page})", "under 15 ms")
        work = site.work()
        plain = work[site.PLAIN][1]
        page, spent = worst({page: milliseconds for page, (_, milliseconds) in work.items()})
        tell(
            "Processor time of that, against the plainest page",
            f"{spent / plain:.1f} times ({spent:.1f} ms, {plain:.1f} ms; {page})",
            "-",
        )
        page, number = worst({page: queries for page, (queries, _) in work.items()})
        tell("Queries of a public page", f"{number:.0f} ({page})", "at most 6")
        weights = site.weights(address)
        for what, promise, name, unit in (
            ("First visit", "at most 75 kB", "first", 1000),
            ("Next visit", "at most 15 kB", "next", 1000),
            ("Script", "at most 12 kB", "script", 1000),
        ):
            page, size = worst({page: one[name] for page, one in weights.items()})
            tell(what, f"{size / unit:.1f} kB ({page})", promise)
        page, number = worst({page: one["requests"] for page, one in weights.items()})
        tell("Requests of a first visit", f"{number:.0f} ({page})", "at most 10")
        page, paint = worst({page: one["paint"] for page, one in weights.items()})
        tell("Largest paint on a slow line", f"{paint / 1000:.1f} s ({page})", "within 2.5 s")
        for page in site.SCORED:
            scores = site.lighthouse(address, page)
            if scores:
                told = ", ".join(f"{name} {score:.0f}" for name, score in scores.items())
                tell(f"Lighthouse, {page}", told, "100; performance at least 98")


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
        "| what | measured | promised |\n| --- | --- | --- |\n" + table + "\n\n" + NOTES + alone()
    )


def alone() -> str:
    """Say which benches are run by hand."""
    rows = "\n".join(f"| `python -m bench.{name}` | {shows} |" for name, shows in ALONE.items())
    return f"\n## Run by hand\n\n| bench | what it shows |\n| --- | --- |\n{rows}\n"


def main() -> None:
    """Run everything; with ``site`` or ``statistics`` those alone, whose lines are only said."""
    parts = {"site": told_site, "statistics": told_statistics}
    if len(sys.argv) == 2 and sys.argv[1] in parts:
        OUT.mkdir(exist_ok=True)
        return parts[sys.argv[1]](lambda *line: print(*line, sep=" | ", flush=True))
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS
    OUT.mkdir(exist_ok=True)
    write(lines(rows), rows)
    return None


if __name__ == "__main__":
    main()
