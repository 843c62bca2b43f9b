"""Counts whose units are of several kinds (force, area, month), for given spreads of each kind."""

from dataclasses import dataclass

import numpy as np
from scipy import special

from evenhand.stats.errors import CannotTell
from evenhand.stats.estimate import FloatArray, array

COEFFICIENT_SPREAD = 5.0
"""Coefficients are believed to lie around 0 with this standard deviation: almost no belief."""
MOST_STEPS = 60
CLOSE = 1e-5
LARGEST_STEP = 3.0
POISSON = 0.0
"""The excess of counts that scatter by chance alone."""


@dataclass(frozen=True, eq=False)
class Table:
    """Counts and what is known of each.

    Attributes
    ----------
    events, expected : (rows,)
    members : sparse (rows, coefficients + units): the design, then a one for each unit of a row.
    columns : how many of the members' columns are coefficients.
    sizes : how many units each kind has, in the order of the columns.
    """

    events: FloatArray
    expected: FloatArray
    members: object
    columns: int
    sizes: tuple[int, ...]

    def times(self, effects: FloatArray) -> FloatArray:
        """Return each row's sum of effects."""
        return array(self.members @ effects)  # type: ignore[operator]  # sparse arrays have no types

    def back(self, rows: FloatArray) -> FloatArray:
        """Return each effect's sum over rows."""
        return array(self.members.T @ rows)  # type: ignore[attr-defined]

    def crossed(self, weights: FloatArray) -> FloatArray:
        """Return the sums of products of members, weighted."""
        weighted = self.members.multiply(weights[:, None])  # type: ignore[attr-defined]
        return array((self.members.T @ weighted).toarray())  # type: ignore[attr-defined]


@dataclass(frozen=True, eq=False)
class Likeliest:
    """The likeliest effects for given spreads (coefficients, then units), and the evidence."""

    effects: FloatArray
    precision: FloatArray
    log_evidence: float


@dataclass(frozen=True, eq=False)
class Fitted:
    """The means of effects (coefficients, then units) and their covariance."""

    effects: FloatArray
    covariance: FloatArray


def likeliest(
    table: Table, spreads: FloatArray, excess: float, start: FloatArray | None
) -> Likeliest:
    """Find the effects by Newton's steps, and the evidence by Laplace's approximation.

    Parameters
    ----------
    spreads : (kinds,) standard deviations of the units' effects, above zero.
    excess : variance of the rate itself over its square (negative binomial), or 0 for Poisson.

    Raises
    ------
    CannotTell
        If the steps do not settle.
    """
    belief = np.concatenate(
        [
            np.full(table.columns, COEFFICIENT_SPREAD**-2.0),
            *(
                np.full(size, spread**-2.0)
                for size, spread in zip(table.sizes, spreads, strict=True)
            ),
        ]
    )
    at = np.zeros(len(belief)) if start is None else start
    for _ in range(MOST_STEPS):
        slope, bend, _ = _pull(table, table.times(at), excess)
        precision = table.crossed(bend)
        precision[np.diag_indices_from(precision)] += belief
        step = np.linalg.solve(precision, table.back(slope) - belief * at)
        largest = np.abs(step).max()
        at = at + step * min(1.0, LARGEST_STEP / max(largest, CLOSE))
        if largest < CLOSE:
            break
    else:
        raise CannotTell("the effects do not settle: some kind has units without any events")
    log = table.times(at)
    evidence = _log_likelihood(table, log, excess) - (belief * at**2).sum() / 2
    evidence += (np.log(belief).sum() - np.linalg.slogdet(precision)[1]) / 2
    return Likeliest(array(at), array(precision), float(evidence))


def around(table: Table, found: Likeliest, excess: float) -> Fitted:
    """Move from the likeliest effects to their means: the likelihood is not even on both sides."""
    covariance = array(np.linalg.inv(found.precision))
    _, _, turn = _pull(table, table.times(found.effects), excess)
    moved = covariance @ table.back(turn * _variances(table, covariance) / 2)
    return Fitted(array(found.effects + moved), covariance)


def _variances(table: Table, covariance: FloatArray) -> FloatArray:
    moved = array(table.members @ covariance)  # type: ignore[operator]
    return array(table.members.multiply(moved).sum(axis=1)).ravel()  # type: ignore[attr-defined]


def _pull(
    table: Table, log: FloatArray, excess: float
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return the first derivative of each row's log likelihood, minus the second, and the third."""
    y, fitted = table.events, table.expected * np.exp(log)
    if excess == POISSON:
        return y - fitted, fitted, -fitted
    damped = 1 + excess * fitted
    bend = fitted * (1 + excess * y) / damped**2
    return (y - fitted) / damped, bend, -bend * (1 - excess * fitted) / damped


def _log_likelihood(table: Table, log: FloatArray, excess: float) -> float:
    y, fitted = table.events, table.expected * np.exp(log)
    if excess == POISSON:
        return float(y @ log - fitted.sum())
    size = 1 / excess
    rows = special.gammaln(y + size) - special.gammaln(size) - size * np.log1p(excess * fitted)
    return float((rows + y * (log + np.log(excess) - np.log1p(excess * fitted))).sum())
