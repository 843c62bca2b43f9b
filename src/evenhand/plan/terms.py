"""What an action promises: one set of rules for forms, imports, files and what is published."""

import re
from datetime import date
from typing import Annotated, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)

from evenhand.measures.words.messages import say

SLUG = r"^[a-z0-9]+(-[a-z0-9]+)*$"
AN_ACTION = r"^plan/[a-z]+(-[a-z]+)*/[1-9][0-9]*/[a-z0-9]+(-[a-z0-9]+)*$"
"""What the public ledger calls an action: its force, the iteration of the plan, its name."""
MOST_MILESTONES = 12
MOST_IN_A_LIST = 20

UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""Control characters, and those that turn the direction of what follows: nobody sees them."""


def plain(text: str) -> str:
    """A text that shows all that it says.

    Raises
    ------
    ValueError
        If it holds a character that nobody can see.
    """
    if UNSEEN.search(text):
        raise ValueError(say("There is a character in the text that nobody can see."))
    return text


Plain = AfterValidator(plain)
Key = Annotated[str, StringConstraints(pattern=SLUG, max_length=60)]
Short = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120), Plain
]
Long = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1000), Plain
]
MaybeLong = Annotated[str, StringConstraints(strip_whitespace=True, max_length=1000), Plain]


class Strict(BaseModel):
    """A part of what is promised; a word that the schema does not know is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Milestone(Strict):
    """A step on the way, with the day by which it is to be reached."""

    key: Key
    words: Short
    due_on: date


class Target(Strict):
    """What should move if the action works: in words, by when, and in which of our measures."""

    aim: Long
    by: date
    measure: str = ""
    """The id of a measure; empty where none of ours looks at it."""


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
