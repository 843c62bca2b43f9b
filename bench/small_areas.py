"""Smooth a map of about 7,000 areas; say how long it took and how near it came to the truth.

    python -m bench.small_areas --areas 7225

The map is a honeycomb: each area inside it has six neighbours, as areas of statistics have on
average. Prints as JSON: seconds (the best of so many runs), those of the processor (the only ones
that mean anything on a busy machine), areas, the share of areas whose 95% interval held the planted
ratio, and the mean squared error of the log ratio, smoothed and not.
"""

from __future__ import annotations

import argparse
import json
import time

import numpy as np

from evenhand.stats import smooth_areas

PROMISED_SECONDS = 3.0


def honeycomb(side: int) -> np.ndarray:
    """Return the pairs of neighbours of a square of hexagons."""
    at = np.arange(side * side).reshape(side, side)
    across = (at[:, :-1], at[:, 1:])
    down = (at[:-1], at[1:])
    slanted = (at[:-1, 1:], at[1:, :-1])
    return np.concatenate(
        [np.column_stack([a.ravel(), b.ravel()]) for a, b in (across, down, slanted)]
    )


def planted(rng: np.random.Generator, side: int) -> np.ndarray:
    """Draw a smooth hill and dale of log ratios, and a little of each area's own."""
    x, y = np.meshgrid(*[np.linspace(0, 4 * np.pi, side)] * 2)
    smooth = 0.35 * (np.sin(x + rng.uniform(0, 6)) + np.cos(y + rng.uniform(0, 6)))
    return (smooth + 0.15 * rng.normal(size=(side, side))).ravel()


def run(areas: int, runs: int, seed: int, mean: float, model: str) -> dict[str, float]:
    """Smooth one map so many times."""
    rng = np.random.default_rng(seed)
    side = round(areas**0.5)
    truth, pairs = planted(rng, side), honeycomb(side)
    expected = rng.gamma(4, mean / 4, side * side) + 0.1
    events = rng.poisson(expected * np.exp(truth))
    seconds, processor = [], []
    for _ in range(runs):
        began, used = time.perf_counter(), time.process_time()
        found = smooth_areas(events, expected, pairs, model=model)
        seconds.append(time.perf_counter() - began)
        processor.append(time.process_time() - used)
    ratio = found.ratio
    raw = np.log((events + 0.5) / (expected + 0.5))
    return {
        "areas": side * side,
        "seconds": min(seconds),
        "processor_seconds": min(processor),
        "promised_seconds": PROMISED_SECONDS,
        "covered": float(np.mean((np.log(ratio.low) <= truth) & (truth <= np.log(ratio.high)))),
        "error": float(np.mean((np.log(ratio.value) - truth) ** 2)),
        "error_unsmoothed": float(np.mean((raw - truth) ** 2)),
        "spread": float(found.spread.value),
        "share": float(found.share.value),
    }


def main() -> None:
    """Smooth a map and print what was found."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--areas", type=int, default=7_225)
    asked.add_argument("--runs", type=int, default=3)
    asked.add_argument("--seed", type=int, default=163)
    asked.add_argument("--mean", type=float, default=8.0)
    asked.add_argument("--model", default="leroux")
    given = asked.parse_args()
    print(json.dumps(run(given.areas, given.runs, given.seed, given.mean, given.model), indent=1))


if __name__ == "__main__":
    main()
