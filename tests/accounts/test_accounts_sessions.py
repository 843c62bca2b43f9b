"""Sessions: how they begin, how long they last, and every way they end."""

import re
from datetime import timedelta

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client
from django.utils import timezone

from accounts.cast import PASSWORD, SECRET, Cast, code, signed_in
from accounts.signing import ACCOUNT, CODE, both_steps, password
from evenhand.accounts.models import Membership, Person
from evenhand.accounts.signing_in import sessions


def test_a_session_gets_a_new_name_at_sign_in(cast: Cast, client: Client) -> None:
    TOTP.activate(cast.owner, SECRET)
    password(client, cast.owner.email)
    before = client.cookies["evenhand_session"].value

    client.post(CODE, {"code": code()})

    assert client.cookies["evenhand_session"].value != before


def test_cookies_are_sent_to_the_workspace_alone_and_no_script_reads_them(
    cast: Cast, client: Client
) -> None:
    both_steps(client, cast.owner)

    kept = {"evenhand_session", "evenhand_form", "evenhand_device"}
    assert set(client.cookies) == kept
    for cookie in client.cookies.values():
        assert cookie["path"] == "/workspace/"
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"


def test_a_closed_account_does_not_sign_in_and_loses_its_sessions(cast: Cast) -> None:
    client = signed_in(cast.owner)
    Person.objects.filter(pk=cast.owner.pk).update(is_active=False)

    assert client.get("/workspace/").status_code == 302
    both_steps_answer = password(Client(), cast.owner.email)
    assert both_steps_answer.status_code in {200, 302}
    assert "/workspace/account/second-step" not in getattr(both_steps_answer, "url", "")


def test_a_leaver_sees_nothing_from_that_moment(cast: Cast) -> None:
    client = signed_in(cast.owner)
    assert client.get("/workspace/people/").status_code == 200

    Membership.objects.filter(person=cast.owner).update(ended_at=timezone.now())

    assert client.get("/workspace/people/").url == "/workspace/organisations/"
    assert "You act for nobody" in client.get("/workspace/organisations/").content.decode()


@pytest.mark.parametrize(
    ("key", "before", "still"),
    [
        (sessions.SEEN, timedelta(minutes=59), True),
        (sessions.SEEN, timedelta(minutes=61), False),
        (sessions.BEGAN, timedelta(hours=11, minutes=59), True),
        (sessions.BEGAN, timedelta(hours=12, minutes=1), False),
    ],
)
def test_a_session_ends_after_an_hour_idle_and_after_a_shift(
    cast: Cast, key: str, before: timedelta, still: bool
) -> None:
    client = signed_in(cast.owner)
    client.get("/workspace/")
    session = client.session
    session[key] = (timezone.now() - before).timestamp()
    session.save()

    assert (client.get("/workspace/").status_code == 200) is still


def test_signing_out_ends_the_session_on_the_server(cast: Cast, client: Client) -> None:
    both_steps(client, cast.owner)
    stolen = client.cookies["evenhand_session"].value

    client.post(f"{ACCOUNT}sign-out/")

    thief = Client()
    thief.cookies["evenhand_session"] = stolen
    assert thief.get("/workspace/").status_code == 302


def test_signing_out_takes_a_form_not_a_link(cast: Cast) -> None:
    client = signed_in(cast.owner)

    assert "Sign out?" in client.get(f"{ACCOUNT}sign-out/").content.decode()
    assert client.get("/workspace/").status_code == 200


def test_what_guards_an_account_changes_only_just_after_saying_who_one_is(cast: Cast) -> None:
    client = signed_in(cast.owner)
    remove = f"{ACCOUNT}second-step/app/remove/"
    assert client.get(remove).status_code == 200, "just signed in"
    session = client.session
    session[sessions.BEGAN] = (timezone.now() - timedelta(minutes=11)).timestamp()
    session.save()

    asked = client.get(remove)
    assert asked.url.startswith(f"{ACCOUNT}again/")
    assert client.post(asked.url, {"password": "not it at all"}).status_code == 200
    assert client.get(remove).status_code == 302
    assert client.post(asked.url, {"password": PASSWORD}).url == remove
    assert client.get(remove).status_code == 200


def test_sessions_are_listed_and_ended_one_by_one_or_all(cast: Cast) -> None:
    here, there = Client(), Client()
    both_steps(here, cast.owner)
    time_passes_to_the_next_code()
    password(there, cast.owner.email)
    there.post(CODE, {"code": code()})
    assert there.get("/workspace/").status_code == 200

    page = here.get(f"{ACCOUNT}sessions/").content.decode()
    [number] = re.findall(r'name="session" value="(\d+)"', page)
    strangers = signed_in(cast.stranger)
    strangers.post(f"{ACCOUNT}sessions/", {"session": number})
    assert there.get("/workspace/").status_code == 200, "another person cannot end it"

    here.post(f"{ACCOUNT}sessions/", {"session": number})
    assert there.get("/workspace/").status_code == 302
    assert here.get("/workspace/").status_code == 200
    here.post(f"{ACCOUNT}sessions/", {"session": "all"})
    assert here.get("/workspace/").status_code == 302


def time_passes_to_the_next_code() -> None:
    """A code was used; forget that instead of waiting half a minute."""
    from django.core.cache import cache

    cache.clear()
