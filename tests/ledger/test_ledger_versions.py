"""Reviewed data in versions: read with care, kept once, known by what it says."""

import json
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from evenhand.ledger.texts import UNSEEN, Key, Long, plain
from evenhand.ledger.versions import LONGEST_FILE, VersionedFile, named_once

GOOD = {"name": "a-name", "version": 1, "title": "A whole title", "about": "About the file."}


class Refused(ValueError):
    """What the caller of a reader chose to raise."""


def read(text: str) -> VersionedFile:
    return VersionedFile.read(text, name="file.yaml", refusal=Refused)


def file(**other: Any) -> str:
    return json.dumps({**GOOD, "example": True, **other})  # every JSON text is YAML


def test_a_file_is_known_by_what_it_says_and_not_by_its_layout() -> None:
    turned = "example: true\n" + "".join(f"{name}: {GOOD[name]}\n" for name in reversed(GOOD))

    assert read(turned) == read(file())
    assert read(turned).digest == read(file()).digest
    assert read(file(version=2)).digest != read(file()).digest


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (file(name="A name"), "1 validation error"),
        (file(version=0), "1 validation error"),
        (file(title="short"), "1 validation error"),
        (file(about="All is \u202ewell here."), "1 validation error"),
        (file(more=1), "1 validation error"),
        (file()[:-1] + ', "version": 2}', "these stand twice in one place: version"),
        ("a: &a 1\nb: *a", "references"),
        ("x" * (LONGEST_FILE + 1), "more than 1,000,000 characters"),
        ("{" * 20_000, "nested too deeply"),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_name_of_the_file(text: str, why: str) -> None:
    with pytest.raises(Refused, match=r"The framework in file\.yaml cannot be used") as refused:
        read(text)
    assert why in str(refused.value)


def test_two_things_of_one_key_are_named() -> None:
    named_once({"standard": ["a", "b"], "outcome": ["a"]})

    with pytest.raises(ValueError, match=r"each standard needs a key of its own.*\['a'\]"):
        named_once({"outcome": ["a"], "standard": ["a", "b", "a"]})


@pytest.mark.parametrize("letter", ["\x00", "\x1b", "\x7f", "\x85", "\u202e", "\u2066"])
def test_a_letter_that_nobody_can_see_is_refused_wherever_people_type(letter: str) -> None:
    assert UNSEEN.search(letter)
    with pytest.raises(ValueError, match="nobody can see"):
        plain(f"All is{letter} well")
    with pytest.raises(ValidationError):
        TypeAdapter(Long).validate_python(f"All is{letter} well")


@pytest.mark.parametrize("key", ["", "A", "a b", "a--b", "-a", "a/b", "../a", "é", "a" * 61])
def test_a_key_stands_in_addresses_as_it_is(key: str) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(Key).validate_python(key)
