"""The columns of a plan's table, which is read and written alike."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from evenhand.measures.words.messages import say

MOST_MILESTONES = 12
MOST_TARGETS = 6
NUMBERED = re.compile(r"^(milestone|target) ([1-9][0-9]?)(?: ([a-z]+))?$")
OF_A_TARGET = ("by", "measure", "quantity", "group", "direction", "level", "baseline")
"""What a row says of a target besides its words; the last five are its goal."""


@dataclass(frozen=True)
class Column:
    """One column: its heading, what belongs in it, and whether a row must have it."""

    name: str
    about: str
    needed: bool = False


def columns() -> tuple[Column, ...]:
    """The columns that say what is promised, before the numbered ones."""
    return (
        Column("action", say("A short name that never changes: small letters and hyphens"), True),
        Column("workstream", say("The key of a workstream of the framework"), True),
        Column("title", say("A few words, at most 120 letters"), True),
        Column("what", say("What is promised, in words that anybody understands"), True),
        Column("why", say("Why")),
        Column("request", say("What the community asked for, and who asked")),
        Column("owner", say("The role that leads it. Never a person’s name: it is public"), True),
        Column("starts", say("The day work starts: 2026-04-01 or 01/04/2026"), True),
        Column("due", say("The day it is promised for"), True),
        Column("commitments", say("Keys of commitments, with semicolons between them")),
        Column("partners", say("Partner organisations, with semicolons between them")),
        Column("pilot", say("yes where it is tried here first, for other forces to take up")),
        Column("adopts", say("The action of another force that it takes up: plan/FORCE/1/ACTION")),
        Column("reason", say("Why something changes. Needed where it does, and public")),
    )


def numbered(milestones: int, targets: int) -> Iterator[Column]:
    """The columns of so many milestones and targets."""
    for number in range(1, milestones + 1):
        name = f"milestone {number}"
        yield Column(name, say("A step on the way"))
        yield Column(f"{name} due", say("The day by which it is to be reached"))
        yield Column(
            f"{name} key", say("Its name, which never changes; may be left empty at first")
        )
    for number in range(1, targets + 1):
        name = f"target {number}"
        yield Column(name, say("What should move, in a sentence"))
        yield Column(f"{name} by", say("The day by which it should have moved"))
        yield Column(f"{name} measure", say("The id of a measure on this site, if there is one"))
        yield Column(
            f"{name} quantity",
            say("For an exact goal: ratio, rate, overall or unknown-share; else empty"),
        )
        yield Column(
            f"{name} group", say("Of a ratio or a rate: Asian, Black, Mixed, Other or White")
        )
        yield Column(f"{name} direction", say("at-most or at-least"))
        yield Column(
            f"{name} level",
            say("A number: how many times, for every 1,000 residents a year, or of every 100"),
        )
        yield Column(
            f"{name} baseline", say("The reference of the figure it starts from, if there is one")
        )


STANDING = ("status", "days", "first promised", "moved", "stated", "disputed by", "complete on")
"""Columns that are written and not read: they are worked out."""


def known(heading: str) -> bool:
    """Whether a heading is one of ours."""
    found = NUMBERED.match(heading)
    if found is None:
        return heading in STANDING or any(one.name == heading for one in columns())
    kind, number, part = found[1], int(found[2]), found[3]
    most = MOST_MILESTONES if kind == "milestone" else MOST_TARGETS
    parts = {"milestone": {None, "due", "key"}, "target": {None, *OF_A_TARGET}}
    return number <= most and part in parts[kind]


def headings() -> Mapping[str, Column]:
    """The columns by name, with as many numbered ones as a template has."""
    every = (*columns(), *numbered(3, 1))
    return {one.name: one for one in every}
