"""A plan as files at public addresses."""

import pytest
from django.test import Client

from evenhand.plan import importers, models

FILES = [
    ("csv", "text/csv; charset=utf-8"),
    ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ("ods", "application/vnd.oasis.opendocument.spreadsheet"),
]


@pytest.mark.parametrize(("ending", "media_type"), FILES)
def test_the_plan_can_be_taken_as_a_table(
    plan: models.Plan, client: Client, ending: str, media_type: str
) -> None:
    response = client.get(f"/forces/demoshire/plan.{ending}")

    assert response.headers["Content-Type"] == media_type
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    table = importers.read(response.content, name=f"plan.{ending}")
    assert len(table) == 19
    place = table[0].index("status")
    assert [row[place] for row in table].count("late") == 4
    same = client.get(f"/forces/demoshire/plan.{ending}")
    assert same.content == response.content
    again = {"If-None-Match": response.headers["ETag"]}
    assert client.get(f"/forces/demoshire/plan.{ending}", headers=again).status_code == 304


def test_json_holds_what_the_pages_say_on_any_day(plan: models.Plan, client: Client) -> None:
    now = client.get("/forces/demoshire/plan.json").json()
    then = client.get("/forces/demoshire/plan.json?on=2026-03-13").json()

    stops = [
        next(one for one in said["actions"] if one["key"] == "record-vehicle-stops")
        for said in (then, now)
    ]
    assert [one["now"] for one in stops] == ["2026-03-31", "2026-09-30"]
    assert [len(one["changes"]) for one in stops] == [5, 7]
    assert len(now["actions"]) == 18
    assert client.get("/forces/demoshire/plan.docx").status_code == 404
    assert client.get("/forces/fablesea/plan.csv").status_code == 404
