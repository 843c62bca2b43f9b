"""Ratios of many small units, each leaning to the others by what it lacks of its own."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from evenhand.stats import given
from evenhand.stats.errors import CannotTell, InvalidCounts, StatsError
from evenhand.stats.estimate import Estimate, FloatArray, array, estimate
from evenhand.stats.models import kinds
from evenhand.stats.models.mixtures import mixture

FEWEST_UNITS, FEWEST_EVENTS = 5, 30
SPREAD_SCALE = 1.0
"""Standard deviations of units' log ratios are believed to be half-normal with this scale."""
LEAST, MOST = np.log(1e-3), np.log(10.0)
START = np.log(0.3)
STEP = 0.3
LEAST_BENT, MOST_BENT = 0.5, 1e4


@dataclass(frozen=True, eq=False)
class ShrunkRatios:
    """Ratios of units, each between its own and all others'.

    Attributes
    ----------
    units : the unit (or the combination of units) of each row of what follows.
    ratio : events over those expected, shrunk, with intervals.
    unshrunk : the same without shrinkage: always show what was shrunk.
    probability_above : that the ratio is above what was asked about.
    above : what was asked about.
    coefficients : on the log scale; the first is the level.
    spreads : by kind, the standard deviation of its units' log ratios.
    excess : how much more than by chance counts scatter (0: Poisson): variance of the rate over its
        square.
    """

    units: tuple[tuple[object, ...], ...]
    ratio: Estimate
    unshrunk: FloatArray
    probability_above: FloatArray
    above: float
    coefficients: Estimate
    spreads: Mapping[str, float]
    excess: float


@dataclass(frozen=True, eq=False)
class _Kind:
    """One kind's units by name, which each row is of, and where their effects begin."""

    names: list[object]
    of_rows: np.ndarray
    first: int


def shrink_ratios(
    events: ArrayLike,
    expected: ArrayLike,
    units: Mapping[str, ArrayLike],
    *,
    of: Sequence[str] | None = None,
    columns: ArrayLike | None = None,
    above: float = 1.0,
    excess: bool = True,
    confidence: float = 0.95,
) -> ShrunkRatios:
    """Shrink the ratios of forces, areas and months towards each other, by what each lacks.

    A ratio of 2 says that the unit had, as far as its own events and all others can tell, twice the
    events expected. A unit with many events keeps its own ratio; one with few takes mostly what
    units of its kind have. ``probability_above`` 0.9 says that the ratio is above ``above`` with a
    probability of nine in ten.

    Parameters
    ----------
    events : (rows,) whole numbers, zero or more; a row for each cell, such as area and month.
    expected : (rows,) above zero: events at the reference group's rate, or exposure.
    units : for each kind (``"force"``, ``"area"``, ``"month"``) the (rows,) labels of its units.
    of : the kinds whose effects make the ratios that are asked for; left out, the first. With
        ``("force", "area")`` an area's ratio holds its force's part.
    columns : (rows, columns) what else is held equal.
    above : what the probability is asked about; above zero.
    excess : whether counts may scatter more than by chance (negative binomial).
    confidence : the probability that an interval holds the truth, given the model.

    Returns
    -------
    ShrunkRatios
        In the order in which units first appear. Intervals are of belief (credible).

    Raises
    ------
    InvalidCounts
        If a count is negative or not whole, something is not above zero, or lengths differ.
    CannotTell
        With fewer than 5 units of a kind or 30 events, or if the effects do not settle.
    StatsError
        If ``of`` names a kind that is not there.

    Notes
    -----
    Effects of each kind are normal, counts negative binomial (or Poisson) given them. Effects by
    Laplace's approximation; the spreads empirical Bayes, with a half-normal belief, tried at
    their likeliest values and at two points along each principal axis around them. lme4's
    ``glmer`` fits the Poisson form by the same approximation.
    """
    table, named = _checked(events, expected, units, columns)
    asked = tuple(units)[:1] if of is None else tuple(of)
    if missing := [kind for kind in asked if kind not in units]:
        raise StatsError(f"{missing[0]} is none of the kinds given: {', '.join(units)}")
    limit = float(given.exposures("above", above))
    weights, fits, best = _integrated(table, excess=excess)
    combined, of_rows, picks = _picked(table, named, asked)
    means = np.stack([picks @ fit.effects for fit in fits])
    spreads = np.sqrt(
        np.stack([np.einsum("ij,jk,ik->i", picks, fit.covariance, picks) for fit in fits])
    )
    log_ratio = mixture(weights, means, spreads, confidence)
    own = np.arange(table.columns)
    coefficients = mixture(
        weights,
        np.stack([fit.effects[own] for fit in fits]),
        np.sqrt(np.stack([np.diag(fit.covariance)[own] for fit in fits])),
        confidence,
    )
    together = np.zeros((2, len(picks)))
    for part, values in zip(together, (table.events, table.expected), strict=True):
        np.add.at(part, of_rows, values)
    return ShrunkRatios(
        units=combined,
        ratio=estimate(
            *(np.exp(part) for part in (log_ratio.value, log_ratio.low, log_ratio.high))
        ),
        unshrunk=array(together[0] / together[1]),
        probability_above=array(weights @ special.ndtr((means - np.log(limit)) / spreads)),
        above=limit,
        coefficients=coefficients,
        spreads={kind: float(np.exp(best[at])) for at, kind in enumerate(units)},
        excess=float(np.exp(2 * best[-1])) if excess else 0.0,
    )


def _checked(
    events: ArrayLike,
    expected: ArrayLike,
    units: Mapping[str, ArrayLike],
    columns: ArrayLike | None,
) -> tuple[kinds.Table, dict[str, _Kind]]:
    """Check what was given; return the table, and each kind's units."""
    from scipy import sparse  # takes longer to load than all that the package itself needs

    y, e = given.counts("events", events), given.exposures("expected", expected)
    if y.ndim != 1 or y.shape != e.shape:
        raise InvalidCounts("give one count and one expected number for each row")
    if y.sum() < FEWEST_EVENTS:
        raise CannotTell(
            f"there are {int(y.sum())} events: with fewer than {FEWEST_EVENTS} the ratios would be "
            "made of belief alone"
        )
    if not units:
        raise InvalidCounts("units must name at least one kind")
    known = np.zeros((len(y), 0)) if columns is None else given.numbers("columns", columns)
    if known.ndim != 2 or len(known) != len(y):
        raise InvalidCounts("columns must have a row for each count")
    parts = [sparse.csr_array(np.column_stack([np.ones(len(y)), known]))]
    named: dict[str, _Kind] = {}
    first = 1 + known.shape[1]
    for kind, given_labels in units.items():
        of_rows = np.asarray(given_labels)
        if of_rows.shape != y.shape:
            raise InvalidCounts(f"units[{kind!r}] must have a label for each row")
        name, at = np.unique(of_rows, return_inverse=True)
        if len(name) < FEWEST_UNITS:
            raise CannotTell(
                f"there are {len(name)} units of {kind}: with fewer than {FEWEST_UNITS} nothing "
                "says how far they differ"
            )
        named[kind] = _Kind(name.tolist(), at, first)
        first += len(name)
        ones = np.ones(len(y))
        parts.append(sparse.csr_array((ones, (np.arange(len(y)), at)), shape=(len(y), len(name))))
    members = sparse.hstack(parts, format="csr")
    sizes = tuple(len(kind.names) for kind in named.values())
    return kinds.Table(y, e, members, 1 + known.shape[1], sizes), named


def _integrated(
    table: kinds.Table, *, excess: bool
) -> tuple[FloatArray, list[kinds.Fitted], FloatArray]:
    """Find the likeliest spreads; fit there and around; return weights, fits and the likeliest."""
    from scipy import optimize

    many = len(table.sizes) + excess
    last: list[FloatArray | None] = [None]

    def excess_at(at: FloatArray) -> float:
        return float(np.exp(2 * at[-1])) if excess else kinds.POISSON

    def likeliest(at: FloatArray) -> kinds.Likeliest:
        spreads = np.exp(at[: len(table.sizes)])
        found = kinds.likeliest(table, spreads, excess_at(at), last[0])
        last[0] = found.effects
        return found

    def cost(at: FloatArray) -> float:
        if np.any(at < LEAST) or np.any(at > MOST):
            return 1e10
        belief = float((at - np.exp(2 * at) / (2 * SPREAD_SCALE**2)).sum())
        return -likeliest(at).log_evidence - belief

    start = np.full(many, START)
    corners = np.vstack([start, start + 0.7 * np.eye(many)])
    found = optimize.minimize(
        cost,
        start,
        method="Nelder-Mead",
        options={"initial_simplex": corners, "xatol": 0.05, "fatol": 0.01, "maxfev": 150 * many},
    )
    best = array(found.x)
    # As many points as it takes to have the mean and covariance of a normal distribution.
    far = np.sqrt(many + 1) * _axes(cost, best)
    points = [best, *(best + sign * axis for axis in far.T for sign in (1, -1))]
    weights = np.full(len(points), 0.5 / (many + 1))
    weights[0] = 1 / (many + 1)
    inside = [array(np.clip(point, LEAST, MOST)) for point in points]
    fits = [kinds.around(table, likeliest(point), excess_at(point)) for point in inside]
    return array(weights), fits, best


def _axes(cost: Callable[[FloatArray], float], best: FloatArray) -> FloatArray:
    """Return a step of one standard deviation along each principal axis of belief, as columns."""
    steps = STEP * np.eye(len(best))
    least = cost(best)
    bent = np.empty((len(best), len(best)))
    for one, step in enumerate(steps):
        for other, beside in enumerate(steps[: one + 1]):
            if one == other:
                value = cost(best + step) + cost(best - step) - 2 * least
            else:
                value = (
                    sum(
                        sign * turn * cost(best + sign * step + turn * beside)
                        for sign in (1, -1)
                        for turn in (1, -1)
                    )
                    / 4
                )
            bent[one, other] = bent[other, one] = value / STEP**2
    curvature, directions = np.linalg.eigh(bent)
    return array(directions / np.sqrt(np.clip(curvature, LEAST_BENT, MOST_BENT)))


def _picked(
    table: kinds.Table, named: Mapping[str, _Kind], asked: tuple[str, ...]
) -> tuple[tuple[tuple[object, ...], ...], np.ndarray, FloatArray]:
    """Return the combinations asked for, which one each row is of, and what makes their logs."""
    crossed = np.stack([named[kind].of_rows for kind in asked], axis=1)
    distinct, first, of_rows = np.unique(crossed, axis=0, return_index=True, return_inverse=True)
    order = np.argsort(first)  # as they first appear
    distinct, of_rows = distinct[order], np.argsort(order)[of_rows.ravel()]
    picks = np.zeros((len(distinct), table.columns + sum(table.sizes)))
    picks[:, 0] = 1
    for place, kind in enumerate(asked):
        picks[np.arange(len(distinct)), named[kind].first + distinct[:, place]] = 1
    units = tuple(
        tuple(named[kind].names[at] for kind, at in zip(asked, row, strict=True))
        for row in distinct.tolist()
    )
    return units, of_rows, picks
