"""Every figure in one file, and the page that says how to take it."""

import gzip
import io
import json
import re
from zipfile import ZipFile

import pyarrow.parquet as pq
import pytest
from django.test import Client
from figure_files import address, latest, read_csv, read_parquet

from evenhand.public.files.columns import COLUMNS
from evenhand.public.files.formats import FORMATS, WHOLE
from evenhand.public.presenters.downloads import downloads, forms
from evenhand.publications.models import Figure

pytestmark = pytest.mark.django_db


def test_one_file_holds_every_figure_that_stands(client: Client, demo_site: list[Figure]) -> None:
    rows = read_csv(client.get("/data/figures.csv").content)

    assert {row["figure"] for row in rows} == {figure.reference for figure in demo_site}
    assert len(rows) == sum(len(figure.result["rows"]) + 2 for figure in demo_site)


def test_its_rows_are_those_of_each_figure_s_own_file(
    client: Client, demo_site: list[Figure]
) -> None:
    every = read_csv(client.get("/data/figures.csv").content)
    figure = latest("clothing-removal-rate")

    own = read_csv(client.get(address(figure)).content)
    assert [row for row in every if row["figure"] == figure.reference] == own


def test_it_is_the_same_table_in_every_form(client: Client, demo_site: list[Figure]) -> None:
    rows = read_csv(client.get("/data/figures.csv").content)
    parquet = read_parquet(client.get("/data/figures.parquet").content)
    answer = json.loads(client.get("/data/figures.json").content)

    assert answer["rows"] == parquet
    assert [column["name"] for column in answer["columns"]] == list(rows[0])
    assert [row["sentence"] for row in rows] == [row["sentence"] or "" for row in parquet]
    assert [row["rate"] for row in rows] == [
        "" if row["rate"] is None else repr(row["rate"]) for row in parquet
    ]


def test_the_zip_holds_the_very_csv_in_far_fewer_bytes_and_can_be_continued(
    client: Client, demo_site: list[Figure]
) -> None:
    table = client.get("/data/figures.csv").content
    packed = client.get("/data/figures.zip")
    rest = client.get(
        "/data/figures.zip", headers={"Range": "bytes=1000-", "If-Range": packed["ETag"]}
    )

    with ZipFile(io.BytesIO(packed.content)) as archive:
        assert archive.testzip() is None
        assert archive.read("evenhand_figures.csv") == table
        package = json.loads(archive.read("datapackage.json"))
        described = json.loads(archive.read("evenhand_figures.csv-metadata.json"))
        assert "An empty cell is never zero." in archive.read("README.txt").decode()
    assert package["resources"][0]["bytes"] == len(table)
    assert described["url"] == "evenhand_figures.csv"
    assert len(packed.content) < len(table) / 5
    assert rest.status_code == 206
    assert packed.content[:1000] + rest.content == packed.content


def test_a_measure_s_figures_are_there_as_a_zip_too(
    client: Client, demo_site: list[Figure]
) -> None:
    packed = client.get("/measures/search-rate.zip")
    with ZipFile(io.BytesIO(packed.content)) as archive:
        table = archive.read("evenhand_search-rate.csv")

    assert table == client.get("/measures/search-rate.csv").content


def test_a_corrected_figure_gives_its_place_in_it_to_the_newer(
    client: Client,
    corrected: tuple[Figure, Figure],
) -> None:
    old, new = corrected
    rows = read_csv(client.get("/data/figures.csv").content)
    named = {row["figure"]: row for row in rows}

    assert old.reference not in named
    assert named[new.reference]["supersedes"] == old.reference


def test_a_new_figure_gives_the_file_another_tag(client: Client, demo_site: list[Figure]) -> None:
    from evenhand.publications.services import release

    before = client.get("/data/figures.csv")["ETag"]
    again = Figure.objects.get(pk=demo_site[0].pk)
    again.pk, again._state.adding, again.digest = None, True, "2" * 64
    release(again)

    assert client.get("/data/figures.csv")["ETag"] != before
    assert client.get("/data/figures.csv", headers={"If-None-Match": before}).status_code == 200


def test_the_description_of_it_is_of_the_csv_beside_it(
    client: Client, demo_site: list[Figure]
) -> None:
    found = json.loads(client.get("/data/figures-metadata.json").content)

    assert found["url"] == "http://testserver/data/figures.csv"
    assert found["schema:temporalCoverage"] == "2024-10/2026-09"


def test_every_form_of_it_asks_little_of_the_database(
    client: Client, demo_site: list[Figure], django_assert_max_num_queries
) -> None:
    for ending in WHOLE:
        with django_assert_max_num_queries(3):
            client.get(f"/data/figures{ending}")


def test_a_site_without_figures_has_a_file_with_headings_only(client: Client, db: None) -> None:
    response = client.get("/data/figures.csv")

    assert read_csv(response.content) == []
    assert response.content.count(b"\n") == 1
    assert "Last-Modified" not in response
    assert pq.read_table(io.BytesIO(client.get("/data/figures.parquet").content)).num_rows == 0
    assert json.loads(client.get("/data/figures.json").content)["rows"] == []
    assert "No figures have been published" in client.get("/data/").content.decode()


def test_the_page_leads_to_every_form_and_explains_every_column(
    client: Client, demo_site: list[Figure]
) -> None:
    page = client.get("/data/").content.decode()

    for ending in WHOLE:
        assert f'href="/data/figures{ending}"' in page
    for column in COLUMNS:
        assert f"<code>{column.name}</code>" in page
    for word in ("shown", "zero", "not shown", "no data"):
        assert f"<code>{word}</code>" in page


def test_a_chosen_force_has_the_latest_files_of_each_measure(
    client: Client, demo_site: list[Figure]
) -> None:
    page = client.get("/data/", {"force": "demoshire"}).content.decode()
    links = re.findall(r'href="(/forces/demoshire/measures/[^"]+\.[a-z]+)"', page)

    assert len(links) == 13 * (len(FORMATS) - 1)
    for link in links[:: len(links) // 9]:
        assert client.head(link).status_code == 200


@pytest.mark.parametrize("chosen", ["", "camelot", "<script>", "demoshire/../"])
def test_a_force_that_is_not_here_lists_nothing_and_is_not_repeated(
    client: Client, demo_site: list[Figure], chosen: str
) -> None:
    response = client.get("/data/", {"force": chosen})

    assert response.status_code == 200
    assert "/forces/demoshire/measures/" not in response.content.decode()
    assert "camelot" not in response.content.decode()
    assert "<script>" not in response.content.decode()


def test_the_page_is_light_and_asks_little_of_the_database(
    client: Client, demo_site: list[Figure], django_assert_max_num_queries
) -> None:
    with django_assert_max_num_queries(6):
        page = client.get("/data/", {"force": "demoshire"}).content

    assert len(gzip.compress(page)) < 15_000


def test_a_figure_s_page_offers_every_form_with_licence_attribution_and_citation(
    client: Client, demo_site: list[Figure]
) -> None:
    figure = latest()
    page = client.get(f"/figures/{figure.reference}/").content.decode()
    offered = downloads(figure, "http://testserver")

    assert {ending for ending, _, _ in forms()} == set(FORMATS)
    for file in offered.files:
        assert f'href="{file.url}"' in page
        assert file.use in page
        assert file.size in page
    for said in (offered.licence, offered.attribution, offered.citation):
        assert said in page


def test_no_file_is_larger_than_the_page_says(client: Client, demo_site: list[Figure]) -> None:
    for figure in demo_site[::4]:
        for ending, form in FORMATS.items():
            size = int(client.get(address(figure, ending))["Content-Length"])
            assert size < form.most * 1000, (figure.reference, ending)


def test_a_figure_s_page_names_its_files_and_licence_to_machines_in_its_head(
    client: Client, demo_site: list[Figure]
) -> None:
    figure = latest()
    page = client.get(f"/figures/{figure.reference}/").content.decode()
    head = page[: page.index("</head>")]

    assert (
        f'rel="describedby" type="application/csvm+json" href="{address(figure, "-metadata.json")}"'
        in head
    )
    assert f'rel="alternate" type="text/csv" href="{address(figure)}"' in head
    assert f'rel="canonical" href="http://testserver/figures/{figure.reference}/"' in head
    assert 'rel="license"' in head
