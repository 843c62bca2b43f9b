"""Disparities that stand: found by a force's own records or by the funnel, and nothing else."""

import json
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from made_watch import FINE, drawn

from evenhand.measures.watch import Settings, Watched, read, watched
from evenhand.measures.watch.cube import FAMILY, GROUPS, Cube, residents
from evenhand.measures.watch.shrinking import drawn as drawn_to
from evenhand.measures.watch.told import told
from evenhand.measures.words import standing as words
from evenhand.measures.words.watching import finding
from evenhand.records import codes
from evenhand.records.clock import month_name, month_number
from evenhand.stats.models.shrinkage import shrink_ratios

MANY = tuple(
    one.force
    for one in codes.forces()
    if not one.fictional and min(residents(one.force)[:5]) > 2000
)[:20]


def level(
    times: float | Sequence[float],
    *,
    forces: Sequence[str] = ("bedfordshire",),
    months: int = 36,
    mean: float = 40.0,
    seed: int = 1,
    unknown: float = 0.05,
) -> Cube:
    """Forces in which Black people are searched so many times as often as others, always.

    ``mean`` is how many Black people there are a month at 1 times as often.
    """
    cube = drawn(seed, months=months, forces=forces, unknown=unknown)
    rng = np.random.default_rng(seed)
    each = np.broadcast_to(np.asarray(times, dtype=float), (len(forces),))
    lived = np.array([residents(one) for one in forces])
    black = GROUPS.index(("five-groups", "Black"))
    searches = np.zeros(cube.events.shape[:1] + cube.events.shape[2:])
    rate = mean / np.maximum(lived[:, black], 1)
    for place in FINE:
        own = each if FAMILY[place] == "Black" else np.ones(len(forces))
        searches[:, place] = rng.poisson(
            (lived[:, place] * rate * own)[:, None], (len(forces), months)
        )
    for number in range(5):
        members = [one for one in FINE if FAMILY[one] == FAMILY[number]]
        searches[:, number] = searches[:, members].sum(axis=1)
    place = [one.name for one in cube.asked].index("search-rate")
    share = [one.name for one in cube.asked].index("find-rate")
    cube.events[:, place] = cube.recorded[:, place] = cube.recorded[:, share] = searches
    cube.events[:, share] = np.floor(searches / 5)
    known = searches[:, :5].sum(axis=1)
    cube.persons_unknown[:] = rng.poisson(unknown * known)
    cube.persons[:] = known + cube.persons_unknown
    cube.unknown[:, place] = cube.persons_unknown
    return cube


def groups(found: Watched) -> list[tuple[str, str]]:
    return [(one.series.force, one.series.group) for one in found.standing]


def test_what_has_always_been_so_is_raised_once_for_the_whole_group() -> None:
    found = watched([level(3.0)])
    [one] = found.standing

    assert (one.series.group, one.series.reference) == ("Black", "White")
    assert (one.key, one.means) == (
        "bedfordshire/stop-and-search/search-rate/ratio/black/standing",
        "worse",
    )
    assert one.standing is not None and one.standing.above and not one.standing.beyond
    assert one.standing.whole.low is not None and one.standing.whole.low < 3.0
    assert one.standing.whole.high is not None and one.standing.whole.high > 3.0
    assert {each.group.split(":")[-1].strip() for each in one.related} >= {"African", "Caribbean"}
    assert found.moves == ()


def test_it_has_its_own_sentence() -> None:
    [one] = watched([level(3.0)]).standing

    assert one.sentence == (
        "Bedfordshire Police, January 2022 to December 2023: Black people were searched between "
        "2.9 and 3.1 times as often as White people: 36.4 against 12.1 for every 1,000 residents a "
        "year. In the first half of that time it was between 2.7 and 3.1 times, in the second "
        "between 3.0 and 3.3."
    )


def test_one_force_alone_is_drawn_towards_no_difference_and_compared_with_none() -> None:
    [one] = watched([level(2.0, mean=6)]).standing
    said = one.standing
    assert said is not None

    assert (said.alone, said.drawn_to, said.expected_high) == (True, 1.0, None)
    assert said.shrunk is not None and said.whole.value is not None
    assert 1 < said.shrunk < said.whole.value
    assert said.probability is not None and said.probability >= Settings().sure
    assert words.against_forces(said) == (
        "We cannot tell what is usual for forces: fewer than 10 are compared here (1)."
    )
    assert "once drawn towards no difference" in words.shrunk(said)


@pytest.mark.parametrize("times", [1.0, 1.4])
def test_no_more_than_what_is_stated_is_not_raised(times: float) -> None:
    assert watched([level(times)]).standing == ()


def test_more_than_chance_but_too_few_is_not_raised() -> None:
    """Twice as often, of three a month: above 1, and we cannot tell whether above 1.5."""
    assert watched([level(2.0, mean=0.8)]).standing == ()


def test_what_only_moved_does_not_stand() -> None:
    """A rise fills the second half of the time; the first half was as it should be."""
    calm, high = level(1.0), level(4.0)
    mixed = replace(calm)
    for name in ("events", "recorded"):
        getattr(mixed, name)[..., -12:] = getattr(high, name)[..., -12:]
    found = watched([mixed])

    assert found.standing == ()
    assert any(one.series.group.startswith("Black") for one in found.moves)


def test_less_than_a_year_is_not_enough_and_is_said() -> None:
    found = watched([level(3.0, months=11)])

    assert found.standing == ()
    assert any("cannot tell yet" in one.why for one in found.untold)


def test_fewer_than_ten_are_untold() -> None:
    found = watched([level(3.0, mean=0.1)])

    assert found.standing == ()
    assert any(one.series.group == "Black" and "cannot tell" in one.why for one in found.untold)


def test_where_what_is_not_recorded_could_be_all_of_it_nothing_is_raised() -> None:
    found = watched([level(2.2, unknown=2.0)])

    assert found.standing == ()
    [held] = [one for one in found.held_back if one.standing]
    assert held.findings[-1] == finding("unknown-many", (held.since,))


def test_a_quarter_that_was_not_supplied_is_no_answer() -> None:
    cube = level(3.0)
    use = np.ones(cube.observed.shape, dtype=bool)
    use[:, -3:] = False

    assert watched([cube.hiding(use)]).standing == ()


def test_the_funnel_finds_a_force_unlike_the_others_below_what_is_stated() -> None:
    times = [1.0] * 19 + [1.42]
    found = watched([level(times, forces=MANY, mean=60)])
    [one] = found.standing
    said = one.standing
    assert said is not None

    assert (one.series.force, said.beyond, said.above) == (MANY[-1], True, False)
    assert said.forces == 20
    assert said.expected_high is not None and said.whole.value is not None
    assert said.whole.value > said.expected_high
    assert "This is more." in words.against_forces(said)


def test_forces_that_differ_anyway_have_a_wide_funnel() -> None:
    """What is usual for forces is not more than expected; that it stands is said all the same."""
    times = np.exp(np.random.default_rng(4).normal(np.log(3.0), 0.3, 20))
    found = watched([level(times, forces=MANY, mean=60)])

    assert {force for force, group in groups(found) if group == "Black"} == set(MANY)
    assert not any(one.standing and one.standing.beyond for one in found.standing)
    said = found.standing[0].standing
    assert said is not None
    assert "that it is usual does not make it fair" in words.against_forces(said)
    assert said.drawn_to == pytest.approx(3.0, rel=0.15)


def test_the_drawn_ratio_is_that_of_the_whole_model() -> None:
    times = np.exp(np.random.default_rng(5).normal(np.log(2.5), 0.3, 20))
    cube = level(times, forces=MANY, mean=4)
    found = {one.series.force: one for one in watched([cube]).standing}
    assert len(found) > 10
    place = [one.name for one in cube.asked].index("search-rate")
    lived = np.array([residents(one) for one in MANY])
    counts = cube.events[:, place, :5, -24:].sum(axis=-1)
    model = shrink_ratios(
        counts[:, 3],
        counts[:, 0] * lived[:, 3] / lived[:, 0],
        {"force": np.arange(20)},
        excess=False,
    )

    for number, force in enumerate(MANY):
        if force in found and (said := found[force].standing) is not None and said.shrunk:
            assert said.shrunk == pytest.approx(model.ratio.value[number], rel=0.05)


def test_drawing_is_that_of_two_normals() -> None:
    """Between 0.8 (from 4 looks) and 0 (worth 1): at 0.64, with the precision of both."""
    middle, off = drawn_to(0.8, 0.5, 0.0, 1.0)
    assert middle == pytest.approx(0.64)
    assert off == pytest.approx(1 / np.sqrt(5))


def test_of_what_is_raised_hardly_anything_is_false() -> None:
    """At exactly the stated ratio, the hardest case: one run in twenty may raise anything."""
    raised = [bool(watched([level(1.5, mean=8, seed=seed)]).standing) for seed in range(40)]
    assert sum(raised) <= 4


def test_the_public_sees_rounded_counts_and_what_follows_from_them() -> None:
    [one] = watched([level(3.0, mean=3)]).standing
    public = told(one)
    said = public.standing
    assert said is not None and said.whole.events is not None

    assert said.whole.events % 5 == 0
    assert said.whole.reference_events is not None and said.whole.reference_events % 5 == 0
    rate, other = said.whole.rate, said.whole.reference_rate
    assert rate is not None and other is not None
    assert said.whole.value == pytest.approx(rate / other)
    assert told(public) == public
    assert public.sentence != one.sentence or one.standing == said


def test_counts_that_round_alike_are_told_alike() -> None:
    """Nothing that is told depends on the count itself, whatever else is known of it."""
    [one] = watched([level(3.0, mean=3)]).standing
    assert one.standing is not None and one.standing.whole.events is not None
    whole = one.standing.whole
    low = 5 * round(whole.events / 5) - 2
    said = set()
    for events in range(low, low + 5):
        rate = events / (whole.events / whole.rate) if whole.rate else None
        moved = replace(whole, events=events, rate=rate, value=None)
        public = told(replace(one, standing=replace(one.standing, whole=moved)))
        said.add(json.dumps(public.plain(), sort_keys=True))
    assert len(said) == 1


def test_an_alert_comes_back_from_json_as_it_was() -> None:
    [one] = watched([level(3.0)]).standing
    assert read(json.loads(json.dumps(one.plain()))) == one


def test_every_benchmark_stands_beside_the_others() -> None:
    [one] = watched([level(3.0)]).standing
    said = one.standing
    assert said is not None

    assert [each.census for each in said.benchmarks] == [2021, 2011]
    assert {each.direction for each in said.benchmarks} == {"higher"}
    assert words.badge(said) == "Higher under 2 of 2 benchmarks"
    assert words.benchmarks(said)[0].endswith("times: Residents at the Census of 2021")


def test_the_months_are_the_last_two_years() -> None:
    [one] = watched([level(3.0, months=60)]).standing
    assert one.since == month_name(month_number(one.as_of) - 23)


def test_a_part_of_a_group_is_raised_where_the_whole_is_not() -> None:
    """Only Black Caribbean people are searched more often: they lead an alert of their own."""
    cube = level(1.0, mean=400)
    place = [one.name for one in cube.asked].index("search-rate")
    few = min(
        (one for one in FINE if FAMILY[one] == "Black"),
        key=lambda one: residents("bedfordshire")[one],
    )
    cube.events[:, place, few] *= 3
    cube.recorded[:, place, few] *= 3
    [one] = watched([cube]).standing

    assert one.series.grouping == "nineteen-groups"
    assert one.series.group == GROUPS[few][1]
