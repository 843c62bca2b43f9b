"""The line itself: TLS of today, certificates that are checked, messages with one end."""

import re
import ssl
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from socket import create_connection

import pytest
import requests
from allauth.socialaccount.adapter import get_adapter
from django.core.exceptions import ImproperlyConfigured
from django.core.mail.backends.smtp import EmailBackend

from evenhand.cli.witnessing import _fetch
from evenhand.config.database import database
from evenhand.config.environment import read
from evenhand.records.fetch.failures import NetworkFailure
from evenhand.records.fetch.one import fetch_one
from security.certificates import Spoken, speaking_tls, write_certificate

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "how-to" / "serve-the-site.md"
GUARDED = re.compile(r"ECDHE-(ECDSA|RSA)-(AES(128|256)-GCM-SHA(256|384)|CHACHA20-POLY1305)|TLS_.*")
"""Forward secrecy and authenticated encryption."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Spoken]:
    """A site that speaks TLS itself."""
    with speaking_tls(tmp_path_factory.mktemp("tls")) as running:
        yield running


def speaker(
    site: Spoken, version: ssl.TLSVersion | None = None, ciphers: str = ""
) -> ssl.SSLContext:
    """A client that knows the site's certificate, and speaks as old a TLS as it is told to."""
    context = ssl.create_default_context(cafile=str(site.certificate))
    context.set_ciphers(ciphers or "ALL:@SECLEVEL=0")
    if version is not None:
        context.minimum_version = context.maximum_version = version
    return context


def greet(site: Spoken, context: ssl.SSLContext) -> ssl.SSLSocket:
    """Shake hands, and ask for a page."""
    plain = create_connection(("localhost", site.port), timeout=20)
    line = context.wrap_socket(plain, server_hostname="localhost")
    line.sendall(b"GET /about/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
    return line


def test_the_latest_tls_is_what_two_of_today_speak(site: Spoken) -> None:
    with greet(site, ssl.create_default_context(cafile=str(site.certificate))) as line:
        assert line.version() == "TLSv1.3"
        assert b" 200 " in line.makefile("rb").readline()


def test_who_starts_it_is_told_where_it_really_is(site: Spoken) -> None:
    assert f"The site is at https://127.0.0.1:{site.port}" in site.log.read_text(encoding="utf-8")


def test_tls_1_2_is_still_understood(site: Spoken) -> None:
    with greet(site, speaker(site, ssl.TLSVersion.TLSv1_2)) as line:
        assert line.version() == "TLSv1.2"
        assert GUARDED.fullmatch(line.cipher()[0])


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion:DeprecationWarning")
@pytest.mark.parametrize("old", ["TLSv1", "TLSv1_1"])
def test_older_versions_are_refused(site: Spoken, old: str) -> None:
    with pytest.raises((ssl.SSLError, ConnectionError)):
        greet(site, speaker(site, ssl.TLSVersion[old])).close()


@pytest.mark.parametrize(
    "weak",
    ["AES128-SHA", "AES256-GCM-SHA384", "ECDHE-ECDSA-AES128-SHA", "ECDHE-ECDSA-AES256-SHA384"],
)
def test_a_cipher_without_forward_secrecy_or_authentication_is_refused(
    site: Spoken, weak: str
) -> None:
    context = speaker(site, ssl.TLSVersion.TLSv1_2, f"{weak}:@SECLEVEL=0")

    with pytest.raises((ssl.SSLError, ConnectionError)):
        greet(site, context).close()


def test_a_site_that_speaks_tls_answers_nothing_in_the_open(site: Spoken) -> None:
    with create_connection(("localhost", site.port), timeout=20) as line:
        line.sendall(b"GET /about/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        try:
            said = line.makefile("rb").read()
        except ConnectionError:
            said = b""
    assert b"HTTP/1.1 200" not in said
    assert b"Evenhand" not in said


def test_what_the_guide_gives_the_proxy_allows_only_ciphers_of_today() -> None:
    """OpenSSL says itself what the guide's line means."""
    text = GUIDE.read_text(encoding="utf-8")
    said = re.search(r"ssl_ciphers ([^;]+);", text)
    versions = re.search(r"ssl_protocols ([^;]+);", text)
    assert said and versions
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.set_ciphers(said[1])

    assert set(versions[1].split()) == {"TLSv1.2", "TLSv1.3"}
    names = [one["name"] for one in context.get_ciphers()]
    assert names and all(GUARDED.fullmatch(name) for name in names)
    assert "proxy_ssl_verify on;" in text


def test_no_client_of_ours_speaks_to_a_certificate_that_nobody_vouches_for(site: Spoken) -> None:
    """`evenhand fetch`, `figure` and `witness`, the sign-in through a directory."""
    with pytest.raises(NetworkFailure):
        fetch_one(f"{site.address}/about/", most=10_000)
    with pytest.raises(NetworkFailure):
        _fetch(site.address)("checkpoint")
    with (
        pytest.raises(requests.exceptions.SSLError),
        get_adapter().get_requests_session() as session,
    ):
        session.get(f"{site.address}/about/")


def test_a_mail_server_shows_a_certificate_for_its_own_name() -> None:
    context = EmailBackend(host="mail.example", use_tls=True).ssl_context

    assert context.verify_mode == ssl.CERT_REQUIRED
    assert context.check_hostname


def test_a_database_on_another_machine_is_asked_over_tls_and_shows_its_certificate() -> None:
    options = database("postgresql://eve:p@db.example/site")["OPTIONS"]
    assert options == {"sslmode": "verify-full", "sslrootcert": "system"}
    ours = database("postgresql://eve@db.example/site?sslrootcert=/a.pem&sslcert=/b.pem")["OPTIONS"]
    assert (ours["sslmode"], ours["sslrootcert"]) == ("verify-full", "/a.pem")
    for here in ("localhost", "127.0.0.1"):
        assert database(f"postgresql://eve:p@{here}/site")["OPTIONS"] == {}


@pytest.mark.parametrize("mode", ["disable", "allow", "prefer", "require", "verify-ca"])
def test_a_line_to_a_database_that_others_could_read_is_refused(mode: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="sslmode=verify-full") as refused:
        database(f"postgresql://eve:hush@db.example/site?sslmode={mode}&connect_timeout=1")

    assert "hush" not in str(refused.value)


def test_a_certificate_and_its_key_go_together(tmp_path: Path) -> None:
    certificate, key = write_certificate(tmp_path)
    alone = {"EVENHAND_TLS_CERTIFICATE": str(certificate)}

    with pytest.raises(ImproperlyConfigured, match="set both or neither"):
        read(alone)
    assert read({**alone, "EVENHAND_TLS_KEY": str(key)}).tls == (certificate, key)
    assert read({}).tls is None


HOST = "Host: localhost\r\n"
INNER = f"GET /contact/ HTTP/1.1\r\n{HOST}\r\n"
CHUNKED = f"{len(INNER):x}\r\n{INNER}\r\n0\r\n\r\n"
POST = f"POST /feedback/ HTTP/1.1\r\n{HOST}"


@pytest.mark.parametrize(
    "said",
    [
        f"{POST}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n{CHUNKED}",
        f"{POST}Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n{CHUNKED}",
        f"{POST}Content-Length: 0\r\nContent-Length: {len(INNER)}\r\n\r\n{INNER}",
        f"{POST}Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n{CHUNKED}",
        f"{POST}Transfer-Encoding : chunked\r\nContent-Length: {len(CHUNKED)}\r\n\r\n{CHUNKED}",
        f"{POST}Content-Length: +0\r\n\r\n{INNER}",
        f"{POST}Content-Length: 0\r\n Transfer-Encoding: chunked\r\n\r\n{CHUNKED}",
    ],
    ids=[
        "length first",
        "chunks first",
        "two lengths",
        "two codings",
        "a space",
        "a sign",
        "a fold",
    ],
)
def test_no_request_is_hidden_inside_another(site: Spoken, said: str) -> None:
    """Where a message ends has one answer, or the line is closed (RFC 9112, section 6.3)."""
    plain = create_connection(("localhost", site.port), timeout=20)
    heard = b""
    with speaker(site).wrap_socket(plain, server_hostname="localhost") as line:
        line.sendall(said.encode())
        line.settimeout(2)
        with suppress(TimeoutError, ConnectionError, ssl.SSLError):
            while part := line.recv(65_536):
                heard += part
    starts = re.findall(rb"HTTP/1\.1 (\d{3})", heard)

    assert b"200" not in starts, "the page that was asked for inside"
    assert len(starts) <= 1


def test_requests_one_after_the_other_are_each_answered(site: Spoken) -> None:
    """What the test above would see if a hidden request were answered."""
    plain = create_connection(("localhost", site.port), timeout=20)
    with speaker(site).wrap_socket(plain, server_hostname="localhost") as line:
        line.sendall(INNER.encode() * 2)
        line.settimeout(2)
        heard = b""
        with suppress(TimeoutError):
            while part := line.recv(65_536):
                heard += part

    assert heard.count(b"HTTP/1.1 200") == 2
