"""Signing in through a force's own directory: a real OpenID Connect provider, run for the tests."""

import json
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import urllib3
from allauth.mfa.totp.internal.auth import TOTP
from allauth.socialaccount.models import SocialAccount
from django.conf import LazySettings
from django.http import HttpResponse
from django.test import Client
from pydantic import ValidationError

from accounts.cast import SECRET, Cast, code, signed_in
from evenhand.accounts.models import Person
from evenhand.accounts.signing_in.directories import Directory, providers, read

CODE = "/workspace/account/second-step/code/"
ACCOUNT = "/workspace/account/"
IN_DIRECTORY = [
    {"sub": "owner", "email": "owner@beds.example", "email_verified": True},
    {"sub": "unproved", "email": "owner@beds.example", "email_verified": False},
    {"sub": "new", "email": "new@beds.example", "email_verified": True},
    {"sub": "elsewhere", "email": "stranger@kent.example", "email_verified": True},
]


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    """A directory that answers on this machine."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    people = [part for one in IN_DIRECTORY for part in ("--user-claims", json.dumps(one))]
    command = [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "-p", str(port), *people]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as running:
        address = f"http://127.0.0.1:{port}"
        retries = urllib3.Retry(total=60, backoff_factor=0.5, backoff_max=1)
        urllib3.request("GET", f"{address}/.well-known/openid-configuration", retries=retries)
        yield address
        running.terminate()


@pytest.fixture
def directory(provider: str, cast: Cast, settings: LazySettings) -> Cast:
    """The cast, whose force has that directory."""
    one = Directory(
        id="beds",
        name="Bedfordshire’s directory",
        address=provider,
        client_id="evenhand",
        secret="shared",  # noqa: S106 (of a provider that lives for a second)
        domains=("beds.example",),
    )
    settings.DIRECTORIES = (one,)
    settings.SOCIALACCOUNT_PROVIDERS = providers((one,))
    return cast


def through(client: Client, sub: str, query: str = "") -> HttpResponse:
    """Follow a person through the directory and back."""
    start = client.get(f"{ACCOUNT}directory/beds/{query}")
    asked = _agree(start.url, sub)
    back = urlsplit(asked.headers["location"])
    return client.get(f"{back.path}?{back.query}")


def _agree(address: str, sub: str) -> urllib3.BaseHTTPResponse:
    """What a person does at the directory: say who they are."""
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    return urllib3.request("POST", address, body=f"sub={sub}", headers=form, redirect=False)


def test_who_is_known_signs_in_through_the_directory_and_their_own_second_step(
    directory: Cast, client: Client
) -> None:
    TOTP.activate(directory.owner, SECRET)
    assert "Bedfordshire’s directory" in client.get(f"{ACCOUNT}sign-in/").content.decode()

    answer = through(client, "owner")

    assert answer.url == CODE, "what the directory says is the first step"
    assert client.get("/workspace/").status_code == 302
    client.post(CODE, {"code": code()})
    assert "Owner" in client.get("/workspace/").content.decode()


@pytest.mark.parametrize("sub", ["unproved", "new", "elsewhere"])
def test_a_directory_lets_nobody_in_whom_it_may_not_speak_for_or_we_do_not_know(
    directory: Cast, client: Client, sub: str
) -> None:
    before = Person.objects.count()

    answer = through(client, sub)

    shown = client.get(answer.url) if answer.status_code == 302 else answer
    assert "You have no account here yet" in shown.content.decode()
    assert client.get("/workspace/").status_code == 302
    assert Person.objects.count() == before
    assert not SocialAccount.objects.exists()


def test_an_answer_that_was_not_asked_for_is_refused(directory: Cast, client: Client) -> None:
    """The state binds an answer to the browser that asked (RFC 6749, section 10.12)."""
    other = Client()
    start = other.get(f"{ACCOUNT}directory/beds/")
    asked = _agree(start.url, "owner")
    back = urlsplit(asked.headers["location"])

    answer = client.get(f"{back.path}?{back.query}")

    assert "Your directory did not let you in" in answer.content.decode()
    assert client.get("/workspace/").status_code == 302


def test_the_question_carries_a_proof_that_the_answer_is_for_us(
    directory: Cast, client: Client
) -> None:
    asked = client.get(f"{ACCOUNT}directory/beds/").url

    assert "code_challenge_method=S256" in asked
    assert "state=" in asked
    assert "response_type=code" in asked


def test_a_link_ties_no_directory_to_an_account(directory: Cast) -> None:
    client = signed_in(directory.stranger)

    answer = through(client, "owner", "?process=connect")

    assert answer.url == "/workspace/account/"
    assert not SocialAccount.objects.exists()


def test_an_unknown_directory_is_not_there(directory: Cast, client: Client) -> None:
    assert client.get(f"{ACCOUNT}directory/kent/").status_code == 404


FILE = """
directories:
  - id: beds
    name: Bedfordshire
    address: {address}
    client_id: evenhand
    secret: shared
    domains: [beds.example]
"""


def test_directories_are_read_from_one_file(tmp_path: Path) -> None:
    path = tmp_path / "directories.yaml"
    path.write_text(FILE.format(address="https://login.beds.example/tenant"))

    [one] = read(path)

    assert one.domains == ("beds.example",)
    app = providers((one,))["openid_connect"]["APPS"][0]
    assert app["settings"]["server_url"] == "https://login.beds.example/tenant"


@pytest.mark.parametrize("address", ["http://login.beds.example", "nowhere"])
def test_a_directory_is_asked_over_an_encrypted_line_only(tmp_path: Path, address: str) -> None:
    path = tmp_path / "directories.yaml"
    path.write_text(FILE.format(address=address))

    with pytest.raises(ValidationError):
        read(path)
