"""Mending records that did not meet the rules: one by one, by their officer, never dropped.

Where the officer has left, or the record was sealed with a key that was missing when it came, a
supervisor takes over, with a reason. Whose record it is stays, and so does who mended it for them.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from evenhand.accounts.acting import Acting
from evenhand.accounts.errors import MayNot
from evenhand.accounts.models import Person
from evenhand.accounts.noting import reference
from evenhand.accounts.roles import May
from evenhand.accounts.services.checking import still_may
from evenhand.audit import services as audit
from evenhand.audit.models import Act
from evenhand.encounters.arriving.batches import Entry
from evenhand.encounters.arriving.opening import NO_KEY, Officer, Opened, Reader
from evenhand.encounters.editing.changing import FIXED, differences
from evenhand.encounters.errors import NotHere, NotNow, StillToMend
from evenhand.encounters.models import How, Sent, Settled, Stop, ToMend
from evenhand.encounters.selectors.officers import Officers, teams
from evenhand.encounters.services.devices import CLOCK_WRONG, own_force
from evenhand.encounters.services.keeping import Coming, keep
from evenhand.measures.words.messages import say

MADE = frozenset({"recorded_at", "receipt_digest", "seconds"})
"""What the device says of the record's making: changed only where it is itself what is wrong."""


def opened(waiting: ToMend, *, now: datetime) -> Opened:
    """Open a record that is to be mended again, as it came; its problems are those of now."""
    return opened_as_sent(waiting.sent, waiting.force_id, now=now)


def opened_as_sent(sent: Sent, force: str, *, now: datetime) -> Opened:
    """Open any record that a device sent, as long as its bytes are kept."""
    reader, entry = _reader(sent, force, now)
    return Opened(problems=()) if entry is None else reader.open(entry)


def mend(
    *, number: int, record: Mapping[str, Any] | None, reason: str, by: Acting, now: datetime
) -> Stop:
    """Make a stop of a record that was to be mended.

    Parameters
    ----------
    record : the mended record; None takes it as it came, because what was wrong is well by itself.
    reason : why it is changed; empty where it is not. Who takes over always says why.

    Raises
    ------
    MayNot, NotHere
        If it is not theirs to mend.
    NotNow
        If it was settled before, there is another stop of its id, or a reason is missing.
    StillToMend
        With the problems that are left.
    """
    try:
        with transaction.atomic():
            by = still_may(by, May.RECORD_STOPS, now=now)
            waiting = _waiting(number, by)
            over = None
            if not is_theirs(waiting, by):
                over = takes_over(waiting, opened(waiting, now=now), by, now=now)
                if over is None:
                    raise NotHere(say("There is no such record of yours to mend."))
                if not reason.strip():
                    raise NotNow(say("Enter why you mend it for its officer: it is kept."))
            coming = _coming(waiting, record, reason, by, now, over=over)
            keep([coming], now=now)
            stop = Stop.objects.get(pk=coming.id)
            Settled.objects.create(
                to_mend=waiting, how=How.MENDED, stop=stop, reason=reason, by=by.person, at=now
            )
            why = reason.strip() if over else ""
            _note(waiting, "mended", by=by, now=now, why=why, whose=over)
            return stop
    except IntegrityError as error:
        raise NotNow(
            say("Another record has this id, or somebody was faster. Your supervisor can look.")
        ) from error


def set_aside(*, number: int, reason: str, by: Acting, now: datetime) -> Settled:
    """Say for good that a record becomes no stop, and why. It stays, and is counted as set aside.

    Raises
    ------
    MayNot
        If they review no stops, or recorded this one themselves.
    NotHere, NotNow
    """
    if not reason.strip():
        raise NotNow(say("Enter why it is set aside: it is kept."))
    try:
        with transaction.atomic():
            by = still_may(by, May.REVIEW_STOPS, now=now)
            waiting = _waiting(number, by)
            if by.person.pk == waiting.officer_id:
                raise MayNot(say("Nobody sets their own records aside. Ask another supervisor."))
            settled = Settled.objects.create(
                to_mend=waiting, how=How.SET_ASIDE, reason=reason.strip(), by=by.person, at=now
            )
            _note(waiting, "set aside", by=by, now=now, why=reason.strip())
            return settled
    except IntegrityError as error:
        raise NotNow(say("It was settled before.")) from error


def is_theirs(waiting: ToMend, by: Acting) -> bool:
    """Whether somebody mends this record: its officer; who brought it, where it names nobody."""
    whose = waiting.officer_id or waiting.sent.carried_by_id
    return bool(whose == by.person.pk)


def takes_over(waiting: ToMend, found: Opened, by: Acting, *, now: datetime) -> Person | None:
    """For whom a supervisor mends a record that is not theirs; None where its officer mends it.

    It is for an officer who no longer records stops here, or of a record that its force could not
    open when it came: of that nobody could be told. One that does not open is nobody's to retell.

    Parameters
    ----------
    found : the record as it opens now.
    """
    if found.raw is None or is_theirs(waiting, by) or not by.may(May.REVIEW_STOPS):
        return None
    named = waiting.officer_id or (found.officer.number if found.officer else None)
    number = named or waiting.sent.carried_by_id
    officer = Officers(waiting.force_id, now).find(number)
    if officer is None or not (officer.left or (named and came_without_key(waiting))):
        return None
    return Person.objects.get(pk=number)


def came_without_key(waiting: ToMend) -> bool:
    """Whether the key that a record is sealed to was missing when it came."""
    return any(one["code"] == NO_KEY for one in waiting.problems)


def _waiting(number: int, by: Acting) -> ToMend:
    found: ToMend | None = (
        ToMend.objects.select_related("sent", "sent__device", "sent__sealed")
        .filter(pk=number, force=own_force(by))
        .first()
    )
    if found is None:
        raise NotHere(say("There is no such record in your force."))
    if Settled.objects.filter(to_mend=found).exists():
        raise NotNow(say("It was settled before."))
    return found


def as_it_came(sent: Sent, force: str, *, by: Acting, now: datetime) -> Coming:
    """Make a record that a device sent ready to be kept, unchanged.

    Raises
    ------
    NotNow
        If its bytes are no longer kept.
    StillToMend
        With what the rules have against it.
    """
    return _coming(ToMend(sent=sent, force_id=force), None, "", by, now)


def _reader(sent: Sent, force: str, now: datetime) -> tuple[Reader, Entry | None]:
    reader = Reader(
        force=force,
        device=sent.device_id,
        now=now,
        teams=teams(force, at=sent.received_at),
        officers=Officers(force, now).find,
    )
    sealed = getattr(sent, "sealed", None)
    if sealed is None:
        return reader, None
    return reader, Entry(sent.record, sent.sequence, sent.saved_at, sent.key, bytes(sealed.content))


def _coming(
    waiting: ToMend,
    record: Mapping[str, Any] | None,
    reason: str,
    by: Acting,
    now: datetime,
    *,
    over: Person | None = None,
) -> Coming:
    reader, entry = _reader(waiting.sent, waiting.force_id, now)
    if entry is None:
        raise NotNow(say("Its content is no longer here."))
    found = reader.open(entry)
    raw = found.raw.get("stop", found.raw) if isinstance(found.raw, Mapping) else None
    officer = found.officer or _officer(reader, over or by.person)
    checked, changes = found, []
    if record is not None:
        wrong = {problem.field.partition(".")[0] for problem in found.problems} & MADE
        fixed = _fixed(waiting, officer, raw, wrong)
        given = {name: value for name, value in record.items() if name not in FIXED - wrong}
        checked = replace(reader.check({**given, **fixed}, officer, entry), slip=found.slip)
        changes = differences(raw, checked.record or {})
        if not reason.strip():
            raise NotNow(say("Enter why you change it: it is kept."))
    if checked.record is None:
        raise StillToMend(say("It does not meet the rules yet."), checked.problems)
    return Coming(
        record=checked.record,
        force_id=waiting.force_id,
        received_at=waiting.sent.received_at,
        collected_by=reference(by.person),
        organisation=reference(by.organisation),
        sent=waiting.sent_id,
        officer=officer.number,
        officer_reference=officer.reference,
        slip=checked.slip,
        carried=officer.number != waiting.sent.carried_by_id,
        officer_had_left=False,
        clock_wrong=abs(waiting.sent.clock_ahead) > CLOCK_WRONG,
        mended=bool(changes),
        writer=by.person.pk,
        reason=reason.strip() if changes or over else "",
        changes=changes,
    )


def _fixed(waiting: ToMend, officer: Officer, raw: Any, wrong: set[str]) -> dict[str, Any]:
    """What stands in clear beside the record, and what is well of what it said of its making."""
    said = raw if isinstance(raw, Mapping) else {}
    return {
        **{name: said[name] for name in MADE - wrong if name in said},
        "version": 1,
        "stop_id": str(waiting.sent.record),
        "device_id": str(waiting.sent.device_id),
        "sequence": waiting.sent.sequence,
        "force_id": waiting.force_id,
        "officer": officer.reference,
    }


def _officer(reader: Reader, whose: Person) -> Officer:
    """Who mends what names nobody says with it that it is theirs, or of whom who brought it."""
    found = reader.officers(whose.pk)
    if found is None:
        raise NotHere(say("There is no such record of yours to mend."))
    return found


def _note(
    waiting: ToMend,
    what: str,
    *,
    by: Acting,
    now: datetime,
    why: str = "",
    whose: Person | None = None,
) -> None:
    audit.record(
        act=Act.ALTERATION,
        by=reference(by.person),
        organisation=reference(by.organisation),
        subject=f"stop/{waiting.sent.record}",
        now=now,
        why=why,
        details={"record": what, **({"for": reference(whose)} if whose else {})},
    )
