"""Reads, each from the organisation that somebody acts for: no draw of another is ever seen."""

from evenhand.scrutiny.selectors.cases import (
    Sheet,
    agreed_of,
    case,
    cases,
    days_left,
    findings_of,
    my_score,
    nothing_there,
    scores_of,
)
from evenhand.scrutiny.selectors.draws import (
    Attended,
    Overview,
    attended,
    dice,
    draw,
    draws,
    finding,
    findings_to_answer,
    to_attend,
)

__all__ = [
    "Attended",
    "Overview",
    "Sheet",
    "agreed_of",
    "attended",
    "case",
    "cases",
    "days_left",
    "dice",
    "draw",
    "draws",
    "finding",
    "findings_of",
    "findings_to_answer",
    "my_score",
    "nothing_there",
    "scores_of",
    "to_attend",
]
