"""A large plan, and how lengths and columns are worded."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from crawling import parsed
from django.test import Client
from plan_site import NOW

from evenhand.demo import plan as story
from evenhand.forces import services as forces
from evenhand.plan import models, services, words
from evenhand.plan.quarters import Quarter, Span

GRID = "/forces/demoshire/plan/"


def test_three_hundred_actions_over_five_years_need_no_more(
    plan: models.Plan, client: Client, django_assert_max_num_queries: Any
) -> None:
    stream = plan.framework.workstreams.first()
    add_many(plan, stream, 300 - 18)

    with django_assert_max_num_queries(12):
        page = parsed(client.get(GRID).content.decode())
    assert len(page.main.all("div", "eh-card")) == 300
    assert "All 300" in page.main.all("ul", "eh-key")[0].text


def add_many(plan: models.Plan, stream: Any, many: int) -> None:
    """Actions of five years, each with twenty changes, put into the tables in one go."""
    begins = [date(2021, 4, 1) + timedelta(days=7 * one) for one in range(many)]
    actions = models.Action.objects.bulk_create(
        models.Action(plan=plan, key=f"many-{one}", workstream=stream) for one in range(many)
    )
    rows = [
        models.Change(
            action=action,
            number=number,
            kind="promised" if number == 1 else "reported",
            recorded_at=datetime(2021, 4, 1, 10, tzinfo=UTC) + timedelta(days=90 * number),
            by="Head",
            organisation=story.ORGANISATION,
            words="How it is going, in a sentence of some length." * 3,
        )
        for action in actions
        for number in range(1, 21)
    ]
    made = models.Change.objects.bulk_create(rows)
    promised = [one for one in made if one.number == 1]
    models.Promise.objects.bulk_create(
        models.Promise(
            change=change,
            title=f"What is promised, number {place}",
            what="Something that is promised.",
            owner="Head",
            starts_on=begins[place],
            due_on=begins[place] + timedelta(days=120),
        )
        for place, change in enumerate(promised)
    )


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (1, "1 day"),
        (2, "2 days"),
        (60, "60 days"),
        (61, "2 months"),
        (365, "11 months"),
        (366, "12 months"),
    ],
)
def test_a_length_is_exact_while_it_is_short(days: int, said: str) -> None:
    assert words.length(days) == said


@pytest.mark.parametrize(
    ("span", "said"),
    [
        ("2025-Q1", "Q1"),
        ("2026-Q3", "Q3, now"),
        ("2025-Q3 to 2025-Q4", "Q3 and Q4"),
        ("2025-Q2 to 2025-Q4", "Q2 to Q4"),
        ("2025-Q1 to 2025-Q4", "2025 to 2026"),
    ],
)
def test_a_column_is_named_as_forces_name_theirs(span: str, said: str) -> None:
    assert words.column(Span.parse(span), Quarter(2026, 3)) == said


def test_a_list_of_many_plans_asks_no_more_often_than_of_one(
    plan: models.Plan, client: Client, django_assert_max_num_queries: Any
) -> None:
    for force in ("fablesea", "mockdale", "pretendshire"):
        forces.load([force])
        services.open_plan(
            force_id=force,
            framework=plan.framework,
            title="A plan",
            by="Head",
            organisation=force,
            now=NOW,
        )

    with django_assert_max_num_queries(6):
        page = parsed(client.get("/plans/").content.decode())
    listed = page.main.all("ul", "eh-forces")[0].all("li")
    assert [one.all("a")[0].text.split()[0] for one in listed] == [
        "Demoshire",
        "Fablesea",
        "Mockdale",
        "Pretendshire",
    ]
    assert "Of 18 promises" in listed[0].text
    assert "Nothing has been promised yet." in listed[1].text
