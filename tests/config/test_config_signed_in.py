"""Cookies and headers of those who sign in, here and in service."""

import json
import os
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import Client

from evenhand.config.mail import mail

IN_SERVICE = {
    "EVENHAND_ALLOWED_HOSTS": "figures.example",
    "EVENHAND_PUBLIC_ADDRESS": "https://figures.example",
    "EVENHAND_SECRET_KEY": "a" * 50,
    "EVENHAND_DATABASE_URL": "sqlite://:memory:",
    "DJANGO_SETTINGS_MODULE": "evenhand.config.settings",
}
ASK = """
import json
from django.conf import settings
kinds = ("SESSION", "CSRF")
print(json.dumps({
    "names": [settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, settings.DEVICE_COOKIE_NAME],
    "secure": [getattr(settings, f"{kind}_COOKIE_SECURE") for kind in kinds],
    "hasher": settings.PASSWORD_HASHERS[0],
    "insecure": settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN,
}))
"""


def test_in_service_cookies_are_sent_over_an_encrypted_line_only() -> None:
    environ = {**os.environ, **IN_SERVICE}
    done = subprocess.run(
        [sys.executable, "-c", ASK], env=environ, capture_output=True, text=True, check=True
    )
    said = json.loads(done.stdout)

    assert all(name.startswith("__Secure-evenhand_") for name in said["names"])
    assert said["secure"] == [True, True]
    assert said["insecure"] is False


def test_pages_of_the_workspace_say_where_they_stand_to_each_other_alone(
    client: Client, db: None
) -> None:
    """Without it a browser says “null” of a form's origin, and the form is refused."""
    assert client.get("/workspace/account/sign-in/").headers["Referrer-Policy"] == "same-origin"
    assert client.get("/contact/").headers["Referrer-Policy"] == "no-referrer"


def test_public_pages_take_no_part_in_sessions(client: Client, db: None) -> None:
    client.cookies["evenhand_session"] = "anything"
    client.cookies["evenhand_form"] = "anything"

    answer = client.get("/contact/")

    assert not answer.cookies
    assert "evenhand_form" not in answer.content.decode()


def test_a_page_of_the_workspace_says_that_the_database_is_away(
    client: Client, db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object, **__: object) -> None:
        raise OperationalError("no connection")

    client.cookies["evenhand_session"] = "a" * 32

    with monkeypatch.context() as broken:
        broken.setattr(BaseDatabaseWrapper, "cursor", away)
        answer = client.get("/workspace/")

    assert answer.status_code == 503
    assert answer.headers["Retry-After"]


@pytest.mark.parametrize(
    ("url", "port", "inside"),
    [
        ("smtp://us%40er:p%2Fw@mail.example:2525", 2525, False),
        ("smtp://mail.example", 587, False),
        ("smtps://mail.example", 465, True),
    ],
)
def test_mail_is_sent_over_an_encrypted_line(url: str, port: int, inside: bool) -> None:
    settings = mail(url, sender="evenhand@beds.example")

    assert settings["EMAIL_PORT"] == port
    assert (settings["EMAIL_USE_SSL"], settings["EMAIL_USE_TLS"]) == (inside, not inside)
    assert settings["EMAIL_HOST_PASSWORD"] == ("p/w" if "p%2Fw" in url else "")


@pytest.mark.parametrize("url", ["mail.example", "http://mail.example", "smtp://"])
def test_an_address_for_mail_that_makes_no_sense_is_refused_without_its_password(url: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="EVENHAND_MAIL_URL") as refused:
        mail(url.replace("//", "//user:secret@"), sender="a@b.example")

    assert "secret" not in str(refused.value)


def test_mail_in_nobodys_name_is_refused() -> None:
    with pytest.raises(ImproperlyConfigured, match="EVENHAND_CONTACT"):
        mail("smtp://mail.example", sender="")
