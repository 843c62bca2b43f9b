"""Every write, from outside: allowed, wrong role or organisation, signed out, forged, again."""

import pytest
from django.test import Client

from accounts.cast import Cast, signed_in
from evenhand.accounts.access import declared, every
from evenhand.accounts.roles import May
from evenhand.audit.models import Act, Entry
from evenhand.config.urls import urlpatterns
from workspace.writes import WRITES

EACH = pytest.mark.parametrize("what", WRITES)


@EACH
def test_the_owner_may(cast: Cast, what: str) -> None:
    client, write = signed_in(cast.owner), WRITES[what](cast)
    before = write.state()

    answer = client.post(write.address, write.sent)

    assert (answer.status_code, answer.url) == (303, "/workspace/people/")
    assert write.state() != before


@EACH
def test_a_team_mate_whose_role_does_not_allow_it_may_not(cast: Cast, what: str) -> None:
    client, write = signed_in(cast.mate), WRITES[what](cast)
    before = write.state()

    answer = client.post(write.address, write.sent)

    assert answer.status_code == 403
    assert "You may not see this page" in answer.content.decode()
    assert write.state() == before


@EACH
def test_a_stranger_with_the_same_role_elsewhere_changes_nothing_here(
    cast: Cast, what: str
) -> None:
    client, write = signed_in(cast.stranger), WRITES[what](cast)
    before = write.state()
    if what == "inviting":  # it is an address of everybody's own organisation
        client.post(write.address, write.sent)
        assert cast.force.invitations.count() == 0
        assert cast.other_force.invitations.count() == 1
        return

    answer = client.post(write.address, write.sent)

    assert answer.status_code == 404
    assert write.state() == before


@EACH
def test_nobody_who_is_signed_out_may(cast: Cast, what: str) -> None:
    write = WRITES[what](cast)
    before = write.state()

    answer = Client().post(write.address, write.sent)

    assert answer.status_code == 302
    assert answer.url == "/workspace/account/sign-in/"
    assert write.state() == before


@EACH
def test_a_forged_form_is_refused(cast: Cast, what: str) -> None:
    client, write = signed_in(cast.owner, checks_tokens=True), WRITES[what](cast)
    before = write.state()

    without_token = client.post(write.address, write.sent)
    from_elsewhere = signed_in(cast.owner).post(
        write.address, write.sent, headers={"Sec-Fetch-Site": "cross-site"}
    )

    assert without_token.status_code == from_elsewhere.status_code == 403
    assert "There is a problem with where this was sent from" in without_token.content.decode()
    assert write.state() == before


@EACH
def test_a_form_that_is_sent_again_changes_nothing_more(cast: Cast, what: str) -> None:
    client, write = signed_in(cast.owner), WRITES[what](cast)
    client.post(write.address, write.sent)
    once, logged = write.state(), Entry.objects.filter(kind="access").count()

    client.post(write.address, write.sent)

    assert write.state() == once
    assert Entry.objects.filter(kind="access").count() == logged


@EACH
def test_half_a_sign_in_may_do_nothing(cast: Cast, what: str) -> None:
    client, write = signed_in(cast.owner, second=False), WRITES[what](cast)
    before = write.state()

    answer = client.post(write.address, write.sent)

    assert answer.url == "/workspace/account/second-step/"
    assert write.state() == before


def test_every_form_that_changes_access_is_among_the_writes() -> None:
    """One that is added must be added to ``writes.py`` too, or this fails."""
    said = {pattern.name: declared(pattern.callback) for pattern in every(urlpatterns)}

    changing = {
        name
        for name, one in said.items()
        if one and isinstance(one.who, May) and Act.ACCESS in one.logs
    }
    assert changing == {"invite", "change-role", "end-role", "withdraw"}
