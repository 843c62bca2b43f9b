"""Poisson regression for a series, and standard errors that allow for months that go together.

Written out because statsmodels brings pandas along; the tests hold it equal to statsmodels.
"""

from dataclasses import dataclass

import numpy as np

from evenhand.stats.errors import CannotTell
from evenhand.stats.estimate import FloatArray, array

MOST_STEPS = 60
CONVERGED = 1e-11
SAME = 1e-9
LARGEST_STEP = 2.0
"""No step moves a rate by more than e squared times, so that the first ones do not overshoot."""
CARRIED = np.linspace(0, 0.95, 20)
SMALLEST_LOG = -15.0
"""A fitted share of the mean rate below this is a stretch without events, not an estimate."""


@dataclass(frozen=True, eq=False)
class PoissonFit:
    """Coefficients on the log scale, and what each moment contributed to them.

    Attributes
    ----------
    coefficients : (columns,)
    covariance : (columns, columns) if counts were Poisson and months independent.
    dispersion : Pearson's; 1 for Poisson counts, more where they scatter more.
    influence : (moments, columns) how far each moment's surprise moved each coefficient.
    fitted : (moments,) expected counts.
    """

    coefficients: FloatArray
    covariance: FloatArray
    dispersion: float
    influence: FloatArray
    fitted: FloatArray


def poisson(design: FloatArray, counts: FloatArray, exposure: FloatArray) -> PoissonFit:
    """Fit the log of a rate to the columns of a design by maximum likelihood.

    Parameters
    ----------
    design : (moments, columns), with a column of ones.
    counts : (moments,) zero or more.
    exposure : (moments,) above zero.

    Raises
    ------
    CannotTell
        If a column repeats what others say, there are no moments to spare, or some stretch has no
        events at all, so that no finite coefficient fits best.
    """
    moments, columns = design.shape
    if moments <= columns:
        raise CannotTell(f"{moments} counts are too few for {columns} things to be worked out")
    sized = design / np.linalg.norm(design, axis=0)
    if np.linalg.matrix_rank(sized.T @ sized, tol=SAME, hermitian=True) < columns:
        raise CannotTell("two of the things that are held equal say the same: leave one out")
    if counts.sum() == 0:
        raise CannotTell("there are no events at all")
    level = np.log(counts.sum() / exposure.sum())
    at = np.linalg.lstsq(design, np.full(moments, level), rcond=None)[0]
    for _ in range(MOST_STEPS):
        fitted = exposure * np.exp(design @ at)
        information = (design * fitted[:, None]).T @ design
        step = np.linalg.solve(information, design.T @ (counts - fitted))
        size = np.abs(design @ step).max()
        at = at + step * min(1.0, LARGEST_STEP / max(size, CONVERGED))
        if (design @ at).min() < level + SMALLEST_LOG:
            break
        if size < CONVERGED:
            covariance = np.linalg.inv(information)
            surprise = counts - fitted
            dispersion = float((surprise**2 / fitted).sum() / (moments - columns))
            influence = (design * surprise[:, None]) @ covariance
            return PoissonFit(at, array(covariance), dispersion, array(influence), fitted)
    raise CannotTell("no rate fits best: some stretch that has a term of its own has no events")


def newey_west(influence: FloatArray, lags: int) -> FloatArray:
    """Return the covariance of sums of influences that may go together for so many months.

    Weights fall in a straight line to nothing at ``lags + 1`` (Bartlett's), so that the result is
    never negative: Newey and West (1987), Econometrica 55. Without the correction for the number of
    columns.

    Parameters
    ----------
    influence : (moments, columns), in order of time, none missing.
    lags : zero or more; zero allows for scatter that differs between moments alone.
    """
    total = influence.T @ influence
    for lag in range(1, lags + 1):
        crossed = influence[lag:].T @ influence[:-lag]
        total = total + (1 - lag / (lags + 1)) * (crossed + crossed.T)
    return array(total)


def lags_for(moments: int) -> int:
    """Return how many months to allow for: 1.3 times the root of their number.

    Lazarus, Lewis, Stock and Watson (2018), Journal of Business & Economic Statistics 36: more than
    the older rules of thumb.
    """
    return int(np.ceil(1.3 * np.sqrt(moments)))


def going_together(
    design: FloatArray, fit: PoissonFit, surprise: FloatArray
) -> tuple[float, FloatArray]:
    """Say how far one month's surprise carries to the next, and what that does to coefficients.

    Newey and West's estimate is far too small for series of four to ten years, because a fit takes
    some of the carrying over into itself. This allows for that: it looks for the carrying over
    (autoregressive, of one step) that would leave behind, after such a fit, what was left behind,
    and half a standard error more. The scatter is corrected in the same way.

    Parameters
    ----------
    design : as it was fitted.
    fit : of ``poisson``.
    surprise : (moments,) counts minus fitted, over the root of fitted.

    Returns
    -------
    tuple
        The carrying over, from 0 to 0.95, and the coefficients' covariance.
    """
    moments = len(surprise)
    whole = surprise @ surprise
    seen = (surprise[1:] @ surprise[:-1]) / whole if whole > 0 else 0.0
    weighted = design * np.sqrt(fit.fitted)[:, None]
    apart = np.abs(np.subtract.outer(np.arange(moments), np.arange(moments)))
    moves = weighted @ fit.covariance
    after, scatter = [], []
    for carried in CARRIED:
        along = carried**apart @ weighted
        taken = moves @ (weighted.T @ along)
        # What a fit leaves behind: S - moves along' - along moves' + taken moves'.
        whole_trace = moments - (2 * along * moves - taken * moves).sum()
        next_trace = (
            carried * (moments - 1)
            - (moves[:-1] * along[1:] + along[:-1] * moves[1:] - taken[:-1] * moves[1:]).sum()
        )
        scatter.append(whole_trace)
        after.append(next_trace / whole_trace)
    carried = float(np.interp(seen + 0.5 / np.sqrt(moments), after, CARRIED))
    dispersion = whole / np.interp(carried, CARRIED, scatter)
    return carried, array(dispersion * moves.T @ carried**apart @ moves)
