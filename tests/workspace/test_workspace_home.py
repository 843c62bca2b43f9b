"""The first page after signing in: what waits for whom."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.cast import Cast, signed_in
from evenhand.accounts.roles import OrganisationKind, Role
from evenhand.accounts.services.setting_up import add_organisation
from plan.made_plans import Played, new_plan, promised
from workspace.plan_writes import (
    ACTION,
    FORCE_ID,
    day,
    disputed,
    group,
    newcomer,
)
from workspace.reading import given, read

HOME, PLAN = "/workspace/", f"/workspace/plan/{FORCE_ID}/1/"
CHANGE = f"{ACTION}change/"


def test_a_manager_sees_what_is_late_of_the_whole_plan(manager: Client) -> None:
    page = read(manager, HOME)

    assert "Of 1 actions in the plan, one needs somebody now." not in page, "one is not plural"
    assert "One action is in the plan, and it needs somebody now." in page
    assert "Late 1" in page
    assert "Milestone “Pilot in two districts” was due on 30 June 2025" in page


def test_a_manager_sees_what_is_disputed_before_what_is_late(
    manager: Client, played: Played
) -> None:
    disputed(played)
    promised(played.action.plan)

    page = read(manager, HOME)

    assert "Of 2 actions in the plan, 2 need somebody now." in page
    assert page.index("Disputed, and not answered") < page.index("Late 1")


def test_what_is_due_within_four_weeks_is_listed_and_not_what_is_due_later(
    manager: Client, played: Played
) -> None:
    played.step("withdraw", day(2), reason="Given up.")
    plan, today = played.action.plan, timezone.localdate()
    soon = {"starts_on": today, "milestones": ()}
    promised(plan, title="Soon", due_on=today + timedelta(days=28), **soon, on=timezone.now())
    promised(plan, title="Later", due_on=today + timedelta(days=29), **soon, on=timezone.now())

    page = read(manager, HOME)

    assert "Due in the next 28 days 1" in page
    assert "Soon" in page
    assert "Later" not in page


def test_a_manager_of_an_empty_plan_is_told_so(cast: Cast) -> None:
    new_plan(force_id=FORCE_ID)
    client = signed_in(newcomer("manager", cast.force, Role.PROGRAMME_MANAGER))

    assert "nothing is promised in it yet" in read(client, HOME)
    assert "Nothing is promised in this plan yet." in read(client, PLAN)


def test_who_has_no_plan_is_told_so_and_a_manager_where_to_open_one(cast: Cast) -> None:
    client = signed_in(newcomer("manager", cast.force, Role.PROGRAMME_MANAGER))

    assert "Your force has no plan on this site yet." in read(client, HOME)
    assert "Open your force’s plan" in read(client, "/workspace/plan/")
    assert "Open your force’s plan" not in read(signed_in(cast.mate), "/workspace/plan/")


def test_an_owner_sees_their_own_actions_and_no_others(cast: Cast, played: Played) -> None:
    promised(played.action.plan, title="Somebody else’s")
    client = signed_in(given(cast, cast.mate, played, action="vehicle-stops"))

    page = read(client, HOME)

    assert "One action is yours, and it needs you now." in page
    assert "Record every vehicle stop" in page
    assert "Somebody else’s" not in page
    assert "Somebody else’s" not in read(client, f"{PLAN}?show=mine")
    assert "Somebody else’s" in read(client, PLAN)


def test_an_owner_without_an_action_is_told_who_can_give_one(cast: Cast, played: Played) -> None:
    assert "No action is yours here yet." in read(signed_in(cast.mate), HOME)


def test_a_lead_sees_the_actions_of_their_workstream(cast: Cast, played: Played) -> None:
    promised(played.action.plan, title="In another", workstream="involved")
    lead = newcomer("lead", cast.force, Role.WORKSTREAM_LEAD)

    before = read(signed_in(lead), HOME)
    page = read(signed_in(given(cast, lead, played, workstream="respected")), HOME)

    assert "No workstream is yours here yet." in before
    assert "Record every vehicle stop" in page
    assert "In another" not in page


def test_what_is_over_is_not_counted_as_waiting(cast: Cast, played: Played) -> None:
    played.step("withdraw", day(2), reason="Given up.")
    client = signed_in(given(cast, cast.mate, played, action="vehicle-stops"))

    page = read(client, HOME)

    assert "It needs nothing from you today." in page
    assert "Complete or withdrawn 1" in page


def test_an_analyst_is_told_that_nothing_waits(cast: Cast, played: Played) -> None:
    client = signed_in(newcomer("analyst", cast.force, Role.ANALYST))

    assert "Nothing in the plan waits for you." in read(client, HOME)


def test_a_group_sees_what_it_may_dispute_and_until_when(cast: Cast, played: Played) -> None:
    chair = signed_in(newcomer("chair", group(cast), Role.PANEL_CHAIR))
    assert "No completion is open to dispute today." in read(chair, HOME)
    played.finish(day(28))

    page = read(chair, HOME)

    assert "The force says that one action is complete." in page
    assert "(today is the last day)" in page
    assert "Your group has disputed nothing." in page


def test_a_group_no_longer_sees_what_can_no_longer_be_disputed(cast: Cast, played: Played) -> None:
    played.finish(day(29))
    chair = signed_in(newcomer("chair", group(cast), Role.PANEL_CHAIR))

    assert "No completion is open to dispute today." in read(chair, HOME)


@pytest.mark.parametrize(
    ("stands", "sentence"), [(True, "the force kept to its word"), (False, "the force reopened it")]
)
def test_a_group_reads_the_answers_to_its_disputes(
    cast: Cast, played: Played, stands: bool, sentence: str
) -> None:
    disputed(played)
    chair = signed_in(newcomer("chair", group(cast), Role.PANEL_CHAIR))
    waiting = read(chair, HOME)
    played.step("answer", day(1), dispute=played.number, stands=stands, words="We looked again.")

    page = read(chair, HOME)

    assert "No answer yet." in waiting
    assert f"{sentence}: “We looked again.”" in page


def test_oversight_sees_every_plan_and_what_moved_lately(cast: Cast, played: Played) -> None:
    kind = OrganisationKind.OVERSIGHT_BODY
    body = add_organisation(id="oversight", name="Oversight", kind=kind)
    client = signed_in(newcomer("member", body, Role.OVERSIGHT_MEMBER))
    assert "Nothing moved." in read(client, HOME)
    played.step("report", day(3), words="Going well.")
    played.step("withdraw", day(2), reason="Given up.")

    page = read(client, HOME)

    assert "Bedfordshire Police Actions: 1. Late: 0. Disputed: 0." in page
    assert "Promise withdrawn" in page
    assert "How it is going" not in page
    assert "Bedfordshire Police" in read(client, "/workspace/plan/")
    assert "Record every vehicle stop" in read(client, PLAN)


def test_oversight_is_told_that_more_moved_than_is_listed(cast: Cast, played: Played) -> None:
    kind = OrganisationKind.OVERSIGHT_BODY
    body = add_organisation(id="oversight", name="Oversight", kind=kind)
    client = signed_in(newcomer("member", body, Role.OVERSIGHT_MEMBER))
    for _ in range(20):
        promised(played.action.plan, on=timezone.now())
    assert "These are the latest" not in read(client, HOME)
    promised(played.action.plan, on=timezone.now())

    assert "These are the latest 20 of 21." in read(client, HOME)


def test_who_may_not_comment_is_not_told_that_they_may(cast: Cast, played: Played) -> None:
    kind = OrganisationKind.OVERSIGHT_BODY
    body = add_organisation(id="oversight", name="Oversight", kind=kind)

    page = read(signed_in(newcomer("analyst", body, Role.ANALYST)), HOME)

    assert "You read every plan." in page
    assert "comment" not in page


def test_a_chief_officer_sees_the_whole_plan_and_changes_nothing(
    cast: Cast, played: Played
) -> None:
    chief = signed_in(newcomer("chief", cast.force, Role.CHIEF_OFFICER))

    assert "One action is in the plan, and it needs somebody now." in read(chief, HOME)
    assert chief.post(f"{ACTION}report/", {"words": "Good.", "expected": "1"}).status_code == 403
    assert len(played.changes) == 1
