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
    """Findings for the box, one a check; and every one of them, for the full list."""

    shown: tuple[Problem, ...]
    every: tuple[Problem, ...]


def quality(findings: Sequence[Mapping[str, Any]]) -> Quality:
    """Order findings: what changes the numbers most stands first."""
    ordered = sorted(findings, key=_weight)
    by_check: dict[str, list[Mapping[str, Any]]] = {}
    for finding in ordered:
        by_check.setdefault(finding["check"], []).append(finding)
    kinds = list(by_check.values())
    return Quality(
        tuple(together(kind) for kind in kinds[:MOST]), tuple(problem(one) for one in ordered)
    )


def together(findings: Sequence[Mapping[str, Any]]) -> Problem:
    """Name all findings of one check at once, with what the latest month's says."""
    latest = problem(findings[-1])
    if len(findings) == 1:
        return latest
    title = say("{name}, {count} months", name=_name(findings[-1]), count=str(len(findings)))
    return Problem(title, latest.shape, latest.message)


def problem(finding: Mapping[str, Any]) -> Problem:
    """Name one finding in a few words."""
    month = finding["month"]
    title = _name(finding)
    if month:
        title = say("{name}, {month}", name=title, month=notes.month(month))
    return Problem(title, SHAPES.get(finding["check"], "unsure"), finding["message"])


def _name(finding: Mapping[str, Any]) -> str:
    return say(TITLES.get(finding["check"], finding["check"].replace("-", " ")))


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
