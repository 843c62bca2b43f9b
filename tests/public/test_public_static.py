"""The site as files: the same pages and files from any web server, and nothing of anybody lost."""

import json
import re
import threading
from collections.abc import Iterator
from functools import partial
from html import unescape
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
import urllib3
from django.core.wsgi import get_wsgi_application
from django.test import Client
from small_site import ADDRESS, NOT_FOUND, Small, files, out

from evenhand.public.static_site import CannotExport, check
from evenhand.public.static_site.folder import API, RECORD, place
from evenhand.public.static_site.links import leads_to, without_forms
from evenhand.public.static_site.whole import beginnings, only_answered, own_address, write
from evenhand.publications import selectors
from evenhand.publications.models import Figure

pytestmark = pytest.mark.any_database

TYPES = {
    **{".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".csv": "text/csv"},
    **{".json": "application/json", ".svg": "image/svg+xml", ".png": "image/png"},
    **{".zip": "application/zip", ".txt": "text/plain"},
}
"""What a plain web server can know of a file by its name."""


def test_a_page_is_the_index_of_its_folder_and_every_link_is_followed(
    small: Small, tmp_path: Path
) -> None:
    done = out(small, tmp_path / "site")
    found = files(tmp_path / "site")

    assert set(found) == {
        *("index.html", "one/index.html", "file.csv", "style.css", "font.woff2"),
        *("404.html", "sitemap.xml", "robots.txt"),
    }
    assert found["file.csv"] == small.pages["/file.csv"][1]
    assert found["404.html"] == NOT_FOUND[2]
    assert done.missing == {}


def test_the_map_names_pages_at_their_address_and_robots_find_it(
    small: Small, tmp_path: Path
) -> None:
    out(small, tmp_path / "site")
    found = files(tmp_path / "site")

    assert re.findall(rb"<loc>(.*?)</loc>", found["sitemap.xml"]) == [
        b"https://figures.example/",
        b"https://figures.example/one/",
    ]
    assert b"Sitemap: https://figures.example/sitemap.xml" in found["robots.txt"]


def test_a_second_export_builds_and_writes_only_what_changed(small: Small, tmp_path: Path) -> None:
    folder = tmp_path / "site"
    out(small, folder)
    times = {path: path.stat().st_mtime_ns for path in folder.rglob("*.*") if path.is_file()}
    small.built.clear()
    small.pages["/file.csv"] = ("text/csv", b"a,b\r\n1,3\r\n")
    done = out(small, folder)

    assert done.written == ("/file.csv",)
    assert small.built == ["/", "/file.csv"]  # the first page shows that the site answers
    same = {path for path, when in times.items() if path.stat().st_mtime_ns == when}
    assert {path.name for path in set(times) - same} == {"file.csv", RECORD}


def test_what_the_site_no_longer_has_is_gone_and_what_others_put_there_stays(
    small: Small, tmp_path: Path
) -> None:
    folder = tmp_path / "site"
    out(small, folder)
    (folder / ".htaccess").write_text("Header set X-Frame-Options DENY")
    small.pages["/"] = ("text/html", b'<a href="/style.css">s</a>')
    done = out(small, folder)

    assert set(done.gone) == {"/one/", "/file.csv"}
    assert not (folder / "one").exists()
    assert (folder / ".htaccess").read_text() == "Header set X-Frame-Options DENY"


def test_the_same_file_under_two_addresses_is_built_once(small: Small, tmp_path: Path) -> None:
    small.pages["/latest.csv"] = small.pages["/file.csv"]
    out(small, tmp_path / "site", start=["/file.csv", "/latest.csv"])

    assert "/latest.csv" not in small.built
    assert (tmp_path / "site" / "latest.csv").read_bytes() == small.pages["/file.csv"][1]


def test_a_link_that_leads_nowhere_is_reported_with_its_page(small: Small, tmp_path: Path) -> None:
    small.pages["/one/"] = ("text/html", b'<a href="/nowhere/">?</a>')

    assert out(small, tmp_path / "site").missing == {"/nowhere/": "/one/"}


def test_a_full_disk_leaves_the_old_site_as_it_was_and_nothing_beside_it(
    small: Small, tmp_path: Path
) -> None:
    folder = tmp_path / "site"
    out(small, folder)
    before = files(folder)
    small.pages["/one/"], small.breaks_at = ("text/html", b"changed"), "/style.css"
    with pytest.raises(OSError, match="No space left"):
        out(small, folder)

    assert files(folder) == before
    assert list(tmp_path.iterdir()) == [folder]


def test_a_damaged_record_only_means_that_everything_is_written_again(
    small: Small, tmp_path: Path
) -> None:
    folder = tmp_path / "site"
    out(small, folder)
    (folder / RECORD).write_text("{")

    assert out(small, folder).missing == {}
    assert json.loads((folder / RECORD).read_text())["files"]


def test_a_page_stands_where_a_form_would_and_forms_elsewhere_are_a_sentence(
    small: Small, tmp_path: Path
) -> None:
    small.pages["/"] = ("text/html", b'<a href="/ask/">a</a><form action="/ask/"><p>?</form>!')
    out(small, tmp_path / "site", instead={"/ask/": b"<p>Nobody</p>"}, no_form="<p>Not here</p>")
    found = files(tmp_path / "site")

    assert found["ask/index.html"] == b"<p>Nobody</p>"
    assert found["index.html"] == b'<a href="/ask/">a</a><p>Not here</p>!'


@pytest.mark.parametrize("there", ["a file of somebody's", "a folder of somebody's"])
def test_a_folder_that_is_not_ours_is_refused(there: str, tmp_path: Path) -> None:
    folder = tmp_path / "precious"
    if there.startswith("a file"):
        folder.write_text("diary")
    else:
        folder.mkdir()
        (folder / "diary.txt").write_text("diary")
    with pytest.raises(CannotExport, match=r"is a file|would be lost"):
        check(folder, tmp_path / "lake")


@pytest.mark.parametrize("folder", ["lake", "lake/site", "."])
def test_records_are_never_served(folder: str, tmp_path: Path) -> None:
    (tmp_path / "lake").mkdir()
    with pytest.raises(CannotExport, match="Records and the database are never served"):
        check(tmp_path / folder, tmp_path / "lake")


def test_an_empty_folder_or_none_yet_can_be_filled(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()

    assert check(tmp_path / "empty", tmp_path / "lake") == (tmp_path / "empty").resolve()
    assert check(tmp_path / "new" / "deep", tmp_path / "lake").name == "deep"


@pytest.mark.parametrize("path", ["/../etc/passwd", "/a/./b", "no-slash", "/a\\b"])
def test_an_address_never_leads_out_of_the_folder(path: str) -> None:
    with pytest.raises(CannotExport, match="cannot be a file"):
        place(path)


@pytest.mark.parametrize(
    ("link", "found"),
    [
        ("/a/", ["/a/"]),
        ("../b.csv?x=1#y", ["/b.csv"]),
        ("https://else.where/a", []),
        ("//else.where/a", []),
        ("mailto:a@b.c", []),
        ("#top", ["/here/"]),
    ],
)
def test_only_links_into_the_same_site_are_followed(link: str, found: list[str]) -> None:
    assert leads_to(f'<a href="{link}">'.encode(), "text/html", "/here/") == found


def test_two_forms_on_a_page_are_two_sentences() -> None:
    page = b"a<form x>1</form>b<form>2</form>c<formula>"

    assert without_forms(page, "!") == b"a!b!c<formula>"


@pytest.mark.parametrize(
    ("path", "left_out"),
    [("/workspace/", True), ("/workspace/login/", True), ("/cookies/", False), ("/data/", False)],
)
def test_where_people_sign_in_is_never_a_file(path: str, left_out: bool) -> None:
    assert only_answered(path) is left_out


def test_a_site_without_a_name_of_its_own_stands_at_this_machine() -> None:
    assert own_address() == "http://localhost"


@pytest.mark.django_db
def test_a_host_that_the_site_does_not_answer_to_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CannotExport, match="EVENHAND_ALLOWED_HOSTS"):
        write(get_wsgi_application(), tmp_path / "site", address=ADDRESS)
    assert not (tmp_path / "site").exists()


_exported: list[Path] = []


@pytest.fixture
def exported(demo_site: list[Figure], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration as files; written once, because its figures are the same in every test."""
    if not _exported:
        folder = tmp_path_factory.mktemp("exported") / "site"
        assert write(get_wsgi_application(), folder).missing == {}
        _exported.append(folder)
    return _exported[0]


@pytest.fixture
def served(exported: Path) -> Iterator[str]:
    """The files behind Python's own plain web server."""
    handler = partial(Quiet, directory=str(exported))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


class Quiet(SimpleHTTPRequestHandler):
    """A web server that knows nothing of us and says nothing."""

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


def main_of(page: str) -> str:
    """What a page says in its middle, without its forms, as a reader sees it."""
    middle = page[page.index("<main") : page.index("</main>")]
    middle = re.sub(r"<form\b.*?</form>", "", middle, flags=re.DOTALL)
    middle = re.sub(r'<a [^>]*href="/(?:feedback|contact)/.*?</a>', "", middle, flags=re.DOTALL)
    middle = re.sub(r'<p class="eh-note">This copy of the site.*?</p>', "", middle)
    # A copy has nobody who sends mails: there the feed alone is offered.
    mail = r'<a [^>]*href="/follow/[^>]*>.*?</a> when this moves, or by (<a .*?</a>)'
    middle = re.sub(mail, r"Be told by \1 when this moves", middle)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", middle)).split())


def same(path: str, static: str, dynamic: str) -> bool:
    """Whether a page could be compared: where there is a form, the copy says something else."""
    if "<form" in dynamic[dynamic.index("<main") :] or path in {"/api/", "/cookies/", "/contact/"}:
        return False
    assert main_of(static) == main_of(dynamic), path
    return True


@pytest.mark.slow
@pytest.mark.django_db
def test_every_link_of_the_files_leads_somewhere_and_every_page_is_the_dynamic_one(
    served: str, client: Client
) -> None:
    pool, compared = urllib3.PoolManager(), 0
    listed = re.findall(
        r"<loc>http://localhost(.*?)</loc>",
        pool.request("GET", f"{served}/sitemap.xml").data.decode(),
    )
    waiting = [*listed, *beginnings()]
    seen = set(waiting)
    while waiting:
        path = waiting.pop()
        asked = f"/{place(path)}" if path.startswith(API) else path
        answer = pool.request("GET", served + asked)
        kind = answer.headers["Content-Type"].partition(";")[0]
        assert answer.status == 200, path
        assert kind == TYPES.get(PurePosixPath(place(path)).suffix, kind), path
        new = set(leads_to(answer.data, kind, path)) - seen
        seen |= new
        waiting += new
        if kind == "text/html" and "Nobody is there to answer" not in answer.data.decode():
            dynamic = client.get(path, headers={"host": "localhost"}).content.decode()
            compared += same(path, answer.data.decode(), dynamic)
    assert {f"/figures/{one.reference}/" for one in Figure.objects.all()} <= seen
    assert compared > Figure.objects.count()


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize("ending", [".csv", ".xlsx", ".json", ".parquet", ".svg", ".png", ".zip"])
def test_a_file_has_the_same_bytes_as_a_service_would_give(
    exported: Path, client: Client, ending: str
) -> None:
    latest = selectors.latest("demoshire", "search-rate")
    assert latest is not None
    path = f"/figures/{latest.reference}{ending}"
    held = (exported / path.lstrip("/")).read_bytes()

    assert held == client.get(path, headers={"host": "localhost"}).content
    assert (exported / f"forces/demoshire/measures/search-rate{ending}").read_bytes() == held


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", ["forces", "forces/demoshire/checks", "measures/search-rate", "figures", "openapi.json"]
)
def test_an_answer_of_the_api_is_a_file_with_the_same_bytes(
    exported: Path, client: Client, path: str
) -> None:
    answer = client.get(f"/api/v1/{path}", headers={"host": "localhost"}).content
    held = exported / "api" / "v1" / (path if path.endswith(".json") else f"{path}.json")

    assert held.read_bytes() == answer


@pytest.mark.slow
@pytest.mark.django_db
def test_no_form_is_left_no_link_names_a_host_and_what_is_missing_is_said(exported: Path) -> None:
    for page in exported.rglob("*.html"):
        text = page.read_text()
        assert "<form" not in text, page
        assert not re.search(r'<a [^>]*href="https?://localhost', text), page
    for name in ("feedback", "feedback/sent", "search"):
        assert "Nobody is there to answer" in (exported / name / "index.html").read_text()
    assert "Page not found" in (exported / "404.html").read_text()
    assert 'href="/forces/demoshire/"' in (exported / "find" / "index.html").read_text()


@pytest.mark.slow
@pytest.mark.django_db
def test_exporting_again_writes_nothing(exported: Path) -> None:
    done = write(get_wsgi_application(), exported)

    assert (done.written, done.gone) == ((), ())
    assert done.unchanged > 100
