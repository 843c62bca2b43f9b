"""What officers record of vehicle stops; our own lists, as no national ones exist."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import TypeVar

from evenhand.records.codes import tables
from evenhand.records.codes.lists import BLANK, UNLISTED, CodeList

NOT_LISTED = "(not in the list)"
NOT_RECORDED = "not recorded"


@dataclass(frozen=True)
class StopCode:
    """An answer of a stop's record; ``label`` is its code, which never changes its meaning.

    Attributes
    ----------
    words : the same for readers, in plain English.
    """

    id: int
    label: str
    words: str


@dataclass(frozen=True)
class Reason(StopCode):
    """Why a vehicle was stopped, and how far that was the officer's own choice: high to low."""

    discretion: str


@dataclass(frozen=True)
class StopOutcome(StopCode):
    """What came of a stop; of several the one of the greatest weight stands for all."""

    kind: str
    weight: int


@dataclass(frozen=True)
class NotStated(StopCode):
    """Why no ethnicity was given.

    ``why`` is ``declined`` (the person's right), ``not asked`` or ``not practicable``.
    """

    why: str


T = TypeVar("T", bound=StopCode)


def _listed(name: str, blank: T, unlisted: T, entries: Iterable[T]) -> CodeList[T]:
    by_id = {entry.id: entry for entry in (blank, unlisted, *entries)}
    return CodeList(name, by_id, {e.label: n for n, e in by_id.items() if n != UNLISTED}, {})


@cache
def simple(name: str) -> CodeList[StopCode]:
    """A list that says no more than code and words, such as ``seen_before``."""
    return _listed(
        name,
        StopCode(BLANK, "", ""),
        StopCode(UNLISTED, NOT_LISTED, NOT_LISTED),
        (
            StopCode(int(row["id"]), row["code"], row["label"])
            for row in tables.read("stop_codes.csv")
            if row["list"] == name
        ),
    )


@cache
def reasons() -> CodeList[Reason]:
    """Reasons for stopping a vehicle."""
    return _listed(
        "reasons",
        Reason(BLANK, "", "", NOT_RECORDED),
        Reason(UNLISTED, NOT_LISTED, NOT_LISTED, NOT_RECORDED),
        (
            Reason(int(row["id"]), row["code"], row["label"], row["discretion"])
            for row in tables.read("stop_reasons.csv")
        ),
    )


@cache
def stop_outcomes() -> CodeList[StopOutcome]:
    """Outcomes of vehicle stops."""
    return _listed(
        "outcomes",
        StopOutcome(BLANK, "", "", NOT_RECORDED, 0),
        StopOutcome(UNLISTED, NOT_LISTED, NOT_LISTED, NOT_RECORDED, 0),
        (
            StopOutcome(int(row["id"]), row["code"], row["label"], row["kind"], int(row["weight"]))
            for row in tables.read("stop_outcomes.csv")
        ),
    )


@cache
def not_stated() -> CodeList[NotStated]:
    """Reasons why a person's own ethnicity was not recorded."""
    return _listed(
        "not_stated",
        NotStated(BLANK, "", "", "stated"),
        NotStated(UNLISTED, NOT_LISTED, NOT_LISTED, NOT_RECORDED),
        (
            NotStated(int(row["id"]), row["code"], row["label"], row["why"])
            for row in tables.read("stop_not_stated.csv")
        ),
    )
