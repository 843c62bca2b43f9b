"""Over-dispersion: forces differ more than chance alone would make them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from evenhand.stats import given
from evenhand.stats.errors import CannotTell, InvalidCounts, StatsError
from evenhand.stats.estimate import FloatArray, array

FEWEST_UNITS = 10
"""With fewer units the spread between them cannot be told from the spread within."""
WINSORISED = 0.1
ENDS = ("drawn in", "left out")


@dataclass(frozen=True)
class Overdispersion:
    """How much more units differ than chance alone would make them.

    Attributes
    ----------
    phi : by how much the variance is multiplied; 1 says that chance alone explains the spread.
    tau_squared : the variance between the units' own true values, on the scale on which they were
        compared (the log of a ratio); 0 says that one true value would explain the spread.
    units : how many were compared.
    left_out : how many had no value on that scale (no events, so no log of a ratio).
    """

    phi: float
    tau_squared: float
    units: int
    left_out: int


def log_ratio(
    events: ArrayLike,
    exposure: ArrayLike,
    reference_events: ArrayLike,
    reference_exposure: ArrayLike,
) -> tuple[FloatArray, FloatArray]:
    """Give the log of each ratio of rates, and its standard error.

    Parameters
    ----------
    events, exposure, reference_events, reference_exposure : as for ``ratio_of_rates``.

    Returns
    -------
    Two arrays. Where either count is 0 there is no log: both are NaN, and nothing is added to a
    count to make one.

    Raises
    ------
    InvalidCounts
        As ``ratio_of_rates``.

    Notes
    -----
    The variance of the log is one over each count, added up: as for ``ratio_of_rates`` with
    ``method="wald"``.
    """
    a, n, b, m = given.together(
        events=given.counts("events", events),
        exposure=given.exposures("exposure", exposure),
        reference_events=given.counts("reference_events", reference_events),
        reference_exposure=given.exposures("reference_exposure", reference_exposure),
    )
    some = (a > 0) & (b > 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        log = np.log((a / b) * (m / n))
        error = np.sqrt(1 / a + 1 / b)
    return array(np.where(some, log, np.nan)), array(np.where(some, error, np.nan))


def z_scores(
    values: ArrayLike, errors: ArrayLike, *, centre: ArrayLike = 0.0, winsorise: float = 0.0
) -> FloatArray:
    """Say how many standard errors each unit lies from the centre.

    Parameters
    ----------
    values, errors, centre : on one scale, on which the errors are about normal (logs of ratios).
        The last axis holds the units; a value that is NaN stays NaN.
    winsorise : this share of scores at each end is drawn in to the last one that is kept.

    Returns
    -------
    float64 array
        In the shape of ``values``; 0 lies on the centre.

    Raises
    ------
    InvalidCounts
        If an error is not above zero or shapes do not fit.
    StatsError
        If ``winsorise`` is not from 0 to below 0.5.

    Notes
    -----
    Spiegelhalter (2005), Statistics in Medicine 24, page 1185. Quantiles are linear between the
    values (R's type 7), as in FunnelPlotR.
    """
    if not 0 <= winsorise < 0.5:
        raise StatsError(f"winsorise is {winsorise}: it must be from 0 to below 0.5, such as 0.1")
    y, s, middle = given.together(
        values=_floats("values", values),
        errors=_floats("errors", errors),
        centre=_floats("centre", centre),
    )
    if np.any(s <= 0):
        raise InvalidCounts("errors: each standard error must be above zero")
    z = array((y - middle) / s)
    if winsorise == 0 or not np.isfinite(z).any():
        return z
    low, high = np.nanquantile(z, [winsorise, 1 - winsorise], axis=-1, keepdims=True)
    return array(np.clip(z, low, high))


def overdispersion(
    values: ArrayLike,
    errors: ArrayLike,
    *,
    centre: float,
    winsorise: float = WINSORISED,
    ends: str = "drawn in",
) -> Overdispersion:
    """Measure how much more units differ than chance alone would make them.

    Parameters
    ----------
    values, errors : (units,) on one scale (``log_ratio`` gives both). Units whose value is not a
        number are left out, and counted.
    centre : the value that all units would share, on the same scale.
    winsorise : the share of units at each end that may not drive the answer.
    ends : whether those are ``"drawn in"`` to the last score that is kept (winsorised), or
        ``"left out"`` (truncated, as the hospitals' mortality indicator SHMI has it).

    Returns
    -------
    Overdispersion
        With ``phi`` of 1 or less and ``tau_squared`` of 0 chance alone explains the spread.

    Raises
    ------
    CannotTell
        With fewer than 10 units.
    InvalidCounts
        If an error is not above zero or shapes do not fit.
    StatsError
        If ``ends`` is unknown, or ``winsorise`` is not from 0 to below 0.5.

    Notes
    -----
    Spiegelhalter (2005), Quality and Safety in Health Care 14, page 347: phi is the mean of the
    squared, winsorised scores; tau squared is DerSimonian and Laird's, with phi times the number
    of units in the place of their Q. FunnelPlotR agrees to seven digits.
    """
    given.choice("ends", ends, ENDS)
    y, s = given.together(values=_floats("values", values), errors=_floats("errors", errors))
    if y.ndim != 1:
        raise InvalidCounts("values must be a row of units")
    kept = np.isfinite(y)
    units = int(kept.sum())
    if units < FEWEST_UNITS:
        raise CannotTell(
            f"{units} units are too few: the spread between them cannot be told from chance with "
            f"fewer than {FEWEST_UNITS}"
        )
    z, used = z_scores(y[kept], s[kept], centre=centre, winsorise=winsorise), s[kept]
    if ends == "left out":
        order = np.argsort(z_scores(y[kept], used, centre=centre), kind="stable")
        cut = int(winsorise * units)
        middle = order[cut : units - cut]
        z, used = z_scores(y[kept][middle], used[middle], centre=centre), used[middle]
    phi = float(np.mean(z**2))
    weight = 1 / used**2
    spread = float(weight.sum() - (weight**2).sum() / weight.sum())
    tau_squared = max(0.0, (z.size * phi - (z.size - 1)) / spread)
    return Overdispersion(phi, tau_squared, units, int(y.size) - units)


def _floats(name: str, values: ArrayLike) -> FloatArray:
    try:
        return np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise InvalidCounts(f"{name} must hold numbers: {error}") from error
