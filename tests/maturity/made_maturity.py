"""The made-up force, assessed by the example; and people who may give a view of it, or may not."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

import pytest
from django.conf import LazySettings
from django.utils import timezone

from accounts.cast import PASSWORD, acting
from evenhand.accounts.acting import Acting
from evenhand.accounts.models import Organisation, Person
from evenhand.accounts.roles import OrganisationKind, Role
from evenhand.accounts.services import add_organisation, add_person, give_role
from evenhand.forces import services as forces
from evenhand.forces.models import Force
from evenhand.maturity import models, selectors, services
from evenhand.maturity.frameworks import example
from evenhand.maturity.history import Assessed, Standing, View
from evenhand.maturity.terms import Judgement, Proof

FORCE = {"by": "Programme manager", "organisation": "Demoshire Police"}
PROGRAMME = {"by": "Oversight member", "organisation": "National programme"}
GROUP = {"by": "Panel chair", "organisation": "Portwell reference group"}
WHO = {View.SELF: FORCE, View.INDEPENDENT: PROGRAMME, View.COMMUNITY: GROUP}
BEGUN = datetime(2025, 1, 6, 9, 30, tzinfo=UTC)
STANDARD = "explain-or-reform"
NOTE = Proof(kind="note", title="What was done", words="Twelve were explained.")
SECONDS = count(1)


def begun(force_id: str = "demoshire", **other: Any) -> models.Basis:
    """A force that is assessed by the example."""
    framework = services.load_framework(example(), **FORCE, now=BEGUN)
    given = {"framework": framework, "expected": 0, **FORCE, "now": BEGUN, **other}
    return services.take_up(force_id=force_id, **given)


@pytest.fixture
def basis(db: None) -> models.Basis:
    forces.load(["demoshire", "fablesea"])
    return begun()


def judged(level: int = 2, **other: Any) -> Judgement:
    said = {"level": level, "rationale": "Because of what was done.", "evidence": (NOTE,)}
    return Judgement(**{**said, **other})


def moment(on: date | datetime) -> datetime:
    """A moment of a day, later than every one asked for before on it."""
    if isinstance(on, datetime):
        return on
    return datetime(on.year, on.month, on.day, 10, tzinfo=UTC) + timedelta(seconds=next(SECONDS))


def says(
    basis: models.Basis,
    view: View,
    level: int = 2,
    on: date = date(2025, 3, 3),
    *,
    standard: str = STANDARD,
    who: dict[str, str] | None = None,
    expected: int | None = None,
    **other: Any,
) -> Assessed:
    """One view of a standard; the next of its organisation unless a test says which."""
    who = who or WHO[view]
    before = standing(basis, standard).by(who["organisation"])
    return services.assess(
        basis=basis,
        standard=standard,
        view=view,
        expected=len(before) if expected is None else expected,
        said=judged(level, **other),
        **who,
        now=moment(on),
    )


def standing(
    basis: models.Basis, standard: str = STANDARD, on: date = date(2030, 1, 1)
) -> Standing:
    return selectors.standing(basis, standard, on=on)


@dataclass(frozen=True)
class People:
    """Everybody who could want to say something about Demoshire."""

    manager: Person
    """May assess the force's own standards."""
    owner: Person
    """Of the force, in a role that may not."""
    chair: Person
    """Of the force's own reference group."""
    member: Person
    """The same, without the chair."""
    overseer: Person
    """Of the national programme."""
    analyst: Person
    """Of the national programme, in a role that may not."""
    elsewhere: Person
    """Manager of another force."""
    other_group: Person
    """Chair of the reference group of another force."""

    @property
    def may(self) -> dict[str, Person]:
        return {name: getattr(self, name) for name in ("manager", "chair", "member", "overseer")}

    @property
    def may_not(self) -> dict[str, Person]:
        others = ("owner", "analyst", "elsewhere", "other_group")
        return {name: getattr(self, name) for name in others}


def act(person: Person) -> Acting:
    """The person, acting for the only organisation they have."""
    return acting(person)


@pytest.fixture
def people(basis: models.Basis, settings: LazySettings) -> Iterator[People]:
    """They came a month ago; their passwords are hashed in no time."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    kinds = OrganisationKind
    force, other = (_organisation(name, kinds.FORCE, name) for name in ("demoshire", "fablesea"))
    group = _organisation("portwell", kinds.ADVISORY_GROUP, "demoshire")
    theirs = _organisation("brook", kinds.SCRUTINY_PANEL, "fablesea")
    programme = _organisation("programme", kinds.NATIONAL_PROGRAMME, None)
    yield People(
        manager=_person("manager", force, Role.PROGRAMME_MANAGER),
        owner=_person("owner", force, Role.ACTION_OWNER),
        chair=_person("chair", group, Role.PANEL_CHAIR),
        member=_person("member", group, Role.PANEL_MEMBER),
        overseer=_person("overseer", programme, Role.OVERSIGHT_MEMBER),
        analyst=_person("analyst", programme, Role.ANALYST),
        elsewhere=_person("elsewhere", other, Role.PROGRAMME_MANAGER),
        other_group=_person("other-group", theirs, Role.PANEL_CHAIR),
    )


NAMES = {
    "portwell": "Portwell reference group",
    "brook": "Brook panel",
    "programme": "National programme",
}


def _organisation(id_: str, kind: OrganisationKind, force_id: str | None) -> Organisation:
    force = Force.objects.get(pk=force_id) if force_id else None
    name = NAMES.get(id_) or (force.name if force else id_)
    return add_organisation(id=id_, name=name, kind=kind, force=force)


def _person(name: str, organisation: Organisation, role: Role) -> Person:
    now = timezone.now() - timedelta(days=30)
    made = add_person(email=f"{name}@x.example", name=name.title(), password=PASSWORD, now=now)
    give_role(person=made, organisation=organisation, role=role, by=None, now=now)
    return made
