"""Deciding which of two records stands, with a reason. The other is kept, and so is the reason.

Two records under one id are a conflict: the first is the stop, and where the second stands, what it
says becomes a new version of the stop. Two stops that say the same are a double: where one stands,
the other stays too, marked, and is in no figure.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from evenhand.accounts.acting import Acting
from evenhand.accounts.errors import MayNot
from evenhand.accounts.noting import reference
from evenhand.accounts.roles import May
from evenhand.accounts.services.checking import still_may
from evenhand.audit import services as audit
from evenhand.audit.models import Act
from evenhand.encounters.editing.changing import FIXED, Change, differences
from evenhand.encounters.errors import NotHere, NotNow, StillToMend
from evenhand.encounters.models import Explained, Finding, Odd, Stands, Stop, ToMend
from evenhand.encounters.rules import Problem
from evenhand.encounters.services import mending
from evenhand.encounters.services.correcting import correct, current
from evenhand.encounters.services.devices import own_force
from evenhand.encounters.services.keeping import keep
from evenhand.measures.words.messages import say

OF_THE_MAKING = ("seconds.", "stop_id", "device_id", "sequence", "version", "receipt_digest")
"""How the names of fields begin that say nothing about the stop."""


@dataclass(frozen=True)
class Both:
    """Two records beside each other.

    Attributes
    ----------
    first, second : what each says; nothing where it cannot be opened.
    differing : field by field, what the first says and what the second says.
    problems : what the rules have against the second.
    """

    first: Mapping[str, Any] | None
    second: Mapping[str, Any] | None
    differing: tuple[Change, ...]
    problems: tuple[Problem, ...] = ()


def both(finding: Finding, *, now: datetime) -> Both:
    """Open the two records that a finding is about."""
    first = _first(finding, now)
    if finding.sent is None:
        second = current(_stops(finding)[1])[0]
        return Both(first, second, _differing(first, second))
    opened = mending.opened_as_sent(finding.sent, finding.force_id, now=now)
    said = opened.record or opened.raw
    if not isinstance(said, Mapping):
        return Both(first, None, (), opened.problems)
    return Both(first, said, _differing(first, said), opened.problems)


def offered(finding: Finding) -> tuple[Stands, ...]:
    """What can be decided: of one id, only one can stand."""
    if finding.odd == Odd.CONFLICT:
        return (Stands.FIRST, Stands.SECOND)
    return (Stands.BOTH, Stands.FIRST, Stands.SECOND)


def may_decide(finding: Finding, by: Acting) -> bool:
    """Whether somebody reviews stops and recorded neither of the two."""
    recorded = {one.officer_id for one in _stops(finding)}
    waiting = _waiting(finding)
    if waiting is not None:
        recorded.add(waiting.officer_id)
    return by.may(May.REVIEW_STOPS) and by.person.pk not in recorded


@transaction.atomic
def decide(*, finding: int, stands: Stands, words: str, by: Acting, now: datetime) -> Explained:
    """Say which of two records stands, and why.

    Raises
    ------
    MayNot
        If they review no stops, or recorded one of the two.
    NotHere
    NotNow
        If it was decided before, no reason is given, or the second record cannot stand as it is.
    """
    by = still_may(by, May.REVIEW_STOPS, now=now)
    if not words.strip():
        raise NotNow(say("Enter why: it is kept."))
    found = Finding.objects.filter(pk=finding, force=own_force(by)).first()
    if found is None:
        raise NotHere(say("There is no such finding in your force."))
    if not may_decide(found, by):
        raise MayNot(say("Nobody decides about their own records. Another supervisor does."))
    if stands not in offered(found):
        raise NotNow(say("Two records of one id cannot both stand."))
    explained, new = Explained.objects.get_or_create(
        finding=found,
        defaults={"stands": stands, "words": words.strip(), "by": by.person, "at": now},
    )
    if not new:
        raise NotNow(say("It was decided before."))
    if found.odd == Odd.DOUBLE:
        _mark(found, stands)
    elif stands == Stands.SECOND:
        _let_second_stand(found, words.strip(), by, now)
    audit.record(
        act=Act.ALTERATION,
        by=reference(by.person),
        organisation=reference(by.organisation),
        subject=f"finding/{found.pk}",
        now=now,
        why=words.strip(),
        details={"stands": stands.value},
    )
    return explained


def _mark(found: Finding, stands: Stands) -> None:
    """Say of the one that does not stand that it is in no figure."""
    gone = {Stands.FIRST: found.stop_id, Stands.SECOND: found.first_id}.get(stands)
    if gone is not None:
        Stop.objects.filter(pk=gone).update(twice=True)


def _let_second_stand(found: Finding, words: str, by: Acting, now: datetime) -> None:
    try:
        stop = next(iter(_stops(found)), None)
        if stop is None:
            _keep_second(found, words, by, now)
            return
        record = both(found, now=now).second
        if record is None:
            raise NotNow(say("The second record does not open: it cannot stand."))
        before = current(stop)[0]
        if differences(before, {**record, **{n: before[n] for n in FIXED if n in before}}):
            correct(
                stop=stop.pk,
                expected=stop.versions,
                record=record,
                reason=words,
                by=by,
                now=now,
            )
    except StillToMend as error:
        first = error.problems[0].words if error.problems else str(error)
        raise NotNow(
            say("The second record does not meet the rules: {problem}", problem=first)
        ) from error


def _keep_second(found: Finding, words: str, by: Acting, now: datetime) -> None:
    """The first is no stop: it is set aside, with the same reason, and the second becomes one."""
    if found.sent is None:
        raise NotNow(say("There is no second record."))
    coming = mending.as_it_came(found.sent, found.force_id, by=by, now=now)
    waiting = _waiting(found)
    try:
        with transaction.atomic():
            if waiting is not None and not hasattr(waiting, "settled"):
                mending.set_aside(number=waiting.pk, reason=words, by=by, now=now)
            keep([coming], now=now)
    except IntegrityError as error:
        raise NotNow(say("Somebody was faster. Look at it again.")) from error


def _first(finding: Finding, now: datetime) -> Mapping[str, Any] | None:
    stop = next(iter(_stops(finding)), None)
    if stop is not None:
        return current(stop)[0]
    waiting = _waiting(finding)
    raw = mending.opened(waiting, now=now).raw if waiting is not None else None
    return raw if isinstance(raw, Mapping) else None


def _stops(finding: Finding) -> list[Stop]:
    """The stops that a finding is about, the first one first."""
    if finding.sent is None:
        return [one for one in (finding.first, finding.stop) if one is not None]
    return list(Stop.objects.filter(pk=finding.sent.record, force=finding.force_id))


def _waiting(finding: Finding) -> ToMend | None:
    """Of a conflict, the first record where that had to be mended."""
    if finding.sent is None:
        return None
    waiting = ToMend.objects.select_related("settled", "sent", "sent__sealed")
    return waiting.filter(sent__record=finding.sent.record, force=finding.force_id).first()


def _differing(first: Mapping[str, Any] | None, second: Mapping[str, Any]) -> tuple[Change, ...]:
    changes = differences(first or {}, second, restricted=True)
    return tuple(one for one in changes if not one["field"].startswith(OF_THE_MAKING))
