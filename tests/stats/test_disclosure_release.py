"""Whole releases: many cells that share sums, and one year after another."""

from dataclasses import replace

import numpy as np
import pytest

from evenhand.stats.disclosure import (
    Derived,
    Release,
    Sum,
    as_published,
    attack,
    join,
    primary_only,
    protect,
    prove,
    table,
)

NINETEEN = [f"group {at}" for at in range(19)]
GROUPS = {
    "White": NINETEEN[:5],
    "Mixed": NINETEEN[5:9],
    "Asian": NINETEEN[9:14],
    "Black": NINETEEN[14:17],
    "Other": NINETEEN[17:],
    "Black including mixed": [*NINETEEN[14:17], *NINETEEN[5:7]],
}
USUAL = [250, 4, 1, 20, 2, 5, 3, 4, 5, 12, 14, 7, 1, 6, 18, 14, 5, 1, 4]


def figure(random: np.random.Generator) -> Release:
    """Searches of a small force: nineteen groups in three groupings, split by object and power."""
    objects = random.poisson(np.outer(USUAL, [0.6, 0.1, 0.3]))
    suspicionless = random.binomial(objects.sum(axis=1), 0.1)
    powers = np.stack([objects.sum(axis=1) - suspicionless, suspicionless], axis=1)
    totals = {"group": "All", "measure": "search-rate"}
    axes = ["drugs", "weapons", "other"], ["grounds", "suspicionless"]
    return join(
        *(
            table(
                counts,
                {"group": NINETEEN, "measure": names},
                totals=totals,
                groups={"group": GROUPS},
            )
            for counts, names in zip((objects, powers), axes, strict=True)
        )
    )


def test_a_whole_release_is_undone_until_it_is_protected(capfd: pytest.CaptureFixture) -> None:
    release = figure(np.random.default_rng(7))
    rates = tuple(Derived(f"rate of {cell}", (cell,)) for cell in release.cells if cell[0] != "All")
    release = replace(release, derived=rates)
    assert len(attack(release, primary_only(release))) > 10
    protection = protect(release)
    prove(release, protection)
    assert attack(release, protection, witnesses=False) == []
    assert len(protection.derived) == sum(cell[0] != "All" for cell in protection.hidden)
    assert capfd.readouterr().out == ""  # where data are written; the solver likes to talk


def test_a_second_year_does_not_undo_the_first() -> None:
    random = np.random.default_rng(11)
    first = table(random.poisson(8, (3, 3)), {"group": "abc", "quarter": ["1", "2", "3"]})
    out = as_published(first, protect(first))
    last = random.poisson(8, 3)
    cells = {(g, "4"): int(n) for g, n in zip("abc", last, strict=True)}
    years = {(g, "year"): first.counts[g, "total"] + cells[g, "4"] for g in "abc"}
    sums = tuple(Sum((g, "year"), ((g, "total"), (g, "4"))) for g in "abc")
    later = join(
        out, Release(cells | years | {(g, "total"): first.counts[g, "total"] for g in "abc"}, sums)
    )
    protection = protect(later)
    prove(later, protection)
    assert attack(later, protection, witnesses=False) == []
