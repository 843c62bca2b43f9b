"""Words of a step that may be taken out. Days, kinds, numbers and what the site wrote stay."""

from collections.abc import Collection, Iterable, Sequence
from copy import deepcopy
from dataclasses import replace
from typing import Any

from evenhand.ledger.kept import REDACTED
from evenhand.monitoring.steps import BY_THE_SITE, Kind, Step


def parts(step: Step) -> dict[str, str]:
    """Every text of a step that can be taken out, by the name of its part.

    What was taken out before is not among them. Evidence is called by its place, such as
    ``evidence 2`` for its title and ``address 2`` for where it leads.
    """
    if step.kind in BY_THE_SITE:
        return {}
    every = {"words": step.words, "by": step.by}
    if step.kind is Kind.OWNER:
        every["role"] = step.data["role"]
    for place, one in enumerate(step.data.get("evidence", ()), start=1):
        every[f"evidence {place}"] = one["title"]
        if one["kind"] == "link":
            every[f"address {place}"] = one["address"]
    if step.kind is Kind.REFORMED:
        every["question"] = step.data["reform"]["question"]
    return {name: text for name, text in every.items() if text and text != REDACTED}


def places(steps: Iterable[Step], chosen: Collection[tuple[int, str]]) -> list[tuple[int, str]]:
    """Every place where the chosen texts stand: the same text elsewhere goes too."""
    every = {(one.number, name): text for one in steps for name, text in parts(one).items()}
    texts = {every[place] for place in chosen if place in every}
    return [place for place, text in every.items() if text in texts]


def without(step: Step, names: Sequence[str]) -> Step:
    """The step without some of its parts."""
    data: Any = deepcopy(dict(step.data))
    for name in names:
        part, _, place = name.partition(" ")
        if part == "role":
            data["role"] = REDACTED
        elif part == "question":
            data["reform"]["question"] = REDACTED
        elif part in {"evidence", "address"}:
            data["evidence"][int(place) - 1]["title" if part == "evidence" else part] = REDACTED
    words = REDACTED if "words" in names else step.words
    return replace(step, words=words, by=REDACTED if "by" in names else step.by, data=data)


def feigned(step: Step) -> bool:
    """Whether somebody wrote the sign for words taken out where nothing was."""
    said = [step.words.strip(), step.by.strip()]
    said += [str(step.data[name]).strip() for name in ("role",) if name in step.data]
    for one in step.data.get("evidence", ()):
        said += [one["title"], one["address"]]
    if step.kind is Kind.REFORMED:
        said.append(step.data.get("reform", {}).get("question", ""))
    return REDACTED in said
