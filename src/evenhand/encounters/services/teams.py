"""Teams of a force: taken up, renamed, put into another, ended. Records keep their names."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from evenhand.accounts.acting import Acting
from evenhand.accounts.noting import reference
from evenhand.accounts.roles import May
from evenhand.accounts.services.checking import still_may
from evenhand.audit import services as audit
from evenhand.audit.models import Act
from evenhand.encounters.errors import NotHere, NotNow
from evenhand.encounters.models import Team, TeamChange
from evenhand.encounters.services.devices import own_force
from evenhand.forces.models import Force
from evenhand.measures.words.messages import say


@transaction.atomic
def add(*, names: Iterable[str], by: Acting, now: datetime) -> list[Team]:
    """Take up teams of the force; those that are there stay as they are.

    Raises
    ------
    MayNot, NotHere
    """
    by, force = _allowed(by, now)
    there = set(_open(force).values_list("name", flat=True))
    added = [
        Team.objects.create(force_id=force, name=name, since=now)
        for name in sorted({one.strip() for one in names} - there - {""})
    ]
    for team in added:
        _note(team, by, now, {"team": "added"})
    return added


@transaction.atomic
def rename(*, team: int, name: str, reason: str, by: Acting, now: datetime) -> Team:
    """Give a team another name; where a team has it already, the two are put together.

    Returns
    -------
    The team that goes on.

    Raises
    ------
    MayNot, NotHere
    NotNow
        If the name is the same or empty, or no reason is given.
    """
    by, force = _allowed(by, now)
    before = _one(force, team)
    said = name.strip()
    if not said:
        raise NotNow(say("Enter the name of the team"))
    if said == before.name:
        raise NotNow(say("The team has this name already"))
    _end(before, now)
    after = _open(force).filter(name=said).first()
    if after is None:
        after = Team.objects.create(force_id=force, name=said, since=now)
    _change(before, after, reason, by, now)
    return after


@transaction.atomic
def end(*, team: int, reason: str, by: Acting, now: datetime) -> None:
    """End a team that no other one goes on for.

    Raises
    ------
    MayNot, NotHere
    NotNow
        If no reason is given.
    """
    by, force = _allowed(by, now)
    before = _one(force, team)
    _end(before, now)
    _change(before, None, reason, by, now)


def _allowed(by: Acting, now: datetime) -> tuple[Acting, str]:
    """Whoever keeps teams; their force is locked, so that one changes them at a time."""
    by = still_may(by, May.KEEP_TEAMS, now=now)
    force = own_force(by)
    Force.objects.select_for_update(no_key=True).get(pk=force)
    return by, force


def _open(force: str) -> QuerySet[Team]:
    return Team.objects.filter(force=force, ended_at__isnull=True)


def _one(force: str, number: int) -> Team:
    found = _open(force).filter(pk=number).first()
    if found is None:
        raise NotHere(say("There is no such team in your force."))
    return found


def _end(team: Team, now: datetime) -> None:
    team.ended_at = now
    team.save(update_fields=["ended_at"])


def _change(before: Team, after: Team | None, reason: str, by: Acting, now: datetime) -> None:
    if not reason.strip():
        raise NotNow(say("Enter why: it is kept"))
    TeamChange.objects.create(
        force_id=before.force_id,
        before=before,
        after=after,
        reason=reason.strip(),
        by=by.person,
        at=now,
    )
    _note(before, by, now, {"team": "changed", "after": after.pk if after else None})


def _note(team: Team, by: Acting, now: datetime, details: dict[str, object]) -> None:
    audit.record(
        act=Act.ALTERATION,
        by=reference(by.person),
        organisation=reference(by.organisation),
        subject=f"team/{team.pk}",
        now=now,
        details=details,
    )
