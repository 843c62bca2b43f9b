"""The outcome test: whether searches of one group find less, by place or by reason."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from evenhand.stats import given
from evenhand.stats.errors import CannotTell, InvalidCounts
from evenhand.stats.estimate import Estimate, estimate
from evenhand.stats.proportions import difference_of_proportions, proportion
from evenhand.stats.strata import mantel_haenszel_odds_ratio, mantel_haenszel_risk_ratio

FEWEST = 10
"""With fewer searches of a group than this in all, its find rate is mostly chance."""

INFRA_MARGINALITY = (
    "A find rate is the average over all searches of a group; the searches made on the least "
    "suspicion cannot be seen in it. Groups searched by one rule can differ in find rate, and "
    "groups searched by two rules can agree. A difference is a reason to look closer, not proof "
    "that one group was searched on less; no difference is not proof that it was not."
)
"""Stands beside every comparison of find rates. The threshold test is one way to look closer."""


@dataclass(frozen=True, eq=False)
class OutcomeTest:
    """Find rates of several groups, in each stratum and together.

    Attributes
    ----------
    groups, strata : names, in the order of the columns and the rows.
    reference : the group that the others are compared with.
    rate : (strata, groups) finds per search; NaN where nobody was searched.
    difference : (strata, groups) from the reference group; NaN in its own column, and where either
        was not searched.
    together : (groups,) finds per search, all strata added up.
    difference_together : (groups,) of those: mixes strata, so read it beside ``ratio``.
    ratio : (groups,) of find rates within strata, pooled (Mantel-Haenszel); NaN for the reference.
    odds_ratio : (groups,) the same of odds, as R's ``mantelhaen.test`` has it.
    lower, higher : (groups,) in how many strata the whole interval of the difference lies below 0,
        or above. About one stratum in 40 does so on each side by chance alone.
    compared : (groups,) strata in which both were searched.
    not_recorded : searches left out because their outcome was not recorded: neither find nor not.
    caution : what such a comparison cannot show; it belongs beside it wherever it is shown.
    """

    groups: tuple[str, ...]
    strata: tuple[str, ...]
    reference: str
    rate: Estimate
    difference: Estimate
    together: Estimate
    difference_together: Estimate
    ratio: Estimate
    odds_ratio: Estimate
    lower: tuple[int, ...]
    higher: tuple[int, ...]
    compared: tuple[int, ...]
    not_recorded: int
    caution: str = INFRA_MARGINALITY


def outcome_test(
    found: ArrayLike,
    searches: ArrayLike,
    *,
    groups: Sequence[str],
    reference: str,
    strata: Sequence[str],
    not_recorded: int = 0,
    confidence: float = 0.95,
) -> OutcomeTest:
    """Compare how often searches of each group found something, stratum by stratum.

    A difference of -0.05 in a stratum says that, of 100 searches of each group there, the group's
    found something in five fewer; 0 says equally many.

    Parameters
    ----------
    found, searches : (strata, groups) whole numbers, zero or more; found at most the searches. A
        stratum is a place, a reason, or both crossed: what is like with like.
    groups, strata : the names of the columns and of the rows.
    reference : one of the groups.
    not_recorded : searches whose outcome nobody wrote down. They are in neither table.
    confidence : the share of such intervals that cover the truth, about.

    Returns
    -------
    OutcomeTest
        Rates with Wilson's intervals, differences with Newcombe's, ratios pooled over strata.

    Raises
    ------
    InvalidCounts
        If a count is negative or not whole, found exceeds searches, names do not fit or repeat.
    CannotTell
        With fewer than 10 searches of a group in all, or no stratum in which a group and the
        reference were both searched.

    Notes
    -----
    Becker (1957), The Economics of Discrimination; Knowles, Persico and Todd (2001), Journal of
    Political Economy 109; why an average is not a threshold: Ayres (2002), Justice Research and
    Policy 4; Simoiu, Corbett-Davies and Goel (2017), Annals of Applied Statistics 11.
    """
    x, n = given.parts("found", found, "searches", searches)
    names(groups, strata, x.shape)
    left_out = int(given.counts("not_recorded", not_recorded))
    if reference not in groups:
        raise InvalidCounts(f"reference is {reference!r}: it must be one of {', '.join(groups)}")
    at = list(groups).index(reference)
    for group, total in zip(groups, n.sum(axis=0), strict=True):
        if total < FEWEST:
            raise CannotTell(
                f"there are {int(total)} searches of {group} in all: with fewer than {FEWEST} a "
                "find rate is mostly chance"
            )
    both = (n > 0) & (n[:, [at]] > 0)
    for group, compared in zip(groups, both.sum(axis=0), strict=True):
        if not compared:
            raise CannotTell(
                f"{group} and {reference} were never searched in the same stratum: nothing can be "
                "compared like with like"
            )
    others = np.arange(len(groups)) != at
    difference = _only(
        difference_of_proportions(x, n, x[:, [at]], n[:, [at]], confidence=confidence), others
    )
    x_all, n_all = x.sum(axis=0), n.sum(axis=0)
    pair = (x.T, n.T, x[:, at], n[:, at])
    return OutcomeTest(
        groups=tuple(groups),
        strata=tuple(strata),
        reference=reference,
        rate=proportion(x, n, confidence=confidence),
        difference=difference,
        together=proportion(x_all, n_all, confidence=confidence),
        difference_together=_only(
            difference_of_proportions(x_all, n_all, x_all[at], n_all[at], confidence=confidence),
            others,
        ),
        ratio=_only(mantel_haenszel_risk_ratio(*pair, confidence=confidence), others),
        odds_ratio=_only(
            mantel_haenszel_odds_ratio(
                pair[0], pair[1] - pair[0], pair[2], pair[3] - pair[2], confidence=confidence
            ),
            others,
        ),
        lower=tuple(int(count) for count in (difference.high < 0).sum(axis=0)),
        higher=tuple(int(count) for count in (difference.low > 0).sum(axis=0)),
        compared=tuple(int(count) for count in both.sum(axis=0)),
        not_recorded=left_out,
    )


def names(groups: Sequence[str], strata: Sequence[str], shape: tuple[int, ...]) -> None:
    """Refuse names that repeat or are not one for each column and each row."""
    if shape != (len(strata), len(groups)):
        raise InvalidCounts(
            f"the tables have shape {shape}: {len(strata)} rows and {len(groups)} groups are named"
        )
    for what, each in (("groups", groups), ("rows", strata)):
        if len(set(each)) < len(each):
            raise InvalidCounts(f"{what} must have names that differ: {', '.join(each)}")


def _only(found: Estimate, shown: np.ndarray) -> Estimate:
    """Leave the reference group out of its comparison with itself."""
    return estimate(
        *(np.where(shown, part, np.nan) for part in (found.value, found.low, found.high))
    )
