"""Writing entries: rows, in the writer's own transaction."""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from typing import Any, TypeVar

from django.db import connection

from evenhand.ledger.models import AbstractEntry
from evenhand.ledger.tree.entries import COMMITMENTS, VERSION, NotCanonical, canonical, new_nonce

AnyEntry = TypeVar("AnyEntry", bound=AbstractEntry)


AT_ONCE = 100
"""Rows in one statement."""


def write(entries: type[AnyEntry], **said: Any) -> AnyEntry:
    """Add an entry to a log; its position follows when the sequencer comes round.

    Parameters
    ----------
    entries, said : as for :func:`made`.

    Raises
    ------
    NotCanonical
        As :func:`made` does.
    """
    entry = made(entries, **said)
    insert([entry])
    return entry


def made(
    entries: type[AnyEntry],
    *,
    kind: str,
    subject: str,
    body: Mapping[str, Any],
    by: str,
    organisation: str,
    now: datetime,
    nonce: bytes | None = None,
    version: bytes = VERSION,
) -> AnyEntry:
    """Make an entry of a log, which is not written yet.

    Parameters
    ----------
    entries : the entries of which log.
    body : what else is to be said; only what has a single way to be written.
    nonce : what opens the leaf, where somebody outside is to have it too; else it is made here.
    version : how the leaf is made.

    Raises
    ------
    NotCanonical
        If the body holds a number that is not whole, or anything else with several forms.
    """
    entry = entries(kind=kind, subject=subject, by=by, organisation=organisation, at=now)
    entry.nonce = nonce or new_nonce()
    entry.body = canonical(body).decode()
    entry.leaf = COMMITMENTS[version](bytes(entry.nonce), _content(entry, body))
    return entry


def insert(entries: Sequence[AbstractEntry]) -> None:
    """Add entries of one log as they were :func:`made`, in this order.

    By hand: with the model's own `save` every write of the site would pay twice.
    """
    for first in range(0, len(entries), AT_ONCE):
        some = entries[first : first + AT_ONCE]
        with connection.cursor() as cursor:
            values = [value for entry in some for value in _values(entry)]
            cursor.execute(_statement(some[0]._meta.db_table, len(some)), values)
            numbers = sorted(number for (number,) in cursor.fetchall())
        for entry, number in zip(some, numbers, strict=True):
            entry.pk = number
            entry._state.adding, entry._state.db = False, connection.alias


def _values(entry: AbstractEntry) -> list[Any]:
    return [
        entry.kind,
        entry.subject,
        entry.by,
        entry.organisation,
        connection.ops.adapt_datetimefield_value(entry.at),
        entry.body,
        entry.nonce,
        entry.leaf,
    ]


@cache
def _statement(table: str, rows: int) -> str:
    values = ", ".join(["(%s, %s, %s, %s, %s, %s, %s, %s, '', '')"] * rows)
    return f"""INSERT INTO "{table}" (kind, subject, "by", organisation, at, body, nonce, leaf,
        erased_by, erased_why) VALUES {values} RETURNING id"""


def content(entry: AbstractEntry) -> dict[str, Any]:
    """Return what the leaf of an entry commits to, as it is given to outsiders.

    Raises
    ------
    NotCanonical
        If the body is not the one way to write what it says; then somebody has changed it.
    """
    try:
        body = json.loads(entry.body)
    except ValueError as error:
        raise NotCanonical("The body is not JSON.") from error
    if canonical(body).decode() != entry.body:
        raise NotCanonical("The body is not in its only form.")
    return _content(entry, body)


def _content(entry: AbstractEntry, body: Mapping[str, Any]) -> dict[str, Any]:
    if entry.at is None:
        raise NotCanonical("The entry has no time.")
    return {
        "log": entry._meta.db_table.removesuffix("_entry"),  # none can be moved to another log
        "kind": entry.kind,
        "subject": entry.subject,
        "by": entry.by,
        "organisation": entry.organisation,
        "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "body": body,
    }
