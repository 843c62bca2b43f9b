"""Reads: who acts for whom, who works where, which invitations are open."""

import hashlib
from datetime import datetime

from django.db.models import Q, QuerySet

from evenhand.accounts.acting import Acting
from evenhand.accounts.errors import NotHere, NotOpen
from evenhand.accounts.models import Invitation, Membership, Organisation, Person
from evenhand.accounts.roles import OrganisationKind, Role
from evenhand.measures.words.messages import say


def person_of(email: str) -> Person | None:
    """The person of an address, however it was typed."""
    return Person.objects.filter(email=email.strip().lower()).first()


def organisations_of(person: Person, *, now: datetime) -> list[Organisation]:
    """The organisations that a person can act for at this moment, by name."""
    current = Membership.objects.current(now).filter(person=person)
    found = Organisation.objects.filter(pk__in=current.values("organisation"))
    return list(found.order_by("name"))


def acting(person: Person, organisation: str | None, *, now: datetime) -> Acting | None:
    """A person acting for an organisation, if a membership of this moment lets them.

    Parameters
    ----------
    organisation : its id; None finds the only one there is, and nothing where there are several.
    """
    current = Membership.objects.current(now).filter(person=person).select_related("organisation")
    if organisation is not None:
        current = current.filter(organisation=organisation)
    held = tuple(current)
    if len({one.organisation_id for one in held}) != 1:
        return None
    return Acting(person, held[0].organisation, held)


def groups_of(force_id: str) -> list[str]:
    """The names of the panels and groups that look at a force's work here, in order."""
    kinds = (OrganisationKind.SCRUTINY_PANEL, OrganisationKind.ADVISORY_GROUP)
    found = Organisation.objects.filter(force=force_id, kind__in=kinds)
    return list(found.order_by("name").values_list("name", flat=True))


def overseers_of(force_id: str) -> QuerySet[Organisation]:
    """Bodies that hold a force to account: those named for it, and those that look at all forces.

    A police and crime commissioner, a mayor or a police authority is named for the forces that it
    oversees; a national body, and the national programme, is named for none and looks at every one.
    """
    kinds = OrganisationKind
    of_all = Q(kind=kinds.OVERSIGHT_BODY, oversees__isnull=True) | Q(kind=kinds.NATIONAL_PROGRAMME)
    named = Q(kind=kinds.OVERSIGHT_BODY, oversees=force_id)
    return Organisation.objects.filter(named | of_all).distinct().order_by("name")


def who_oversee(force_id: str, *, now: datetime) -> list[Person]:
    """Everybody who acts at this moment for a body that holds a force to account, each once."""
    held = Membership.objects.current(now).filter(
        role=Role.OVERSIGHT_MEMBER, organisation__in=overseers_of(force_id)
    )
    return list(Person.objects.filter(pk__in=held.values("person")).order_by("pk"))


def memberships(by: Acting) -> list[Membership]:
    """Every membership of the organisation, those of today and those that ended."""
    found = Membership.objects.filter(organisation=by.organisation)
    return list(found.select_related("person", "ended_by"))


def membership(by: Acting, number: int) -> Membership:
    """One membership of the organisation that somebody acts for.

    Raises
    ------
    NotHere
        If there is none there, whether or not there is one elsewhere.
    """
    try:
        return Membership.objects.select_related("person").get(
            pk=number, organisation=by.organisation
        )
    except Membership.DoesNotExist:
        raise NotHere(say("There is no such person in your organisation.")) from None


def open_invitations(by: Acting, *, now: datetime) -> list[Invitation]:
    """Invitations of the organisation that can still be taken up, the latest first."""
    return list(_open(now).filter(organisation=by.organisation))


def invitation(secret: str, *, now: datetime) -> Invitation:
    """The invitation that a link opens.

    Raises
    ------
    NotOpen
        If it was used, taken back, is out of date, or never was. Which of them is not said.
    """
    hashed = hashlib.sha256(secret.encode()).hexdigest()
    found = _open(now).select_related("organisation").filter(secret_hash=hashed).first()
    if found is None:
        raise NotOpen(
            say("This invitation can no longer be used. Ask who invited you for a new one.")
        )
    return found


def _open(now: datetime) -> QuerySet[Invitation]:
    return Invitation.objects.filter(
        accepted_at__isnull=True, withdrawn_at__isnull=True, expires_at__gt=now
    )
