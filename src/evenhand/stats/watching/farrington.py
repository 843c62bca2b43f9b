"""Farrington's bounds: how high a month may be, from the same months of the years before it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special, stats

from evenhand.stats import given
from evenhand.stats.errors import CannotTell, StatsError
from evenhand.stats.estimate import FloatArray, array
from evenhand.stats.watching.quasi_poisson import Fit, fit
from evenhand.stats.watching.series import BoolArray, months

YEAR = 12
METHODS = ("delta", "plug-in", "uncertain")
VERSIONS = ("improved", "1996", "surveillance")
FEWEST_EVENTS, RECENT = 5, 4
FEWEST_MONTHS = 8
"""Months of reference that must have been observed."""
TREND_P = 0.05
YEARS_FOR_A_TREND = 3


@dataclass(frozen=True, eq=False)
class Farrington:
    """Bounds of the months that have enough years before them.

    Attributes
    ----------
    month : (months,) which months, counted from 0.
    upper : (..., months) the bound; a count above it signals. NaN where it cannot be told, or where
        there were fewer than five events in this month and the three before it.
    expected : the count that the years before would give; NaN as ``upper``.
    surprise : the chance of a count as high; NaN as ``upper``, or where the month is missing.
    phi : over-dispersion of the reference months, never below 1.
    trend : whether a trend over the years was used.
    signal : whether the count is above the bound.
    """

    month: NDArray[np.int64]
    upper: FloatArray
    expected: FloatArray
    surprise: FloatArray
    phi: FloatArray
    trend: BoolArray
    signal: BoolArray


@dataclass(frozen=True)
class _Rule:
    """How a month is judged, whatever the series."""

    alpha: float
    method: str
    version: str
    trends: bool

    @property
    def soft(self) -> float:
        return 1.0 if self.version == "1996" else 2.58

    def spread(self, found: Fit, *, floor: bool) -> FloatArray:
        if self.version == "surveillance":
            return found.relative
        return array(np.maximum(found.phi, 1)) if floor else found.phi

    def bound(
        self, count: FloatArray, expected: FloatArray, error: FloatArray, phi: FloatArray
    ) -> tuple[FloatArray, FloatArray]:
        """Give the highest count that chance would make, and the chance of one as high as this."""
        beyond = self.alpha / 2 if self.version == "1996" else self.alpha
        z = special.ndtri(1 - beyond)
        if self.method == "delta":
            # To two thirds, because there a Poisson count is nearly even around its middle.
            spread = np.sqrt(4 / 9 * np.cbrt(expected) * (phi + error**2 / expected))
            middle = np.cbrt(expected) ** 2
            return array((middle + z * spread) ** 1.5), array(
                special.ndtr((middle - np.cbrt(count) ** 2) / spread)
            )
        mean = expected if self.method == "plug-in" else expected * np.exp(z * error / expected)
        wide = phi > 1
        size, part = mean / np.where(wide, phi - 1, 1), 1 / phi
        upper = np.where(
            wide, stats.nbinom.ppf(1 - beyond, size, part), stats.poisson.ppf(1 - beyond, mean)
        )
        above = np.where(
            wide, stats.nbinom.sf(count - 1, size, part), stats.poisson.sf(count - 1, mean)
        )
        return array(upper), array(above)


def farrington_bounds(
    events: ArrayLike,
    exposure: ArrayLike = 1.0,
    *,
    years: int = 4,
    window: int = 2,
    seasons: int = 1,
    left_out: int | None = None,
    alpha: float = 0.01,
    method: str = "delta",
    version: str = "improved",
) -> Farrington:
    """Say how high each month's count may be before it is unlike the same months of other years.

    Parameters
    ----------
    events : (..., months) counts, in order; NaN where a month is missing.
    exposure : above zero; NaN where missing.
    years : how many years back.
    window : months to each side of the same month that belong to the reference.
    seasons : with more than 1, the rest of the year is used too, cut into so many seasons.
    left_out : months just before that are left out, so that a rise does not hide itself; by default
        the window.
    alpha : how often a count may pass its bound by chance.
    method : ``"delta"`` (normal, of the count to two thirds), ``"plug-in"`` (negative binomial), or
        ``"uncertain"`` (that, with the upper end of what is expected).
    version : ``"improved"`` (2013); ``"1996"``, whose bounds are two-sided, which has one season
        and plays down more of the reference; or ``"surveillance"``, to repeat R's package.

    Returns
    -------
    Farrington
        Of every month with ``years`` and a window before it.

    Raises
    ------
    CannotTell
        If no month has enough years before it.
    InvalidCounts
        If a count is not a whole number, or an exposure not above zero.
    StatsError
        If an option is impossible.

    Notes
    -----
    Farrington and others (1996), JRSS A 159; Noufaily and others (2013), Statistics in Medicine 32.
    A quasi-Poisson model with a trend over the years where it is plain (5%, three years, no
    forecast above all that was seen); months unlike the rest are played down by their Anscombe
    residuals and the model is fitted again. R's ``surveillance::farrington`` gives the bounds of
    1996. Its ``farringtonFlexible`` 1.20.3 takes the spread as a share of the count where it tests
    the trend and works out the error, so that it takes trends which chance made:
    ``version="surveillance"`` does the same.
    """
    given.choice("method", method, METHODS)
    given.choice("version", version, VERSIONS)
    old = version == "1996"
    if old and (method != "delta" or seasons != 1):
        raise StatsError("the version of 1996 has one season and the method 'delta'")
    if years < 1 or not 0 <= window <= 5 or seasons < 1 or not 0 < alpha < 0.5:
        raise StatsError("years and seasons must be 1 or more, window 0 to 5, alpha 0 to 0.5")
    if seasons > 1 and seasons - 1 > YEAR - 2 * window - 1:
        raise StatsError(f"seasons is {seasons}: too many for the months outside the window")
    found = months("events", events, "exposure", exposure)
    # A row of series; months in order.
    shape = found.events.shape
    many, over = (values.reshape(-1, shape[-1]) for values in (found.events, found.exposure))
    seen = found.seen.reshape(-1, shape[-1])
    first = years * YEAR + window
    if shape[-1] <= first:
        raise CannotTell(
            f"{shape[-1]} months are too few: {years} years and {window} months must lie before "
            "the first that is judged"
        )
    skip = (-1 if old else window) if left_out is None else left_out
    rule = _Rule(alpha, method, version, years >= YEARS_FOR_A_TREND)
    bounds = [
        _one_month((many, over, seen), now, _reference(now, years, window, seasons, skip), rule)
        for now in range(first, shape[-1])
    ]
    upper, expected, surprise, phi, trend = (
        np.stack(part, axis=-1).reshape(*shape[:-1], -1) for part in zip(*bounds, strict=True)
    )
    now = found.events[..., first:]
    with np.errstate(invalid="ignore"):
        signal = found.seen[..., first:] & (now > upper)
    return Farrington(
        np.arange(first, shape[-1]), upper, expected, surprise, phi, trend.astype(bool), signal
    )


def _reference(
    now: int, years: int, window: int, seasons: int, left_out: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Give the months that a month is compared with, and the season of each; its own is 0."""
    season: dict[int, int] = dict.fromkeys(range(now - window, now), 0)
    gap = YEAR - 2 * window - 1
    for year in range(1, years + 1):
        middle = now - YEAR * year
        season.update(dict.fromkeys(range(middle - window, middle + window + 1), 0))
        if seasons > 1:
            sizes = [
                gap // (seasons - 1) + (each < gap % (seasons - 1)) for each in range(seasons - 1)
            ]
            place = middle + window + 1
            for number, size in enumerate(sizes, 1):
                season.update(dict.fromkeys(range(place, place + size), number))
                place += size
    last = now - left_out - 1 if left_out >= 0 else now - YEAR + window
    kept = sorted(month for month in season if 0 <= month <= last)
    return np.array(kept), np.array([season[month] for month in kept])


def _one_month(
    series: tuple[FloatArray, FloatArray, BoolArray],
    now: int,
    reference: tuple[NDArray[np.int64], NDArray[np.int64]],
    rule: _Rule,
) -> tuple[FloatArray, ...]:
    """Judge one month of all series."""
    (many, over, seen), (which, season) = series, reference
    y, e, w = many[:, which], over[:, which], seen[:, which].astype(np.float64)
    e = np.where(w > 0, e, 1.0)
    columns = [np.ones(which.size), (which - now) / YEAR]
    columns += [(season == number).astype(np.float64) for number in range(1, season.max() + 1)]
    design = np.stack(columns, axis=-1)
    enough = (w.sum(axis=1) >= max(FEWEST_MONTHS, design.shape[1] + 2)) & (y.sum(axis=1) > 0)
    now_e = np.where(seen[:, now], over[:, now], np.nan)
    found = _twice(np.delete(design, 1, axis=1), y, e, w, rule.soft)
    use = np.zeros(y.shape[0], dtype=np.bool_)
    if rule.trends:
        rows = np.flatnonzero(enough)
        with_trend = _twice(design, y[rows], e[rows], w[rows], rule.soft)
        with np.errstate(all="ignore"):
            error = np.sqrt(with_trend.covariance[:, 1, 1] * rule.spread(with_trend, floor=False))
            score = np.abs(with_trend.coefficients[:, 1]) / error
            plain = 2 * stats.t.sf(score, with_trend.freedom) < TREND_P
            level = np.exp(with_trend.level) * now_e[rows]
        plain &= with_trend.converged & (level <= y[rows].max(axis=1))
        use[rows[plain]] = True
        found = found.replaced(rows[plain], with_trend.only(plain))
    with np.errstate(all="ignore"):
        phi = np.maximum(found.phi, 1)
        expected = np.exp(found.level) * now_e
        error = found.error * expected * np.sqrt(rule.spread(found, floor=True))
        upper, surprise = rule.bound(many[:, now], expected, error, phi)
    recent = np.where(seen, many, 0)[:, max(0, now - RECENT + 1) : now + 1].sum(axis=1)
    told = enough & found.converged & (recent >= FEWEST_EVENTS)
    return (
        array(np.where(told, upper, np.nan)),
        array(np.where(told, expected, np.nan)),
        array(np.where(told & seen[:, now], surprise, np.nan)),
        array(np.where(told, phi, np.nan)),
        array(use & told),
    )


def _twice(design: FloatArray, y: FloatArray, e: FloatArray, w: FloatArray, soft: float) -> Fit:
    """Fit, play down the months unlike the rest, and fit again."""
    first = fit(design, y, e, w)
    return fit(design, y, e, w * first.played_down(y, w, soft))
