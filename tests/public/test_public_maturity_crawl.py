"""The crawler over every page of maturity, beside the figures that assessments rest on."""

import crawling
import pytest
from crawling import Page, parsed
from django.test import Client

from evenhand.maturity.models import Basis
from evenhand.public import cookies

pytestmark = pytest.mark.django_db
ALL = "/forces/demoshire/maturity/"
OF = f"{ALL}example/1/"
PAGES = (ALL, OF, f"{ALL}?on=2025-06-30", f"{OF}open-to-scrutiny/?on=2025-06-30")
KNOWN = f"{OF}ethnicity-known/"


def read(client: Client, address: str) -> Page:
    return parsed(client.get(address).content.decode(), address)


def test_the_pages_hold_what_every_page_must(whole_maturity: Basis, client: Client) -> None:
    site = {address: crawling._ask(client, address) for address in PAGES}
    waiting = [one for page in list(site.values()) for one in page.links if one.startswith(ALL)]
    for address in dict.fromkeys(link.partition("#")[0] for link in waiting):
        site.setdefault(address, crawling._ask(client, address))
    weights = crawling.weights_of(client, site)
    declared = {one.name for one in cookies.declared()}

    assert len(site) > 12
    for address, page in site.items():
        assert page.status in {200, 304}, address
        wrong = [
            *crawling.unexplained_numbers(page),
            *crawling.bare_rates(page),
            *crawling.inline_code(page),
            *crawling.technical_words(page),
            *crawling.undeclared_cookies(page, declared),
            *crawling.too_many_queries(page),
            *crawling.over_budget(page, weights),
        ]
        assert wrong == [], address


def test_evidence_and_signs_lead_where_there_is_something(
    whole_maturity: Basis, client: Client
) -> None:
    page = read(client, KNOWN)
    figures = [one for one in page.links if one.startswith("/figures/ethnicity-not-stated/")]

    assert len(figures) == 1
    assert client.get(figures[0]).status_code == 200
    assert "/forces/demoshire/measures/ethnicity-not-stated/" in page.links


def test_a_force_s_own_pages_lead_to_its_maturity(whole_maturity: Basis, client: Client) -> None:
    plan = "/forces/demoshire/plan/"
    assert plan in read(client, "/forces/demoshire/").links
    assert ALL in read(client, plan).links
