"""What the log of stops says of registered records: salted digests, given out each full hour.

They stand in the same log as stops: a frame is a function of one log, of which everybody is shown
the same checkpoints, and late is late for all of them.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from evenhand.encounters.models import StopEntry
from evenhand.encounters.stop_log import BY, STOPS, digest, next_number, versions, write_all
from evenhand.ledger.log.erasing import erase
from evenhand.ledger.log.writing import made
from evenhand.ledger.tree.entries import MARKED, new_nonce

REGISTERED, CHANGED, REDACTED = "record-registered", "record-changed", "record-redacted"
KINDS = (REGISTERED, CHANGED, REDACTED)


def subject(power: str, record_id: UUID) -> str:
    """What the entries of a registered record are about: its power stays known without it."""
    return f"{power}/{record_id}"


def entry(
    *,
    kind: str,
    power: str,
    record_id: UUID,
    force_id: str,
    number: int,
    record: str,
    now: datetime,
    more: Mapping[str, Any] | None = None,
) -> StopEntry:
    """Make the entry that commits to a version of a record; it is not written yet.

    Parameters
    ----------
    number : of the entry, among those of its record; 0 that it was registered.
    record : the version, letter for letter as it is kept.
    """
    nonce = new_nonce()
    return made(
        StopEntry,
        kind=kind,
        subject=subject(power, record_id),
        body={"number": number, "record": digest(nonce, record), **(more or {})},
        by=BY,
        organisation=f"force/{force_id}",
        now=now,
        nonce=nonce,
        version=MARKED,
    )


def restate(
    *,
    power: str,
    record_id: UUID,
    force_id: str,
    records: Mapping[int, str],
    why: str,
    by: str,
    organisation: str,
    now: datetime,
) -> None:
    """Say versions of a record again without words that were taken out; empty what held them.

    Parameters
    ----------
    records : what each version says now, by its number.
    why, by, organisation : as the log keeps them of the emptied entries.
    """
    before = about(power, record_id)
    which, number = standing(before), next_number(before)
    again = [
        entry(
            kind=REDACTED,
            power=power,
            record_id=record_id,
            force_id=force_id,
            number=number + place,
            record=record,
            now=now,
            more={"version": version},
        )
        for place, (version, record) in enumerate(records.items())
    ]
    write_all(again)
    gone = [which[version] for version in records if version in which]
    if gone:
        erase(STOPS, gone, why=why, by=by, organisation=organisation, now=now)


def about(power: str, record_id: UUID) -> list[StopEntry]:
    """Every entry about a record that was not emptied, in the order of writing."""
    return list(StopEntry.objects.filter(subject=subject(power, record_id)).order_by("pk"))


def standing(rows: list[StopEntry]) -> dict[int, StopEntry]:
    """The entry that holds each version of a record."""
    return versions(rows, redacted=REDACTED, others=frozenset({REGISTERED, CHANGED}))


def record_of(row: StopEntry) -> UUID:
    """Which record an entry is about."""
    return UUID(row.subject.partition("/")[2])
