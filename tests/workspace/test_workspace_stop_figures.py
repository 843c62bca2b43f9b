"""What a force's stops tell its own analysts, and nobody else."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from accounts.cast import Cast, signed_in
from evenhand.accounts.roles import Role
from evenhand.records.stops import take
from made_stops import NOW, month, stops
from workspace.plan_writes import newcomer
from workspace.reading import read

PAGE = "/workspace/stop-figures/"


@pytest.fixture(autouse=True)
def lake(settings: Any, tmp_path: Path) -> Path:
    settings.LAKE = tmp_path
    return tmp_path


@pytest.fixture
def analyst(cast: Cast) -> Client:
    return signed_in(newcomer("analyst", cast.force, Role.ANALYST))


def put(lake: Path, cast: Cast, *, unfinished: int = 0, ended: bool = True) -> None:
    rows = [
        *stops(80, linked=False),
        *stops(70, seen_before="yes"),
        *stops(60, sde="B1", perceived="Black"),
        *stops(40, sde="B1", perceived="Black", seen_before="yes", linked=False),
        *stops(3, sde="A1", perceived="Asian"),
        *stops(20, sde="M1", perceived="Mixed"),
    ]
    force = str(cast.force.force_id)
    held = month(rows, force=force, unfinished=unfinished, ended=ended)
    take(lake, [held, replace(held, month="2026-04", ended=False)], now=NOW)


def test_an_analyst_reads_what_the_stops_of_the_force_tell(
    cast: Cast, lake: Path, analyst: Client
) -> None:
    put(lake, cast, unfinished=7)

    page = read(analyst, PAGE)

    assert "Stops of March 2026, as they stood on 1 September 2026." in page
    assert "7 records of these months are not finished and are in none of these numbers." in page
    assert "Stops of Black people had an outcome linked to the reason for the stop" in page
    assert "We cannot tell whether stops of Black people, set against stops of White" in page
    assert "Half of all stops took 7 minutes or less (likely range 7 to 7)." in page
    assert "Half of all stops were recorded in 24 seconds or less" in page
    assert "April 2026 not over yet, so it is not counted 273 7" in page
    assert "March 2026 counted 273 7" in page


def test_small_numbers_are_not_shown_there_either(cast: Cast, lake: Path, analyst: Client) -> None:
    put(lake, cast)
    page = read(analyst, PAGE)
    assert "Not shown to protect people: the number for Asian people is below 5" in page


def test_before_the_first_snapshot_the_page_says_so(cast: Cast, analyst: Client) -> None:
    assert "No stops have been counted yet." in read(analyst, PAGE)


def test_where_no_month_has_ended_nothing_is_counted_yet(
    cast: Cast, lake: Path, analyst: Client
) -> None:
    put(lake, cast, ended=False)
    page = read(analyst, PAGE)
    assert "No month with stops is over yet, so nothing is counted." in page
    assert "likely range" not in page


def test_a_new_snapshot_is_told_at_once(cast: Cast, lake: Path, analyst: Client) -> None:
    put(lake, cast)
    assert "March 2026 counted 273 0" in read(analyst, PAGE)
    put(lake, cast, unfinished=9)
    assert "March 2026 changed since it was first counted (version 2) 273 9" in read(analyst, PAGE)


def test_another_forces_stops_are_not_told(cast: Cast, lake: Path) -> None:
    put(lake, cast)
    stranger = signed_in(newcomer("analyst", cast.other_force, Role.ANALYST))
    assert "No stops have been counted yet." in read(stranger, PAGE)


def test_nobody_without_the_role_reads_it(cast: Cast, lake: Path) -> None:
    put(lake, cast)
    read(signed_in(newcomer("owner", cast.force, Role.ACTION_OWNER)), PAGE, status=403)
    assert Client().get(PAGE).status_code in {302, 401, 403}


def test_the_page_stands_in_the_navigation_of_an_analyst_alone(cast: Cast, analyst: Client) -> None:
    link = f'href="{PAGE}"'
    assert link in analyst.get("/workspace/").content.decode()
    owner = signed_in(newcomer("owner", cast.force, Role.ACTION_OWNER))
    assert link not in owner.get("/workspace/").content.decode()
