"""Draw charts of series in which nothing happens, and of series that rise: how often each signals.

    python -m bench.watch_charts --series 20000

Each series has 24 months of history and is then watched for ten years. Months have a season of 20%
up and down, one in twenty is missing, and the charts are told the season, as the watch tells them.
Prints as JSON, for each kind of series: the months watched for each false alarm in one direction
(240 is asked for), and for a rise to 1.5 and to 2 times the months until it is found (mean and
median, from charts that have been quiet for two years) and the share found within a year. A test
runs a few series.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from evenhand.stats.watching import (
    binomial_cusum,
    binomial_ewma,
    phi_of_history,
    poisson_cusum,
    poisson_ewma,
)

HISTORY, WATCHED, QUIET = 24, 120, 24
EVERY = 240.0
MISSING = 0.05
SEASON = 1 + 0.2 * np.sin(2 * np.pi * np.arange(HISTORY + WATCHED) / 12)
Signals = tuple[np.ndarray, np.ndarray, np.ndarray]


@dataclass(frozen=True)
class Kind:
    """A kind of series: events a month, of how many trials, and how much more than chance."""

    mean: float
    share: float = 0.0
    phi: float = 1.0
    known_phi: bool = True


KINDS = {
    "2 a month": Kind(2),
    "rural, 28 a quarter": Kind(28 / 3),
    "60 a month": Kind(60),
    "metropolitan, 3,000 a month, swinging 30 times chance": Kind(3_000, phi=30),
    "the same, its swing estimated": Kind(3_000, phi=30, known_phi=False),
    "rural finds, 28 a quarter of 140": Kind(28 / 3, share=0.2),
    "metropolitan finds, 600 a month of 3,000, swinging 3 times chance": Kind(600, 0.2, 3),
}


def months(rng: np.random.Generator, kind: Kind, series: int, times: np.ndarray) -> np.ndarray:
    """Draw events, and what they are expected in proportion to: [events, exposure or trials]."""
    shape = (series, HISTORY + WATCHED)
    level = np.broadcast_to(kind.mean * SEASON, shape)
    if kind.share:
        trials = rng.poisson(level / kind.share)
        odds = kind.share / (1 - kind.share) * times
        share = np.broadcast_to(odds / (1 + odds), shape)
        if kind.phi > 1:
            # Beta-binomial, with the same over-dispersion at every number of trials.
            rest = np.maximum((trials - kind.phi) / (kind.phi - 1), 0.01)
            share = rng.beta(share * rest, (1 - share) * rest)
        drawn = np.array([rng.binomial(trials, share), trials], dtype=float)
    else:
        mean = level * times
        events = (
            rng.negative_binomial(mean / (kind.phi - 1), 1 / kind.phi)
            if kind.phi > 1
            else rng.poisson(mean)
        )
        drawn = np.array([events, np.broadcast_to(SEASON, shape)], dtype=float)
    drawn[:, rng.random(shape) < MISSING] = np.nan
    return drawn


def cusum(kind: Kind, drawn: np.ndarray) -> Signals:
    """Signals up and down, and the months watched."""
    chart = binomial_cusum if kind.share else poisson_cusum
    found = chart(*drawn, phi=_phi(kind, drawn), false_alarm_every=EVERY)
    return found.signal_up, found.signal_down, found.watched


def ewma(kind: Kind, drawn: np.ndarray) -> Signals:
    """As ``cusum``."""
    chart = binomial_ewma if kind.share else poisson_ewma
    found = chart(*drawn, phi=_phi(kind, drawn), false_alarm_every=EVERY)
    return found.signal_up, found.signal_down, found.watched


CHARTS: dict[str, Callable[[Kind, np.ndarray], Signals]] = {"cusum": cusum, "ewma": ewma}


def false_alarms(
    rng: np.random.Generator, kind: Kind, series: int, chart: Callable[..., Signals]
) -> dict[str, float]:
    """Watch series in which nothing happens: months watched for each alarm, in each direction."""
    up, down, watched = chart(kind, months(rng, kind, series, np.ones(HISTORY + WATCHED)))
    return {"rise": _months_each(up, watched), "fall": _months_each(down, watched)}


def delays(
    rng: np.random.Generator, kind: Kind, series: int, chart: Callable[..., Signals], rise: float
) -> dict[str, float]:
    """Watch series that rise for good: months until that is found, where all was quiet before."""
    since = HISTORY + QUIET
    times = np.where(np.arange(HISTORY + WATCHED) < since, 1.0, rise)
    up, _, _ = chart(kind, months(rng, kind, series, times))
    quiet = ~up[:, :since].any(axis=1)
    after = up[quiet, since:]
    taken = np.where(after.any(axis=1), after.argmax(axis=1) + 1, after.shape[1] + 1)
    return {
        "mean": float(taken.mean()),
        "median": float(np.median(taken)),
        "within_a_year": float((taken <= 12).mean()),
        "within_six_months": float((taken <= 6).mean()),
    }


def _months_each(signal: np.ndarray, watched: np.ndarray) -> float:
    """Months at risk until the first alarm of each series, for each first alarm."""
    before = np.cumsum(signal, axis=1) - signal == 0
    return float((watched & before).sum() / max(1, (signal & before).sum()))


def _phi(kind: Kind, drawn: np.ndarray) -> np.ndarray | float:
    if kind.known_phi:
        return kind.phi
    return np.nan_to_num(phi_of_history(*drawn, start=HISTORY), nan=1.0)


def told(rng: np.random.Generator, kind: Kind, series: int) -> dict[str, object]:
    """Everything of one kind of series."""
    return {
        name: {
            "months_each_false_alarm": false_alarms(rng, kind, series, chart),
            **{f"rise_to_{rise}": delays(rng, kind, series, chart, rise) for rise in (1.5, 2.0)},
        }
        for name, chart in CHARTS.items()
    }


def main() -> None:
    """Simulate so many series of each kind and print what was found."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--series", type=int, default=20_000)
    asked.add_argument("--seed", type=int, default=6)
    given = asked.parse_args()
    rng = np.random.default_rng(given.seed)
    found = {name: told(rng, kind, given.series) for name, kind in KINDS.items()}
    print(json.dumps(found, indent=1))


if __name__ == "__main__":
    main()
