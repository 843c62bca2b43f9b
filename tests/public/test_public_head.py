"""What the head of a page tells search engines, and what they are asked to leave alone."""

import re

import pytest
from django.test import Client

from evenhand.publications.models import Figure

pytestmark = pytest.mark.django_db

PAGES = (
    *("/", "/find/", "/search/", "/forces/", "/measures/", "/data/", "/methods/", "/about/"),
    *("/forces/demoshire/", "/forces/demoshire/files/", "/forces/demoshire/measures/"),
    *("/measures/search-rate/", "/measures/search-rate/over-time/", "/methods/rates/"),
)


def description(client: Client, address: str) -> str:
    page = client.get(address).content.decode()
    found = re.findall(r'<meta name="description" content="([^"]*)">', page)
    assert len(found) == 1, address
    return str(found[0])


@pytest.mark.parametrize("address", PAGES)
def test_every_page_says_in_a_sentence_what_is_on_it(
    client: Client, demo_site: list[Figure], address: str
) -> None:
    said = description(client, address)

    assert 30 < len(said) < 300
    assert said[-1] in ".?"


def test_pages_about_different_things_say_different_things(
    client: Client, demo_site: list[Figure]
) -> None:
    said = {description(client, address) for address in PAGES}

    # A measure's two pages answer one question.
    assert len(said) == len(PAGES) - 1


def test_a_page_about_a_figure_is_described_by_its_own_sentence(
    client: Client, demo_site: list[Figure]
) -> None:
    said = description(client, "/forces/demoshire/")

    assert re.search(r"Black people were searched between [\d.]+ and [\d.]+ times as often", said)
    assert "<" not in said


@pytest.mark.parametrize("asked", ["", "?group=Asian"])
def test_a_page_names_its_own_address_without_what_was_asked(
    client: Client, demo_site: list[Figure], asked: str
) -> None:
    page = client.get(f"/measures/search-rate/{asked}").content.decode()

    assert page.count('rel="canonical"') == 1
    assert '<link rel="canonical" href="http://testserver/measures/search-rate/">' in page


def test_a_page_that_is_not_there_names_no_address(client: Client) -> None:
    assert b'rel="canonical"' not in client.get("/nowhere/").content


def test_robots_may_read_everything_but_what_people_type(client: Client) -> None:
    response = client.get("/robots.txt")

    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response.content.decode() == (
        "User-agent: *\nDisallow: /search/\nDisallow: /feedback/\nDisallow: /follow/\n"
    )
