"""What is told of a standing disparity, worked out from its counts: exact ones, or rounded ones."""

from collections.abc import Mapping
from dataclasses import replace
from math import exp, hypot, log, sqrt

from scipy import special

from evenhand.measures.watch.found import Benchmarked, Found, Series, Span, Standing
from evenhand.records import codes
from evenhand.stats.errors import CannotTell
from evenhand.stats.within.benchmarks import Benchmark, compare_benchmarks

CENSUSES = (2021, 2011)
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
    error = sqrt(found.phi * (1 / whole.events + 1 / whole.reference_events))
    low, high = expected(standing.centre, standing.spread, error)
    middle, off = drawn(log(whole.value), error, log(standing.drawn_to), standing.drawn_spread)
    return replace(
        standing,
        expected_low=low,
        expected_high=high,
        beyond=standing.beyond and high is not None and whole.value > high,
        shrunk=exp(middle),
        shrunk_low=exp(middle - NINETY_FIVE * off),
        shrunk_high=exp(middle + NINETY_FIVE * off),
        probability=float(special.ndtr((middle - log(standing.stated)) / off)),
        benchmarks=benchmarks(found.series, whole),
    )


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
