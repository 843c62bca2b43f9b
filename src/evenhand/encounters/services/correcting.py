"""Correcting a stop: a new version beside all before it, with a reason. Nothing is overwritten."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from evenhand.accounts.acting import Acting
from evenhand.accounts.errors import MayNot
from evenhand.accounts.noting import reference
from evenhand.accounts.roles import May
from evenhand.accounts.services.checking import held
from evenhand.audit import services as audit
from evenhand.audit.models import Act
from evenhand.encounters import rules, stop_log
from evenhand.encounters.arriving.columns import columns
from evenhand.encounters.arriving.splitting import EXACT, Apart, split, whole
from evenhand.encounters.editing.changing import FIXED, differences
from evenhand.encounters.errors import EditedMeanwhile, NotHere, NotNow, StillToMend
from evenhand.encounters.models import Reviewed, Stop, Version
from evenhand.encounters.rules import Context
from evenhand.encounters.services.keeping import restricted
from evenhand.ledger.kept import REDACTED
from evenhand.ledger.tree.entries import canonical
from evenhand.measures.words.messages import say

PLAIN = ("vehicle.registration", *(f"place.{one}" for one in EXACT))


def current(stop: Stop) -> tuple[dict[str, Any], Version]:
    """The whole record as its latest version says it, with what is restricted while it is kept."""
    version = Version.objects.select_related("restricted").get(stop=stop, number=stop.versions)
    apart = version.restricted
    opened = json.loads(version.record)
    if apart.erased_at is not None:
        return opened, version
    return whole(opened, Apart(apart.registration, apart.place or {}, apart.officer)), version


@transaction.atomic
def correct(
    *,
    stop: UUID,
    expected: int,
    record: Mapping[str, Any],
    reason: str,
    by: Acting,
    now: datetime,
) -> Version:
    """Correct what a stop says, as its officer or as a supervisor of the force.

    Parameters
    ----------
    expected : the number of the version that the writer has seen.
    record : the whole corrected record; what nobody changes is taken from the one before.

    Raises
    ------
    MayNot, NotHere
        If it is not theirs to correct.
    EditedMeanwhile
        If there is a later version.
    NotNow
        If nothing is changed or no reason is given.
    StillToMend
        With what the rules have against it.
    """
    by = held(by, now=now)
    found = Stop.objects.select_for_update().filter(pk=stop, force=by.organisation.force_id).first()
    if found is None:
        raise NotHere(say("There is no such stop in your force."))
    may_correct(found, by)
    if found.versions != expected:
        raise EditedMeanwhile(say("Somebody else corrected this stop. Look at it first."))
    if not reason.strip():
        raise NotNow(say("Enter why you correct it: it is kept."))
    before, version = current(found)
    erased = version.restricted.erased_at is not None
    given = {name: value for name, value in record.items() if name not in FIXED}
    fixed = {name: before[name] for name in FIXED if name in before}
    after = _checked({**given, **fixed}, found, erased)
    changes = differences(before, after)
    if not changes:
        raise NotNow(say("Nothing was changed."))
    if any(one.get("new") == REDACTED for one in changes):
        raise NotNow(say("Nobody types that something was taken out. Write what it says."))
    opened, apart = split(after)
    opened["officer"] = json.loads(version.record)["officer"]
    text = canonical(opened).decode()
    added = Version.objects.create(
        stop=found,
        number=expected + 1,
        record=text,
        made_at=now,
        by=by.person,
        reason=reason.strip(),
        changes=changes,
    )
    _keep_apart(added, apart, version, erased)
    moved = any(one["field"].startswith("place.") for one in changes)
    _update(found, columns(opened, apart), expected + 1, erased, moved)
    stop_log.write_more(
        kind=stop_log.CORRECTED,
        stop_id=found.pk,
        force_id=found.force_id,
        record=text,
        now=now,
    )
    audit.record(
        act=Act.ALTERATION,
        by=reference(by.person),
        organisation=reference(by.organisation),
        subject=f"stop/{found.pk}",
        now=now,
        why=reason.strip(),
        details={"version": expected + 1, "fields": [one["field"] for one in changes]},
    )
    return added


def may_correct(stop: Stop, by: Acting) -> None:
    """Refuse who neither recorded the stop nor reviews stops.

    Raises
    ------
    MayNot
    """
    own = by.may(May.RECORD_STOPS) and stop.officer_id == by.person.pk
    if not (by.is_of(stop.force_id) and (own or by.may(May.REVIEW_STOPS))):
        raise MayNot(say("Your role does not allow this."))


def _checked(record: dict[str, Any], stop: Stop, erased: bool) -> dict[str, Any]:
    """The record in the form in which it is kept, held against the rules as they were for it."""
    record["place"] = {k: v for k, v in record["place"].items() if k != "cell"}
    context = Context(now=stop.accepted_at, force_id=stop.force_id)
    checked = rules.check(record, context=context)
    if checked.stop is not None:
        return checked.stop.model_dump(mode="json")
    left = [one for one in checked.problems if not (erased and one.field in PLAIN)]
    if left:
        raise StillToMend(say("It does not meet the rules."), tuple(left))
    return record


def _keep_apart(added: Version, apart: Apart, before: Version, erased: bool) -> None:
    row = restricted(added, apart, added.stop.started_at)
    row.keep_until = before.restricted.keep_until
    if erased:
        row.registration, row.place, row.officer = "", None, ""
        row.erased_at = before.restricted.erased_at
    row.save(force_insert=True)


def _update(stop: Stop, values: dict[str, Any], number: int, erased: bool, moved: bool) -> None:
    """The columns follow the latest version; what can no longer be worked out stays as it was.

    So does the small area, unless the place is another: then it is worked out again.
    """
    if not values["lsoa"] and not moved:
        values.pop("lsoa")
    if erased:
        for gone in ("registration_mac", "cell", "likeness"):
            values.pop(gone)
    for name, value in values.items():
        setattr(stop, name, value)
    stop.versions, stop.reviewed = number, Reviewed.WAITING
    stop.save(update_fields=[*values, "versions", "reviewed"])
