"""Teams of a force: which there are, how many officers record for each, and what became of others.

Which team an officer is in stands in each record, and nowhere else.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time

from evenhand.encounters.answering import reading, scopes
from evenhand.encounters.models import Stop, Team, TeamChange, TokenKey
from evenhand.encounters.told.answers import TeamSlips
from evenhand.encounters.told.rounding import about


@dataclass(frozen=True)
class TeamSeen:
    """A team as records and slips show it.

    Attributes
    ----------
    number : of the team, where the force keeps it; None for a name that only records have.
    officers, before : who recorded a stop for it in this quarter, and in the one before.
    own_key : its slips can be told from those of others, which needs ten officers.
    slips : what became of its slips in this quarter; None without a key of its own.
    """

    name: str
    number: int | None
    officers: int
    before: int
    own_key: bool
    slips: TeamSlips | None


def teams_of(force: str, *, now: datetime) -> list[TeamSeen]:
    """Every team that is kept or that records name, in the order of their names."""
    this = scopes.quarter_of(now)
    kept = dict(_open(force))
    names = became(force)
    seen = officers(force, this, names)
    before = officers(force, scopes.before(this), names)
    keys = TokenKey.objects.filter(
        force_id=force, quarter=this, scope__startswith=scopes.TEAM
    ).values_list("scope", flat=True)
    own = {scope.removeprefix(scopes.TEAM) for scope in keys}
    slips = {
        one.team: TeamSlips(one.team, about(one.signed), one.used)
        for one in reading.unused(force, this)
    }
    return [
        TeamSeen(
            name,
            kept.get(name),
            seen.get(name, 0),
            before.get(name, 0),
            name in own,
            slips.get(name),
        )
        for name in sorted(kept.keys() | seen.keys() | before.keys())
    ]


def one_of(force: str, number: int) -> Team | None:
    """A team that has not ended."""
    return Team.objects.filter(force=force, ended_at__isnull=True, pk=number).first()


def changes(force: str) -> list[TeamChange]:
    """What became of teams, the latest first."""
    found = TeamChange.objects.filter(force=force).select_related("before", "after", "by")
    return list(found.order_by("-pk"))


def became(force: str) -> dict[str, str]:
    """By a team's earlier name, the name under which its officers record now."""
    steps = {
        one.before.name: one.after.name for one in reversed(changes(force)) if one.after is not None
    }
    kept = dict(_open(force))
    return {name: _followed(name, steps) for name in steps if name not in kept}


def officers(force: str, quarter: str, names: Mapping[str, str]) -> dict[str, int]:
    """How many officers recorded a stop for each team in a quarter.

    Parameters
    ----------
    names : what earlier names became; an officer under both is counted once.
    """
    first, end = scopes.starts(quarter), scopes.starts(scopes.following(quarter))
    found = Stop.objects.filter(
        force_id=force,
        twice=False,
        officer__isnull=False,
        started_at__gte=datetime.combine(first, time(), tzinfo=scopes.HERE),
        started_at__lt=datetime.combine(end, time(), tzinfo=scopes.HERE),
    )
    people: dict[str, set[int]] = {}
    for team, officer in found.order_by().values_list("team", "officer").distinct():
        people.setdefault(names.get(team, team), set()).add(officer)
    return {team: len(those) for team, those in people.items()}


def _open(force: str) -> list[tuple[str, int]]:
    found = Team.objects.filter(force=force, ended_at__isnull=True)
    return list(found.values_list("name", "pk"))


def _followed(name: str, steps: Mapping[str, str]) -> str:
    """Follow renamings to their end; a name that came back ends it too."""
    seen = {name}
    while (following := steps.get(name)) and following not in seen:
        name = following
        seen.add(name)
    return name
