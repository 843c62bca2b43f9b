"""Plant a change in simulated series that go together from month to month; see how it is found.

    python -m bench.before_after --series 1000

For each length of series, each mean number of events a month and each carrying over from one month
to the next, prints as JSON the share of series whose interval held the planted change, the same of
Newey and West's alone and of the interval that takes months as independent, and how often a change
of 1 (none) was seen as one. A test runs a few.
"""

from __future__ import annotations

import argparse
import json

import numpy as np

from evenhand.stats import interrupted_series

PLANTED = 0.7
SPREAD = 0.12
"""Standard deviation of a month's own shock, on the log scale, beside chance."""


def counts(
    rng: np.random.Generator,
    months: int,
    changed: int,
    *,
    mean: float,
    carried: float,
    change: float,
) -> np.ndarray:
    """Draw a series with season, trend, the change, and shocks that carry over."""
    at = np.arange(months)
    shock = np.zeros(months)
    shock[0] = rng.normal() * SPREAD
    for month in range(1, months):
        own = rng.normal() * SPREAD * np.sqrt(1 - carried**2)
        shock[month] = carried * shock[month - 1] + own
    log = 0.2 * np.cos(2 * np.pi * at / 12) + 0.1 * at / months + shock
    return rng.poisson(mean * np.exp(log + np.log(change) * (at >= changed))).astype(float)


def told(
    rng: np.random.Generator, series: int, *, months: int, changed: int, mean: float, carried: float
) -> dict[str, float]:
    """Say how often intervals held what was planted, and how often nothing was seen as a change."""
    held = naive = robust = alarms = 0
    for change in (PLANTED, 1.0):
        for _ in range(series):
            drawn = counts(rng, months, changed, mean=mean, carried=carried, change=change)
            found = interrupted_series(drawn, 1.0, changed)
            if change == 1:
                alarms += bool(found.change.low > 1 or found.change.high < 1)
                continue
            held += bool(found.change.low <= change <= found.change.high)
            naive += bool(found.naive.low <= change <= found.naive.high)
            robust += bool(found.newey_west.low <= change <= found.newey_west.high)
    counted = {
        "held": held,
        "newey_west_held": robust,
        "naive_held": naive,
        "alarms": alarms,
    }
    return {name: count / series for name, count in counted.items()}


def main() -> None:
    """Simulate so many series of each kind and print what was found."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--series", type=int, default=1_000)
    asked.add_argument("--seed", type=int, default=163)
    given = asked.parse_args()
    rng = np.random.default_rng(given.seed)
    found = {
        f"{months} months, change at {changed}, {mean} a month, carried {carried}": told(
            rng, given.series, months=months, changed=changed, mean=mean, carried=carried
        )
        for months, changed in ((48, 36), (60, 36), (120, 96))
        for mean in (10, 100)
        for carried in (0.0, 0.3, 0.6)
    }
    print(json.dumps(found, indent=1))


if __name__ == "__main__":
    main()
