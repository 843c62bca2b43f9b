"""Coverage of a force: put together from what is known and recorded, and published as it stands."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from evenhand.accounts.acting import Acting
from evenhand.accounts.roles import May
from evenhand.accounts.services.writing import Signature, written
from evenhand.encounters.comparing import of_coverage
from evenhand.encounters.errors import NotNow
from evenhand.encounters.known import coverage
from evenhand.encounters.known.coverage import Fact
from evenhand.encounters.models import CoverageTold, Version
from evenhand.encounters.selectors import known
from evenhand.encounters.services import matching
from evenhand.encounters.services.devices import own_force
from evenhand.encounters.told.coverage import newest
from evenhand.forces.models import Force
from evenhand.ledger.agreeing import say_shown
from evenhand.ledger.tree.entries import canonical
from evenhand.measures.words.messages import say

VERSION = 1
"""Of what is published: programs that read it ask for this."""
MOST_MONTHS = 12
BY = "Evenhand"
"""Who publishes where nobody is named: the command of the site itself."""


def put_together(*, force: str, now: datetime) -> dict[str, Any]:
    """Make what may be published of the latest year of ended months, matched as of now."""
    matching.match(force=force, now=now)
    running = f"{timezone.localdate(now):%Y-%m}"
    there = known.current(force).filter(month__lt=running)
    told = sorted(set(there.values_list("month", flat=True)))[-MOST_MONTHS:]
    months: dict[str, list[str]] = defaultdict(list)
    for source, month in there.filter(month__in=told).values_list("source", "month"):
        months[source].append(month)
    return content(
        force, facts(force, told), months=months, officers=officers(force, told), now=now
    )


def publish(*, force: str, by: str = BY, now: datetime) -> CoverageTold:
    """Publish it; what was published before stays beside it, and the public ledger holds each.

    Parameters
    ----------
    by : who publishes, as the public reads it.

    Raises
    ------
    NotNow
        If nothing is known from elsewhere: then the page says so, and no number.
    """
    with transaction.atomic():
        Force.objects.select_for_update().get(pk=force)
        said = put_together(force=force, now=now)
        if not said["sources"]:
            raise NotNow(
                say("Nothing is known from elsewhere of a month that has ended. Take a file in.")
            )
        return keep(force, said, by=by, now=now)


def publish_seen(acting: Acting, *, seen: str, now: datetime) -> CoverageTold:
    """Publish what somebody looked at, if that is still what would be published.

    Parameters
    ----------
    seen : its :func:`fingerprint`.

    Raises
    ------
    MayNot, NotHere, NotNow
        If no role of theirs allows it, they act for no force, or records or events came meanwhile.
    """
    force = own_force(acting)

    def signs(held: Acting) -> Signature | None:
        may = held.may(May.PUBLISH)
        return Signature(held.called(May.PUBLISH), held.organisation.name) if may else None

    with written(
        acting, signs=signs, subject=f"coverage/{force}", step="published", now=now
    ) as who:
        Force.objects.select_for_update().get(pk=force)
        said = put_together(force=force, now=now)
        if not said["sources"] or fingerprint(said) != seen:
            raise NotNow(
                say("Records or events came in meanwhile. Nothing was published: look at it again.")
            )
        return keep(force, said, by=who["by"], now=now)


def fingerprint(said: Mapping[str, Any]) -> str:
    """What tells whether the same would be published as somebody looked at."""
    return sha256(canonical(_without_day(said))).hexdigest()


@transaction.atomic
def keep(force: str, said: Mapping[str, Any], *, by: str = BY, now: datetime) -> CoverageTold:
    """Add what is published, and say so in the ledger; the same again adds nothing."""
    before = newest(force)
    if before is not None and _without_day(json.loads(before.content)) == _without_day(said):
        return before
    told = CoverageTold.objects.create(
        force_id=force,
        number=before.number + 1 if before else 1,
        content=canonical(dict(said)).decode(),
        by=by,
        at=now,
    )
    say_shown(of_coverage(told))
    return told


def content(
    force: str,
    said: Sequence[Fact],
    *,
    months: Mapping[str, Sequence[str]],
    officers: Mapping[str, int],
    now: datetime,
) -> dict[str, Any]:
    """Return what is published, as plain values."""
    return {
        "version": VERSION,
        "force": force,
        "made": f"{timezone.localdate(now):%Y-%m-%d}",
        "sources": coverage.coverage(said, months=months, officers=officers),
    }


def facts(force: str, months: Sequence[str]) -> list[Fact]:
    """Count the events of these months that are alike."""
    return [
        Fact(source, month, team, hour, fate, why or "", count)
        for source, month, team, hour, fate, why, count in known.counted(force, months)
    ]


def officers(force: str, months: Sequence[str]) -> dict[str, int]:
    """How many officers each team has: who is in records and events, or more by a mapping's word.

    Records alone would hide a team of which nobody records.
    """
    found: dict[str, set[str]] = defaultdict(set)
    if not months:
        return {}
    for team, officer in known.officers(force, months):
        found[team].add(officer)
    rows = Version.objects.filter(stop__force=force, stop__twice=False, number=F("stop__versions"))
    first = timezone.make_aware(datetime.strptime(months[0], "%Y-%m"))  # noqa: DTZ007 (it is made so here)
    for team, record in (
        rows.filter(stop__started_at__gte=first).values_list("stop__team", "record").iterator()
    ):
        found[team].add(json.loads(record)["officer"])
    stated = known.officers_stated(force)
    counted = {team: len(names) for team, names in found.items()}
    return {
        team: max(counted.get(team, 0), stated.get(team, 0)) for team in counted.keys() | stated
    }


def _without_day(said: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in said.items() if name != "made"}
