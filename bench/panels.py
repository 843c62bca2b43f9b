"""How often the ranges of a panel's draw, and of its agreement, hold the truth.

python -m bench.panels takes a minute or two. Draws of two and three strata are counted out: every
outcome, for every split of the bad cases on a grid. The others are drawn at random.
"""

import itertools
from collections.abc import Iterator

import numpy as np
from scipy import stats

from evenhand.stats import krippendorff_alpha, share_of_frame

COUNTED = (
    ((100, 40), (10, 10), 2),
    ((200, 50), (8, 20), 5),
    ((60, 60), (6, 6), 2),
    ((300, 20), (20, 5), 4),
    ((40, 40, 40), (4, 4, 4), 4),
    ((90, 30, 10), (6, 6, 4), 5),
)
"""Sizes of the strata, cases drawn of each, and the steps of the grid of bad cases."""
DESIGNS, DRAWS = 250, 1500
PANELS = {
    "usual": ([0.6, 0.25, 0.15], 0.3, [0.5, 0.3, 0.2]),
    "rarely red": ([0.9, 0.07, 0.03], 0.15, [0.8, 0.15, 0.05]),
    "good": ([0.5, 0.3, 0.2], 0.1, [0.4, 0.4, 0.2]),
    "by chance": ([0.6, 0.25, 0.15], 1.0, [0.6, 0.25, 0.15]),
}
"""How common colours are, how often a member misses a case's colour, and what is said then."""
REPEATS = 1000
MANY = 500  # cases of which alpha is hardly off, so that their average is the truth


def counted(
    sizes: tuple[int, ...], drawn: tuple[int, ...], step: int
) -> Iterator[tuple[float, tuple[int, ...]]]:
    """The probability that the range holds the truth, for each split of the bad cases."""
    outcomes = list(itertools.product(*(range(n + 1) for n in drawn)))
    limits = np.array([limits_of(sizes, drawn, one) for one in outcomes])
    for bad in itertools.product(*(range(0, size + 1, step) for size in sizes)):
        truth, chances = sum(bad) / sum(sizes), np.ones(1)
        for size, n, x in zip(sizes, drawn, bad, strict=True):
            pmf = stats.hypergeom.pmf(np.arange(n + 1), size, x, n)
            chances = np.multiply.outer(chances, pmf).ravel()
        yield float(chances[holds(limits, truth)].sum()), bad


def at_random(rng: np.random.Generator) -> float:
    """How often the range holds the truth in one random design."""
    strata = int(rng.integers(2, 7))
    sizes = np.exp(rng.uniform(np.log(20), np.log(1500), strata)).astype(int)
    drawn = np.minimum(sizes, rng.integers(2, 25, strata))
    common = np.exp(rng.uniform(np.log(0.005), np.log(0.6)))
    shares = common * np.exp(rng.normal(0, rng.choice([0, 0.7, 2]), strata))
    shares = np.clip(shares, 0, 1) * (rng.random(strata) > rng.choice([0, 0.4]))
    bad = np.rint(sizes * shares).astype(int)
    seen = rng.hypergeometric(bad, sizes - bad, drawn, (DRAWS, strata))
    outcomes, times = np.unique(seen, axis=0, return_counts=True)
    limits = np.array([limits_of(sizes, drawn, one) for one in outcomes])
    return float(times[holds(limits, bad.sum() / sizes.sum())].sum() / DRAWS)


def limits_of(sizes: object, drawn: object, bad: object) -> tuple[float, float]:
    """The ends of the range."""
    share = share_of_frame(sizes, drawn, bad).share
    return float(share.low), float(share.high)


def holds(limits: np.ndarray, truth: float) -> np.ndarray:
    """Which ranges hold the truth."""
    return (limits[:, 0] <= truth + 1e-9) & (truth <= limits[:, 1] + 1e-9)


def scores(
    kind: tuple[list[float], float, list[float]], cases: int, rng: np.random.Generator
) -> np.ndarray:
    """What six members gave, a tenth of it missing."""
    common, blind, otherwise = kind
    colour = rng.choice(3, cases, p=common)
    guess = rng.choice(3, (cases, 6), p=otherwise)
    seen = np.where(rng.random((cases, 6)) < blind, guess, colour[:, None]).astype(float)
    seen[rng.random(seen.shape) < 0.1] = np.nan
    return seen


def main() -> None:
    """Print what was found."""
    rng = np.random.default_rng(2031)
    every: list[float] = []
    for sizes, drawn, step in COUNTED:
        found = list(counted(sizes, drawn, step))
        every += [chance for chance, _ in found]
        least, where = min(found)
        print(f"{drawn} of {sizes}: at least {least:.1%} (bad: {where})")
    print(f"counted out: {min(every):.1%} to {max(every):.1%}, {np.mean(every):.1%} on average")
    designs = [at_random(rng) for _ in range(DESIGNS)]
    print(f"{DESIGNS} designs: at least {min(designs):.1%}, {np.mean(designs):.1%} on average")
    for name, kind in PANELS.items():
        many = [krippendorff_alpha(scores(kind, MANY, rng)).agreement.value for _ in range(100)]
        truth = float(np.mean(many))
        for cases in (20, 30, 59, 97):
            held = told = 0
            for _ in range(REPEATS):
                found_alpha = krippendorff_alpha(scores(kind, cases, rng)).agreement
                if np.isfinite(found_alpha.low):
                    told += 1
                    held += bool(found_alpha.low <= truth <= found_alpha.high)
            if told >= REPEATS / 10:
                print(f"{name}, {cases} cases: {held / told:.1%} of {told} ranges for {truth:.2f}")
            else:
                print(f"{name}, {cases} cases: {told} ranges of {REPEATS} are given")


if __name__ == "__main__":
    main()
