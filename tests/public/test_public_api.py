"""The figures for programs: whole, described, open to any page, and never written to."""

import json
import re
from dataclasses import fields
from html import unescape
from typing import Any

import pytest
from django.test import Client

from evenhand.measures import measures
from evenhand.measures.library import POWERS
from evenhand.measures.result import Row as Counted
from evenhand.publications.models import Figure

pytestmark = pytest.mark.django_db

V1 = "/api/v1"


def read(client: Client, address: str, status: int = 200) -> Any:
    response = client.get(V1 + address)
    assert response.status_code == status, response.content
    return json.loads(response.content)


def test_every_figure_is_in_one_answer_with_its_sentence_and_rows(
    client: Client, demo_site: list[Figure]
) -> None:
    found = read(client, "/figures")

    assert found["count"] == len(found["figures"]) == len(demo_site)
    lead = next(one for one in found["figures"] if one["measure"] == "search-rate")
    assert lead["sentence"].startswith("Black people were searched between")
    assert {"rate", "rate_low", "rate_high", "unknown_low", "status"} <= set(lead["rows"][0])


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ("place=demoshire&measure=search-rate", 2),
        ("measure=search-rate&measure=find-rate", 4),
        ("measure=search-rate&from=2025-10", 1),
        ("measure=search-rate&to=2025-09", 1),
        ("measure=search-rate&grouping=five-groups", 2),
        ("measure=search-rate&grouping=nineteen-groups", 0),
        ("place=kent", 0),
    ],
)
def test_a_filter_leaves_exactly_what_matches(
    client: Client, demo_site: list[Figure], asked: str, count: int
) -> None:
    assert read(client, f"/figures?{asked}")["count"] == count


def test_a_corrected_figure_is_listed_only_when_it_is_asked_for(
    client: Client, corrected: tuple[Figure, Figure]
) -> None:
    def listed(standing: str) -> list[str]:
        asked = f"/figures?measure=search-rate&from=2025-10&standing={standing}"
        return [one["figure"] for one in read(client, asked)["figures"]]

    old, new = (one.reference for one in corrected)
    assert listed("yes") == [new]
    assert listed("no") == [old]
    assert listed("any") == [old, new]


def test_a_figure_has_its_history_and_each_names_the_other(
    client: Client, corrected: tuple[Figure, Figure]
) -> None:
    old, new = (one.reference for one in corrected)
    first, second = read(client, f"/figures/{old}/history")["figures"]

    assert (first["status"], first["superseded_by"]) == ("corrected", new)
    assert (second["status"], second["supersedes"]) == ("revised", old)


def test_a_figure_is_the_very_json_of_its_file(client: Client, demo_site: list[Figure]) -> None:
    reference = demo_site[0].reference

    assert (
        client.get(f"{V1}/figures/{reference}").content
        == client.get(f"/figures/{reference}.json").content
    )


def test_the_description_of_a_row_names_what_a_result_has(db: None) -> None:
    from evenhand.public.api.descriptions import Row

    counted = {field.name for field in fields(Counted)}
    assert set(Row.model_fields) == counted | {"rate_low_50", "rate_high_50"}


def test_every_figure_is_as_the_description_says(client: Client, demo_site: list[Figure]) -> None:
    from evenhand.public.api.descriptions import Figure as Described

    for one in demo_site:
        Described.model_validate(read(client, f"/figures/{one.reference}"))


def test_forces_stand_in_alphabetical_order_with_their_measures(
    client: Client, demo_site: list[Figure]
) -> None:
    assert read(client, "/forces")["items"] == [
        {"id": "demoshire", "name": "Demoshire Police", "page": "/forces/demoshire/"}
    ]
    assert read(client, "/forces/demoshire")["measures"] == sorted(
        {one.measure for one in demo_site}
    )


def test_what_is_wrong_with_a_forces_files_is_listed(
    client: Client, demo_site: list[Figure]
) -> None:
    found = read(client, "/forces/demoshire/checks")

    assert found["count"] == len(found["findings"]) > 0
    assert (found["from"], found["to"]) == ("2025-10", "2026-09")
    assert "November 2025: 219 rows" in json.dumps(found["findings"])


def test_every_measure_has_its_question_and_what_to_beware_of(client: Client, db: None) -> None:
    found = read(client, "/measures")

    assert [one["id"] for one in found["measures"]] == [
        key for power in POWERS for key in measures(power)
    ]
    one = read(client, "/measures/search-rate")
    assert one["question"].endswith("?")
    assert one["caveats"]


@pytest.mark.parametrize(
    "address",
    [
        "/forces/camelot",
        "/forces/camelot/checks",
        "/measures/happiness",
        "/figures/search-rate/kent/2024-01--2024-12/five-groups/9",
        "/figures/search-rate/kent/2024-01--2024-12/five-groups/9/history",
        "/nowhere",
        "/nowhere/at/all/",
    ],
)
def test_what_is_not_there_is_a_problem_with_a_sentence(
    client: Client, db: None, address: str
) -> None:
    response = client.get(V1 + address)
    found = json.loads(response.content)

    assert response.status_code == found["status"] == 404
    assert response.headers["Content-Type"] == "application/problem+json"
    assert found["type"] == "/api/#not-found"
    assert found["detail"].endswith(".")


@pytest.mark.parametrize(
    ("asked", "name", "detail"),
    [
        ("from=2024", "from", "String should match pattern"),
        ("standing=perhaps", "standing", "Input should be 'yes', 'no' or 'any'"),
        ("place=%00", "place", "String should match pattern"),
        ("force=kent", "force", "There is no such parameter."),
        ("from=2024-01&from=2024-02", "from", "Give this once."),
    ],
)
def test_a_filter_that_cannot_be_used_is_refused_and_never_left_out(
    client: Client, db: None, asked: str, name: str, detail: str
) -> None:
    found = read(client, f"/figures?{asked}", 422)

    assert found["errors"][0]["name"] == name
    assert found["errors"][0]["detail"].startswith(detail)


def test_more_parameters_than_anybody_means_are_refused(client: Client, db: None) -> None:
    asked = "&".join(f"place={chr(97 + number % 26)}" for number in range(200))

    assert "too many parameters" in read(client, f"/figures?{asked}", 422)["detail"]


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch", "trace"])
@pytest.mark.parametrize("address", ["/figures", "/forces", "/nowhere"])
def test_nothing_can_be_written(client: Client, db: None, method: str, address: str) -> None:
    response = getattr(client, method)(V1 + address)

    assert response.status_code == 405
    assert response.headers["Allow"] == "GET, HEAD, OPTIONS"
    assert json.loads(response.content)["title"] == "Read only"


@pytest.mark.parametrize("address", ["/figures", "/forces", "/measures", "/openapi.json"])
def test_an_answer_can_be_asked_for_again_cheaply(
    client: Client, demo_site: list[Figure], address: str
) -> None:
    whole, head = client.get(V1 + address), client.head(V1 + address)
    again = client.get(V1 + address, headers={"If-None-Match": whole.headers["ETag"]})

    assert head.headers["ETag"] == whole.headers["ETag"]
    assert (head.status_code, head.content) == (200, b"")
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("address", ["/figures", "/nowhere", "/figures?from=x", "/openapi.json"])
def test_any_page_may_ask_and_nobody_gets_a_cookie(client: Client, db: None, address: str) -> None:
    response = client.get(V1 + address)

    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert not response.cookies
    before = client.options(V1 + address)
    assert (before.status_code, before.headers["Access-Control-Allow-Headers"]) == (204, "*")


def test_a_fault_of_ours_is_a_problem_too(
    client: Client, db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    from evenhand.public.api import forces

    monkeypatch.delattr(forces.selectors, "forces_with_figures")
    found = read(client, "/forces", 500)

    assert found["detail"].startswith("This is our fault, not yours.")


def test_the_page_for_people_names_every_address_of_the_description(
    client: Client, db: None
) -> None:
    page = unescape(client.get("/api/").content.decode())
    described = read(client, "/openapi.json")

    assert described["openapi"].startswith("3.1")
    for address, operations in described["paths"].items():
        assert address in page
        for operation in operations.values():
            assert operation["summary"] in page
            for parameter in operation["parameters"]:
                assert f"<code>{parameter['name']}</code>" in page
    loaded = r'<(?:script|img|link rel="(?!canonical))[^>]+(?:src|href)="https?:'
    elsewhere = re.findall(loaded, page)
    assert elsewhere == []


@pytest.mark.parametrize("kind", ["not-found", "unusable", "read-only", "refused", "went-wrong"])
def test_every_kind_of_problem_is_explained_where_its_type_points(
    client: Client, db: None, kind: str
) -> None:
    assert f'id="{kind}"' in client.get("/api/").content.decode()


def test_a_list_of_figures_asks_the_database_little(
    client: Client, demo_site: list[Figure], django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(2):
        client.get(f"{V1}/figures")
