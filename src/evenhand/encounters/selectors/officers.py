"""Who records stops for a force, and in which teams."""

from datetime import datetime, timedelta
from functools import cache

from django.db.models import Min, Q
from django.utils import timezone

from evenhand.accounts.models import Membership
from evenhand.accounts.roles import May, Role, roles
from evenhand.encounters.arriving.opening import Officer
from evenhand.encounters.models import Team

STILL_TAKEN = timedelta(days=31)
"""So long records may still come that were made under a name that a team has no more."""


def teams(force: str, *, at: datetime) -> frozenset[str] | None:
    """The names that a force's teams had at a moment, or until a month before; None for no list.

    Names that were taken up later are among them: a list says since when a name stands in it, and
    not since when there has been such a team.
    """
    lately = Q(ended_at__isnull=True) | Q(ended_at__gte=at - STILL_TAKEN)
    found = Team.objects.filter(lately, force=force).values_list("name", flat=True)
    return frozenset(found) or None


def teams_now(force: str) -> list[str]:
    """The names that an officer can choose from."""
    found = Team.objects.filter(force=force, ended_at__isnull=True)
    return list(found.order_by("name").values_list("name", flat=True))


def recording_now(force: str, *, now: datetime) -> frozenset[int]:
    """Everybody who may record stops for a force at this moment, by number."""
    held = Membership.objects.current(now).filter(organisation__force=force, role__in=_recording())
    return frozenset(held.values_list("person", flat=True))


class Officers:
    """Officers of one force at one moment; each is asked for once."""

    def __init__(self, force: str, now: datetime) -> None:
        self.force, self.now = force, now
        self.found: dict[int, Officer | None] = {}

    def find(self, number: int) -> Officer | None:
        """An officer who records, or once recorded, stops for the force."""
        if number not in self.found:
            self.found[number] = self._find(number)
        return self.found[number]

    def _find(self, number: int) -> Officer | None:
        held = Membership.objects.filter(
            person=number, organisation__force=self.force, role__in=_recording()
        )
        since = held.aggregate(since=Min("starts_at"))["since"]
        if since is None:
            return None
        left = not held.current(self.now).exists()
        return Officer(number, f"person/{number}", timezone.localdate(since), left)


@cache
def _recording() -> list[Role]:
    return [role for role, about in roles().roles.items() if May.RECORD_STOPS in about.may]
