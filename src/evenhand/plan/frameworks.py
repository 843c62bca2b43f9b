"""Frameworks: workstreams, outcomes and commitments, read from reviewed YAML files."""

import hashlib
from importlib.resources import files
from typing import Annotated, Self

import yaml
from pydantic import Field, StringConstraints, ValidationError, model_validator

from evenhand.plan.errors import InvalidFramework
from evenhand.plan.terms import Key, Strict

EXAMPLE = "example"
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=10)]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)]


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


class FrameworkFile(Strict):
    """A whole framework, in one of its versions."""

    name: Key
    version: int = Field(ge=1)
    title: Words
    about: Words
    example: bool
    workstreams: list[Stream] = Field(min_length=1)

    @model_validator(mode="after")
    def names_each_thing_once(self) -> Self:
        """Actions point at keys: none may mean two things."""
        streams = [one.key for one in self.workstreams]
        outcomes = [aim.key for one in self.workstreams for aim in one.outcomes]
        committed = [
            each.key for one in self.workstreams for aim in one.outcomes for each in aim.commitments
        ]
        for what, keys in (
            ("workstream", streams),
            ("outcome", outcomes),
            ("commitment", committed),
        ):
            twice = sorted({key for key in keys if keys.count(key) > 1})
            if twice:
                raise ValueError(f"each {what} needs a key of its own; these stand twice: {twice}")
        return self

    @property
    def digest(self) -> str:
        """The same for the same content, however its file is laid out."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()


def parse(text: str, *, name: str) -> FrameworkFile:
    """Read a framework from YAML text.

    Raises
    ------
    InvalidFramework
        If the text is not YAML or does not meet the schema; the message names the file.
    """
    try:
        return FrameworkFile.model_validate(yaml.safe_load(text))
    except (yaml.YAMLError, ValidationError) as error:
        raise InvalidFramework(f"The framework in {name} cannot be used: {error}") from error


def example() -> FrameworkFile:
    """The framework that is shipped: an example in our own words, not the national plan's."""
    file = files("evenhand.plan") / "data" / "example.yaml"
    return parse(file.read_text(encoding="utf-8"), name=file.name)
