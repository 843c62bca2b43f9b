"""Alerts for programs: every one with how it stands, one of them whole with every step."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from alerts_site import LATER, record
from django.test import Client

from evenhand.monitoring import models
from monitoring.made_alerts import SERIES, with_series
from publications.found_alerts import stands

pytestmark = pytest.mark.django_db
Alerts = Mapping[str, models.Alert]


@pytest.fixture
def alerts(
    alerts_told: dict[str, models.Alert], monkeypatch: pytest.MonkeyPatch
) -> dict[str, models.Alert]:
    monkeypatch.setattr("evenhand.public.api.alerts.today", lambda: date(2026, 10, 20))
    return alerts_told


def read(client: Client, address: str, status: int = 200) -> Any:
    response = client.get(f"/api/v1{address}")
    assert response.status_code == status, response.content
    return json.loads(response.content)


def test_every_alert_is_in_one_answer_with_how_it_stands(alerts: Alerts, client: Client) -> None:
    found = read(client, "/alerts")

    assert found["count"] == len(found["items"]) == len(alerts)
    by_number = {one["number"]: one for one in found["items"]}
    overdue = by_number[alerts["overdue"].number]
    assert (overdue["status"], overdue["awaits"]) == ("overdue", "answer")
    assert overdue["days_overdue"] > 0 and overdue["deadline"] and overdue["reform_after"]
    better = by_number[alerts["better"].number]
    assert (better["status"], better["means"], better["deadline"]) == ("told", "better", None)
    assert better["headline"].startswith("3.2 to 5.0 times as often as White people")


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ("status=overdue", {"overdue"}),
        ("status=told&status=overdue", {"overdue", "better"}),
        ("force=fablesea", set()),
        ("force=kent", set()),
        ("force=demoshire&status=told", {"better"}),
    ],
)
def test_a_filter_leaves_exactly_what_matches(
    alerts: Alerts, client: Client, asked: str, names: set[str]
) -> None:
    found = {one["number"] for one in read(client, f"/alerts?{asked}")["items"]}
    assert found == {alerts[name].number for name in names}


def test_one_alert_is_whole_with_every_step(alerts: Alerts, client: Client) -> None:
    number = alerts["explained"].number
    one = read(client, f"/alerts/demoshire/{number}")

    assert one["told"]["series"]["group"] == "Black"
    assert one["told"]["quarters"][-1]["low"] < one["told"]["quarters"][-1]["high"]
    assert [step["number"] for step in one["steps"]] == list(range(1, len(one["steps"]) + 1))
    assert {"explained", "judged", "tested", "signed-off"} <= {
        step["kind"] for step in one["steps"]
    }
    assert one["page"] == f"/forces/demoshire/alerts/{number}/"


def test_what_only_the_force_may_see_is_in_no_answer(alerts: Alerts, client: Client) -> None:
    one = client.get(f"/api/v1/alerts/demoshire/{alerts['open'].number}").content.decode()
    assert '"found"' not in one
    assert "charts" not in one


def test_a_difference_that_stands_has_its_own_part(alerts: Alerts, client: Client) -> None:
    record(stands(9, series=with_series(SERIES, group="Other")), inputs="stands", now=LATER)
    number = models.Alert.objects.get(key="stands/9").number
    one = read(client, f"/alerts/demoshire/{number}")

    assert one["stands"] is True
    assert one["told"]["standing"]["stated"] == 1.5
    assert [each["census"] for each in one["told"]["standing"]["benchmarks"]] == [2021, 2011]


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/alerts/demoshire/999", 404),
        ("/alerts/kent/1", 404),
        ("/alerts/demoshire/0", 422),
        ("/alerts/demoshire/1x", 422),
        ("/alerts?status=lost", 422),
        ("/alerts?until=2026-01", 422),
        ("/alerts?force=../etc", 422),
    ],
)
def test_what_cannot_be_answered_is_said_as_a_problem(
    alerts: Alerts, client: Client, address: str, status: int
) -> None:
    said = read(client, address, status)
    assert said["status"] == status
    assert said["title"]


def test_the_list_reads_a_few_rows_however_many_alerts_there_are(
    alerts: Alerts, client: Client, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(3):
        read(client, "/alerts")
