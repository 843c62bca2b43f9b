"""Who may give which view of which force, and what public and private log keep of it."""

from dataclasses import replace

import pytest
from django.utils import timezone
from made_maturity import STANDARD, People, act, judged

from evenhand.accounts.acting import Acting
from evenhand.accounts.errors import MayNot
from evenhand.accounts.models import Membership
from evenhand.accounts.roles import May, OrganisationKind, Role, roles
from evenhand.audit.models import Act, Entry
from evenhand.ledger.models import Entry as Public
from evenhand.maturity import models, services
from evenhand.maturity.history import View
from evenhand.maturity.permissions import NEEDED, signature, to_assess, view_of

VIEWS = {
    "manager": View.SELF,
    "chair": View.COMMUNITY,
    "member": View.COMMUNITY,
    "overseer": View.INDEPENDENT,
}
NOBODYS = ("owner", "analyst", "elsewhere", "other_group")


@pytest.mark.parametrize(("name", "view"), VIEWS.items())
def test_each_gives_the_view_of_their_organisation(
    people: People, basis: models.Basis, name: str, view: View
) -> None:
    by = act(getattr(people, name))

    assert view_of(by, "demoshire") is view
    assert to_assess(by, [basis]) == [basis]


@pytest.mark.parametrize("name", NOBODYS)
def test_nobody_else_gives_any(people: People, basis: models.Basis, name: str) -> None:
    by = act(getattr(people, name))

    assert view_of(by, "demoshire") is None
    assert signature(by, basis) is None
    assert to_assess(by, [basis]) == []


def test_every_role_of_every_kind_of_organisation_gives_one_view_at_most(
    people: People, basis: models.Basis
) -> None:
    """A table of all there are: a view needs the permission, and the organisation that gives it."""
    found: dict[str, set[View]] = {}
    for role in Role:
        may = set(roles().roles[role].may)
        for person in (people.manager, people.chair, people.overseer):
            by = act(person)
            kind = OrganisationKind(by.organisation.kind)
            if kind not in roles().roles[role].kinds:
                continue
            as_role = Acting(by.person, by.organisation, (_as(by.memberships[0], role),))
            view = view_of(as_role, "demoshire")
            if view:
                assert NEEDED[view] in may
                found.setdefault(role.value, set()).add(view)
    assert found == {
        "programme-manager": {View.SELF},
        "workstream-lead": {View.SELF},
        "panel-chair": {View.COMMUNITY},
        "panel-member": {View.COMMUNITY},
        "oversight-member": {View.INDEPENDENT},
    }


def _as(held: Membership, role: Role) -> Membership:
    return Membership(person=held.person, organisation=held.organisation, role=role)


def write(by: Acting, basis: models.Basis) -> None:
    now = timezone.now()
    with services.assessed_by(by, basis=basis, standard=STANDARD, now=now) as who:
        services.assess(
            basis=basis,
            standard=STANDARD,
            view=view_of(by, basis.force_id) or View.SELF,
            expected=0,
            said=judged(2),
            **who,
        )


@pytest.mark.parametrize(
    ("name", "role", "organisation"),
    [
        ("manager", "Programme manager", "Demoshire Police"),
        ("chair", "Panel chair", "Portwell reference group"),
        ("overseer", "Oversight member", "National programme"),
    ],
)
def test_the_public_reads_the_role_and_the_private_log_keeps_who(
    people: People, basis: models.Basis, name: str, role: str, organisation: str
) -> None:
    person = getattr(people, name)
    write(act(person), basis)

    public = Public.objects.order_by("pk").last()
    kept = Entry.objects.filter(kind=Act.ALTERATION).get()
    assert public is not None
    assert (public.by, public.organisation) == (role, organisation)
    assert person.name not in public.body + public.by
    assert (kept.by, kept.subject) == (f"person/{person.pk}", public.subject)


@pytest.mark.parametrize("name", NOBODYS)
def test_who_may_not_is_refused_inside_the_write(
    people: People, basis: models.Basis, name: str
) -> None:
    with pytest.raises(MayNot):
        write(act(getattr(people, name)), basis)
    assert not models.Assessment.objects.exists()
    assert not Entry.objects.filter(kind=Act.ALTERATION).exists()


def test_a_role_that_ended_while_a_page_was_open_allows_nothing(
    people: People, basis: models.Basis
) -> None:
    by = act(people.manager)
    Membership.objects.filter(person=people.manager).update(
        ended_at=timezone.now(), why_ended="Left"
    )

    with pytest.raises(MayNot):
        write(by, basis)


def test_what_fails_inside_leaves_no_trace(people: People, basis: models.Basis) -> None:
    by = act(people.manager)
    write(by, basis)
    logged = Entry.objects.count()

    with pytest.raises(Exception, match="meanwhile"):
        write(by, basis)
    assert Entry.objects.count() == logged
    assert models.Assessment.objects.count() == 1


def test_nobody_in_a_force_assesses_independently_or_for_the_community() -> None:
    for role, about in roles().roles.items():
        if OrganisationKind.FORCE in about.kinds:
            assert not {May.ASSESS_INDEPENDENTLY, May.COMMUNITY_VIEW} & set(about.may), role


def test_a_signature_is_of_who_is_assessed_as_the_public_knows_it(
    people: People, basis: models.Basis
) -> None:
    renamed = replace(act(people.manager))
    renamed.organisation.name = "Demoshire Constabulary"

    signed = signature(renamed, basis)
    assert signed is not None
    assert signed.organisation == "Demoshire Police"
