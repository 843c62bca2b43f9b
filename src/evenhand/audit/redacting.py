"""Taking the reason out of an entry of the private log, where the law does not allow its words.

Who looked at what, when and for whom stays: that is evidence, of which a court or a complaint may
have need. Only what they typed as their reason goes.
"""

import json
from datetime import datetime
from typing import Any

from django.db import transaction

from evenhand.audit.log import AUDIT
from evenhand.audit.models import Act, Entry
from evenhand.audit.selectors import Investigator, NotAnInvestigator, open_to
from evenhand.audit.services import entry as made
from evenhand.audit.services import record, record_all
from evenhand.ledger.errors import CannotErase
from evenhand.ledger.kept import REDACTED
from evenhand.ledger.log.erasing import erase
from evenhand.ledger.unlawful import Reason, sentence
from evenhand.measures.words.messages import say

RESTATED = "restated"
"""The detail that an entry has which says again what an emptied one said, without its reason."""


def reason_of(one: Entry) -> str:
    """The reason that somebody typed; empty where there is none, or it was taken out."""
    try:
        body = json.loads(one.body)
    except ValueError:
        return ""  # somebody changed it in the database: the check of the log says so
    why = str(body.get("why", "")) if isinstance(body, dict) else ""
    return "" if why == REDACTED else why


def can_lose_reason(one: Entry, *, reader: Investigator) -> bool:
    """Whether an investigator may take the reason out of an entry: there is one, and not theirs."""
    return bool(one.kind in Act.values and one.by != reader.reference and reason_of(one))


def entry_of(number: int, *, reader: Investigator) -> Entry | None:
    """An entry that the investigator may look into, and whose reason they may take out."""
    found = open_to(reader).filter(pk=number).first()
    return found if found is not None and can_lose_reason(found, reader=reader) else None


@transaction.atomic
def take_reason_out(
    *, number: int, because: Reason | str, reader: Investigator, now: datetime
) -> Entry:
    """Empty an entry, and say again all of it but the reason, with when it happened.

    An entry of the log is never older than those before it, so the new one stands at the day on
    which the reason was taken out. The leaf of the emptied entry stays, so the log holds and
    nothing can be guessed from it; the new entry names it, and says who took the reason out, when,
    and which reason of a list they had.

    Raises
    ------
    NotAnInvestigator
        If they may not read the log.
    CannotErase
        If there is no such entry for them, it has no reason, or it is about what they did
        themselves: nobody unsays their own reason.
    """
    if not reader.may_investigate:
        raise NotAnInvestigator("Only an investigator may read this log.")
    try:
        why = Reason(because)
    except ValueError as error:
        raise CannotErase(say("Choose why the law does not allow them.")) from error
    found = open_to(reader).select_for_update().filter(pk=number).first()
    if found is None or not can_lose_reason(found, reader=reader):
        raise CannotErase(say("There is no reason of somebody else in this entry."))
    again, leaf = _without(found, why, reader, now), bytes(found.leaf).hex()
    signed = {"by": reader.reference, "organisation": reader.organisation_reference}
    erase(AUDIT, [found], why=sentence(why), now=now, **signed)
    record_all([again])
    record(
        act=Act.ERASURE,
        subject="log/audit",
        now=now,
        details={"reason of": leaf, "because": why.value},
        **signed,
    )
    return again


def _without(found: Entry, why: Reason, reader: Investigator, now: datetime) -> Entry:
    body: dict[str, Any] = json.loads(found.body)
    mark = {
        "happened": (found.at or now).isoformat(),
        "leaf": bytes(found.leaf).hex(),
        "at": now.isoformat(),
        "by": reader.reference,
        "organisation": reader.organisation_reference,
        "because": why.value,
    }
    return made(
        act=found.kind,
        by=found.by,
        organisation=found.organisation,
        subject=found.subject,
        now=now,
        why=REDACTED,
        details={**body.get("details", {}), RESTATED: mark},
    )
