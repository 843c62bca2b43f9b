"""What became of each force-month that was asked for."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

Progress = Callable[[int, int, str], None]
"""Told how many force-months are done, of how many, and which one is next."""


class Status(StrEnum):
    """How a force-month ended."""

    DOWNLOADED = "downloaded"
    ALREADY_HERE = "already here"
    NOT_PUBLISHED = "not published"
    EMPTY = "no records in the answer"
    FAILED = "failed"


@dataclass(frozen=True)
class ForceMonth:
    """One force-month: how it ended, its file where it has one, and why where it has none."""

    force: str
    month: str
    status: Status
    file: Path | None = None
    why: str = ""

    def as_json(self) -> dict[str, Any]:
        """Return it as plain values."""
        return {
            "force": self.force,
            "month": self.month,
            "status": self.status.value,
            "file": None if self.file is None else str(self.file),
            "why": self.why,
        }


@dataclass
class FetchReport:
    """Every force-month that was asked for, and where the files are."""

    into: Path
    source: str
    force_months: list[ForceMonth] = field(default_factory=list)

    def of(self, *statuses: Status) -> list[ForceMonth]:
        """Return the force-months that ended in one of these ways."""
        return [each for each in self.force_months if each.status in statuses]

    def as_json(self) -> dict[str, Any]:
        """Return the report as plain values; the command line prints it with ``--json``."""
        totals = Counter(each.status.value for each in self.force_months)
        return {
            "into": str(self.into),
            "source": self.source,
            "totals": {status.value: totals[status.value] for status in Status},
            "force_months": [each.as_json() for each in self.force_months],
        }
