"""What stands around every page: the way out, navigation, footer, pages about the service."""

import gzip
import re
from pathlib import Path

import brotli
import pytest
from django.conf import LazySettings
from django.contrib.staticfiles import finders
from django.test import Client

from evenhand.config.environment import Contact
from evenhand.publications.models import Figure

pytestmark = pytest.mark.django_db

FORCE = "/forces/demoshire/"
ABOUT_US = ["/about/", "/accessibility/", "/contact/", "/cookies/", "/feedback/", "/feedback/sent/"]
SCRIPT = 12_000  # bytes, before compression


def source(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("address", ["/", FORCE, *ABOUT_US])
def test_the_way_out_is_the_first_link_of_every_page_and_tells_nobody(
    client: Client, demo_site: list[Figure], address: str
) -> None:
    links = re.findall(r"<a [^>]+>", source(client, address))

    assert 'class="eh-leave"' in links[0]
    assert 'href="https://www.bbc.co.uk/weather"' in links[0]
    assert "noreferrer" in links[0]
    assert "govuk-skip-link" in links[1]


def test_the_only_script_is_small_is_ours_and_stands_in_a_file(
    client: Client, demo_site: list[Figure]
) -> None:
    scripts = re.findall(r"<script([^>]*)>(.*?)</script>", source(client, FORCE), re.DOTALL)
    running = [(given, inside) for given, inside in scripts if "ld+json" not in given]
    ((given, inside),) = running

    assert 'type="module"' in given
    assert inside == ""
    found = re.search(r'src="/static/([^"]+)"', given)
    assert found is not None
    path = finders.find(found.group(1))
    assert Path(path).stat().st_size < SCRIPT


def test_pages_allow_scripts_and_styles_of_our_own_files_and_nothing_else(client: Client) -> None:
    headers = client.get("/about/").headers
    policy = headers["Content-Security-Policy"]

    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert "camera=()" in headers["Permissions-Policy"]
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Referrer-Policy"] == "no-referrer"


def test_the_navigation_leads_only_to_pages_there_are_and_marks_where_one_is(
    client: Client, demo_site: list[Figure]
) -> None:
    page = source(client, "/plans/")
    navigation = re.search(r'<nav class="eh-nav".*?</nav>', page, re.DOTALL)
    assert navigation is not None
    links = re.findall(r'href="([^"]+)"( aria-current="true")?', navigation.group())

    assert [address for address, here in links if here] == ["/plans/"]
    assert all(client.get(address).status_code == 200 for address, _ in links)


def test_the_footer_leads_to_every_page_about_the_service(client: Client) -> None:
    footer = source(client, "/about/").partition("<footer")[2]
    links = re.findall(r'href="(/[^"]*)"', footer)

    assert {"/about/", "/accessibility/", "/cookies/", "/contact/", "/methods/"} <= set(links)
    assert any(link.startswith("/feedback/") for link in links) or "/feedback/" in links
    assert "open-government-licence" in footer
    assert all(client.get(address).status_code == 200 for address in links)


def test_a_page_says_that_it_is_new_and_asks_about_itself(
    client: Client, demo_site: list[Figure]
) -> None:
    page = source(client, FORCE)

    assert 'href="/feedback/?about=/forces/demoshire/"' in page
    assert "will help us improve it" in page


def test_who_runs_the_site_is_named_only_where_they_have_said_so(
    client: Client, settings: LazySettings
) -> None:
    assert "have not said how to reach them" in source(client, "/contact/")

    settings.CONTACT = Contact("Demoshire <Analysts>", "figures@demoshire.example")
    page = source(client, "/contact/")
    assert "run by Demoshire &lt;Analysts&gt;." in page
    assert 'href="mailto:figures@demoshire.example"' in page


def test_the_accessibility_statement_claims_nothing_that_was_not_done(client: Client) -> None:
    page = source(client, "/accessibility/")

    assert "we do not claim that we meet it" in page
    assert "It has not been tested by disabled people" in page
    assert "fully compliant" not in page


def test_a_site_of_plain_files_offers_no_form(client: Client, demo_site: list[Figure]) -> None:
    exported = Client(**{"evenhand.static": True})
    for address in ("/", FORCE, "/cookies/", "/contact/", "/about/", "/methods/"):
        page = source(exported, address)
        assert "<form" not in page.replace('<form class="eh-find', "")
        assert "/feedback/" not in page
    assert "It sets no cookie at all" in source(exported, "/cookies/")


def test_pages_may_be_kept_by_a_cache_and_are_compressed(
    client: Client, demo_site: list[Figure]
) -> None:
    response = client.get(FORCE, headers={"Accept-Encoding": "gzip"})

    assert response.headers["Cache-Control"] == "public, max-age=0, s-maxage=60"
    assert response.headers["Content-Encoding"] == "gzip"
    assert {word.strip() for word in response.headers["Vary"].split(",")} == {
        "Cookie",
        "Accept-Encoding",
    }
    again = client.get(
        FORCE, headers={"Accept-Encoding": "gzip", "If-None-Match": response.headers["ETag"]}
    )
    assert again.status_code == 304


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("br;q=0.5, gzip", "br"),
        ("br;q=0, gzip", "gzip"),
        ("br; q=0.0,gzip", "gzip"),
        ("gzip", "gzip"),
        ("vibrant", None),
        ("", None),
    ],
)
def test_a_page_is_written_as_the_browser_reads_it(
    client: Client, demo_site: list[Figure], accepted: str, encoding: str | None
) -> None:
    plain = client.get(FORCE)
    response = client.get(FORCE, headers={"Accept-Encoding": accepted})
    unpacked = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}

    assert response.headers.get("Content-Encoding") == encoding
    assert unpacked[encoding](response.content) == plain.content
    assert int(response.headers["Content-Length"]) == len(response.content)
    assert "Accept-Encoding" in response.headers["Vary"]
    tag = response.headers["ETag"]
    assert tag.startswith("W/") == (encoding is not None)
    assert client.get(FORCE, headers={"If-None-Match": tag}).status_code == 304


def test_a_page_with_a_ticket_of_its_own_is_neither_kept_nor_compressed(client: Client) -> None:
    response = client.get("/feedback/", headers={"Accept-Encoding": "gzip"})

    assert "no-store" in response.headers["Cache-Control"]
    assert "Content-Encoding" not in response.headers


def test_built_files_are_kept_for_ever_and_come_compressed(client: Client) -> None:
    page = source(client, "/about/")
    files = re.findall(r'(?:href|src)="(/static/[^"]+)"', page)

    assert len(files) == 4
    for address in files:
        response = client.get(address, headers={"Accept-Encoding": "br, gzip"})
        assert response.status_code == 200
        assert "immutable" in response.headers["Cache-Control"]
        assert address.endswith(".woff2") or response.headers["Content-Encoding"] == "br"
        response.close()


def weight(client: Client, address: str) -> int:
    response = client.get(address, headers={"Accept-Encoding": "gzip"})
    body = b"".join(response) if response.streaming else response.content
    response.close()
    return len(body) + sum(len(name) + len(value) + 4 for name, value in response.headers.items())


@pytest.mark.parametrize("address", ["/", FORCE, "/cookies/", "/feedback/"])
def test_a_first_visit_weighs_at_most_75_kilobytes_and_the_next_page_15(
    client: Client, demo_site: list[Figure], address: str
) -> None:
    files = re.findall(r'(?:href|src)="(/static/[^"]+)"', source(client, address))
    page = weight(client, address)

    assert page + sum(weight(client, one) for one in set(files)) <= 75_000
    assert page <= 15_000
    assert len(set(files)) + 1 <= 10
