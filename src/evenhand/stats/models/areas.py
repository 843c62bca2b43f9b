"""Small areas: ratios that borrow strength from their neighbours."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from evenhand.stats import given
from evenhand.stats.errors import CannotTell, InvalidCounts
from evenhand.stats.estimate import Estimate, FloatArray, array, estimate
from evenhand.stats.models import bands, inner
from evenhand.stats.models.maps import Bym2, Leroux, checked_pairs
from evenhand.stats.models.mixtures import mixture

MODELS = ("leroux", "bym2")
FEWEST_AREAS, FEWEST_EVENTS = 20, 30
SPREAD_SCALE = 1.0
"""The standard deviation of areas' log ratios is believed to be half-normal with this scale."""
FAR = 7.0
"""Shares nearer to 0 or 1 than one in a thousand are those of no model in particular."""
LEAST_SPREAD, MOST_SPREAD = 1e-3, 10.0
STEP = 0.4
LEAST_BENT, MOST_BENT = 0.1, 1e4
"""Where the belief is flat, or at an edge, a step is neither endless nor nothing."""
SMALL_MAP, FINE, COARSE = 1_000, (0.8, 3.3), (1.4, 2.0)
"""How far apart, and how far out, hyperparameters are tried. On small maps they are uncertain."""
LEAST_LIKELY = 6.0
"""Values so many units of log belief below the best do not count."""


@dataclass(frozen=True, eq=False)
class SmallAreas:
    """Smoothed ratios of the areas of a map.

    Attributes
    ----------
    ratio : (areas,) events over those expected, smoothed, with intervals.
    unsmoothed : (areas,) the same without smoothing: always show what was smoothed.
    probability_above : (areas,) that the ratio is above what was asked about.
    above : what was asked about.
    coefficients : (columns + 1,) on the log scale; the first is the level.
    spread : the standard deviation of areas' log ratios around what the columns say.
    share : of their variance that neighbours have in common; near 0 the map says nothing.
    """

    ratio: Estimate
    unsmoothed: FloatArray
    probability_above: FloatArray
    above: float
    coefficients: Estimate
    spread: Estimate
    share: Estimate


@dataclass(frozen=True, eq=False)
class _Tried:
    """One choice of hyperparameters: how much it counts, and what the effects are under it."""

    weight: float
    at: FloatArray
    log_ratio: FloatArray
    variance: FloatArray
    coefficients: FloatArray
    covariance: FloatArray


def smooth_areas(
    events: ArrayLike,
    expected: ArrayLike,
    neighbours: ArrayLike,
    *,
    columns: ArrayLike | None = None,
    model: str = "leroux",
    above: float = 1.0,
    spread_scale: float = SPREAD_SCALE,
    confidence: float = 0.95,
) -> SmallAreas:
    """Smooth the ratios of small areas: each leans to its neighbours, and to all, by what it lacks.

    A ratio of 2 says that the area had, as far as its own events and those around it can tell,
    twice the events expected. An area with many events keeps its own ratio; one with few takes
    mostly its neighbours'. ``probability_above`` 0.9 says that it is above ``above`` with a
    probability of nine in ten.

    Parameters
    ----------
    events : (areas,) whole numbers, zero or more.
    expected : (areas,) above zero: events at some reference's rates, or exposure.
    neighbours : (pairs, 2) positions of areas that touch, each pair at least once.
    columns : (areas, columns) what else is known of an area; left out, nothing.
    model : ``"leroux"`` (quick: thousands of areas) or ``"bym2"`` (a part of its own and a smooth
        part, told apart).
    above : what the probability is asked about; above zero.
    spread_scale : scale of the belief about ``spread``; above zero.
    confidence : the probability that an interval holds the truth, given the model.

    Returns
    -------
    SmallAreas
        In the order of the areas. Intervals are of belief (credible), not of repeated chance.

    Raises
    ------
    InvalidCounts
        If a count is negative or not whole, something is not above zero, lengths differ, or
        neighbours are not pairs of different areas.
    CannotTell
        With fewer than 20 areas or 30 events, or if the smoothing does not settle.

    Notes
    -----
    Poisson counts; effects normal over the map; a half-normal belief about ``spread`` and
    Beta(1/2, 1/2) about ``share``. Integrated nested Laplace approximation, in its plain
    (Gaussian) form: Rue, Martino and Chopin (2009), Journal of the Royal Statistical Society B 71.
    """
    counts, pairs = _checked(events, expected, neighbours, columns)
    given.choice("model", model, MODELS)
    limit = float(given.exposures("above", above))
    scale = float(given.exposures("spread_scale", spread_scale))
    areas = len(counts.events)
    ordering = bands.narrow(areas, pairs)
    field = Leroux(areas, ordering) if model == "leroux" else Bym2(areas, ordering)
    tried = _hyperparameters(counts, field, scale)
    weights = array([each.weight for each in tried])
    means = np.stack([each.log_ratio for each in tried])
    spreads = np.sqrt(np.stack([each.variance for each in tried]))
    own = np.stack([each.coefficients for each in tried])
    own_spreads = np.sqrt(np.stack([np.diag(each.covariance) for each in tried]))
    at = np.stack([each.at for each in tried])
    log_ratio = mixture(weights, means, spreads, confidence)
    beyond = special.ndtr((means - np.log(limit)) / spreads)
    return SmallAreas(
        ratio=estimate(
            *(np.exp(part) for part in (log_ratio.value, log_ratio.low, log_ratio.high))
        ),
        unsmoothed=array(counts.events / counts.expected),
        probability_above=array(weights @ beyond),
        above=limit,
        coefficients=mixture(weights, own, own_spreads, confidence),
        spread=_weighted(weights, np.exp(at[:, 0]), confidence),
        share=_weighted(weights, special.expit(at[:, 1]), confidence),
    )


def _checked(
    events: ArrayLike, expected: ArrayLike, neighbours: ArrayLike, columns: ArrayLike | None
) -> tuple[inner.Counts, np.ndarray]:
    y = given.counts("events", events)
    e = given.exposures("expected", expected)
    if y.ndim != 1 or y.shape != e.shape:
        raise InvalidCounts("give one count and one expected number for each area")
    if len(y) < FEWEST_AREAS:
        raise CannotTell(
            f"there are {len(y)} areas: with fewer than {FEWEST_AREAS} nothing says how alike "
            "neighbours are"
        )
    if y.sum() < FEWEST_EVENTS:
        raise CannotTell(
            f"there are {int(y.sum())} events: with fewer than {FEWEST_EVENTS} the map would be "
            "made of belief alone"
        )
    known = np.zeros((len(y), 0)) if columns is None else given.numbers("columns", columns)
    if known.ndim != 2 or len(known) != len(y):
        raise InvalidCounts("columns must have a row for each area")
    design = np.column_stack([np.ones(len(y)), known])
    if np.linalg.matrix_rank(design) < design.shape[1]:
        raise CannotTell("two of the columns say the same (a constant is there already)")
    return inner.Counts(y, e, design), checked_pairs(len(y), neighbours)


def _hyperparameters(counts: inner.Counts, field: Leroux | Bym2, scale: float) -> list[_Tried]:
    """Try hyperparameters around the likeliest ones; return those that count, with weights."""
    from scipy import optimize  # takes longer to load than all that the package itself needs

    level = np.log(counts.events.sum() / counts.expected.sum())
    shrunk = (counts.events + 1) / (counts.expected + 1 / np.exp(level))
    last = np.log(shrunk)

    def tried(at: FloatArray) -> tuple[float, inner.Mode]:
        nonlocal last
        spread, share = np.exp(at[0]), special.expit(at[1])
        mode = inner.find(counts, field, float(spread), float(share), last)
        last = mode.log_ratio
        # Half-normal for the spread, Beta(1/2, 1/2) for the share, on the scales that are searched.
        belief = at[0] - spread**2 / (2 * scale**2) + (np.log(share) + np.log1p(-share)) / 2
        return mode.log_evidence + float(belief), mode

    def cost(at: FloatArray) -> float:
        inside = np.log(LEAST_SPREAD) < at[0] < np.log(MOST_SPREAD) and abs(at[1]) < FAR
        return -tried(at)[0] if inside else 1e10

    start = array([np.log(0.4), 0.0])
    corners = start + array([[0.0, 0.0], [0.5, 0.0], [0.0, 1.5]])
    found = optimize.minimize(
        cost,
        start,
        method="Nelder-Mead",
        options={"initial_simplex": corners, "xatol": 0.2, "fatol": 0.05, "maxfev": 60},
    )
    best = array(found.x)
    axes = _principal(cost, best, float(found.fun))
    points: list[tuple[float, FloatArray, inner.Mode]] = []
    step, reach = FINE if len(counts.events) <= SMALL_MAP else COARSE
    along = np.arange(-int(reach / step), int(reach / step) + 1) * step
    for one, other in product(along, along):
        at = best + axes @ array([one, other])
        if np.hypot(one, other) <= reach and abs(at[1]) < FAR:
            value, mode = tried(at)
            points.append((value, at, mode))
    most = max(value for value, _, _ in points)
    kept = [point for point in points if point[0] > most - LEAST_LIKELY]
    weights = np.exp([value - most for value, _, _ in kept])
    weights = weights / weights.sum()
    return [
        _summed(counts, field, weight, at, mode)
        for weight, (_, at, mode) in zip(weights.tolist(), kept, strict=True)
    ]


def _summed(
    counts: inner.Counts, field: Leroux | Bym2, weight: float, at: FloatArray, mode: inner.Mode
) -> _Tried:
    variance = inner.variances(counts, field, mode)
    log_ratio, coefficients = inner.means(counts, field, mode, variance)
    return _Tried(weight, at, log_ratio, variance, coefficients, mode.covariance)


def _principal(cost: Callable[[FloatArray], float], best: FloatArray, least: float) -> FloatArray:
    """Return two directions in which the belief falls by half a unit a step, as columns."""
    steps = STEP * np.eye(2)
    ahead, behind = ([cost(best + sign * step) for step in steps] for sign in (1, -1))
    corner = sum(
        one * other * cost(best + one * steps[0] + other * steps[1])
        for one in (1, -1)
        for other in (1, -1)
    )
    bent = np.diag([(up + down - 2 * least) for up, down in zip(ahead, behind, strict=True)])
    bent[0, 1] = bent[1, 0] = corner / 4
    curvature, directions = np.linalg.eigh(bent / STEP**2)
    return array(directions / np.sqrt(np.clip(curvature, LEAST_BENT, MOST_BENT)))


def _weighted(weights: FloatArray, values: FloatArray, confidence: float) -> Estimate:
    """Give the mean and the interval of values that were tried."""
    order = np.argsort(values)
    below = np.cumsum(weights[order]) - weights[order] / 2
    tail = given.tail(confidence)
    low, high = np.interp([tail, 1 - tail], below, values[order])
    return estimate(weights @ values, low, high)
