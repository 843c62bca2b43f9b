"""What one measure hides no other gives back: a release of rows that are not public is proved."""

from copy import deepcopy
from dataclasses import replace

import pytest

from demo.demonstration import lake
from evenhand.measures import compute, measures
from evenhand.measures.counting import tally
from evenhand.publications.charts import ORDER
from evenhand.publications.control import control, together
from evenhand.publications.gathering import ForceMaterials
from evenhand.publications.hiding import hide_group, hide_unknown
from evenhand.records.lake import Lake
from evenhand.stats.disclosure import attack, primary_only

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


def one_month(private: Lake) -> tuple[list[dict], list]:
    when = {"first": MONTH, "last": MONTH}
    found = [compute(one, private, forces=["demoshire"], **when) for one in measures().values()]
    counted = [
        (one, tally(one, private, months={"demoshire": [MONTH]})) for one in measures().values()
    ]
    return [result.as_json() for result in found], counted


def test_measures_side_by_side_would_give_small_counts_back(private: Lake) -> None:
    _, counted = one_month(private)
    release = together(counted)

    assert attack(release, primary_only(release))


def test_after_control_nothing_small_can_be_worked_out(private: Lake) -> None:
    results, counted = one_month(private)
    before = deepcopy(results)

    protection = control(results, counted)

    assert not attack(together(counted), protection)
    hidden = [sum(row["suppressed"] for row in result["rows"]) for result in results]
    already = [sum(row["suppressed"] for row in result["rows"]) for result in before]
    assert sum(hidden) > sum(already)


def test_a_hidden_group_takes_all_that_is_made_from_it_along(private: Lake) -> None:
    results, counted = one_month(private)
    control(results, counted)

    for result in results:
        for row in result["rows"]:
            if row["suppressed"]:
                assert [row[name] for name in DERIVED] == [None] * len(DERIVED)
                assert row["sentence"].startswith("Not shown to protect people")


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

    hide_unknown(result)

    assert (result["unknown_events"], result["unknown_share"]) == (None, None)
    assert all(row["ratio_if_unknown_all_group"] is None for row in result["rows"])
    assert all(row["unknown_sentence"] is None for row in result["rows"])


def test_rows_that_everybody_has_are_not_hidden_a_second_time() -> None:
    public = [one.result for one in ForceMaterials(lake(), "demoshire").each()]
    shown = {row["group"] for row in public[-1]["rows"] if not row["suppressed"]}

    assert shown == set(ORDER)
