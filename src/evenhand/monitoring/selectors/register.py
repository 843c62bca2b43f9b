"""Reads: every explanation that was tried, across forces, and what became of it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from evenhand.monitoring import models
from evenhand.monitoring.history import Explained
from evenhand.monitoring.selectors.stories import stories
from evenhand.monitoring.terms import Explanation, Outcome


@dataclass(frozen=True)
class Tried:
    """One explanation of one alert."""

    alert: models.Alert
    explained: Explained


@dataclass(frozen=True)
class Types:
    """How often explanations of a type were tried, and what became of them.

    ``waiting`` are those that were neither refused nor tested yet.
    """

    tried: int = 0
    held: int = 0
    failed: int = 0
    cannot_tell: int = 0
    refused: int = 0
    waiting: int = 0


def register(*, on: date, forces: Sequence[str] | None = None) -> list[Tried]:
    """Every explanation that was tried, the newest first."""
    found = [
        Tried(story.alert, one)
        for story in stories(on=on, forces=forces)
        for one in story.explanations
    ]
    return sorted(found, key=lambda one: one.explained.step.at, reverse=True)


def by_type(tried: Sequence[Tried]) -> Mapping[Explanation, Types]:
    """How often each type was tried, held and failed; types that nobody tried too."""
    counts = {one: Counter[str]() for one in Explanation}
    for one in tried:
        counts[one.explained.type].update(["tried", _fate(one.explained)])
    return {one: Types(**found) for one, found in counts.items()}


def _fate(one: Explained) -> str:
    if one.accepted is False:
        return "refused"
    if one.outcome is Outcome.HELD:
        return "held"
    if one.outcome is Outcome.CANNOT_TELL:
        return "cannot_tell"
    return "waiting" if one.outcome is None else "failed"
