"""A cast of three: the owner, a team mate and a stranger; and how each of them signs in."""

import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.test import Client
from django.utils import timezone

from evenhand.accounts import selectors
from evenhand.accounts.acting import Acting
from evenhand.accounts.models import Organisation, Person
from evenhand.accounts.roles import OrganisationKind, Role
from evenhand.accounts.services.setting_up import add_organisation, add_person, give_role
from evenhand.forces import services as forces
from evenhand.forces.models import Force

PASSWORD = "violet anchor teapot"  # noqa: S105 (of three invented people)
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # noqa: S105 (the same)
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Cast:
    """Three people and the two forces they act for."""

    force: Organisation
    other_force: Organisation
    owner: Person
    """Administrator of the force."""
    mate: Person
    """Action owner in the same force: may see nobody's personal information."""
    stranger: Person
    """Administrator of another force: may do all of this, elsewhere."""

    @property
    def everybody(self) -> dict[str, Person]:
        """The three by name."""
        return {"owner": self.owner, "mate": self.mate, "stranger": self.stranger}


def assemble(*, now: datetime | None = None) -> Cast:
    """Put the cast into the database; they came a month ago unless a test says when."""
    now = now or timezone.now() - timedelta(days=30)
    forces.load(["bedfordshire", "kent"])
    force, other = (_organisation(force_id) for force_id in ("bedfordshire", "kent"))
    people = {
        name: add_person(
            email=f"{name}@{at}.example", name=name.title(), password=PASSWORD, now=now
        )
        for name, at in (("owner", "beds"), ("mate", "beds"), ("stranger", "kent"))
    }
    for name, where, role in (
        ("owner", force, Role.ADMINISTRATOR),
        ("mate", force, Role.ACTION_OWNER),
        ("stranger", other, Role.ADMINISTRATOR),
    ):
        give_role(person=people[name], organisation=where, role=role, by=None, now=now)
    return Cast(force, other, **people)


def _organisation(force_id: str) -> Organisation:
    force = Force.objects.get(pk=force_id)
    return add_organisation(id=force_id, name=force.name, kind=OrganisationKind.FORCE, force=force)


def acting(person: Person, *, now: datetime | None = None) -> Acting:
    """The person, acting for the only organisation they have."""
    found = selectors.acting(person, None, now=now or timezone.now())
    assert found is not None
    return found


def code(secret: str = SECRET) -> str:
    """What an authenticator app shows now, and will for long enough to type it."""
    while time.time() % 30 > 25:
        time.sleep(0.5)
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def signed_in(person: Person, *, checks_tokens: bool = False, second: bool = True) -> Client:
    """A browser in which a person is signed in, with their second step set up."""
    client = Client(enforce_csrf_checks=checks_tokens)
    if second and not person.authenticator_set.exists():
        TOTP.activate(person, SECRET)
    client.force_login(person)
    return client
