"""Watch many series at once, and measure it: each line a ratio of two sides of one run.

    python -m bench.watch_many --series 20000 --months 72

- **many**: ratio mid-p values and both sums of a Poisson CUSUM over every month of every series,
  and false-discovery control over all their p values, against the same for one series after another
  by SciPy and plain Python (over a sample of the series, for each series-month). Time of the
  processor, so that a busy machine does not blur it.
- **farrington**: bounds of 1996 and of 2013 for each series-month, against R's ``surveillance``
  where R has it, and how far the bounds lie apart.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import tempfile
import time
from collections.abc import Callable
from math import log
from pathlib import Path
from shutil import which
from statistics import median

import numpy as np
from scipy import stats

from evenhand.stats.watching import (
    cusum_threshold,
    false_discovery,
    farrington_bounds,
    poisson_cusum,
    ratio_mid_p,
)

START, RATIO, TURNS, SAMPLE, R_SERIES = 24, 1.5, 5, 100, 20
R_SIDE = """
suppressMessages(library(surveillance))
x <- as.matrix(read.csv("{folder}/series.csv", header=FALSE))
s <- sts(observed=x, frequency=12, start=c(2019,1))
control <- list(range={first}:nrow(x), b=4, w=2, alpha=.01, limit54=c(5,4))
for (name in c("farrington", "farringtonFlexible")) {{
  if (name == "farringtonFlexible") control$pastWeeksNotIncluded <- 2
  used <- system.time(capture.output(found <- suppressWarnings(get(name)(s, control))))
  write.table(upperbound(found), paste0("{folder}/", name), row.names=FALSE, col.names=FALSE)
  cat(used["user.self"] + used["sys.self"], "\\n")
}}
"""


def seconds(work: Callable[[], object], turns: int = TURNS) -> float:
    """Median of the processor's time in some turns."""
    taken = []
    for _ in range(turns):
        began = time.process_time()
        work()
        taken.append(time.process_time() - began)
    return median(taken)


def ours(events: np.ndarray, exposure: np.ndarray, threshold: np.ndarray) -> np.ndarray:
    """CUSUM, mid-p values of each month against the history before it, and false discovery."""
    poisson_cusum(events, exposure, ratio=RATIO, threshold=threshold)
    before = np.cumsum(events, axis=1) - events
    over = np.cumsum(exposure, axis=1) - exposure
    p = ratio_mid_p(events[:, START:], exposure[:, START:], before[:, START:], over[:, START:])
    return false_discovery(p)


def plain(events: np.ndarray, exposure: np.ndarray, threshold: np.ndarray) -> None:
    """Do the same as a script would: series by series, month by month."""
    every = []
    for counts, over, limit in zip(events, exposure, threshold, strict=True):
        up = down = 0.0
        for month in range(START, counts.size):
            x, e = counts[month], over[month]
            b, past = counts[:month].sum(), over[:month].sum()
            for change in (RATIO, 1 / RATIO):
                score = x * log(change) - (x + b) * log((change * e + past) / (e + past))
                if change > 1:
                    up = 0.0 if up >= limit else max(0.0, up + score)
                else:
                    down = 0.0 if down >= limit else max(0.0, down + score)
            chance = stats.binom(x + b, e / (e + past))
            high = chance.sf(x) + chance.pmf(x) / 2
            every.append(2 * min(high, 1 - high))
    stats.false_discovery_control(every)


def many(rng: np.random.Generator, series: int, months: int) -> dict[str, float]:
    """Measure both sides over the same kind of series."""
    mean = np.exp(rng.uniform(np.log(2), np.log(200), (series, 1)))
    events = rng.poisson(mean, (series, months)).astype(float)
    exposure = np.tile(rng.uniform(0.8, 1.2, 12), -(-months // 12))[:months] * np.ones((series, 1))
    began = time.process_time()
    threshold = cusum_threshold(mean[:, 0], ratio=RATIO)
    thresholds = time.process_time() - began
    mine = seconds(lambda: ours(events, exposure, threshold))
    sample = slice(0, SAMPLE)
    theirs = seconds(lambda: plain(events[sample], exposure[sample], threshold[sample]), turns=1)
    return {
        "seconds": mine,
        "seconds_of_thresholds_once": thresholds,
        "times_faster_than_one_by_one": theirs / SAMPLE / (mine / series),
    }


def farrington(rng: np.random.Generator, series: int, months: int) -> dict[str, object]:
    """Measure our bounds and R's, by the time of the processor: for each series-month."""
    season = 1 + 0.2 * np.sin(2 * np.pi * np.arange(months) / 12)
    mean = np.exp(rng.uniform(np.log(5), np.log(200), (series, 1))) * season
    events = rng.negative_binomial(mean, 0.5).astype(float)
    found: dict[str, object] = {}
    first = 4 * 12 + 2
    judged = months - first
    versions = {"farrington": "1996", "farringtonFlexible": "surveillance"}
    for name, version in versions.items():
        began = time.process_time()
        farrington_bounds(events, version=version)
        mine = (time.process_time() - began) / (series * judged)
        found[name] = {"microseconds_each": mine * 1e6}
    if which("Rscript") is None:
        return found
    with tempfile.TemporaryDirectory() as folder:
        few = events[:R_SERIES]
        np.savetxt(Path(folder) / "series.csv", few.T, fmt="%d", delimiter=",")
        asked = ["Rscript", "-e", R_SIDE.format(folder=folder, first=first + 1)]
        ran = subprocess.run(asked, capture_output=True, text=True, check=False)
        if ran.returncode:
            return {**found, "r": "surveillance is not installed"}
        for used, (name, version) in zip(ran.stdout.split(), versions.items(), strict=True):
            theirs = np.loadtxt(Path(folder) / name).T
            mine_of_few = farrington_bounds(few, version=version).upper
            each = float(used) / (R_SERIES * judged)
            found[name]["times_faster_than_r"] = each * 1e6 / found[name]["microseconds_each"]
            found[name]["furthest_apart"] = float(
                np.nanmax(np.abs(np.nan_to_num(mine_of_few) - np.nan_to_num(theirs)) / theirs)
            )
    return found


def main() -> None:
    """Measure and print."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--series", type=int, default=20_000)
    asked.add_argument("--months", type=int, default=72)
    asked.add_argument("--seed", type=int, default=6)
    given = asked.parse_args()
    rng = np.random.default_rng(given.seed)
    found = {
        "many": many(rng, given.series, given.months),
        "farrington": farrington(rng, min(given.series, 2_000), given.months),
    }
    print(json.dumps(found, indent=1))


if __name__ == "__main__":
    main()
