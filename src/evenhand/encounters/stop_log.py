"""The log of stops: that a stop was kept, in digests that only its own slip opens.

It is sequenced and signed like the public log, within seconds. Others are shown it as it was at the
last full hour, so that it does not tell when a stop was. Its entries are never public.
"""

import hmac
import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from evenhand.encounters.models import StopCheckpoint, StopCosignature, StopEntry, StopTile
from evenhand.encounters.slips import nonce_of_entry
from evenhand.ledger.log.tables import Log
from evenhand.ledger.log.writing import insert, made
from evenhand.ledger.tree.entries import MARKED, canonical, new_nonce

STOPS = Log("stops", StopEntry, StopTile, StopCheckpoint, StopCosignature, hourly=True)
KEPT, CORRECTED, OWN_WORDS = "stop-kept", "stop-corrected", "own-words"
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
) -> StopEntry:
    """Make the entry that says that a stop was kept; it is not written yet.

    Parameters
    ----------
    record : the first version of the stop, letter for letter as it is kept.
    nonce : made of the secret on the slip; where there is no slip, one is made here that nobody
        else has.
    """
    body = _body(nonce := nonce or new_nonce(), 0, record, told(record))
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
    before = StopEntry.objects.filter(subject=subject(stop_id)).order_by("pk")
    first = before.first()
    if first is None or first.nonce is None:
        return None
    number = before.count()
    shown = told(record) if kind == CORRECTED else {}
    nonce = nonce_of_entry(bytes(first.nonce), number)
    body = _body(nonce, number, record, shown)
    entry = _made(kind, stop_id, force_id, body=body, nonce=nonce, now=now)
    write_all([entry])
    return entry


def told(record: str) -> dict[str, Any]:
    """Return what the person stopped is told of a record: what the entry binds the force to.

    It names no officer, vehicle or exact place: those are not in a record but beside it, and go
    sooner. Never change what version 1 holds: slips that are out would no longer open their entry.
    """
    said = json.loads(record)
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
        body["told"] = digest(nonce, canonical(shown).decode())
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
