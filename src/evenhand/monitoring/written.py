"""A step as text: what the public ledger keeps of it, and the way back."""

from collections.abc import Mapping
from datetime import datetime
from math import isfinite
from typing import Any

from evenhand.monitoring.history import Kind, Step


def body(step: Step) -> dict[str, Any]:
    """What a step says, in text, whole numbers, true and false: one way to write it.

    When, by whom and for whom stand in the ledger's entry itself.
    """
    return {"number": step.number, "words": step.words, "data": one_way(step.data)}


def said_again(step: Step) -> dict[str, Any]:
    """The same with what it is, when, by whom and for whom, as another entry says it again."""
    return {
        **body(step),
        "kind": str(step.kind),
        "at": step.at.isoformat(),
        "by": step.by,
        "organisation": step.organisation,
    }


def one_way(said: Any) -> Any:
    """Plain values of which there is one way to write each: other numbers become text.

    What is not known is left out.
    """
    if isinstance(said, Mapping):
        return {name: one_way(value) for name, value in said.items() if value is not None}
    if isinstance(said, list | tuple):
        return ["" if one is None else one_way(one) for one in said]
    if isinstance(said, float):
        return str(int(said)) if said.is_integer() else repr(said)
    return said


def storable(said: Any) -> Any:
    """Plain values that every database keeps: numbers without end are not known."""
    if isinstance(said, Mapping):
        return {str(name): storable(value) for name, value in said.items()}
    if isinstance(said, list | tuple):
        return [storable(one) for one in said]
    if isinstance(said, float) and not isfinite(said):
        return None
    return said


def from_entry(content: Mapping[str, Any]) -> Step:
    """The step that an entry of the public ledger says, or says again without some words."""
    said = content["body"]
    again = "leaf" in said
    who = said if again else content
    kind = said["kind"] if again else content["kind"].removeprefix("review-")
    return Step(
        number=said["number"],
        kind=Kind(kind),
        at=datetime.fromisoformat(who["at"]),
        by=who["by"],
        organisation=who["organisation"],
        words=said["words"],
        data=said["data"],
    )
