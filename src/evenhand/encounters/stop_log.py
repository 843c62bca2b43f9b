"""The log of stops: that a stop was kept, in digests that only its own slip opens.

It is sequenced and signed like the public log, within seconds. Others are shown it as it was at the
last full hour, so that it does not tell when a stop was. Its entries are never public.
"""

import hmac
import json
from collections.abc import Mapping, Sequence, Set
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from evenhand.encounters.models import (
    Receipt,
    StopCheckpoint,
    StopCosignature,
    StopEntry,
    StopTile,
)
from evenhand.encounters.receipts.slips import nonce_of_entry
from evenhand.ledger.log.erasing import erase
from evenhand.ledger.log.tables import Log
from evenhand.ledger.log.writing import insert, made
from evenhand.ledger.tree.entries import MARKED, new_nonce, written

STOPS = Log("stops", StopEntry, StopTile, StopCheckpoint, StopCosignature, hourly=True)
KEPT, CORRECTED, OWN_WORDS = "stop-kept", "stop-corrected", "own-words"
REDACTED = "stop-redacted"
"""A version said again without words that were taken out; the entry that held them is emptied."""
BY = "roadside"
"""Who wrote an entry, as it says itself: nobody, so that no officer can be found by it."""


def subject(stop_id: UUID) -> str:
    """What the entries of a stop are about."""
    return f"stop/{stop_id}"


def kept(
    *,
    stop_id: UUID,
    force_id: str,
    record: str,
    now: datetime,
    nonce: bytes | None = None,
    opened: Mapping[str, Any] | None = None,
) -> StopEntry:
    """Make the entry that says that a stop was kept; it is not written yet.

    Parameters
    ----------
    record : the first version of the stop, letter for letter as it is kept.
    nonce : made of the secret on the slip; where there is no slip, one is made here that nobody
        else has.
    opened : what the record says, where that is known without reading it again.
    """
    shown = told(record) if opened is None else _told(opened)
    body = _body(nonce := nonce or new_nonce(), 0, record, shown)
    return _made(KEPT, stop_id, force_id, body=body, nonce=nonce, now=now)


def write(
    *,
    stop_id: UUID,
    force_id: str,
    record: str,
    now: datetime,
    nonce: bytes | None = None,
) -> StopEntry:
    """Say that a stop was kept. Call it in the transaction that keeps it.

    Parameters
    ----------
    stop_id, force_id, record, now, nonce : as for :func:`kept`.

    Raises
    ------
    TransactionManagementError
        If no transaction is open.
    """
    entry = kept(stop_id=stop_id, force_id=force_id, record=record, now=now, nonce=nonce)
    write_all([entry])
    return entry


def write_all(entries: Sequence[StopEntry]) -> None:
    """Write entries that were made, all at once, in the transaction that keeps their stops.

    Raises
    ------
    TransactionManagementError
        If no transaction is open.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError(
            "An entry belongs in the transaction that keeps the stop."
        )
    insert(entries)


def write_more(
    *, kind: str, stop_id: UUID, force_id: str, record: str, now: datetime
) -> StopEntry | None:
    """Say that something was added to a stop; nothing where the log does not know the stop.

    Parameters
    ----------
    kind : :data:`CORRECTED` or :data:`OWN_WORDS`.
    record : what was added, letter for letter.
    """
    before = about(stop_id)
    if not before:
        return None
    number = next_number(before)
    shown = told(record) if kind == CORRECTED else {}
    nonce = nonce_of(stop_id, before, number)
    body = _body(nonce, number, record, shown)
    entry = _made(kind, stop_id, force_id, body=body, nonce=nonce, now=now)
    write_all([entry])
    return entry


def restate(
    *,
    stop_id: UUID,
    force_id: str,
    records: Mapping[int, str],
    why: str,
    by: str,
    organisation: str,
    now: datetime,
) -> None:
    """Say again what versions of a stop say, without words that were taken out of them.

    The entries that committed to the words are emptied, so that nothing is left to guess them from.

    Parameters
    ----------
    records : what each version says now, by its number.
    why, by, organisation : as the log of stops keeps them of the emptied entries.
    """
    before = about(stop_id)
    which, number, again = versions(before), next_number(before), []
    for version, record in records.items():
        nonce = nonce_of(stop_id, before, number)
        body = {**_body(nonce, number, record, told(record)), "version": version}
        again.append(_made(REDACTED, stop_id, force_id, body=body, nonce=nonce, now=now))
        number += 1
    write_all(again)
    gone = [which[version] for version in records if version in which]
    if gone:
        erase(STOPS, gone, why=why, by=by, organisation=organisation, now=now)


def about(stop_id: UUID) -> list[StopEntry]:
    """Every entry about a stop that was not emptied, in the order of writing."""
    return list(StopEntry.objects.filter(subject=subject(stop_id)).order_by("pk"))


def number_of(row: StopEntry) -> int:
    """The number of an entry among those of its stop: 0 that it was kept."""
    return int(json.loads(row.body)["number"])


def next_number(rows: Sequence[StopEntry]) -> int:
    """The number of the next entry about a stop."""
    return max(number_of(row) for row in rows) + 1


def nonce_of(stop_id: UUID, rows: Sequence[StopEntry], number: int) -> bytes:
    """What opens an entry about a stop to whoever has the slip.

    It comes from the first entry, or from the slip where that entry was emptied. Where the slip
    opens nothing any more, nobody needs to find the entry, and it is made by chance.
    """
    first = next((row for row in rows if row.kind == KEPT and row.nonce), None)
    slip = first or Receipt.objects.filter(record=stop_id).first()
    return nonce_of_entry(bytes(slip.nonce), number) if slip and slip.nonce else new_nonce()


def versions(
    rows: Sequence[StopEntry],
    *,
    redacted: str = REDACTED,
    others: Set[str] = frozenset({KEPT, CORRECTED}),
) -> dict[int, StopEntry]:
    """The entry that holds each version of a stop, as it was kept or as it was said again.

    Parameters
    ----------
    redacted, others : the kinds of entries that say a version again, and that hold one.
    """
    again = {int(json.loads(row.body)["version"]): row for row in rows if row.kind == redacted}
    kept_so = [row for row in rows if row.kind in others]
    numbers = range(1, len(again) + len(kept_so) + 1)
    left = zip((number for number in numbers if number not in again), kept_so, strict=False)
    return dict(sorted({**again, **dict(left)}.items()))


def told(record: str) -> dict[str, Any]:
    """Return what the person stopped is told of a record: what the entry binds the force to.

    It names no officer, vehicle or exact place: those are not in a record but beside it, and go
    sooner. Never change what version 1 holds: slips that are out would no longer open their entry.
    """
    return _told(json.loads(record))


def _told(said: Mapping[str, Any]) -> dict[str, Any]:
    people: list[dict[str, Any]] = said.get("people") or []
    driver = next((one for one in people if one.get("role") == "driver"), {})
    number, video = driver.get("number"), said.get("video") or {}
    return {
        "version": 1,
        "stop": said.get("stop_id"),
        "force": said.get("force_id"),
        "started_at": said.get("started_at"),
        "power": said.get("power"),
        "reason": said.get("reason"),
        "more_reasons": list(said.get("more_reasons") or ()),
        "reason_told": said.get("reason_told"),
        "seen_before": said.get("seen_before"),
        "perceived_before": said.get("perceived_before"),
        "perceived": driver.get("perceived"),
        "ethnicity": driver.get("sde"),
        "not_stated": driver.get("not_stated"),
        "outcomes": list(said.get("outcomes") or ()),
        "searched": any(one.get("of") == number for one in said.get("searches") or ()),
        "vehicle_searched": any(one.get("of") == "vehicle" for one in said.get("searches") or ()),
        "force_used": any(one.get("person") == number for one in said.get("force_used") or ()),
        "duration_minutes": said.get("duration_minutes"),
        "video_on": video.get("on"),
    }


def digest(nonce: bytes, text: str) -> str:
    """Return a digest that says nothing to anybody who has not the nonce."""
    return hmac.digest(nonce, text.encode(), "sha256").hex()


def _body(nonce: bytes, number: int, record: str, shown: Mapping[str, Any]) -> dict[str, Any]:
    body = {"number": number, "record": digest(nonce, record)}
    if shown:
        body["told"] = digest(nonce, written(shown).decode())
    return body


def _made(
    kind: str,
    stop_id: UUID,
    force_id: str,
    *,
    body: Mapping[str, Any],
    nonce: bytes,
    now: datetime,
) -> StopEntry:
    return made(
        StopEntry,
        kind=kind,
        subject=subject(stop_id),
        body=body,
        by=BY,
        organisation=f"force/{force_id}",
        now=now,
        nonce=nonce,
        version=MARKED,
    )
