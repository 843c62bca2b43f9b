"""Frameworks: workstreams, outcomes and commitments, read from reviewed YAML files."""

from typing import Self

from pydantic import Field, model_validator

from evenhand.ledger.texts import Key, Name, Strict, Words
from evenhand.ledger.versions import VersionedFile, named_once
from evenhand.plan.errors import InvalidFramework


class Committed(Strict):
    """One thing that forces committed themselves to."""

    key: Key
    words: Words


class Aimed(Strict):
    """What should come true, and the commitments that serve it."""

    key: Key
    words: Words
    commitments: list[Committed] = Field(min_length=1)


class Stream(Strict):
    """One workstream."""

    key: Key
    name: Name
    about: Words
    enabling: bool = False
    outcomes: list[Aimed] = Field(min_length=1)


class FrameworkFile(VersionedFile):
    """A whole framework, in one of its versions."""

    workstreams: list[Stream] = Field(min_length=1)

    @model_validator(mode="after")
    def names_each_thing_once(self) -> Self:
        """Actions point at keys: none may mean two things."""
        outcomes = [aim for one in self.workstreams for aim in one.outcomes]
        named_once(
            {
                "workstream": [one.key for one in self.workstreams],
                "outcome": [aim.key for aim in outcomes],
                "commitment": [each.key for aim in outcomes for each in aim.commitments],
            }
        )
        return self


def parse(text: str, *, name: str) -> FrameworkFile:
    """Read a framework from YAML text.

    Raises
    ------
    InvalidFramework
        If the text is not YAML or does not meet the schema; the message names the file.
    """
    return FrameworkFile.read(text, name=name, refusal=InvalidFramework)


def example() -> FrameworkFile:
    """The framework that is shipped: an example in our own words, not the national plan's."""
    return FrameworkFile.shipped("evenhand.plan", refusal=InvalidFramework)
