"""Who is searched in a made-up force in a month, for what, and what comes of it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np

from evenhand.demo.truth import Group, Truth
from evenhand.records import codes

Random = np.random.Generator

LEGISLATION = (
    ("Misuse of Drugs Act 1971 (section 23)", "Controlled drugs", 0.62),
    ("Police and Criminal Evidence Act 1984 (section 1)", "Stolen goods", 0.13),
    ("Police and Criminal Evidence Act 1984 (section 1)", "Offensive weapons", 0.12),
    ("Police and Criminal Evidence Act 1984 (section 1)", "Article for use in theft", 0.07),
    (
        "Criminal Justice and Public Order Act 1994 (section 60)",
        "Anything to threaten or harm anyone",
        0.04,
    ),
    ("Firearms Act 1968 (section 47)", "Firearms", 0.02),
)
ACTIONS = (
    ("Community resolution", 0.52),
    ("Penalty Notice for Disorder", 0.10),
    ("Khat or Cannabis warning", 0.12),
    ("Caution (simple or conditional)", 0.10),
    ("Summons / charged by post", 0.16),
)
NOTHING, ARREST = "A no further action disposal", "Arrest"
AGES = (("10-17", 0.16), ("18-24", 0.34), ("25-34", 0.27), ("over 34", 0.23))
NOT_STATED = "Other ethnic group - Not stated"
SEEN_BY_OFFICERS = ("White", "Black", "Asian", "Mixed", "Other")
CLOTHING = 0.03  # searches that went beyond outer clothing
LINKED = 0.7  # actions that had to do with what officers looked for


@dataclass(frozen=True)
class Person:
    """One search, in the words of the file; ``group`` is whom it was of, whatever is recorded.

    ``operation`` is the one that it came with, and ``hours`` those of the day in which it was.
    """

    group: str
    kind: str
    gender: str
    age: str
    self_defined: str
    officer_defined: str
    legislation: str
    object: str
    outcome: str
    linked: str
    clothing: str
    operation: str = ""
    hours: tuple[int, int] | None = None


def people_of_month(truth: Truth, month: str, random: Random) -> Iterator[Person]:
    """Draw a month's searches: each group's number is Poisson around its true rate."""
    unknown = truth.unknown_share(month)
    searches = 0
    for name, group in truth.groups.items():
        recorded = int(random.poisson(group.rate * residents(truth.force, name) / 1000 / 12))
        hidden = int(random.poisson(recorded * unknown / (1 - unknown)))
        searches += recorded + hidden
        for number in range(recorded + hidden):
            yield person(truth, name, random, stated=number < recorded)
    for _ in range(int(random.poisson(searches * truth.vehicle_only))):
        yield _vehicle(random)


@cache
def residents(force: str, group: str) -> int:
    """Residents of one of the five groups."""
    return codes.GROUPINGS["five-groups"].people(force)[group]


@cache
def _backgrounds(force: str, group: str) -> tuple[tuple[str, ...], tuple[float, ...]]:
    """The labels of a group as files write them now, and how many residents each one stands for."""
    lived = codes.population(force)
    found: Mapping[str, int] = {
        one.label: lived.get(one.census_group or "", 0)
        for one in codes.ethnicities()
        if one.vocabulary == "current" and one.five_group == group
    }
    total = sum(found.values())
    return tuple(found), tuple(people / total for people in found.values())


def person(truth: Truth, name: str, random: Random, *, stated: bool) -> Person:
    """Draw one search of somebody of a group; ``stated`` says whether ethnicity is recorded."""
    group = truth.groups[name]
    legislation, looked_for, _ = LEGISLATION[
        random.choice(len(LEGISLATION), p=[one[2] for one in LEGISLATION])
    ]
    outcome = _outcome(group, random)
    return Person(
        group=name,
        kind="Person search" if random.random() < 0.8 else "Person and Vehicle search",
        gender="Male" if random.random() < 0.87 else "Female",
        age=_of(AGES, random),
        self_defined=_background(truth.force, name, random) if stated else NOT_STATED,
        officer_defined=_seen(name, random, agrees=truth.agrees),
        legislation=legislation,
        object=looked_for,
        outcome=outcome,
        linked=str(outcome != NOTHING and bool(random.random() < LINKED)),
        clothing=str(bool(random.random() < CLOTHING)),
    )


def _background(force: str, group: str, random: Random) -> str:
    labels, shares = _backgrounds(force, group)
    return str(random.choice(labels, p=shares))


def _vehicle(random: Random) -> Person:
    outcome = NOTHING if random.random() < 0.7 else ARREST
    return Person(
        *("", "Vehicle search", "", "", "", ""),
        *("Misuse of Drugs Act 1971 (section 23)", "Controlled drugs", outcome, "", ""),
    )


def _outcome(group: Group, random: Random) -> str:
    chance = random.random()
    if chance < group.arrested:
        return ARREST
    return _of(ACTIONS, random) if chance < group.found else NOTHING


def _seen(name: str, random: Random, *, agrees: float) -> str:
    if random.random() < agrees:
        return name
    others = [one for one in SEEN_BY_OFFICERS if one != name]
    return str(random.choice(others))


def _of(choices: tuple[tuple[str, float], ...], random: Random) -> str:
    return choices[random.choice(len(choices), p=[share for _, share in choices])][0]
