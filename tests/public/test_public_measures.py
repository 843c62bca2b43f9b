"""A measure across forces: pooled beside within, everyone in alphabetical order, nothing ranked."""

import csv
import io
import json
import re
from typing import Any

import pytest
from django.test import Client

from evenhand.public.presenters.across import counted, not_recorded
from evenhand.publications.models import Figure
from evenhand.records import codes

pytestmark = pytest.mark.django_db

ACROSS = "/measures/search-rate/"
OVER_TIME = "/measures/search-rate/over-time/"


def read(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def text(client: Client, address: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", read(client, address)))


def names(page: str) -> list[str]:
    return re.findall(r'scope="row"[^>]*><a [^>]+>([^<]+)</a>', page)


def test_every_measure_is_listed_with_its_question(client: Client, demo_site: list[Figure]) -> None:
    page = read(client, "/measures/")

    for measure in {one.measure for one in demo_site}:
        assert f'href="/measures/{measure}/"' in page
    assert "How often were people of each ethnic group searched by the police" in page


def test_a_site_without_figures_has_an_empty_list(client: Client, db: None) -> None:
    assert "No figures have been published on this site yet." in text(client, "/measures/")


def test_the_pooled_answer_never_stands_without_the_one_within_forces(
    client: Client, several_forces: list[Figure]
) -> None:
    together = next(
        one for one in several_forces if one.force is None and one.measure == "search-rate"
    )
    page = text(client, ACROSS)
    pair = re.search(
        r"All forces taken together ([\d.]+ to [\d.]+) .* "
        r"People of the same force’s area compared ([\d.]+ to [\d.]+)",
        page,
    )

    assert pair is not None
    assert pair[1] != pair[2]
    assert page.index("Compared within the same force") < page.index("Each force, in alphabetical")
    assert together.wording["lead"].split(",")[0] in page


def test_forces_stand_in_alphabetical_order_whatever_their_numbers(
    client: Client, several_forces: list[Figure]
) -> None:
    found = names(read(client, ACROSS))

    assert found == ["Derbyshire Constabulary", "Durham Constabulary", "Leicestershire Police"]
    assert "Forces are never ranked." in text(client, ACROSS)


def test_a_ratio_stands_beside_both_rates_the_difference_and_the_expected_range(
    client: Client, several_forces: list[Figure]
) -> None:
    page = text(client, ACROSS)

    for heading in (
        "Black: per 1,000 residents a year",
        "White: per 1,000 residents a year",
        "Difference",
        "Times the White rate",
        "Beside its expected range",
        "If all were known, times",
        "Not recorded, of every 100",
    ):
        assert heading in page
    assert re.search(r"expected [\d.]+ to [\d.]+: within it", page)


def test_the_picture_of_a_force_is_read_as_a_sentence_with_its_range(
    client: Client, several_forces: list[Figure]
) -> None:
    page = read(client, ACROSS)
    labels = re.findall(r'<svg class="eh-cell"[^>]* aria-label="([^"]+)"', page)

    assert labels[0] == "Scale: times the White rate, from zero"
    assert len(labels) == 3
    for label in labels[1:]:
        assert re.fullmatch(
            r"[A-Z][\w ]+: [\d.]+ times the White rate, likely range [\d.]+ to [\d.]+\. It lies "
            r"(within|above|below) its expected range of [\d.]+ to [\d.]+\.",
            label,
        )


def test_a_number_that_is_not_shown_says_so_across_its_row(
    client: Client, several_forces: list[Figure]
) -> None:
    page = read(client, ACROSS)
    durham = page[page.index("Durham Constabulary</a>") :].split("</tr>")[0]

    assert "Not shown to protect people" in durham
    assert "<svg" not in durham


def test_every_number_is_one_tap_from_how_we_got_it(
    client: Client, several_forces: list[Figure]
) -> None:
    page = read(client, ACROSS)
    links = re.findall(r'scope="row"[^>]*><a class="govuk-link" href="([^"]+)"', page)
    cell = r'<td [^>]*data-label[^>]*><span>(<a class="eh-how" href="/figures/[^"]+">)?[+−\d]'
    numbers = re.findall(cell, page)

    assert len(links) == 3
    assert len(numbers) >= 12
    assert all(numbers)
    for link in [*links, *re.findall(r'href="(/figures/[^"]+/all-forces/[^"]+)"', page)]:
        assert client.get(link).status_code == 200


def test_the_address_is_the_choice_and_the_title_says_how_many(
    client: Client, several_forces: list[Figure]
) -> None:
    page = read(client, f"{ACROSS}?group=Asian&force=durham&force=leicestershire")

    assert names(page) == ["Durham Constabulary", "Leicestershire Police"]
    assert "<title>Searches for every 1,000 residents – 2 of 3 forces – Evenhand</title>" in page
    assert re.search(r'role="status">\s*2 of 3 forces', page)
    assert '<option value="Asian" selected>' in page
    assert page.count(" checked") == 2
    assert "Asian: per 1,000 residents a year" in page


def test_the_download_is_what_the_page_shows(client: Client, several_forces: list[Figure]) -> None:
    asked = "?group=Asian&force=durham"
    page = read(client, f"{ACROSS}{asked}")
    link = re.search(r'href="(/measures/search-rate\.csv[^"]*)"', page)
    assert link is not None
    body = client.get(link[1].replace("&amp;", "&")).content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(body)))

    assert {row["force"] for row in rows} == {"all-forces", "durham"}
    assert {row["measure"] for row in rows} == {"search-rate"}
    whole = client.get("/measures/search-rate.csv").content.decode("utf-8-sig")
    assert {row["force"] for row in csv.DictReader(io.StringIO(whole))} == {
        *("all-forces", "derbyshire", "durham", "leicestershire")
    }


@pytest.mark.parametrize("ending", [".csv", ".json", ".parquet", "-metadata.json"])
def test_a_measures_file_answers_as_every_file_does(
    client: Client, demo_site: list[Figure], ending: str
) -> None:
    address = f"/measures/search-rate{ending}"
    whole = client.get(address)

    assert (whole.status_code, whole.headers["Access-Control-Allow-Origin"]) == (200, "*")
    assert client.head(address).headers["ETag"] == whole.headers["ETag"]
    assert client.get(address, headers={"If-None-Match": whole.headers["ETag"]}).status_code == 304
    part = client.get(address, headers={"Range": "bytes=0-9"})
    assert (part.status_code, part.content) == (206, whole.content[:10])


def test_the_json_says_which_measure_it_is_of(client: Client, demo_site: list[Figure]) -> None:
    found = json.loads(client.get("/measures/search-rate.json").content)

    assert found["title"] == "Searches for every 1,000 residents: all forces"
    assert found["address"].endswith("/measures/search-rate/")


@pytest.mark.parametrize(
    "address",
    [
        "/measures/happiness/",
        "/measures/happiness/over-time/",
        "/measures/happiness/analyst/",
        "/measures/happiness.csv",
        "/measures/search-rate.xlsx",
        "/measures/search-rate/?group=White",
        "/measures/search-rate/?group=Green",
        "/measures/search-rate/?months=2024",
        "/measures/search-rate/months/2024/",
        "/measures/search-rate/months/latest.csv",
    ],
)
def test_what_is_not_there_is_not_found(
    client: Client, demo_site: list[Figure], address: str
) -> None:
    assert client.get(address).status_code == 404


def test_months_nobody_has_a_figure_of_leave_an_empty_table_that_says_so(
    client: Client, demo_site: list[Figure]
) -> None:
    page = text(client, f"{ACROSS}?months=1999-01--1999-12")

    assert "0 of 1 forces" in page
    assert "There is no figure of all forces together for these months." in page


def test_each_period_has_an_address_of_its_own_for_the_page_and_its_files(
    client: Client, demo_site: list[Figure]
) -> None:
    address = f"{ACROSS}months/2024-10--2025-09/"
    page = read(client, address)
    body = client.get(f"{address.rstrip('/')}.csv").content.decode("utf-8-sig")

    assert f'href="{address}"' in read(client, ACROSS)
    assert f'href="{ACROSS}"' in page
    assert f'href="{address.rstrip("/")}.csv"' in page
    assert names(page) == ["Demoshire Police"]
    assert {row["from"] for row in csv.DictReader(io.StringIO(body))} == {"2024-10"}
    assert "October 2024 to September 2025" in page


def test_every_force_there_is_can_be_chosen_at_once(
    client: Client, demo_site: list[Figure]
) -> None:
    chosen = "&".join(f"force={force.force}" for force in codes.real_forces())

    assert "0 of 1 forces" in text(client, f"{ACROSS}?{chosen}")


def test_one_force_alone_has_no_pooled_answer(client: Client, demo_site: list[Figure]) -> None:
    page = text(client, ACROSS)

    assert "The only force with a figure here" in page
    assert "It takes at least two forces whose records everybody has." in page


def test_a_share_is_of_every_100(client: Client, demo_site: list[Figure]) -> None:
    page = text(client, "/measures/find-rate/")

    assert "Black: of every 100 searches" in page
    assert "per 1,000" not in page


@pytest.mark.parametrize("address", [ACROSS, OVER_TIME, "/measures/", "/measures/find-rate/"])
def test_a_page_of_many_forces_asks_the_database_little(
    client: Client,
    several_forces: list[Figure],
    address: str,
    django_assert_max_num_queries: Any,
) -> None:
    with django_assert_max_num_queries(6):
        client.get(address)


def test_over_time_all_forces_stand_first_and_every_picture_has_its_numbers_beside_it(
    client: Client, several_forces: list[Figure]
) -> None:
    page = read(client, OVER_TIME)

    assert names(page)[0] == "All forces"
    assert names(page)[1:] == sorted(names(page)[1:])
    for label in re.findall(r'role="img" aria-label="([^"]+)"', page):
        assert re.fullmatch(
            r"[A-Z][\w ]+: [\d.]+ times the White rate in [\w ]+, likely range [\d.]+ to [\d.]+"
            r"(\.|; then [\d.]+ times in [\w ]+, likely range [\d.]+ to [\d.]+\.|, the only .*)",
            label,
        )
    assert page.count("<svg") > page.count('role="img"') - 1


def test_over_time_a_month_that_is_missing_is_named_and_is_not_zero(
    client: Client, demo_site: list[Figure]
) -> None:
    figure = max(
        (one for one in demo_site if one.measure == "search-rate"), key=lambda one: one.last_month
    )
    gone = [point for point in figure.series["points"] if point["status"] == "missing"]
    page = text(client, OVER_TIME)

    assert ("Missing, and not zero:" in page) == bool(gone)
    assert "Black: last, per 1,000 residents a year" in page


@pytest.mark.parametrize(
    ("shown", "known", "words"),
    [
        (1, 1, "The only force with a figure here"),
        (44, 44, "All 44 forces with a figure here"),
        (2, 44, "2 of 44 forces"),
        (0, 44, "0 of 44 forces"),
    ],
)
def test_the_status_line_counts_what_is_shown(shown: int, known: int, words: str) -> None:
    assert counted(shown, known) == words


@pytest.mark.parametrize(
    ("share", "words"),
    [
        (None, "Not shown, to protect people"),
        (0.0, "0"),
        (0.001, "fewer than 1"),
        (0.31, "31"),
    ],
)
def test_not_shown_none_and_few_never_look_alike(share: float | None, words: str) -> None:
    assert not_recorded({"unknown_share": share}) == words
