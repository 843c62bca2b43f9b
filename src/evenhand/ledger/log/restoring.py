"""Admitting that a log was put back from a backup and lost what outsiders had seen."""

from datetime import datetime

from django.db import transaction

from evenhand.ledger.errors import NotAHead
from evenhand.ledger.log.heads import Head, lost
from evenhand.ledger.log.tables import Log
from evenhand.ledger.log.verifying import RESTORED, verify
from evenhand.ledger.log.writing import write
from evenhand.ledger.models import AbstractEntry
from evenhand.ledger.tree.keys import VerifierKey


@transaction.atomic
def admit(
    log: Log, head: Head, *, key: VerifierKey, why: str, by: str, now: datetime
) -> AbstractEntry:
    """Say in the log that it no longer holds a checkpoint that it once signed, and why.

    Whoever kept that checkpoint still finds that the log does not hold it: nothing can mend that.
    They then find this entry too.

    Raises
    ------
    NotAHead
        If the log never signed this checkpoint, or holds it.
    """
    if not head.note.verified(key):
        raise NotAHead("This checkpoint was not signed with the key of this log.")
    kept = Head(head.note, head.checkpoint)
    if not any(fault.head for fault in verify(log, heads=[kept]).faults):
        raise NotAHead("The log holds this checkpoint: nothing of it was lost.")
    return write(
        log.entries,
        kind=RESTORED,
        subject=f"log/{log.name}",
        body={"lost": lost(head), "why": why},
        by=by,
        organisation="",
        now=now,
    )
