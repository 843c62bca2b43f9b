"""Real files by another road: the csv module counts, statsmodels and SciPy do the arithmetic."""

import csv
import gzip
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from scipy import stats as scipy_stats
from statsmodels.stats.contingency_tables import StratifiedTable
from statsmodels.stats.inter_rater import cohens_kappa
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from evenhand.measures import Result, compute
from evenhand.records.lake import Lake

LONDON = ZoneInfo("Europe/London")
FIVE = ("Asian", "Black", "Mixed", "Other", "White")
WEAPONS = {"Offensive weapons", "Anything to threaten or harm anyone", "Firearms", "Crossbows"}
DRUGS = {"Controlled drugs", "Psychoactive substances"}
NO_OBJECT = {"", "Detailed object of search unavailable"}
SECTION_60 = "Criminal Justice and Public Order Act 1994 (section 60)"

Search = dict[str, str]
Test = Callable[[Search], bool]


def searches(monthly: Path, force: str, first: str, last: str) -> Iterator[Search]:
    """Searches of people by their own London month, from the files of those months."""
    for path in sorted(monthly.glob(f"*-{force}-stop-and-search.csv.gz")):
        if first <= path.name[:7] <= last:
            with gzip.open(path, "rt", encoding="utf-8-sig", newline="") as file:
                for row in csv.DictReader(file):
                    month = f"{datetime.fromisoformat(row['Date']).astimezone(LONDON):%Y-%m}"
                    if row["Type"] != "Vehicle search" and first <= month <= last:
                        yield row


def own(row: Search) -> str:
    """What people said of themselves; not stated is in no group."""
    label = row["Self-defined ethnicity"]
    known = label and not label.endswith("Not stated")
    return next(group for group in FIVE if label.startswith(group)) if known else ""


def counts(rows: list[Search], test: Test) -> Counter[str]:
    return Counter(own(row) for row in rows if test(row))


@pytest.fixture(scope="module")
def bedfordshire(monthly: Path) -> list[Search]:
    return list(searches(monthly, "bedfordshire", "2021-05", "2022-04"))


def year(lake: Lake, measure: str) -> Result:
    return compute(measure, lake, forces=["bedfordshire"], first="2021-05", last="2022-04")


def thing(row: Search) -> str:
    return row["Object of search"]


@pytest.mark.parametrize(
    ("measure", "test"),
    [
        ("search-rate", bool),
        ("suspicionless-search-rate", lambda row: row["Legislation"] == SECTION_60),
        ("grounds-search-rate", lambda row: row["Legislation"] not in {"", SECTION_60}),
        ("drugs-search-rate", lambda row: thing(row) in DRUGS),
        ("weapons-search-rate", lambda row: thing(row) in WEAPONS),
        ("other-search-rate", lambda row: thing(row) not in DRUGS | WEAPONS | NO_OBJECT),
    ],
)
def test_rates_and_their_exact_ranges(
    real_lake: Lake, bedfordshire: list[Search], measure: str, test: Test
) -> None:
    """Garwood's limits by chi-squared; a ratio's by Clopper and Pearson's for a share."""
    counted, result = counts(bedfordshire, test), year(real_lake, measure)
    white = result.row("White")
    shown = [row for row in result.rows if not row.suppressed]
    assert shown
    for row in shown:
        events = counted[row.group]
        assert row.events == events
        assert row.exposure is not None
        low = scipy_stats.chi2.ppf(0.025, 2 * events) / 2 if events else 0
        high = scipy_stats.chi2.ppf(0.975, 2 * events + 2) / 2
        ends = [1000 * end / row.exposure for end in (low, high)]
        assert [row.rate_low, row.rate_high] == pytest.approx(ends, rel=1e-9)
        if row.ratio is None or row is white:
            continue
        share = scipy_stats.binomtest(events, events + counted["White"]).proportion_ci()
        odds = np.array([end / (1 - end) for end in share]) * white.exposure / row.exposure
        assert [row.ratio_low, row.ratio_high] == pytest.approx(odds, rel=1e-9)
    if result.unknown_events is not None:
        assert result.unknown_events == counted[""]


def test_objects_and_those_without_one_add_up_to_all(
    real_lake: Lake, bedfordshire: list[Search]
) -> None:
    parts = [year(real_lake, f"{name}-search-rate") for name in ("drugs", "weapons", "other")]
    events = [part.overall.events for part in parts]
    assert None not in events
    without = sum(thing(row) in NO_OBJECT for row in bedfordshire)
    assert sum(n or 0 for n in events) + without == len(bedfordshire)


def test_shares_have_wilsons_range_and_their_ratios_the_score_range(
    real_lake: Lake, bedfordshire: list[Search]
) -> None:
    looked_at = counts(bedfordshire, lambda row: row["Outcome"] != "")
    arrested = counts(bedfordshire, lambda row: row["Outcome"] == "Arrest")
    result = year(real_lake, "arrest-rate")
    for row in result.rows:
        if row.suppressed:
            continue
        x, n = arrested[row.group], looked_at[row.group]
        assert (row.events, row.exposure) == (x, n)
        wilson = proportion_confint(x, n, method="wilson")
        assert (row.rate_low, row.rate_high) == pytest.approx(wilson, rel=1e-9)
        if row.ratio is not None and row.group != "White":
            score = confint_proportions_2indep(
                x,
                n,
                arrested["White"],
                looked_at["White"],
                method="score",
                compare="ratio",
                correction=False,
            )
            assert (row.ratio_low, row.ratio_high) == pytest.approx(score, rel=1e-4)


def test_within_forces_is_mantel_and_haenszels(real_lake: Lake, monthly: Path) -> None:
    forces = ["bedfordshire", "north-wales"]
    result = compute("find-rate", real_lake, forces=forces, first="2021-05", last="2022-03")
    tables = []
    for force in forces:
        rows = list(searches(monthly, force, "2021-05", "2022-03"))
        recorded = counts(rows, lambda row: row["Outcome"] != "")
        found = counts(rows, lambda row: row["Outcome"] not in {"", "A no further action disposal"})
        tables.append([[found[g], recorded[g] - found[g]] for g in ("Asian", "White")])
    expected = StratifiedTable([np.array(table) for table in tables]).riskratio_pooled
    assert result.row("Asian").within_force_ratio == pytest.approx(expected)


def test_both_views_agree_as_often_as_kappa_says(real_lake: Lake, monthly: Path) -> None:
    pairs = Counter(
        (own(row), row["Officer-defined ethnicity"])
        for row in searches(monthly, "metropolitan", "2018-04", "2018-05")
    )
    table = np.array([[pairs[said, seen] for seen in FIVE] for said in FIVE])
    result = compute(
        "ethnicity-agreement",
        real_lake,
        forces=["metropolitan"],
        first="2018-04",
        last="2018-05",
    )
    assert result.agreement is not None
    assert result.agreement["n"] == table.sum()
    places = 1e-9 if result.agreement["kappa"] != round(result.agreement["kappa"], 2) else 0.005
    expected = cohens_kappa(table)
    for name, value in (
        ("kappa", expected.kappa),
        ("kappa_low", expected.kappa_low),
        ("kappa_high", expected.kappa_upp),
    ):
        assert result.agreement[name] == pytest.approx(value, abs=places)
