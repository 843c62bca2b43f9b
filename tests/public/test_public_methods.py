"""The methods: the only pages where they have their technical names."""

import re

import pytest
from django.test import Client

from evenhand.measures import measures
from evenhand.measures.medians import medians
from evenhand.public.presenters.methods import methods
from evenhand.records.lake.manifest import VEHICLE_STOP

pytestmark = pytest.mark.django_db


def text(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_every_method_that_a_measure_names_has_a_page() -> None:
    every = [*measures().values(), *measures(VEHICLE_STOP).values(), *medians().values()]
    assert {name for one in every for name in one.methods} <= set(methods())


def test_the_tests_that_only_vehicle_stops_allow_have_pages() -> None:
    assert {"visibility", "veil-of-darkness", "discretion"} <= set(methods())


@pytest.mark.parametrize("name", list(methods()))
def test_a_method_says_question_formula_assumption_misuse_and_source(
    client: Client, name: str
) -> None:
    page = text(client, f"/methods/{name}/")

    assert methods()[name].question in page.replace("&#39;", "'")
    for heading in ("worked out", "takes for granted", "When it misleads", "Source"):
        assert heading in page


def test_the_list_leads_to_every_method_and_says_how_to_read_the_numbers(client: Client) -> None:
    page = client.get("/methods/").content.decode()

    assert all(f'href="/methods/{name}/"' in page for name in methods())
    for words in (
        "Likely range",
        "Expected range",
        "We cannot tell",
        "No data, zero and not shown",
    ):
        assert words in page


def test_the_list_itself_needs_no_technical_name(client: Client) -> None:
    page = text(client, "/methods/").lower()

    assert not [word for word in ("confidence interval", "significant", "p-value") if word in page]


def test_a_method_that_does_not_exist_is_not_found(client: Client) -> None:
    assert client.get("/methods/magic/").status_code == 404
