"""What one measure hides no other gives back: a release of rows that are not public is proved."""

from copy import deepcopy
from dataclasses import dataclass, replace
from typing import Any

import pytest

from demo.demonstration import frozen, lake
from evenhand.measures import compute, measures
from evenhand.publications.charts import ORDER
from evenhand.publications.making.gathering import ForceMaterials
from evenhand.publications.protecting.control import THRESHOLD, Controlled, control, hide
from evenhand.publications.protecting.earlier import MonthlyCounts
from evenhand.publications.protecting.hiding import hide_group, hide_left_out, hide_unknown
from evenhand.publications.protecting.layout import Layout, Printed
from evenhand.publications.protecting.quantities import all_printed
from evenhand.publications.protecting.units import units_now
from evenhand.records.lake import Lake
from evenhand.stats.disclosure import Protection, Release, attack, primary_only

MONTH = "2025-11"  # loaded only in part, so that its counts are small
DERIVED = ("events", "exposure", "rate", "rate_low", "ratio", "difference", "excess")


@pytest.fixture(scope="module")
def private() -> Lake:
    """The demonstration's lake as it would be if nobody else had its rows."""
    commits = tuple(
        replace(
            commit,
            force_months=tuple(replace(month, public=False) for month in commit.force_months),
        )
        for commit in lake().commits
    )
    return replace(lake(), commits=commits)


@dataclass
class Month:
    """One month of the demonstration: its results, and what stands behind them."""

    results: list[dict[str, Any]]
    page: Printed
    monthly: MonthlyCounts

    @property
    def release(self) -> Release:
        return Layout(tuple(measures().values()), self.monthly, [self.page]).release()

    def controlled(self) -> Controlled:
        found = control([self.page], [], self.monthly, force="demoshire")
        for result in self.results:
            asked = measures()[result["measure"]]
            hide(result, asked, found.of(self.page.scope), beside=False)
        return found


@pytest.fixture
def one_month(private: Lake) -> Month:
    when = {"first": MONTH, "last": MONTH}
    found = [compute(one, private, forces=["demoshire"], **when) for one in measures().values()]
    units = list(units_now(private, "demoshire", [MONTH]).values())
    monthly = MonthlyCounts(private, "demoshire")
    monthly.read(units)
    every = frozenset().union(*(all_printed(one) for one in measures().values()))
    return Month([one.as_json() for one in found], Printed(frozenset(units), every), monthly)


def test_measures_side_by_side_would_give_small_counts_back(one_month: Month) -> None:
    assert attack(one_month.release, primary_only(one_month.release))


def test_after_control_nothing_small_can_be_worked_out(one_month: Month) -> None:
    before = deepcopy(one_month.results)

    found = one_month.controlled()

    assert not attack(found.release, Protection(THRESHOLD, primary=found.hidden))
    hidden = [sum(row["suppressed"] for row in result["rows"]) for result in one_month.results]
    already = [sum(row["suppressed"] for row in result["rows"]) for result in before]
    assert sum(hidden) > sum(already)


def test_a_hidden_group_takes_all_that_is_made_from_it_along(one_month: Month) -> None:
    one_month.controlled()

    for result in one_month.results:
        for row in result["rows"]:
            if row["suppressed"]:
                assert [row[name] for name in DERIVED] == [None] * len(DERIVED)
                assert row["sentence"].startswith("Not shown to protect people")


def test_two_views_laid_out_against_each_other_are_not_protected_and_so_not_shown(
    one_month: Month,
) -> None:
    one_month.controlled()

    (found,) = [one["agreement"] for one in one_month.results if "agreement" in one]
    assert (found["table"], found["kappa"], found["n"]) == (None, None, None)


def test_hiding_the_reference_hides_every_comparison() -> None:
    result = compute(
        "search-rate", lake(), forces=["demoshire"], first="2025-10", last="2026-09"
    ).as_json()

    hide_group(result, "White")

    assert all(row["ratio"] is None for row in result["rows"])
    assert result["pooled_ratio"] is None
    assert result["overall"] is None
    assert next(row for row in result["rows"] if row["group"] == "Black")["rate"] is not None


def test_hiding_the_unknown_hides_every_range_made_from_it() -> None:
    result = compute(
        "search-rate", lake(), forces=["demoshire"], first="2025-10", last="2026-09"
    ).as_json()

    hide_unknown(result, measures()["search-rate"])

    assert (result["unknown_events"], result["unknown_share"]) == (None, None)
    assert not any("Ethnicity was not recorded in" in one for one in result["warnings"])
    assert all(row["ratio_if_unknown_all_group"] is None for row in result["rows"])
    assert all(row["unknown_sentence"] is None for row in result["rows"])


def test_searches_that_lack_a_view_are_hidden_under_both_their_names(private: Lake) -> None:
    """What an agreement leaves out is what it calls unknown."""
    measure = measures()["ethnicity-agreement"]
    force, month = private.forces()[0], private.last_month
    result = compute(measure, private, forces=[force], first=month, last=month).as_json()
    assert result["unknown_events"] == result["left_out"] > 0

    hide_left_out(result, measure)

    hidden = ("left_out", "unknown_events", "unknown_exposure", "unknown_share")
    assert {result[name] for name in hidden} == {None}
    assert result["notes"] == []


def test_rows_that_everybody_has_are_not_hidden_a_second_time() -> None:
    public = [one.result for one in ForceMaterials(lake(), "demoshire").each()]
    shown = {row["group"] for row in public[-1]["rows"] if not row["suppressed"]}

    assert shown == set(ORDER)


def test_figures_of_rows_that_everybody_has_are_what_the_measure_says() -> None:
    for figure in frozen():
        found = compute(
            figure.measure,
            lake(),
            forces=["demoshire"],
            first=figure.first_month,
            last=figure.last_month,
        ).as_json()
        rows = [
            {key: value for key, value in row.items() if not key.endswith("_50")}
            for row in figure.result["rows"]
        ]

        assert {**figure.result, "rows": rows} == found
        assert figure.control["hidden"] == []
