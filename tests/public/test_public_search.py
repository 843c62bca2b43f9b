"""Search: forces, places, measures, methods, and a figure by its reference."""

import re

import pytest
from django.test import Client

from evenhand.public.presenters.results import MOST, results
from evenhand.publications.models import Figure


def page(client: Client, asked: str) -> str:
    response = client.get("/search/", {"q": asked})
    assert response.status_code == 200
    return response.content.decode()


def status(content: str) -> str:
    found = re.search(r'role="status"><strong>(.*?)</strong>', content)
    assert found
    return found[1]


def search(asked: str) -> dict[str, list[str]]:
    names = {"demoshire": "Demoshire Police"}
    found = results(asked, with_figures=names, figure=lambda _reference: None)
    return {kind.title: [hit.name for hit in kind.hits] for kind in found.kinds}


def test_each_kind_is_found_by_a_part_of_its_name() -> None:
    assert search("demo")["Forces"] == ["Demoshire Police"]
    assert search("grounds")["Measures"]
    assert search("kingston upon")["Places"]
    assert search("expected range")["Methods"] == ["Expected range"]


def test_every_word_must_be_there_in_any_order() -> None:
    assert search("police demoshire")["Forces"] == ["Demoshire Police"]
    assert "Forces" not in search("demoshire constabulary")


def test_half_of_a_postcode_is_a_place_and_the_rest_of_it_is_not_kept() -> None:
    assert search("SW1A 1AA")["Places"] == ["SW1A"]


def test_letters_that_begin_a_postcode_may_begin_a_name_too() -> None:
    found = search("st")["Places"]

    assert found[0] == "ST"
    assert len(found) > 1


def test_long_lists_say_how_much_more_there_is() -> None:
    found = results("new", with_figures={}, figure=lambda _reference: None)
    places = next(kind for kind in found.kinds if kind.title == "Places")

    assert len(places.hits) == MOST
    assert places.more is not None
    assert places.more.startswith("The first 10 of ")


def test_the_number_of_results_is_in_the_title_and_the_status_line(
    client: Client, demo_site: list[Figure]
) -> None:
    found = page(client, "demoshire")

    assert status(found).endswith("for “demoshire”")
    assert f"<title>{status(found)} – Search – Evenhand</title>" in found


def test_one_result_is_a_list_of_one_and_nobody_is_sent_away(
    client: Client, demo_site: list[Figure]
) -> None:
    found = page(client, "standardisation")

    assert status(found) == "One result for “standardisation”"
    assert 'href="/methods/standardisation/"' in found


def test_nothing_found_says_what_to_do(client: Client, demo_site: list[Figure]) -> None:
    found = page(client, "qqqq")

    assert status(found) == "Nothing found for “qqqq”"
    assert 'href="/find/"' in found


def test_no_question_is_no_answer(client: Client, demo_site: list[Figure]) -> None:
    found = page(client, "   ")

    assert 'role="status"' not in found
    assert "<title>Search – Evenhand</title>" in found


def test_a_figure_is_found_by_its_reference_or_its_whole_address(
    client: Client, demo_site: list[Figure]
) -> None:
    figure = demo_site[0]
    for asked in (figure.reference, f"https://example.org/figures/{figure.reference}/"):
        found = page(client, asked)
        assert f'href="/figures/{figure.reference}/"' in found


def test_a_reference_that_nobody_gave_finds_nothing(
    client: Client, demo_site: list[Figure]
) -> None:
    found = page(client, "search-rate/kent/2024-01--2024-12/five-groups/9")

    assert status(found).startswith("Nothing found")


@pytest.mark.parametrize(
    "hostile",
    [
        '"><script>alert(1)</script>',
        "' OR 1=1 --",
        "{{ 7 * 7 }}",
        "%(asked)s {asked} {0}",
        "../../etc/passwd",
        "\x00\x07\u202e",
        "Ω" * 5000,
    ],
)
def test_hostile_and_endless_input_is_only_text(
    client: Client, demo_site: list[Figure], hostile: str
) -> None:
    found = page(client, hostile)

    assert "<script>alert" not in found
    assert ">49<" not in found
    assert len(found) < 30_000


def test_what_is_listed_leads_somewhere(client: Client, demo_site: list[Figure]) -> None:
    found = page(client, "search")
    main = found[found.index("<main") :]

    for address in set(re.findall(r'href="(/(?:forces|methods|find)/[^"]*)"', main)):
        assert client.get(address.replace("&amp;", "&")).status_code in (200, 302)
