"""The plan in the workspace: the list, an action, and what somebody may do with it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.cast import Cast, signed_in
from evenhand.accounts.roles import Role
from plan.made_plans import Played, new_plan, promised
from workspace.plan_writes import (
    ACTION,
    FORCE_ID,
    OF_PLAN,
    day,
    group,
    newcomer,
)
from workspace.reading import given, read

HOME, PLAN = "/workspace/", f"/workspace/plan/{FORCE_ID}/1/"
CHANGE = f"{ACTION}change/"


def test_the_list_shows_what_is_late_and_says_so_where_nothing_is(
    manager: Client, played: Played
) -> None:
    today = timezone.localdate()
    promised(
        played.action.plan,
        title="In time",
        starts_on=today,
        due_on=today,
        milestones=(),
        on=timezone.now(),
    )

    late = read(manager, f"{PLAN}?show=late")

    assert "Record every vehicle stop" in late
    assert "In time" not in late
    assert "In time" in read(manager, PLAN)
    assert "In time" in read(manager, f"{PLAN}?show=%3Cscript%3E"), "what is unknown shows all"
    played.step("withdraw", day(1), reason="Given up.")
    assert "Nothing is late or disputed." in read(manager, f"{PLAN}?show=late")


def test_your_plan_leads_to_the_plan(manager: Client) -> None:
    assert manager.get("/workspace/plan/").url == PLAN
    assert "Your plan" in read(manager, HOME)


def test_an_earlier_plan_says_that_another_followed(manager: Client) -> None:
    new_plan(force_id=FORCE_ID)

    assert "This is an earlier plan." in read(manager, PLAN)
    assert "This is an earlier plan." in read(manager, ACTION)
    assert manager.get("/workspace/plan/").url == PLAN.replace("/1/", "/2/")


@pytest.mark.parametrize("address", [PLAN, ACTION, CHANGE, f"{ACTION}report/"])
def test_a_plan_of_another_force_is_not_there(cast: Cast, played: Played, address: str) -> None:
    other = signed_in(newcomer("manager", cast.other_force, Role.PROGRAMME_MANAGER))
    chair = signed_in(newcomer("chair", group(cast, elsewhere=True), Role.PANEL_CHAIR))

    assert other.get(address).status_code == chair.get(address).status_code == 404


@pytest.mark.parametrize(
    "address", [PLAN.replace("/1/", "/7/"), f"{PLAN}nothing/", f"{PLAN}x/report/"]
)
def test_what_does_not_exist_is_not_found(manager: Client, address: str) -> None:
    assert manager.get(address).status_code == 404


def test_an_action_says_what_may_be_done_now_and_why_the_rest_may_not(manager: Client) -> None:
    page = read(manager, ACTION)

    can, _, cannot = page.partition("What you cannot do now, and why")
    for words in ("Say how it is going", "Change the promise", "Withdraw the promise"):
        assert words in can
    assert "Say that it is complete : Nothing shows that it was done. Add evidence first." in cannot
    assert "Say what was learnt : Only a pilot says what was learnt." in cannot
    assert "Answer the dispute : There is no such dispute to answer." in cannot
    assert "Comment on this action" not in page, "a force does not comment on itself"


def test_an_action_offers_an_owner_what_an_owner_may(cast: Cast, played: Played) -> None:
    page = read(signed_in(given(cast, cast.mate, played, action="vehicle-stops")), ACTION)

    assert "Say how it is going" in page
    assert "Add a link as evidence" in page
    assert "Change the promise" not in page
    assert "Say that it is complete" not in page


def test_who_may_do_nothing_is_told_so(cast: Cast, played: Played) -> None:
    page = read(signed_in(newcomer("analyst", cast.force, Role.ANALYST)), ACTION)

    assert "Your role lets you read this action. It does not let you change it." in page


def test_a_withdrawn_promise_can_only_be_read(manager: Client, played: Played) -> None:
    played.step("withdraw", day(1), reason="Given up.")

    assert "Nothing, as it stands." in read(manager, ACTION)
    page = read(manager, f"{ACTION}report/")
    assert "This cannot be done now. The promise was withdrawn." in page
    assert "Record it" not in page


@pytest.mark.parametrize("step", OF_PLAN)
def test_every_step_has_a_page_for_who_may_take_it(cast: Cast, step: str) -> None:
    write = OF_PLAN[step](cast)

    answer = signed_in(write.by).get(write.address)

    page = answer.content.decode()
    assert answer.status_code == 200
    assert 'name="expected"' in page, "it can be taken as things stand"
    assert signed_in(write.mate).get(write.address).status_code == 403
    assert len(answer.content) < 60_000


@pytest.mark.parametrize("address", [HOME, PLAN, ACTION, CHANGE, f"{ACTION}report/"])
def test_a_page_of_the_plan_asks_the_database_little(
    manager: Client,
    played: Played,
    address: str,
    django_assert_max_num_queries: Callable[[int], Any],
) -> None:
    for _ in range(5):
        promised(played.action.plan)
    manager.get(address)

    with django_assert_max_num_queries(18):
        manager.get(address)
