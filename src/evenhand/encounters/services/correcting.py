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
from evenhand.encounters.arriving.splitting import Apart, split, whole
from evenhand.encounters.editing import asking
from evenhand.encounters.editing.changing import FIXED, differences
from evenhand.encounters.errors import EditedMeanwhile, NotHere, NotNow, StillToMend
from evenhand.encounters.models import Reviewed, Stop, Version
from evenhand.encounters.rules import Context, Problem
from evenhand.encounters.selectors.officers import Officers, teams
from evenhand.encounters.services.keeping import restricted
from evenhand.ledger.kept import REDACTED
from evenhand.ledger.tree.entries import canonical
from evenhand.measures.words.messages import say

POINT = ("latitude", "longitude", "accuracy_m")
WHERE = frozenset({"place.lsoa", *(f"place.{one}" for one in POINT)})
"""What says where a stop was, as far as analysis sees it: neither the place's name nor the road."""
SOMEWHERE, A_PLATE, A_NAME = (52.0, -1.0), "A1", "-"
"""What stands in for what was erased while a record is held against the rules."""


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
    cell = before["place"].pop("cell", None)
    after = _checked({**given, **fixed}, before, found, erased)
    changes = differences(before, after)
    if not changes:
        raise NotNow(say("Nothing was changed."))
    if any(one.get("new") == REDACTED for one in changes):
        raise NotNow(say("Nobody types that something was taken out. Write what it says."))
    moved = any(one["field"] in WHERE for one in changes)
    opened, apart = split(after)
    opened["officer"] = json.loads(version.record)["officer"]
    if erased and not moved:
        opened["place"]["cell"] = cell
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


def _checked(
    record: dict[str, Any], before: Mapping[str, Any], stop: Stop, erased: bool
) -> dict[str, Any]:
    """The record in the form in which it is kept, held against the rules as they were for it.

    What stood before and nobody touches is not judged again: a code may have gone since.
    """
    if isinstance(record.get("place"), Mapping):
        record["place"] = {k: v for k, v in record["place"].items() if k != "cell"}
    context = _context(before, stop)
    checked = rules.check(_filled(record) if erased else record, context=context)
    if checked.stop is not None:
        kept = checked.stop.model_dump(mode="json")
        return _emptied(kept, record) if erased else kept
    stood = rules.check(_filled(before) if erased else before, context=context).problems
    codes = {(one.field, one.code) for one in stood}
    left = [one for one in checked.problems if not _stood(one, codes, before, record)]
    if left:
        raise StillToMend(say("It does not meet the rules."), tuple(left))
    return record


def _context(before: Mapping[str, Any], stop: Stop) -> Context:
    """What was known for the stop when it was accepted, so that a correction is judged as it was.

    The team and the day that it has are never held against it: they were accepted.
    """
    officers = Officers(stop.force_id, stop.accepted_at)
    officer = officers.find(stop.officer_id) if stop.officer_id else None
    since = officer.since if officer else None
    began = datetime.fromisoformat(before["started_at"]).date()
    known = teams(stop.force_id, at=stop.accepted_at)
    return Context(
        now=stop.accepted_at,
        force_id=stop.force_id,
        officer_since=min(since, began) if since else None,
        known_teams=None if known is None else known | {before["team"]},
    )


def _stood(
    problem: Problem,
    codes: set[tuple[str, str]],
    before: Mapping[str, Any],
    record: Mapping[str, Any],
) -> bool:
    """Whether the record had this problem before, in an answer that nobody has touched."""
    same = asking.said(before, problem.field) == asking.said(record, problem.field)
    return same and (problem.field, problem.code) in codes


def _filled(record: Mapping[str, Any]) -> dict[str, Any]:
    """The record with something in place of what was erased, so that all else of it is judged."""
    if not all(isinstance(record.get(part), Mapping) for part in ("place", "vehicle")):
        return dict(record)  # the rules say what is wrong with it
    place, vehicle = dict(record["place"]), dict(record["vehicle"])
    if place.get("latitude") is None and place.get("longitude") is None:
        if place.get("how") == "device":
            place |= dict(zip(POINT, (*SOMEWHERE, place.get("accuracy_m") or 0), strict=True))
        elif not place.get("name"):
            place["name"] = A_NAME
    if vehicle.get("registration_state") == "given" and not vehicle.get("registration"):
        vehicle["registration"] = A_PLATE
    return {**record, "place": place, "vehicle": vehicle}


def _emptied(kept: dict[str, Any], record: Mapping[str, Any]) -> dict[str, Any]:
    """The same again without what stood in."""
    for part, names in (("place", (*POINT, "name")), ("vehicle", ("registration",))):
        given = record[part]
        kept[part] |= {name: None for name in names if given.get(name) is None}
    return kept


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
        for gone in ("registration_mac", "likeness"):
            values.pop(gone)
    for name, value in values.items():
        setattr(stop, name, value)
    stop.versions, stop.reviewed = number, Reviewed.WAITING
    stop.save(update_fields=[*values, "versions", "reviewed"])
