"""From drawn cases to the whole frame: what they say of it, and what they can have missed.

A *frame* is every case that could have been drawn, in strata; within each, every case is as likely
to be drawn as any other. A case is *bad* where it has the fault that is counted, such as a red.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from evenhand.stats import given
from evenhand.stats.errors import CannotTell, InvalidCounts
from evenhand.stats.estimate import Estimate, FloatArray, array, estimate

ALMOST = 1e-9  # what sums of logarithms of probabilities may be out by: a tie stays a tie


@dataclass(frozen=True, eq=False)
class FrameShare:
    """What the drawn cases say of the whole frame.

    Attributes
    ----------
    share : the share of bad cases in the frame, with its interval.
    cases : the same as a number of cases.
    weights : of each stratum, how many cases of the frame each drawn one stands for.
    """

    share: Estimate
    cases: Estimate
    weights: FloatArray


@dataclass(frozen=True, eq=False)
class WorstCase:
    """What the drawn cases say where some of them could not be seen.

    This is ignorance, not sampling uncertainty; the two are shown beside each other.

    Attributes
    ----------
    if_good, if_bad : the frame's share if every case that could not be seen was good, or was bad.
    unseen : how many of the drawn cases those are.
    """

    if_good: FrameShare
    if_bad: FrameShare
    unseen: int


@dataclass(frozen=True)
class Missed:
    """The most that a draw can have missed.

    Attributes
    ----------
    share : the largest share of bad cases that the draw would have missed with the given chance.
    cases : the same as a number of cases.
    chance : the probability.
    """

    share: float
    cases: int
    chance: float


def share_of_frame(
    size: ArrayLike, drawn: ArrayLike, bad: ArrayLike, *, confidence: float = 0.95
) -> FrameShare:
    """Estimate the share of bad cases in a whole frame from those drawn in each stratum.

    A share of 0.12 (0.07 to 0.19) says that about 12 of every 100 cases of the frame are bad, and
    that 7 to 19 are likely. Strata that were drawn more heavily count for no more than their size.

    Parameters
    ----------
    size : how many cases there are in each stratum, or in the frame where there is one.
    drawn : how many were drawn and seen in each.
    bad : how many of those were bad.
    confidence : the share of such intervals that cover the truth, at least; see Notes.

    Returns
    -------
    FrameShare
        With everything drawn nothing is left to chance, and the interval is the share itself.

    Raises
    ------
    InvalidCounts
        If a count is negative, not whole or not a number, more are bad than drawn or more drawn
        than there are, or the shapes do not fit.
    CannotTell
        If there are no cases, or nothing was drawn from a stratum that has some.

    Notes
    -----
    One stratum: the exact hypergeometric interval; it covers at least as often as stated. Several:
    Korn and Graubard (1998), Survey Methodology 24: Clopper and Pearson's interval for as many
    cases as a simple sample would need to be as sure, with the correction for a finite frame, and
    never for more than it would be worth if all strata had the same share. Its upper limit is never
    below what a draw that shows none can have missed, however the bad cases lie; its lower limit
    never above the like for good ones.
    """
    N, n, x = _strata(size, drawn, bad)
    whole, weights = N.sum(), N / n
    value = float((weights * x).sum() / whole)
    tail = given.tail(confidence)
    if N.size == 1:
        low, high = _hypergeometric(int(N[0]), int(n[0]), int(x[0]), tail)
    else:
        low, high = _korn_graubard(N, n, x, tail)
        high = max(high, _most_missed(N, n, tail) / whole)
        low = min(low, 1 - _most_missed(N, n, tail) / whole)
    # What was seen is certain, whatever the rest is.
    low, high = max(low, x.sum() / whole), min(high, (whole - (n - x).sum()) / whole)
    share = estimate(value, low, high)
    return FrameShare(share, share.times(float(whole)), weights)


def worst_case(
    size: ArrayLike,
    drawn: ArrayLike,
    bad: ArrayLike,
    unseen: ArrayLike,
    *,
    confidence: float = 0.95,
) -> WorstCase:
    """Estimate the share of bad cases when some that were drawn could not be seen.

    A missing video, a deleted record and a case that is known of but was never recorded are no
    reason to draw another: they count as bad in the bound that is published.

    Parameters
    ----------
    size : how many cases there are in each stratum, or in the frame where there is one.
    drawn : how many were drawn in each, those that could not be seen among them.
    bad : how many were seen to be bad.
    unseen : how many could not be seen.
    confidence : the share of such intervals that cover the truth, at least.

    Returns
    -------
    WorstCase
        Both ends, each as ``share_of_frame`` gives it.

    Raises
    ------
    InvalidCounts, CannotTell
        As for ``share_of_frame``, and if the bad and the unseen are more than were drawn.

    Notes
    -----
    Horowitz and Manski's bounds without any assumption on what was not seen; Banuelos and Stark
    (2012), arXiv 1207.3413, for counting what cannot be found as the worst it can be.
    """
    x, u = given.together(bad=given.counts("bad", bad), unseen=given.counts("unseen", unseen))
    return WorstCase(
        share_of_frame(size, drawn, x, confidence=confidence),
        share_of_frame(size, drawn, x + u, confidence=confidence),
        int(u.sum()),
    )


def largest_missed(size: ArrayLike, drawn: ArrayLike, *, chance: float = 0.05) -> Missed:
    """Find the largest share of bad cases of which a draw shows none with a given probability.

    Of a frame of 1,000, a draw of 59 misses 48 bad cases (4.8%) once in twenty. It says what a
    draw that shows none rules out, and what it does not: any share below may be there.

    Parameters
    ----------
    size : how many cases there are in each stratum, or in the frame where there is one.
    drawn : how many were drawn and seen in each.
    chance : the probability of showing none, above 0 and below 1.

    Returns
    -------
    Missed
        However the bad cases lie among the strata: where they are hardest to find. A stratum of
        which nothing was drawn can hide all of its cases.

    Raises
    ------
    InvalidCounts
        If a count is negative, not whole or not a number, more are drawn than there are, or the
        shapes do not fit.
    CannotTell
        If there are no cases.
    StatsError
        If the chance is not between 0 and 1.

    Notes
    -----
    Exact. Of each stratum the logarithm of the hypergeometric probability of none falls faster with
    each further bad case, so the worst place for the next one is where it falls least.
    """
    given.between("chance", chance)
    N, n, _ = _strata(size, drawn, np.zeros_like(array(drawn)), untouched=True)
    cases = _most_missed(N, n, chance)
    return Missed(cases / float(N.sum()), cases, chance)


def chance_of_none(size: ArrayLike, drawn: ArrayLike, bad: int) -> float:
    """Find how probable it is that a draw shows none of so many bad cases.

    0.55 says that such a draw shows none of them 55 times in 100: to see none says little then.

    Parameters
    ----------
    size : how many cases there are in each stratum, or in the frame where there is one.
    drawn : how many were drawn and seen in each.
    bad : how many cases of the frame are bad.

    Returns
    -------
    float
        The largest that it can be, however the bad cases lie among the strata.

    Raises
    ------
    InvalidCounts
        If a count is negative, not whole or not a number, more are drawn or bad than there are, or
        the shapes do not fit.
    CannotTell
        If there are no cases.

    Notes
    -----
    Hypergeometric, exact; worked out as ``largest_missed`` is.
    """
    N, n, _ = _strata(size, drawn, np.zeros_like(array(drawn)), untouched=True)
    among, _whole = given.parts("bad", bad, "size", N.sum())
    falls = _falls(N, n)
    return float(np.exp(falls[: int(among)].sum())) if among <= falls.size else 0.0


def _strata(
    size: ArrayLike, drawn: ArrayLike, bad: ArrayLike, *, untouched: bool = False
) -> list[FloatArray]:
    n, N = given.parts("drawn", drawn, "size", size)
    x, n = given.parts("bad", bad, "drawn", n)
    N, n, x = (np.atleast_1d(one) for one in given.together(size=N, drawn=n, bad=x))
    if N.ndim > 1:
        raise InvalidCounts(f"size {N.shape} must be one number, or one for each stratum")
    there = N > 0
    if not there.any():
        raise CannotTell("there are no cases in the frame")
    if not untouched and (there & (n == 0)).any():
        empty = int(np.argmax(there & (n == 0)))
        raise CannotTell(f"nothing was drawn from stratum {empty}: the rest cannot speak for it")
    return [N[there], n[there], x[there]]


def _hypergeometric(size: int, drawn: int, bad: int, tail: float) -> tuple[float, float]:
    """The shares of bad cases that the exact test of each does not reject."""
    possible = np.arange(bad, size - (drawn - bad) + 1.0)
    more = 1 - _at_most(size, drawn, bad - 1, possible)
    fewer = _at_most(size, drawn, bad, possible)
    kept = possible[(more > tail + ALMOST) & (fewer > tail + ALMOST)]
    return float(kept[0]) / size, float(kept[-1]) / size


def _at_most(size: int, drawn: int, bad: int, among: FloatArray) -> FloatArray:
    """The probability of at most so many bad ones, for each number that may be in the frame."""
    total = np.zeros(among.shape)
    for seen in range(bad + 1):
        good = size - among
        with np.errstate(invalid="ignore"):
            logs = (
                _log_choose(among, seen)
                + _log_choose(good, drawn - seen)
                - _log_choose(array(size), drawn)
            )
        total += np.where((among >= seen) & (good >= drawn - seen), np.exp(logs), 0.0)
    return array(np.minimum(total, 1.0))


def _log_choose(n: FloatArray, k: int) -> FloatArray:
    left = np.maximum(n - k, 0)
    return array(special.gammaln(n + 1.0) - special.gammaln(k + 1.0) - special.gammaln(left + 1.0))


def _korn_graubard(N: FloatArray, n: FloatArray, x: FloatArray, tail: float) -> tuple[float, float]:
    """Clopper and Pearson's limits, for the cases that the draw is worth."""
    weight, left, p = N / N.sum(), 1 - n / N, x / n
    value = float((weight * p).sum())
    worth_at_most = (weight**2 * left / n).sum()
    if worth_at_most == 0:
        return value, value
    variance = (weight**2 * left * p * (1 - p) / np.maximum(n - 1, 1)).sum()
    worth = 1 / worth_at_most
    if variance > 0:
        worth = min(worth, value * (1 - value) / variance)
    seen = value * worth
    low = special.betaincinv(seen, worth - seen + 1, tail) if seen > 0 else 0.0
    high = special.betaincinv(seen + 1, worth - seen, 1 - tail) if seen < worth else 1.0
    return float(low), float(high)


def _falls(N: FloatArray, n: FloatArray) -> FloatArray:
    """By how much the logarithm of the probability of none falls with each further bad case.

    The least first: where they are hardest to find. As many as there can be without one being sure
    to be seen.
    """
    each = []
    for size, drawn in zip(N, n, strict=True):
        left = np.arange(size, drawn, -1)
        each.append(np.log((left - drawn) / left))
    return array(np.sort(np.concatenate(each))[::-1])


def _most_missed(N: FloatArray, n: FloatArray, chance: float) -> int:
    return int((np.cumsum(_falls(N, n)) >= math.log(chance) - ALMOST).sum())
