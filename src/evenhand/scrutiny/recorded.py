"""A step as it was recorded, of whatever kind: what the public ledger keeps of it, and back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Generic, TypeVar

from evenhand.monitoring.steps import day_of
from evenhand.monitoring.written import one_way

K = TypeVar("K", bound=StrEnum)


@dataclass(frozen=True)
class Recorded(Generic[K]):
    """One step of one thing, as it was recorded.

    ``data`` holds what belongs to its kind, as plain values.
    """

    number: int
    kind: K
    at: datetime
    by: str
    organisation: str
    words: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)

    @property
    def on(self) -> date:
        """The day of the step, where the forces are."""
        return day_of(self.at)

    @property
    def body(self) -> dict[str, Any]:
        """What it says, as the public ledger keeps it.

        When, by whom and for whom stand in the ledger's entry itself.
        """
        return {"number": self.number, "words": self.words, "data": one_way(self.data)}


def from_entry(content: Mapping[str, Any], kinds: type[K], *, prefix: str) -> Recorded[K]:
    """The step that an entry of the public ledger says, or says again without some words.

    Parameters
    ----------
    kinds : what a step of this thing can be; ``prefix`` stands before each in the ledger.
    """
    said = content["body"]
    again = "leaf" in said
    who = said if again else content
    return Recorded(
        number=said["number"],
        kind=kinds(said["kind"] if again else content["kind"].removeprefix(f"{prefix}-")),
        at=datetime.fromisoformat(who["at"]),
        by=who["by"],
        organisation=who["organisation"],
        words=said["words"],
        data=said["data"],
    )
