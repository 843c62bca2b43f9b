"""Frameworks of maturity: outcomes, standards and levels, read from reviewed YAML files."""

from typing import Self

from pydantic import Field, model_validator

from evenhand.ledger.texts import Key, Name, Strict, Words
from evenhand.ledger.versions import VersionedFile, named_once
from evenhand.maturity.errors import InvalidFramework

MOST_LEVELS = 9
MOST = 100  # outcomes, and standards in each: far more than any force could assess


class Shown(Strict):
    """What shows that a level is reached: a measure of ours, or what the assessor tells."""

    words: Words
    measure: str = ""
    """The id of a measure; empty where the assessor tells it in words."""


class Described(Strict):
    """What one level means for one standard."""

    words: Words
    shown_by: list[Shown] = Field(min_length=1, max_length=MOST_LEVELS)


class Asked(Strict):
    """One standard: what is asked of a force, and what each level of it means, the lowest first."""

    key: Key
    name: Name
    words: Words
    levels: list[Described]


class Aimed(Strict):
    """What should come true, and the standards by which anyone can tell."""

    key: Key
    name: Name
    words: Words
    standards: list[Asked] = Field(min_length=1, max_length=MOST)


class FrameworkFile(VersionedFile):
    """A whole framework, in one of its versions. ``levels`` are their names, the lowest first."""

    levels: list[Name] = Field(min_length=2, max_length=MOST_LEVELS)
    outcomes: list[Aimed] = Field(min_length=1, max_length=MOST)

    @model_validator(mode="after")
    def names_each_thing_once(self) -> Self:
        """Assessments point at keys, and people at names of levels: none may mean two things."""
        named_once(
            {
                "level": self.levels,
                "outcome": [one.key for one in self.outcomes],
                "standard": [one.key for one in self.standards],
            }
        )
        return self

    @model_validator(mode="after")
    def describes_every_level(self) -> Self:
        """Each standard says of each level what it means there."""
        for one in self.standards:
            if len(one.levels) != len(self.levels):
                raise ValueError(
                    f"the standard “{one.key}” describes {len(one.levels)} levels, and there are "
                    f"{len(self.levels)}"
                )
        return self

    @property
    def standards(self) -> list[Asked]:
        """Every standard, in the order of the file."""
        return [one for outcome in self.outcomes for one in outcome.standards]


def parse(text: str, *, name: str) -> FrameworkFile:
    """Read a framework from YAML text.

    Raises
    ------
    InvalidFramework
        If the text is not YAML or does not meet the schema; the message names the file.
    """
    return FrameworkFile.read(text, name=name, refusal=InvalidFramework)


def example() -> FrameworkFile:
    """The framework that is shipped: an example in our own words, no police body's."""
    return FrameworkFile.shipped("evenhand.maturity", refusal=InvalidFramework)
