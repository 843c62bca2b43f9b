"""For given hyperparameters: where the effects of areas most likely lie, and how surely."""

from dataclasses import dataclass

import numpy as np

from evenhand.stats.errors import CannotTell
from evenhand.stats.estimate import FloatArray, array
from evenhand.stats.models import bands
from evenhand.stats.models.maps import Bym2, Leroux, Prior

COEFFICIENT_SPREAD = 5.0
"""Coefficients are believed to lie around 0 with this standard deviation: almost no belief."""
MOST_STEPS = 50
CLOSE = 1e-4
LARGEST_STEP = 3.0
MEAN_STEPS = 3


@dataclass(frozen=True, eq=False)
class Counts:
    """What was seen: events, how many were expected, and what else is known (with ones)."""

    events: FloatArray
    expected: FloatArray
    design: FloatArray


@dataclass(frozen=True, eq=False)
class Mode:
    """The most likely effects under one choice of hyperparameters.

    Attributes
    ----------
    log_ratio : (areas,) the log of each area's ratio.
    log_evidence : of the counts under these hyperparameters, by Laplace's approximation.
    coefficients, covariance : of the design's columns.
    hessian, cholesky : of the effects that are not seen; as a band, and factored.
    pulled : (effects, columns) how far each column's coefficient pulls the effects.
    """

    log_ratio: FloatArray
    log_evidence: float
    coefficients: FloatArray
    covariance: FloatArray
    hessian: FloatArray
    cholesky: bands.Cholesky
    pulled: FloatArray


def find(
    counts: Counts, field: Leroux | Bym2, spread: float, share: float, start: FloatArray
) -> Mode:
    """Find the most likely effects by Newton's steps, from a start nearby.

    Raises
    ------
    CannotTell
        If the steps do not settle.
    """
    prior = field.prior(spread, share)
    seen, design = field.seen, counts.design
    belief = np.eye(design.shape[1]) / COEFFICIENT_SPREAD**2
    log_ratio = start
    for _ in range(MOST_STEPS):
        fitted = counts.expected * np.exp(log_ratio)
        hessian = prior.band.copy()
        hessian[0, seen] += fitted
        cholesky = bands.factor(hessian)
        held = cholesky.solve(field.constraints.T) if len(field.constraints) else None
        working = fitted * log_ratio + counts.events - fitted
        crossed = _placed(fitted[:, None] * design, seen, len(hessian[0]))
        pulled = _solve(cholesky, held, field.constraints, crossed)
        schur = belief + design.T @ (fitted[:, None] * design) - crossed.T @ pulled
        right = _placed(working[:, None], seen, len(hessian[0]))
        alone = _solve(cholesky, held, field.constraints, right)[:, 0]
        coefficients = np.linalg.solve(schur, design.T @ working - pulled.T @ right[:, 0])
        effects = alone - pulled @ coefficients
        new = design @ coefficients + effects[seen]
        moved = new - log_ratio
        largest = np.abs(moved).max()
        if largest < CLOSE:
            log_ratio = new
            break
        log_ratio = log_ratio + moved * min(1.0, LARGEST_STEP / largest)
    else:
        raise CannotTell(
            "the smoothing does not settle: the counts and the map do not fit together"
        )
    evidence = _log_evidence(counts, prior, log_ratio, array(coefficients), array(effects))
    evidence -= (cholesky.log_determinant + np.linalg.slogdet(schur)[1]) / 2
    if held is not None:
        evidence -= np.linalg.slogdet(field.constraints @ held)[1] / 2
    return Mode(
        log_ratio=array(log_ratio),
        log_evidence=float(evidence),
        coefficients=array(coefficients),
        covariance=array(np.linalg.inv(schur)),
        hessian=hessian,
        cholesky=cholesky,
        pulled=pulled,
    )


def variances(counts: Counts, field: Leroux | Bym2, mode: Mode) -> FloatArray:
    """Return the variance of each area's log ratio around the most likely one."""
    diagonal = bands.inverse_diagonal(mode.hessian)
    if len(field.constraints):
        held = mode.cholesky.solve(field.constraints.T)
        tied = np.linalg.inv(field.constraints @ held)
        diagonal = diagonal - np.einsum("ij,jk,ik->i", held, tied, held)
    rest = counts.design - mode.pulled[field.seen]
    by_coefficients = np.einsum("ij,jk,ik->i", rest, mode.covariance, rest)
    return array(diagonal[field.seen] + by_coefficients)


def means(
    counts: Counts, field: Leroux | Bym2, mode: Mode, variance: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Move from the most likely effects to their means: log ratios and coefficients.

    Few events make the most likely value too high, because belief falls more slowly below it. The
    means are those of the normal distribution nearest to the posterior with the same covariance
    (van Niekerk and Rue 2024, Bayesian Analysis 19).
    """
    fitted = counts.expected * np.exp(mode.log_ratio)
    held = mode.cholesky.solve(field.constraints.T) if len(field.constraints) else None
    moved, coefficients = np.zeros(len(fitted)), mode.coefficients
    asked, total = fitted * (1 - np.exp(variance / 2)), np.zeros(len(fitted))
    for _ in range(MEAN_STEPS):
        right = _placed(asked[:, None], field.seen, len(mode.hessian[0]))
        step = mode.covariance @ (counts.design.T @ asked - mode.pulled.T @ right[:, 0])
        effects = _solve(mode.cholesky, held, field.constraints, right)[:, 0] - mode.pulled @ step
        moved = moved + counts.design @ step + effects[field.seen]
        coefficients, total = coefficients + step, total + asked
        asked = fitted * (1 - np.exp(moved + variance / 2)) - total + fitted * moved
    return array(mode.log_ratio + moved), array(coefficients)


def _placed(values: FloatArray, seen: np.ndarray, rows: int) -> FloatArray:
    whole = np.zeros((rows, values.shape[1]))
    whole[seen] = values
    return whole


def _solve(
    cholesky: bands.Cholesky, held: FloatArray | None, constraints: FloatArray, right: FloatArray
) -> FloatArray:
    """Solve for effects that keep to the constraints."""
    free = cholesky.solve(right)
    if held is None:
        return free
    return array(free - held @ np.linalg.solve(constraints @ held, constraints @ free))


def _log_evidence(
    counts: Counts,
    prior: Prior,
    log_ratio: FloatArray,
    coefficients: FloatArray,
    effects: FloatArray,
) -> float:
    band = prior.band
    likelihood = counts.events @ log_ratio - counts.expected @ np.exp(log_ratio)
    length = band[0] @ effects**2
    for apart in range(1, len(band)):
        length += 2 * (band[apart, :-apart] @ (effects[:-apart] * effects[apart:]))
    own = (coefficients**2).sum() / COEFFICIENT_SPREAD**2
    return float(likelihood - (length + own) / 2 + prior.log_determinant / 2)
