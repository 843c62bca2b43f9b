"""How a site is set up, and what it leaves behind (ASVS V11, V13, V14)."""

import json
import os
import re
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import LazySettings, settings
from django.contrib.auth.hashers import identify_hasher, make_password
from django.core import signing
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.utils import timezone

from accounts.cast import PASSWORD, Cast, signed_in
from accounts.signing import password
from evenhand.accounts.signing_in.sealing import seal, unseal
from evenhand.accounts.signing_in.sessions import IDLE, SEEN
from evenhand.config.environment import SHORTEST_SECRET, read
from evenhand.voices.forms import FeedbackForm, new_ticket
from security.source import PACKAGE

IN_SERVICE = {
    "EVENHAND_ALLOWED_HOSTS": "figures.example",
    "EVENHAND_SECRET_KEY": "n" * SHORTEST_SECRET,
}
CLEARED = '"cache"'  # never "storage": a phone may hold records that nobody has received yet


def test_signing_out_makes_the_browser_forget(cast: Cast) -> None:
    client = signed_in(cast.owner)
    assert "Clear-Site-Data" not in client.get("/workspace/").headers

    answer = client.post("/workspace/account/sign-out/")

    assert answer.headers["Clear-Site-Data"] == CLEARED
    assert "Clear-Site-Data" not in client.get("/workspace/account/sign-in/").headers


def test_a_session_that_ran_out_makes_the_browser_forget(cast: Cast) -> None:
    client = signed_in(cast.owner)
    client.get("/workspace/")
    session = client.session
    session[SEEN] = (timezone.now() - IDLE - timedelta(minutes=1)).timestamp()
    session.save()

    assert client.get("/workspace/").headers["Clear-Site-Data"] == CLEARED


def test_a_session_that_was_ended_elsewhere_makes_the_browser_forget(cast: Cast) -> None:
    client = signed_in(cast.owner)
    client.session.flush()

    assert client.get("/workspace/").headers["Clear-Site-Data"] == CLEARED


def test_readers_are_not_made_to_forget(client: Client, db: None) -> None:
    for address in ("/about/", "/workspace/account/sign-in/", "/workspace/"):
        assert "Clear-Site-Data" not in client.get(address).headers


def test_what_is_secret_is_sent_in_a_body() -> None:
    """A form that is sent as a question leaves its words in the address, the history and logs."""
    secret = re.compile(r'type="password"|name="(password|code|email|login|secret|wrong|doing)"')
    asked = re.compile(r"<form\b(?![^>]*method=\"post\").*?</form>", re.DOTALL)
    pages = {path: path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.html")}

    assert len([text for text in pages.values() if 'method="post"' in text]) > 10
    for path, text in pages.items():
        assert not [form for form in asked.findall(text) if secret.search(form)], path.name


def test_a_session_is_never_in_an_address(cast: Cast) -> None:
    """Neither ours nor Django's takes one from there."""
    client = signed_in(cast.owner)
    key = client.session.session_key
    stranger = Client()

    for name in ("session", "sessionid", settings.SESSION_COOKIE_NAME, "PHPSESSID"):
        assert stranger.get(f"/workspace/?{name}={key}").url.startswith("/workspace/account/")
    assert key not in client.get("/workspace/").content.decode()


@pytest.mark.parametrize(
    ("setting", "url"),
    [
        ("DATABASE", "postgresql://postgres:postgres@db.example/site"),
        ("DATABASE", "postgresql://eve:eve@db.example/site"),
        ("DATABASE", "postgresql://eve:Password@db.example/site"),
        ("DATABASE", "postgresql://eve:changeme@localhost/site"),
        ("MAIL", "smtp://admin:admin@mail.example"),
    ],
)
def test_a_password_that_software_comes_with_is_refused_in_service(setting: str, url: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="everybody tries first") as refused:
        read({**IN_SERVICE, f"EVENHAND_{setting}_URL": url})

    assert "changeme" not in str(refused.value)
    assert read({f"EVENHAND_{setting}_URL": url}), "on one's own machine there is nobody else"


def test_a_password_of_its_own_or_none_is_taken() -> None:
    for url in ("postgresql://eve:kV9w2mQ8@db.example/site", "postgresql://eve@/site?host=/run"):
        assert read({**IN_SERVICE, "EVENHAND_DATABASE_URL": url}).database_url == url


def test_an_older_secret_must_have_been_a_good_one() -> None:
    older = "o" * SHORTEST_SECRET
    with_older = {**IN_SERVICE, "EVENHAND_OLDER_SECRET_KEYS": f"{older} {'p' * 60}"}

    assert read(with_older).older_secret_keys == (older, "p" * 60)
    with pytest.raises(ImproperlyConfigured, match="EVENHAND_SECRET_KEY"):
        read({**IN_SERVICE, "EVENHAND_OLDER_SECRET_KEYS": "short"})


def test_the_secret_key_is_changed_while_people_work(settings: LazySettings) -> None:
    """What the older one signed or sealed is still read; what is new is of the new one alone."""
    older, newer = settings.SECRET_KEY, "newer" * 12
    ticket, sealed, kept = new_ticket(), seal("JBSWY3DP"), signing.dumps(1, salt="s")
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = newer, [older]

    form = FeedbackForm({"wrong": "this", "ticket": ticket})
    assert form.is_valid()
    assert (unseal(sealed), signing.loads(kept, salt="s")) == ("JBSWY3DP", 1)
    made = signing.dumps(2, salt="s")
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = older, []
    with pytest.raises(signing.BadSignature):
        signing.loads(made, salt="s")


def test_a_secret_that_is_no_longer_listed_opens_nothing(settings: LazySettings) -> None:
    ticket = new_ticket()
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "newer" * 12, []

    assert not FeedbackForm({"wrong": "this", "ticket": ticket}).is_valid()


@pytest.mark.parametrize("changed", range(0, 60, 7))
def test_what_we_signed_and_somebody_changed_is_refused(changed: int) -> None:
    ticket = new_ticket()
    place = changed % len(ticket)
    other = "A" if ticket[place] != "A" else "B"

    assert not FeedbackForm(
        {"wrong": "this", "ticket": ticket[:place] + other + ticket[place + 1 :]}
    ).is_valid()


def test_what_was_signed_for_one_thing_is_good_for_no_other() -> None:
    """Each kind of token is signed under its own name."""
    for salt in ("evenhand.accounts.device", "another", ""):
        token = signing.dumps("0" * 32, salt=salt)
        assert not FeedbackForm({"wrong": "this", "ticket": token}).is_valid()


def test_a_ticket_runs_out(monkeypatch: pytest.MonkeyPatch) -> None:
    ticket = new_ticket()
    now = timezone.now().timestamp()

    monkeypatch.setattr(signing.time, "time", lambda: now + 23 * 3600)
    assert FeedbackForm({"wrong": "this", "ticket": ticket}).is_valid()
    monkeypatch.setattr(signing.time, "time", lambda: now + 25 * 3600)
    assert not FeedbackForm({"wrong": "this", "ticket": ticket}).is_valid()


def test_a_password_moves_to_a_better_function_when_its_owner_signs_in(
    cast: Cast, settings: LazySettings, client: Client
) -> None:
    settings.PASSWORD_HASHERS = [
        "django.contrib.auth.hashers.ScryptPasswordHasher",
        "django.contrib.auth.hashers.PBKDF2PasswordHasher",
    ]
    cast.owner.password = make_password(PASSWORD, hasher="pbkdf2_sha256")
    cast.owner.save()

    password(client, cast.owner.email)

    cast.owner.refresh_from_db()
    assert identify_hasher(cast.owner.password).algorithm == "scrypt"


WALK = """
import json, sys
opened = []
def watch(event, args):
    if event in ("open", "socket.connect", "socket.getaddrinfo", "subprocess.Popen"):
        opened.append([event, str(args[0]) if event == "open" else str(args[1:])])
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
call_command("createcachetable", verbosity=0)
from django.test import Client
client = Client(headers={"host": "localhost"})
addresses = ("/", "/about/", "/forces/", "/find/?place=kent", "/search/?q=x", "/plans/", "/log/",
             "/data/figures.csv", "/api/v1/figures", "/workspace/account/sign-in/")
for address in addresses:
    client.get(address)
sys.addaudithook(watch)
for address in addresses:
    answer = client.get(address)
    assert answer.status_code == 200, address
    answer.close()
print(json.dumps(opened))
"""


def test_answering_reads_and_asks_nothing_but_its_own(tmp_path: Path) -> None:
    """While it answers, a site opens no line and starts no program; files only of its package."""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "evenhand.config.settings",
        "EVENHAND_DATABASE_URL": f"sqlite:///{tmp_path / 'site.sqlite3'}",
    }
    done = subprocess.run(
        [sys.executable, "-c", WALK],
        env=environment,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    seen = json.loads(done.stdout.splitlines()[-1])

    ours = (str(PACKAGE), sys.prefix, sys.base_prefix, str(Path(sys.prefix).resolve()), "/usr/")
    assert not [one for one in seen if one[0] != "open"]
    files = {where for _, where in seen if not where.isdecimal()}
    assert not {where for where in files if not where.startswith((*ours, str(tmp_path)))}
