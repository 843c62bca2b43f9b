"""Writing an entry: one row, in the writer's own transaction."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from typing import Any, TypeVar

from django.db import connection

from evenhand.ledger.models import AbstractEntry
from evenhand.ledger.tree.entries import NotCanonical, canonical, commit, new_nonce

AnyEntry = TypeVar("AnyEntry", bound=AbstractEntry)


def write(
    entries: type[AnyEntry],
    *,
    kind: str,
    subject: str,
    body: Mapping[str, Any],
    by: str,
    organisation: str,
    now: datetime,
) -> AnyEntry:
    """Add an entry to a log; its position follows when the sequencer comes round.

    Parameters
    ----------
    entries : the entries of which log.
    body : what else is to be said; only what has a single way to be written.

    Raises
    ------
    NotCanonical
        If the body holds a number that is not whole, or anything else with several forms.
    """
    entry = entries(
        kind=kind, subject=subject, by=by, organisation=organisation, at=now, nonce=new_nonce()
    )
    entry.body = canonical(body).decode()
    entry.leaf = commit(bytes(entry.nonce or b""), _content(entry, body))
    _insert(entry)
    return entry


def _insert(entry: AbstractEntry) -> None:
    """Add the row by hand: with the model's own `save` every write of the site would pay twice."""
    values: list[Any] = [
        entry.kind,
        entry.subject,
        entry.by,
        entry.organisation,
        connection.ops.adapt_datetimefield_value(entry.at),
        entry.body,
        entry.nonce,
        entry.leaf,
    ]
    with connection.cursor() as cursor:
        cursor.execute(_statement(entry._meta.db_table), values)
        (entry.pk,) = cursor.fetchone()
    entry._state.adding, entry._state.db = False, connection.alias


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
        "log": entry._meta.app_label,  # so that no entry can be moved to another log
        "kind": entry.kind,
        "subject": entry.subject,
        "by": entry.by,
        "organisation": entry.organisation,
        "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "body": body,
    }
