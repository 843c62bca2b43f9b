"""Erasing what entries say, while their leaves stay: the tree is whole and nothing is guessable."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from evenhand.ledger.errors import CannotErase
from evenhand.ledger.log.sequencing import KEY
from evenhand.ledger.log.tables import Log
from evenhand.ledger.log.writing import write
from evenhand.ledger.models import AbstractEntry

ERASED = "entries-erased"
"""The kind of entry that says which leaves were emptied, and why."""


@transaction.atomic
def erase(
    log: Log,
    entries: Iterable[AbstractEntry],
    *,
    why: str,
    by: str,
    organisation: str,
    now: datetime,
) -> AbstractEntry:
    """Empty entries for good: all that they say, and the nonces that would open their leaves.

    What stays is their leaves, and that they were erased: when, by whom and why. An entry of its
    own says the same, so that nobody can empty an entry unseen.

    Returns
    -------
    The entry that says so.

    Raises
    ------
    CannotErase
        If there is none to erase, no reason is given, or one of them must stay: those that name
        keys and those that say what was erased.
    """
    there = {entry.pk: entry for entry in entries if entry.nonce is not None}
    if not there:
        raise CannotErase("There is no such entry, or it was erased before.")
    if not why.strip():
        raise CannotErase("Say why: it is kept beside what was erased, for everybody to read.")
    if any(entry.kind in {KEY, ERASED} for entry in there.values()):
        raise CannotErase("Entries that name keys, or say what was erased, must stay.")
    leaves = sorted(bytes(entry.leaf).hex() for entry in there.values())
    said = write(
        log.entries,
        kind=ERASED,
        subject=f"log/{log.name}",
        body={"leaves": leaves, "why": why},
        by=by,
        organisation=organisation,
        now=now,
    )
    emptied = dict.fromkeys(("kind", "subject", "by", "organisation", "body"), "")
    marks = {"erased_at": now, "erased_by": by, "erased_why": why}
    chosen = log.entries._default_manager.filter(pk__in=there, nonce__isnull=False)
    if chosen.update(**emptied, **marks, at=None, nonce=None) != len(there):
        raise CannotErase("Somebody else erased one of them at this moment. Try again.")
    return said
