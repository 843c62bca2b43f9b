"""Two counts of a panel that were told are set against each other: nobody is found in them."""

from collections.abc import Mapping
from datetime import date
from random import Random

import numpy as np
import pytest
from scipy.optimize import LinearConstraint, milp

from evenhand.encounters.told.rounding import About
from evenhand.scrutiny.sitting.apart import FEWEST, Told, may_be_told
from evenhand.scrutiny.visiting.composition import Composition, Counted, told

GROUPS = ("Asian", "Black", "Mixed", "Other", "White")
RESIDENTS = dict(zip(GROUPS, (20_000, 10_000, 5_000, 5_000, 60_000), strict=True))
SAYS = (*GROUPS, "")


class Panel:
    """A panel of which everybody knows who sits on it, and nobody knows what each of them said."""

    def __init__(self, said: Mapping[int, str]) -> None:
        self.said = dict(said)

    def counted(self, on: date) -> Counted:
        stated = {name: sum(one == name for one in self.said.values()) for name in GROUPS}
        return Counted("a", on, len(self.said), stated, frozenset(self.said))


def fewest_of(
    group: str, before: Composition, after: Composition, old: Counted, new: Counted
) -> int:
    """The fewest of those who joined that can have said a group: what a reader works out.

    The reader knows exactly who joined and who left, how many sat, both pages as they were told and
    the rules by which they are rounded; and takes it that nobody changed their mind.
    """
    joined = len(new.sitting - old.sitting)
    left = len(old.sitting - new.sitting)
    many = len(SAYS)
    # Unknowns: how many said each thing before, among those who joined, among those who left.
    rows, low, high = [], [], []

    def holds(coefficients: Mapping[int, int], least: float, most: float) -> None:
        row = np.zeros(3 * many)
        for at, value in coefficients.items():
            row[at] = value
        rows.append(row)
        low.append(least)
        high.append(most)

    holds(dict.fromkeys(range(many), 1), old.members, old.members)
    holds(dict.fromkeys(range(many, 2 * many), 1), joined, joined)
    holds(dict.fromkeys(range(2 * many, 3 * many), 1), left, left)
    for at in range(many):
        holds({at: 1, 2 * many + at: -1}, 0, old.members)
    first = {one.name: one.members for one in before.groups}
    second = {one.name: one.members for one in after.groups}
    for at, name in enumerate(GROUPS):
        holds({at: 1}, first[name].low, first[name].high)
        holds({at: 1, many + at: 1, 2 * many + at: -1}, second[name].low, second[name].high)
    among = dict.fromkeys(range(many - 1), 1)
    later = among | dict.fromkeys(range(many, 2 * many - 1), 1)
    later |= dict.fromkeys(range(2 * many, 3 * many - 1), -1)
    for row, whole in ((among, before.stated), (later, after.stated)):
        holds(row, *_ends(whole))
    aim = np.zeros(3 * many)
    aim[many + GROUPS.index(group)] = 1
    ends = LinearConstraint(np.array(rows), low, high)
    found = milp(aim, constraints=ends, integrality=np.ones(3 * many))
    assert found.success, "the truth itself is a solution"
    return round(found.fun)


def _ends(whole: About) -> tuple[int, int]:
    return max(whole.low, 10), whole.high


def test_of_one_who_joined_nothing_is_told_at_all() -> None:
    """The attack: a group goes from fewer than five to about ten, and one person has joined."""
    panel = Panel(dict(enumerate(["White"] * 8 + ["Black"] * 4)))
    old = panel.counted(date(2024, 11, 1))
    panel.said[100] = "Black"
    new = panel.counted(date(2025, 11, 1))
    one = told([old], RESIDENTS, on=date(2026, 3, 1))
    both = told([old, new], RESIDENTS, on=date(2026, 3, 1))
    assert one == both
    assert both is not None
    assert both.year == 2025, "what was told then stays"


@pytest.mark.parametrize("gone", [1, FEWEST - 1])
def test_of_few_who_left_nothing_is_told(gone: int) -> None:
    panel = Panel(dict(enumerate(["White"] * 14 + ["Black"] * 5)))
    old = panel.counted(date(2024, 11, 1))
    panel.said = {key: said for key, said in panel.said.items() if key < 19 - gone}
    panel.said |= dict.fromkeys(range(100, 100 + FEWEST), "White")
    new = panel.counted(date(2025, 11, 1))
    on = date(2026, 3, 1)
    assert told([old, new], RESIDENTS, on=on) == told([old], RESIDENTS, on=on)


def test_a_count_is_compared_with_every_one_that_was_told_and_not_the_last_alone() -> None:
    """One sat, left with four others, and came back: the first and the third differ by little."""
    first = dict(enumerate(["White"] * 8 + ["Black"] * 4))
    second = {key: said for key, said in first.items() if key >= 5}
    second |= dict.fromkeys(range(100, 105), "Asian")
    third = first | {200: "Black"}
    counts = [
        Panel(said).counted(date(2022 + at, 11, 1))
        for at, said in enumerate((first, second, third))
    ]
    years = {year: told(counts, RESIDENTS, on=date(year, 3, 1)) for year in (2023, 2024, 2025)}
    assert [one.year for one in years.values() if one] == [2023, 2024, 2024]


def test_where_enough_came_and_went_it_is_told_again() -> None:
    first = dict(enumerate(["White"] * 8 + ["Black"] * 4))
    later = {key: said for key, said in first.items() if key >= FEWEST}
    later |= dict(zip(range(100, 106), ["Black", "Black", "White", "Asian", "", ""], strict=True))
    counts = [
        Panel(first).counted(date(2024, 11, 1)),
        Panel(later).counted(date(2025, 11, 1)),
    ]
    found = told(counts, RESIDENTS, on=date(2026, 3, 1))
    assert found is not None
    assert (found.year, {one.name: one.members.tens for one in found.groups}["Black"]) == (2026, 10)


def test_a_panel_of_one_group_alone_is_not_told_where_that_would_tell_of_each() -> None:
    alike = Told({"White": 15}, members=15, people=frozenset(range(15)))
    assert not may_be_told(alike, [])
    mixed = Told({"White": 13, "Black": 2}, members=15, people=frozenset(range(15)))
    assert may_be_told(mixed, [])


def test_a_count_whose_members_are_not_known_here_is_never_told_again() -> None:
    said = {"White": 8, "Black": 4}
    old = Counted("a", date(2024, 11, 1), 12, said)
    new = Counted("a", date(2025, 11, 1), 13, {"White": 8, "Black": 5})
    on = date(2026, 3, 1)
    assert told([old, new], RESIDENTS, on=on) == told([old], RESIDENTS, on=on)


def test_over_random_panels_nobody_who_joined_is_found() -> None:
    """What a solver works out of two pages leaves at least one of those who joined unknown."""
    random, told_twice = Random(7), 0  # noqa: S311  (the same panels each time)
    for _ in range(150):
        size, common = random.randint(10, 34), random.choice(GROUPS)
        said = random.choices([common, *SAYS], [6, *[1] * len(SAYS)], k=size)
        panel = Panel(dict(enumerate(said)))
        old = panel.counted(date(2024, 11, 1))
        for key in random.sample(sorted(panel.said), random.choice([0, 1, 5, 7])):
            del panel.said[key]
        joined = random.choice([0, 1, 4, 5, 8, 11, 14])
        theirs = random.choice([[common], [random.choice(GROUPS)], list(SAYS)])
        panel.said |= {100 + at: random.choice(theirs) for at in range(joined)}
        new = panel.counted(date(2025, 11, 1))
        first = told([old], RESIDENTS, on=date(2025, 3, 1))
        second = told([old, new], RESIDENTS, on=date(2026, 3, 1))
        if first is None or second is None or second.year == 2025:
            continue
        told_twice += 1
        many = len(new.sitting - old.sitting)
        for name in GROUPS:
            assert many == 0 or fewest_of(name, first, second, old, new) < many
    assert told_twice >= 20, "the rule is not that nothing is ever told again"
