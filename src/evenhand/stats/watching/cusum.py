"""CUSUM charts of counts: each month's evidence for a change added up, of many series at once."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from evenhand.stats import given
from evenhand.stats.errors import InvalidCounts, StatsError
from evenhand.stats.estimate import FloatArray, array
from evenhand.stats.watching.run_lengths import cusum_threshold
from evenhand.stats.watching.series import BoolArray, Months, before, months, spread

START = 24
"""Months that are history only: two of each month of the year."""


@dataclass(frozen=True, eq=False)
class Cusum:
    """The sums of many series, a rise and a fall apart, and when they signalled.

    Attributes
    ----------
    up, down : (..., months) each sum after each month; NaN where the month was not watched
        (missing, or part of the history). A sum that signals starts again from 0 in the next month.
    signal_up, signal_down : whether the sum reached the threshold in that month.
    since_up, since_down : the month, counted from 0, from which the sum has been above 0: the most
        likely start of a change. -1 where it is 0.
    expected : events expected from the history before that month; NaN where not watched.
    threshold_up, threshold_down : one for each series; infinite where nothing can be watched.
    watched : whether the month was watched.
    """

    up: FloatArray
    down: FloatArray
    signal_up: BoolArray
    signal_down: BoolArray
    since_up: NDArray[np.int64]
    since_down: NDArray[np.int64]
    expected: FloatArray
    threshold_up: FloatArray
    threshold_down: FloatArray
    watched: BoolArray


def poisson_cusum(
    events: ArrayLike,
    exposure: ArrayLike = 1.0,
    *,
    ratio: float = 1.5,
    start: int = START,
    frozen: bool = False,
    phi: ArrayLike = 1.0,
    false_alarm_every: float = 240.0,
    threshold: ArrayLike | None = None,
) -> Cusum:
    """Watch the rate of each series against its own history, adding up evidence month by month.

    Parameters
    ----------
    events : (..., months) counts; NaN where a month is missing. A missing month leaves the sum as
        it was: it is never a month of no events.
    exposure : what events are expected in proportion to: people, part of the month that was
        observed, ``season``'s factors, or all three multiplied. NaN where a month is missing.
    ratio : the change that the sums are built to find: a rise to ``ratio`` times, a fall to one
        over it. Larger changes are found sooner still.
    start : the first so many observed months are history only.
    frozen : whether the history stops there. By default it grows with each month that has passed
        (self-starting), so that nothing has to be known beforehand.
    phi : over-dispersion of each series, at least 1 (``phi_of_history``).
    false_alarm_every : months between false alarms, on average, in one series and one direction.
    threshold : where the sums signal, instead; one for each series.

    Returns
    -------
    Cusum
        In the shape of the series. Months before ten events are in the history are not watched.

    Raises
    ------
    InvalidCounts
        If a count is not a whole number, an exposure not above zero, or shapes do not fit.
    StatsError
        If the ratio is not above 1, the start is under 1, or false alarms would come too often.

    Notes
    -----
    Page (1954), Biometrika 41; Lucas (1985), Technometrics 27. A month adds the log of the ratio of
    likelihoods, given the events of the month and of the history together, which makes the unknown
    rate drop out: ``x log R - (x + B) log((R e + E) / (e + E))``. With a long history that is the
    usual ``x log R - m (R - 1)``. Over-dispersion divides it.
    """
    _rising(ratio)
    found = months("events", events, "exposure", exposure)
    past = before(found, start=start, frozen=frozen)
    swing = spread(phi, found.events.shape)
    x, e, b, all_ = found.events, found.exposure, past.events, past.exposure
    with np.errstate(invalid="ignore", divide="ignore"):
        share = np.where(past.watched, e / (e + all_), 0)
        expected = np.where(past.watched, b * e / all_, np.nan)

    def score(change: float) -> FloatArray:
        return array(_poisson(x, b, share, change) / swing)

    mean = _usual(found, found.events, start) / swing[..., 0]
    limits = _thresholds(mean, threshold, ratio, false_alarm_every)
    return _chart(past.watched, score(ratio), score(1 / ratio), limits, array(expected))


def binomial_cusum(
    events: ArrayLike,
    trials: ArrayLike,
    *,
    ratio: float = 1.5,
    start: int = START,
    frozen: bool = False,
    phi: ArrayLike = 1.0,
    false_alarm_every: float = 240.0,
    threshold: ArrayLike | None = None,
) -> Cusum:
    """Watch the share of each series against its own history, adding up evidence month by month.

    Parameters
    ----------
    events : (..., months) of the trials those that count (searches in which something was found);
        NaN where a month is missing.
    trials : (..., months) whole numbers; a month of no trials says nothing and is not watched.
    ratio : the odds ratio that the sums are built to find, above 1; and one over it.
    start, frozen, phi, false_alarm_every, threshold : as for ``poisson_cusum``.

    Returns
    -------
    Cusum
        As ``poisson_cusum``. It needs ten events, and ten trials without one, in the history.

    Raises
    ------
    InvalidCounts
        If counts are not whole, events exceed trials, or shapes do not fit.
    StatsError
        As ``poisson_cusum``.

    Notes
    -----
    Given the events of the month and of the history together, a month's events are hypergeometric;
    its score is that of the binomial with the same mean and variance, so that it becomes the usual
    ``x log R - n log(1 - p + R p)`` with a long history, and that of ``poisson_cusum`` where events
    are rare. The chart is that of Steiner and others (2000), Biostatistics 1.
    """
    _rising(ratio)
    found = months("events", events, "trials", trials, whole=True)
    past = before(found, start=start, frozen=frozen)
    swing = spread(phi, found.events.shape)
    x, n, a, m = found.events, found.exposure, past.events, past.exposure
    watched = past.watched & (m - a >= 10)
    with np.errstate(invalid="ignore", divide="ignore"):
        expected = np.where(watched, n * a / m, np.nan)

    def score(change: float) -> FloatArray:
        return array(_binomial(x, n, a, m, watched, change) / swing)

    usual = _usual(found, found.events, start)
    of_all = usual / np.maximum(_usual(found, found.exposure, start), 1)
    limits = _thresholds(
        usual / swing[..., 0], threshold, ratio, false_alarm_every, np.minimum(of_all, 0.95)
    )
    return _chart(watched, score(ratio), score(1 / ratio), limits, array(expected))


def poisson_score(
    events: ArrayLike,
    exposure: ArrayLike,
    history_events: ArrayLike,
    history_exposure: ArrayLike,
    ratio: ArrayLike,
) -> FloatArray:
    """Give what one month adds to the sum of a Poisson CUSUM, before over-dispersion divides it.

    ``poisson_cusum`` adds these up over a whole series; a watch that goes on each night keeps the
    sum and the history, and asks for the new month alone.

    Parameters
    ----------
    events, exposure : of the month.
    history_events, history_exposure : of all months before it.
    ratio : the change looked for; under 1 for a fall. All broadcast; nothing is checked here.

    Returns
    -------
    float64 array
        The log of the ratio of likelihoods; 0 where there is neither exposure.
    """
    x, e, b, all_, r = (
        array(one) for one in (events, exposure, history_events, history_exposure, ratio)
    )
    total = e + all_
    share = np.divide(e, total, out=np.zeros(np.shape(total)), where=total > 0)
    return _poisson(x, b, share, r)


def binomial_score(
    events: ArrayLike,
    trials: ArrayLike,
    history_events: ArrayLike,
    history_trials: ArrayLike,
    ratio: ArrayLike,
) -> FloatArray:
    """Give what one month adds to the sum of a binomial CUSUM, before over-dispersion divides it.

    Parameters
    ----------
    events, trials : of the month.
    history_events, history_trials : of all months before it.
    ratio : the odds ratio looked for; under 1 for a fall. All broadcast; nothing is checked here.

    Returns
    -------
    float64 array
        As ``poisson_score``.
    """
    x, n, a, m, r = (array(one) for one in (events, trials, history_events, history_trials, ratio))
    return _binomial(x, n, a, m, np.asarray((n > 0) & (m > 0)), r)


def _poisson(
    x: FloatArray, b: FloatArray, share: FloatArray, change: FloatArray | float
) -> FloatArray:
    return array(x * np.log(change) - (x + b) * np.log1p((change - 1) * share))


def _binomial(  # noqa: PLR0917 - a month and a history, each a count and its trials
    x: FloatArray,
    n: FloatArray,
    a: FloatArray,
    m: FloatArray,
    watched: BoolArray,
    change: FloatArray | float,
) -> FloatArray:
    with np.errstate(invalid="ignore", divide="ignore"):
        share = (x + a) / (n + m)
        mean = n * share
        chance = np.where(watched, 1 - (1 - share) * m / (n + m - 1), 0)
        draws = np.where(watched & (chance > 0), mean / chance, 0)
    return array(x * np.log(change) - draws * np.log1p((change - 1) * chance))


def _rising(ratio: float) -> None:
    if not 1 < ratio < np.inf:
        raise StatsError(f"ratio is {ratio}: give the rise to look for, above 1, such as 1.5")


def _usual(found: Months, events: FloatArray, start: int) -> FloatArray:
    """Give the mean of a month of the history; later months may not move a threshold."""
    use = found.seen & (np.cumsum(found.seen, axis=-1) <= start)
    return array(np.where(use, events, 0).sum(axis=-1) / np.maximum(use.sum(axis=-1), 1))


def _thresholds(
    mean: FloatArray,
    asked: ArrayLike | None,
    ratio: float,
    every: float,
    share: ArrayLike = 0.0,
) -> tuple[FloatArray, FloatArray]:
    if asked is not None:
        try:
            one = array(np.broadcast_to(given.exposures("threshold", asked), mean.shape))
        except ValueError as error:
            raise InvalidCounts("threshold: give one for each series") from error
        return one, one
    some = np.where(mean > 0, mean, 1)
    up = cusum_threshold(some, ratio=ratio, false_alarm_every=every, share=share)
    down = cusum_threshold(some, ratio=1 / ratio, false_alarm_every=every, share=share)
    none = mean <= 0
    return array(np.where(none, np.inf, up)), array(np.where(none, np.inf, down))


def _chart(
    watched: BoolArray,
    rise: FloatArray,
    fall: FloatArray,
    limits: tuple[FloatArray, FloatArray],
    expected: FloatArray,
) -> Cusum:
    up, signal_up, since_up = _add_up(watched, rise, limits[0])
    down, signal_down, since_down = _add_up(watched, fall, limits[1])
    return Cusum(up, down, signal_up, signal_down, since_up, since_down, expected, *limits, watched)


def _add_up(
    watched: BoolArray, score: FloatArray, limit: FloatArray
) -> tuple[FloatArray, BoolArray, NDArray[np.int64]]:
    """Run the sums over the months; each month of all series at once."""
    # Months first: what is added together lies together in memory.
    scores = np.ascontiguousarray(np.moveaxis(np.where(watched, score, 0), -1, 0))
    sums, since = np.empty_like(scores), np.empty(scores.shape, dtype=np.int64)
    now, began = np.zeros(limit.shape), np.full(limit.shape, -1, dtype=np.int64)
    high = np.empty(scores.shape, dtype=np.bool_)
    for month, new in enumerate(scores):
        now = np.maximum(now + new, 0)
        began = np.where(now > 0, np.where(began < 0, month, began), -1)
        sums[month], since[month], high[month] = now, began, now >= limit
        again = high[month]
        now, began = np.where(again, 0, now), np.where(again, -1, began)
    signal = np.moveaxis(high, 0, -1) & watched
    return (
        array(np.where(watched, np.moveaxis(sums, 0, -1), np.nan)),
        np.asarray(signal),
        np.where(watched, np.moveaxis(since, 0, -1), -1),
    )
