"""What an action promises: one set of rules for forms, imports, files and what is published."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    Field,
    SerializerFunctionWrapHandler,
    StringConstraints,
    model_serializer,
    model_validator,
)

from evenhand.ledger.texts import A_FIGURE, Key, Long, MaybeLong, Short, Strict
from evenhand.measures.words.messages import say

AN_ACTION = r"^plan/[a-z]+(-[a-z]+)*/[1-9][0-9]*/[a-z0-9]+(-[a-z0-9]+)*$"
"""What the public ledger calls an action: its force, the iteration of the plan, its name."""
MOST_MILESTONES = 12
MOST_IN_A_LIST = 20


class Milestone(Strict):
    """A step on the way, with the day by which it is to be reached."""

    key: Key
    words: Short
    due_on: date


class Quantity(StrEnum):
    """Which number of a measure a goal is about."""

    RATIO = "ratio"
    """A group's rate divided by the reference group's."""
    RATE = "rate"
    """A group's own: for every 1,000 residents a year, or of every 100."""
    OVERALL = "overall"
    """The same for everyone together."""
    UNKNOWN_SHARE = "unknown-share"
    """Of every 100, in how many ethnicity was not recorded."""


class Direction(StrEnum):
    """On which side of its level a goal is reached."""

    AT_MOST = "at-most"
    AT_LEAST = "at-least"


OF_A_GROUP = frozenset({Quantity.RATIO, Quantity.RATE})


def _shortest(level: str) -> str:
    """One way to write each number, so that the same goal is never another text: 3.50 is 3.5."""
    return level.rstrip("0").rstrip(".") if "." in level else level


Level = Annotated[
    str,
    StringConstraints(strip_whitespace=True, pattern=r"^(0|[1-9][0-9]{0,5})(\.[0-9]{1,3})?$"),
    AfterValidator(_shortest),
]
"""A number as text: the public ledger holds no other, because 0.1 can be written in many ways."""


class Goal(Strict):
    """How far a measure should move, exact enough to be held against its figures."""

    quantity: Quantity
    group: Literal["", "Asian", "Black", "Mixed", "Other", "White"] = ""
    direction: Direction
    level: Level
    baseline: Annotated[str, StringConstraints(pattern=f"^$|{A_FIGURE}", max_length=200)] = ""
    """The reference of the figure it starts from; empty where none is named."""

    @model_validator(mode="after")
    def says_whose(self) -> Self:
        """Refuse a group where none belongs, and none where one does."""
        if (self.quantity in OF_A_GROUP) is not bool(self.group):
            raise ValueError(say("A ratio or a rate is of one group; anything else is of none."))
        return self


class Target(Strict):
    """What should move if the action works: in words, by when, and in which of our measures."""

    aim: Long
    by: date
    measure: str = ""
    """The id of a measure; empty where none of ours looks at it."""
    goal: Goal | None = None
    """How far, where that was said exactly."""

    @model_validator(mode="after")
    def names_what_is_measured(self) -> Self:
        """Refuse a goal for no measure, or from a baseline of another."""
        if self.goal is None:
            return self
        if not self.measure:
            raise ValueError(say("A goal needs the measure that it is set for."))
        if self.goal.baseline and self.goal.baseline.partition("/")[0] != self.measure:
            raise ValueError(say("The baseline is a figure of another measure."))
        return self

    @model_serializer(mode="wrap")
    def as_it_was_said(self, write: SerializerFunctionWrapHandler) -> dict[str, Any]:
        """Without a goal nothing is said of one: as targets were written before they had any."""
        said: dict[str, Any] = write(self)
        if said.get("goal", self) is None:
            del said["goal"]
        return said


class Terms(Strict):
    """Everything that an action promises at one time.

    ``owner`` is a role such as “Superintendent, operations”, never a person's name: it is public.
    """

    title: Short
    what: Long
    why: MaybeLong = ""
    owner: Short
    starts_on: date
    due_on: date
    milestones: tuple[Milestone, ...] = Field(default=(), max_length=MOST_MILESTONES)
    targets: tuple[Target, ...] = Field(default=(), max_length=MOST_IN_A_LIST)
    partners: tuple[Short, ...] = Field(default=(), max_length=MOST_IN_A_LIST)
    commitments: tuple[Key, ...] = Field(default=(), max_length=MOST_IN_A_LIST)
    request: MaybeLong = ""
    """What the community asked for, and who asked."""
    pilot: bool = False
    """Whether it is tried here first, so that other forces can take it up."""
    adopts: Annotated[str, StringConstraints(pattern=f"^$|{AN_ACTION}", max_length=200)] = ""
    """The action of another force that this takes up, as the public ledger calls it."""

    @model_validator(mode="after")
    def holds_together(self) -> Self:
        """Refuse promises whose parts contradict each other."""
        if self.due_on < self.starts_on:
            raise ValueError(say("The promise is due before it starts."))
        keys = [one.key for one in self.milestones]
        if len(keys) != len(set(keys)):
            raise ValueError(say("Two milestones have the same key."))
        late = [one.words for one in self.milestones if one.due_on > self.due_on]
        if late:
            raise ValueError(
                say("The milestone “{words}” is due after the promise itself.", words=late[0])
            )
        return self

    def milestone(self, key: str) -> Milestone | None:
        """The milestone of this key, if it is still part of the promise."""
        return next((one for one in self.milestones if one.key == key), None)
