"""Whoever writes to the database past the site is seen: rows and ledger say two things."""

from datetime import date

import pytest
from made_appointments import CALLED, call
from made_recommendations import FORCE, Advised
from panels_db import change, remove

from evenhand.scrutiny import agreeing
from monitoring.made_alerts import an_action

pytestmark = pytest.mark.django_db


def told() -> list[str]:
    return [one.says for one in agreeing.disagreements()]


@pytest.fixture
def lived(advised: Advised) -> Advised:
    """A recommendation with a whole life behind it, and a visit."""
    advised.extend(date(2026, 3, 9), 7)
    advised.completed(date(2026, 4, 1), an_action())
    advised.view(date(2026, 4, 2), "not-satisfied")
    call().step("agree", CALLED, FORCE)
    return advised


def test_what_nobody_touched_agrees(lived: Advised) -> None:
    assert told() == []
    assert agreeing.count_steps() == len(lived.steps) + 2


@pytest.mark.parametrize(
    ("column", "value", "kind"),
    [
        ("recorded_at", "2026-03-03 10:00:00+00:00", "responded"),
        ("words", "They agreed.", "viewed"),
        ("data", '{"view": "satisfied"}', "viewed"),
        ("data", '{"ground": "investigation", "until": "2029-01-01"}', "extended"),
        ("organisation", "Demoshire Police", "viewed"),
        ("by", "Panel member", "viewed"),
    ],
)
def test_a_step_that_is_written_over_is_seen(
    lived: Advised, column: str, value: str, kind: str
) -> None:
    change("scrutiny_recommendationstep", column, value, "kind = %s", kind)
    [said] = told()
    assert "says something else than the ledger" in said


def test_a_step_that_is_taken_away_is_seen(lived: Advised) -> None:
    remove("scrutiny_recommendationtaker", "1 = 1")
    remove("scrutiny_recommendationstep", "kind = %s", "viewed")
    assert told() == ["recommendation/demoshire/1, 7: the ledger says it, the site does not."]


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("organisation", "Demoshire Police"),
        ("answered_by", "Pretendshire Police"),
        ("said_on", "2026-01-01"),
        ("source", "report"),
        ("digest", "0" * 64),
        ("made_at", "2026-03-20 10:00:00+00:00"),
    ],
)
def test_a_recommendation_that_is_written_over_is_seen(
    lived: Advised, column: str, value: str
) -> None:
    change("scrutiny_recommendation", column, value, "number = 1")
    assert told() == ["recommendation/demoshire/1: who it is of was changed."]


def test_a_visit_that_is_written_over_is_seen(lived: Advised) -> None:
    change("scrutiny_appointment", "organisation", "Another panel", "number = 1")
    change("scrutiny_appointmentstep", "words", "No.", "kind = %s", "agreed")
    assert told() == [
        "visit/panel/1, 2: the site says something else than the ledger.",
        "visit/panel/1: who it is of was changed.",
    ]
