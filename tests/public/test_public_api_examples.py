"""A newcomer's first requests: every example in the description of the API answers."""

import json
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client

from demo.demonstration import frozen
from evenhand.forces import services as forces
from evenhand.publications.models import Figure
from monitoring.made_alerts import SERIES, recorded, watched, with_series
from publications.found_alerts import rise

pytestmark = pytest.mark.django_db


@pytest.fixture
def described(client: Client, db: None) -> dict[str, Any]:
    """The description, of a site that has the figure which its examples name."""
    (force,) = forces.load(["bedfordshire"])
    one = next(one for one in frozen() if one.measure == "search-rate")
    fields = [each.attname for each in Figure._meta.concrete_fields if each.attname != "id"]
    copy = Figure(**{name: getattr(one, name) for name in fields})
    copy.force, copy.first_month, copy.last_month = force, "2024-01", "2024-12"
    copy.result = {**copy.result, "fictional": False}
    copy.save()
    recorded(watched(rise(series=with_series(SERIES, force="bedfordshire"))))
    found: dict[str, Any] = json.loads(client.get("/api/v1/openapi.json").content)
    return found


def examples(operation: dict[str, Any], where: str) -> dict[str, Any]:
    return {
        one["name"]: one["schema"]["examples"][0]
        for one in operation["parameters"]
        if one["in"] == where and "examples" in one["schema"]
    }


def test_every_example_answers_with_something(client: Client, described: dict[str, Any]) -> None:
    for path, operations in described["paths"].items():
        operation = operations["get"]
        address = path.format(**examples(operation, "path"))
        asked = urlencode(examples(operation, "query"), doseq=True)
        response = client.get(f"{address}?{asked}" if asked else address)

        assert response.status_code == 200, (address, response.content)
        found = json.loads(response.content)
        assert found.get("count", 1) > 0 or "findings" in found, address


def test_every_parameter_without_a_list_of_choices_has_an_example(
    described: dict[str, Any],
) -> None:
    for operations in described["paths"].values():
        for one in operations["get"]["parameters"]:
            schema = one["schema"]
            assert "enum" in schema or schema.get("examples"), one["name"]


def test_every_part_of_a_figure_is_described_by_name(described: dict[str, Any]) -> None:
    parts = described["components"]["schemas"]

    for name in ("Series", "Point", "PointOfGroup", "Expected", "SmallestChange", "About", "File"):
        assert parts[name]["description"], name
    figure = parts["Figure"]["properties"]
    assert figure["series"]["$ref"].endswith("/Series")
    assert figure["expected"]["$ref"].endswith("/Expected")


def test_nothing_in_a_figure_is_left_undescribed(client: Client, described: dict[str, Any]) -> None:
    one = "/api/v1/figures/search-rate/bedfordshire/2024-01--2024-12/five-groups/1"
    found = json.loads(client.get(one).content)
    parts = described["components"]["schemas"]

    assert set(found) == set(parts["Figure"]["properties"])
    assert set(found["series"]) <= set(parts["Series"]["properties"])
    assert set(found["series"]["points"][0]) <= set(parts["Point"]["properties"])
    assert set(found["inputs"][0]) <= set(parts["File"]["properties"])


@pytest.mark.parametrize(
    ("asked", "force", "has_page"),
    [("Bedford", "bedfordshire", True), ("MK40 1AB", "bedfordshire", True), ("York", None, False)],
)
def test_a_force_is_found_from_a_place(
    client: Client, described: dict[str, Any], asked: str, force: str | None, has_page: bool
) -> None:
    found = json.loads(client.get("/api/v1/find", {"q": asked}).content)
    (one, *_) = found["places"][0]["forces"]

    assert one["id"] == (force or "north-yorkshire")
    assert (one["page"] is not None) == has_page
    assert "1AB" not in json.dumps(found)


def test_a_made_up_force_is_found_only_where_it_is_shown(client: Client, db: None) -> None:
    assert json.loads(client.get("/api/v1/find?q=demoshire").content)["places"] == []


def test_a_place_that_nobody_knows_is_answered_with_names_like_it(client: Client, db: None) -> None:
    found = json.loads(client.get("/api/v1/find?q=Bedfrod").content)

    assert (found["count"], found["places"]) == (0, [])
    assert "Bedford" in found["meant"]
