"""A crawler over the whole demonstration, and for each thing it looks for a page that has it."""

import crawling
import pytest
from crawling import Page, parsed
from django.test import Client

from evenhand.public import cookies
from evenhand.publications.models import Figure

pytestmark = pytest.mark.django_db

GOOD = """<main><h1>Searches</h1>
<p class="eh-lead">Black people were searched between <span class="eh-hero">3.4 and 4.3 times</span>
as often as White people: 31.2 against 8.2 for every 1,000 residents a year.</p>
<p>October 2025 to September 2026. Set against residents of the area at the 2021 Census.</p>
<table><tr><th>Black</th><td><a href="#how-black">31.2</a> 28.8 to 33.7</td></tr></table>
<details id="how-black"><summary>How we got this number</summary>651 searches</details></main>"""
_site: dict[str, Page] = {}
_weights: dict[str, int] = {}


@pytest.fixture
def site(demo_site: list[Figure], client: Client) -> dict[str, Page]:
    """Every page of the demonstration; walked once, because its figures are always the same."""
    if not _site:
        _site.update(crawling.crawl(client))
        _weights.update(crawling.weights_of(client, _site))
    return _site


def pages(site: dict[str, Page]) -> list[Page]:
    return [page for page in site.values() if page.body]


def test_the_walk_reaches_every_kind_of_page(
    site: dict[str, Page], demo_site: list[Figure]
) -> None:
    for address in (
        *("/", "/find/", "/measures/", "/measures/search-rate/", "/api/", "/data/", "/methods/"),
        *("/measures/search-rate/over-time/", "/measures/search-rate/analyst/", "/cookies/"),
        *("/forces/demoshire/", "/forces/demoshire/files/", "/forces/demoshire/measures/"),
    ):
        assert address in site, address
    assert len(pages(site)) > len({one.measure for one in demo_site})


def test_every_figure_can_be_reached_by_links(
    site: dict[str, Page], demo_site: list[Figure]
) -> None:
    assert [one.reference for one in demo_site if f"/figures/{one.reference}/" not in site] == []


def test_no_link_is_broken(site: dict[str, Page]) -> None:
    assert crawling.broken_links(site) == []


def test_a_broken_link_would_be_found() -> None:
    planted = parsed('<a href="/nowhere/">x</a><a href="#gone">y</a><a href="/b/#z">z</a>', "/a/")
    other = parsed("<p id=y>", "/b/")

    assert crawling.broken_links({"/a/": planted, "/b/": other}) == [
        "/a/ leads to /nowhere/",
        "/a/ leads to /a/#gone, and there is no such place",
        "/a/ leads to /b/#z, and there is no such place",
    ]
    missing = Page("/gone.csv", 404)
    leading = parsed('<a href="/gone.csv">x</a>', "/a/")
    assert crawling.broken_links({"/a/": leading, "/gone.csv": missing}) == [
        "/a/ leads to /gone.csv"
    ]


def test_no_number_stands_without_its_explanation(site: dict[str, Page]) -> None:
    assert [one for page in pages(site) for one in crawling.unexplained_numbers(page)] == []


def test_an_unexplained_number_would_be_found() -> None:
    bare = GOOD.replace('<a href="#how-black">31.2</a>', "31.2").replace(
        '<details id="how-black"><summary>How we got this number</summary>651 searches</details>',
        "",
    )

    assert crawling.unexplained_numbers(parsed(GOOD)) == []
    assert len(crawling.unexplained_numbers(parsed(bare))) == 2


def test_no_rate_stands_without_group_months_people_and_range(site: dict[str, Page]) -> None:
    assert [one for page in pages(site) for one in crawling.bare_rates(page)] == []


@pytest.mark.parametrize(
    ("gone", "missing"),
    [
        (("Black", "White"), "group"),
        (("October 2025 to September 2026",), "months"),
        (("2021 Census",), "people"),
        (("between", "3.4 and 4.3", "28.8 to 33.7"), "range"),
    ],
)
def test_a_bare_rate_would_be_found(gone: tuple[str, ...], missing: str) -> None:
    planted = GOOD
    for words in gone:
        planted = planted.replace(words, "")

    assert crawling.bare_rates(parsed(GOOD)) == []
    assert crawling.bare_rates(parsed(planted)) == [f"/planted/: a rate without its {missing}"]


def test_a_table_of_bare_rates_would_be_found_and_one_without_numbers_not() -> None:
    head = (
        "<main><table><tr><th>Per 1,000 residents a year</th></tr><tr><td>{cell}</td></tr></table>"
    )

    assert len(crawling.bare_rates(parsed(head.format(cell="31.2")))) == 4
    assert crawling.bare_rates(parsed(head.format(cell="Not given"))) == []


def test_no_script_or_style_lies_in_a_page(site: dict[str, Page]) -> None:
    assert [one for page in pages(site) for one in crawling.inline_code(page)] == []


@pytest.mark.parametrize(
    "planted",
    [
        "<script>x()</script>",
        "<style>p{}</style>",
        '<p style="color: red">x</p>',
        '<a onclick="x()">x</a>',
        '<svg><rect style="fill: red"/></svg>',
    ],
)
def test_a_script_or_style_in_a_page_would_be_found(planted: str) -> None:
    assert len(crawling.inline_code(parsed(planted))) == 1
    assert crawling.inline_code(parsed('<script src="/a.js"></script>')) == []


def test_technical_words_stand_on_pages_about_methods_only(site: dict[str, Page]) -> None:
    assert [one for page in pages(site) for one in crawling.technical_words(page)] == []


@pytest.mark.parametrize(
    "words", ["A 95% Confidence Interval", "No significant change", "the p-value", "statistically"]
)
def test_a_technical_word_would_be_found(words: str) -> None:
    assert len(crawling.technical_words(parsed(f"<main>{words}</main>"))) == 1
    assert crawling.technical_words(parsed(f"<main>{words}</main>", "/methods/rates/")) == []


def test_no_page_sets_a_cookie_outside_the_list(site: dict[str, Page]) -> None:
    declared = {one.name for one in cookies.declared()}

    assert [
        one for page in pages(site) for one in crawling.undeclared_cookies(page, declared)
    ] == []


def test_a_cookie_outside_the_list_would_be_found() -> None:
    page = Page("/x/", cookies=("evenhand_cookies", "_ga"))

    assert crawling.undeclared_cookies(page, {"evenhand_cookies"}) == ["/x/: cookie _ga"]


def test_no_page_asks_the_database_more_than_six_times(site: dict[str, Page]) -> None:
    assert [one for page in pages(site) for one in crawling.too_many_queries(page)] == []


def test_a_page_that_asks_too_often_would_be_found() -> None:
    assert crawling.too_many_queries(Page("/x/", queries=7)) == ["/x/: 7 queries"]
    assert crawling.too_many_queries(Page("/x/", queries=6)) == []


def test_no_page_is_over_its_budget(site: dict[str, Page]) -> None:
    assert _weights
    assert [one for page in pages(site) for one in crawling.over_budget(page, _weights)] == []


def test_a_page_over_its_budget_would_be_found() -> None:
    import random

    noise = random.Random(1).randbytes(16_000).hex()  # noqa: S311 (what cannot be made shorter)
    heavy = parsed(f'<link rel="stylesheet" href="/a.css"><p>{noise}</p>')
    many = parsed("".join(f'<img src="/{number}.png">' for number in range(10)))

    found = crawling.over_budget(heavy, {"/a.css": 60_000})
    assert [one.split("bytes ")[1] for one in found] == ["on the next visit", "on a first visit"]
    assert crawling.over_budget(many, {f"/{number}.png": 1 for number in range(10)}) == [
        "/planted/: 11 requests"
    ]
    assert crawling.over_budget(parsed(GOOD), {}) == []
