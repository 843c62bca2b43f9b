"""What charts are drawn from: events of many series by month, where a missing month is NaN."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from evenhand.stats import given
from evenhand.stats.errors import CannotTell, InvalidCounts, StatsError
from evenhand.stats.estimate import FloatArray, array

FEWEST_MONTHS = 12
"""Observed months without which a series has no usual level, and no season."""
FEWEST_HISTORY = 10
"""Events that a series' history must hold before anything is said of a change."""
BoolArray = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Months:
    """Events and exposure of many series, the last axis being months in order.

    Attributes
    ----------
    events : 0 where the month is missing, so that sums may run over it.
    exposure : 0 where the month is missing.
    seen : whether the month was observed.
    """

    events: FloatArray
    exposure: FloatArray
    seen: BoolArray


def months(
    name: str, events: ArrayLike, exposure_name: str, exposure: ArrayLike, *, whole: bool = False
) -> Months:
    """Return checked events and exposure, missing where either is NaN; refuse anything else.

    Parameters
    ----------
    name, exposure_name : how callers call the two.
    events, exposure : (..., months), or what broadcasts to it.
    whole : whether the exposure must be whole numbers that hold the events (trials).
    """
    many, over = given.together(
        **{name: _floats(name, events), exposure_name: _floats(exposure_name, exposure)}
    )
    if many.ndim == 0 or many.shape[-1] == 0:
        raise InvalidCounts(f"{name}: a series needs months, along the last axis")
    seen = np.asarray(~(np.isnan(many) | np.isnan(over)))
    # A month in which nothing could have been recorded says nothing: as if it had not been seen.
    if whole:
        given.parts(name, np.where(seen, many, 0), exposure_name, np.where(seen, over, 0))
        seen = seen & ~(over == 0)
    else:
        given.counts(name, np.where(seen, many, 0))
        given.exposures(exposure_name, np.where(seen, over, 1))
    return Months(array(np.where(seen, many, 0)), array(np.where(seen, over, 0)), seen)


@dataclass(frozen=True, eq=False)
class Before:
    """What a series' own history said before each month: events, exposure, and whether to watch."""

    events: FloatArray
    exposure: FloatArray
    watched: BoolArray


def before(found: Months, *, start: int, frozen: bool) -> Before:
    """Add up each series' history before each month.

    Parameters
    ----------
    found : the series.
    start : the first so many observed months of each series are history only.
    frozen : whether history stops there (a fixed baseline), or goes on growing (self-starting).
    """
    if start < 1:
        raise StatsError(f"start is {start}: a history needs at least 1 month")
    number = np.cumsum(found.seen, axis=-1)
    learnt = found.seen & (number <= start) if frozen else found.seen
    events = np.cumsum(np.where(learnt, found.events, 0), axis=-1)
    exposure = np.cumsum(np.where(learnt, found.exposure, 0), axis=-1)
    if not frozen:
        events, exposure = events - found.events, exposure - found.exposure
    watched = found.seen & (number > start) & (events >= FEWEST_HISTORY)
    return Before(array(events), array(exposure), np.asarray(watched))


def spread(phi: ArrayLike, shape: tuple[int, ...]) -> FloatArray:
    """Return the over-dispersion of each series, ready to divide months by; refuse under 1."""
    given_ = given.numbers("phi", phi)
    if np.any(given_ < 1):
        raise InvalidCounts("phi: chance alone is 1, so over-dispersion must be 1 or more")
    try:
        return array(np.broadcast_to(given_[..., None], (*shape[:-1], 1)))
    except ValueError as error:
        raise InvalidCounts(
            f"these shapes do not fit together: phi {given_.shape}, series {shape[:-1]}"
        ) from error


def season(events: ArrayLike, exposure: ArrayLike = 1.0, *, period: int = 12) -> FloatArray:
    """Say by how much each month of the year is usually above or below the year's level.

    Parameters
    ----------
    events, exposure : (..., months), NaN where a month is missing. Every series given has a part
        in one answer: give all groups of a force, or all forces, because a series of its own is
        too small for one.
    period : months in a year.

    Returns
    -------
    (period,) array
        Factors with a mean of 1; the first belongs to the first month given. Multiply exposure by
        them.

    Raises
    ------
    CannotTell
        If a month of the year was seen in fewer than two years, or never had an event.
    InvalidCounts
        If a count is not a whole number or an exposure not above zero.
    StatsError
        If the period is under 2.

    Notes
    -----
    Each series and year has a level of its own and each month of the year one factor: the fit of a
    Poisson model with year and month, by its own two steps (Deming and Stephan 1940). A rise that
    lasts into the next year does not look like season; a missing month does not bend it.
    """
    if period < 2:
        raise StatsError(f"period is {period}: a year needs at least 2 months")
    found = months("events", events, "exposure", exposure)
    years = -(-found.events.shape[-1] // period)
    pad = years * period - found.events.shape[-1]

    def by_year(values: FloatArray) -> FloatArray:
        flat = values.reshape(-1, values.shape[-1])
        return array(np.pad(flat, ((0, 0), (0, pad))).reshape(-1, period))

    many, over = by_year(found.events), by_year(found.exposure)
    if np.any((over > 0).reshape(-1, years, period).any(axis=0).sum(axis=0) < 2):
        raise CannotTell("season needs each month of the year in at least two years")
    if np.any(many.sum(axis=0) == 0):
        raise CannotTell("season cannot be told: a month of the year never had an event")
    factors = np.ones(period)
    for _ in range(500):
        weight = over @ factors
        level = np.divide(many.sum(axis=1), weight, out=np.zeros_like(weight), where=weight > 0)
        new = many.sum(axis=0) / (level @ over)
        new /= new.mean()
        if np.allclose(new, factors, rtol=1e-12, atol=0):
            break
        factors = new
    return array(new)


def phi_of_history(events: ArrayLike, exposure: ArrayLike = 1.0, *, start: int = 24) -> FloatArray:
    """Say how much more a series' months swing than chance alone would make them.

    Parameters
    ----------
    events, exposure : (..., months), NaN where a month is missing.
    start : the first so many observed months are used: the history, before anything is watched.

    Returns
    -------
    array
        One for each series, never below 1. NaN where fewer than 12 months, or no event, was seen.

    Raises
    ------
    InvalidCounts
        If a count is not a whole number or an exposure not above zero.
    StatsError
        If ``start`` is under 12.

    Notes
    -----
    Between two months that follow each other, so that a slow trend is not taken for swing: the mean
    of ``(x - m)**2 / m`` of each pair around the pair's own level ``m`` (a Pearson statistic with
    one degree of freedom a pair).
    """
    if start < FEWEST_MONTHS:
        raise StatsError(f"start is {start}: how months swing needs at least {FEWEST_MONTHS}")
    found = months("events", events, "exposure", exposure)
    use = found.seen & (np.cumsum(found.seen, axis=-1) <= start)
    x, e = found.events, found.exposure
    pair = use[..., 1:] & use[..., :-1]
    total, over = x[..., 1:] + x[..., :-1], e[..., 1:] + e[..., :-1]
    with np.errstate(invalid="ignore", divide="ignore"):
        share = e[..., 1:] / over
        each = (x[..., 1:] - total * share) ** 2 / (total * share * (1 - share))
        pair &= total > 0
        phi = np.where(pair, each, 0).sum(axis=-1) / pair.sum(axis=-1)
    enough = (use.sum(axis=-1) >= FEWEST_MONTHS) & pair.any(axis=-1)
    return array(np.where(enough, np.maximum(phi, 1), np.nan))


def _floats(name: str, values: ArrayLike) -> FloatArray:
    if isinstance(values, np.ma.MaskedArray):
        raise InvalidCounts(f"{name} is a masked array: say NaN where a month is missing")
    try:
        return np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise InvalidCounts(f"{name} must hold numbers: {error}") from error
