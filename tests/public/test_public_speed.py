"""What makes pages slow does not come back: needless reads, and work done again for each reader."""

import gettext

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from evenhand.public.api import service
from evenhand.public.views import api as api_page
from evenhand.publications import selectors
from evenhand.publications.models import Figure
from evenhand.records import messages

MOST_QUERIES = 6
HEAVY = ('"charts"', '"inputs"', '"queries"', '"quality"', '"series"', '"control"')


def test_a_translation_is_looked_for_once_and_not_for_every_sentence(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    looked: list[str] = []
    find = gettext.find

    def looking(domain: str, *rest: object, **more: object) -> object:
        looked.append(domain)
        return find(domain, *rest, **more)

    monkeypatch.setattr(gettext, "find", looking)
    messages._catalogue.cache_clear()

    assert [messages._translated(f"Sentence {number}") for number in range(3)][2] == "Sentence 2"
    assert len(looked) == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path",
    [
        *("/", "/forces/", "/measures/", "/find/", "/data/?force=demoshire", "/methods/"),
        *("/forces/demoshire/", "/forces/demoshire/measures/", "/forces/demoshire/files/"),
        *("/forces/demoshire/measures/arrest-rate/", "/measures/search-rate/"),
        *("/measures/search-rate/over-time/", "/measures/search-rate/analyst/", "/api/"),
        *("/feedback/", "/search/?q=black", "/nowhere/"),
    ],
)
def test_a_page_asks_the_database_six_times_at_most(
    client: Client, demo_site: list[Figure], path: str
) -> None:
    with CaptureQueriesContext(connection) as asked:
        client.get(path)

    assert len(asked) <= MOST_QUERIES, [one["sql"][:90] for one in asked]


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/forces/demoshire/measures/", "/data/?force=demoshire"])
def test_a_list_of_measures_reads_no_picture_and_no_file_of_them(
    client: Client, demo_site: list[Figure], path: str
) -> None:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200

    read = " ".join(one["sql"] for one in asked)
    assert [name for name in HEAVY if name in read] == []


@pytest.mark.django_db
def test_of_the_figure_before_no_more_than_the_name_is_read(demo_site: list[Figure]) -> None:
    with CaptureQueriesContext(connection) as asked:
        assert selectors.latest("demoshire", "search-rate") is not None

    (sql,) = (one["sql"] for one in asked)
    assert sql.count('"charts"') == 1  # its own, and not those of the figure it corrects


@pytest.mark.django_db
def test_the_description_of_the_api_is_put_together_once(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_together: list[str] = []
    whole = service.Service.get_openapi_schema

    def counting(self: service.Service, **options: object) -> object:
        put_together.append("once")
        return whole(self, **options)

    monkeypatch.setattr(service.Service, "get_openapi_schema", counting)
    for _ in range(3):
        assert "/api/v1/figures" in client.get("/api/").content.decode()

    assert len(put_together) <= 1
    assert api_page._laid_out() is api_page._laid_out()
