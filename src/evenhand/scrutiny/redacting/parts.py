"""Words of a step that may be taken out. Days, kinds, numbers and what the site wrote stay."""

from collections.abc import Collection
from copy import deepcopy
from typing import Any

from evenhand.ledger.kept import REDACTED
from evenhand.monitoring.history import SYSTEM
from evenhand.scrutiny import models
from evenhand.scrutiny.recommending.steps import Kind as Advised
from evenhand.scrutiny.terms import Kind

ADVICE = ("why", "to", "report", "reference", "link")
"""What a recommendation says besides what is recommended, which its words are."""


def parts(step: Any) -> dict[str, str]:
    """Every text of a step that can be taken out, by the name of its part.

    What was taken out before is not among them. An item of a list is called by its place in it,
    such as ``item 2``.
    """
    if step.organisation == SYSTEM or step.kind == Kind.REDACTED.value:
        return {}
    every: dict[str, Any] = {"words": step.words}
    if isinstance(step, models.RecommendationStep):
        every |= _of_recommendation(step)
    elif isinstance(step, models.AppointmentStep):
        every |= _of_meeting(step)
    return {name: text for name, text in every.items() if text and text != REDACTED}


def _of_recommendation(step: models.RecommendationStep) -> dict[str, str]:
    if step.kind == Advised.MADE:
        return {name: step.data["advice"].get(name, "") for name in ADVICE}
    proof = step.data.get("proof", {})
    found = {"title": proof.get("title", "")}
    if proof.get("kind") == "link":
        found["address"] = proof["address"]
    return found


def _of_meeting(step: models.AppointmentStep) -> dict[str, str]:
    slot = step.data.get("slot", {})
    found = {name: slot.get(name, "") for name in ("where", "how")}
    for place, item in enumerate(step.data.get("items", ()), start=1):
        found[f"item {place}"] = item["words"]
    for place, words in enumerate(step.data.get("held", {}).get("findings", ()), start=1):
        found[f"finding {place}"] = words
    minutes = step.data.get("minutes", {})
    for place, words in enumerate(minutes.get("decisions", ()), start=1):
        found[f"decision {place}"] = words
    found["correction"] = minutes.get("wrong", "")
    return found


def without(step: Any, names: Collection[str]) -> tuple[str, dict[str, Any]]:
    """The words and the data of a step without some of its parts."""
    data: dict[str, Any] = deepcopy(step.data)
    for name in names:
        part, _, place = name.partition(" ")
        if part == "words" and step.kind == Advised.MADE and "advice" in data:
            data["advice"]["what"] = REDACTED
        elif part in ADVICE:
            data["advice"][part] = REDACTED
        elif part in {"title", "address"}:
            data["proof"][part] = REDACTED
        elif part in {"where", "how"}:
            data["slot"][part] = REDACTED
        elif part == "item":
            data["items"][int(place) - 1]["words"] = REDACTED
        elif part == "finding":
            data["held"]["findings"][int(place) - 1] = REDACTED
        elif part == "decision":
            data["minutes"]["decisions"][int(place) - 1] = REDACTED
        elif part == "correction":
            data["minutes"]["wrong"] = REDACTED
    return REDACTED if "words" in names else step.words, data
