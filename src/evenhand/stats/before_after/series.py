"""A series before and after a reform: by how much it moved, and what else could have moved it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from evenhand.stats import given
from evenhand.stats.before_after.robust import (
    PoissonFit,
    going_together,
    lags_for,
    newey_west,
    poisson,
)
from evenhand.stats.errors import CannotTell, InvalidCounts, StatsError
from evenhand.stats.estimate import Estimate, FloatArray, array, estimate

SEASONS_BEFORE = 2
"""Without two whole years before the change, season and change cannot be told apart."""
FEWEST_AFTER = 6
FEWEST_EVENTS = 30
SHAPES = ("level", "level and slope")
TOGETHER = (
    "It moved after the reform; that does not say that the reform moved it. Whatever else changed "
    "in the same month is in this number too."
)


@dataclass(frozen=True, eq=False)
class BeforeAfter:
    """What a series did after a reform, against what it would have done by its own past.

    Attributes
    ----------
    change : the rate after, over the rate that the months before would have led to; the (geometric)
        mean over the months after.
    control : the same of the control series; None without one.
    against_control : ``change`` divided by ``control``: what is left when what moved the control
        series too is taken off. None without one.
    naive : ``change`` with the interval that takes months as independent: too narrow when they are
        not, and shown only so that the difference can be seen.
    newey_west : ``change`` with Newey and West's interval alone, which covers too seldom too.
    expected : (moments,) counts that the model expects.
    without : (moments,) counts that it expects had nothing changed.
    dispersion : how much more counts scatter than chance alone would have them (1: no more).
    carried : how much of one month's surprise comes again in the next, from 0.
    lags : for how many months Newey and West's interval allows.
    caution : a sentence that belongs beside the change wherever it is shown.
    """

    change: Estimate
    control: Estimate | None
    against_control: Estimate | None
    naive: Estimate
    newey_west: Estimate
    expected: FloatArray
    without: FloatArray
    dispersion: float
    carried: float
    lags: int
    caution: str = TOGETHER


@dataclass(frozen=True, eq=False)
class _Moved:
    """The log of a change, its influences month by month, and its variances."""

    log: float
    influence: FloatArray
    naive_variance: float
    carried_variance: float
    carried: float
    fit: PoissonFit
    without: FloatArray


def interrupted_series(
    events: ArrayLike,
    exposure: ArrayLike,
    changed_at: int,
    *,
    at: ArrayLike | None = None,
    control_events: ArrayLike | None = None,
    control_exposure: ArrayLike | None = None,
    season: int = 12,
    shape: str = "level",
    lags: int | None = None,
    confidence: float = 0.95,
) -> BeforeAfter:
    """Compare a series after a reform with what its own past would have led to.

    A change of 0.7 says that the rate after the reform was 0.7 times what its trend and season
    before it would have led to. 1 means that it went on as before. With a control series, a force
    or group that the reform did not reach, ``against_control`` takes off what moved both.

    Parameters
    ----------
    events : (moments,) whole numbers, zero or more; in order, and only what was observed.
    exposure : (moments,) above zero, or one number.
    changed_at : position of the first moment after the change. Take it, and all that follows, from
        a ``Registration``: chosen after seeing the series, it proves nothing.
    at : (moments,) when each was, in whole steps from any beginning; left out, one after the other.
        A step that is not there was not observed: trend and season go on through it, and what is
        carried over is worked out as if the moments beside it were neighbours.
    control_events, control_exposure : the same of a control series.
    season : moments in a year: 12 for months, 4 for quarters; 1 for none.
    shape : ``"level"`` (the rate jumps and goes on in step) or ``"level and slope"`` (its trend may
        change as well).
    lags : for how many moments Newey and West's interval allows; left out, 1.3 times the root of
        their number.
    confidence : the share of such intervals that cover the truth, about.

    Returns
    -------
    BeforeAfter
        The change as ratios, with the model's counts for a chart.

    Raises
    ------
    InvalidCounts
        If a count is negative or not whole, an exposure is not above zero, lengths differ, or
        ``at`` does not go up in whole steps.
    CannotTell
        With fewer observed than two whole years before, fewer than 6 moments after, fewer than 30
        events before, or a stretch without any event.
    StatsError
        If an option is none of those there are.

    Notes
    -----
    Log-linear with trend, step and two waves of season (one for quarters), quasi-Poisson: Bernal,
    Cummins and Gasparrini (2017), International Journal of Epidemiology 46. The interval is the
    wider of two: Newey and West's (1987, Econometrica 55), and one that matches a first-order
    autoregression to what the fit left behind; the first alone covers too seldom in series of this
    length. Student's t with as many degrees as there are moments to spare, fewer when they go
    together.
    """
    given.choice("shape", shape, SHAPES)
    y, n = _series("events", events, "exposure", exposure)
    moments = len(y)
    _refuse_short(y, changed_at, season)
    design, weight = _design(_steps(at, moments), changed_at, season, shape)
    reach = lags_for(moments) if lags is None else lags
    if not 0 <= reach < moments:
        raise StatsError(f"lags is {reach}: it must be zero or more, and fewer than the moments")
    one = _moved(design, weight, y, n)
    spare = moments - design.shape[1]

    def robust(influence: FloatArray) -> float:
        return float(newey_west(influence[:, None], reach)[0, 0] * moments / spare)

    def ratio(log: float, influence: FloatArray, variance: float, carried: float) -> Estimate:
        freedom = max(spare * (1 - carried) / (1 + carried), 2.0)
        spread = _student(confidence, freedom) * np.sqrt(max(robust(influence), variance))
        return _on_scale(log, spread)

    beside = _control(control_events, control_exposure, y, changed_at)
    other = None if beside is None else _moved(design, weight, *beside)
    against = None
    if other is not None:
        # Months are hit together in both series, so the influences are subtracted, not the parts.
        pair = _difference(one, other)
        against = ratio(
            one.log - other.log,
            one.influence - other.influence,
            pair,
            max(one.carried, other.carried),
        )
    plain = _student(confidence, spare)
    return BeforeAfter(
        change=ratio(one.log, one.influence, one.carried_variance, one.carried),
        control=None
        if other is None
        else ratio(other.log, other.influence, other.carried_variance, other.carried),
        against_control=against,
        naive=_on_scale(one.log, plain * np.sqrt(one.naive_variance)),
        newey_west=_on_scale(one.log, plain * np.sqrt(robust(one.influence))),
        expected=one.fit.fitted,
        without=one.without,
        dispersion=one.fit.dispersion,
        carried=one.carried,
        lags=reach,
    )


def _series(
    name: str, events: ArrayLike, exposure_name: str, exposure: ArrayLike
) -> list[FloatArray]:
    both = given.together(
        **{
            name: given.counts(name, events),
            exposure_name: given.exposures(exposure_name, exposure),
        }
    )
    if both[0].ndim != 1:
        raise InvalidCounts(f"{name} must be one series, a count for each moment")
    return both


def _refuse_short(events: FloatArray, changed_at: int, season: int) -> None:
    before, after = events[:changed_at], events[changed_at:]
    if season < 1 or not 0 < changed_at < len(events):
        raise StatsError("the change must lie inside the series, and a season be 1 or more moments")
    least = max(SEASONS_BEFORE * season, 8)
    if len(before) < least:
        raise CannotTell(
            f"there are {len(before)} moments before the change: with fewer than {least} its trend "
            "and season cannot be told from the change"
        )
    least = min(FEWEST_AFTER, season) if season > 1 else FEWEST_AFTER
    if len(after) < least:
        raise CannotTell(
            f"there are {len(after)} moments after the change: with fewer than {least} one odd "
            "month would decide"
        )
    if before.sum() < FEWEST_EVENTS:
        raise CannotTell(
            f"there are {int(before.sum())} events before the change: with fewer than "
            f"{FEWEST_EVENTS} the answer would be mostly chance"
        )
    if after.sum() == 0:
        raise CannotTell("there are no events after the change: a ratio of 0 has no range here")


def _steps(at: ArrayLike | None, moments: int) -> FloatArray:
    """When each moment was, from zero."""
    if at is None:
        return array(np.arange(moments))
    steps = array(at)
    if steps.shape != (moments,) or (steps % 1 != 0).any() or (np.diff(steps) < 1).any():
        raise InvalidCounts("at must be a whole number for each moment, each above the one before")
    return array(steps - steps[0])


def _design(
    at: FloatArray, changed_at: int, season: int, shape: str
) -> tuple[FloatArray, FloatArray]:
    """Return the columns, and which sum of coefficients is the log of the change."""
    moments = at[-1] + 1
    since = np.maximum(at - at[changed_at], 0) / moments
    step = (at >= at[changed_at]).astype(float)
    columns = [np.ones(len(at)), at / moments - 0.5, step]
    weight = [0.0, 0.0, 1.0]
    if shape == "level and slope":
        columns.append(since)
        weight.append(float(since[changed_at:].mean()))
    # Two waves, or as many as a short season has room for (one for quarters).
    for wave in range(1, min(2, (season - 1) // 2) + 1):
        turn = 2 * np.pi * wave * at / season
        columns += [np.cos(turn), np.sin(turn)]
        weight += [0.0, 0.0]
    return np.column_stack(columns), array(weight)


def _moved(design: FloatArray, weight: FloatArray, y: FloatArray, n: FloatArray) -> _Moved:
    fit = poisson(design, y, n)
    surprise = (y - fit.fitted) / np.sqrt(fit.fitted)
    carried, covariance = going_together(design, fit, surprise)
    changed = weight != 0
    return _Moved(
        log=float(weight @ fit.coefficients),
        influence=array(fit.influence @ weight),
        naive_variance=float(weight @ fit.covariance @ weight * fit.dispersion),
        carried_variance=float(weight @ covariance @ weight),
        carried=carried,
        fit=fit,
        without=array(fit.fitted / np.exp(design[:, changed] @ fit.coefficients[changed])),
    )


def _control(
    events: ArrayLike | None, exposure: ArrayLike | None, y: FloatArray, changed_at: int
) -> list[FloatArray] | None:
    if events is None and exposure is None:
        return None
    if events is None or exposure is None:
        raise InvalidCounts("control_events and control_exposure: give both, or neither")
    z, m = _series("control_events", events, "control_exposure", exposure)
    if len(z) != len(y):
        raise InvalidCounts(f"control_events has {len(z)} moments, events {len(y)}")
    if z[:changed_at].sum() < FEWEST_EVENTS or z[changed_at:].sum() == 0:
        raise CannotTell(
            f"the control series has fewer than {FEWEST_EVENTS} events before the change, or none "
            "after: it would only add chance"
        )
    return [z, m]


def _difference(one: _Moved, other: _Moved) -> float:
    """Return the variance of the difference of two logs of changes.

    What the two series' surprises share, month by month, goes out of it; to be on the safe side
    their correlation is taken two standard errors lower than it was seen, or as none.
    """
    first, second = one.influence, other.influence
    size = np.sqrt((first @ first) * (second @ second))
    together = (first @ second) / size if size > 0 else 0.0
    shared = max(together - 2 / np.sqrt(len(first)), 0.0)
    both = one.carried_variance + other.carried_variance
    return float(both - 2 * shared * np.sqrt(one.carried_variance * other.carried_variance))


def _student(confidence: float, freedom: float) -> float:
    return float(-special.stdtrit(freedom, given.tail(confidence)))


def _on_scale(log: float, spread: float) -> Estimate:
    return estimate(np.exp(log), np.exp(log - spread), np.exp(log + spread))
