"""What stands around every answer, whatever it is an answer to (ASVS V3, V4, V13, V16)."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import get_resolver

from evenhand.accounts.access import every
from evenhand.govuk.assets import asset
from evenhand.public.views import furniture

MADE = [
    *(f"/data/figures{ending}" for ending in (".csv", ".json", ".parquet", ".xlsx", ".zip")),
    *("/api/v1/openapi.json", "/api/v1/figures", "/api/v1/figures?from=x", "/api/v1/nowhere"),
    *("/figures/nowhere.csv", "/nowhere", "/forces/%00/", "/log/audit/checkpoint"),
    *("/workspace/nowhere/", "/workspace/account/sign-in/", "/workspace/people/"),
    *("/workspace/invitation/nothing/", "/workspace/account/sessions/"),
]


def addresses() -> list[str]:
    """Addresses of every kind: pages, files, the API, the workspace, mistakes."""
    whole = ["/", "/about/", "/cookies/", "/plans/", "/log/", "/data/", "/find/?place=x"]
    built = [asset("evenhand.css"), asset("leave.js")]
    return [*whole, *built, "/robots.txt", *MADE]


def broken(client: Client, monkeypatch: pytest.MonkeyPatch) -> HttpResponse:
    """A page that has a fault of ours."""

    def fault(*_: object) -> None:
        raise RuntimeError("select secret from table")

    monkeypatch.setattr(furniture, "page", fault)
    return client.get("/about/")


def closed(client: Client, monkeypatch: pytest.MonkeyPatch) -> HttpResponse:
    """A page of a site that is closed."""
    from django.conf import settings

    monkeypatch.setattr(settings, "CLOSED", True)
    return client.get("/about/")


ODD: dict[str, Callable[[Client, pytest.MonkeyPatch], HttpResponse]] = {
    "of a name that is not ours": lambda client, _: client.get(
        "/", headers={"host": "evil.example"}
    ),
    "to a forged form": lambda client, _: client.post(
        "/feedback/", {"wrong": "x"}, headers={"Sec-Fetch-Site": "cross-site"}
    ),
    "to a form that is no form": lambda client, _: client.post(
        "/feedback/", b"\x00" * 40_000, content_type="multipart/form-data; boundary=x"
    ),
    "to a method that is none": lambda client, _: client.generic("BREW", "/about/"),
    "to TRACE": lambda client, _: client.trace("/about/"),
    "with a fault of ours": broken,
    "while the site is closed": closed,
    "to who is signed out": lambda client, _: client.get("/workspace/"),
    "to a question before asking": lambda client, _: client.options("/api/v1/figures"),
}


def guarded(answer: HttpResponse) -> None:
    """Each answer is of one kind, over TLS for a year, in nobody's frame and runs nothing."""
    policy = answer.headers.get("Content-Security-Policy", "")
    assert answer.headers.get("X-Content-Type-Options") == "nosniff"
    assert "frame-ancestors 'none'" in policy
    assert "default-src 'none'" in policy
    transport = answer.headers.get("Strict-Transport-Security", "")
    found = re.search(r"max-age=(\d+)", transport)
    assert found and int(found[1]) >= 31_536_000
    assert "includeSubDomains" in transport
    body = answer.getvalue()
    answer.close()
    if body:
        kind = answer.headers.get("Content-Type", "")
        assert "/" in kind
        if kind.startswith("text/") or "xml" in kind:
            assert "charset=utf-8" in kind.replace('"', "")


@pytest.mark.parametrize("address", addresses())
def test_every_answer_says_what_it_is_and_stays_in_its_place(reader: Client, address: str) -> None:
    guarded(reader.get(address))


@pytest.mark.parametrize("kind", ODD)
def test_an_answer_to_something_odd_is_guarded_no_less(
    reader: Client, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    guarded(ODD[kind](reader, monkeypatch))


def test_a_fault_tells_nothing_of_how_we_are_made(
    reader: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = broken(reader, monkeypatch)
    page = answer.content.decode()

    assert answer.status_code == 500
    assert not re.search(r"select secret|RuntimeError|Traceback|\.py|django", page, re.IGNORECASE)


@pytest.mark.parametrize("address", addresses())
def test_other_sites_scripts_read_published_data_and_nothing_else(
    reader: Client, address: str
) -> None:
    answer = reader.get(address, headers={"origin": "https://evil.example"})
    allowed = answer.headers.get("Access-Control-Allow-Origin")
    answer.close()

    assert "Access-Control-Allow-Credentials" not in answer.headers
    assert not answer.cookies or address.startswith("/workspace/")
    if allowed is None:
        return
    assert allowed == "*", "never the name that asked"
    assert address.startswith(("/api/", "/data/", "/figures/", "/measures/", "/log/", "/static/"))


def test_no_page_of_the_workspace_can_be_asked_across_sites(reader: Client) -> None:
    for address in ("/workspace/", "/workspace/account/sign-in/", "/workspace/account/passkeys/"):
        asked = {"origin": "https://evil.example", "access-control-request-method": "POST"}
        answer = reader.options(address, headers=asked)
        assert not [name for name in answer.headers if name.startswith("Access-Control")]


@pytest.mark.parametrize(
    "address", ["/", "/about/", "/api/v1/figures", "/data/figures.csv", "/workspace/", "/nowhere/"]
)
def test_no_request_is_echoed(reader: Client, address: str) -> None:
    """TRACE would show a script what the browser keeps from it."""
    answer = reader.trace(address, headers={"cookie": "secret=1", "x-secret": "2"})

    assert answer.status_code in {302, 404, 405}
    assert b"secret" not in answer.content


@pytest.mark.parametrize("folder", ["/static/", "/static/govuk/", "/log/", "/api/", "/workspace"])
def test_no_folder_lists_what_is_in_it(reader: Client, folder: str) -> None:
    answer = reader.get(folder, follow=True)

    assert "Index of" not in answer.content.decode()
    assert answer.status_code == (404 if folder.startswith("/static/") else answer.status_code)
    assert not re.search(r'href="[^"/]+\.(py|sqlite3|key|log)"', answer.content.decode())


@pytest.mark.parametrize(
    "path",
    [
        *("/.git/config", "/.env", "/static/../settings.py", "/static/%2e%2e/settings.py"),
        *("/evenhand.sqlite3", "/ledger.key", "/admin/", "/metrics", "/health", "/debug/"),
        *("/api/docs", "/server-status", "/static/staticfiles.json", "/pyproject.toml"),
    ],
)
def test_nothing_is_there_that_was_not_meant_to_be(reader: Client, path: str) -> None:
    assert reader.get(path).status_code == 404


def test_every_address_there_is_is_meant_to_be_there() -> None:
    """The parts of the site, and no page that a library would add."""
    first = {
        pattern.pattern.regex.pattern.lstrip("^").partition("/")[0].replace("\\", "")
        for pattern in every(get_resolver().url_patterns)
    }
    modules = {pattern.callback.__module__ for pattern in every(get_resolver().url_patterns)}

    libraries = {module.partition(".")[0] for module in modules} - {"functools"}
    assert libraries <= {"evenhand", "allauth", "ninja"}
    assert not first & {"admin", "debug", "metrics", "health", "docs"}


@pytest.mark.parametrize("address", ["/about/", "/api/v1/figures", "/data/figures.csv"])
def test_the_site_never_sends_a_program_on_from_an_open_line(address: str, reader: Client) -> None:
    """Only a proxy sends browsers on, and it sends pages alone (docs/how-to/serve-the-site.md)."""
    answer = reader.get(address, secure=False)

    assert answer.status_code == 200
    assert "Location" not in answer.headers


PROXY = Path(__file__).resolve().parents[2] / "docs" / "how-to" / "serve-the-site.md"


def test_the_proxy_of_the_guide_sends_browsers_on_and_refuses_programs() -> None:
    text = PROXY.read_text(encoding="utf-8")
    found = re.search(r"server \{\s*listen 80;.*?\n\}", text, re.DOTALL)
    assert found, "a server of its own for the open line"
    blocks = dict(re.findall(r"location ([^{]+?) \{\s*(.*?);\s*\}", found[0]))

    assert blocks["/"].startswith("return 301 https://")
    assert blocks["/api/"] == blocks["/data/"] == "return 403"
    pattern = blocks.get(r"~ \.[a-z]+$")
    assert pattern == "return 403", "files, which programs fetch"
