"""Odds ratios: how much more often two things come together than they would by chance."""

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from evenhand.stats import given
from evenhand.stats.estimate import Estimate, FloatArray, array, estimate

METHODS = ("exact", "mid-p", "wald")
WIDEST_LOG_ODDS = 40.0
"""Odds ratios beyond e to the power 40 cannot come from counts that anybody keeps."""
LEAST_REACH, DEVIATIONS = 50, 15
"""Counts so far from the one that was seen have no weight at a limit, and are not added up."""


def odds_ratio(
    events: ArrayLike,
    others: ArrayLike,
    reference_events: ArrayLike,
    reference_others: ArrayLike,
    *,
    method: str = "exact",
    confidence: float = 0.95,
) -> Estimate:
    """Divide a group's odds of an event by a reference group's.

    With 30 events against 20 others the odds are 1.5. A ratio of 2 says that the group's odds are
    twice the reference group's; 1 says that the event and the group have nothing to do with each
    other. It is further from 1 than a ratio of proportions: do not mix the two.

    Parameters
    ----------
    events, others : whole numbers, zero or more; the group's events, and what else it had.
    reference_events, reference_others : the same of the reference group. All four broadcast.
    method : ``"exact"`` (conditional; R's ``fisher.test``), ``"mid-p"`` (the same, counting half of
        what was seen) or ``"wald"`` (normal on the log scale; no limit where a count is 0).
    confidence : the share of such intervals that cover the truth: at least for ``"exact"``, about
        for the others.

    Returns
    -------
    Estimate
        The value is the cross product, whatever the method, so that anybody can work it out; R and
        SciPy print the conditional maximum likelihood estimate, which is a little nearer to 1. NaN
        where a row or a column of the table is empty; 0 or infinite where one count is.

    Raises
    ------
    InvalidCounts
        If a count is negative, not whole or not a number.

    Notes
    -----
    Given both totals, the group's events follow Fisher's noncentral hypergeometric distribution,
    and each limit is the odds ratio that leaves ``(1 - confidence) / 2`` outside (Cornfield, 1956).
    Mid-P: Berry and Armitage (1995), The Statistician 44. Wald: Woolf (1955), Annals of Human
    Genetics 19.
    """
    given.choice("method", method, METHODS)
    a, b, c, d = given.together(
        events=given.counts("events", events),
        others=given.counts("others", others),
        reference_events=given.counts("reference_events", reference_events),
        reference_others=given.counts("reference_others", reference_others),
    )
    tail = given.tail(confidence)
    with np.errstate(divide="ignore", invalid="ignore"):
        value = array((a * d) / (b * c))
        if method == "wald":
            spread = given.normal_quantile(confidence) * np.sqrt(1 / a + 1 / b + 1 / c + 1 / d)
            low, high = np.exp(np.log(value) - spread), np.exp(np.log(value) + spread)
        else:
            half = 0.5 if method == "mid-p" else 0.0
            low, high = _conditional(np.stack([a, b, c, d]), tail, half)
    return estimate(value, low, high)


def _conditional(tables: FloatArray, tail: float, half: float) -> tuple[FloatArray, FloatArray]:
    """Find both limits of each table, distinct tables once."""
    distinct, where = np.unique(tables.reshape(4, -1), axis=1, return_inverse=True)
    limits = np.array([_limits(each, tail, half) for each in distinct.T.tolist()])
    low, high = limits.reshape(-1, 2)[where.ravel()].T
    return low.reshape(tables.shape[1:]), high.reshape(tables.shape[1:])


def _limits(table: list[float], tail: float, half: float) -> tuple[float, float]:
    a, b, c, d = table
    if 0 in {a + b, c + d, a + c, b + d}:
        return np.nan, np.nan  # any odds ratio could have given this table
    fewest, most = max(0.0, a - d), min(a + b, a + c)
    reach = np.ceil(LEAST_REACH + DEVIATIONS / np.sqrt(sum(1 / (n + 0.5) for n in (a, b, c, d))))
    counts = np.arange(max(fewest, a - reach), min(most, a + reach) + 1)
    cells = np.stack([counts, a + b - counts, a + c - counts, d - a + counts])
    ways = -special.gammaln(1 + cells).sum(axis=0)
    beyond = np.where(counts == a, 1 - half, 0.0)
    at_least, at_most = beyond + (counts > a), beyond + (counts < a)

    def chance(log_odds: float, of: FloatArray) -> float:
        weight = ways + counts * log_odds
        weight = np.exp(weight - weight.max())
        return float(weight @ of / weight.sum())

    low = 0.0 if a == fewest else _where(lambda odds: chance(odds, at_least) - tail)
    high = np.inf if a == most else _where(lambda odds: chance(odds, at_most) - tail)
    return low, high


def _where(crossing: Callable[[float], float]) -> float:
    from scipy import optimize  # takes longer to load than all that the package itself needs

    root = optimize.brentq(crossing, -WIDEST_LOG_ODDS, WIDEST_LOG_ODDS, xtol=1e-13, rtol=1e-13)
    return float(np.exp(root))
