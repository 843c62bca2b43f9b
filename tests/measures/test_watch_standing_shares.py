"""Shares that stand: fewer finds than of the reference group, more searches for nothing."""

import json
from dataclasses import replace

import numpy as np
import pytest
from made_watch import BLACK, FINE, WHITE, drawn, place

from evenhand.measures.watch import Found, Watched, read, watched
from evenhand.measures.watch.cube import FAMILY, GROUPS, Cube, residents
from evenhand.measures.watch.told import told
from evenhand.measures.words import standing as words
from evenhand.measures.words.headlines import headline
from evenhand.records import codes
from evenhand.stats import ratio_of_proportions

MANY = tuple(
    one.force
    for one in codes.forces()
    if not one.fictional and min(residents(one.force)[:5]) > 2000
)[:20]


def shares(
    found: float | list[float],
    *,
    measure: str = "find-rate",
    usual: float = 0.3,
    mean: float = 40,
    seed: int = 1,
    forces: tuple[str, ...] = ("bedfordshire",),
) -> Cube:
    """Forces in which so large a share of searches of Black people leads to it, always.

    ``usual`` is that of everybody else, and ``mean`` how many searches of each group a month.
    """
    rng = np.random.default_rng(seed)
    cube = drawn(seed, months=36, forces=forces, mean=mean)
    searches = cube.events[:, place(cube, "search-rate")].astype(int)
    each = np.broadcast_to(np.asarray(found, dtype=float), (len(forces),))
    share = np.full((len(forces), len(GROUPS), 1), usual)
    share[:, [at for at, family in enumerate(FAMILY) if family == "Black"], 0] = each[:, None]
    finds = np.zeros(searches.shape)
    finds[:, FINE] = rng.binomial(searches[:, FINE], share[:, FINE])
    for number in range(5):
        members = [one for one in FINE if FAMILY[one] == FAMILY[number]]
        finds[:, number] = finds[:, members].sum(axis=1)
    cube.events[:, place(cube, "find-rate")] = 0  # what drawn() drew
    cube.recorded[:, place(cube, "find-rate")] = 0
    cube.events[:, place(cube, measure)] = finds
    cube.recorded[:, place(cube, measure)] = searches
    return cube


def of_shares(found: Watched) -> list[Found]:
    return [one for one in found.standing if one.series.measure != "search-rate"]


def test_fewer_finds_than_of_the_reference_group_stand() -> None:
    [one] = of_shares(watched([shares(0.15)]))
    said = one.standing
    assert said is not None

    assert one.key == "bedfordshire/stop-and-search/find-rate/ratio/black/standing"
    assert (one.direction, one.means, said.stated, said.above) == ("fall", "worse", 0.8, True)
    assert said.whole.value == pytest.approx(0.5, rel=0.1)
    assert said.probability is not None and said.probability > 0.95
    assert said.whole.value is not None and said.shrunk is not None
    assert said.whole.value < said.shrunk < 1
    assert said.benchmarks == ()
    assert read(json.loads(json.dumps(one.plain()))) == one


def test_its_range_is_that_of_two_proportions() -> None:
    """Koopman's interval, which the tests of statistics hold against R's."""
    cube = shares(0.15)
    [one] = of_shares(watched([cube]))
    at = place(cube, "find-rate")
    a, n, b, m = (
        counts[0, at, group, -24:].sum()
        for group in (BLACK, WHITE)
        for counts in (cube.events, cube.recorded)
    )
    expected = ratio_of_proportions(a, n, b, m)
    assert one.standing is not None
    whole = one.standing.whole

    assert (whole.low, whole.high) == pytest.approx((float(expected.low), float(expected.high)))
    assert (whole.rate, whole.reference_rate) == pytest.approx((100 * a / n, 100 * b / m))


def test_it_has_its_own_words() -> None:
    [one] = of_shares(watched([shares(0.15)]))
    said = one.standing
    assert said is not None

    assert one.sentence.startswith(
        "Bedfordshire Police, January 2022 to December 2023: Searches of Black people led to some "
        "action between 0.4 and 0.6 times as often as searches of White people: "
    )
    whole = said.whole
    assert whole.rate is not None and whole.reference_rate is not None
    assert f": {whole.rate:.1f} against {whole.reference_rate:.1f} of every 100" in one.sentence
    assert headline(one).endswith(
        "times as often as White people: searches of Black people led to some action. It stood so "
        "throughout January 2022 to December 2023."
    )
    assert "That it is below 0.8 times is more than 99 in 100 sure." in words.shrunk(said)


@pytest.mark.parametrize(
    ("measure", "share"),
    [
        ("find-rate", 0.5),
        ("arrest-rate", 0.1),
        ("arrest-rate", 0.6),
        ("no-further-action-rate", 0.1),
    ],
    ids=str,
)
def test_what_is_better_or_neither_is_not_raised(measure: str, share: float) -> None:
    assert of_shares(watched([shares(share, measure=measure)])) == []


def test_more_searches_that_come_to_nothing_stand() -> None:
    [one] = of_shares(watched([shares(0.6, measure="no-further-action-rate")]))
    assert (one.series.measure, one.direction, one.means) == (
        "no-further-action-rate",
        "rise",
        "worse",
    )
    assert one.standing is not None and one.standing.stated == 1.25


def test_a_rate_below_the_references_is_not_worse() -> None:
    """People of one group searched a third as often: nothing to answer for by that measure."""
    cube = drawn(1, months=36, forces=["bedfordshire"])
    rate = place(cube, "search-rate")
    lived = np.array(residents("bedfordshire"))
    cube.events[:, rate] = np.random.default_rng(1).poisson(
        np.where(np.arange(len(GROUPS)) == BLACK, lived / 9000, lived / 3000)[:, None],
        (1, len(GROUPS), 36),
    )
    assert [one for one in watched([cube]).standing if one.series.group == "Black"] == []


def test_no_less_than_what_is_stated_is_hardly_ever_raised() -> None:
    """At exactly four fifths, the hardest case: one run in twenty may raise anything."""
    raised = [
        bool(of_shares(watched([shares(0.24, seed=seed, mean=100)]))) for seed in range(2, 22)
    ]
    assert sum(raised) <= 2


def test_the_funnel_finds_a_force_unlike_others_above_what_is_stated() -> None:
    found = watched([shares([0.3] * 19 + [0.25], forces=MANY, mean=400)])
    [one] = of_shares(found)
    said = one.standing
    assert said is not None and said.whole.value is not None and said.expected_low is not None

    assert (one.series.force, said.beyond, said.above) == (MANY[-1], True, False)
    assert said.whole.value < said.expected_low
    assert "This is less." in words.against_forces(said)


def test_the_public_sees_rounded_counts_and_what_follows_from_them() -> None:
    [one] = of_shares(watched([shares(0.1, mean=12)]))
    public = told(one)
    assert public.standing is not None
    whole = public.standing.whole

    for count in (whole.events, whole.records, whole.reference_events, whole.reference_records):
        assert count is not None and count % 5 == 0
    assert whole.rate is not None and whole.events is not None and whole.records is not None
    assert whole.rate == pytest.approx(100 * whole.events / whole.records)
    assert told(public) == public


def test_where_too_few_may_be_shown_only_the_direction_is_told() -> None:
    [one] = of_shares(watched([shares(0.1, mean=12)]))
    assert one.standing is not None
    few = replace(one, few=("events",))
    assert told(few).sentence == (
        "Bedfordshire Police, January 2022 to December 2023: searches of Black people led to some "
        "action less often than those of White people. The numbers are not shown to protect people."
    )
    assert headline(told(few)).startswith("Less often than White people: ")
