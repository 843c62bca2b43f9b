"""A change as text: what the public ledger keeps and the JSON file holds, and the way back."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from evenhand.plan.history import Change, Kind, Proof, Redaction
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
    if change.redacts:
        said["redacts"] = [{"change": number, "part": part} for number, part in change.redacts]
    if change.redacted:
        said["redacted"] = [marked(one) for one in change.redacted]
    return said


def marked(one: Redaction) -> dict[str, Any]:
    """What was taken out of a change, when, by whom and why."""
    return {
        "change": one.number,
        "parts": list(one.parts),
        "at": one.at.isoformat(),
        "by": one.by,
        "organisation": one.organisation,
        "why": one.why,
    }


def read_mark(said: Mapping[str, Any]) -> Redaction:
    """The mark that :func:`marked` wrote."""
    return Redaction(
        said["change"],
        tuple(said["parts"]),
        datetime.fromisoformat(said["at"]),
        said["by"],
        said["organisation"],
        said["why"],
    )


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
        redacts=tuple((one["change"], one["part"]) for one in said.get("redacts", ())),
        redacted=tuple(read_mark(one) for one in said.get("redacted", ())),
    )


def from_entry(content: Mapping[str, Any]) -> Change:
    """The change that an entry of the public ledger says, or says again without some words."""
    who = {name: content[name] for name in ("at", "by", "organisation")}
    return read({**who, "kind": content["kind"].removeprefix("plan-"), **content["body"]})
