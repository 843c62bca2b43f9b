"""EWMA charts: the smoothed ratio of a series to its own history, with limits of chance."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike
from scipy import optimize, special

from evenhand.stats.errors import StatsError
from evenhand.stats.estimate import Estimate, FloatArray, array, estimate
from evenhand.stats.watching.series import BoolArray, before, months, spread

START = 24
STATES = 101
"""Steps between the two limits; odd, so that the middle one is the centre."""


@dataclass(frozen=True, eq=False)
class Ewma:
    """The smoothed rates of many series, as ratios to what their histories expect.

    Attributes
    ----------
    ratio : (..., months) Estimate: the smoothed ratio, and the limits of chance around 1. NaN where
        the month was not watched. Draw it on a log scale.
    score : how many standard errors the log of the ratio is from 0, about.
    signal_up, signal_down : whether the ratio is beyond the upper or the lower limit.
    limit : beyond how many standard errors it signals.
    watched : whether the month was watched.
    """

    ratio: Estimate
    score: FloatArray
    signal_up: BoolArray
    signal_down: BoolArray
    limit: float
    watched: BoolArray


def poisson_ewma(
    events: ArrayLike,
    exposure: ArrayLike = 1.0,
    *,
    smoothing: float = 0.2,
    start: int = START,
    frozen: bool = False,
    phi: ArrayLike = 1.0,
    false_alarm_every: float = 240.0,
) -> Ewma:
    """Watch the smoothed rate of each series against its own history.

    Parameters
    ----------
    events, exposure, start, frozen, phi : as for ``poisson_cusum``.
    smoothing : the weight of the newest month, above 0 and at most 1. With 0.2 the last year has
        93% of all weight; small values find small changes, 1 looks at single months.
    false_alarm_every : months between false alarms, on average, in one series and one direction.

    Returns
    -------
    Ewma
        In the shape of the series.

    Raises
    ------
    InvalidCounts
        If a count is not a whole number, an exposure not above zero, or shapes do not fit.
    StatsError
        If the smoothing, the start or the rate of false alarms is impossible.

    Notes
    -----
    Roberts (1959), Technometrics 1. Events and expected events are smoothed apart, then divided: so
    no count needs anything added to have a logarithm. Each month's distance from what was expected
    has variance ``phi m (1 + e / E)``, the history's own chance included; limits are those of the
    signed root of the Poisson deviance with as many events as have that variance.
    """
    found = months("events", events, "exposure", exposure)
    past = before(found, start=start, frozen=frozen)
    e, all_ = found.exposure, past.exposure
    with np.errstate(invalid="ignore", divide="ignore"):
        expected = np.where(past.watched, past.events * e / all_, np.nan)
        variance = np.where(past.watched, expected * (1 + e / all_), np.nan)
    variance = variance * spread(phi, found.events.shape)
    return _chart(found.events, expected, variance, smoothing, false_alarm_every)


def binomial_ewma(
    events: ArrayLike,
    trials: ArrayLike,
    *,
    smoothing: float = 0.2,
    start: int = START,
    frozen: bool = False,
    phi: ArrayLike = 1.0,
    false_alarm_every: float = 240.0,
) -> Ewma:
    """Watch the smoothed share of each series against its own history.

    Parameters
    ----------
    events, trials, start, frozen, phi : as for ``binomial_cusum``.
    smoothing, false_alarm_every : as for ``poisson_ewma``.

    Returns
    -------
    Ewma
        As ``poisson_ewma``; of shares, not of odds.

    Raises
    ------
    InvalidCounts
        If counts are not whole, events exceed trials, or shapes do not fit.
    StatsError
        As ``poisson_ewma``.

    Notes
    -----
    As ``poisson_ewma``, with the variance of a hypergeometric count: ``1 - p`` times as much.
    """
    found = months("events", events, "trials", trials, whole=True)
    past = before(found, start=start, frozen=frozen)
    n, all_ = found.exposure, past.exposure
    with np.errstate(invalid="ignore", divide="ignore"):
        share = past.events / all_
        watched = past.watched & (all_ - past.events >= 10)
        expected = np.where(watched, n * share, np.nan)
        variance = np.where(watched, expected * (1 - share) * (1 + n / all_), np.nan)
    variance = variance * spread(phi, found.events.shape)
    return _chart(found.events, expected, variance, smoothing, false_alarm_every)


def month_scores(
    events: ArrayLike,
    exposure: ArrayLike = 1.0,
    *,
    start: int = START,
    frozen: bool = False,
    phi: ArrayLike = 1.0,
) -> FloatArray:
    """Say how many standard errors each month alone is from its series' own history.

    Parameters
    ----------
    events, exposure, start, frozen, phi : as for ``poisson_cusum``.

    Returns
    -------
    float64 array
        About normal, and independent from month to month, whatever the rate is. NaN where the month
        was not watched. For run rules, or a chart of single months.

    Raises
    ------
    InvalidCounts
        If a count is not a whole number, an exposure not above zero, or shapes do not fit.
    StatsError
        If the start is under 1.

    Notes
    -----
    Quesenberry (1991), Journal of Quality Technology 23, for charts of a rate that nobody knows;
    the signed root of the deviance of two Poisson counts in the place of his normal quantiles.
    """
    found = months("events", events, "exposure", exposure)
    past = before(found, start=start, frozen=frozen)
    swing = spread(phi, found.events.shape)
    with np.errstate(invalid="ignore", divide="ignore"):
        x, b = found.events, past.events
        share = found.exposure / (found.exposure + past.exposure)
        mine, theirs = (x + b) * share, (x + b) * (1 - share)
        apart = special.rel_entr(x, mine) + special.rel_entr(b, theirs)
        score = np.sign(x - mine) * np.sqrt(2 * np.maximum(apart, 0) / swing)
    return array(np.where(past.watched, score, np.nan))


@lru_cache(maxsize=100)
def ewma_limit(*, smoothing: float = 0.2, false_alarm_every: float = 240.0) -> float:
    """Say beyond how many standard errors an EWMA is to signal, for false alarms as rare as stated.

    Parameters
    ----------
    smoothing : as for ``poisson_ewma``.
    false_alarm_every : months between false alarms in one direction: half as many in both together.

    Returns
    -------
    float
        Standard errors of the smoothed value.

    Raises
    ------
    StatsError
        If the smoothing is not above 0 and at most 1, or false alarms would come more often than
        every 12 months.

    Notes
    -----
    Of normal values, as a Markov chain (Lucas and Saccucci 1990, Technometrics 32); R's
    ``spc::xewma.crit`` agrees to two digits after the point.
    """
    if not 0 < smoothing <= 1:
        raise StatsError(f"smoothing is {smoothing}: it must be above 0 and at most 1, such as 0.2")
    if not 12 <= false_alarm_every < 1e6:
        raise StatsError(f"false_alarm_every is {false_alarm_every:g}: it must be 12 or more")

    def short(limit: float) -> float:
        edge = limit * np.sqrt(smoothing / (2 - smoothing))
        cuts = np.linspace(-edge, edge, STATES + 1)
        middles = (cuts[1:] + cuts[:-1]) / 2
        moves = np.diff(special.ndtr((cuts - (1 - smoothing) * middles[:, None]) / smoothing))
        length = np.linalg.solve(np.eye(STATES) - moves, np.ones(STATES))[STATES // 2]
        return float(np.log(length) - np.log(false_alarm_every / 2))

    return float(optimize.brentq(short, 0.2, 6))


def _chart(
    events: FloatArray, expected: FloatArray, variance: FloatArray, smoothing: float, every: float
) -> Ewma:
    limit = ewma_limit(smoothing=smoothing, false_alarm_every=every)
    watched = ~np.isnan(expected)
    flat = [np.moveaxis(values, -1, 0) for values in (events, expected, variance, watched)]
    seen, due, doubt = (np.empty(flat[0].shape) for _ in range(3))
    n = d = v = np.zeros(flat[0].shape[1:])
    for month, (x, m, s, now) in enumerate(zip(*flat, strict=True)):
        begun = d > 0
        # Before its first month a series is taken to be where its history left it.
        n = np.where(now, smoothing * x + (1 - smoothing) * np.where(begun, n, m), n)
        d = np.where(now, smoothing * m + (1 - smoothing) * np.where(begun, d, m), d)
        v = np.where(now, smoothing**2 * s + (1 - smoothing) ** 2 * v, v)
        seen[month], due[month], doubt[month] = n, d, v
    seen, due, doubt = (np.moveaxis(values, 0, -1) for values in (seen, due, doubt))
    with np.errstate(invalid="ignore", divide="ignore"):
        ratio = np.where(watched, seen / due, np.nan)
        size = np.where(watched, due**2 / doubt, np.nan)
        apart = special.xlogy(ratio, ratio) - ratio + 1
        score = np.sign(ratio - 1) * np.sqrt(2 * size * np.maximum(apart, 0))
        low, high = _limits(array(limit**2 / (2 * size)))
    return Ewma(
        estimate(ratio, low, high), array(score), score > limit, score < -limit, limit, watched
    )


def _limits(apart: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Solve ``r log r - r + 1 = apart`` for the ratio below 1 (0 where none is) and above 1."""
    place = (apart - 1) / np.e
    high = np.exp(1 + special.lambertw(place, 0).real)
    low = np.exp(1 + special.lambertw(np.minimum(place, 0), -1).real)
    return array(np.where(apart < 1, low, np.where(np.isnan(apart), np.nan, 0.0))), array(high)
