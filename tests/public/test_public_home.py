"""The first page: what this is, find my force, what the country's figures say, all forces."""

import re

import pytest
from django.test import Client

from evenhand.public.presenters.country import alone, country
from evenhand.publications import selectors
from evenhand.publications.models import Figure

pytestmark = pytest.mark.django_db


def text(client: Client) -> str:
    response = client.get("/")
    assert response.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_one_box_and_one_list_lead_to_a_force(client: Client, demo_site: list[Figure]) -> None:
    page = client.get("/").content.decode()

    assert 'action="/find/" method="get"' in page
    assert 'href="/forces/"' in page
    assert 'href="/forces/demoshire/">Demoshire Police</a>' in page


def test_a_site_of_one_force_opens_with_its_sentence(
    client: Client, demo_site: list[Figure]
) -> None:
    page = text(client)

    assert "See who is stopped and searched, and how sure that is" in page
    assert "times as often as White people" in page
    assert "all forces added together" not in page


def test_a_site_without_figures_says_so(client: Client, db: None) -> None:
    page = text(client)

    assert "No figures have been published on this site yet." in page
    assert "No force or place here is real" not in page


def test_all_forces_together_are_never_shown_without_the_answer_within_each(
    client: Client, several_forces: list[Figure]
) -> None:
    page = text(client)

    assert "Black people searched, all forces added together" in page
    assert "The same, comparing people within each force" in page
    figure = selectors.latest_of_all("search-rate")
    shown = country(figure)
    assert figure is not None
    assert shown is not None
    assert shown.pooled in page
    assert shown.within in page
    assert "3 forces together" in page
    assert figure.wording["unknown"] in page


def test_the_country_s_numbers_lead_to_how_we_got_them(
    client: Client, several_forces: list[Figure]
) -> None:
    figure = selectors.latest_of_all("search-rate")
    assert figure is not None
    page = client.get("/").content.decode()

    assert f'href="/figures/{figure.reference}/#how-black">How we got this number</a>' in page
    assert client.get(f"/figures/{figure.reference}/").status_code == 200


def test_forces_without_figures_are_counted_and_not_listed(
    client: Client, several_forces: list[Figure]
) -> None:
    page = text(client)

    assert "the 41 that have no figures here yet" in page
    assert "Kent Police" not in page


def test_nothing_is_said_of_a_country_without_a_comparison(several_forces: list[Figure]) -> None:
    figure = selectors.latest_of_all("search-rate")
    assert figure is not None
    figure.result["within_force_ratio_low"] = None

    assert country(figure) is None
    assert country(None) is None
    assert alone(None) is None
    assert alone(figure) is None
