"""A plan that is remembered between readings is always what a fresh reading gives."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from plan_site import NOW
from test_public_plan_many import add_many

from evenhand.demo import plan as story
from evenhand.plan import models, selectors, services
from evenhand.public.views import plan_memory

ON = date(2026, 11, 22)


def said(plan: models.Plan, key: str, words: str, now: datetime = NOW) -> None:
    """One more report of an action."""
    action = models.Action.objects.get(plan=plan, key=key)
    services.report(
        action=action,
        expected=selectors.changes_of(action)[-1].number,
        words=words,
        by="Head",
        organisation=story.ORGANISATION,
        now=now,
    )


def remembered(plan: models.Plan, on: date = ON) -> list[Any]:
    return plan_memory.tracked(plan, selectors.head(plan), on)


def fresh(plan: models.Plan, on: date = ON) -> list[Any]:
    return selectors.tracked(plan, on=on)


def key_of_open(plan: models.Plan) -> str:
    """An action that can be reported on."""
    return next(one.key for one in fresh(plan) if not one.now.withdrawn)


def test_what_is_added_is_there_and_the_rest_stays(plan: models.Plan) -> None:
    before = remembered(plan)
    key = key_of_open(plan)

    said(plan, key, "New.")

    again = remembered(plan)
    assert again == fresh(plan)
    assert next(one for one in again if one.key == key).changes[-1].words == "New."
    kept = [one for one in again if one.key != key]
    assert all(any(one is other for other in before) for one in kept), "read again for nothing"


def test_an_action_that_is_new_has_its_place(plan: models.Plan) -> None:
    remembered(plan)
    terms = fresh(plan)[0].now.first

    services.promise(
        plan=plan,
        key="brand-new",
        workstream="represented",
        terms=terms,
        by="Head",
        organisation=story.ORGANISATION,
        now=NOW,
    )

    assert remembered(plan) == fresh(plan)


def test_another_day_is_read_anew(plan: models.Plan) -> None:
    remembered(plan)

    assert remembered(plan, ON + timedelta(days=90)) == fresh(plan, ON + timedelta(days=90))


def test_a_change_that_was_begun_first_and_is_there_last_is_not_missed(plan: models.Plan) -> None:
    """Two write at once: the later number is committed and read before the earlier."""
    key = key_of_open(plan)
    action = models.Action.objects.get(plan=plan, key=key)
    number = selectors.changes_of(action)[-1].number
    row = {
        "kind": "reported",
        "by": "Head",
        "organisation": story.ORGANISATION,
        "recorded_at": NOW,
        "words": "How it goes.",
    }
    other = models.Action.objects.exclude(pk=action.pk).filter(plan=plan).first()
    assert other is not None
    last = models.Change.objects.order_by("-pk").values_list("pk", flat=True)[0]
    its_next = selectors.changes_of(other)[-1].number + 1
    models.Change.objects.create(pk=last + 2, action=other, number=its_next, **row)
    remembered(plan)

    models.Change.objects.create(pk=last + 1, action=action, number=number + 1, **row)

    assert remembered(plan) == fresh(plan)


def test_a_plan_that_is_another_in_the_database_is_read_anew(plan: models.Plan) -> None:
    """A restored database has the same numbers and another history."""
    head, actions = selectors.head(plan), remembered(plan)
    strange = head._replace(at=NOW - timedelta(days=4000), changes=head.changes - 1)

    again = selectors.tracked_again(plan, actions[:-1], strange, head, on=ON)

    assert again == fresh(plan)


def test_a_change_of_a_large_plan_reads_one_action(
    plan: models.Plan, client: Client, django_assert_max_num_queries: Any
) -> None:
    add_many(plan, plan.framework.workstreams.first(), 60)
    key = key_of_open(plan)
    said(plan, key, "First.", datetime(2026, 11, 22, 12, 1, tzinfo=NOW.tzinfo))
    client.get("/forces/demoshire/plan/")
    said(plan, key, "Second.", datetime(2026, 11, 22, 12, 2, tzinfo=NOW.tzinfo))

    with django_assert_max_num_queries(12) as asked:
        page = client.get("/forces/demoshire/plan/")

    assert page.status_code == 200
    reading = [one["sql"] for one in asked.captured_queries if "plan_promise" in one["sql"]]
    assert len(reading) == 1
    assert f"IN ('{key}')" in reading[0].replace('"', "'")


@pytest.mark.parametrize("many", [plan_memory.MOST + 3])
def test_no_more_plans_are_remembered_than_fit(plan: models.Plan, many: int) -> None:
    for _ in range(many):
        opened = services.open_plan(
            force_id=plan.force_id,
            framework=plan.framework,
            title="Another",
            by="Head",
            organisation=story.ORGANISATION,
            now=NOW,
        )
        plan_memory.tracked(opened, selectors.head(opened), ON)

    assert len(plan_memory._known) == plan_memory.MOST
