"""Plant an effect of visibility in simulated years of stops, and see how often it is found again.

    python -m bench.veil --years 1000 --odds 1 1.5

A force in London stops people all day and all year. Its area, the time on the clock, the weekday
and the day itself (each day has a chance of its own) change who is stopped; and by daylight the
group's odds of being stopped are ``odds`` times as high. Prints as JSON, for each such ratio, for
the visibility test and for the veil of darkness: the share of years whose interval covers it, the
geometric mean of what was found, and the share of years in which the interval leaves out 1. A test
runs a few years.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from datetime import date
from functools import cache, partial

import numpy as np

from evenhand.records.daylight import Daylight, daylight, days_from_switch
from evenhand.stats import Estimate, veil_of_darkness, visibility_test
from evenhand.stats.estimate import estimate

STOPS = 12_000
AREAS = 6
DAY_TO_DAY = 0.2
"""Standard deviation of a day's own log odds: stops of one day are not independent."""
DAYS = np.arange(date(2025, 1, 1), date(2026, 1, 1), dtype="datetime64[D]")


@cache
def sun() -> Daylight:
    """Sunset and the end of twilight on each day of the year."""
    return daylight(DAYS, 51.5, -0.1)


def veil(rng: np.random.Generator, odds: float, *, around_switch: bool = False) -> Estimate:
    """Simulate a year and draw the veil of darkness over it."""
    sunset, dusk = sun()
    day = rng.integers(len(DAYS), size=STOPS)
    minute = np.floor(rng.normal(20 * 60, 150, STOPS)) % (24 * 60)
    area = rng.integers(AREAS, size=STOPS)
    light = minute < sunset[day]
    own_day = rng.normal(0, DAY_TO_DAY, len(DAYS))
    evening = (minute - 20 * 60) / 240
    log_odds = -1.2 + 0.5 * evening - 0.3 * evening**2 + 0.25 * (area - 2) + own_day[day]
    log_odds += 0.3 * (day % 7 >= 5) + np.log(odds) * light
    group = rng.random(STOPS) < 1 / (1 + np.exp(-log_odds))
    found = veil_of_darkness(
        group.astype(float),
        minute,
        sunset[day],
        dusk[day],
        DAYS[day],
        area=area,
        days_from_switch=days_from_switch(DAYS[day]) if around_switch else None,
        degrees=4 if around_switch else 6,
    )
    return found.odds_ratio


def visibility(rng: np.random.Generator, odds: float) -> Estimate:
    """Simulate a year in which officers saw three drivers in ten, and test for visibility."""
    seen = int(rng.binomial(1_500, 0.3))
    share = 0.25 * odds / (1 + 0.25 * odds)
    own, own_not = int(rng.binomial(seen, share)), int(rng.binomial(1_500 - seen, 0.2))
    return visibility_test(own, own_not, seen - own, 1_500 - seen - own_not).odds_ratio


TESTS: dict[str, Callable[[np.random.Generator, float], Estimate]] = {
    "visibility": visibility,
    "darkness": veil,
    "around_switch": partial(veil, around_switch=True),
}


def told(found: list[Estimate], odds: float) -> dict[str, float]:
    """Say how often the interval covers what was planted, and how often it leaves out 1."""
    value, low, high = (
        np.array([getattr(each, part) for each in found]) for part in ("value", "low", "high")
    )
    every = estimate(value, low, high)
    return {
        "covered": float(np.mean((every.low <= odds) & (odds <= every.high))),
        "mean": float(np.exp(np.log(every.value).mean())),
        "leaves_out_1": float(np.mean((every.low > 1) | (every.high < 1))),
    }


def main() -> None:
    """Simulate so many years and print what was found."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--years", type=int, default=1_000)
    asked.add_argument("--odds", type=float, nargs="+", default=[1.0, 1.5])
    asked.add_argument("--seed", type=int, default=163)
    given = asked.parse_args()
    rng = np.random.default_rng(given.seed)
    found = {
        odds: {
            name: told([simulate(rng, odds) for _ in range(given.years)], odds)
            for name, simulate in TESTS.items()
        }
        for odds in given.odds
    }
    print(json.dumps(found, indent=1))


if __name__ == "__main__":
    main()
