"""Quasi-Poisson fits of many small series at once, all with one design."""

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from evenhand.stats.estimate import FloatArray, array

ROUNDS = 25
CLOSE = 1e-8


@dataclass(frozen=True, eq=False)
class Fit:
    """Models of so many series; the first coefficient is the log of the level now.

    Attributes
    ----------
    coefficients, covariance : (series, terms), (series, terms, terms) without over-dispersion.
    level, error : (series,) the first coefficient, and its standard error without over-dispersion.
    means, hats : (series, months) fitted counts, and how much each month draws the fit to itself.
    phi, freedom : (series,) over-dispersion by Pearson, and the months beyond the terms.
    relative : (series,) the mean squared distance from the fitted count, as a share of that count.
    converged : (series,) whether the fit settled.
    """

    coefficients: FloatArray
    covariance: FloatArray
    level: FloatArray
    error: FloatArray
    means: FloatArray
    hats: FloatArray
    phi: FloatArray
    freedom: FloatArray
    relative: FloatArray
    converged: NDArray[np.bool_]

    def played_down(self, y: FloatArray, w: FloatArray, soft: float) -> FloatArray:
        """Weigh months by one over the square of a residual above ``soft``; the mean stays 1."""
        mean = self.means
        with np.errstate(all="ignore"):
            root6 = mean ** (1 / 6)
            residual = 1.5 * (np.cbrt(y) ** 2 / root6 - root6**3)
            residual /= np.sqrt(np.maximum(self.phi, 1)[:, None] * (1 - self.hats))
            weight = np.where(residual > soft, residual**-2.0, 1.0)
            weight = np.where(w > 0, weight, 0.0)
            return array(weight * (w.sum(axis=1) / weight.sum(axis=1))[:, None])

    def only(self, rows: NDArray[np.bool_]) -> "Fit":
        """Return some of the series."""
        return Fit(*(getattr(self, each.name)[rows] for each in fields(self)))

    def replaced(self, rows: NDArray[np.int64], others: "Fit") -> "Fit":
        """Return these with some series' level, error and spread from other models of them."""
        new = {each.name: getattr(self, each.name) for each in fields(self)}
        for name in ("level", "error", "phi", "freedom", "relative", "converged"):
            new[name] = new[name].copy()
            new[name][rows] = getattr(others, name)
        return Fit(**new)


def fit(design: FloatArray, y: FloatArray, exposure: FloatArray, w: FloatArray) -> Fit:
    """Fit each series by iteratively reweighted least squares.

    Parameters
    ----------
    design : (months, terms), one for all series; the first column holds ones.
    y, exposure, w : (series, months) counts, exposure above zero, weights (0 where missing).
    """
    many, terms = y.shape[0], design.shape[1]
    squares = np.einsum("mi,mj->mij", design, design).reshape(design.shape[0], -1)
    beta, inverses = np.full((many, terms), np.nan), np.full((many, terms, terms), np.nan)
    weights, fitted = np.full(y.shape, np.nan), np.full(y.shape, np.nan)
    converged = np.zeros(many, dtype=np.bool_)
    rows, offset = np.arange(many), np.log(exposure)
    with np.errstate(all="ignore"):
        means, spent = y + 0.1, np.full(many, np.inf)
        eta = np.log(means)
        y_log_y = np.where(y > 0, y * np.log(np.where(y > 0, y, 1)), 0) - y
        for _ in range(ROUNDS):
            weight = w[rows] * means
            working = eta - offset[rows] + (y[rows] - means) / means
            inverse = _inverse((weight @ squares).reshape(-1, terms, terms))
            new = (((weight * working) @ design)[:, None, :] @ inverse)[:, 0]
            eta = new @ design.T + offset[rows]
            means = np.exp(eta)
            now = 2 * (w[rows] * (y_log_y[rows] - y[rows] * eta + means)).sum(axis=1)
            settled = np.abs(now - spent) / (np.abs(now) + 0.1) < CLOSE
            done = rows[settled]
            # A fit is kept as it settles, with the weights of its last round, as R's glm does:
            # another round would move its spread by one part in 100,000.
            beta[done], inverses[done] = new[settled], inverse[settled]
            weights[done], fitted[done] = weight[settled], means[settled]
            converged[done] = np.isfinite(new[settled]).all(axis=1)
            if settled.all():
                break
            rows, eta, means, spent = rows[~settled], eta[~settled], means[~settled], now[~settled]
        hats = weights * (squares @ inverses.reshape(many, terms * terms).T).T
        freedom = (w > 0).sum(axis=1) - float(terms)
        apart = ((y - fitted) / fitted) ** 2
        phi = (weights * apart).sum(axis=1) / freedom
        relative = (w * apart).sum(axis=1) / freedom
        error = np.sqrt(inverses[:, 0, 0])
    return Fit(
        beta, inverses, array(beta[:, 0]), array(error), fitted, array(hats), array(phi),
        array(freedom), array(relative), converged,
    )  # fmt: skip


def _inverse(matrices: FloatArray) -> FloatArray:
    """Invert each small symmetric matrix; NaN where a term has no months that show it."""
    if matrices.shape[-1] == 1:
        return array(1 / matrices)
    if matrices.shape[-1] == 2:
        a, b, d = matrices[:, 0, 0], matrices[:, 0, 1], matrices[:, 1, 1]
        found = np.stack([d, -b, -b, a], axis=-1).reshape(-1, 2, 2)
        return array(found / (a * d - b * b)[:, None, None])
    scale = 1 / np.sqrt(np.einsum("sii->si", matrices))
    even = matrices * scale[:, :, None] * scale[:, None, :]
    bad = ~np.isfinite(even).all(axis=(1, 2))
    even[bad] = np.eye(matrices.shape[-1])
    bad |= np.linalg.cond(even) > 1e12
    even[bad] = np.eye(matrices.shape[-1])
    found = np.linalg.inv(even) * scale[:, :, None] * scale[:, None, :]
    found[bad] = np.nan
    return array(found)
