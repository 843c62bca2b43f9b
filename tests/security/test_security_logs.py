"""What the service says of itself, and what it never says (ASVS V16)."""

import json
import logging
import smtplib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import OperationalError
from django.test import Client
from django.utils import timezone

from accounts.cast import PASSWORD, SECRET, Cast, acting, code, signed_in
from accounts.signing import CODE, SIGN_IN, password
from evenhand.accounts.models import Invitation, Membership
from evenhand.accounts.roles import Role
from evenhand.accounts.services import invite
from evenhand.audit import services as audit
from evenhand.audit.models import Act, Entry
from evenhand.config.logs import LONGEST, Lines
from evenhand.public.views import furniture
from evenhand.workspace.views import invitations

PEOPLE = "/workspace/people/"
INVITE = "/workspace/people/invite/"
HOSTILE = 'x\r\n{"at": "2020", "event": "forged"}\x1b[2J\u202e\u2028end'


@pytest.fixture
def told() -> Iterator[StringIO]:
    """What would stand on standard error, line by line."""
    said = StringIO()
    handler = logging.StreamHandler(said)
    handler.setFormatter(Lines())
    logging.getLogger().addHandler(handler)
    yield said
    logging.getLogger().removeHandler(handler)


def lines(told: StringIO) -> list[dict[str, Any]]:
    """Each line, read as a program that collects them would."""
    return [json.loads(line) for line in told.getvalue().splitlines()]


def refused(told: StringIO) -> list[dict[str, Any]]:
    """Requests that were refused."""
    return [line for line in lines(told) if line["from"] == "evenhand.refused"]


def test_an_event_is_one_line_whatever_is_in_it(told: StringIO) -> None:
    logging.getLogger("evenhand.anything").error("It said %s", HOSTILE)

    assert told.getvalue().count("\n") == 1
    assert told.getvalue().isascii()
    [line] = lines(told)
    assert HOSTILE in line["event"]
    assert "forged" not in line


def test_a_line_says_when_in_utc_how_grave_and_where_from(told: StringIO) -> None:
    before = datetime.now(UTC) - timedelta(seconds=1)
    logging.getLogger("evenhand.anything").warning("a thing")

    [line] = lines(told)
    at = datetime.fromisoformat(line["at"])
    assert before <= at <= datetime.now(UTC)
    assert at.utcoffset() == timedelta(0)
    assert (line["level"], line["from"], line["event"]) == (
        "warning",
        "evenhand.anything",
        "a thing",
    )


def test_what_a_header_says_is_cut(told: StringIO) -> None:
    logging.getLogger("django.security").warning("x" * 20_000)

    assert len(lines(told)[0]["event"]) == LONGEST


def test_a_fault_is_told_with_its_place_and_without_the_secret_in_the_address(
    cast: Cast, told: StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    by, now = acting(cast.owner), timezone.now()
    link = invite(email="new@beds.example", role=Role.ANALYST, by=by, now=now).secret

    def fault(*_: object, **__: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr(invitations, "page", fault)
    client = Client(raise_request_exception=False)

    assert client.get(f"/workspace/invitation/{link}/").status_code == 500
    [line] = [one for one in lines(told) if one["level"] == "error"]
    assert line["where"] == "workspace/invitation/<str:secret>/"
    assert "RuntimeError: broken" in line["error"]
    assert link not in told.getvalue()


def test_a_fault_of_a_public_page_is_told(
    told: StringIO, db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(furniture, "page", lambda *_, **__: 1 / 0)

    Client(raise_request_exception=False).get("/about/?q=what%20was%20typed")

    [line] = [one for one in lines(told) if one["level"] == "error"]
    assert "ZeroDivisionError" in line["error"]
    assert "what was typed" not in told.getvalue()


def test_a_database_that_is_away_is_told(
    told: StringIO, db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object, **__: object) -> None:
        raise OperationalError("no connection")

    monkeypatch.setattr(furniture, "page", away)

    assert Client().get("/about/").status_code == 503
    [line] = [one for one in lines(told) if one["level"] == "error"]
    assert (line["from"], "no connection" in line["error"]) == ("evenhand.database", True)


def test_a_name_that_is_not_ours_is_told(told: StringIO, db: None) -> None:
    Client().get("/", headers={"host": "evil.example"})

    [line] = lines(told)
    assert line["from"] == "django.security.DisallowedHost"
    assert "evil.example" in line["event"]
    assert "error" not in line, "no fault of ours, so no trace of one"


def test_a_form_that_is_refused_is_told_with_who_sent_it(cast: Cast, told: StringIO) -> None:
    owner, mate = signed_in(cast.owner), signed_in(cast.mate)
    forged = signed_in(cast.owner, checks_tokens=True)
    owner.post(INVITE, {"email": "no address"})
    mate.get(PEOPLE)
    forged.post(INVITE, {"email": "new@beds.example"})
    Client().post("/feedback/", {"wrong": "x"}, headers={"Sec-Fetch-Site": "cross-site"})
    owner.generic("BREW", PEOPLE)

    of_owner, of_mate = f"person/{cast.owner.pk}", f"person/{cast.mate.pk}"
    seen = [(one["status"], one["where"], one["by"]) for one in refused(told)]
    assert seen == [
        (400, "workspace/people/invite/", of_owner),
        (403, "workspace/people/", of_mate),
        (403, "workspace/people/invite/", of_owner),
        (403, "no address of ours", "unknown"),
        (405, "workspace/people/", of_owner),
    ]
    assert "beds.example" not in told.getvalue()


def test_somebody_who_guesses_too_often_is_told_of(cast: Cast, told: StringIO) -> None:
    client = Client()
    for _ in range(6):
        password(client, cast.owner.email, "wrong wrong wrong")

    [line] = refused(told)
    assert (line["event"], line["where"]) == ("too many tries", "sign-in")
    assert cast.owner.email not in told.getvalue()
    assert "wrong wrong" not in told.getvalue()
    assert Entry.objects.filter(kind=Act.ACCESS, by="unknown").count() == 5, "and each is logged"


def test_what_everybody_may_do_is_no_event(told: StringIO, db: None) -> None:
    client = Client()
    for address in ("/about/", "/nowhere", "/workspace/", "/api/v1/figures?from=x"):
        client.get(address)

    assert not told.getvalue()


def test_no_log_holds_what_was_typed_to_sign_in(
    cast: Cast, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    TOTP.activate(cast.owner, SECRET)
    typed = code()
    client.post(SIGN_IN, {"login": cast.owner.email, "password": "wrong wrong wrong"})
    client.post(SIGN_IN, {"login": cast.owner.email, "password": PASSWORD})
    client.post(CODE, {"code": typed})
    assert "Owner" in client.get("/workspace/").content.decode()

    formatter = Lines()
    lines_ = "\n".join(formatter.format(record) for record in caplog.records)
    kept = "\n".join(f"{one.subject} {one.by} {one.body}" for one in Entry.objects.all())
    for secret in (PASSWORD, "wrong wrong", SECRET, client.session.session_key, cast.owner.email):
        assert secret not in kept
        assert secret not in lines_.replace("test_no_log", "")
    assert f'"{typed}"' not in kept + lines_


def test_every_entry_of_the_private_log_says_who_did_what_to_whom_when(cast: Cast) -> None:
    before, owner = timezone.now(), signed_in(cast.owner)
    owner.get(PEOPLE)
    owner.post(INVITE, {"email": "new@beds.example", "role": Role.ANALYST, "until": ""})
    number = Membership.objects.get(person=cast.mate).pk
    owner.post(f"{PEOPLE}{number}/end/", {"why": "Left"})
    signed_in(cast.mate).get(PEOPLE)

    made = list(Entry.objects.filter(at__gte=before))
    assert {one.kind for one in made} >= {Act.CONSULTATION, Act.ACCESS}
    for one in made:
        assert before <= one.at <= timezone.now()
        assert one.at.utcoffset() == timedelta(0)
        assert one.by.startswith("person/")
        assert one.subject.partition("/")[2]
        assert set(json.loads(one.body)) == {"why", "details"}


@pytest.mark.parametrize("what", ["seeing", "ending", "inviting"])
def test_nothing_is_shown_or_done_that_cannot_be_logged(
    cast: Cast, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A log that is full or broken shuts the door; it does not leave it open."""
    client = signed_in(cast.owner)
    client.raise_request_exception = False
    number = Membership.objects.get(person=cast.mate).pk

    def broken(*_: object, **__: object) -> None:
        raise OSError("no space left")

    with monkeypatch.context() as patched:
        patched.setattr(audit, "insert", broken)
        answer = {
            "seeing": lambda: client.get(PEOPLE),
            "ending": lambda: client.post(f"{PEOPLE}{number}/end/", {"why": "Left"}),
            "inviting": lambda: client.post(
                INVITE, {"email": "new@beds.example", "role": Role.ANALYST, "until": ""}
            ),
        }[what]()

    assert answer.status_code == 500
    assert cast.mate.email not in answer.content.decode()
    assert Membership.objects.get(pk=number).ended_at is None
    assert not Invitation.objects.exists()
    assert not mail.outbox


@pytest.mark.parametrize(
    "why", [smtplib.SMTPServerDisconnected("gone"), ConnectionRefusedError("nobody there")]
)
def test_a_mail_server_that_is_away_leaves_nothing_half_done(
    cast: Cast, told: StringIO, monkeypatch: pytest.MonkeyPatch, why: Exception
) -> None:
    def away(*_: object) -> None:
        raise why

    monkeypatch.setattr(EmailBackend, "send_messages", away)
    sent = {"email": "new@beds.example", "role": Role.ANALYST, "until": ""}

    answer = signed_in(cast.owner).post(INVITE, sent)

    assert answer.status_code == 400
    assert "The mail could not be sent" in answer.content.decode()
    assert not Invitation.objects.filter(withdrawn_at__isnull=True).exists()
    assert "A mail could not be sent." in [line["event"] for line in lines(told)]
    assert "new@beds" not in told.getvalue()

    monkeypatch.undo()
    assert signed_in(cast.owner).post(INVITE, sent).status_code == 303, "and later it is sent"


def test_a_reset_says_the_same_when_the_mail_server_is_away(
    cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object) -> None:
        raise ConnectionRefusedError

    asked = {"email": cast.owner.email}
    usual = client.post("/workspace/account/reset/", asked)
    monkeypatch.setattr(EmailBackend, "send_messages", away)
    broken = Client().post("/workspace/account/reset/", asked)

    assert (broken.status_code, broken.url) == (usual.status_code, usual.url)
