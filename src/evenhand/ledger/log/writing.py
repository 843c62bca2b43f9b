"""Writing entries: rows, in the writer's own transaction."""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from typing import Any, TypeVar

from django.db import connection

from evenhand.ledger.adding import add
from evenhand.ledger.models import AbstractEntry
from evenhand.ledger.tree.entries import (
    COMMITMENTS,
    VERSION,
    NotCanonical,
    canonical,
    new_nonce,
    written,
)

AnyEntry = TypeVar("AnyEntry", bound=AbstractEntry)


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
    entry.leaf = COMMITMENTS[version](bytes(entry.nonce), _written(entry))
    return entry


def insert(entries: Sequence[AbstractEntry]) -> None:
    """Add entries of one log as they were :func:`made`, in this order.

    One that is added alone knows its number then; the others are not asked for theirs.
    """
    if len(entries) == 1:
        _insert(entries[0])
    elif entries:
        add(type(entries[0]), [_row(entry) for entry in entries])


def _insert(entry: AbstractEntry) -> None:
    """By hand: with the model's own `save` every write of the site would pay twice."""
    row = _row(entry)
    row["at"] = connection.ops.adapt_datetimefield_value(row["at"])
    with connection.cursor() as cursor:
        cursor.execute(_statement(entry._meta.db_table), list(row.values()))
        (entry.pk,) = cursor.fetchone()
    entry._state.adding, entry._state.db = False, connection.alias


def _row(entry: AbstractEntry) -> dict[str, Any]:
    return {
        "kind": entry.kind,
        "subject": entry.subject,
        "by": entry.by,
        "organisation": entry.organisation,
        "at": entry.at,
        "body": entry.body,
        "nonce": entry.nonce,
        "leaf": entry.leaf,
    }


@cache
def _statement(table: str) -> str:
    return f"""INSERT INTO "{table}" (kind, subject, "by", organisation, at, body, nonce, leaf,
        erased_by, erased_why) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, '', '') RETURNING id"""


def content(entry: AbstractEntry) -> dict[str, Any]:
    """Return what the leaf of an entry commits to, as it is given to outsiders.

    Raises
    ------
    NotCanonical
        If the body is not the one way to write what it says; then somebody has changed it.
    """
    return {**_around(entry), "body": _body(entry)}


def committed(entry: AbstractEntry) -> bytes:
    """Return the same as :func:`~evenhand.ledger.tree.entries.canonical` writes it.

    Raises
    ------
    NotCanonical
        As :func:`content` does.
    """
    _body(entry)
    return _written(entry)


def _body(entry: AbstractEntry) -> Any:
    try:
        body = json.loads(entry.body)
    except ValueError as error:
        raise NotCanonical("The body is not JSON.") from error
    if canonical(body).decode() != entry.body:
        raise NotCanonical("The body is not in its only form.")
    return body


def _around(entry: AbstractEntry) -> dict[str, str]:
    """What a leaf commits to beside the body."""
    if entry.at is None:
        raise NotCanonical("The entry has no time.")
    return {
        "log": entry._meta.db_table.removesuffix("_entry"),  # none can be moved to another log
        "kind": entry.kind,
        "subject": entry.subject,
        "by": entry.by,
        "organisation": entry.organisation,
        "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
    }


def _written(entry: AbstractEntry) -> bytes:
    """Write all of an entry around its body, which is canonical already: twice is too slow."""
    around = _around(entry)
    first = b'{"at":"%b",' % around["at"].encode()  # what a body comes after
    rest = written(around).removeprefix(first)
    return b'%b"body":%b,%b' % (first, entry.body.encode(), rest)
