"""What steps add up to: deadlines, clocks that stop, and what is awaited next."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenhand.monitoring.history import LONDON, SYSTEM, Awaits, Kind, Status, Step, day_of, present

LIMITS = {"answer": 28, "silence": 14, "extension": 28, "extensions": 2, "data": 92, "ahead": 4}
PREDICTION = {
    "force": "demoshire",
    "power": "stop-and-search",
    "measure": "search-rate",
    "quantity": "ratio",
    "group": "Black",
    "reference": "White",
    "direction": "at most",
    "limit": 3.0,
    "quarter": "2026-Q2",
}
OPENED = datetime(2026, 5, 11, 9, tzinfo=UTC)


def steps(*said: tuple[Kind, datetime, dict[str, object]]) -> list[Step]:
    """A review opened on 11 May 2026, and what came after."""
    opened = Step(
        1,
        Kind.OPENED,
        OPENED,
        SYSTEM,
        SYSTEM,
        "Opened.",
        {"limits": LIMITS, "role": "Programme manager"},
    )
    more = [
        Step(number, kind, at, "Programme manager", "Demoshire Police", "Words.", data)
        for number, (kind, at, data) in enumerate(said, start=2)
    ]
    return [opened, *more]


def at(month: int, day: int, hour: int = 12, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, tzinfo=LONDON)


def explained(month: int = 5, day: int = 20) -> tuple[Kind, datetime, dict[str, object]]:
    said: dict[str, object] = {"type": "operation", "evidence": [], "prediction": PREDICTION}
    return Kind.EXPLAINED, at(month, day), said


def test_an_alert_is_open_until_its_last_day_and_overdue_the_day_after() -> None:
    assert present(steps(), on=date(2026, 6, 8)).deadline == date(2026, 6, 8)
    assert present(steps(), on=date(2026, 6, 8)).status is Status.OPEN
    late = present(steps(), on=date(2026, 6, 9))
    assert (late.status, late.days_overdue, late.days_awaited) == (Status.OVERDUE, 1, 29)


def test_silence_is_counted_day_by_day() -> None:
    found = [present(steps(), on=date(2026, 6, 8) + timedelta(days=n)) for n in range(4)]

    assert [one.days_overdue for one in found] == [0, 1, 2, 3]
    assert [one.days_awaited for one in found] == [28, 29, 30, 31]


def test_what_does_not_begin_with_being_opened_is_no_review() -> None:
    with pytest.raises(ValueError, match="opened"):
        present(steps(explained())[1:], on=date(2026, 6, 1))
    with pytest.raises(ValueError, match="opened"):
        present([], on=date(2026, 6, 1))


def test_an_extension_stops_the_clock_and_moves_the_last_day_by_as_much() -> None:
    stopped = steps((Kind.EXTENDED, at(5, 21), {"until": "2026-06-04"}))

    during = present(stopped, on=date(2026, 5, 30))
    assert (during.stopped, during.days_awaited) == (True, 10)
    after = present(stopped, on=date(2026, 6, 4))
    assert (after.stopped, after.days_awaited) == (False, 10)
    assert after.deadline == date(2026, 6, 22)
    assert present(stopped, on=date(2026, 6, 22)).days_awaited == 28
    assert present(stopped, on=date(2026, 6, 23)).status is Status.OVERDUE


@given(first=st.integers(0, 27), length=st.integers(1, 28), day=st.integers(0, 200))
def test_a_clock_that_stood_still_is_never_ahead(first: int, length: int, day: int) -> None:
    """Overdue begins exactly when more days were awaited than there are to answer."""
    stop = OPENED + timedelta(days=first)
    until = day_of(stop) + timedelta(days=length)
    on = day_of(OPENED) + timedelta(days=max(day, first))
    found = present(steps((Kind.EXTENDED, stop, {"until": until.isoformat()})), on=on)

    assert (found.status is Status.OVERDUE) == (found.days_awaited > LIMITS["answer"])
    assert found.days_overdue == max(0, found.days_awaited - LIMITS["answer"])


def test_a_day_ends_at_midnight_where_the_forces_are() -> None:
    """At 23:30 by UTC on 10 May it is 11 May in London, and in winter it is not."""
    assert day_of(datetime(2026, 5, 10, 23, 30, tzinfo=UTC)) == date(2026, 5, 11)
    assert day_of(datetime(2026, 12, 10, 23, 30, tzinfo=UTC)) == date(2026, 12, 10)


def test_a_deadline_across_the_end_of_summer_time_is_not_an_hour_off() -> None:
    opened = [replace(steps()[0], at=datetime(2026, 10, 5, 23, 30, tzinfo=UTC))]

    found = present(opened, on=date(2026, 11, 3))
    assert (found.asked_on, found.deadline) == (date(2026, 10, 6), date(2026, 11, 3))
    assert found.status is Status.OPEN
    assert present(opened, on=date(2026, 11, 4)).status is Status.OVERDUE


def test_an_explanation_is_an_answer_and_awaits_its_judge_then_its_data() -> None:
    said = steps(explained())
    assert present(said, on=date(2026, 9, 1)).awaits is Awaits.JUDGEMENT
    judged = steps(explained(), (Kind.JUDGED, at(5, 25), {"explanation": 2, "accepted": True}))
    found = present(judged, on=date(2026, 9, 1))
    assert (found.status, found.awaits, found.days_overdue) == (Status.ANSWERED, Awaits.DATA, 0)


def test_a_prediction_that_failed_reopens_with_a_new_clock() -> None:
    found = present(
        steps(
            explained(),
            (Kind.JUDGED, at(5, 25), {"explanation": 2, "accepted": True}),
            (Kind.TESTED, at(11, 1), {"explanation": 2, "outcome": "failed"}),
        ),
        on=date(2026, 11, 10),
    )

    assert (found.status, found.awaits) == (Status.OPEN, Awaits.ANSWER)
    assert found.deadline == date(2026, 11, 29)
    assert found.days_awaited == 9
    assert [one.number for one in found.reopened] == [4]


@pytest.mark.parametrize("outcome", ["failed", "untested"])
def test_a_failure_reopens_what_was_called_partly_explained(outcome: str) -> None:
    found = present(
        steps(
            explained(),
            (Kind.JUDGED, at(5, 25), {"explanation": 2, "accepted": True}),
            (Kind.CONCLUDED, at(5, 26), {"conclusion": "partly"}),
            (Kind.SIGNED, at(5, 27), {"concludes": 4}),
            (Kind.TESTED, at(11, 1), {"explanation": 2, "outcome": outcome}),
        ),
        on=date(2026, 11, 1),
    )

    assert (found.status, found.conclusion) == (Status.OPEN, None)


def test_another_explanation_that_still_stands_keeps_the_review_answered() -> None:
    found = present(
        steps(
            explained(),
            explained(5, 21),
            (Kind.JUDGED, at(5, 25), {"explanation": 2, "accepted": False}),
        ),
        on=date(2026, 6, 1),
    )

    assert (found.status, found.awaits) == (Status.ANSWERED, Awaits.JUDGEMENT)


def test_refusing_the_only_explanation_asks_for_another() -> None:
    found = present(
        steps(explained(), (Kind.JUDGED, at(5, 25), {"explanation": 2, "accepted": False})),
        on=date(2026, 5, 26),
    )

    assert (found.status, found.asked_on) == (Status.OPEN, date(2026, 5, 25))


def test_a_conclusion_without_a_signature_does_not_stop_the_clock() -> None:
    """Otherwise a force could propose anything and wait for ever."""
    said = steps((Kind.CONCLUDED, at(5, 20), {"conclusion": "not-explained"}))

    found = present(said, on=date(2026, 6, 9))
    assert (found.status, found.awaits) == (Status.OVERDUE, Awaits.SIGNATURE)
    assert found.days_overdue == 1


def test_saying_that_nothing_explains_it_does_not_stop_the_clock() -> None:
    """Otherwise “unexplained”, which needs neither evidence nor a prediction, would be for ever."""
    said: dict[str, object] = {"type": "unexplained", "evidence": [], "prediction": None}
    one = steps((Kind.EXPLAINED, at(5, 20), said))

    found = present(one, on=date(2026, 5, 20))
    assert (found.status, found.awaits) == (Status.ANSWERED, Awaits.CONCLUSION)
    assert found.deadline == date(2026, 6, 17)
    assert present(one, on=date(2026, 6, 18)).status is Status.OVERDUE


def test_once_everything_is_in_there_is_as_long_to_conclude_as_to_answer() -> None:
    one = steps(
        explained(),
        (Kind.JUDGED, at(5, 25), {"explanation": 2, "accepted": True}),
        (Kind.TESTED, at(11, 1), {"explanation": 2, "outcome": "held"}),
    )

    found = present(one, on=date(2026, 11, 2))
    assert (found.status, found.awaits) == (Status.ANSWERED, Awaits.CONCLUSION)
    assert (found.deadline, found.days_awaited) == (date(2026, 11, 29), 1)
    assert present(one, on=date(2026, 11, 30)).status is Status.OVERDUE
    proposed = [
        *one,
        Step(5, Kind.CONCLUDED, at(11, 20), "x", "y", "Words.", {"conclusion": "explained"}),
    ]
    assert present(proposed, on=date(2026, 11, 30)).days_overdue == 1


def test_how_long_anything_has_been_awaited_is_known() -> None:
    said = steps(
        (Kind.CONCLUDED, at(5, 20), {"conclusion": "not-explained"}),
        (Kind.SIGNED, at(5, 25), {"concludes": 2}),
    )
    found = present(said, on=date(2026, 7, 4))
    assert (found.awaits, found.since, found.days_since) == (Awaits.ACTION, date(2026, 5, 25), 40)
    assert present(steps(explained()), on=date(2026, 5, 30)).days_since == 10
