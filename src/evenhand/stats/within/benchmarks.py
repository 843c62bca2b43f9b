"""One count of events beside every benchmark there is, and none of them called the right one."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from evenhand.stats import given
from evenhand.stats.errors import CannotTell, InvalidCounts, StatsError
from evenhand.stats.estimate import Estimate
from evenhand.stats.odds import odds_ratio
from evenhand.stats.ratios import ratio_of_rates

CAUTIONS = {
    "residents": "People who live there, on one day: not those who visit, work or drive through.",
    "residents aged 10 to 64": "Residents of the ages most often stopped; still only residents.",
    "workday population": "People who live or work there by day; evenings and visitors are others.",
    "suspects": "Circular: who is suspected depends on whom the police look at and whom people "
    "report. A bias in that is in this benchmark too, and hides itself.",
    "victims": "Who reports being a victim; it says little about who is in the street, and trust "
    "in the police decides who reports.",
    "stops": "Circular: those who were stopped. It tells what happens after a stop; if the stop "
    "itself was unfair, that is in this benchmark and not in the ratio.",
}
"""The kinds of benchmark, each with what to beware of."""
CIRCULAR = frozenset({"suspects", "stops"})
"""Made by police work themselves, at least in part."""
COUNTED = frozenset({"suspects", "victims", "stops"})
"""Counts of events: they vary by chance as well, and the interval says so."""
FEWEST = 2


@dataclass(frozen=True)
class Benchmark:
    """What events are divided by: a name, its kind (a key of ``CAUTIONS``), and two sizes."""

    name: str
    kind: str
    exposure: float
    reference_exposure: float


@dataclass(frozen=True, eq=False)
class BenchmarkRow:
    """The ratio under one benchmark.

    Attributes
    ----------
    benchmark : what was divided by.
    ratio : the group's rate over the reference group's. It is also the factor by which the
        benchmark would have to be wrong for the rates to be the same.
    direction : "higher" or "lower" if the whole interval is, "cannot tell" otherwise.
    caution : what to beware of with this benchmark.
    circular : whether the benchmark is itself made by police work.
    """

    benchmark: Benchmark
    ratio: Estimate
    direction: str
    caution: str
    circular: bool


@dataclass(frozen=True, eq=False)
class Benchmarks:
    """Every benchmark's row in the order given, and how many of them agree.

    Attributes
    ----------
    rows : one for each benchmark; none is the headline.
    higher, lower, cannot_tell : how many of them say so.
    badge : the words for it, such as "higher under 3 of 3".
    """

    rows: tuple[BenchmarkRow, ...]
    higher: int
    lower: int
    cannot_tell: int
    badge: str


def compare_benchmarks(
    events: int,
    reference_events: int,
    benchmarks: Sequence[Benchmark],
    *,
    confidence: float = 0.95,
) -> Benchmarks:
    """Divide the same two counts by every benchmark, side by side.

    "Higher under 3 of 3" says that the group's rate is higher whichever of three benchmarks it is
    divided by, by more than chance. "Higher under 2 of 3, lower under 1" says that the answer
    depends on the benchmark, and then no single ratio may be quoted. It never says which is right.

    Parameters
    ----------
    events, reference_events : whole numbers, zero or more.
    benchmarks : two or more, each with a name of its own. Residents of another census year are
        another benchmark of the kind ``"residents"``.
    confidence : the share of such intervals that cover the truth, at least.

    Returns
    -------
    Benchmarks
        Rows out in the order in which benchmarks went in.

    Raises
    ------
    InvalidCounts
        If a count is negative or not whole, or an exposure is not above zero (or, for a counted
        benchmark, not whole).
    CannotTell
        If there are fewer than two benchmarks: one shows nothing about robustness.
    StatsError
        If a kind is unknown or two benchmarks have one name.

    Notes
    -----
    Populations are taken as known, and the interval is the exact one of ``ratio_of_rates``. Counts
    of suspects, victims or stops vary too, and the exact interval of ``odds_ratio`` allows for it.
    """
    if len(benchmarks) < FEWEST:
        raise CannotTell(
            f"{len(benchmarks)} benchmark: with fewer than {FEWEST} nothing shows whether the "
            "answer depends on it"
        )
    names = [each.name for each in benchmarks]
    if len(set(names)) < len(names):
        raise StatsError(f"two benchmarks have one name: {', '.join(sorted(names))}")
    rows = tuple(_row(events, reference_events, each, confidence) for each in benchmarks)
    directions = [row.direction for row in rows]
    higher, lower, open_ = (directions.count(each) for each in ("higher", "lower", "cannot tell"))
    return Benchmarks(rows, higher, lower, open_, _badge(rows, higher, lower, open_))


def _row(
    events: int, reference_events: int, benchmark: Benchmark, confidence: float
) -> BenchmarkRow:
    given.choice("kind", benchmark.kind, tuple(CAUTIONS))
    n = given.exposures(f"exposure of {benchmark.name}", benchmark.exposure)
    m = given.exposures(f"reference_exposure of {benchmark.name}", benchmark.reference_exposure)
    if n.ndim or m.ndim or np.ndim(events) or np.ndim(reference_events):
        raise InvalidCounts("give one count and one exposure for each of the two groups")
    if benchmark.kind in COUNTED:
        ratio = odds_ratio(events, n, reference_events, m, confidence=confidence)
    else:
        ratio = ratio_of_rates(events, n, reference_events, m, confidence=confidence)
    direction = "higher" if ratio.low > 1 else "lower" if ratio.high < 1 else "cannot tell"
    return BenchmarkRow(
        benchmark, ratio, direction, CAUTIONS[benchmark.kind], benchmark.kind in CIRCULAR
    )


def _badge(rows: tuple[BenchmarkRow, ...], higher: int, lower: int, open_: int) -> str:
    said = [
        f"{word} under {count}"
        for word, count in (("higher", higher), ("lower", lower), ("cannot tell", open_))
        if count
    ]
    said[0] += f" of {len(rows)}"
    circular = sum(row.circular for row in rows)
    note = f" ({circular} of them circular)" if circular else ""
    return ", ".join(said) + note
