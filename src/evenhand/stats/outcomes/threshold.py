"""The Bayesian threshold test: on how little suspicion each group is searched, by several models.

Two families and three widths of belief stand side by side. There is no headline.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from evenhand.stats import given
from evenhand.stats.errors import InvalidCounts, StatsError
from evenhand.stats.estimate import Estimate, FloatArray, array, estimate
from evenhand.stats.outcomes.cells import Cells, cells
from evenhand.stats.outcomes.families import FAMILIES
from evenhand.stats.outcomes.kept import FORM, kept
from evenhand.stats.outcomes.sampling import (
    FEWEST_EFFECTIVE,
    HIGHEST_R_HAT,
    Diagnostics,
    Drawn,
    Settings,
    draw,
)

SCALES = (0.5, 1.0, 1.5)
MOST_DIVERGENCES = 0.01
LEAST_REPRODUCED = 0.8
SURE = 0.95
NO_HEADLINE = (
    "How high a threshold is depends on the model and on what was believed beforehand, most of all "
    "with few places. Read whether groups differ, and whether they differ in every row; never one "
    "row's level alone. It takes it that within a group and place officers use one threshold, and "
    "that what they cannot know does not differ between groups in other ways than the model allows."
)
"""Stands beside every threshold."""


@dataclass(frozen=True, eq=False)
class ThresholdFit:
    """What one family says under one scale of prior belief.

    Attributes
    ----------
    family, scale : which; at scale 1.5 all prior standard deviations are half as wide again.
    threshold : (groups,) the chance of finding something at which a group is searched: the mean
        over places, weighted with all stops of each place.
    cell : (cells,) the same in each cell, in the order of ``Cells``.
    difference : (groups,) from the reference group's threshold; NaN for itself.
    lower : (groups,) probability that the group's threshold is below the reference group's; NaN for
        itself.
    diagnostics : whether the draws arrived at one answer.
    searched, found : share of cells whose searches (finds) lie where the model would have 95% of
        them: far below 0.95 the model does not describe what happened.
    usable : whether the rest may be used.
    why : a sentence that says why not; empty if usable.
    """

    family: str
    scale: float
    threshold: Estimate
    cell: Estimate
    difference: Estimate
    lower: FloatArray
    diagnostics: Diagnostics
    searched: float
    found: float
    usable: bool
    why: str


@dataclass(frozen=True, eq=False)
class ThresholdTest:
    """All that was asked of one set of counts, side by side.

    Attributes
    ----------
    cells : the counts, as the model read them; ``cells.dropped`` had stops but no search.
    reference : the group that the others are compared with.
    fits : one for each family and scale, in the order asked for.
    caution : belongs beside them wherever they are shown.
    """

    cells: Cells
    reference: str
    fits: tuple[ThresholdFit, ...]
    caution: str = NO_HEADLINE

    def searched_on_less(self, group: str) -> tuple[int, int]:
        """Under how many usable fits is a group's threshold lower (probability 95%), of how many.

        "6 of 6" does not depend on which model is believed; "3 of 6" does.
        """
        at = self.cells.groups.index(group)
        usable = [fit for fit in self.fits if fit.usable]
        return sum(bool(fit.lower[at] >= SURE) for fit in usable), len(usable)


def threshold_test(
    stops: ArrayLike,
    searches: ArrayLike,
    found: ArrayLike,
    *,
    locations: Sequence[str],
    groups: Sequence[str],
    reference: str,
    families: Sequence[str] = FAMILIES,
    scales: Sequence[float] = SCALES,
    settings: Settings | None = None,
    confidence: float = 0.95,
    cache: Path | None = None,
) -> ThresholdTest:
    """Estimate on how little suspicion each group is searched, under each family and scale.

    A threshold of 0.2 says that people of the group are searched from a chance of one in five on
    that something is found. A lower one than the reference group's says that less was enough.
    Unlike a comparison of find rates this does not mix the rule with who there is to search.

    Parameters
    ----------
    stops, searches, found : (locations, groups) whole numbers, zero or more; searches at most the
        stops, found at most the searches.
    locations, groups : names of the rows and of the columns.
    reference : one of the groups.
    families : ``"beta"``, ``"discriminant"`` or both. They can disagree in level; show both.
    scales : of all prior standard deviations.
    settings : how many draws, and from which seed.
    confidence : the probability inside each interval, given the model.
    cache : a folder. Answers are kept there by the fingerprint of everything that went in.

    Returns
    -------
    ThresholdTest
        One fit for each family and scale. One whose draws did not arrive at an answer is marked,
        with the reason: it must not be used.

    Raises
    ------
    InvalidCounts
        If a count is negative or not whole, a part exceeds its whole, or names do not fit.
    CannotTell
        With fewer than 5 locations or 3 groups that were searched, or nothing ever found.
    StatsError
        If a family or a scale is not one.
    ModuleNotFoundError
        Without the extra ``evenhand[bayes]``, unless every answer is in the cache.

    Notes
    -----
    Simoiu, Corbett-Davies and Goel (2017), Annals of Applied Statistics 11; Pierson,
    Corbett-Davies and Goel (2018), AISTATS 84; Pierson and others (2020), Nature Human Behaviour 4.
    """
    settings = settings or Settings()
    read = cells(stops, searches, found, locations=locations, groups=groups)
    if reference not in read.groups:
        raise InvalidCounts(
            f"reference is {reference!r}: it must be a group with searches: "
            f"{', '.join(read.groups)}"
        )
    given.tail(confidence)
    for family in families:
        given.choice("family", family, FAMILIES)
    if not families or not scales or not all(0 < scale < np.inf for scale in scales):
        raise StatsError("give at least one family and one scale, and scales above zero")
    at = read.groups.index(reference)

    def fit(family: str, scale: float) -> ThresholdFit:
        key = read.key(
            form=FORM,
            family=family,
            scale=float(scale),
            confidence=confidence,
            reference=reference,
            settings=asdict(settings),
        )

        def make() -> dict[str, Any]:
            drawn = draw(read, family, float(scale), settings)
            return _told(drawn, read, at, confidence, settings.seed)

        return _fit(family, float(scale), kept(cache, key, make))

    return ThresholdTest(
        cells=read,
        reference=reference,
        fits=tuple(fit(family, scale) for family in families for scale in scales),
    )


def _told(
    drawn: Drawn, read: Cells, reference: int, confidence: float, seed: int
) -> dict[str, Any]:
    """Say in plain lists and numbers what the draws say."""
    weight = read.weight[read.location] * (read.group[:, None] == np.arange(len(read.groups))).T
    of_group = drawn.threshold @ (weight / weight.sum(axis=1, keepdims=True)).T
    apart = of_group - of_group[:, [reference]]
    inside = _reproduced(drawn, read, np.random.default_rng(seed))
    outside = given.tail(confidence)

    def interval(draws: FloatArray) -> list[list[float]]:
        ends = np.quantile(draws, [outside, 1 - outside], axis=0)
        return [each.tolist() for each in (draws.mean(axis=0), *ends)]

    return {
        "threshold": interval(of_group),
        "cell": interval(drawn.threshold),
        "difference": interval(apart),
        "lower": (apart < 0).mean(axis=0).tolist(),
        "diagnostics": asdict(drawn.diagnostics),
        "reproduced": inside,
        "reference": reference,
    }


def _reproduced(drawn: Drawn, read: Cells, rng: np.random.Generator) -> list[float]:
    """Return the share of cells whose searches, and finds, the model would have had likely."""
    searches = rng.binomial(read.stops.astype(np.int64), np.clip(drawn.searched, 0, 1))
    found = rng.binomial(read.searches.astype(np.int64), np.clip(drawn.found, 0, 1))
    shares = []
    for again, seen in ((searches, read.searches), (found, read.found)):
        low, high = np.quantile(again, [0.025, 0.975], axis=0)
        shares.append(float(np.mean((seen >= low) & (seen <= high))))
    return shares


def _fit(family: str, scale: float, told: dict[str, Any]) -> ThresholdFit:
    diagnostics = Diagnostics(**told["diagnostics"])
    searched, found = told["reproduced"]
    why = _why_not(diagnostics, min(searched, found))
    others = np.arange(len(told["lower"])) != told["reference"]
    return ThresholdFit(
        family=family,
        scale=scale,
        threshold=estimate(*told["threshold"]),
        cell=estimate(*told["cell"]),
        difference=estimate(*(np.where(others, part, np.nan) for part in told["difference"])),
        lower=array(np.where(others, told["lower"], np.nan)),
        diagnostics=diagnostics,
        searched=searched,
        found=found,
        usable=not why,
        why=why,
    )


def _why_not(told: Diagnostics, reproduced: float) -> str:
    """Say why a fit must not be used, or nothing."""
    if not told.r_hat <= HIGHEST_R_HAT:
        return (
            f"not to be used: the chains tell different stories (R-hat {told.r_hat:.3f}, at most "
            f"{HIGHEST_R_HAT} is allowed)"
        )
    if not told.effective >= FEWEST_EFFECTIVE:
        return (
            f"not to be used: {told.effective:.0f} effective draws of {told.worst}, at least "
            f"{FEWEST_EFFECTIVE} are needed"
        )
    if told.divergences > MOST_DIVERGENCES * told.draws:
        return (
            f"not to be used: the sampler lost its way {told.divergences} times in {told.draws} "
            "draws"
        )
    if reproduced < LEAST_REPRODUCED:
        return (
            f"not to be used: the model reproduces only {reproduced:.0%} of the cells that it "
            "was fitted to"
        )
    return ""
