"""Exact intervals for a whole country's cube of cells, against R's poisson.test on some of them."""

from __future__ import annotations

import csv
import shutil
import subprocess

from bench.run import OUT, Run, compare

SHAPE = (44, 60, 6, 19)
R_CELLS = 2000

CUBE = f"""
import numpy as np
from evenhand.stats import rate, ratio_of_rates
random = np.random.default_rng(6)
shape = {SHAPE!r}
people = random.integers(1_000, 400_000, size=(shape[0], 1, 1, shape[3])).astype(float)
mean = random.gamma(0.5, 12.0, size=shape)
events = random.poisson(mean)
exposure = np.broadcast_to(people / 12, shape)
"""
WORK = """
rates = rate(events, exposure, per=1000)
ratios = ratio_of_rates(events, exposure, events[..., -1:], exposure[..., -1:])
answer = int(events.size)
"""

R_SCRIPT = """
cells <- read.csv(commandArgs(TRUE)[1])
started <- proc.time()[["elapsed"]]
limits <- t(mapply(function(a, n, b, m) poisson.test(c(a, b), c(n, m))$conf.int,
                   cells$a, cells$n, cells$b, cells$m))
seconds <- proc.time()[["elapsed"]] - started
options(digits = 17)
write.csv(data.frame(low = limits[, 1], high = limits[, 2], seconds = seconds),
          commandArgs(TRUE)[2], row.names = FALSE)
"""


def run() -> Run:
    """The whole cube: rates and ratios, each with its exact interval."""
    return compare({"cube": (CUBE, WORK)})["cube"]


def run_r() -> tuple[float, float] | None:
    """R's seconds a cell and the largest relative difference; None where R is not installed."""
    if shutil.which("Rscript") is None:
        return None
    import numpy as np

    from evenhand.stats import ratio_of_rates

    random = np.random.default_rng(7)
    a = random.poisson(random.gamma(0.7, 15.0, R_CELLS))
    b = random.poisson(random.gamma(2.0, 60.0, R_CELLS)) + 1
    n = random.uniform(1e3, 4e5, R_CELLS)
    m = random.uniform(1e4, 4e6, R_CELLS)
    cells, limits, script = OUT / "cells.csv", OUT / "limits.csv", OUT / "poisson.R"
    with cells.open("w", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow("anbm")
        rows = zip(a, n, b, m, strict=True)
        writer.writerows((int(x), repr(float(p)), int(y), repr(float(q))) for x, p, y, q in rows)
    script.write_text(R_SCRIPT)
    subprocess.run(["Rscript", script, cells, limits], check=True)
    with limits.open() as stream:
        theirs = list(csv.DictReader(stream))
    ours = ratio_of_rates(a, n, b, m)
    worst = 0.0
    for name, mine in (("low", ours.low), ("high", ours.high)):
        r = np.array([float(row[name]) for row in theirs])
        worst = max(worst, float(np.max(np.abs(mine - r) / np.where(r > 0, r, 1.0))))
    return float(theirs[0]["seconds"]) / R_CELLS, worst
