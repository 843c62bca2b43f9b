"""Writes to the public log."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from evenhand.ledger.errors import CannotErase
from evenhand.ledger.log.erasing import erase as erase_from
from evenhand.ledger.log.tables import LEDGER
from evenhand.ledger.log.writing import write
from evenhand.ledger.models import Entry


def append(
    *,
    kind: str,
    subject: str,
    body: Mapping[str, Any],
    by: str,
    organisation: str,
    now: datetime,
) -> Entry:
    """Say in public, for good, that something was said or done.

    It must be called inside the transaction that does it, so that neither can be without the other.
    The entry gets its position when the sequencer next comes round, within seconds.

    Parameters
    ----------
    kind : what happened, such as ``promise-moved``; at most 60 characters.
    subject : what it happened to, such as ``plan/demoshire/action/12``; its stable public address.
    body : the rest: text, whole numbers, true and false, lists and mappings of them.
    by, organisation : who, by role or another stable public reference, and for whom.
    now : when it is said. Not when a thing takes effect; that belongs in the body.

    Raises
    ------
    NotCanonical
        If the body holds anything with several ways to be written, such as 0.1 or a date.
    TransactionManagementError
        If no transaction is open.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError(
            "An entry belongs in the transaction that does what it says."
        )
    return write(
        Entry, kind=kind, subject=subject, body=body, by=by, organisation=organisation, now=now
    )


def erase(*, leaves: Sequence[str], why: str, by: str, organisation: str, now: datetime) -> Entry:
    """Take what entries say out of the public log, as the law may ask; their leaves stay.

    The log holds as before, what was said cannot be guessed, and another entry says in public that
    it was erased, by whom and why. Backups made before still hold it until they run out.

    Parameters
    ----------
    leaves : each entry's leaf in hexadecimal; it names the entry for good.

    Raises
    ------
    CannotErase
        If there is no such entry, no reason is given, or one of them must stay.
    """
    try:
        chosen = Entry.objects.filter(leaf__in=[bytes.fromhex(leaf) for leaf in leaves])
    except ValueError as error:
        raise CannotErase(f"“{', '.join(leaves)}” is not the leaf of an entry.") from error
    if chosen.count() != len(set(leaves)):
        raise CannotErase("There is no such entry, or it was erased before.")
    said = erase_from(LEDGER, chosen, why=why, by=by, organisation=organisation, now=now)
    return Entry.objects.get(pk=said.pk)
