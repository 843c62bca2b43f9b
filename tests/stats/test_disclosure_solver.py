"""The parts that search: the integer programme, exchanges in large tables, and real figures."""

import csv
import os
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evenhand.stats.disclosure import (
    NotProtected,
    OneOf,
    Release,
    attack,
    join,
    primary_only,
    printed_ratio,
    protect,
    prove,
    table,
)
from evenhand.stats.disclosure.programme import Programme
from evenhand.stats.disclosure.quiet import talk_on_stderr
from evenhand.stats.errors import CannotTell


def test_the_programme_finds_the_cheapest_whole_numbers() -> None:
    programme = Programme()
    first = programme.unknown(0, 10, cost=3.0)
    second = programme.unknown(0, 10, cost=2.0)
    programme.row([(first, 2.0), (second, 1.0)], 7, np.inf)
    answer = programme.solve()
    assert answer is not None
    assert answer.tolist() == [3, 1]


def test_the_programme_says_where_there_is_no_answer() -> None:
    programme = Programme()
    one = programme.unknown(0, 10)
    programme.row([(one, 2.0)], 3, 3)
    assert programme.solve() is None
    programme.one_of(one, (20,))
    assert programme.solve() is None


@pytest.mark.parametrize(("least", "answer"), [(1, 4), (4, 4), (5, 9), (10, None)])
def test_the_programme_reads_a_list_with_gaps(least: int, answer: int | None) -> None:
    programme = Programme()
    one = programme.unknown(0, 100, cost=1.0)
    programme.one_of(one, (0, 4, 9))
    programme.row([(one, 1.0)], least, np.inf)
    found = programme.solve()
    assert (None if found is None else found[one]) == answer


@pytest.mark.parametrize(("least", "answer"), [(0, 0), (1, 5), (5, 5), (6, 6)])
def test_the_programme_reads_zero_or_at_least(least: int, answer: int) -> None:
    programme = Programme()
    one = programme.unknown(0, 100, cost=1.0)
    programme.zero_or_at_least(one, 5, 100.0)
    programme.row([(one, 1.0)], least, np.inf)
    found = programme.solve()
    assert found is not None
    assert found[one] == answer


def test_a_solver_without_time_does_not_guess() -> None:
    random = np.random.default_rng(3)
    programme = Programme()
    places = [programme.unknown(0, 50, cost=float(c)) for c in random.integers(5, 90, 60)]
    for _ in range(40):
        weights = random.integers(-30, 30, len(places)).astype(float)
        programme.row(zip(places, weights, strict=True), 17, 17)
    with pytest.raises(CannotTell, match="could not decide"):
        programme.solve(seconds=0.0)


def test_what_compiled_code_prints_goes_to_standard_error(capfd: pytest.CaptureFixture) -> None:
    with talk_on_stderr():
        os.write(1, b"solver talk\n")
    os.write(1, b"data\n")
    out, err = capfd.readouterr()
    assert (out, err) == ("data\n", "solver talk\n")


def test_a_table_of_three_dimensions_is_protected_by_exchanges_around_a_cube() -> None:
    random = np.random.default_rng(5)
    counts = random.poisson(60, size=(6, 5, 4))
    counts[1, 2, 3], counts[4, 0, 0] = 2, 3
    axes = {"force": "abcdef", "group": "vwxyz", "year": ["1", "2", "3", "4"]}
    release = table(counts, axes)
    assert len(attack(release, primary_only(release))) == 2
    protection = protect(release)
    assert len(protection.complementary) <= 14
    assert attack(release, protection, told=True, witnesses=False) == []


@pytest.mark.parametrize("values", [(2, 3, 4, 20), tuple(range(60))])
def test_a_fact_that_cannot_be_called_back_limits_what_can_be_chosen(values: tuple) -> None:
    axes = {"r": "ab", "c": "xyz"}
    square = table([[3, 20, 40], [30, 25, 50]], axes)
    release = Release(square.counts, square.sums, known=(OneOf(("a", "y"), values),))
    protection = protect(release)
    prove(release, protection)
    assert attack(release, protection, witnesses=False) == []


@given(st.integers(0, 2**32 - 1), st.sampled_from([3, 5, 10]))
@settings(max_examples=10, deadline=None)
def test_overlapping_groups_and_old_numbers_are_protected_or_were_given_away(
    seed: int, threshold: int
) -> None:
    random = np.random.default_rng(seed)
    objects = random.poisson(random.choice([1, 4, 12, 40], size=(4, 1)), size=(4, 2))
    few = random.binomial(objects.sum(axis=1), 0.1)
    powers = np.stack([few, objects.sum(axis=1) - few], axis=1)
    groups = {"g": {"first three": "abc", "last two": "cd"}}
    release = join(
        *(
            table(counts, {"g": "abcd", "m": names}, totals={"m": "all"}, groups=groups)
            for counts, names in ((objects, ["drugs", "other"]), (powers, ["60", "1"]))
        )
    )
    top, bottom = random.choice(len(release.cells), 2, replace=False)
    top, bottom = release.cells[top], release.cells[bottom]
    if release.counts[bottom]:
        printed = round(release.counts[top] / release.counts[bottom], 1)
        release = replace(release, known=printed_ratio(top, bottom, printed, decimals=1))
    chosen = random.choice(len(release.cells), 6, replace=False)
    public, implied, zeros = (frozenset(release.cells[at] for at in chosen[k::3]) for k in range(3))
    release = replace(release, public=public, implied=implied, sensitive_zeros=zeros)
    try:
        protection = protect(release, threshold)
    except NotProtected as refusal:
        assert refusal.undone
        return
    prove(release, protection)
    assert attack(release, protection, witnesses=False) == []
    told = attack(release, protection, told=True, witnesses=False)
    assert not {one.cell for one in told} & protection.told


def test_the_solver_is_not_loaded_until_it_is_needed() -> None:
    code = "import sys, evenhand.stats.disclosure; print('scipy.optimize' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_official_figures_of_every_force_can_be_protected(shared_data) -> None:
    """Home Office, searches by force, group and year: 5 small counts among 860, all undone."""
    name = "published/home-office-searches-by-force-and-ethnicity-2020-21-to-2023-24.csv"
    with (shared_data / name).open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    columns = ["police_force", "ethnicity", "financial_year"]
    axes = {column: sorted({row[column] for row in rows}) for column in columns}
    counts = np.zeros([len(labels) for labels in axes.values()], dtype=np.int64)
    for row in rows:
        at = tuple(axes[column].index(row[column]) for column in columns)
        counts[at] += int(row["total_searches"])
    release = table(counts, axes)
    undone = attack(release, primary_only(release))
    assert len(undone) == 5
    assert all(one.known for one in undone)
    protection = protect(release)
    prove(release, protection)
    assert protection.told == protection.primary
    assert attack(release, protection, told=True, witnesses=False) == []
