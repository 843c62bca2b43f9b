"""Parts of a change that may be taken out, and the change without them. Dates and status stay."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from evenhand.ledger.kept import REDACTED
from evenhand.plan.history import Change, Redaction
from evenhand.plan.terms import Terms

NO_ADDRESS = "https://redacted.invalid/"
"""What stands where a link was taken out: a name that leads nowhere, for good (RFC 2606)."""
TERMS = ("title", "what", "why", "owner", "request")
LISTS: Mapping[str, str] = {"milestones": "words", "targets": "aim", "partners": ""}
"""Lists of a promise, with the name of the text in their items; empty where they are texts."""


def parts(change: Change) -> dict[str, str]:
    """Every text of a change that can be taken out, by the name of its part.

    What was taken out before is not among them. An item of a list is called by its place in it,
    such as ``milestones 2``.
    """
    every = {"words": change.words, "by": change.by}
    if change.terms:
        every |= {name: getattr(change.terms, name) for name in TERMS}
        for name, text in LISTS.items():
            for place, item in enumerate(getattr(change.terms, name), start=1):
                every[f"{name} {place}"] = getattr(item, text) if text else item
    if change.proof:
        every["evidence"] = change.proof.title
        if change.proof.kind == "link":
            every["address"] = change.proof.address
    return {name: text for name, text in every.items() if text and not is_taken_out(text)}


def is_taken_out(text: str) -> bool:
    """Whether this is only the sign that something was taken out."""
    return text in {REDACTED, NO_ADDRESS}


def places(changes: Iterable[Change], chosen: Collection[tuple[int, str]]) -> list[tuple[int, str]]:
    """Every place where the chosen texts stand: each change of a promise says all of it again."""
    every = {(one.number, name): text for one in changes for name, text in parts(one).items()}
    texts = {every[place] for place in chosen if place in every}
    return [place for place, text in every.items() if text in texts]


def without(change: Change, names: Sequence[str], mark: Redaction | None) -> Change:
    """The change without some of its parts, marked."""
    instead: dict[str, Any] = {name: REDACTED for name in ("words", "by") if name in names}
    if change.terms:
        instead["terms"] = _terms(change.terms, names)
    if change.proof:
        title = REDACTED if "evidence" in names else change.proof.title
        address = NO_ADDRESS if "address" in names else change.proof.address
        instead["proof"] = replace(change.proof, title=title, address=address)
    marks = (*change.redacted, mark) if mark else change.redacted
    return replace(change, **instead, redacted=marks)


def _terms(terms: Terms, names: Sequence[str]) -> Terms:
    instead: dict[str, Any] = {name: REDACTED for name in TERMS if name in names}
    for name, text in LISTS.items():
        items = list(getattr(terms, name))
        for place, item in enumerate(items):
            if f"{name} {place + 1}" in names:
                items[place] = item.model_copy(update={text: REDACTED}) if text else REDACTED
        instead[name] = tuple(items)
    return terms.model_copy(update=instead)


def feigned(change: Change, before: Terms | None) -> bool:
    """Whether somebody wrote the sign for words taken out where nothing was.

    A promise that is changed says again what it said before, and that may hold the sign.
    """
    if is_taken_out(change.words) or is_taken_out(change.by):
        return True
    if change.proof and {change.proof.title, change.proof.address} & {REDACTED, NO_ADDRESS}:
        return True
    return change.terms is not None and bool(_signs(change.terms) - _signs(before))


def _signs(terms: Terms | None) -> set[str]:
    """Where in a promise the sign stands: which part, and of an item what else it says."""
    if terms is None:
        return set()
    found = {name for name in TERMS if is_taken_out(getattr(terms, name))}
    for name, text in LISTS.items():
        for item in getattr(terms, name):
            if is_taken_out(getattr(item, text) if text else item):
                found.add(f"{name} {getattr(item, 'key', '')}")
    return found
