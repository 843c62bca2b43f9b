"""The crawler over every page of the plan, beside the figures that it names."""

import crawling
import pytest
from crawling import Page, parsed
from django.test import Client

from evenhand.plan.models import Plan
from evenhand.public import cookies

pytestmark = pytest.mark.django_db
GRID = "/forces/demoshire/plan/"
_site: dict[str, Page] = {}


@pytest.fixture
def site(whole_plan: Plan, client: Client) -> dict[str, Page]:
    """Every page of the plan that links lead to; walked once, for it is always the same."""
    past = f"{GRID}?on=2026-03-31"
    _site.setdefault(past, parsed(client.get(past).content.decode(), past))
    waiting = [] if "/plans/" in _site else ["/plans/"]
    while waiting:
        address = waiting.pop()
        _site[address] = page = crawling._ask(client, address)
        links = (link.partition("#")[0] for link in page.links)
        waiting += [one for one in links if of_plan(one) and one not in {*_site, *waiting}]
    return _site


def of_plan(address: str) -> bool:
    return address.startswith(("/plans/", "/follow/", GRID))


def test_every_action_and_every_quarter_is_reached_by_links(site: dict[str, Page]) -> None:
    for address in (GRID, f"{GRID}late/", f"{GRID}changes/", f"{GRID}leads/", "/plans/how/"):
        assert address in site
    for ending in ("/", ".atom"):
        actions = [one for one in site if "/plan/1/actions/" in one and one.endswith(ending)]
        assert len([one for one in actions if "/follow/" not in one]) == 18
    assert len([one for one in site if one.startswith("/follow/?what=plan/demoshire/1")]) == 19
    assert len([one for one in site if "/plan/changes/20" in one]) == 9


def test_the_pages_of_the_plan_hold_what_every_page_must(
    site: dict[str, Page], client: Client
) -> None:
    weights = crawling.weights_of(client, site)
    declared = {one.name for one in cookies.declared()}

    for address, page in site.items():
        assert page.status in {200, 304}, address  # a feed only says that it is there
        wrong = [
            *crawling.unexplained_numbers(page),
            *crawling.bare_rates(page),
            *crawling.inline_code(page),
            *crawling.technical_words(page),
            *crawling.undeclared_cookies(page, declared),
            *crawling.too_many_queries(page),
            *crawling.over_budget(page, weights),
        ]
        assert wrong == []


def test_a_force_s_own_pages_lead_to_its_plan(site: dict[str, Page], client: Client) -> None:
    page = parsed(client.get("/forces/demoshire/").content.decode())

    assert GRID in page.links


def test_evidence_leads_where_there_is_something(whole_plan: Plan, client: Client) -> None:
    page = _read(client, f"{GRID}1/actions/record-ethnicity/")
    links = [one for one in page.links if one.startswith("/figures/ethnicity-not-stated/")]

    assert len(links) == 1
    assert client.get(links[0]).status_code == 200
    assert "/forces/demoshire/measures/ethnicity-not-stated/" in page.links
    table = _read(client, f"{GRID}1/actions/record-vehicle-stops/").main.all(
        "table", "eh-evidence"
    )[1]
    link, file = table.all("a")
    assert link.attributes["href"].startswith("https://demoshire.example/")
    assert "noreferrer" in link.attributes["rel"]
    assert client.get(file.attributes["href"]).headers["Content-Type"].startswith("text/csv")


def _read(client: Client, address: str) -> Page:
    return parsed(client.get(address).content.decode(), address)
