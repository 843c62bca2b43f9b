"""The status is worked out: a table of what is so and what follows."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from made_plans import terms

from evenhand.plan.history import Change, Kind, Present, Proof, present
from evenhand.plan.status import Finding, Standing, Status, work_out
from evenhand.plan.terms import Milestone, Terms

A_LINK = Proof("link", "The report", "https://demoshire.example/report")


def at(day: str) -> datetime:
    return datetime.fromisoformat(f"{day}T10:00:00+00:00")


def story(*steps: tuple[str, Kind] | tuple[str, Kind, dict[str, Any]], **said: Any) -> Present:
    """A promise of 6 January 2025 (1 April to 30 September, a milestone on 30 June), and then."""
    changes = [
        Change(1, Kind.PROMISED, at("2025-01-06"), "Lead", "Force", terms=terms(**said)),
        *(
            Change(
                number,
                step[1],
                at(step[0]),
                "Lead",
                "Force",
                "Because.",
                **(step[2] if len(step) > 2 else {}),
            )
            for number, step in enumerate(steps, start=2)
        ),
    ]
    return present(changes)


REPORT = ("2025-04-10", Kind.REPORTED)
EVIDENCE = ("2025-05-01", Kind.EVIDENCE, {"proof": A_LINK})
REACHED = ("2025-06-20", Kind.REACHED, {"milestone": "pilot"})
DONE = ("2025-09-01", Kind.COMPLETED)
MOVED = ("2025-08-01", Kind.CHANGED, {"terms": terms(due_on=date(2026, 3, 31))})

TABLE = [
    ("nothing was done before its start", (), "2025-03-31", Status.NOT_STARTED, 0),
    ("nothing was done, and the start is not long ago", (), "2025-06-30", Status.NOT_STARTED, 0),
    ("work goes on and is not old", (REPORT,), "2025-05-01", Status.ON_TRACK, 0),
    ("work goes on with evidence", (REPORT, EVIDENCE), "2025-06-30", Status.ON_TRACK, 0),
    ("a milestone was due yesterday", (REPORT, EVIDENCE), "2025-07-01", Status.LATE, 1),
    ("the milestone was reached", (EVIDENCE, REACHED), "2025-07-01", Status.ON_TRACK, 0),
    ("the promise is due today", (EVIDENCE, REACHED), "2025-09-18", Status.ON_TRACK, 0),
    ("the promise was due yesterday", (EVIDENCE, REACHED), "2025-10-01", Status.LATE, 1),
    ("the date was moved", (EVIDENCE, REACHED, MOVED), "2025-11-01", Status.LATE, 32),
    ("a milestone without evidence", (REACHED,), "2025-07-01", Status.NO_EVIDENCE, 0),
    ("no word for 91 days", (EVIDENCE, REACHED), "2025-09-19", Status.STALE, 91),
    ("complete", (EVIDENCE, REACHED, DONE), "2026-09-01", Status.COMPLETE, 0),
    (
        "complete and disputed",
        (EVIDENCE, REACHED, DONE, ("2025-09-10", Kind.DISPUTED)),
        "2026-09-01",
        Status.DISPUTED,
        0,
    ),
    (
        "complete, disputed and answered",
        (
            *(EVIDENCE, REACHED, DONE, ("2025-09-10", Kind.DISPUTED)),
            ("2025-09-12", Kind.ANSWERED, {"answers": 5, "stands": True}),
        ),
        "2026-09-01",
        Status.COMPLETE,
        0,
    ),
    (
        "the completion was taken back",
        (
            *(EVIDENCE, REACHED, DONE, ("2025-09-10", Kind.DISPUTED)),
            ("2025-09-12", Kind.ANSWERED, {"answers": 5, "stands": False}),
        ),
        "2025-10-02",
        Status.LATE,
        2,
    ),
    ("withdrawn", (REPORT, ("2025-05-01", Kind.WITHDRAWN)), "2026-01-01", Status.WITHDRAWN, 0),
]


@pytest.mark.parametrize(
    ("steps", "on", "status", "days"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE]
)
def test_the_status_follows_from_what_happened(
    steps: tuple[Any, ...], on: str, status: Status, days: int
) -> None:
    found = work_out(story(*steps), date.fromisoformat(on))

    assert (found.status, found.days) == (status, days)


def test_moving_a_date_or_a_milestone_leaves_an_action_late() -> None:
    later = Milestone(key="pilot", words="Pilot", due_on=date(2026, 1, 31))
    moved = terms(due_on=date(2026, 3, 31), milestones=(later,))
    now = story(EVIDENCE, ("2025-06-29", Kind.CHANGED, {"terms": moved}))

    assert work_out(now, date(2025, 7, 1)) == Standing(Status.LATE, 1)
    assert now.moves == 1


def test_a_milestone_that_was_dropped_in_public_is_not_waited_for() -> None:
    dropped = terms(milestones=())
    now = story(EVIDENCE, ("2025-06-29", Kind.CHANGED, {"terms": dropped}))

    assert work_out(now, date(2025, 7, 1)).status is Status.ON_TRACK


def test_one_doubt_does_not_hide_another() -> None:
    found = work_out(story(REACHED), date(2026, 1, 1))

    assert found.status is Status.LATE
    assert found.also == (Finding(Status.NO_EVIDENCE), Finding(Status.STALE, 195))
    assert all(one in found for one in (Status.LATE, Status.NO_EVIDENCE, Status.STALE))
    assert Status.ON_TRACK not in found


def test_a_stated_status_stands_beside_and_changes_nothing() -> None:
    said = story(EVIDENCE, ("2025-06-30", Kind.OVERRIDDEN, {"says": "on-track"}))

    found = work_out(said, date(2025, 7, 10))
    assert (found.status, found.days, found.said) == (Status.LATE, 10, Status.ON_TRACK)


def test_completing_late_is_said_in_days() -> None:
    done = story(EVIDENCE, REACHED, ("2025-10-14", Kind.COMPLETED))

    assert work_out(done, date(2026, 1, 1)).completed_late == 14


def test_a_dispute_is_no_update_from_the_force() -> None:
    now = story(EVIDENCE, REACHED, DONE, ("2025-09-10", Kind.DISPUTED))

    assert now.last_on == date(2025, 9, 1)


def test_a_plan_may_ask_for_updates_more_often() -> None:
    now = story(EVIDENCE, REACHED)

    assert work_out(now, date(2025, 7, 25), stale_after=30).status is Status.STALE
    assert work_out(now, date(2025, 7, 25), stale_after=90).status is Status.ON_TRACK


def test_a_change_late_in_the_evening_is_of_the_day_in_london() -> None:
    late = Change(1, Kind.PROMISED, datetime(2025, 6, 30, 23, 30, tzinfo=UTC), "a", "b")

    assert late.on == date(2025, 7, 1)


def test_a_history_begins_with_its_promise() -> None:
    with pytest.raises(ValueError, match="begins with its promise"):
        present([Change(1, Kind.REPORTED, at("2025-01-06"), "a", "b", "words")])


def test_terms_read_from_a_row_equal_those_that_were_checked() -> None:
    said = terms()
    assert Terms.model_construct(**dict(said)) == said
