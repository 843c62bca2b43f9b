"""Taking in plain records that a force's own system sends; each is answered for itself.

A record that breaks a rule is refused with every problem found in it, because its sender still has
it and can mend it. A call that comes again under its key is answered as it was the first time.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, InterfaceError, OperationalError, transaction

from evenhand.accounts.models import Organisation
from evenhand.accounts.noting import reference
from evenhand.accounts.roles import OrganisationKind
from evenhand.encounters import rules
from evenhand.encounters.arriving.columns import said
from evenhand.encounters.arriving.opening import plain
from evenhand.encounters.arriving.splitting import split
from evenhand.encounters.errors import UsedOtherwise
from evenhand.encounters.models import Call, Sent, Stop, System
from evenhand.encounters.rules import Context, Problem
from evenhand.encounters.selectors.officers import teams
from evenhand.encounters.services.keeping import Coming, keep
from evenhand.measures.words.messages import say

MOST_RECORDS = 100
KEPT, CONFLICT, REFUSED = "kept", "conflict", "refused"
log = logging.getLogger("evenhand.encounters")


@dataclass(frozen=True)
class Taken:
    """What became of one record, in the order in which they were sent."""

    id: str
    state: str
    problems: tuple[Problem, ...] = ()

    def told(self) -> dict[str, Any]:
        """The same as it is answered."""
        problems = [
            {"field": one.field, "code": one.code, "words": one.words} for one in self.problems
        ]
        return {"id": self.id, "state": self.state, "problems": problems}


def take_in(
    records: Sequence[Any], *, system: System, idempotency_key: str, sha256: str, now: datetime
) -> tuple[int, dict[str, Any]]:
    """Take a call's records in, once.

    Parameters
    ----------
    sha256 : digest of the whole call as it came.

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
        results = _take(records, system, now)
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


def _take(records: Sequence[Any], system: System, now: datetime) -> list[Taken]:
    context = Context(now=now, force_id=system.force_id, known_teams=teams(system.force_id))
    owner = Organisation.objects.get(force=system.force_id, kind=OrganisationKind.FORCE)
    results = []
    for raw in records:
        called = str(raw.get("stop_id"))[:100] if isinstance(raw, dict) else ""
        called = called if called.isascii() and called.isprintable() else ""
        checked = rules.check(raw, context=context)
        if checked.stop is None:
            results.append(Taken(called, REFUSED, tuple(map(plain, checked.problems))))
            continue
        record = checked.stop.model_dump(mode="json")
        coming = Coming(
            record=record,
            force_id=system.force_id,
            received_at=now,
            collected_by=f"system/{system.pk}",
            organisation=reference(owner),
            system=system,
        )
        results.append(_keep(coming, now))
    return results


def _keep(coming: Coming, now: datetime) -> Taken:
    """Keep one record, unless there is one of its id."""
    called = str(coming.id)
    try:
        with transaction.atomic():
            if Sent.objects.filter(record=coming.id).exists():
                return _before(coming)
            keep([coming], now=now)
    except IntegrityError:
        return _before(coming)
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        log.exception("A record of a system could not be kept; the system was told so.")
        words = say("This record could not be kept. Send it again later, in another call.")
        return Taken(called, REFUSED, (Problem("", "not_kept", words),))
    return Taken(called, KEPT)


def _before(coming: Coming) -> Taken:
    """There is a record of this id: the same one is kept, another is a conflict."""
    there = Stop.objects.filter(pk=coming.id, force=coming.force_id, system__isnull=False).first()
    if there is not None and there.said == said(*split(coming.record)):
        return Taken(str(coming.id), KEPT)
    words = say("Another record has this id. Nothing was changed: send this one under its own id.")
    return Taken(str(coming.id), CONFLICT, (Problem("stop_id", "conflict", words),))
