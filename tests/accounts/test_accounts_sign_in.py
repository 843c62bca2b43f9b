"""Signing in: the password, the second step, and nothing that tells who has an account."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.conf import settings
from django.core import mail, signing
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from accounts.cast import PASSWORD, SECRET, Cast, code, signed_in
from accounts.signing import ACCOUNT, CODE, SIGN_IN, WAIT, WRONG, both_steps, password
from evenhand.accounts.models import Person
from evenhand.audit.models import Act, Entry
from evenhand.public import cookies

DEVICE = settings.DEVICE_COOKIE_NAME


def test_a_password_and_a_code_sign_in(cast: Cast, client: Client) -> None:
    TOTP.activate(cast.owner, SECRET)

    half_way = password(client, cast.owner.email.upper())
    assert half_way.url == CODE
    assert client.get("/workspace/").status_code == 302, "half a sign-in is none"
    done = client.post(CODE, {"code": code()})

    assert done.url == "/workspace/"
    page = client.get("/workspace/").content.decode()
    assert "Your work" in page
    assert "Bedfordshire" in page


def test_signing_in_sets_the_cookies_that_the_cookies_page_lists_and_only_for_the_workspace(
    cast: Cast, client: Client
) -> None:
    client.get(SIGN_IN)
    both_steps(client, cast.owner)
    client.get("/workspace/")

    listed = {one.name for one in cookies.of_people_who_sign_in()}
    assert {name for name, one in client.cookies.items() if one.value} == listed
    for one in client.cookies.values():
        assert (one["path"], one["httponly"], one["samesite"]) == ("/workspace/", True, "Lax")
        kept = one.value.partition(":")[0]
        unpacked = signing.b64_decode(kept.encode()) if one.key == DEVICE else kept.encode()
        assert cast.owner.email.encode() not in unpacked, "no cookie names anybody"


def test_a_role_that_writes_can_only_set_up_a_second_step_until_it_has_one(
    cast: Cast, client: Client
) -> None:
    password(client, cast.owner.email)

    for address in ("/workspace/", "/workspace/people/", "/workspace/what-i-may-do/"):
        assert client.get(address).url == f"{ACCOUNT}second-step/"
    assert client.post("/workspace/people/invite/", {}).url == f"{ACCOUNT}second-step/"
    assert "Set up an authenticator app" in client.get(f"{ACCOUNT}second-step/").content.decode()


def test_setting_up_an_app_gives_recovery_codes_once_and_opens_the_workspace(
    cast: Cast, client: Client, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    password(client, cast.owner.email)
    page = client.get(f"{ACCOUNT}second-step/app/").content.decode()
    secret = re.search(r"<code[^>]*>([A-Z2-7]+)</code>", page)[1]

    with django_capture_on_commit_callbacks(execute=True):
        done = client.post(f"{ACCOUNT}second-step/app/", {"code": code(secret)})

    assert done.url == f"{ACCOUNT}second-step/recovery/"
    shown = client.get(done.url).content.decode()
    assert len(re.findall(r"<li><code>\d{10}</code>", shown)) == 10
    assert "<li><code>" not in client.get(done.url).content.decode(), "shown once"
    assert client.get("/workspace/").status_code == 200
    assert secret not in str(Authenticator.objects.values()), "kept encrypted"
    told = " ".join(message.body for message in mail.outbox)
    assert "An authenticator app was added" in told


def test_a_code_is_used_once(cast: Cast) -> None:
    TOTP.activate(cast.owner, SECRET)
    first, thief, now = Client(), Client(), code()
    for client in (first, thief):
        password(client, cast.owner.email)

    assert first.post(CODE, {"code": now}).url == "/workspace/"
    again = thief.post(CODE, {"code": now})

    assert "This code is not right, or was used before" in again.content.decode()
    assert thief.get("/workspace/").status_code == 302


def test_a_recovery_code_signs_in_once(cast: Cast) -> None:
    client = Client()
    password(client, cast.owner.email)
    page = client.get(f"{ACCOUNT}second-step/app/").content.decode()
    secret = re.search(r"<code[^>]*>([A-Z2-7]+)</code>", page)[1]
    answer = client.post(f"{ACCOUNT}second-step/app/", {"code": code(secret)})
    codes = re.findall(r"<li><code>(\d{10})</code>", client.get(answer.url).content.decode())

    for browser, lets_in in ((Client(), True), (Client(), False)):
        password(browser, cast.owner.email)
        browser.post(CODE, {"code": codes[0]})
        assert (browser.get("/workspace/").status_code == 200) is lets_in


def test_a_stranger_is_not_told_who_has_an_account(cast: Cast, client: Client) -> None:
    known = password(client, cast.owner.email, "a wrong password")
    unknown = password(client, "nobody@beds.example", "a wrong password")

    assert WRONG in known.content.decode()
    assert _without_tokens(known) == _without_tokens(
        unknown, "nobody@beds.example", cast.owner.email
    )
    assert known.status_code == unknown.status_code


def test_asking_for_a_new_password_tells_nobody_who_has_an_account(
    cast: Cast, client: Client
) -> None:
    answers = [
        client.post(f"{ACCOUNT}reset/", {"email": email})
        for email in (cast.owner.email, "nobody@beds.example")
    ]

    assert {answer.url for answer in answers} == {f"{ACCOUNT}reset/sent/"}
    assert [message.to for message in mail.outbox] == [[cast.owner.email], ["nobody@beds.example"]]
    assert "has no account" in mail.outbox[1].body


def test_a_new_password_is_set_once_and_signs_other_devices_out(cast: Cast) -> None:
    elsewhere, client = signed_in(cast.owner), Client()
    client.post(f"{ACCOUNT}reset/", {"email": cast.owner.email})
    link = re.search(r"http://testserver(/\S+)", mail.outbox[-1].body)[1]

    form = client.get(link, follow=True).request["PATH_INFO"]
    assert client.post(form, {"password1": "short"}).status_code == 200
    done = client.post(form, {"password1": "ironmarmaladebicycle"})

    assert done.url == f"{ACCOUNT}reset/done/"
    cast.owner.refresh_from_db()
    assert cast.owner.check_password("ironmarmaladebicycle")
    assert elsewhere.get("/workspace/").status_code == 302
    assert "This link cannot be used" in Client().get(link, follow=True).content.decode()


def test_somebody_who_guesses_a_password_shuts_only_themselves_out(cast: Cast) -> None:
    chief = Client()
    both_steps(chief, cast.owner, address="198.51.100.7")
    chief.post(f"{ACCOUNT}sign-out/")
    guesser = Client()

    answers = [
        password(guesser, cast.owner.email, f"guess number {number}", address="203.0.113.9")
        for number in range(7)
    ]

    assert WAIT in answers[-1].content.decode()
    assert WAIT in password(guesser, cast.owner.email, address="203.0.113.9").content.decode()
    assert password(chief, cast.owner.email, address="198.51.100.8").url == CODE


def test_many_machines_that_guess_shut_out_no_device_that_is_known(cast: Cast) -> None:
    chief = Client()
    both_steps(chief, cast.owner, address="198.51.100.7")
    chief.post(f"{ACCOUNT}sign-out/")

    for number in range(101):
        last = password(Client(), cast.owner.email, "a guess", address=f"203.0.113.{number}")

    assert WAIT in last.content.decode(), "all strangers together are counted too"
    assert password(chief, cast.owner.email, address="198.51.100.8").url == CODE


def test_a_device_is_known_for_one_person_only(cast: Cast) -> None:
    shared = Client()
    both_steps(shared, cast.owner)
    shared.post(f"{ACCOUNT}sign-out/")

    for _ in range(6):
        last = password(shared, cast.mate.email, "a guess", address="203.0.113.9")

    assert WAIT in last.content.decode()


def test_signing_in_leads_nowhere_but_here(cast: Cast, client: Client) -> None:
    TOTP.activate(cast.owner, SECRET)
    password(client, cast.owner.email, next="https://evil.example/workspace/")

    assert client.post(CODE, {"code": code()}).url == "/workspace/"


def test_signing_in_leads_back_to_the_page_that_asked_for_it(cast: Cast, client: Client) -> None:
    TOTP.activate(cast.owner, SECRET)
    asked = client.get("/workspace/people/")
    assert asked.url == f"{SIGN_IN}?next=%2Fworkspace%2Fpeople%2F"
    password(client, cast.owner.email, next="/workspace/people/")

    assert client.post(CODE, {"code": code()}).url == "/workspace/people/"


def test_signing_in_and_out_and_a_wrong_password_are_in_the_log(cast: Cast, client: Client) -> None:
    before = Entry.objects.count()
    password(client, "nobody@beds.example", "a wrong password")
    password(client, cast.owner.email, "a wrong password")
    both_steps(client, cast.owner)
    client.post(f"{ACCOUNT}sign-out/")

    logged = list(Entry.objects.order_by("pk").values_list("kind", "subject"))[before:]
    owner = f"person/{cast.owner.pk}"
    assert logged == [
        (Act.ACCESS, "person/unknown"),
        (Act.ACCESS, owner),
        (Act.SIGN_IN, owner),
        (Act.SIGN_OUT, owner),
    ]


def test_the_last_second_step_stays_while_a_role_needs_one(cast: Cast, client: Client) -> None:
    both_steps(client, cast.owner)

    page = client.post(f"{ACCOUNT}second-step/app/remove/").content.decode()

    assert "Add another one before you remove this one" in page
    assert Authenticator.objects.filter(user=cast.owner, type="totp").exists()


def test_the_password_is_changed_by_who_knows_the_old_one(cast: Cast, client: Client) -> None:
    both_steps(client, cast.owner)
    elsewhere = signed_in(cast.owner)
    address, new = f"{ACCOUNT}password/", "ironmarmaladebicycle"

    wrong = client.post(address, {"oldpassword": "not it at all", "password1": new})
    assert "This is not the password you use now" in wrong.content.decode()
    client.post(address, {"oldpassword": PASSWORD, "password1": new})

    cast.owner.refresh_from_db()
    assert cast.owner.check_password(new)
    assert elsewhere.get("/workspace/").status_code == 302
    assert "Your password was changed" in mail.outbox[-1].body


def test_a_password_can_be_pasted_and_filled_in_by_a_manager(client: Client, db: None) -> None:
    page = client.get(SIGN_IN).content.decode()

    field = re.search(r'<input[^>]*name="password"[^>]*>', page)[0]
    assert 'autocomplete="current-password"' in field
    assert "onpaste" not in page
    assert "maxlength" not in field


@pytest.mark.parametrize("change", [str.upper, str.strip, lambda typed: typed[:-1]])
def test_a_password_is_taken_letter_for_letter(cast: Cast, change: Callable[[str], str]) -> None:
    chosen = " violet Anchor teapot "
    cast.owner.set_password(chosen)
    cast.owner.save()

    assert WRONG in password(Client(), cast.owner.email, change(chosen)).content.decode()
    assert password(Client(), cast.owner.email, chosen).status_code == 302


def test_a_password_does_not_run_out(cast: Cast) -> None:
    long_ago = timezone.now() - timedelta(days=5000)
    Person.objects.filter(pk=cast.owner.pk).update(joined_at=long_ago, last_login=long_ago)

    assert password(Client(), cast.owner.email).status_code == 302


def test_codes_cannot_be_guessed_one_after_another(cast: Cast, client: Client) -> None:
    TOTP.activate(cast.owner, SECRET)
    password(client, cast.owner.email)
    for guess in range(5):
        client.post(CODE, {"code": f"{guess:06}"})

    answer = client.post(CODE, {"code": code()})

    assert WAIT in answer.content.decode()
    assert client.get("/workspace/").status_code == 302


def test_nobody_is_flooded_with_mails(cast: Cast, client: Client) -> None:
    for _ in range(3):
        client.post(f"{ACCOUNT}reset/", {"email": cast.owner.email})

    answer = client.post(f"{ACCOUNT}reset/", {"email": cast.owner.email})

    assert answer.status_code == 429
    assert WAIT in answer.content.decode()
    assert "eh-bar" in answer.content.decode(), "in the design of the site"
    assert len(mail.outbox) == 3


def test_nobody_signs_up(client: Client, db: None) -> None:
    asked = {"email": "new@beds.example", "password1": "ironmarmaladebicycle"}
    assert "You have no account" in client.post(f"{ACCOUNT}none-yet/", asked).content.decode()
    assert not Person.objects.exists()
    for address in ("signup/", "email/", "social/signup/"):
        assert client.get(f"{ACCOUNT}{address}").status_code == 404


def _without_tokens(response: HttpResponse, typed: str = "", instead: str = "") -> str:
    page = response.content.decode().replace(typed, instead) if typed else response.content.decode()
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page)
