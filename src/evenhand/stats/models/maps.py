"""Two ways in which the areas of a map may be alike: Leroux's, and Besag, York and Mollié's."""

from dataclasses import dataclass, field

import numpy as np

from evenhand.stats.errors import InvalidCounts
from evenhand.stats.estimate import FloatArray, array
from evenhand.stats.models import bands


@dataclass(frozen=True, eq=False)
class Prior:
    """What is believed of the areas before their counts, for given hyperparameters.

    Attributes
    ----------
    band : the precision of all that is not seen, in the order of the band.
    log_determinant : of the precision, but for what never changes.
    """

    band: FloatArray
    log_determinant: float


@dataclass(frozen=True, eq=False)
class Leroux:
    """Each area's effect leans to its neighbours' mean by a share, and to nothing by the rest.

    Precision ``(share (D - W) + (1 - share) I) / spread**2``; an area without neighbours stands
    alone. Leroux, Lei and Breslow (2000).
    """

    areas: int
    ordering: bands.Ordering

    @property
    def seen(self) -> np.ndarray:
        """Where each area's effect stands."""
        return self.ordering.position

    @property
    def constraints(self) -> FloatArray:
        """Sums that are held at nothing: none."""
        return np.zeros((0, self.areas))

    def prior(self, spread: float, share: float) -> Prior:
        order = self.ordering
        degree = _degrees(self.areas, order)
        band = np.zeros((order.width + 1, self.areas))
        band[0] = np.where(degree > 0, share * degree + 1 - share, 1.0)
        band[order.high - order.low, order.low] = -share
        inside = bands.factor(band).log_determinant
        scaled = inside - 2 * self.areas * np.log(spread)
        return Prior(array(band / spread**2), scaled)


@dataclass(frozen=True, eq=False)
class Bym2:
    """Each area's effect is a part of its own and a part that is smooth over the map.

    ``spread (sqrt(1 - share) own + sqrt(share) smooth)``, with ``smooth`` scaled so that both have
    a variance of 1 on (geometric) average: Riebler, Sørbye, Simpson and Rue (2016). In each part of
    the map that hangs together ``smooth`` sums to nothing; an area without neighbours has a
    ``smooth`` of its own, of variance 1 (Freni-Sterrantino, Ventrucci and Rue 2018).
    """

    areas: int
    ordering: bands.Ordering
    constraints: FloatArray = field(init=False)
    precision: FloatArray = field(init=False)

    def __post_init__(self) -> None:
        pieces = _pieces(self.areas, self.ordering)
        degree = _degrees(self.areas, self.ordering)
        together = [piece for piece in np.unique(pieces) if (pieces == piece).sum() > 1]
        constraints = np.zeros((len(together), 2 * self.areas))
        scale = np.ones(self.areas)
        for row, piece in enumerate(together):
            inside = pieces == piece
            constraints[row, 1::2] = inside
            scale[inside] = scaling_factor(self.areas, self.ordering, inside)
        order = self.ordering
        precision = np.zeros((order.width + 1, self.areas))
        precision[0] = np.where(degree > 0, degree * scale, 1.0)
        precision[order.high - order.low, order.low] = -scale[order.low]
        object.__setattr__(self, "constraints", constraints)
        object.__setattr__(self, "precision", precision)

    @property
    def seen(self) -> np.ndarray:
        """Where each area's effect stands: before its smooth part."""
        return 2 * self.ordering.position

    def prior(self, spread: float, share: float) -> Prior:
        width = len(self.precision) - 1
        band = np.zeros((2 * width + 2, 2 * self.areas))
        band[0, ::2] = 1 / (spread**2 * (1 - share))
        band[0, 1::2] = self.precision[0] + share / (1 - share)
        band[1, ::2] = -np.sqrt(share) / (spread * (1 - share))
        for apart in range(1, width + 1):
            band[2 * apart, 1::2] = self.precision[apart]
        scaled = -2 * self.areas * np.log(spread) - self.areas * np.log(1 - share)
        return Prior(band, scaled)


def scaling_factor(areas: int, ordering: bands.Ordering, inside: np.ndarray) -> float:
    """Return the geometric mean of the variances of an intrinsic field over one part of a map.

    The field's precision is (number of neighbours) minus (who is a neighbour), and it sums to
    nothing. R-INLA's ``inla.scale.model`` divides by the same.
    """
    band = np.zeros((max(ordering.width, 1) + 1, areas))
    band[0] = _degrees(areas, ordering)
    held = inside[ordering.low]
    low, high = ordering.low[held], ordering.high[held]
    band[high - low, low] = -1.0
    band[0] = np.where(inside, band[0], 1.0)
    # Tied to nothing at one area, then set free again: the same field, summing to nothing.
    (first, *_) = np.flatnonzero(inside)
    band[0, first] += 1.0
    ones = inside.astype(float)
    mixed = bands.factor(band).solve(ones)
    size = inside.sum()
    variance = bands.inverse_diagonal(band) - 2 * mixed / size + (ones @ mixed) / size**2
    return float(np.exp(np.log(variance[inside]).mean()))


def _degrees(areas: int, ordering: bands.Ordering) -> FloatArray:
    ends = np.concatenate([ordering.low, ordering.high])
    return array(np.bincount(ends, minlength=areas))


def _pieces(areas: int, ordering: bands.Ordering) -> np.ndarray:
    """Number the parts of the map that hang together, by position."""
    from scipy import sparse
    from scipy.sparse import csgraph

    ones = np.ones(len(ordering.low))
    graph = sparse.coo_array((ones, (ordering.low, ordering.high)), shape=(areas, areas))
    return np.asarray(csgraph.connected_components(graph.tocsr(), directed=False)[1])


def checked_pairs(areas: int, neighbours: object) -> np.ndarray:
    """Return each pair of neighbours once; refuse what is no pair of different areas."""
    pairs = np.asarray(neighbours)
    if pairs.ndim != 2 or pairs.shape[1] != 2 or not np.issubdtype(pairs.dtype, np.integer):
        raise InvalidCounts("neighbours must be pairs of whole numbers, of shape (pairs, 2)")
    if len(pairs) == 0:
        raise InvalidCounts("no two areas are neighbours: there is no map to smooth over")
    if pairs.min() < 0 or pairs.max() >= areas:
        raise InvalidCounts(f"neighbours must be positions from 0 to {areas - 1}")
    if np.any(pairs[:, 0] == pairs[:, 1]):
        raise InvalidCounts("an area cannot be a neighbour of itself")
    return np.unique(np.sort(pairs, axis=1), axis=0)
