"""The page finds the truth that the generator stated, and says what went wrong with the files."""

import pytest

from demo.demonstration import frozen, lake
from evenhand.demo.people import residents
from evenhand.demo.truth import DEMOSHIRE
from evenhand.publications.models import Figure
from evenhand.records.checks import findings

YEAR_BEFORE, LATEST = "2024-10", "2025-10"


def figure(measure: str, first: str) -> Figure:
    return next(one for one in frozen() if (one.measure, one.first_month) == (measure, first))


def row(of: Figure, group: str) -> dict[str, float]:
    return next(row for row in of.result["rows"] if row["group"] == group)


@pytest.mark.parametrize("group", DEMOSHIRE.groups)
def test_each_groups_true_rate_lies_in_its_likely_range(group: str) -> None:
    found = row(figure("search-rate", YEAR_BEFORE), group)

    assert found["rate_low"] < DEMOSHIRE.groups[group].rate < found["rate_high"]
    assert found["exposure"] == residents(DEMOSHIRE.force, group)


@pytest.mark.parametrize("first", [YEAR_BEFORE, LATEST])
def test_the_true_ratio_lies_in_the_likely_range_of_both_years(first: str) -> None:
    found = row(figure("search-rate", first), "Black")

    assert found["ratio_low"] < DEMOSHIRE.ratio < found["ratio_high"]
    assert round(DEMOSHIRE.ratio, 1) == 3.8


def test_what_is_not_known_is_wider_than_what_chance_allows() -> None:
    found = row(figure("search-rate", LATEST), "Black")

    assert found["ratio_if_unknown_all_reference"] < found["ratio_low"]
    assert found["ratio_if_unknown_all_group"] > found["ratio_high"]


@pytest.mark.parametrize(
    ("first", "share"),
    [(YEAR_BEFORE, DEMOSHIRE.unknown[YEAR_BEFORE]), (LATEST, DEMOSHIRE.unknown[LATEST])],
)
def test_the_share_not_recorded_is_found_and_rises(first: str, share: float) -> None:
    assert figure("search-rate", first).result["unknown_share"] == pytest.approx(share, abs=0.012)


@pytest.mark.parametrize("group", ["White", "Black", "Asian"])
def test_the_true_find_and_arrest_rates_lie_in_their_likely_ranges(group: str) -> None:
    stated = DEMOSHIRE.groups[group]
    found = row(figure("find-rate", YEAR_BEFORE), group)
    arrested = row(figure("arrest-rate", YEAR_BEFORE), group)

    assert found["rate_low"] < stated.found < found["rate_high"]
    assert arrested["rate_low"] < stated.arrested < arrested["rate_high"]


def test_nothing_changed_between_the_years_and_the_page_does_not_say_that_it_did() -> None:
    wording = figure("search-rate", LATEST).wording

    assert wording["changed"] is False
    assert wording["change"].startswith("We cannot tell whether that changed")


def test_the_missing_month_is_named_and_is_not_zero() -> None:
    latest = figure("search-rate", LATEST)
    months = {month["month"]: month for month in latest.months}

    assert months["2026-03"] == {
        "month": "2026-03",
        "count": None,
        "status": "missing",
    }
    assert latest.result["months_observed"] == 11


def test_the_month_that_came_in_part_is_named() -> None:
    months = {month["month"]: month["status"] for month in figure("search-rate", LATEST).months}

    assert months["2025-11"] == "partial"
    assert sum(status == "partial" for status in months.values()) == 1


@pytest.mark.parametrize(
    ("check", "month"),
    [
        ("missing-month", "2026-03"),
        ("partial-month", "2025-11"),
        ("no-times", "2024-02"),
    ],
)
def test_each_fault_that_was_put_in_is_found(check: str, month: str) -> None:
    assert (check, month) in {(one.check, one.month) for one in findings(lake(), DEMOSHIRE.force)}


def test_a_handful_of_rows_that_look_alike_is_not_called_a_file_published_twice() -> None:
    assert "duplicate-file" not in {one.check for one in findings(lake(), DEMOSHIRE.force)}


def test_fictional_records_make_a_fictional_lake() -> None:
    assert lake().fictional
