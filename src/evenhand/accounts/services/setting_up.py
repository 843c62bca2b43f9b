"""The first people of a site, given by who runs it: from the command line and the demonstration."""

from collections.abc import Sequence
from datetime import datetime

from allauth.account.models import EmailAddress
from django.db import transaction

from evenhand.accounts.errors import AlreadyThere, NoOverseer
from evenhand.accounts.models import Membership, Organisation, Person
from evenhand.accounts.noting import note
from evenhand.accounts.roles import OrganisationKind, Role
from evenhand.accounts.services.checking import access_until, role_fits
from evenhand.audit.models import Act
from evenhand.forces.models import Force
from evenhand.measures.words.messages import say


@transaction.atomic
def add_organisation(
    *, id: str, name: str, kind: OrganisationKind, force: Force | None = None
) -> Organisation:
    """Add an organisation; asking for the same again gives the one that is there.

    Raises
    ------
    AlreadyThere
        If another one stands under this id.
    """
    about = {"name": name, "kind": kind, "force": force}
    found, _ = Organisation.objects.get_or_create(id=id, defaults=about)
    if {key: getattr(found, key) for key in about} != about:
        raise AlreadyThere(
            say("“{id}” is already {name} ({kind}).", id=id, name=found.name, kind=found.kind)
        )
    return found


@transaction.atomic
def oversee(*, organisation: Organisation, forces: Sequence[Force]) -> None:
    """Say which forces an oversight body holds to account, in place of those said before.

    Parameters
    ----------
    forces : none where it holds all of them to account.

    Raises
    ------
    NoOverseer
        If it is no oversight body: the others have a force of their own, or look at all.
    """
    if organisation.kind != OrganisationKind.OVERSIGHT_BODY:
        raise NoOverseer(
            say("{name} is no oversight body. It oversees no forces.", name=organisation.name)
        )
    organisation.oversees.set(forces)


@transaction.atomic
def add_person(*, email: str, name: str, password: str, now: datetime) -> Person:
    """Add a person whose address is known to be theirs.

    The password is taken as it is: forms check it.
    """
    person = Person(email=email.lower(), name=name, joined_at=now)
    person.set_password(password)
    person.save()
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    note(Act.COLLECTION, by=person, subject=person, now=now)
    return person


@transaction.atomic
def give_role(
    *,
    person: Person,
    organisation: Organisation,
    role: Role,
    by: Person | None,
    now: datetime,
    until: datetime | None = None,
) -> Membership:
    """Give a role from now on; one that ran out before is ended first.

    Parameters
    ----------
    by : nobody where who runs the site gives it.
    until : a year from now where nothing is said.

    Raises
    ------
    AlreadyThere
        If the person holds it.
    WrongRole
        If the organisation has no such role, or access would end too late.
    """
    role_fits(role, organisation)
    held = Membership.objects.select_for_update().filter(
        person=person, organisation=organisation, role=role, ended_at__isnull=True
    )
    for old in held:
        if old.expires_at > now:
            raise AlreadyThere(say("{name} already has this role.", name=person.name))
        old.ended_at = old.expires_at
        old.save(update_fields=["ended_at"])
    given = Membership.objects.create(
        person=person,
        organisation=organisation,
        role=role,
        starts_at=now,
        expires_at=access_until(until, now=now),
        given_by=by,
    )
    note(
        Act.ACCESS,
        by=by,
        organisation=organisation,
        subject=person,
        now=now,
        details={"given": role},
    )
    return given
