"""Logistic regression, for records rather than tables of counts, and a smooth curve to put in it.

Written out because statsmodels brings pandas along; the tests hold it equal to statsmodels.
"""

from dataclasses import dataclass

import numpy as np
from scipy import special

from evenhand.stats.errors import CannotTell
from evenhand.stats.estimate import FloatArray, array

MOST_STEPS = 50
CONVERGED = 1e-10
SAME = 1e-9
LARGEST_LOG_ODDS = 15.0
"""A fitted chance beyond this (one in three million) is a group set apart, not an estimate."""


@dataclass(frozen=True, eq=False)
class Fit:
    """Coefficients (log odds ratios) and their covariance, which allows for clusters."""

    coefficients: FloatArray
    covariance: FloatArray
    clusters: int


def logistic(design: FloatArray, outcome: FloatArray, cluster: np.ndarray) -> Fit:
    """Fit the log odds of an outcome of 0 or 1 to the columns of a design.

    Parameters
    ----------
    design : (records, columns), with a column of ones.
    outcome : (records,) of 0 and 1.
    cluster : (records,) labels; records of one cluster may depend on each other in any way.

    Raises
    ------
    CannotTell
        If a column repeats what others say, or some combination of them tells the outcomes apart
        without error, so that no finite coefficient fits best.

    Notes
    -----
    Newton's steps (iteratively reweighted least squares), halved where the likelihood would fall.
    Covariance CR1: Liang and Zeger's (1986), Biometrika 73, times G / (G - 1) and
    (n - 1) / (n - k), as statsmodels and Cameron and Miller (2015), Journal of Human Resources 50.
    """
    columns = design.shape[1]
    sized = design / np.linalg.norm(design, axis=0)
    if np.linalg.matrix_rank(sized.T @ sized, tol=SAME, hermitian=True) < columns:
        raise CannotTell("two of the things that are held equal say the same: leave one out")
    at = np.zeros(columns)
    likelihood = _log_likelihood(design @ at, outcome)
    for _ in range(MOST_STEPS):
        chance = special.expit(design @ at)
        slope = design.T @ (outcome - chance)
        step = np.linalg.solve(_information(design, chance), slope)
        while (new := _log_likelihood(design @ (at + step), outcome)) < likelihood - 1e-9:
            step = step / 2
        at, likelihood = at + step, new
        if np.abs(design @ at).max() > LARGEST_LOG_ODDS:
            break
        if np.abs(step).max() < CONVERGED:
            chance = special.expit(design @ at)
            return _clustered(design, outcome - chance, _information(design, chance), cluster, at)
    raise CannotTell(
        "no odds ratio fits best: something that is held equal tells the groups apart without "
        "error, or nearly (an area where only one group was stopped, for example)"
    )


def natural_spline(values: FloatArray, degrees: int) -> FloatArray:
    """Return the columns of a natural cubic spline: smooth, and straight beyond its end knots.

    Knots stand at equally spaced quantiles of the values and at both ends, as in R's ``ns(x, df)``;
    the columns span the same curves (with a column of ones beside them) and are orthonormal.
    """
    low, high = values.min(), values.max()
    if low == high:
        raise CannotTell("all values are the same: there is nothing to draw a curve through")
    knots = np.unique(np.quantile(values, np.linspace(0, 1, degrees + 1)))
    x, t = (values - low) / (high - low), (knots - low) / (high - low)

    def beyond(knot: float) -> FloatArray:
        rest = np.maximum(x - knot, 0) ** 3 - np.maximum(x - t[-1], 0) ** 3
        return array(rest / (t[-1] - knot))

    curves = [beyond(knot) - beyond(t[-2]) for knot in t[:-2]]
    centred = np.column_stack([x, *curves])
    centred -= centred.mean(axis=0)
    return array(np.linalg.qr(centred)[0] * np.sqrt(len(values)))


def _log_likelihood(log_odds: FloatArray, outcome: FloatArray) -> float:
    return float(-np.logaddexp(0, np.where(outcome == 1, -log_odds, log_odds)).sum())


def _information(design: FloatArray, chance: FloatArray) -> FloatArray:
    return array((design * (chance * (1 - chance))[:, None]).T @ design)


def _clustered(
    design: FloatArray,
    residual: FloatArray,
    information: FloatArray,
    cluster: np.ndarray,
    at: FloatArray,
) -> Fit:
    labels, of = np.unique(cluster, return_inverse=True)
    groups, (records, columns) = len(labels), design.shape
    if groups < 2:
        raise CannotTell("all records are of one cluster: nothing says how far clusters differ")
    scores = np.zeros((groups, columns))
    np.add.at(scores, of, design * residual[:, None])
    bread = np.linalg.inv(information)
    correction = groups / (groups - 1) * (records - 1) / (records - columns)
    return Fit(at, array(correction * bread @ (scores.T @ scores) @ bread), groups)
