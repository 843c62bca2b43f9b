"""What a check says."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal

Severity = Literal["note", "warning", "error"]

CHECKS = (
    "duplicate-file",
    "missing-month",
    "partial-month",
    "blank-column",
    "no-times",
    "unknown-ethnicity-high",
    "unknown-ethnicity-jump",
    "outside-month",
    "unknown-vocabulary",
    "unknown-hidden-in-other",
    "residual-codes-high",
    "coordinates-outside-area",
)


@dataclass(frozen=True)
class Finding:
    """One thing to know about one force's month.

    Attributes
    ----------
    severity : `error`: figures that need what is wrong here cannot be relied on; `warning`: they
        may mislead; `note`: good to know.
    value : the number that the rule looked at, whose meaning the message gives.
    """

    force: str
    month: str | None
    check: str
    severity: Severity
    message: str
    value: float | None

    def as_json(self) -> dict[str, Any]:
        """The same under the names that programs rely on."""
        return asdict(self)
