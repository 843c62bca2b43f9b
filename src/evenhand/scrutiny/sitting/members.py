"""Reads: who sits on a panel, on which day, and how each stands."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from evenhand.accounts.acting import Acting
from evenhand.accounts.models import Membership, Person
from evenhand.accounts.roles import May, Role
from evenhand.measures.words.messages import say
from evenhand.scrutiny import models
from evenhand.scrutiny.errors import NotHere
from evenhand.scrutiny.permissions import is_panel
from evenhand.scrutiny.sitting.ready import Ready, ready
from evenhand.scrutiny.sitting.terms import Training, Vetting

SITTING = (Role.PANEL_CHAIR, Role.PANEL_MEMBER)


@dataclass(frozen=True)
class Member:
    """Somebody who sits on a panel: since when and until when, and how they stand."""

    person: Person
    role: Role
    since: date
    until: date
    ready: Ready


class Seats:
    """Who sat on some panels at any moment, as keys that are shown to nobody: one query."""

    def __init__(self, panels: Iterable[str]) -> None:
        wanted = list(panels)  # of none, Django asks the database nothing
        held = Membership.objects.filter(organisation__in=wanted, role__in=SITTING)
        self._held = list(
            held.values_list("organisation", "person", "starts_at", "expires_at", "ended_at")
        )

    def taken(self, panel: str, at: datetime) -> frozenset[int]:
        """The people who had a seat on one of them at a moment."""
        return frozenset(
            person
            for organisation, person, starts, expires, ended in self._held
            if organisation == panel and starts <= at < expires and (ended is None or at < ended)
        )


def may_keep(by: Acting) -> bool:
    """Whether somebody keeps the status of a panel's members: its chair, or its administrator."""
    return is_panel(by.organisation) and by.may(May.CHANGE_PEOPLE)


def members(by: Acting, *, now: datetime) -> list[Member]:
    """Everybody who sits on the panel that somebody acts for, for who keeps their status.

    Raises
    ------
    NotHere
        If they do not keep it.
    """
    if not may_keep(by):
        raise NotHere(say("Only the chair or the administrator of a panel sees this."))
    held = Membership.objects.current(now).filter(organisation=by.organisation, role__in=SITTING)
    stands = _last(by.organisation.pk)
    return [
        Member(
            one.person,
            Role(one.role),
            one.starts_at.date(),
            one.expires_at.date(),
            stands.get(one.person_id, Ready()),
        )
        for one in held.select_related("person").order_by("person__name", "pk")
    ]


def member(by: Acting, person: int, *, now: datetime) -> Member:
    """One of them.

    Raises
    ------
    NotHere
    """
    for one in members(by, now=now):
        if one.person.pk == person:
            return one
    raise NotHere(say("This person does not sit on your panel now."))


def mine(by: Acting) -> Ready:
    """How somebody stands themselves, on the panel that they act for."""
    return ready(by.organisation.pk, by.person.pk)


def _last(panel: str) -> dict[int, Ready]:
    rows = models.Readiness.objects.filter(panel=panel).order_by("person", "number")
    return {
        one.person_id: Ready(
            Training(one.training), one.trained_until, Vetting(one.vetting), one.vetted_until
        )
        for one in rows
    }
