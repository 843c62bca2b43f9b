"""What can never be true of a plan, kept by the database itself."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, models, transaction
from made_plans import FORCE, GROUP, OPENED, Played, promised

from evenhand.ledger.kept import NeverChanged
from evenhand.plan.models import (
    Action,
    Change,
    Commitment,
    Evidence,
    Framework,
    Lead,
    Outcome,
    Plan,
    Promise,
    Workstream,
)
from evenhand.plan.services import name_lead

EVERY = (
    *(Framework, Workstream, Outcome, Commitment),
    *(Plan, Lead, Action, Change, Promise, Evidence),
)
TEXTS = {Action: "key", Change: "words", Lead: "role", Commitment: "words", Outcome: "words"}


@pytest.fixture
def full(stops: Played) -> Played:
    """A plan with a row in every table."""
    stops.show(date(2025, 5, 1))
    plan = stops.action.plan
    name_lead(plan=plan, workstream="respected", expected=0, role="Head", **FORCE, now=OPENED)
    return stops


@pytest.mark.parametrize("model", EVERY, ids=lambda one: one.__name__)
def test_the_database_refuses_to_change_a_row(full: Played, model: type[models.Model]) -> None:
    table, column = model._meta.db_table, TEXTS.get(model, "id")
    value = "id + 1000" if column == "id" else "'Nothing was promised'"

    with (
        pytest.raises(DatabaseError, match="never changed or removed"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f'UPDATE {table} SET "{column}" = {value}')


@pytest.mark.parametrize("model", EVERY, ids=lambda one: one.__name__)
def test_the_database_refuses_to_remove_a_row(full: Played, model: type[models.Model]) -> None:
    with (
        pytest.raises(DatabaseError, match="never changed or removed"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"DELETE FROM {model._meta.db_table}")


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no TRUNCATE")
def test_the_database_refuses_to_empty_a_table(full: Played) -> None:
    with (
        pytest.raises(DatabaseError, match="never changed or removed"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("TRUNCATE plan_evidence")


@pytest.mark.parametrize("model", EVERY, ids=lambda one: one.__name__)
def test_the_program_refuses_too_with_a_sentence(full: Played, model: Any) -> None:
    row = model.objects.first()
    tries: tuple[Callable[[], object], ...] = (
        row.save,
        row.delete,
        model.objects.all().delete,
        lambda: model.objects.update(pk=1),
    )

    for attempt in tries:
        with pytest.raises(NeverChanged, match="Add what comes next"):
            attempt()


def refused(rule: str, make: Callable[[], object]) -> None:
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        make()


def a_change(stops: Played, **other: Any) -> Change:
    row = {"number": 2, "kind": "reported", "words": "Going well.", "recorded_at": OPENED}
    made: Change = Change.objects.create(action=stops.action, **{**row, **FORCE, **other})
    return made


CHANGES = {
    "a_change_is_of_a_known_kind": {"kind": "erased"},
    "an_action_begins_with_its_promise": {"kind": "promised"},
    "a_change_gives_a_public_reason": {"words": ""},
    "a_change_is_made_by_somebody": {"by": ""},
    "only_a_milestone_is_reached": {"milestone": "pilot"},
    "only_an_override_states_a_status": {"says": "on-track"},
    "only_an_answer_answers": {"stands": True},
}


@pytest.mark.parametrize(("rule", "row"), CHANGES.items(), ids=CHANGES)
def test_a_change_keeps_the_rule(stops: Played, rule: str, row: dict[str, Any]) -> None:
    refused(rule, lambda: a_change(stops, **row))


MORE_CHANGES = [
    ("an_action_begins_with_its_promise", {"number": 1, "kind": "reported"}),
    ("a_change_is_made_by_somebody", {"organisation": ""}),
    ("only_a_milestone_is_reached", {"kind": "reached"}),
    ("only_an_override_states_a_status", {"kind": "overridden"}),
    ("only_an_override_states_a_status", {"kind": "overridden", "says": "complete"}),
    ("only_an_answer_answers", {"kind": "answered", "stands": True}),
]


@pytest.mark.parametrize(("rule", "row"), MORE_CHANGES)
def test_and_keeps_it_the_other_way_round(stops: Played, rule: str, row: dict[str, Any]) -> None:
    number = row.get("number", 2)
    if number == 1:
        bare = Action.objects.create(
            plan=stops.action.plan, key="bare", workstream=stops.action.workstream
        )
        refused(rule, lambda: a_change(Played(bare), **row))
    else:
        refused(rule, lambda: a_change(stops, **row))


def test_changes_of_an_action_are_numbered_once(stops: Played) -> None:
    a_change(stops)

    with pytest.raises(IntegrityError), transaction.atomic():
        a_change(stops)


def test_a_dispute_is_answered_once(stops: Played) -> None:
    dispute = a_change(stops, kind="disputed", **GROUP)
    answer = {"kind": "answered", "answers": dispute, "stands": True}
    a_change(stops, number=3, **answer)

    with pytest.raises(IntegrityError), transaction.atomic():
        a_change(stops, number=4, **answer)


PROMISES = [
    ("a_promise_is_due_after_it_starts", {"due_on": date(2025, 3, 31)}),
    ("a_promise_says_what_is_promised", {"what": ""}),
    ("a_promise_says_what_is_promised", {"title": ""}),
    ("a_promise_has_an_owner", {"owner": ""}),
    ("what_is_taken_up_is_an_action", {"adopts": "Kent"}),
]


@pytest.mark.parametrize(("rule", "row"), PROMISES)
def test_a_promise_keeps_the_rule(stops: Played, rule: str, row: dict[str, Any]) -> None:
    change = a_change(stops, kind="changed")
    days = {"starts_on": date(2025, 4, 1), "due_on": date(2025, 9, 30)}
    whole = {"title": "Title", "what": "What", "owner": "Head of people", **days}

    refused(rule, lambda: Promise.objects.create(change=change, **{**whole, **row}))


EVIDENCE = [
    ("evidence_has_a_title", {"title": ""}),
    ("evidence_is_where_its_kind_says", {"address": "http://demoshire.example/"}),
    ("evidence_is_where_its_kind_says", {"address": "javascript:alert(1)"}),
    ("evidence_is_where_its_kind_says", {"address": "https://demoshire.example/ x"}),
    ("evidence_is_where_its_kind_says", {"kind": "note"}),
    ("evidence_is_where_its_kind_says", {"kind": "figure"}),
    ("evidence_is_where_its_kind_says", {"kind": "file"}),
    ("evidence_is_where_its_kind_says", {"kind": "rumour"}),
]


@pytest.mark.parametrize(("rule", "row"), EVIDENCE)
def test_evidence_keeps_the_rule(stops: Played, rule: str, row: dict[str, Any]) -> None:
    change = a_change(stops, kind="evidence")
    whole = {"kind": "link", "title": "Title", "address": "https://demoshire.example/"}

    refused(rule, lambda: Evidence.objects.create(change=change, **{**whole, **row}))


def another(model: type[models.Model], row: models.Model, **other: Any) -> None:
    """The same row once more, with something else in it."""
    same = {field.attname: getattr(row, field.attname) for field in model._meta.concrete_fields}
    model(**{**same, "id": None, **other}).save()


ROWS = [
    ("a_framework_has_a_plain_name", Framework, {"name": "The Plan"}),
    ("versions_of_a_framework_begin_at_one", Framework, {"version": 0}),
    ("a_framework_has_a_digest", Framework, {"version": 2, "digest": "none"}),
    ("a_workstream_has_a_name", Workstream, {"key": "new", "place": 99, "name": ""}),
    ("an_outcome_says_something", Outcome, {"key": "new", "words": ""}),
    ("a_commitment_says_something", Commitment, {"key": "new", "words": ""}),
    ("iterations_of_a_plan_begin_at_one", Plan, {"iteration": 0}),
    ("a_plan_is_stale_after_some_days", Plan, {"iteration": 2, "stale_after": 0}),
    ("a_plan_is_somebodys", Plan, {"iteration": 2, "organisation": ""}),
    ("a_plan_is_somebodys", Plan, {"iteration": 2, "opened_by": ""}),
    ("an_action_has_a_plain_name", Action, {"key": "Two Words"}),
    ("a_lead_is_a_role", Lead, {"number": 2, "role": "", "words": "Because."}),
    ("a_new_lead_gives_a_public_reason", Lead, {"number": 2, "words": ""}),
    ("a_lead_is_named_by_somebody", Lead, {"number": 2, "words": "Because.", "by": ""}),
]


@pytest.mark.parametrize(("rule", "model", "row"), ROWS)
def test_a_row_keeps_the_rule(full: Played, rule: str, model: Any, row: dict[str, Any]) -> None:
    refused(rule, lambda: another(model, model.objects.first(), **row))


TWICE = [
    (Framework, {}),
    (Workstream, {"place": 99}),
    (Workstream, {"key": "new"}),
    (Outcome, {}),
    (Commitment, {}),
    (Plan, {}),
    (Action, {}),
    (Lead, {}),
]


@pytest.mark.parametrize(("model", "row"), TWICE)
def test_nothing_is_named_twice(full: Played, model: Any, row: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        another(model, model.objects.first(), **row)


def test_a_name_may_return_in_another_plan(stops: Played) -> None:
    plan = stops.action.plan
    another(Plan, plan, iteration=2)
    second = Plan.objects.get(iteration=2)

    assert promised(second, key=stops.action.key).action.key == stops.action.key
