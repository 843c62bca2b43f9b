"""A change as text: what the public ledger keeps and the JSON file holds, and the way back."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from evenhand.plan.history import Change, Kind, Proof
from evenhand.plan.terms import Terms


def body(change: Change) -> dict[str, Any]:
    """What a change says, in text, whole numbers, true and false: one way to write it.

    When, by whom and for whom stand in the ledger's entry itself.
    """
    said: dict[str, Any] = {"number": change.number, "words": change.words}
    if change.terms:
        said["promise"] = change.terms.model_dump(mode="json")
    if change.proof:
        proof = change.proof
        said["evidence"] = {"kind": proof.kind, "title": proof.title, "address": proof.address}
    for name in ("milestone", "says"):
        if getattr(change, name):
            said[name] = getattr(change, name)
    if change.answers is not None:
        said |= {"answers": change.answers, "stands": bool(change.stands)}
    return said


def whole(change: Change) -> dict[str, Any]:
    """The same with when, by whom and for whom."""
    who = {"by": change.by, "organisation": change.organisation}
    return {"kind": str(change.kind), "at": change.at.isoformat(), **who, **body(change)}


def read(said: Mapping[str, Any]) -> Change:
    """The change that :func:`whole` wrote."""
    return Change(
        number=said["number"],
        kind=Kind(said["kind"]),
        at=datetime.fromisoformat(said["at"]),
        by=said["by"],
        organisation=said["organisation"],
        words=said["words"],
        terms=Terms.model_validate(said["promise"]) if "promise" in said else None,
        proof=Proof(**said["evidence"]) if "evidence" in said else None,
        milestone=said.get("milestone", ""),
        says=said.get("says", ""),
        answers=said.get("answers"),
        stands=said.get("stands"),
    )
