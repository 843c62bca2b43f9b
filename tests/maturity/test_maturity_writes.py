"""Every write of maturity, from outside: allowed, wrong role or organisation, signed out, forged,
sent again, half signed in.
"""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.test import Client
from made_maturity import STANDARD, People, standing

from accounts.cast import signed_in
from evenhand.accounts.access import declared, every
from evenhand.audit.models import Act, Entry
from evenhand.config.urls import urlpatterns
from evenhand.maturity import models
from evenhand.maturity.history import Assessed

ADDRESS = f"/workspace/maturity/demoshire/{STANDARD}/"
SENT = {"level": "1", "rationale": "Because of what we saw.", "expected": "0", "stage": "save"}
WRITERS = pytest.mark.parametrize("name", ["manager", "chair", "member", "overseer"])
STRANGERS = pytest.mark.parametrize(
    ("name", "status"),
    [("owner", 403), ("analyst", 403), ("elsewhere", 404), ("other_group", 404)],
)


@dataclass(frozen=True)
class Write:
    """A form that is sent, and a look at what it is about."""

    address: str
    sent: dict[str, str]
    state: Callable[[], tuple[Assessed, ...]]


@pytest.fixture
def write(basis: models.Basis) -> Write:
    return Write(ADDRESS, SENT, lambda: standing(basis).every)


@WRITERS
def test_who_may_does(people: People, write: Write, name: str) -> None:
    answer = signed_in(getattr(people, name)).post(write.address, write.sent)

    assert (answer.status_code, answer.url) == (303, "/workspace/maturity/demoshire/")
    assert [one.level for one in write.state()] == [1]


@STRANGERS
def test_another_role_or_organisation_may_not(
    people: People, write: Write, name: str, status: int
) -> None:
    answer = signed_in(getattr(people, name)).post(write.address, write.sent)

    assert answer.status_code == status
    assert write.state() == ()


def test_nobody_who_is_signed_out_may(people: People, write: Write) -> None:
    assert Client().post(write.address, write.sent).status_code == 401
    assert write.state() == ()


@WRITERS
def test_a_forged_form_is_refused(people: People, write: Write, name: str) -> None:
    person = getattr(people, name)
    without_token = signed_in(person, checks_tokens=True).post(write.address, write.sent)
    from_elsewhere = signed_in(person).post(
        write.address, write.sent, headers={"Sec-Fetch-Site": "cross-site"}
    )

    assert without_token.status_code == from_elsewhere.status_code == 403
    assert write.state() == ()


@WRITERS
def test_a_form_that_is_sent_again_changes_nothing_more(
    people: People, write: Write, name: str
) -> None:
    client = signed_in(getattr(people, name))
    client.post(write.address, write.sent)
    once, logged = write.state(), Entry.objects.filter(kind=Act.ALTERATION).count()

    again = client.post(write.address, write.sent)
    assert again.status_code == 303
    assert "This was recorded already." in client.get(again.url).content.decode()
    assert write.state() == once
    assert Entry.objects.filter(kind=Act.ALTERATION).count() == logged == 1


@WRITERS
def test_half_a_sign_in_may_do_nothing(people: People, write: Write, name: str) -> None:
    answer = signed_in(getattr(people, name), second=False).post(write.address, write.sent)

    assert answer.url == "/workspace/account/second-step/"
    assert write.state() == ()


def test_every_address_of_maturity_that_alters_is_tested_above() -> None:
    found = {
        pattern.name
        for pattern in every(urlpatterns)
        if pattern.callback.__module__ == "evenhand.workspace.views.maturity"
        and Act.ALTERATION in (declared(pattern.callback) or pytest.fail("undeclared")).logs
    }
    assert found == {"assess"}
