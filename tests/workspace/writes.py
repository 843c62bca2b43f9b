"""Every write of the workspace, as somebody who may would send it, and what it would change."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from accounts.cast import Cast, acting
from evenhand.accounts.models import Invitation, Membership, Person
from evenhand.accounts.roles import Role
from evenhand.accounts.services import invite

PEOPLE = "/workspace/people/"


@dataclass(frozen=True)
class Write:
    """A form that is sent, and a look at what it is about.

    Attributes
    ----------
    by : who may send it.
    mate : somebody whose role does not allow it, where the thing is known to them.
    stranger : somebody who may do the same, elsewhere.
    then : where it leads.
    lost : what answers it where its sender was signed out meanwhile: a redirect, or the words.
    """

    by: Person
    mate: Person
    stranger: Person
    address: str
    sent: Mapping[str, Any]
    state: Callable[[], Any]
    then: str = PEOPLE
    lost: int = 302


def of_people(cast: Cast, address: str, sent: Mapping[str, Any], state: Callable[[], Any]) -> Write:
    """A write about people, which an administrator sends."""
    return Write(cast.owner, cast.mate, cast.stranger, f"{PEOPLE}{address}", sent, state)


def the_mates(cast: Cast) -> list[tuple[Any, ...]]:
    """The team mate's memberships."""
    found = Membership.objects.filter(person=cast.mate).order_by("pk")
    return list(found.values_list("role", "ended_at"))


def inviting(cast: Cast) -> Write:
    sent = {"email": "new@beds.example", "role": Role.ANALYST, "until": ""}
    return of_people(
        cast, "invite/", sent, lambda: list(Invitation.objects.values_list("email", "role"))
    )


def changing(cast: Cast) -> Write:
    number = Membership.objects.get(person=cast.mate).pk
    sent = {"role": Role.ANALYST, "why": "New post"}
    return of_people(cast, f"{number}/role/", sent, lambda: the_mates(cast))


def ending(cast: Cast) -> Write:
    number = Membership.objects.get(person=cast.mate).pk
    return of_people(cast, f"{number}/end/", {"why": "Left"}, lambda: the_mates(cast))


def withdrawing(cast: Cast) -> Write:
    by, now = acting(cast.owner), timezone.now()
    made = invite(email="new@beds.example", role=Role.ANALYST, by=by, now=now).invitation
    return of_people(
        cast,
        f"invitations/{made.pk}/withdraw/",
        {},
        lambda: Invitation.objects.values_list("withdrawn_at", flat=True).get(pk=made.pk),
    )


OF_PEOPLE: dict[str, Callable[[Cast], Write]] = {
    "inviting": inviting,
    "changing a role": changing,
    "ending access": ending,
    "taking an invitation back": withdrawing,
}
