"""The threshold test on real stops: against rstan, and over nine states of America.

    python -m bench.threshold rhode-island [--rstan]
    python -m bench.threshold nine-states
    python -m bench.threshold table [--kept DIR]

Reads ../shared/data/outcome-tests (Stanford Open Policing Project, 2017, ODC-BY) beside the clone.
The first says how far our thresholds lie from those that were published, and how many effective
draws a second of the processor they cost, compilation included; with --rstan the same model and
priors in R's rstan, with 2 x (1000 + 1000) draws, in the same run. The second fits the beta family
to each state and says how R-hat, effective draws, divergences and seconds came out. Time is the
processor's: on a busy machine the clock on the wall says little. Prints as JSON. The third fits
both families at each scale to Rhode Island and prints the table of the page of methods; a folder
keeps each fit, so that a run that was cut short goes on.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from evenhand.stats.outcomes.cells import Cells
from evenhand.stats.outcomes.sampling import Settings
from evenhand.stats.outcomes.threshold import ThresholdTest, threshold_test

DATA = Path(__file__).parents[2] / "shared" / "data" / "outcome-tests"
STATES = DATA / "open-policing-nine-states-counts.csv"
PUBLISHED = DATA / "open-policing-rhode-island-with-published-thresholds.csv"
GROUPS = ("White drivers", "Black drivers", "Hispanic drivers")
COLUMNS = ("num_stops", "num_searches", "num_hits")
STAN = """
data {
  int<lower=1> N; int<lower=3> R; int<lower=5> D;
  int g[N]; int d[N]; int n[N]; int s[N]; int h[N];
}
parameters {
  vector<lower=0>[R] spread; vector[R] level; vector[N] own;
  vector[R] risk; vector[D - 1] risk_of_place;
  vector[R] signal; vector[D - 1] signal_of_place;
}
model {
  vector[D] risk_d = append_row(0, risk_of_place);
  vector[D] signal_d = append_row(0, signal_of_place);
  vector[N] searched; vector[N] found;
  for (i in 1:N) {
    real x = inv_logit(level[g[i]] + own[i] * spread[g[i]]);
    real share = inv_logit(risk[g[i]] + risk_d[d[i]]);
    real sure = exp(signal[g[i]] + signal_d[d[i]]);
    searched[i] = 1 - beta_cdf(x, sure * share, sure * (1 - share));
    found[i] = share * (1 - beta_cdf(x, sure * share + 1, sure * (1 - share))) / searched[i];
  }
  spread ~ normal(0, 0.25); level ~ normal(-2, 1); own ~ normal(0, 1);
  risk ~ normal(-3.5, 0.25); risk_of_place ~ normal(0, 0.25);
  signal ~ normal(2, 0.5); signal_of_place ~ normal(0, 0.5);
  s ~ binomial(n, searched);
  h ~ binomial(s, found);
}
"""
R_SIDE = """
library(rstan)
read <- read.csv("{folder}/cells.csv")
data <- list(N = nrow(read), R = max(read$g), D = max(read$d), g = read$g, d = read$d,
             n = read$n, s = read$s, h = read$h)
start <- function() list(spread = runif(data$R, .05, .25), level = runif(data$R, -3, -1),
  own = runif(data$N, -.75, .75), risk = runif(data$R, -3.75, -3.25),
  signal = runif(data$R, 1.5, 2.5), risk_of_place = runif(data$D - 1, -.25, .25),
  signal_of_place = runif(data$D - 1, -.25, .25))
compiling <- system.time(model <- stan_model("{folder}/model.stan", boost_lib = "/usr/include"))
drawing <- system.time(fit <- sampling(model, data = data, chains = {chains}, cores = 1,
  iter = {warmup} + {draws}, warmup = {warmup}, seed = 1, init = start, refresh = 0,
  control = list(adapt_delta = {target}, max_treedepth = 12)))
told <- summary(fit)$summary
told <- told[rownames(told) != "lp__", ]
used <- function(time) sum(time[c(1, 2, 4, 5)], na.rm = TRUE)
cat("TOLD", used(compiling), used(drawing), min(told[, "n_eff"]), max(told[, "Rhat"]),
    get_num_divergent(fit), "\\n")
"""


def counted(state: str) -> tuple[np.ndarray, list[str]]:
    """Return stops, searches and finds, each (locations, groups), and the locations' names."""
    with STATES.open(newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["state"] == state]
    locations = sorted({row["location"] for row in rows})
    tables = np.zeros((3, len(locations), len(GROUPS)))
    for row in rows:
        at = locations.index(row["location"]), GROUPS.index(row["driver_race"])
        for table, column in zip(tables, COLUMNS, strict=True):
            table[at] = int(row[column])
    return tables, locations


def fitted(state: str, settings: Settings) -> tuple[ThresholdTest, float]:
    """Fit the beta family at scale 1; return it and the processor's seconds."""
    tables, locations = counted(state)
    began = time.process_time()
    told = threshold_test(
        *tables,
        locations=locations,
        groups=GROUPS,
        reference=GROUPS[0],
        families=("beta",),
        scales=(1.0,),
        settings=settings,
    )
    return told, time.process_time() - began


def apart(told: ThresholdTest) -> float:
    """Return the largest distance from a published threshold."""
    with PUBLISHED.open(newline="") as file:
        published = {
            (row["location_variable"], row["driver_race"]): float(row["inferred_threshold"])
            for row in csv.DictReader(file)
        }
    read = told.cells
    names = [
        (read.locations[place], read.groups[group])
        for place, group in zip(read.location, read.group, strict=True)
    ]
    return float(
        max(abs(published[name] - told.fits[0].cell.value[at]) for at, name in enumerate(names))
    )


def in_rstan(
    read: Cells, *, warmup: int, draws: int, chains: int, target: float
) -> dict[str, float]:
    """Fit the same model in rstan, compilation and all."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "model.stan").write_text(STAN)
        counts = [read.group + 1, read.location + 1, read.stops, read.searches, read.found]
        np.savetxt(
            Path(folder) / "cells.csv",
            np.column_stack(counts),
            fmt="%d",
            delimiter=",",
            header="g,d,n,s,h",
            comments="",
        )
        asked = R_SIDE.format(
            folder=folder, warmup=warmup, draws=draws, chains=chains, target=target
        )
        ran = subprocess.run(["Rscript", "-e", asked], capture_output=True, text=True, check=False)
    lines = [line for line in ran.stdout.splitlines() if line.startswith("TOLD")]
    if not lines:
        return {"failed": ran.stderr[-600:]}
    compiling, drawing, effective, r_hat, divergences = map(float, lines[0].split()[1:])
    return {
        "processor_seconds_compiling": compiling,
        "processor_seconds": compiling + drawing,
        "effective": effective,
        "r_hat": r_hat,
        "divergences": divergences,
        "effective_a_second": effective / (compiling + drawing),
    }


def rhode_island(settings: Settings, rstan: bool) -> dict[str, object]:
    """Set our thresholds against the published ones, and our speed against rstan's."""
    told, seconds = fitted("RI", settings)
    fit = told.fits[0]
    ours = {
        **vars(fit.diagnostics),
        "processor_seconds": seconds,
        "effective_a_second": fit.diagnostics.effective / seconds,
        "furthest_from_published": apart(told),
        "thresholds": dict(zip(told.cells.groups, fit.threshold.value.tolist(), strict=True)),
    }
    found: dict[str, object] = {"evenhand": ours}
    if rstan:
        theirs = in_rstan(told.cells, warmup=1000, draws=1000, chains=2, target=0.85)
        found["rstan"] = theirs
        if "effective_a_second" in theirs:
            found["times"] = ours["effective_a_second"] / theirs["effective_a_second"]
    return found


def nine_states(settings: Settings) -> Iterator[dict[str, object]]:
    """Fit each state; the last line adds them up."""
    with STATES.open(newline="") as file:
        states = sorted({row["state"] for row in csv.DictReader(file)})
    total, began = 0.0, time.perf_counter()
    all_usable = True
    for state in states:
        told, seconds = fitted(state, settings)
        total += seconds
        fit = told.fits[0]
        all_usable &= fit.usable
        yield {
            "state": state,
            "cells": len(told.cells.stops),
            "processor_seconds": round(seconds, 1),
            **vars(fit.diagnostics),
            "searched": fit.searched,
            "found": fit.found,
            "why": fit.why,
        }
    yield {
        "states": len(states),
        "usable": all_usable,
        "processor_seconds": round(total, 1),
        "seconds": round(time.perf_counter() - began, 1),
        "processors": os.cpu_count(),
    }


def table(settings: Settings, kept: Path | None) -> Iterator[str]:
    """Fit every family and scale to Rhode Island; the lines of a table in Markdown."""
    tables, locations = counted("RI")
    told = threshold_test(
        *tables,
        locations=locations,
        groups=GROUPS,
        reference=GROUPS[0],
        settings=settings,
        cache=kept,
    )
    groups = told.cells.groups
    others = [at for at, group in enumerate(groups) if group != told.reference]
    yield "| family | scale | " + " | ".join(groups) + " | searched on less | R-hat, effective |"
    yield "| --- " * (len(groups) + 4) + "|"
    for fit in told.fits:
        ends = zip(fit.threshold.value, fit.threshold.low, fit.threshold.high, strict=True)
        cells = [f"{value:.3f} ({low:.3f} to {high:.3f})" for value, low, high in ends]
        less = ", ".join(f"{groups[at].split()[0]} {100 * fit.lower[at]:.0f}%" for at in others)
        arrived = f"{fit.diagnostics.r_hat:.3f}, {fit.diagnostics.effective:,.0f}"
        why = f"; {fit.why}" if fit.why else ""
        row = (f"`{fit.family}`", f"{fit.scale:g}", *cells, less, arrived + why)
        yield "| " + " | ".join(row) + " |"


def main() -> None:
    """Measure and print."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("what", choices=("rhode-island", "nine-states", "table"))
    asked.add_argument("--rstan", action="store_true")
    asked.add_argument("--draws", type=int, default=500)
    asked.add_argument("--warmup", type=int, default=600)
    asked.add_argument("--kept", type=Path, default=None)
    given = asked.parse_args()
    settings = Settings(draws=given.draws, warmup=given.warmup)
    if given.what == "rhode-island":
        print(json.dumps(rhode_island(settings, given.rstan), indent=1))
        return
    if given.what == "table":
        print("\n".join(table(settings, given.kept)))
        return
    for line in nine_states(settings):
        print(json.dumps(line), flush=True)


if __name__ == "__main__":
    main()
