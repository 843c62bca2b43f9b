"""Pages that anyone may read, from frozen figures."""

import re
from html import unescape

import pytest
from django.test import Client

from evenhand.publications import selectors
from evenhand.publications.models import Figure

pytestmark = pytest.mark.django_db

FORCE = "/forces/demoshire/"


def text(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_a_force_page_has_sentence_then_picture_then_table_all_open(
    client: Client, demo_site: list[Figure]
) -> None:
    page = client.get(FORCE).content.decode()
    places = [page.index(part) for part in ('class="eh-lead', 'class="eh-chart', "<table")]

    assert places == sorted(places)
    assert page.index("<table") < page.index("<details")
    assert not re.search(r"<script(?![^>]* src=)|<style|\sstyle=|\son[a-z]+=", page)


def test_a_force_page_says_what_it_must(client: Client, demo_site: list[Figure]) -> None:
    page = text(client, FORCE)

    for said in (
        "Black people were searched between",
        "We cannot tell whether that changed since the 12 months before",
        "Ethnicity was not recorded in 13 of every 100 of these searches.",
        "It is not by itself proof of discrimination.",
        "11 of 12 months observed, one of them in part.",
        "British Transport Police are not included",
        "2021 Census",
        "Other groups are compared with White people.",
        "Published 12 November 2026.",
        "Never counted as “Other”",
        "neighbours cannot be compared with neighbours",
        "No force or place here is real.",
        "Open Government Licence v3.0",
    ):
        assert said in page, said


def test_how_we_got_these_numbers_has_counts_people_formula_and_files(
    client: Client, demo_site: list[Figure]
) -> None:
    page = text(client, FORCE)
    before, after = page.split("How we got these numbers", 1)

    assert "÷ 12 years) × 1,000 =" not in before
    assert "÷ 12 years) × 1,000 =" in after
    assert "2026-09-demoshire-stop-and-search.csv" in after


def test_every_number_in_the_table_and_the_lead_leads_to_how_we_got_it(
    client: Client, demo_site: list[Figure]
) -> None:
    page = client.get(FORCE).content.decode()
    table = page[page.index("<table") : page.index("</table>")]
    cells = re.findall(r'<td class="govuk-table__cell eh-numeric"[^>]*>(.*?)</td>', table)
    places = set(re.findall(r'class="[^"]*eh-how" href="#([a-z-]+)"', page))

    assert len(cells) > 20
    assert all(cell.startswith('<span><a class="eh-how" href="#how-') for cell in cells)
    assert 'class="eh-hero eh-how" href="#how-black"' in page
    assert all(f'id="{place}"' in page for place in places)


def test_the_first_screen_names_force_measure_number_range_and_period(
    client: Client, demo_site: list[Figure]
) -> None:
    page = text(client, FORCE)
    main = page[page.index("Demoshire Police October 2025 to September 2026") :]
    said = re.search(r"Stop and search .*? between ([\d.]+ and [\d.]+ times) as often", main)

    assert said is not None
    assert said.end() < 250
    assert "A higher number is worse." in main[:500]


def test_every_page_of_a_measure_leads_to_the_same_in_all_forces(
    client: Client, demo_site: list[Figure]
) -> None:
    page = client.get(f"{FORCE}measures/find-rate/").content.decode()

    assert 'href="/measures/find-rate/">This measure in all forces</a>' in page


def test_a_figure_of_all_forces_has_a_page_with_both_ways_of_adding_up(
    client: Client, several_forces: list[Figure]
) -> None:
    figure = selectors.latest_of_all("search-rate")
    assert figure is not None
    page = text(client, f"/figures/{figure.reference}/")

    assert "All forces together" in page
    assert "All forces added together" in page
    assert "People compared with others in the same force’s area" in page
    assert "3 forces together" in page


def test_a_force_s_own_expected_range_is_said_and_drawn(
    client: Client, several_forces: list[Figure]
) -> None:
    page = client.get("/forces/derbyshire/").content.decode()

    assert "Expected range: <b>" in page
    assert "This force, and where it would be expected." in page


def test_a_group_that_we_cannot_tell_of_is_not_one_that_is_not_shown(
    client: Client, several_forces: list[Figure]
) -> None:
    page = text(client, "/forces/durham/")

    assert "Not shown to protect people" in page
    assert "We cannot tell" in page


@pytest.mark.parametrize(
    "address", ["measures/", "files/", "measures/find-rate/", "measures/ethnicity-agreement/"]
)
def test_every_page_of_a_force_opens(client: Client, demo_site: list[Figure], address: str) -> None:
    assert "Demoshire Police" in text(client, FORCE + address)


def test_every_measure_has_its_sentence_on_the_list(
    client: Client, demo_site: list[Figure]
) -> None:
    page = client.get(f"{FORCE}measures/").content.decode()

    assert page.count("/forces/demoshire/measures/") >= len({one.measure for one in demo_site})


@pytest.mark.parametrize(
    "address",
    [
        "/forces/camelot/",
        "/forces/camelot/measures/",
        "/forces/camelot/files/",
        "/forces/demoshire/measures/happiness/",
        "/figures/search-rate/kent/2024-01--2024-12/five-groups/9/",
        "/nowhere",
    ],
)
def test_what_is_not_there_is_said_plainly(
    client: Client, demo_site: list[Figure], address: str
) -> None:
    response = client.get(address)

    assert response.status_code == 404
    assert "Page not found" in response.content.decode()


def test_a_fault_of_ours_is_said_plainly_without_asking_the_database(client: Client) -> None:
    from django.test import RequestFactory

    from evenhand.public.views.problems import went_wrong

    response = went_wrong(RequestFactory().get("/"))

    assert response.status_code == 500
    assert "This is our fault, not yours." in response.content.decode()


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_nothing_can_be_written_through_a_public_page(
    client: Client, demo_site: list[Figure], method: str
) -> None:
    assert getattr(client, method)(FORCE).status_code == 405


def test_pages_forbid_everything_that_is_not_their_own(
    client: Client, demo_site: list[Figure]
) -> None:
    headers = client.get(FORCE).headers
    policy = headers["Content-Security-Policy"]

    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["X-Content-Type-Options"] == "nosniff"


def test_a_page_that_has_not_changed_is_not_sent_again(
    client: Client, demo_site: list[Figure]
) -> None:
    tag = client.get(FORCE).headers["ETag"]

    assert client.get(FORCE, headers={"If-None-Match": tag}).status_code == 304


def test_a_corrected_figure_stays_where_it_was_and_points_to_the_new_one(
    client: Client, corrected: tuple[Figure, Figure]
) -> None:
    old, new = corrected
    page = client.get(f"/figures/{old.reference}/").content.decode()

    assert "This figure was corrected." in page
    assert f'href="/figures/{new.reference}/"' in page


def test_the_correction_says_what_it_replaces_and_is_what_the_force_page_shows(
    client: Client, corrected: tuple[Figure, Figure]
) -> None:
    old, new = corrected
    page = client.get(FORCE).content.decode()

    assert f'href="/figures/{old.reference}/"' in page
    assert "This replaces <a" in page
    assert f"/figures/{new.reference}.csv" in page


def test_a_figure_can_be_quoted_and_its_picture_shown_elsewhere(
    client: Client, demo_site: list[Figure]
) -> None:
    page = unescape(client.get(FORCE).content.decode())
    quoted = page.partition('id="quote"')[2].partition("</details>")[0]
    address = "http://testserver/figures/search-rate/demoshire/2025-10--2026-09/five-groups/1"
    shown = re.search(r'<img src="([^"]+)" alt="([^"]+)">', quoted)

    assert shown is not None
    assert shown[1] == f"{address}.svg"
    assert client.get(shown[1].removeprefix("http://testserver")).status_code == 200
    assert quoted.count(shown[2]) == 2
    assert re.fullmatch(
        r"Black people .* \(Demoshire Police, October 2025 to September 2026\. " + address + r"/\)",
        shown[2],
    )


def test_the_page_weighs_little(client: Client, demo_site: list[Figure]) -> None:
    import gzip

    assert len(gzip.compress(client.get(FORCE).content, 6)) < 15_000
