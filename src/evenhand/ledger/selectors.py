"""Reads of the public log: its checkpoint, what it says of a thing, and proofs of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from evenhand.ledger.log.exporting import note
from evenhand.ledger.log.proving import proof as proof_in
from evenhand.ledger.log.tables import LEDGER
from evenhand.ledger.log.writing import content
from evenhand.ledger.models import Entry


@dataclass(frozen=True)
class Said:
    """One entry for a reader: its place, or none yet; what it says, or that it was erased."""

    position: int | None
    leaf: str
    content: dict[str, Any] | None
    erased_by: str
    erased_why: str


def history(subject: str) -> list[Said]:
    """Return everything that was said of one thing, the oldest first; what waits comes last."""
    rows = Entry.objects.filter(subject=subject).order_by("pk")
    return [said(row) for row in rows]


def histories(subjects: Iterable[str]) -> dict[str, list[Said]]:
    """Return the same for several things at once, by what they are called; one query."""
    found: dict[str, list[Said]] = {}
    for row in Entry.objects.filter(subject__in=set(subjects)).order_by("pk"):
        found.setdefault(row.subject, []).append(said(row))
    return found


def said(entry: Entry) -> Said:
    """Return an entry for a reader."""
    opened = None if entry.nonce is None else content(entry)
    return Said(entry.position, bytes(entry.leaf).hex(), opened, entry.erased_by, entry.erased_why)


def checkpoint() -> str | None:
    """Return the latest signed checkpoint with its witnesses; nothing for a log just begun."""
    latest = LEDGER.latest()
    return None if latest is None else note(LEDGER, latest)


def proof(position: int) -> str | None:
    """Prove that an entry stands in the public log, in the text form of C2SP tlog-proof.

    Returns
    -------
    The proof, to be checked against any checkpoint; nothing where there is no such entry.
    """
    entry = Entry.objects.filter(position=position).first()
    return None if entry is None else proof_in(LEDGER, entry)
