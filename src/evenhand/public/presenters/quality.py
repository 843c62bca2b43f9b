"""What is wrong with the files, beside the numbers that they change."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from evenhand.measures.words import notes
from evenhand.measures.words.messages import say
from evenhand.public.presenters.checks import GRAVE, GRAVEST, MEANINGS, TITLES

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
class Checked:
    """All findings of one check: how grave, what it means, in which months, and each sentence.

    Attributes
    ----------
    grave : in words, beside the shape.
    """

    title: str
    shape: str
    tone: str
    grave: str
    meaning: str
    months: str | None
    messages: tuple[str, ...]


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


def checked(findings: Sequence[Mapping[str, Any]]) -> tuple[Checked, ...]:
    """Put findings of one check together, the gravest first."""
    by_check: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for finding in sorted(findings, key=_weight):
        by_check.setdefault((finding["check"], finding["severity"]), []).append(finding)
    return tuple(_checked(check, severity, found) for (check, severity), found in by_check.items())


def _checked(check: str, severity: str, found: Sequence[Mapping[str, Any]]) -> Checked:
    months = sorted({one["month"] for one in found if one["month"]})
    return Checked(
        title=_name(found[0]),
        shape={"error": "wrong", "warning": "unsure"}.get(severity, "note"),
        tone={"error": "late", "warning": "unknown"}.get(severity, "plain"),
        grave=say(GRAVE.get(severity, severity)),
        meaning=_meaning(check, severity),
        months=notes.months_listed(months) if months else None,
        messages=tuple(dict.fromkeys(one["message"] for one in found)),
    )


def _meaning(check: str, severity: str) -> str:
    found = (GRAVEST if severity == "error" else MEANINGS).get(check, MEANINGS.get(check))
    return say(found) if found else ""


def together(findings: Sequence[Mapping[str, Any]]) -> Problem:
    """Name all findings of one check at once, with what the latest of the gravest says."""
    gravest = [one for one in findings if one["severity"] == findings[0]["severity"]]
    latest = problem(gravest[-1])
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
