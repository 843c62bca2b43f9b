"""Writes to the private log."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from evenhand.audit.log import AUDIT
from evenhand.audit.models import Act, Entry
from evenhand.ledger.errors import CannotErase
from evenhand.ledger.log.erasing import erase as erase_from
from evenhand.ledger.log.writing import insert, made


def record(
    *,
    act: Act | str,
    by: str,
    organisation: str,
    subject: str,
    now: datetime,
    why: str = "",
    details: Mapping[str, Any] | None = None,
) -> Entry:
    """Keep that somebody did or saw something, where only investigators can read it.

    Call it in the transaction that does the thing; for reading alone there need be none.
    Parameters and what it raises are those of :func:`entry`.
    """
    kept = entry(
        act=act,
        by=by,
        organisation=organisation,
        subject=subject,
        now=now,
        why=why,
        details=details,
    )
    record_all([kept])
    return kept


def record_all(entries: Sequence[Entry]) -> None:
    """Keep entries as :func:`entry` makes them, all at once."""
    insert(entries)


def entry(
    *,
    act: Act | str,
    by: str,
    organisation: str,
    subject: str,
    now: datetime,
    why: str = "",
    details: Mapping[str, Any] | None = None,
) -> Entry:
    """Make what is to be kept of an act, and do not write it yet.

    Parameters
    ----------
    act : one of :class:`~evenhand.audit.models.Act`.
    by : who, as a stable reference such as ``person/7``; never a name or an address.
    organisation : for whom they acted, such as ``force/demoshire``; empty for nobody.
    subject : what they did it to, such as ``person/12`` or ``encounter/9c41``.
    why : the reason they gave, where one is asked for.
    details : what else is needed to understand it: text, whole numbers, lists, mappings. No more
        personal data than that.

    Raises
    ------
    ValueError
        If the act is none that we log.
    NotCanonical
        If the details hold anything with several ways to be written, such as 0.1 or a date.
    """
    return made(
        Entry,
        kind=Act(act).value,
        subject=subject,
        body={"why": why, "details": dict(details or {})},
        by=by,
        organisation=organisation,
        now=now,
    )


def erase(*, subjects: Sequence[str], why: str, by: str, organisation: str, now: datetime) -> int:
    """Take everything out of the private log that was done to these subjects; the leaves stay.

    The log holds as before, and what was there cannot be guessed. One more entry says which leaves
    were emptied, by whom and why; it does not name the subjects.

    Returns
    -------
    How many entries were erased; none is no failure.

    Raises
    ------
    CannotErase
        If no reason is given.
    """
    chosen = list(Entry.objects.filter(subject__in=subjects, nonce__isnull=False))
    if not why.strip():
        raise CannotErase("Say why: it is kept beside what was erased.")
    if chosen:
        erase_from(AUDIT, chosen, why=why, by=by, organisation=organisation, now=now)
    return len(chosen)
