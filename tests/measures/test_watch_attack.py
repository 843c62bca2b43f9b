"""What an alert tells, held by a solver against quarters that releases print exactly."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from itertools import product
from typing import Any

import numpy as np
import pytest
from test_watch_headlines import RATIO, found

from evenhand.measures.watch.found import Found, Span, Standing
from evenhand.measures.watch.small_quarters import FEW
from evenhand.measures.watch.told import told
from evenhand.records.clock import month_name, month_number
from evenhand.stats.disclosure import Between, Protection, Release, attack

FIRST = month_number("2023-07")
SMALL = 5
"""Releases print every count of five and more, and hide the others."""


def span(first: int, last: int, monthly: Sequence[int]) -> Span:
    """Months by their places, with the ratio against a large reference group."""
    events = int(sum(monthly[first : last + 1]))
    return Span(
        *(month_name(FIRST + first), month_name(FIRST + last), last - first + 1, "whole"),
        *(events, 5000, events / 10, 100.0, events / 1000, 0.1, 9.9),
    )


def alert(monthly: Sequence[int], since: int, *, standing: bool = False) -> Found:
    """A move since a month, or what has stood throughout; of quarters from the first month on."""
    last = len(monthly) - 1
    other: dict[str, Any] = {}
    if standing:
        whole = span(0, last, monthly)
        other["standing"] = Standing(1.5, whole, 1, None, None, 1.0, 0.7, True, True)
    return found(
        RATIO,
        before=span(0, since - 1, monthly),
        after=span(since, last, monthly),
        since=month_name(FIRST + since),
        quarters=tuple(span(one, one + 2, monthly) for one in range(0, last, 3)),
        **other,
    )


def facts(public: Found, *, rule: bool = True) -> list[Between]:
    """Everything that the counts of an alert say of the months that they are of.

    With ``rule`` the reader knows that one or two small quarters in a stretch are counted as 5.
    """
    small = {one.first: _places(one) for one in public.quarters if one.events is None}
    spans = [public.before, public.after]
    if public.standing:
        spans.append(public.standing.whole)
    said = [_fact(one, set(), 0) for one in public.quarters]
    for one in spans:
        months = set(_places(one))
        there = {first: places for first, places in small.items() if months & set(places)}
        left_out, fives = set[int](), 0
        if rule and 1 <= len(there) <= FEW:
            left_out = {place for places in there.values() for place in places}
            fives = sum(min(places) in months for places in there.values())
        said.append(_fact(one, left_out, 5 * fives))
    return said


def _places(one: Span) -> range:
    return range(month_number(one.first) - FIRST, month_number(one.last) - FIRST + 1)


def _fact(one: Span, left_out: set[int], fives: int) -> Between:
    low, high = (0, 9) if one.events is None else (one.events - 2 - fives, one.events + 2 - fives)
    weights = {("month", place): 1.0 for place in _places(one) if place not in left_out}
    return Between(weights, low, high, name=one.first)


def worked_out(monthly: Sequence[int], public: Found, *, rule: bool = True) -> list[str]:
    """Small quarters of which more is known than that they are small, with an alert beside them."""
    quarters = {("quarter", at): int(sum(monthly[at : at + 3])) for at in range(0, len(monthly), 3)}
    hidden = {cell for cell, count in quarters.items() if 0 < count < SMALL}
    counts: dict[Any, int] = {("month", at): n for at, n in enumerate(monthly)} | quarters
    sums = [
        Between({("month", at + step): 1.0 for step in range(3)} | {("quarter", at): -1.0}, 0, 0)
        for at in range(0, len(monthly), 3)
    ]
    months = frozenset(cell for cell in counts if cell[0] == "month")
    release = Release(
        counts, known=(*sums, *facts(public, rule=rule)), implied=months, sensitive_zeros=months
    )
    undone = attack(
        release, Protection(SMALL, primary=frozenset(hidden) | _small(counts)), explain=False
    )
    return [str(one) for one in undone if one.cell in hidden]


def _small(counts: dict[Any, int]) -> frozenset[Any]:
    return frozenset(cell for cell, count in counts.items() if cell[0] == "month" and count < SMALL)


def rounded_alone(one: Found) -> Found:
    """What would be told if counts were only rounded, small quarters or not."""
    public = told(one)

    def only(span: Span) -> int:
        return int(5 * round((span.events or 0) / 5))

    return replace(
        public,
        before=replace(public.before, events=only(one.before)),
        after=replace(public.after, events=only(one.after)),
    )


KNOWN = [6, 5, 6, 7, 5, 5, 1, 0, 0, 7, 6, 7, 5, 6, 6, 5, 6, 7]
"""Months whose third quarter is 1: 17 and 17 before it and 20 and more after it are printed."""


def test_rounding_alone_would_give_a_small_quarter_away() -> None:
    found_ = [alert([*KNOWN[:5], last, 1, 0, 0, *KNOWN[9:]], since=9) for last in range(3, 9)]
    months = [[*KNOWN[:5], last, 1, 0, 0, *KNOWN[9:]] for last in range(3, 9)]

    assert any(
        worked_out(monthly, rounded_alone(one), rule=False)
        for monthly, one in zip(months, found_, strict=True)
    )


@pytest.mark.parametrize("since", [3, 6, 7, 8, 9, 12])
@pytest.mark.parametrize("small", [1, 2, 3, 4])
def test_no_small_quarter_becomes_known_from_an_alert(since: int, small: int) -> None:
    for last in range(3, 8):
        monthly = [*KNOWN[:5], last, small, 0, 0, *KNOWN[9:]]
        assert worked_out(monthly, told(alert(monthly, since))) == []


def test_nor_from_what_stands() -> None:
    rng = np.random.default_rng(1)
    for _ in range(6):
        monthly = rng.poisson(6, 24).tolist()
        monthly[9:12] = [0, int(rng.integers(1, 5)), 0]
        assert worked_out(monthly, told(alert(monthly, 12, standing=True))) == []


def test_how_many_there_were_in_one_small_quarter_changes_nothing_that_is_told() -> None:
    said = set()
    for small in range(5):
        monthly = [*KNOWN[:6], small, 0, 0, *KNOWN[9:]]
        said.add(str(told(alert(monthly, 12)).plain()))
        said.add(str(told(alert(monthly, 12, standing=True)).plain()["before"]))
    assert len(said) == 2


def test_what_is_told_is_told_again_as_it_was() -> None:
    monthly = [*KNOWN[:6], 1, 0, 0, *KNOWN[9:]]
    once = told(alert(monthly, 8))
    assert told(once) == once


QUARTERS = [18, 17, 21, 16, 19, 22, 17, 18]
"""Eight quarters of two years, all printed."""


def by_months(quarters: Sequence[int]) -> list[int]:
    """The months of some quarters: small ones are all in the middle month."""
    return [
        count
        for one in quarters
        for count in ((0, one, 0) if one < 10 else (one // 3, one // 3, one - 2 * (one // 3)))
    ]


def possible(
    quarters: Mapping[int, int],
    secret: Sequence[int],
    *,
    most: int,
    since: int,
    standing: bool = False,
    others: Sequence[int] | None = None,
) -> list[set[int]]:
    """What each secret quarter could have been, for one who knows all others and the rule.

    ``others`` are what the other secret quarters are tried with; everything without.
    """

    @cache
    def said(values: tuple[int, ...]) -> str:
        every = {**dict(enumerate(QUARTERS)), **quarters, **dict(zip(secret, values, strict=True))}
        monthly = by_months([every[at] for at in range(len(QUARTERS))])
        return str(told(alert(monthly, since, standing=standing)).plain())

    truth = said(tuple(quarters[at] for at in secret))
    every = range(most + 1)
    found = []
    for place in range(len(secret)):
        tried = [every if at == place else others or every for at in range(len(secret))]
        found.append({values[place] for values in product(*tried) if said(values) == truth})
    return found


@pytest.mark.parametrize(
    "small",
    [
        {1: 0, 2: 0, 3: 0},
        {0: 4, 1: 4, 2: 4},
        {1: 0, 4: 0, 6: 1},
        {0: 1, 3: 4, 5: 0},
        {0: 0, 1: 6, 2: 7, 5: 9},
        {2: 4, 3: 4, 4: 7, 5: 1},
    ],
    ids=str,
)
@pytest.mark.parametrize("since", [9, 10, 11, 12])
def test_no_quarter_of_three_or_more_small_ones_becomes_known(
    small: dict[int, int], since: int
) -> None:
    """Whoever knows every printed quarter and the rule cannot rule out any number from 0 to 4."""
    secret = [at for at, count in small.items() if count < SMALL]
    for left in possible(small, secret, most=4, since=since, standing=since == 12):
        assert left == set(range(SMALL))


def test_nor_any_of_under_ten_where_no_page_prints_those() -> None:
    for small in ({0: 0, 1: 0, 2: 9}, {0: 9, 1: 9, 2: 9}):
        for left in possible(small, [0, 1, 2], most=9, since=12, others=(0, 5, 9)):
            assert left == set(range(10))


def test_nor_where_every_quarter_of_a_stretch_is_small() -> None:
    for small in ({0: 4, 1: 4, 2: 4, 3: 4}, {0: 1, 1: 2, 2: 8, 3: 9}, {0: 0, 1: 7, 2: 9, 3: 0}):
        secret = [at for at, count in small.items() if count < SMALL]
        for left in possible(small, secret, most=4, since=12, standing=True):
            assert left == set(range(SMALL))
