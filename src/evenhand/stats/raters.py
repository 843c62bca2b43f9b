"""Agreement among several people who judged the same cases, beyond what chance would give."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from evenhand.stats import given
from evenhand.stats.errors import CannotTell, InvalidCounts
from evenhand.stats.estimate import Estimate, FloatArray, array, estimate

SCALES = ("nominal", "ordinal", "interval")
# With fewer, intervals that are drawn from the cases themselves are too narrow: they cover nine
# times in ten and less (`python -m bench.panels`).
FEWEST_CASES = 20
FEWEST_UNUSUAL = 10  # cases to which somebody gave another value than the commonest
RESAMPLES = 4000
AT_ONCE = 500  # resamples in memory together


@dataclass(frozen=True, eq=False)
class RaterAgreement:
    """How far several people agree on the same cases.

    Attributes
    ----------
    agreement : 1 is complete, 0 no better than chance, below 0 worse; NaN not defined.
    observed : of all pairs of judgements of one case, the share that are the same.
    cases : how many cases at least two people judged.
    judgements : how many judgements of those there are.
    """

    agreement: Estimate
    observed: float
    cases: int
    judgements: int


def krippendorff_alpha(
    ratings: ArrayLike, *, scale: str = "ordinal", confidence: float = 0.95
) -> RaterAgreement:
    """Say how far several people agree, whoever judged which case.

    An alpha of 0.8 says that four fifths of the disagreement that chance would give is not there; 1
    says that all agree, 0 that they agree no more than by chance.

    Parameters
    ----------
    ratings : (cases, people) numbers; NaN where somebody did not judge, or could not tell. Cases
        that fewer than two people judged say nothing, and are left out.
    scale : ``"nominal"`` where values are names, ``"ordinal"`` where they are places in an order
        (green, amber, red), ``"interval"`` where the distance between numbers means something.
    confidence : the share of such intervals that cover the truth, about.

    Returns
    -------
    RaterAgreement
        NaN where all judgements are the same: whoever always says green agrees by chance too. No
        limits (NaN) with fewer than 20 cases, with fewer than 10 to which anybody gave another
        value than the commonest, or where agreement is complete.

    Raises
    ------
    InvalidCounts
        If ratings are not a table of numbers.
    CannotTell
        If no case was judged by two people.

    Notes
    -----
    Krippendorff (2011), Computing Krippendorff's alpha-reliability. The interval (BCa: Efron, 1987,
    Journal of the American Statistical Association 82) takes whole cases again and again, with
    replacement, as many as there are; which ones is worked out from a digest of the judgements, so
    that the same judgements in any order always have the same interval.
    """
    given.choice("scale", scale, SCALES)
    counts, values = _judged(ratings)
    alpha = _Alpha(counts, values, scale)
    return _result(counts, alpha, confidence, f"alpha {scale}")


def fleiss_kappa(ratings: ArrayLike, *, confidence: float = 0.95) -> RaterAgreement:
    """Say how far several people agree, where the same number judged every case.

    A kappa of 0.8 says that they agree on four fifths of what they would not have agreed on by
    chance; 1 says that all agree, 0 that they agree no more than by chance.

    Parameters
    ----------
    ratings : (cases, people) numbers that stand for names: green and red are no nearer than green
        and amber. Nobody may be missing; ``krippendorff_alpha`` takes those who are.
    confidence : the share of such intervals that cover the truth, about.

    Returns
    -------
    RaterAgreement
        NaN where all judgements are the same. No limits (NaN) with few cases, as there.

    Raises
    ------
    InvalidCounts
        If ratings are not a table of numbers.
    CannotTell
        If cases were judged by different numbers of people, or by fewer than two.

    Notes
    -----
    Fleiss (1971), Psychological Bulletin 76; `statsmodels` gives the same. The interval as for
    ``krippendorff_alpha``.
    """
    counts, _ = _judged(ratings, all_of_them=True)
    people = counts.sum(axis=1)
    if people.min() != people.max():
        raise CannotTell(
            f"cases were judged by {people.min():g} to {people.max():g} people: this asks for the "
            "same number each time; Krippendorff's alpha does not"
        )
    return _result(counts, _Kappa(counts), confidence, "kappa")


class _Alpha:
    """Alpha of cases taken so many times each."""

    def __init__(self, counts: FloatArray, values: FloatArray, scale: str) -> None:
        self.counts, self.values, self.scale = counts, values, scale
        self.people = counts.sum(axis=1)

    def __call__(self, times: FloatArray) -> FloatArray:
        used = times @ self.counts  # (resamples, values): how often each value was given
        total = used.sum(axis=1)
        if self.scale == "nominal":
            apart = times @ ((self.people**2 - (self.counts**2).sum(axis=1)) / (self.people - 1))
            by_chance = total**2 - (used**2).sum(axis=1)
        else:
            # An order has distances too: how many judgements lie between two of its places.
            ranked = self.scale == "ordinal"
            places = (
                np.cumsum(used, axis=1) - used / 2
                if ranked
                else np.tile(self.values, (len(used), 1))
            )
            # Over all pairs, squared distances add up to twice the squares about the mean.
            squares, sums = self.counts @ (places**2).T, self.counts @ places.T
            pairs = 2 * (self.people[:, None] * squares - sums**2) / (self.people - 1)[:, None]
            apart = (times * pairs.T).sum(axis=1)
            by_chance = 2 * (
                total * (used * places**2).sum(axis=1) - (used * places).sum(axis=1) ** 2
            )
        return _beyond(1 - (total - 1) * _over(apart, by_chance), used)


class _Kappa:
    """Kappa of cases taken so many times each."""

    def __init__(self, counts: FloatArray) -> None:
        self.counts = counts

    def __call__(self, times: FloatArray) -> FloatArray:
        used = times @ self.counts
        share = used / used.sum(axis=1, keepdims=True)
        by_chance = (share**2).sum(axis=1)
        observed = times @ _same(self.counts) / times.sum(axis=1)
        return _beyond(_over(observed - by_chance, 1 - by_chance), used)


def _judged(ratings: ArrayLike, *, all_of_them: bool = False) -> tuple[FloatArray, FloatArray]:
    """How many judged each case to be each value, in an order that only the judgements decide."""
    try:
        table = np.asarray(ratings, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise InvalidCounts(f"ratings must be a table of numbers: {error}") from error
    if table.ndim != 2 or np.isinf(table).any():
        raise InvalidCounts(f"ratings {table.shape} must be a table of numbers: cases by people")
    values = np.unique(table[~np.isnan(table)])
    counts = (table[:, :, None] == values).sum(axis=1).astype(np.float64)
    kept = counts if all_of_them else counts[counts.sum(axis=1) > 1]
    if kept.size == 0 or kept.sum(axis=1).min() < 2:
        raise CannotTell("agreement needs cases that at least two people judged")
    seen = kept.sum(axis=0) > 0
    ordered = np.array(sorted(kept[:, seen].tolist()))
    return ordered, values[seen]


def _result(
    counts: FloatArray, measure: Callable[[FloatArray], FloatArray], confidence: float, name: str
) -> RaterAgreement:
    cases, judgements = len(counts), int(counts.sum())
    value = float(measure(np.ones((1, cases)))[0])
    commonest = counts[:, counts.sum(axis=0).argmax()]
    unusual = int((counts.sum(axis=1) > commonest).sum())
    low, high = np.nan, np.nan
    if cases >= FEWEST_CASES and unusual >= FEWEST_UNUSUAL:
        low, high = _limits(measure, value, counts, name, given.tail(confidence))
    pairs = counts.sum(axis=1) * (counts.sum(axis=1) - 1)
    observed = float((_same(counts) * pairs).sum() / pairs.sum())
    return RaterAgreement(estimate(value, low, high), observed, cases, judgements)


def _limits(
    measure: Callable[[FloatArray], FloatArray],
    value: float,
    counts: FloatArray,
    name: str,
    tail: float,
) -> tuple[float, float]:
    """Efron's bias-corrected and accelerated limits."""
    cases = len(counts)
    found = np.concatenate([measure(times) for times in _resampled(counts, name)])
    found = found[~np.isnan(found)]
    if np.ptp(found) == 0:
        return np.nan, np.nan  # complete agreement has no spread to take limits from
    below = ((found < value).mean() + (found <= value).mean()) / 2
    bias = special.ndtri(np.clip(below, 1 / RESAMPLES, 1 - 1 / RESAMPLES))
    without_one = np.concatenate([measure(times) for times in _without_one(cases)])
    off = np.nanmean(without_one) - without_one
    spread = np.nansum(off**2)
    skew = np.nansum(off**3) / (6 * spread**1.5) if spread > 0 else 0.0
    ends = bias + special.ndtri([tail, 1 - tail])
    low, high = np.quantile(found, special.ndtr(bias + ends / (1 - skew * ends)))
    return float(low), float(high)


def _resampled(counts: FloatArray, name: str) -> Iterator[FloatArray]:
    """How often each case is taken in each resample; the same for the same judgements, for good."""
    said = name.encode() + repr(counts.shape).encode() + counts.astype("<f8").tobytes()
    seed = int.from_bytes(hashlib.sha256(said).digest(), "big")
    # The raw stream of a bit generator is promised not to change between versions of NumPy.
    stream, cases = np.random.PCG64(seed), len(counts)
    for _ in range(RESAMPLES // AT_ONCE):
        taken = (stream.random_raw(AT_ONCE * cases) % cases).reshape(AT_ONCE, cases)
        rows = np.arange(AT_ONCE, dtype=np.uint64)[:, None] * cases
        times = np.bincount((taken + rows).ravel().astype(np.int64), minlength=AT_ONCE * cases)
        yield times.reshape(AT_ONCE, cases).astype(np.float64)


def _without_one(cases: int) -> Iterator[FloatArray]:
    """Every case once but for one, which is another each time."""
    for first in range(0, cases, AT_ONCE):
        left_out = np.arange(first, min(first + AT_ONCE, cases))
        times = np.ones((len(left_out), cases))
        times[np.arange(len(left_out)), left_out] = 0
        yield times


def _same(counts: FloatArray) -> FloatArray:
    """Of the pairs of judgements of each case, the share that are the same."""
    people = counts.sum(axis=1)
    return array((counts * (counts - 1)).sum(axis=1) / (people * (people - 1)))


def _over(top: FloatArray, bottom: FloatArray) -> FloatArray:
    with np.errstate(divide="ignore", invalid="ignore"):
        return array(top / bottom)


def _beyond(found: FloatArray, used: FloatArray) -> FloatArray:
    """Nothing is beyond chance where one value alone was given."""
    return array(np.where((used > 0).sum(axis=1) > 1, found, np.nan))
