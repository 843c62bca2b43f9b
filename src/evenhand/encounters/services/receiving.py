"""Receiving records from devices: each once, however often it is sent, and none lost on the way.

Nothing here trusts that a record was not seen before: the database refuses a second one of the same
bytes and a second one under the same id (``the_same_record_is_received_once``,
``what_differs_under_one_id_is_a_conflict``), and what it refuses is looked at again.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from evenhand.accounts.acting import Acting
from evenhand.accounts.noting import reference
from evenhand.accounts.roles import May
from evenhand.accounts.services.checking import still_may
from evenhand.audit import services as audit
from evenhand.encounters.arriving.batches import Batch, Entry, Unreadable
from evenhand.encounters.arriving.opening import Opened, Reader
from evenhand.encounters.models import Device, Finding, Odd, Sealed, Sent, State, Stop, ToMend
from evenhand.encounters.receipts import showing as receipts
from evenhand.encounters.selectors.devices import missing
from evenhand.encounters.selectors.officers import Officers, teams
from evenhand.encounters.services.devices import CLOCK_WRONG, ahead, locked, seen
from evenhand.encounters.services.faults import of_the_database
from evenhand.encounters.services.keeping import Coming, collected, keep
from evenhand.ledger.adding import add, numbers
from evenhand.measures.words.messages import say

REFUSED = "refused"
log = logging.getLogger("evenhand.encounters")


@dataclass(frozen=True)
class Result:
    """What became of one record of a batch; ``id`` is what the device called it."""

    id: str
    state: str
    words: str


@dataclass(frozen=True)
class Answer:
    """What a device is told: of each record, and which numbers it should send again."""

    results: tuple[Result, ...]
    ask_again: tuple[int, ...]


@dataclass(frozen=True)
class _Read:
    """A record that is new here, with what it says."""

    entry: Entry
    state: State
    opened: Opened = field(default_factory=Opened)


@dataclass(frozen=True)
class _Batch:
    """What is the same for every record of a batch."""

    by: Acting
    device: Device
    force_id: str
    clock_ahead: int
    now: datetime


def receive(batch: Batch, *, by: Acting, now: datetime) -> Answer:
    """Keep what a device sent. When this returns, everything answered as kept is committed.

    A record that meets the rules becomes a stop. One that does not is kept to be mended by its
    officer. One under an id that came before with other bytes is kept as a conflict. Each stands
    alone: one that cannot be kept is refused, stays on its device, and spoils none beside it.

    Parameters
    ----------
    by : who has signed in on the device; not always who recorded what it sends.

    Raises
    ------
    MayNot
        If they do not record stops.
    NotRegistered, WrongForce
        If the device is not one of their force.
    django.db.Error
        If the database could keep nothing now: nothing is answered, and the device keeps all.
    """
    with transaction.atomic():
        by = still_may(by, May.RECORD_STOPS, now=now)
        device = locked(batch.device, by=by)
        around = _Batch(by, device, device.force_id, ahead(batch.sent_at, now=now), now)
        results = _results(batch, around)
        seen(device, by=by, now=now, batch=batch, kept=sum(one.state != REFUSED for one in results))
        sent = {one.sequence for one in batch.entries if isinstance(one, Entry)}
        ask_again = tuple(one for one in missing(device) if one not in sent)
    return Answer(tuple(results), ask_again)


def _results(batch: Batch, around: _Batch) -> list[Result]:
    """Answer every entry in the order in which it was sent."""
    entries = [one for one in batch.entries if isinstance(one, Entry)]
    states = _kept_before(entries)
    new = _read(entries, states, around)
    try:
        with transaction.atomic():
            _write(new, around)
        states |= {(one.entry.id, one.entry.sha256): str(one.state) for one in new}
    except Exception as error:  # whatever one of them did must not cost the others
        if of_the_database(error):
            raise
        for one in new:
            states[one.entry.id, one.entry.sha256] = _alone(one, around)
    words = {state: _words(state) for state in {REFUSED, *states.values()}}
    return [_result(one, states, words) for one in batch.entries]


def _kept_before(entries: Sequence[Entry]) -> dict[tuple[UUID, str], str]:
    """What was answered before, by id and digest."""
    there = Sent.objects.filter(record__in={one.id for one in entries})
    found = there.values_list("record", "sha256", "state")
    return {(record, sha256): state for record, sha256, state in found}


def _read(
    entries: Sequence[Entry], states: dict[tuple[UUID, str], str], around: _Batch
) -> list[_Read]:
    """Open each record that is new; of one id, the first is the record and others are conflicts."""
    reader = Reader(
        force=around.force_id,
        device=around.device.pk,
        now=around.now,
        teams=teams(around.force_id, at=around.now),
        officers=Officers(around.force_id, around.now).find,
    )
    taken = {record for record, _ in states}
    done = set(states)
    new = []
    for entry in entries:
        if (entry.id, entry.sha256) in done:
            continue
        done.add((entry.id, entry.sha256))
        if entry.id in taken:
            new.append(_Read(entry, State.CONFLICT))
            continue
        taken.add(entry.id)
        opened = reader.open(entry)
        new.append(_Read(entry, State.TO_MEND if opened.record is None else State.KEPT, opened))
    return new


def _alone(one: _Read, around: _Batch) -> str:
    """Keep one record by itself; what was there before it decides, if something was."""
    try:
        with transaction.atomic():
            _write([one], around)
        return str(one.state)
    except IntegrityError:
        before = _kept_before([one.entry])
        if said := before.get((one.entry.id, one.entry.sha256)):
            return said
        there = Stop.objects.filter(pk=one.entry.id).exists()
        if one.state is not State.CONFLICT and (before or there):
            return _alone(replace(one, state=State.CONFLICT, opened=Opened()), around)
        log.exception("A record was refused by a rule of the database.")
    except Exception as error:
        if of_the_database(error):
            raise
        log.exception("A record could not be kept; its device keeps it.")
    return REFUSED


def _write(new: Sequence[_Read], around: _Batch) -> None:
    """Keep records with all that belongs to them."""
    rows = [number for (number,) in numbers(len(new), Sent)] if new else []
    pairs = list(zip(new, rows, strict=True))
    add(Sent, [_sent(one, row, around) for one, row in pairs])
    add(Sealed, [{"sent_id": row, "content": one.entry.sealed} for one, row in pairs])
    keep(
        [_coming(one, row, around) for one, row in pairs if one.state is State.KEPT],
        now=around.now,
    )
    ToMend.objects.bulk_create(
        _to_mend(one, row, around) for one, row in pairs if one.state is State.TO_MEND
    )
    _find_conflicts([(one, row) for one, row in pairs if one.state is State.CONFLICT], around)
    receipts.give(
        ((one.entry.id, one.opened.slip) for one in new if one.state is not State.CONFLICT),
        now=around.now,
    )
    audit.record_all(
        [
            collected(
                one.entry.id,
                by=reference(around.by.person),
                organisation=reference(around.by.organisation),
                officer=one.opened.officer.reference if one.opened.officer else "",
                now=around.now,
                state=str(one.state),
            )
            for one in new
            if one.state is not State.KEPT
        ]
    )


def _sent(one: _Read, row: int, around: _Batch) -> dict[str, Any]:
    return {
        "id": row,
        "record": one.entry.id,
        "device_id": around.device.pk,
        "sequence": one.entry.sequence,
        "sha256": one.entry.sha256,
        "size": len(one.entry.sealed),
        "key": one.entry.key,
        "saved_at": one.entry.saved_at,
        "received_at": around.now,
        "carried_by_id": around.by.person.pk,
        "clock_ahead": around.clock_ahead,
        "from_lost": around.device.lost_at is not None,
        "state": str(one.state),
    }


def _coming(one: _Read, row: int, around: _Batch) -> Coming:
    officer = one.opened.officer
    if officer is None or one.opened.record is None:
        raise ValueError("only a record that meets the rules and has its officer is a stop")
    return Coming(
        record=one.opened.record,
        parted=one.opened.parted,
        force_id=around.force_id,
        received_at=around.now,
        collected_by=reference(around.by.person),
        organisation=reference(around.by.organisation),
        sent=row,
        officer=officer.number,
        officer_reference=officer.reference,
        slip=one.opened.slip,
        carried=officer.number != around.by.person.pk,
        officer_had_left=officer.left,
        clock_wrong=abs(around.clock_ahead) > CLOCK_WRONG,
        writer=officer.number,
    )


def _to_mend(one: _Read, row: int, around: _Batch) -> ToMend:
    return ToMend(
        sent_id=row,
        force_id=around.force_id,
        officer_id=one.opened.officer.number if one.opened.officer else None,
        problems=[
            {"field": problem.field, "code": problem.code, "words": problem.words}
            for problem in one.opened.problems
        ],
    )


def _find_conflicts(pairs: Sequence[tuple[_Read, int]], around: _Batch) -> None:
    if not pairs:
        return
    own = Stop.objects.filter(force=around.force_id, pk__in=[one.entry.id for one, _ in pairs])
    first = {stop.pk: stop for stop in own}
    Finding.objects.bulk_create(
        Finding(
            force_id=around.force_id,
            odd=Odd.CONFLICT,
            sent_id=row,
            first=first.get(one.entry.id),
            found_at=around.now,
        )
        for one, row in pairs
    )


def _result(
    one: Entry | Unreadable, states: dict[tuple[UUID, str], str], words: dict[str, str]
) -> Result:
    if isinstance(one, Unreadable):
        return Result(one.id, REFUSED, one.words)
    state = states[one.id, one.sha256]
    return Result(str(one.id), state, words[state])


def _words(state: str) -> str:
    said = {
        State.KEPT.value: say("Kept by the force."),
        State.TO_MEND.value: say("Kept by the force. Its officer must mend it."),
        State.CONFLICT.value: say(
            "Kept by the force, beside another record of the same id. A supervisor looks at both."
        ),
    }
    return said.get(state) or say("Not kept, and still on this device. Send it again later.")
