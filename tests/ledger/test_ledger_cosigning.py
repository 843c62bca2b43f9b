"""Witnesses send their signatures to the site, from outside, and only theirs are kept."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.exceptions import ImproperlyConfigured
from django.test import Client

from evenhand.cli import run
from evenhand.config.environment import read
from evenhand.ledger.log.publishing import publish
from evenhand.ledger.log.tables import LEDGER
from evenhand.ledger.models import Cosignature
from evenhand.ledger.selectors import checkpoint
from evenhand.ledger.tree.keys import Kind, SigningKey
from evenhand.ledger.tree.notes import Note
from evenhand.public.views import cosigning

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
SEND = "/log/ledger/cosignatures"
pytestmark = pytest.mark.django_db


@pytest.fixture
def panel(settings: LazySettings) -> SigningKey:
    made = SigningKey.new("panel.example/witness", Kind.WITNESS)
    settings.WITNESSES = (made.verifier,)
    return made


@pytest.fixture(autouse=True)
def nobody_sent_any() -> Iterator[None]:
    cosigning.RECENT.clear()
    yield
    cosigning.RECENT.clear()


def post(body: str | bytes, address: str = SEND, **more: Any) -> Any:
    return Client().post(address, body, content_type="text/plain", **more)


@pytest.mark.parametrize("address", [SEND, "/log/cosignatures"])
def test_a_known_witnesss_signature_is_kept_once_and_shown(
    append, sign, panel: SigningKey, address: str
) -> None:
    append()
    signed = str(Note.parse(sign().note).signed(panel, NOW))

    first, again = post(signed, address), post(signed, address)

    assert (first.status_code, again.status_code) == (201, 200)
    assert Cosignature.objects.count() == 1
    shown = checkpoint()
    assert shown is not None
    assert Note.parse(shown).verified(panel.verifier)
    assert "no-store" in first.headers["Cache-Control"]


def refused_by(sign, panel: SigningKey) -> dict[str, tuple[str | bytes, int]]:
    ours = Note.parse(sign().note)
    stranger = SigningKey.new("stranger.example/witness", Kind.WITNESS)
    other_text = ours.text.replace("\n2\n", "\n3\n")
    forged = str(ours.signed(stranger, NOW)).replace("stranger.example", "panel.example")
    renamed = ours.text.replace("/ledger", "/elsewhere")
    return {
        "of a stranger": (str(ours.signed(stranger, NOW)), 403),
        "unsigned by any witness": (str(ours), 403),
        "forged in the witness's name": (forged, 403),
        "on another checkpoint": (str(Note(other_text).signed(panel, NOW)), 409),
        "on another log": (str(Note(renamed).signed(panel, NOW)), 409),
        "no note": ("hello", 409),
        "nothing": ("", 409),
        "no text": (b"\xff\xfe\x00", 400),
        "too long": ("x" * 9000, 413),
        "far too long": ("x" * 100_000, 413),
        "hostile": ("<script>alert(1)</script>\n" * 9, 409),
    }


@pytest.mark.parametrize(
    "what",
    [
        *("of a stranger", "unsigned by any witness", "forged in the witness's name"),
        *("on another checkpoint", "on another log", "no note", "nothing", "no text"),
        *("too long", "far too long", "hostile"),
    ],
)
def test_anything_else_is_refused_and_not_kept(append, sign, panel: SigningKey, what: str) -> None:
    append()
    body, status = refused_by(sign, panel)[what]

    answer = post(body)

    assert answer.status_code == status
    assert answer.headers["Content-Type"].startswith("text/plain")
    assert "<script" not in answer.content.decode()
    assert not Cosignature.objects.exists()


def test_a_site_that_knows_no_witness_keeps_nothing(append, sign, settings: LazySettings) -> None:
    settings.WITNESSES = ()
    append()
    stranger = SigningKey.new("stranger.example/witness", Kind.WITNESS)

    assert post(str(Note.parse(sign().note).signed(stranger, NOW))).status_code == 403


def test_a_network_that_sends_too_many_waits_and_another_does_not(
    append, sign, panel: SigningKey
) -> None:
    append()
    signed = str(Note.parse(sign().note).signed(panel, NOW))
    for _ in range(cosigning.MOST):
        post("x", REMOTE_ADDR="8.8.8.8")

    refused = post(signed, REMOTE_ADDR="8.8.8.8")

    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "600")
    assert post(signed, REMOTE_ADDR="9.9.9.9").status_code == 201


def test_it_is_sent_not_asked_for_and_not_by_another_site(panel: SigningKey) -> None:
    assert Client().get(SEND).status_code == 405
    assert post("x", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403


@dataclass
class Site:
    """A web server that shows a log's files, keeps what is sent and answers as it is told."""

    url: str = ""
    sent: list[tuple[str, bytes]] = field(default_factory=list)
    answers: list[tuple[int, bytes]] = field(default_factory=list)


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    found = Site()

    class Handler(SimpleHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            found.sent.append((self.path, body))
            status, said = found.answers.pop(0)
            self.send_response(status)
            self.end_headers()
            self.wfile.write(said)

        def log_message(self, *_said: object) -> None:
            """Nothing: tests look at what the command says."""

    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=tmp_path)) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        found.url = f"http://127.0.0.1:{server.server_port}/log/ledger"
        yield found
        server.shutdown()


@pytest.fixture
def shown(append, sign, tmp_path: Path) -> None:
    """A log of two entries, as files that the web server shows."""
    append()
    sign()
    publish(LEDGER, tmp_path / "log" / "ledger")


@pytest.fixture
def command(
    shown: None, key, site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., int]:
    """Witness the log of this test, in a folder of its own."""
    del shown
    monkeypatch.chdir(tmp_path)
    name = ["--name", "panel.example/witness", "--log-key", str(key.verifier)]
    return lambda *more: run(["witness", site.url, *name, *more])


def test_what_the_command_sends_is_what_the_site_keeps(
    command: Callable[..., int], site: Site, settings: LazySettings, tmp_path: Path
) -> None:
    site.answers = [(201, b"The signature is kept.")]

    assert command("--post") == 0

    [(address, body)] = site.sent
    assert address == SEND
    secret = SigningKey.parse((tmp_path / "witness-secret.key").read_text(encoding="utf-8"))
    settings.WITNESSES = (secret.verifier,)
    assert post(body).status_code == 201
    assert Cosignature.objects.get().witness == "panel.example/witness"


def test_a_signature_that_the_site_does_not_take_stays_with_the_witness(
    command: Callable[..., int], site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site.answers = [(403, b"No witness that this site knows\x1b[2J")]

    assert command("--post") == 3

    said = capsys.readouterr()
    assert "did not take the signature (403). No witness that this site knows" in said.err
    assert "\x1b" not in said.err
    assert "panel.example/witness" in said.out
    assert (tmp_path / "witness.json").exists()


def test_without_being_asked_to_the_command_sends_nothing(
    command: Callable[..., int], site: Site
) -> None:
    assert command() == 0
    assert site.sent == []


def test_witnesses_are_named_by_keys_or_by_a_file_of_keys(tmp_path: Path) -> None:
    one, two = (SigningKey.new(f"{name}.example/w", Kind.WITNESS).verifier for name in "ab")
    log = SigningKey.new("site.example/ledger", Kind.LOG).verifier
    file = tmp_path / "witnesses.txt"
    file.write_text(f"{one}\n{two}\n", encoding="utf-8")

    assert read({}).witnesses == ()
    assert read({"EVENHAND_WITNESSES": f"{one} {two}"}).witnesses == (one, two)
    assert read({"EVENHAND_WITNESSES": str(file)}).witnesses == (one, two)
    with pytest.raises(ImproperlyConfigured, match="cannot be used"):
        read({"EVENHAND_WITNESSES": "nobody"})
    with pytest.raises(ImproperlyConfigured, match="the key of a log"):
        read({"EVENHAND_WITNESSES": str(log)})


def test_reasons_are_asked_for_acts_that_a_form_can_ask_for() -> None:
    assert read({}).reasons == {"consultation", "disclosure"}
    assert read({"EVENHAND_REASONS": "none"}).reasons == frozenset()
    assert read({"EVENHAND_REASONS": "access, disclosure"}).reasons == {"access", "disclosure"}
    with pytest.raises(ImproperlyConfigured, match="snooping"):
        read({"EVENHAND_REASONS": "snooping"})
