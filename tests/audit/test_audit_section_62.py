"""Whatever touches rows about people is logged, or the table says why not."""

from collections.abc import Callable
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.apps import apps
from django.db import models
from django.test import Client
from django.urls import get_resolver
from django.utils import timezone

from accounts.cast import PASSWORD, Cast, acting, signed_in
from accounts.signing import both_steps
from audit.touching import ABOUT_PEOPLE, functions, reaches_the_log
from evenhand.accounts import services
from evenhand.accounts.access import declared, every
from evenhand.accounts.models import Membership, Person
from evenhand.accounts.roles import Role
from evenhand.accounts.signing_in import sessions
from evenhand.audit.models import Act, Entry

ROOT = Path(__file__).resolve().parents[2]
TABLE: dict[str, Any] = yaml.safe_load(
    (ROOT / "docs/reference/section-62.yaml").read_text(encoding="utf-8")
)
WITHIN = [name for group in TABLE["within"] for name in group["functions"]]
NOTHING = [name for group in TABLE["nothing_personal"] for name in group["pages"]]


def test_every_function_that_touches_people_logs_it_or_says_why_not() -> None:
    touching = {name for name, one in functions().items() if one.touches}
    silent = {name for name in touching if not reaches_the_log(name)}

    assert silent - set(WITHIN) == set(), "log what it does, or add it to section-62.yaml"
    assert set(WITHIN) - silent == set(), "take these out of the table: they log, or are gone"


def test_a_function_that_touches_people_in_silence_would_be_found() -> None:
    """The reader of the program sees what it should: a silent one, and one that logs."""
    known = functions()
    assert known["evenhand.accounts.services.memberships._held"].touches == {"Membership"}
    assert not reaches_the_log("evenhand.accounts.services.memberships._held")
    assert reaches_the_log("evenhand.accounts.services.memberships.end")
    assert reaches_the_log("evenhand.workspace.views.people.people")


@pytest.mark.parametrize("place", TABLE["places"], ids=lambda place: place["where"])
def test_every_place_of_the_table_is_there_and_reaches_the_log(place: dict[str, Any]) -> None:
    assert place["where"] in functions()
    assert reaches_the_log(place["where"])
    assert set(place["acts"]) <= {act.value for act in Act}


def test_every_act_that_the_law_names_has_a_place_or_a_reason() -> None:
    named = {act for place in TABLE["places"] for act in place["acts"]}

    assert set(list(Act.values)[:6]) - named == set()


def test_a_page_of_the_workspace_logs_or_is_listed_as_showing_nobody() -> None:
    quiet = set()
    for pattern in every(get_resolver().url_patterns):
        if pattern.name is None or not str(pattern.callback.__module__):
            continue
        said = declared(pattern.callback)
        assert said is not None, f"{pattern.name} says nothing"
        if said.logs:
            view = _name(pattern.callback)
            assert view is None or reaches_the_log(view), f"{view} says that it logs, and does not"
        elif _is_of_the_workspace(pattern.name):
            quiet.add(pattern.name)
    unlisted = {name for name in quiet if not any(fnmatch(name, one) for one in NOTHING)}
    assert unlisted == set()


def _name(view: Callable[..., Any]) -> str | None:
    """The full name of one of our own views; none where signing in is allauth's, and its adapters
    log (tests/accounts)."""
    found = view
    while hasattr(found, "__wrapped__"):
        found = found.__wrapped__
    name = f"{found.__module__}.{found.__qualname__}"
    return name if name in functions() and ".signing_in." not in name else None


def _is_of_the_workspace(name: str) -> bool:
    from django.urls import NoReverseMatch, reverse

    for arguments in ([], [1], ["a"], ["a", 1], ["a", 1, "a"], ["a", "a"], [1, "a"], [1, 1]):
        try:
            return reverse(name, args=arguments).startswith("/workspace/")
        except NoReverseMatch:
            continue
    return False


def test_every_model_about_people_is_known_to_this_test() -> None:
    """A new table with an address, or one that points at a person, is thought about."""
    found = set()
    for model in apps.get_models():
        for field in model._meta.get_fields():
            person = field.is_relation and not field.auto_created and field.related_model is Person
            if person or isinstance(field, models.EmailField):
                found.add(model.__name__)
    assert found - set(ABOUT_PEOPLE) == set()


ACTS: dict[str, tuple[Callable[[Cast], object], set[tuple[str, str]]]] = {
    # what is done; the kinds of entries it must leave, each with the beginning of its subject
    "a person is added": (
        lambda _: services.add_person(
            email="new@beds.example",
            name="New",
            password=PASSWORD,
            now=timezone.now(),
        ),
        {("collection", "person/")},
    ),
    "a role is given": (
        lambda cast: services.give_role(
            person=cast.mate,
            organisation=cast.force,
            role=Role.ANALYST,
            by=cast.owner,
            now=timezone.now(),
        ),
        {("access", "person/")},
    ),
    "a role is changed": (
        lambda cast: services.change_role(
            number=Membership.objects.get(person=cast.mate).pk,
            role=Role.ANALYST,
            by=acting(cast.owner),
            now=timezone.now(),
        ),
        {("access", "person/")},
    ),
    "somebody is invited": (
        lambda cast: services.invite(
            email="new@beds.example", role=Role.ANALYST, by=acting(cast.owner), now=timezone.now()
        ),
        {("access", "invitation/")},
    ),
    "an account is closed": (
        lambda cast: services.close(person=cast.mate, now=timezone.now()),
        {("access", "person/")},
    ),
    "a second step is forgotten": (
        lambda cast: services.forget_second_step(person=cast.mate, now=timezone.now()),
        {("access", "person/")},
    ),
    "a person is erased": (
        lambda cast: services.erase(person=cast.mate, why="Asked.", by=None, now=timezone.now()),
        {("erasure", "person/"), ("entries-erased", "log/audit")},
    ),
    "the list of people is seen": (
        lambda cast: signed_in(cast.owner).get("/workspace/people/"),
        {("consultation", "organisation/")},
    ),
    "a person is seen before a change": (
        lambda cast: signed_in(cast.owner).get(
            f"/workspace/people/{Membership.objects.get(person=cast.mate).pk}/role/"
        ),
        {("consultation", "person/")},
    ),
    "a person is seen before an end": (
        lambda cast: signed_in(cast.owner).get(
            f"/workspace/people/{Membership.objects.get(person=cast.mate).pk}/end/"
        ),
        {("consultation", "person/")},
    ),
    "a person is seen before an erasure": (
        lambda cast: signed_in(cast.owner).get(
            f"/workspace/people/{Membership.objects.get(person=cast.mate).pk}/erase/"
        ),
        {("consultation", "person/")},
    ),
    "sessions are seen": (
        lambda cast: signed_in(cast.mate).get("/workspace/account/sessions/"),
        {("consultation", "person/")},
    ),
    "sessions end": (
        lambda cast: (
            both_steps(Client(), cast.mate),
            sessions.end(by=cast.mate, now=timezone.now()),
        ),
        {("sign-out", "person/")},
    ),
    "a page is refused": (
        lambda cast: signed_in(cast.mate).get("/workspace/people/"),
        {("access", "organisation/")},
    ),
}


@pytest.mark.parametrize("what", ACTS)
def test_what_is_done_with_people_is_in_the_log(cast: Cast, what: str) -> None:
    do, expected = ACTS[what]
    before = Entry.objects.order_by("pk").last()
    assert before is not None

    do(cast)

    new = Entry.objects.filter(pk__gt=before.pk, nonce__isnull=False)
    found = {(kind, subject) for kind, subject in new.values_list("kind", "subject")}
    for kind, subject in expected:
        assert any(one == kind and about.startswith(subject) for one, about in found), found
    assert not any(
        who.email in entry.body or who.name in entry.body
        for entry in new
        for who in cast.everybody.values()
    )
