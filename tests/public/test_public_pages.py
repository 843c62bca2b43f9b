"""Pages that anyone may read, from frozen figures."""

import csv
import io
import json
import re
from copy import deepcopy

import pytest
from django.test import Client

from evenhand.publications import selectors
from evenhand.publications.models import Figure
from evenhand.publications.services import release

pytestmark = pytest.mark.django_db

FORCE = "/forces/demoshire/"


@pytest.fixture
def corrected(demo_site: list[Figure]) -> tuple[Figure, Figure]:
    """A figure and the correction that took its place."""
    old = selectors.latest("demoshire", "search-rate")
    assert old is not None
    again = Figure.objects.get(pk=old.pk)
    again.pk, again._state.adding, again.digest = None, True, "1" * 64
    new = release(again)
    assert new is not None
    return old, new


def text(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_the_first_page_says_what_this_is_and_names_the_forces(
    client: Client, demo_site: list[Figure]
) -> None:
    page = text(client, "/")

    assert "See who is stopped and searched" in page
    assert "Demoshire Police" in page
    assert "times as often as White people" in page


def test_a_site_without_figures_says_so(client: Client, db: None) -> None:
    page = text(client, "/")

    assert "No figures have been published on this site yet." in page
    assert "not a real place" not in page


def test_a_force_page_has_sentence_then_picture_then_table_all_open(
    client: Client, demo_site: list[Figure]
) -> None:
    page = client.get(FORCE).content.decode()
    places = [page.index(part) for part in ('class="eh-lead', 'class="eh-chart', "<table")]

    assert places == sorted(places)
    assert page.index("<table") < page.index("<details")
    assert "<script" not in page


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
        "Demoshire is not a real place.",
        "Open Government Licence v3.0",
    ):
        assert said in page, said


def test_how_we_know_opens_to_counts_people_files_and_hashes(
    client: Client, demo_site: list[Figure]
) -> None:
    page = text(client, FORCE)

    assert "20,880" not in page.split("How we know")[0]
    assert "residents × years × 1,000 =" in page
    assert "2026-09-demoshire-stop-and-search.csv" in page
    assert demo_site[0].inputs[-1]["sha256"] in text(client, f"/figures/{demo_site[0].reference}/")


def test_the_way_out_comes_first_after_the_skip_link_and_tells_nobody(
    client: Client, demo_site: list[Figure]
) -> None:
    page = client.get(FORCE).content.decode()
    links = re.findall(r"<a [^>]+>", page)

    assert "govuk-skip-link" in links[0]
    assert "eh-mark" in links[1]
    assert 'class="eh-leave"' in links[2]
    assert "noreferrer" in links[2]


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
        "/figures/search-rate/kent/2024-01--2024-12/five-groups/9.csv",
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
    assert "script-src" not in policy
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["X-Content-Type-Options"] == "nosniff"


def test_a_page_that_has_not_changed_is_not_sent_again(
    client: Client, demo_site: list[Figure]
) -> None:
    tag = client.get(FORCE).headers["ETag"]

    assert client.get(FORCE, headers={"If-None-Match": tag}).status_code == 304


def test_the_csv_is_the_figure_one_group_a_row(client: Client, demo_site: list[Figure]) -> None:
    figure = selectors.latest("demoshire", "search-rate")
    assert figure is not None
    response = client.get(f"/figures/{figure.reference}.csv")
    body = response.content.decode("utf-8")

    assert body.startswith("\ufeff")
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    rows = list(csv.DictReader(io.StringIO(body.removeprefix("\ufeff"))))
    assert [row["group"] for row in rows] == [row["group"] for row in figure.result["rows"]]
    assert [float(row["rate_low"]) for row in rows] == [
        row["rate_low"] for row in figure.result["rows"]
    ]
    assert {row["figure_status"] for row in rows} == {"first"}
    assert all(len(name) <= 50 and name == name.lower() for name in rows[0])


def test_a_text_that_a_spreadsheet_would_run_is_made_harmless(demo_site: list[Figure]) -> None:
    from evenhand.public.downloads import as_csv

    figure = demo_site[0]
    figure.result = deepcopy(figure.result)
    figure.result["rows"][0]["sentence"] = "=cmd|' /C calc'!A0"

    assert ",'=cmd" in as_csv(figure)


def test_the_json_is_the_frozen_result_with_all_it_was_made_of(
    client: Client, demo_site: list[Figure]
) -> None:
    figure = demo_site[0]
    found = json.loads(client.get(f"/figures/{figure.reference}.json").content)

    assert found["result"] == json.loads(json.dumps(figure.result))
    assert found["licence"] == "Open Government Licence v3.0"
    assert {"inputs", "methods", "digest", "evenhand_version", "released_at"} <= set(found)


def test_a_corrected_figure_stays_where_it_was_and_points_to_the_new_one(
    client: Client, corrected: tuple[Figure, Figure]
) -> None:
    old, new = corrected
    page = client.get(f"/figures/{old.reference}/").content.decode()

    assert "This figure was corrected." in page
    assert f'href="/figures/{new.reference}/"' in page
    assert json.loads(client.get(f"/figures/{old.reference}.json").content)["status"] == "corrected"


def test_the_correction_says_what_it_replaces_and_is_what_the_force_page_shows(
    client: Client, corrected: tuple[Figure, Figure]
) -> None:
    old, new = corrected
    page = client.get(FORCE).content.decode()

    assert f'href="/figures/{old.reference}/"' in page
    assert "Corrected: this replaces" in page
    assert f"/figures/{new.reference}.csv" in page
    found = json.loads(client.get(f"/figures/{new.reference}.json").content)
    assert (found["status"], found["supersedes"]) == ("revised", old.reference)


def test_the_page_weighs_little(client: Client, demo_site: list[Figure]) -> None:
    import gzip

    assert len(gzip.compress(client.get(FORCE).content)) < 20_000
