"""`evenhand figure`: anyone with the files can compute a published figure again."""

import json
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from demo.demonstration import demo_site as demo_site  # noqa: PLC0414
from demo.demonstration import frozen, lake
from evenhand.cli.figure_source import json_address
from evenhand.publications.making.fingerprint import PARTS
from evenhand.publications.models import Figure

Evenhand = Callable[..., Any]
PATH = "/figures/search-rate/demoshire/2025-10--2026-09/five-groups/1"


def of_the_demonstration() -> Figure:
    return next(one for one in frozen() if f"/figures/{one.reference}" == PATH)


def published() -> dict[str, Any]:
    figure = of_the_demonstration()
    parts = {name: getattr(figure, name) for name in PARTS}
    return {"figure": figure.reference, "digest": figure.digest, **parts}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "figure.json"
    path.write_text(json.dumps(published()), encoding="utf-8")
    return path


class Site(BaseHTTPRequestHandler):
    """Answers the figure's JSON at its address, a web page where a proxy would, and nothing."""

    answers: dict[str, tuple[int, str, bytes]]

    def do_GET(self) -> None:
        nothing = (404, "text/html", b"<!doctype html><p>Not here")
        status, kind, body = self.answers.get(self.path, nothing)
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_said: object) -> None:
        pass


@pytest.fixture
def site() -> Iterator[str]:
    page = b"<!doctype html><title>Access denied</title>"
    Site.answers = {
        f"{PATH}.json": (200, "application/json", json.dumps(published()).encode()),
        "/proxy.json": (200, "text/html", page),
        "/denied.json": (403, "text/html", page),
        "/broken.json": (500, "text/plain", b"sorry"),
        "/empty.json": (200, "application/json", b""),
        "/words.json": (200, "application/json", b"not JSON"),
    }
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_a_figure_s_file_is_computed_again_and_is_equal(evenhand: Evenhand, file: Path) -> None:
    ran = evenhand("figure", file, "--lake", lake().path)

    assert ran.status == 0
    assert "Equal: the records give the same numbers." in ran.err
    assert of_the_demonstration().result["sentence"] in ran.out


def test_a_number_that_was_changed_is_listed_and_the_status_is_one(
    evenhand: Evenhand, tmp_path: Path
) -> None:
    values = published()
    values["result"] = values["result"] | {"unknown_events": 7}
    path = tmp_path / "tampered.json"
    path.write_text(json.dumps(values), encoding="utf-8")

    ran = evenhand("figure", path, "--lake", lake().path)

    assert ran.status == 1
    assert "unknown_events: published 7, computed" in ran.out
    assert "Not equal: 2 differences." in ran.err  # the number, and the digest


def test_a_file_without_all_that_its_digest_is_of_is_compared_with_a_warning(
    evenhand: Evenhand, tmp_path: Path
) -> None:
    values = published()
    del values["series"]
    path = tmp_path / "older.json"
    path.write_text(json.dumps(values), encoding="utf-8")

    ran = evenhand("figure", path, "--lake", lake().path)

    assert ran.status == 0
    assert "the digest was not checked" in " ".join(ran.err.split())


def test_as_json_it_says_the_same_to_a_program(evenhand: Evenhand, file: Path) -> None:
    answer = json.loads(evenhand("figure", file, "--lake", lake().path, "--json").out)

    assert answer["equal"] is True
    assert answer["differences"] == []
    assert answer["result"]["rows"] == published()["result"]["rows"]


@pytest.mark.parametrize(
    "ending", ["/", ".json", ".csv", "-metadata.json", "/?from=here#how-black"]
)
def test_the_address_of_the_page_or_of_any_of_its_files_will_do(
    evenhand: Evenhand, site: str, ending: str
) -> None:
    assert evenhand("figure", site + PATH + ending, "--lake", lake().path).status == 0


@pytest.mark.parametrize("path", ["/proxy", "/denied"])
def test_a_proxy_s_web_page_is_told_from_data(evenhand: Evenhand, site: str, path: str) -> None:
    ran = evenhand("figure", site + path, "--lake", lake().path)

    assert ran.status == 3
    assert "your organisation's proxy answered instead of 127.0.0.1" in ran.err


@pytest.mark.parametrize(("path", "said"), [("/broken", "500"), ("/empty", "nothing at all")])
def test_a_server_that_fails_is_no_fault_of_the_figure(
    evenhand: Evenhand, site: str, path: str, said: str
) -> None:
    ran = evenhand("figure", site + path, "--lake", lake().path)

    assert ran.status == 3
    assert said in ran.err


def test_nobody_there_is_said_at_once(evenhand: Evenhand) -> None:
    ran = evenhand("figure", "http://127.0.0.1:9/figures/x/", "--lake", lake().path)

    assert ran.status == 3
    assert "No connection to 127.0.0.1:9" in ran.err


def test_an_address_without_a_figure_is_bad_input(evenhand: Evenhand, site: str) -> None:
    ran = evenhand("figure", f"{site}/forces/nowhere/", "--lake", lake().path)

    assert ran.status == 2
    assert f"There is no figure at {site}/forces/nowhere.json" in ran.err


def test_other_kinds_of_address_are_refused(evenhand: Evenhand) -> None:
    ran = evenhand("figure", "file:///etc/passwd", "--lake", lake().path)

    assert ran.status == 2
    assert "is not a web address" in ran.err


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe",
        b"<!doctype html><p>a page",
        b'{"figure": NaN}',
        b"[" * 200_000,
        b'{"n": ' + b"9" * 10_000 + b"}",
        b"null",
        b'"search-rate"',
        b'{"figure": {}, "result": 1}',
        b'{"figure": "\\u001b[31m", "digest": "0", "result": [], "inputs": {}}',
    ],
    ids=lambda content: ascii(content[:24]),
)
def test_what_is_not_a_figure_is_refused_in_a_sentence(
    evenhand: Evenhand, tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "hostile.json"
    path.write_bytes(content)

    ran = evenhand("figure", path, "--lake", lake().path)

    assert ran.status == 2
    assert "is not" in ran.err
    assert "\x1b" not in ran.err


def test_a_file_far_too_large_is_not_read(evenhand: Evenhand, tmp_path: Path) -> None:
    path = tmp_path / "huge.json"
    with path.open("wb") as out:
        out.truncate(200 * 1024 * 1024)

    ran = evenhand("figure", path, "--lake", lake().path)

    assert ran.status == 2
    assert "far larger" in ran.err


def test_no_such_file_is_said(evenhand: Evenhand) -> None:
    ran = evenhand("figure", "nowhere.json", "--lake", lake().path)

    assert ran.status == 2
    assert "There is no “nowhere.json”" in ran.err


def test_a_lake_without_the_files_is_told_which(
    evenhand: Evenhand, tmp_path: Path, file: Path
) -> None:
    values = published()
    values["inputs"] = [values["inputs"][0] | {"sha256": "0" * 64}]
    path = tmp_path / "other.json"
    path.write_text(json.dumps(values), encoding="utf-8")

    ran = evenhand("figure", path, "--lake", lake().path)

    assert ran.status == 2
    assert f"sha256 {'0' * 64}" in ran.err


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("measure", "no-such-rate", "no measure called"),
        ("force", "nowhere", "does not hold all the files"),
        ("from", "2026-09", "does not hold all the files"),
    ],
)
def test_a_question_that_means_nothing_is_bad_input(
    evenhand: Evenhand, tmp_path: Path, key: str, value: str, said: str
) -> None:
    values = published()
    values["result"] = values["result"] | {key: value}
    path = tmp_path / "odd.json"
    path.write_text(json.dumps(values), encoding="utf-8")

    ran = evenhand("figure", path, "--lake", lake().path)

    assert ran.status == 2
    assert said in ran.err


def test_a_reference_is_looked_up_on_this_machine_s_site(
    evenhand: Evenhand, demo_site: list[Figure]
) -> None:
    ran = evenhand("figure", of_the_demonstration().reference, "--lake", lake().path)

    assert ran.status == 0
    assert of_the_demonstration().reference in ran.out


@pytest.mark.django_db
def test_a_reference_that_the_site_does_not_have_is_bad_input(evenhand: Evenhand) -> None:
    ran = evenhand("figure", "search-rate/kent/2024-01--2024-12/five-groups/1")

    assert ran.status == 2
    assert "This site has no figure search-rate/kent/2024-01--2024-12/five-groups/1" in ran.err


def test_a_corrected_figure_says_so_and_is_compared_with_its_own_files(
    evenhand: Evenhand, tmp_path: Path
) -> None:
    path = tmp_path / "old.json"
    newer = of_the_demonstration().reference.removesuffix("1") + "2"
    path.write_text(json.dumps(published() | {"superseded_by": newer}), encoding="utf-8")

    ran = evenhand("figure", path, "--lake", lake().path)

    assert ran.status == 0
    assert f"This figure was corrected by {newer}" in ran.err


@pytest.mark.parametrize("ending", ["", "/", ".zip", ".svg", ".json", "-metadata.json"])
def test_the_address_of_the_json_is_found_from_any_other(ending: str) -> None:
    assert json_address(f"https://a.test{PATH}{ending}") == f"https://a.test{PATH}.json"
