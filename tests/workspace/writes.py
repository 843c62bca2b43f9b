"""Every write of the workspace, as one of the cast would send it, and what it would change."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from accounts.cast import Cast, acting
from evenhand.accounts.models import Invitation, Membership
from evenhand.accounts.roles import Role
from evenhand.accounts.services import invite


@dataclass(frozen=True)
class Write:
    """A form that is sent, and a look at what it is about."""

    address: str
    sent: dict[str, str]
    state: Callable[[], Any]


def the_mates(cast: Cast) -> list[tuple[Any, ...]]:
    """The team mate's memberships."""
    found = Membership.objects.filter(person=cast.mate).order_by("pk")
    return list(found.values_list("role", "ended_at"))


def inviting(cast: Cast) -> Write:
    return Write(
        "/workspace/people/invite/",
        {"email": "new@beds.example", "role": Role.ANALYST, "until": ""},
        lambda: list(Invitation.objects.values_list("email", "role")),
    )


def changing(cast: Cast) -> Write:
    number = Membership.objects.get(person=cast.mate).pk
    sent = {"role": Role.ANALYST, "why": "New post"}
    return Write(f"/workspace/people/{number}/role/", sent, lambda: the_mates(cast))


def ending(cast: Cast) -> Write:
    number = Membership.objects.get(person=cast.mate).pk
    return Write(f"/workspace/people/{number}/end/", {"why": "Left"}, lambda: the_mates(cast))


def withdrawing(cast: Cast) -> Write:
    by, now = acting(cast.owner), timezone.now()
    made = invite(email="new@beds.example", role=Role.ANALYST, by=by, now=now).invitation
    return Write(
        f"/workspace/people/invitations/{made.pk}/withdraw/",
        {},
        lambda: Invitation.objects.values_list("withdrawn_at", flat=True).get(pk=made.pk),
    )


WRITES: dict[str, Callable[[Cast], Write]] = {
    "inviting": inviting,
    "changing a role": changing,
    "ending access": ending,
    "taking an invitation back": withdrawing,
}
