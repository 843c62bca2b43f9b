"""Erasing of the register: what other systems call a record, and its free text, on their days.

The record stays, and so does every version without its words. The log says it again without them,
and the entries that held them are emptied: nothing is left to guess them from.
"""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from evenhand.accounts.noting import NOBODY
from evenhand.audit import services as audit
from evenhand.audit.models import Act
from evenhand.encounters import register_log
from evenhand.encounters.errors import NotHere, NotNow
from evenhand.encounters.models import Registered, RegisteredApart, RegisteredVersion
from evenhand.encounters.registered.records import MODELS, POWER
from evenhand.encounters.registered.rows import mac_of
from evenhand.encounters.services.holding import held_registered
from evenhand.encounters.services.redacting import AT_ONCE, WORDS_FOR
from evenhand.ledger.kept import REDACTED
from evenhand.ledger.tree.entries import canonical
from evenhand.measures.words.messages import say

_FREE = "|".join(sorted({name for model in MODELS.values() for name in model.FREE}))
HOLDS_WORDS = rf'"({_FREE})":"[^[]'


def erase_due(*, now: datetime) -> int:
    """Erase what is due of the register; return of how many records something went.

    What other systems call a record goes after 13 months, its free text after six years, as that
    of stops does. A record that is held keeps everything until the hold ends.
    """
    held = held_registered().values("registered")
    apart = RegisteredApart.objects.filter(
        keep_until__lt=timezone.localdate(now), erased_at__isnull=True
    ).exclude(version__registered__in=held)
    why = say("The last day on which it may be read has passed.")
    with transaction.atomic():
        done: int = apart.update(reference="", video="", erased_at=now)
        if done:
            _note("register/due", why=why, by=NOBODY, now=now, details={"references": done})
    old = RegisteredVersion.objects.filter(
        Q(record__regex=HOLDS_WORDS), registered__day__lt=timezone.localdate(now - WORDS_FOR)
    ).exclude(registered__in=held)
    pks = list(old.order_by().values_list("registered", flat=True).distinct()[:AT_ONCE])
    for one in Registered.objects.filter(pk__in=pks):
        with transaction.atomic():
            _take_out(one, why=why, by=NOBODY, now=now)
    return done + len(pks)


@transaction.atomic
def redact(*, force: str, power: str, reference: str, why: str, by: str, now: datetime) -> int:
    """Take all free text out of a registered record, as the law may ask, for good.

    Parameters
    ----------
    reference : what the force's system calls the record.
    why : what the law says against the words; it is kept, so it must not repeat them.
    by : who does it, as the private log calls them.

    Returns
    -------
    Out of how many versions words were taken.

    Raises
    ------
    NotHere
    NotNow
        If no reason is given, or a panel looks at it.
    """
    if not why.strip():
        raise NotNow(say("Say why: it is kept."))
    mac = mac_of(force, power, reference)
    found = Registered.objects.filter(force=force, power=power, reference_mac=mac).first()
    if found is None:
        raise NotHere(say("The force has registered no record of this reference."))
    if held_registered().filter(registered=found).exists():
        raise NotNow(
            say("A scrutiny panel looks at this record. Nothing of it goes until it is done.")
        )
    return _take_out(found, why=why.strip(), by=by, now=now)


def _take_out(found: Registered, *, why: str, by: str, now: datetime) -> int:
    at = now.astimezone(UTC).isoformat(timespec="seconds")
    again: dict[int, str] = {}
    for version in found.versions.order_by("number"):
        before = json.loads(version.record)
        after = _without(before)
        if after == before:
            continue
        fields = sorted(name for name in after if after[name] != before[name])
        text = canonical(after).decode()
        mark = {"at": at, "role": "", "why": why, "fields": fields}
        RegisteredVersion.objects.redact(version, mark, {"record": text})
        again[version.number] = text
    if again:
        register_log.restate(
            power=found.power,
            record_id=found.pk,
            force_id=found.force_id,
            records=again,
            why=why,
            by=by,
            organisation="",
            now=now,
        )
    _note(f"registered/{found.pk}", why=why, by=by, now=now, details={"versions": len(again)})
    return len(again)


def _without(record: Mapping[str, Any]) -> dict[str, Any]:
    free = MODELS[record[POWER]].FREE
    return {name: REDACTED if name in free else said for name, said in record.items()}


def _note(subject: str, *, why: str, by: str, now: datetime, details: dict[str, Any]) -> None:
    audit.record(
        act=Act.ERASURE,
        by=by,
        organisation="",
        subject=subject,
        now=now,
        why=why,
        details=details,
    )
