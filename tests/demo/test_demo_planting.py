"""What is planted stands in the records, and nothing else in them moves."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cache
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from evenhand.demo import truth
from evenhand.demo.people import residents
from evenhand.demo.planting import OBJECTS, Plants
from evenhand.demo.records import COLUMNS, each_month
from evenhand.demo.truth import DEMOSHIRE, Planted
from evenhand.records import codes
from evenhand.records.clock import LONDON

Row = dict[str, str]
GROUP_OF = {one.label: one.five_group for one in codes.ethnicities() if one.vocabulary == "current"}


@cache
def made(*, planted: bool = True) -> dict[str, list[Row]]:
    of = DEMOSHIRE if planted else replace(DEMOSHIRE, planted=())
    return {month: [_named(row) for row in rows] for month, rows in each_month(of)}


def _named(row: Sequence[str]) -> Row:
    return dict(zip(COLUMNS, row, strict=True))


def of_people(first: str, last: str, *, planted: bool = True) -> Iterator[tuple[str, Row]]:
    """Searches of people of a recorded group, each with that group."""
    for month, rows in made(planted=planted).items():
        if first <= month <= last:
            for row in rows:
                if group := GROUP_OF.get(row["Self-defined ethnicity"]):
                    yield group, row


def hour_of(row: Row) -> int:
    return datetime.fromisoformat(row["Date"]).astimezone(ZoneInfo(LONDON)).hour


def for_its_objects(one: Planted, group: str, *, planted: bool = True) -> int:
    """Searches of a group for what a planted change is about, from its month on."""
    return sum(
        of == group and row["Object of search"] in one.objects
        for of, row in of_people(one.first, truth.LAST, planted=planted)
    )


def stated(one: Planted, group: str) -> float:
    """As many as the truth says that there should be, but for chance."""
    months = [month for month in made() if one.first <= month]
    whole = sum(DEMOSHIRE.partial_share if one == DEMOSHIRE.partial else 1 for one in months)
    share = sum(OBJECTS[name] for name in one.objects) * one.times
    people = residents(DEMOSHIRE.force, group)
    return DEMOSHIRE.groups[group].rate * people / 1000 / 12 * whole * share


@pytest.mark.parametrize("month", ["2023-10", "2025-05", "2025-09"])
def test_until_the_first_change_every_record_is_as_without(month: str) -> None:
    assert min(one.first for one in DEMOSHIRE.planted) == "2025-10"
    assert made()[month] == made(planted=False)[month]


@pytest.mark.parametrize("month", ["2025-10", "2026-09"])
def test_it_is_there_from_its_month_on(month: str) -> None:
    assert made()[month] != made(planted=False)[month]


@pytest.mark.parametrize(
    ("one", "group"),
    [
        (truth.RECORDED_AS_WEAPONS, "White"),
        (truth.RECORDED_AS_WEAPONS, "Asian"),
        (truth.NO_SUSPICION, "Black"),
        (truth.IN_AN_OPERATION, "Asian"),
        (truth.NOT_BY_THE_OPERATION, "Mixed"),
        (truth.NEW, "Other"),
    ],
    ids=lambda value: value if isinstance(value, str) else value.measure,
)
def test_there_are_as_many_times_as_many_as_is_stated(one: Planted, group: str) -> None:
    assert for_its_objects(one, group) == pytest.approx(stated(one, group), rel=0.2)


@pytest.mark.parametrize("group", ["White", "Black"])
def test_what_is_recorded_otherwise_or_done_otherwise_is_as_many_searches(group: str) -> None:
    """So that a year's rates and the ratio of Black to White people are what the truth says."""
    with_it, without = (
        [row for of, row in of_people("2025-12", truth.LAST, planted=it) if of == group]
        for it in (True, False)
    )
    assert len(with_it) == len(without)
    assert Counter(row["Outcome"] for row in with_it) == Counter(row["Outcome"] for row in without)


def test_nobody_elses_searches_change_with_a_groups() -> None:
    with_it, without = (
        for_its_objects(truth.NO_SUSPICION, "White", planted=it) for it in (True, False)
    )
    assert with_it == without


def test_every_object_goes_with_its_law() -> None:
    laws = {
        (row["Object of search"], row["Legislation"]) for _, row in of_people("2026-01", truth.LAST)
    }
    assert len({looked_for for looked_for, _ in laws}) == len(laws)


@pytest.mark.parametrize("operation", [truth.LANTERN, truth.BEACON], ids=lambda one: one.name)
def test_an_operation_is_in_its_hours_and_of_everybody(operation: truth.Operation) -> None:
    mine = [
        (group, row)
        for group, row in of_people("2023-10", truth.LAST)
        if row["Policing operation"] == operation.name
    ]
    first, until = operation.hours

    assert {row["Part of a policing operation"] for _, row in mine} == {"True"}
    assert all((hour_of(row) - first) % 24 < (until - first) % 24 for _, row in mine)
    assert min(row["Date"][:7] for _, row in mine) == operation.first
    assert {"White", "Black", "Asian"} <= {group for group, _ in mine}


def outside(group: str, operation: truth.Operation, *, planted: bool) -> int:
    first, until = operation.hours
    return sum(
        of == group
        and row["Object of search"] == "Controlled drugs"
        and (hour_of(row) - first) % 24 >= (until - first) % 24
        for of, row in of_people("2025-12", truth.LAST, planted=planted)
    )


def test_one_disparity_is_gone_outside_its_operations_hours_and_the_other_is_not() -> None:
    asian, mixed = (
        outside(group, operation, planted=True) / outside(group, operation, planted=False)
        for group, operation in (("Asian", truth.LANTERN), ("Mixed", truth.BEACON))
    )
    assert asian == 1
    assert mixed > 1.4


@pytest.mark.parametrize("month", ["2026-04", "2026-09"])
def test_every_record_stays_in_its_month(month: str) -> None:
    assert {row["Date"][:7] for row in made()[month]} == {month}


def test_what_comes_on_top_is_of_adults() -> None:
    children = [
        [
            of
            for of, row in of_people("2026-07", truth.LAST, planted=it)
            if row["Age range"] == "10-17"
        ]
        for it in (True, False)
    ]
    assert children[0] == children[1]


def test_too_few_searches_cannot_become_many() -> None:
    greedy = replace(truth.NO_SUSPICION, times=9)
    with pytest.raises(ValueError, match="too few searches to turn into these"):
        Plants(replace(DEMOSHIRE, planted=(greedy,)), "2026-09", np.random.default_rng(1))
