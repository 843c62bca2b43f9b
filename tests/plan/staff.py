"""People who sign in: of Demoshire's force, of its group, of another force, from the programme."""

from itertools import count

from django.utils import timezone

from evenhand.accounts import selectors
from evenhand.accounts.acting import Acting
from evenhand.accounts.models import Membership, Organisation
from evenhand.accounts.roles import OrganisationKind as Kind
from evenhand.accounts.roles import Role
from evenhand.accounts.services import add_organisation, add_person, give_role, oversee
from evenhand.forces import services as forces
from evenhand.forces.models import Force
from evenhand.plan import models, services

NUMBERS = count(1)
ORGANISATIONS = {
    "force": ("demoshire", "Demoshire Police", Kind.FORCE, "demoshire"),
    "group": ("portwell", "Portwell reference group", Kind.ADVISORY_GROUP, "demoshire"),
    "panel": ("panel", "Demoshire scrutiny panel", Kind.SCRUTINY_PANEL, "demoshire"),
    "other force": ("pretendshire", "Pretendshire Police", Kind.FORCE, "pretendshire"),
    "other group": (
        "elsewhere",
        "Pretendshire group",
        Kind.ADVISORY_GROUP,
        "pretendshire",
    ),
    "oversight": ("oversight", "Oversight body", Kind.OVERSIGHT_BODY, None),
    "commissioner": ("commissioner", "Demoshire commissioner", Kind.OVERSIGHT_BODY, None),
    "other commissioner": ("mayor", "Mayor of Pretendshire", Kind.OVERSIGHT_BODY, None),
    "programme": ("programme", "National programme", Kind.NATIONAL_PROGRAMME, None),
}
OVERSEES = {"commissioner": "demoshire", "other commissioner": "pretendshire"}


def organisation(name: str) -> Organisation:
    """One of the organisations, made when it is first asked for."""
    key, title, kind, force_id = ORGANISATIONS[name]
    if force_id:
        forces.load([force_id])
    force = Force.objects.get(pk=force_id) if force_id else None
    made = add_organisation(id=key, name=title, kind=kind, force=force)
    if overseen := OVERSEES.get(name):
        oversee(organisation=made, forces=forces.load([overseen]))
    return made


def somebody(role: Role, where: str = "force") -> Acting:
    """Somebody new with a role, acting for an organisation."""
    now = timezone.now()
    person = add_person(
        email=f"{next(NUMBERS)}@{where.replace(' ', '-')}.example",
        name=f"{role.label} {next(NUMBERS)}",
        password="",
        now=now,
    )
    give_role(person=person, organisation=organisation(where), role=role, by=None, now=now)
    found = selectors.acting(person, None, now=timezone.now())
    assert found is not None
    return found


def member(by: Acting) -> Membership:
    """The only membership that somebody acts by."""
    [one] = by.memberships
    return one


def given(by: Acting, plan: models.Plan, *, workstream: str = "", action: str = "") -> Acting:
    """The same person, once a programme manager has given them a workstream or an action."""
    manager = somebody(Role.PROGRAMME_MANAGER)
    services.assign(
        plan=plan,
        membership=member(by).pk,
        workstream=workstream,
        action=action,
        by=manager,
        now=timezone.now(),
    )
    return by
