"""What is wrong with the files, beside the numbers that they change."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from evenhand.measures.words import notes
from evenhand.measures.words.messages import say

MOST = 5  # more than this in the box would push the picture off the first screens of a phone
SHAPES: Mapping[str, str] = {"missing-month": "missing", "partial-month": "partly"}
FIRST = ("missing-month", "partial-month", "duplicate-file", "unknown-ethnicity-high")


@dataclass(frozen=True)
class Problem:
    """One finding: its short name, the shape that stands for it, and what was found."""

    title: str
    shape: str
    message: str


@dataclass(frozen=True)
class Quality:
    """Findings for the box and, apart, those that only the full list holds."""

    shown: tuple[Problem, ...]
    more: tuple[Problem, ...]


def quality(findings: Sequence[Mapping[str, Any]]) -> Quality:
    """Order findings: what changes the numbers most stands first."""
    problems = [problem(one) for one in sorted(findings, key=_weight)]
    return Quality(tuple(problems[:MOST]), tuple(problems[MOST:]))


def problem(finding: Mapping[str, Any]) -> Problem:
    """Name one finding in a few words."""
    name = TITLES.get(finding["check"], finding["check"].replace("-", " "))
    month = finding["month"]
    title = say("{name}, {month}", name=say(name), month=notes.month(month)) if month else say(name)
    return Problem(title, SHAPES.get(finding["check"], "unsure"), finding["message"])


def _weight(finding: Mapping[str, Any]) -> tuple[int, int, str]:
    severity = {"error": 0, "warning": 1, "note": 2}.get(finding["severity"], 3)
    check = finding["check"]
    place = FIRST.index(check) if check in FIRST else len(FIRST)
    return severity, place, finding["month"] or ""


TITLES: Mapping[str, str] = {
    "duplicate-file": "File published twice over",
    "missing-month": "Missing",
    "partial-month": "Partly loaded",
    "blank-column": "A column is blank",
    "no-times": "No times of day",
    "unknown-ethnicity-high": "Ethnicity often not recorded",
    "unknown-ethnicity-jump": "Ethnicity not recorded jumped",
    "outside-month": "Searches outside the month",
    "unknown-vocabulary": "Words not in the list",
    "unknown-hidden-in-other": "Not stated may hide in “Other”",
    "residual-codes-high": "“Any other” used often",
    "coordinates-outside-area": "Places outside the area",
}
