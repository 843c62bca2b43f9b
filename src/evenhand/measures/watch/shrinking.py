"""What is told of a standing disparity, worked out from its counts: exact ones, or rounded ones."""

from collections.abc import Mapping
from dataclasses import replace
from math import exp, hypot, log, sqrt

from scipy import special

from evenhand.measures.watch.found import (
    Benchmarked,
    Direction,
    Found,
    Series,
    Span,
    Standing,
)
from evenhand.records import codes
from evenhand.stats.errors import CannotTell
from evenhand.stats.within.benchmarks import Benchmark, compare_benchmarks

CENSUSES = (2021, 2011)
LEAST_ERROR = 1e-6
"""Where every record of both has the event, nothing is left to differ by chance."""
NINETY_FIVE = float(special.ndtri(0.975))


def worked_out(found: Found, standing: Standing) -> Standing:
    """Fill in all that follows from the counts of the whole time and from what forces share.

    What forces share was rounded before, so that whoever has the same counts finds the same.

    Parameters
    ----------
    found : the alert, for its series and for how much the months swing.
    standing : with its counts, and with the ratio that they make.
    """
    whole = standing.whole
    if not whole.events or not whole.reference_events or whole.value is None:
        return replace(
            standing,
            beyond=False,
            expected_low=None,
            expected_high=None,
            shrunk=None,
            shrunk_low=None,
            shrunk_high=None,
            probability=None,
            benchmarks=(),
        )
    less = found.direction is Direction.FALL
    variance = 1 / whole.events + 1 / whole.reference_events
    shares = bool(whole.records and whole.reference_records)
    if whole.records and whole.reference_records:  # a share cannot swing as far as a rate
        variance -= 1 / whole.records + 1 / whole.reference_records
    error = max(sqrt(found.phi * max(variance, 0.0)), LEAST_ERROR)
    low, high = expected(standing.centre, standing.spread, error)
    middle, off = drawn(log(whole.value), error, log(standing.drawn_to), standing.drawn_spread)
    return replace(
        standing,
        expected_low=low,
        expected_high=high,
        beyond=standing.beyond and _outside(whole.value, low, high, less=less),
        shrunk=exp(middle),
        shrunk_low=exp(middle - NINETY_FIVE * off),
        shrunk_high=exp(middle + NINETY_FIVE * off),
        probability=float(
            special.ndtr(
                (log(standing.stated) - middle if less else middle - log(standing.stated)) / off
            )
        ),
        benchmarks=() if shares else benchmarks(found.series, whole),
    )


def _outside(value: float, low: float | None, high: float | None, *, less: bool) -> bool:
    """Whether a ratio lies on the worse side of what is usual."""
    if low is None or high is None:
        return False
    return value < low if less else value > high


def expected(
    centre: float | None, spread: float | None, error: float
) -> tuple[float | None, float | None]:
    """Say where 95 of 100 forces of this size lie; nothing where too few forces are there."""
    if centre is None or spread is None:
        return None, None
    wide = NINETY_FIVE * hypot(error, spread)
    return centre * exp(-wide), centre * exp(wide)


def drawn(value: float, error: float, middle: float, spread: float) -> tuple[float, float]:
    """Draw a log ratio towards the middle of its kind, the more the less sure it is.

    Returns
    -------
    The mean and standard deviation of what it is then believed to be.
    """
    weight = spread**2 / (spread**2 + error**2)
    return weight * value + (1 - weight) * middle, error * sqrt(weight)


def benchmarks(series: Series, whole: Span) -> tuple[Benchmarked, ...]:
    """Set the same counts against every benchmark that is known of a force's groups."""
    known = {
        census: people
        for census in CENSUSES
        if (people := _residents(series, census)).keys() >= {series.group, series.reference}
        and min(people[series.group], people[series.reference]) > 0
    }
    try:
        rows = compare_benchmarks(
            whole.events or 0,
            whole.reference_events or 0,
            [
                Benchmark(str(year), "residents", people[series.group], people[series.reference])
                for year, people in known.items()
            ],
        ).rows
    except CannotTell:  # with a single one nothing shows whether the answer depends on it
        return ()
    return tuple(
        Benchmarked(
            "residents",
            int(one.benchmark.name),
            float(one.ratio.value),
            float(one.ratio.low),
            float(one.ratio.high),
            one.direction,
        )
        for one in rows
    )


def _residents(series: Series, census: int) -> Mapping[str, int]:
    try:
        return codes.GROUPINGS[series.grouping].people(series.force, census)
    except codes.NoPopulation:
        return {}
