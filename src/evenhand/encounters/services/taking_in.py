"""Taking in plain records that a force's own system sends; each is answered for itself.

A record that breaks a rule is refused with every problem found in it, because its sender still has
it and can mend it. A call that comes again under its key is answered as it was the first time, and
so is a record that comes again in another call: it is looked up before anybody judges it.
"""

import json
import logging
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from evenhand.accounts.models import Organisation
from evenhand.accounts.noting import reference
from evenhand.accounts.roles import OrganisationKind
from evenhand.encounters import rules
from evenhand.encounters.arriving.again import says_the_same
from evenhand.encounters.arriving.batches import AN_ID
from evenhand.encounters.arriving.opening import plain
from evenhand.encounters.arriving.splitting import Apart
from evenhand.encounters.errors import UsedOtherwise
from evenhand.encounters.models import Call, Receipt, Sent, Stop, System, Version
from evenhand.encounters.receipts import showing as receipts
from evenhand.encounters.receipts.slips import Slip
from evenhand.encounters.rules import Context, Problem
from evenhand.encounters.selectors.officers import teams
from evenhand.encounters.services.faults import of_the_database
from evenhand.encounters.services.keeping import Coming, keep
from evenhand.measures.words.messages import say

MOST_RECORDS = 100
KEPT, CONFLICT, REFUSED = "kept", "conflict", "refused"
log = logging.getLogger("evenhand.encounters")


@dataclass(frozen=True)
class Taken:
    """What became of one record, in the order in which they were sent.

    Attributes
    ----------
    receipt : whether the slip that came with it opens the stop; None where none came, or none
        is kept.
    """

    id: str
    state: str
    problems: tuple[Problem, ...] = ()
    receipt: bool | None = None

    def told(self) -> dict[str, Any]:
        """The same as it is answered."""
        problems = [
            {"field": one.field, "code": one.code, "words": one.words} for one in self.problems
        ]
        told = {"id": self.id, "state": self.state, "problems": problems}
        return told if self.receipt is None else {**told, "receipt": self.receipt}


def take_in(
    records: Sequence[Any],
    *,
    system: System,
    idempotency_key: str,
    sha256: str,
    now: datetime,
    slips: Mapping[UUID, Slip] | None = None,
) -> tuple[int, dict[str, Any]]:
    """Take a call's records in, once.

    Parameters
    ----------
    sha256 : digest of the whole call as it came.
    slips : what the system's own devices made of the secrets that they gave to people stopped.

    Returns
    -------
    The HTTP status and what is answered: 201 if a record was kept, 422 if none was.

    Raises
    ------
    UsedOtherwise
        If the idempotency key came before with something else.
    """
    with transaction.atomic():
        try:
            with transaction.atomic():
                call = Call.objects.create(
                    system=system, idempotency_key=idempotency_key, sha256=sha256, received_at=now
                )
        except IntegrityError:
            return _as_before(system, idempotency_key, sha256)
        results = _take(records, slips or {}, system, now)
        kept = sum(one.state == KEPT for one in results)
        call.status = 201 if kept or not results else 422
        call.answer = {"kept": kept, "results": [one.told() for one in results]}
        call.save(update_fields=["status", "answer"])
    return call.status, call.answer


def _as_before(system: System, key: str, sha256: str) -> tuple[int, dict[str, Any]]:
    before = Call.objects.get(system=system, idempotency_key=key)
    if before.sha256 != sha256:
        raise UsedOtherwise(
            say("This Idempotency-Key was used before with another call. Use a new one.")
        )
    return before.status, before.answer


def _take(
    records: Sequence[Any], slips: Mapping[UUID, Slip], system: System, now: datetime
) -> list[Taken]:
    force = system.force_id
    context = Context(now=now, force_id=force, known_teams=teams(force, at=now))
    owner = Organisation.objects.get(force=force, kind=OrganisationKind.FORCE)
    came_before, free = _came_before(records), _free(slips)
    results = []
    for raw in records:
        identity = _identity(raw)
        if identity is not None and identity in came_before:
            results.append(_before(raw, identity, slips.get(identity), system))
            continue
        called = str(raw.get("stop_id"))[:100] if isinstance(raw, dict) else ""
        called = called if called.isascii() and called.isprintable() else ""
        checked = rules.check(raw, context=context)
        if checked.stop is None:
            results.append(Taken(called, REFUSED, tuple(map(plain, checked.problems))))
            continue
        coming = Coming(
            record=checked.stop.model_dump(mode="json"),
            force_id=force,
            received_at=now,
            collected_by=f"system/{system.pk}",
            organisation=reference(owner),
            system=system,
            slip=free.get(checked.stop.stop_id),
        )
        results.append(_keep(coming, raw, slips.get(coming.id), system, now))
    return results


def _identity(raw: Any) -> UUID | None:
    said = raw.get("stop_id") if isinstance(raw, dict) else None
    return UUID(said) if isinstance(said, str) and re.fullmatch(AN_ID, said) else None


def _came_before(records: Sequence[Any]) -> set[UUID]:
    """Which of these ids a record has already, whoever sent it and whatever became of it."""
    named = {one for one in map(_identity, records) if one is not None}
    stops = Stop.objects.filter(pk__in=named).order_by().values_list("pk", flat=True)
    sent = Sent.objects.filter(record__in=named).order_by().values_list("record", flat=True)
    return {*stops, *sent}


def _free(slips: Mapping[UUID, Slip]) -> dict[UUID, Slip]:
    """The slips that open nothing yet: nobody can take over one that was given to somebody else."""
    digests = [one.secret_digest for one in slips.values()]
    there = Receipt.objects.filter(secret_digest__in=digests) if digests else Receipt.objects.none()
    given = set(there.values_list("secret_digest", flat=True))
    return {record: one for record, one in slips.items() if one.secret_digest not in given}


def _keep(coming: Coming, raw: Any, slip: Slip | None, system: System, now: datetime) -> Taken:
    """Keep one record, unless there is one of its id by now."""
    called = str(coming.id)
    try:
        with transaction.atomic():
            if Sent.objects.filter(record=coming.id).exists():
                return _before(raw, coming.id, slip, system)
            keep([coming], now=now)
            receipts.give([(coming.id, coming.slip)], now=now)
    except IntegrityError:
        return _before(raw, coming.id, slip, system)
    except Exception as error:
        if of_the_database(error):
            raise
        log.exception("A record of a system could not be kept; the system was told so.")
        words = say("This record could not be kept. Send it again later, in another call.")
        return Taken(called, REFUSED, (Problem("", "not_kept", words),))
    return Taken(called, KEPT, receipt=_opens(coming.id, slip))


def _before(raw: Any, identity: UUID, slip: Slip | None, system: System) -> Taken:
    """There is a record of this id: the same one is kept, another is a conflict."""
    there = Stop.objects.filter(pk=identity, force=system.force_id, system__isnull=False).first()
    if there is not None and _is(raw, there):
        return Taken(str(identity), KEPT, receipt=_opens(identity, slip))
    words = say("Another record has this id. Nothing was changed: send this one under its own id.")
    return Taken(str(identity), CONFLICT, (Problem("stop_id", "conflict", words),))


def _is(raw: Any, stop: Stop) -> bool:
    """Whether this is the record that the stop was when it came."""
    first = Version.objects.select_related("restricted").get(stop=stop, number=1)
    beside = first.restricted
    return says_the_same(
        raw,
        opened=json.loads(first.record),
        apart=Apart(beside.registration, beside.place or {}, beside.officer),
        digest=stop.said,
    )


def _opens(record: UUID, slip: Slip | None) -> bool | None:
    """Whether a slip opens a record: one that was given for another never does."""
    if slip is None:
        return None
    return Receipt.objects.filter(record=record, secret_digest=slip.secret_digest).exists()
