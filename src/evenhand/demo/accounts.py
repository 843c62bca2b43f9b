"""People of Demoshire who can sign in, with a password and a key that everybody may know."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from allauth.mfa.totp.internal.auth import TOTP
from django.db import transaction

from evenhand.accounts import selectors
from evenhand.accounts.models import Organisation, Person
from evenhand.accounts.roles import OrganisationKind, Role
from evenhand.accounts.services import add_organisation, add_person, give_role, oversee
from evenhand.forces.models import Force

FORCE = "demoshire"
PASSWORD = "lantern otter tapestry"  # noqa: S105 (printed for everybody; never in service)
KEY = "DEMOSHIREDEMOSHIREDEMOSHIREDEMOS"
"""What to type into an authenticator app."""


@dataclass(frozen=True)
class Invented:
    """A person who does not exist."""

    email: str
    name: str
    roles: tuple[tuple[str, Role], ...]
    """Organisation and role; more than one for a person who acts for several."""


GROUP, PANEL, PROGRAMME, COMMISSIONER = (
    "portwell-reference-group",
    "portwell-community-panel",
    "national-programme",
    "demoshire-commissioner",
)
NEIGHBOUR = "pretendshire"
"""Another force, whose commissioner is told nothing of this one."""
HELD_FOR = timedelta(days=160)
"""How long everybody has had their role: the story of the panel is told through their hands."""
PEOPLE = (
    Invented("manager@demoshire.example", "Imogen Okafor", ((FORCE, Role.PROGRAMME_MANAGER),)),
    Invented("lead@demoshire.example", "Supt Tomos Price", ((FORCE, Role.WORKSTREAM_LEAD),)),
    Invented("owner@demoshire.example", "Insp Farah Aziz", ((FORCE, Role.ACTION_OWNER),)),
    Invented("chief@demoshire.example", "ACC Rosalind Whitfield", ((FORCE, Role.CHIEF_OFFICER),)),
    Invented("officer@demoshire.example", "PC Owen Achebe", ((FORCE, Role.OFFICER),)),
    Invented("supervisor@demoshire.example", "Sgt Meera Nandakumar", ((FORCE, Role.SUPERVISOR),)),
    Invented("analyst@demoshire.example", "Joe Lindqvist", ((FORCE, Role.ANALYST),)),
    Invented("publisher@demoshire.example", "Grace Mbeki", ((FORCE, Role.PUBLISHER),)),
    Invented("investigator@demoshire.example", "Hugh Carter", ((FORCE, Role.INVESTIGATOR),)),
    Invented("admin@demoshire.example", "Nia Bowen", ((FORCE, Role.ADMINISTRATOR),)),
    Invented("chair@panel.example", "Angela Boateng", ((PANEL, Role.PANEL_CHAIR),)),
    Invented("member@panel.example", "Kit Rahman", ((PANEL, Role.PANEL_MEMBER),)),
    Invented("second@panel.example", "Joan Pryce", ((PANEL, Role.PANEL_MEMBER),)),
    Invented("chair@portwell.example", "Delroy Francis", ((GROUP, Role.PANEL_CHAIR),)),
    Invented("member@portwell.example", "Samira Hussain", ((GROUP, Role.PANEL_MEMBER),)),
    Invented(
        "oversight@commissioner.example", "Bryn Halloran", ((COMMISSIONER, Role.OVERSIGHT_MEMBER),)
    ),
    Invented(
        "oversight@programme.example",
        "Ruth Adeyemi",
        ((PROGRAMME, Role.OVERSIGHT_MEMBER), (GROUP, Role.PANEL_MEMBER)),
    ),
)


@transaction.atomic
def load(*, now: datetime) -> list[str]:
    """Make sure that these people are there, and say how to sign in as each, a line a person."""
    organisations = {one.pk: one for one in _organisations()}
    for invented in PEOPLE:
        person = selectors.person_of(invented.email) or _new(invented, now=now)
        held = selectors.organisations_of(person, now=now)
        for organisation, role in invented.roles:
            if organisations[organisation] not in held:
                give_role(
                    person=person,
                    organisation=organisations[organisation],
                    role=role,
                    by=None,
                    now=now - HELD_FOR,
                )
    return [f"{one.email} ({one.roles[0][1].label.lower()})" for one in PEOPLE]


def _organisations() -> tuple[Organisation, ...]:
    force = Force.objects.get(pk=FORCE)
    kinds = OrganisationKind
    return (
        *map(_commissioner, Force.objects.filter(pk__in=(FORCE, NEIGHBOUR))),
        add_organisation(id=FORCE, name=force.name, kind=kinds.FORCE, force=force),
        add_organisation(
            id=GROUP, name="Portwell reference group", kind=kinds.ADVISORY_GROUP, force=force
        ),
        add_organisation(
            id=PANEL, name="Portwell community panel", kind=kinds.SCRUTINY_PANEL, force=force
        ),
        add_organisation(
            id=PROGRAMME, name="Programme of the four forces", kind=kinds.NATIONAL_PROGRAMME
        ),
    )


def _commissioner(force: Force) -> Organisation:
    """The one who holds one force to account, and is told of no other."""
    body = add_organisation(
        id=f"{force.pk}-commissioner",
        name=f"Police and crime commissioner for {force.name.removesuffix(' Police')}",
        kind=OrganisationKind.OVERSIGHT_BODY,
    )
    oversee(organisation=body, forces=[force])
    return body


def _new(invented: Invented, *, now: datetime) -> Person:
    person = add_person(email=invented.email, name=invented.name, password=PASSWORD, now=now)
    TOTP.activate(person, KEY)
    return person
