"""Large sparse matrices in which each row meets only rows near it: solved as narrow bands.

A map of areas can be put in an order in which neighbours stand close together; then LAPACK's band
solver is as quick as any sparse one, and needs no further library.
"""

from dataclasses import dataclass

import numpy as np

from evenhand.stats.estimate import FloatArray, array

FEW_ROWS, LEAST_BLOCK = 300, 32
"""With few rows the whole inverse is quicker, above all on a machine that is busy."""
Places = np.ndarray
"""Whole numbers that say where entries stand."""


@dataclass(frozen=True, eq=False)
class Ordering:
    """In which order rows stand so that the band is narrow.

    Attributes
    ----------
    position : (rows,) where each row went.
    low, high : (pairs,) the positions of the two rows of each pair that meets, the lower first.
    width : how far apart two that meet stand at most.
    """

    position: Places
    low: Places
    high: Places

    @property
    def width(self) -> int:
        return int((self.high - self.low).max(initial=0))


def narrow(rows: int, pairs: Places) -> Ordering:
    """Put rows into an order in which pairs that meet stand close (Cuthill and McKee, reversed)."""
    # Sparse matrices take longer to load than all that the package itself needs.
    from scipy import sparse
    from scipy.sparse import csgraph

    one, other = pairs.T
    ones = np.ones(len(pairs))
    graph = sparse.coo_array((ones, (one, other)), shape=(rows, rows)).tocsr()
    order = csgraph.reverse_cuthill_mckee((graph + graph.T).tocsr(), symmetric_mode=True)
    position = np.empty(rows, dtype=np.intp)
    position[order] = np.arange(rows)
    ends = np.sort(position[pairs], axis=1)
    return Ordering(position, ends[:, 0], ends[:, 1])


@dataclass(frozen=True, eq=False)
class Cholesky:
    """A positive definite band matrix, factored."""

    factor: FloatArray

    @property
    def log_determinant(self) -> float:
        return float(2 * np.log(self.factor[0]).sum())

    def solve(self, right: FloatArray) -> FloatArray:
        """Solve for one or several right-hand sides (columns)."""
        from scipy import linalg

        return array(linalg.cho_solve_banded((self.factor, True), right, check_finite=False))


def factor(band: FloatArray) -> Cholesky:
    """Factor a matrix given by its diagonal and lower diagonals, each from its first column on."""
    from scipy import linalg

    return Cholesky(array(linalg.cholesky_banded(band, lower=True, check_finite=False)))


def inverse_diagonal(band: FloatArray) -> FloatArray:
    """Return the diagonal of the inverse of a band matrix, without the rest of a large inverse.

    Cuts the matrix into blocks as wide as its band, so that each meets only the next. The
    recursion down and up the blocks is that of a Kalman filter and smoother.
    """
    from scipy import linalg

    width, rows = band.shape[0] - 1, band.shape[1]
    if rows <= FEW_ROWS:
        return array(np.diag(factor(band).solve(np.eye(rows))))
    size = max(width, LEAST_BLOCK)
    starts = np.arange(0, rows, size)
    blocks, links = [], []
    for start in starts:
        stop = min(start + size, rows)
        blocks.append(_block(band, start, stop, start, stop))
        if stop < rows:
            links.append(_block(band, stop, min(stop + size, rows), start, stop))
    inverses, gains = [], []
    left = blocks[0]
    for at, link in enumerate(links):
        inverses.append(linalg.inv(left, check_finite=False))
        gains.append(link @ inverses[-1])
        left = blocks[at + 1] - gains[-1] @ link.T
    whole = linalg.inv(left, check_finite=False)
    diagonals = [np.diag(whole)]
    for inverse, gain in zip(reversed(inverses), reversed(gains), strict=True):
        whole = inverse + gain.T @ whole @ gain
        diagonals.append(np.diag(whole))
    return array(np.concatenate(diagonals[::-1]))


def _block(band: FloatArray, top: int, bottom: int, left: int, right: int) -> FloatArray:
    """Cut out part of a symmetric band matrix, at or below its diagonal."""
    row, column = np.mgrid[top:bottom, left:right]
    apart, first = np.abs(row - column), np.minimum(row, column)
    inside = apart < band.shape[0]
    return array(np.where(inside, band[np.where(inside, apart, 0), first], 0.0))
