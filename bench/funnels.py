"""Say where units lie in funnels, and measure it: each line a ratio of two sides of one run.

    python -m bench.funnels --units 500

Three funnels with additive over-dispersion, each with both pairs of limits, scores and places:
standardised ratios on the log scale, their ends left out; on the root scale, their ends drawn in;
shares on the arcsine scale. Against what FunnelPlotR's ``funnel_plot`` calculates, in its own order
and without its picture, where R has that package (``R_LIBS`` says where it lies); against its
formulas alone, for these units and not also for a thousand points of a curve; and against the same
written one unit at a time in plain Python. And how far scores and limits of the two lie apart. Time
of the processor, so that a busy machine does not blur it.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import tempfile
import time
from collections.abc import Callable
from math import asin, exp, log, sin, sqrt
from pathlib import Path
from shutil import which
from statistics import median

import numpy as np
from scipy import special

from evenhand.stats import Funnel, binomial_funnel, poisson_funnel

TURNS, R_TURNS = 50, 20
QUANTILES = 1.959964, 3.090232
"""As FunnelPlotR writes them."""
INNER, OUTER = (float(1 - 2 * special.ndtr(-one)) for one in QUANTILES)
METHODS = {"log": ("SR", "SHMI"), "root": ("SR", "CQC"), "arcsine": ("PR", "-")}
R_SIDE = """
run <- function(x, type, method, alone) {{
  x <- aggregate_func(x)
  target <- if (type == "SR") 1 else sum(x$numerator) / sum(x$denominator)
  x <- transformed_zscore(x, type, method)
  x <- if (method == "SHMI") truncation(x, 0.1) else winsorisation(x, 0.1)
  n <- sum(!is.na(x$Wuzscore))
  phi <- phi_func(n, na.omit(x$Wuzscore))
  tau2 <- tau_func(n, phi, x[!is.na(x$Wuzscore), ]$s)
  if (alone) {{
    limits <- calculate_limits(data.frame(number_seq = x$denominator), type, method, 1, tau2,
                               target, draw_adjusted = TRUE)
  }} else {{
    limits <- build_limits_lookup(1, ceiling(max(x$denominator)), 0, 1, TRUE, tau2, type, method,
                                  target, 1, x$denominator)
  }}
  x <- merge(x[names(x) != "s"], unique(limits), by.x = "denominator", by.y = "number_seq")
  theirs <- c("odll95", "odul95", "odll998", "odul998")
  names(x)[match(theirs, names(x))] <- c("OD95LCL", "OD95UCL", "OD99LCL", "OD99UCL")
  outliers_func(x[order(x$group), ], TRUE, FALSE, 95, 1)
}}
environment(run) <- new.env(parent = asNamespace("FunnelPlotR"))
x <- read.csv("{folder}/units.csv")
x$group <- factor(x$group)
for (alone in c(TRUE, FALSE)) {{
  used <- system.time(for (turn in 1:{turns}) found <- run(x, "{type}", "{method}", alone))
  cat((used["user.self"] + used["sys.self"]) / {turns}, "")
}}
options(digits = 17)
write.table(found[c("Uzscore", "OD95LCL", "OD95UCL", "OD99LCL", "OD99UCL")],
            "{folder}/found", row.names = FALSE, col.names = FALSE)
"""


def seconds(work: Callable[[], object], turns: int = TURNS) -> float:
    """Median of the processor's time in some turns."""
    taken = []
    for _ in range(turns):
        began = time.process_time()
        work()
        taken.append(time.process_time() - began)
    return median(taken)


def ours(events: np.ndarray, over: np.ndarray, method: str) -> Funnel:
    """One call."""
    if method == "arcsine":
        return binomial_funnel(events, over, dispersion="additive", inner=INNER, outer=OUTER)
    return poisson_funnel(
        events,
        over,
        centre=1,
        method=method,
        dispersion="additive",
        ends="left out" if method == "log" else "drawn in",
        inner=INNER,
        outer=OUTER,
    )


def plain(events: list[float], over: list[float], method: str) -> list[tuple[float, ...]]:
    """The same, one unit after another."""
    pooled = sum(events) / sum(over)
    there, to, back = {
        "log": (lambda: 0.0, log, exp),
        "root": (lambda: 1.0, sqrt, lambda y: max(y, 0) ** 2),
        "arcsine": (lambda: asin(sqrt(pooled)), lambda p: asin(sqrt(p)), lambda y: sin(y) ** 2),
    }[method]
    centre = there()
    error = [(1 if method == "log" else 0.5) / sqrt(n) for n in over]
    z = [(to(a / n) - centre) / s for a, n, s in zip(events, over, error, strict=True)]
    kept = sorted(range(len(z)), key=lambda i: z[i])
    cut = len(z) // 10
    if method == "log":
        kept = kept[cut : len(z) - cut]
        drawn = [z[i] for i in kept]
    else:
        low, high = np.quantile(z, [0.1, 0.9]).tolist()
        drawn = [min(max(z[i], low), high) for i in kept]
    weights = [1 / error[i] ** 2 for i in kept]
    q = sum(one * one for one in drawn)
    spare = sum(weights) - sum(w * w for w in weights) / sum(weights)
    tau = max(0.0, (q - len(drawn) + 1) / spare)
    rows = []
    for a, n, s, score in zip(events, over, error, z, strict=True):
        wide = sqrt(s * s + tau)
        ends = [back(centre + sign * q * wide) for q in QUANTILES for sign in (-1, 1)]
        place = sum((a / n > ends[i + 1]) - (a / n < ends[i]) for i in (0, 2))
        rows.append((score, *ends, place))
    return rows


def by_r(
    events: np.ndarray, over: np.ndarray, method: str
) -> tuple[list[float], np.ndarray] | None:
    """R's seconds for one funnel, its scores and limits; None where it has no FunnelPlotR."""
    if which("Rscript") is None:
        return None
    kind, standard = METHODS[method]
    with tempfile.TemporaryDirectory() as folder:
        pairs = zip(over, events, strict=True)
        table = [f"{i:06d},{n:.17g},{a:.17g}" for i, (n, a) in enumerate(pairs)]
        written = "\n".join(["group,denominator,numerator", *table])
        (Path(folder) / "units.csv").write_text(written)
        script = R_SIDE.format(folder=folder, turns=R_TURNS, type=kind, method=standard)
        asked = ["Rscript", "-e", script]
        ran = subprocess.run(asked, capture_output=True, text=True, check=False)
        if ran.returncode:
            return None
        taken = [float(one) for one in ran.stdout.split()]
        return taken, np.loadtxt(Path(folder) / "found")


def measure(events: np.ndarray, over: np.ndarray, method: str) -> dict[str, object]:
    """Measure each side for one funnel."""
    mine = seconds(lambda: ours(events, over, method))
    one_by_one = seconds(lambda: plain(events.tolist(), over.tolist(), method), turns=5)
    found: dict[str, object] = {
        "milliseconds": mine * 1e3,
        "times_faster_than_plain_python": one_by_one / mine,
    }
    theirs = by_r(events, over, method)
    if theirs is None:
        return {**found, "r": "no R with FunnelPlotR here"}
    (alone, whole), rows = theirs
    funnel = ours(events, over, method)
    ends = funnel.inner.low, funnel.inner.high, funnel.outer.low, funnel.outer.high
    limits = rows[:, 1:]
    if method == "root":  # it leaves these limits on the scale of roots
        limits = np.maximum(limits, 0) ** 2
    apart = np.abs(np.array(ends).T - limits)
    return {
        **found,
        "times_faster_than_funnelplotr": whole / mine,
        "times_faster_than_its_formulas_alone": alone / mine,
        "scores_furthest_apart": float(np.abs(funnel.z - rows[:, 0]).max()),
        "limits_furthest_apart": float(apart.max()),
        "units_with_limits_over_1e-9_apart": int((apart > 1e-9).any(axis=1).sum()),
    }


def run(units: int = 500, seed: int = 6) -> dict[str, dict[str, object]]:
    """Measure each funnel over made-up units that differ by more than chance."""
    rng = np.random.default_rng(seed)
    over = np.floor(np.exp(rng.uniform(log(20), log(2_000), units)))
    swing = np.exp(rng.normal(0, 0.1, units))
    seen = np.maximum(rng.poisson(over * swing), 1.0)
    part = rng.binomial(over.astype(int), np.clip(0.27 * swing, 0, 1)).astype(float)
    return {
        method: measure(part if method == "arcsine" else seen, over, method) for method in METHODS
    }


def main() -> None:
    """Measure and print."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--units", type=int, default=500)
    asked.add_argument("--seed", type=int, default=6)
    given = asked.parse_args()
    print(json.dumps(run(given.units, given.seed), indent=1))


if __name__ == "__main__":
    main()
