"""An explanation that is refused, or whose test proves nothing, opens a review again."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import pytest

from evenhand.monitoring.history import Awaits, Kind, Present, Status, present
from monitoring.test_monitoring_history import at, explained, steps

Taken = tuple[Kind, datetime, dict[str, object]]
ON = date(2026, 11, 10)


def unexplained(day: int = 21) -> Taken:
    return Kind.EXPLAINED, at(5, day), {"type": "unexplained", "evidence": [], "prediction": None}


def judged(number: int, *, accepted: bool = True, month: int = 5, day: int = 25) -> Taken:
    return Kind.JUDGED, at(month, day), {"explanation": number, "accepted": accepted}


def result(number: int, outcome: str, day: int = 1) -> Taken:
    return Kind.TESTED, at(11, day), {"explanation": number, "outcome": outcome}


def concluded(conclusion: str, day: int = 26, month: int = 5) -> Taken:
    return Kind.CONCLUDED, at(month, day), {"conclusion": conclusion}


def signed(number: int, day: int = 27, month: int = 5) -> Taken:
    return Kind.SIGNED, at(month, day), {"concludes": number}


def after(*said: Taken, on: date = ON) -> Present:
    return present(steps(*said), on=on)


def reopened_on(now: Present, day: date) -> bool:
    """Whether it waits for another answer, with a clock that began on a day."""
    return (now.status, now.awaits, now.asked_on, now.conclusion, now.proposed) == (
        *(Status.OPEN, Awaits.ANSWER, day, None, None),
    )


LOST = ["failed", "untested", "cannot-tell"]
FIRST = date(2026, 11, 1)


@pytest.mark.parametrize("outcome", LOST)
def test_saying_that_nothing_was_found_keeps_no_review_answered(outcome: str) -> None:
    """Otherwise one that also said “unexplained” could never be open again."""
    for said in ((explained(), unexplained()), (unexplained(20), explained(5, 21))):
        number = 2 if said[0][2]["type"] == "operation" else 3
        now = after(*said, judged(number), result(number, outcome))
        assert reopened_on(now, FIRST)
        assert [one.number for one in now.reopened] == [5]


def test_saying_that_nothing_was_found_keeps_no_conclusion_either() -> None:
    now = after(
        explained(),
        unexplained(),
        *(judged(2), concluded("partly"), signed(5)),
        result(2, "failed"),
    )
    assert reopened_on(now, FIRST)


@pytest.mark.parametrize("outcome", LOST)
@pytest.mark.parametrize("judge", [None, True, False])
def test_partly_explained_falls_with_what_carried_it_whatever_else_is_said(
    outcome: str, judge: bool | None
) -> None:
    """A second explanation that is still to be tested does not carry what was signed off."""
    more = [] if judge is None else [judged(3, accepted=judge, day=28)]
    now = after(
        *(explained(), explained(5, 21), judged(2), concluded("partly"), signed(5)),
        *more,
        result(2, outcome),
    )
    assert reopened_on(now, FIRST)


def test_partly_explained_falls_with_either_of_two_that_carried_it() -> None:
    said = (
        *(explained(), explained(5, 21), judged(2), judged(3)),
        *(concluded("partly"), signed(6)),
    )
    assert after(*said).carried == {2, 3}
    for number in (2, 3):
        assert reopened_on(after(*said, result(number, "failed")), FIRST)
    both = after(*said, result(2, "failed"), result(3, "failed", day=5))
    assert reopened_on(both, FIRST)
    assert len(both.reopened) == 1


@pytest.mark.parametrize("last", [judged(3, accepted=False, day=28), result(3, "failed")])
def test_what_carried_nothing_takes_nothing_with_it(last: Taken) -> None:
    """It was signed off on the first explanation alone."""
    now = after(
        *(explained(), explained(5, 21), judged(2), concluded("partly"), signed(5)),
        last,
    )
    assert (now.status, now.awaits, now.reopened) == (Status.PARTLY, Awaits.NOTHING, ())
    assert [one.number for one in now.to_lose] == [2]


def test_what_held_stands_when_another_explanation_fails() -> None:
    held = (
        *(explained(), explained(5, 21), judged(2), judged(3)),
        result(2, "held"),
        *(concluded("explained", 3, 11), signed(7, 4, 11)),
    )
    assert after(*held).to_lose == ()
    now = after(*held, result(3, "failed", day=5))
    assert (now.status, now.carried, now.reopened) == (Status.EXPLAINED, {2}, ())


@pytest.mark.parametrize("outcome", ["failed", "untested"])
def test_a_signed_cannot_tell_is_open_again_when_its_explanation_fails(outcome: str) -> None:
    said = (explained(), concluded("cannot-tell"), signed(3))
    assert [one.number for one in after(*said).to_lose] == [2]
    assert reopened_on(after(*said, result(2, outcome)), FIRST)
    refused = after(*said, judged(2, accepted=False, day=28), on=date(2026, 6, 1))
    assert reopened_on(refused, date(2026, 5, 28))


def test_a_signed_cannot_tell_stands_when_the_test_cannot_tell_either() -> None:
    now = after(explained(), concluded("cannot-tell"), signed(3), result(2, "cannot-tell"))
    assert (now.status, now.awaits, now.reopened) == (Status.CANNOT_TELL, Awaits.NOTHING, ())


def test_a_test_that_cannot_tell_proves_nothing_so_another_answer_is_asked_for() -> None:
    now = after(explained(), judged(2), result(2, "cannot-tell"))
    assert reopened_on(now, FIRST)
    assert now.deadline == date(2026, 11, 29)


def test_what_is_not_signed_off_falls_with_all_that_it_rests_on() -> None:
    """The second explanation keeps the review answered, and carries no conclusion yet."""
    waiting = (explained(), explained(5, 21), judged(2), concluded("partly"))
    now = after(*waiting, result(2, "failed"))
    assert (now.proposed, now.status, now.awaits) == (None, Status.ANSWERED, Awaits.JUDGEMENT)
    two = after(*waiting, judged(3, day=28), result(2, "failed"))
    assert two.proposed is not None
    assert two.awaits is Awaits.SIGNATURE


def test_what_was_concluded_anew_from_what_was_left_falls_too() -> None:
    """Nothing was answered since it was opened again, and still the last one carried it."""
    again = (
        *(explained(), explained(5, 21), judged(2), judged(3)),
        *(concluded("partly"), signed(6), result(2, "failed")),
        concluded("partly", 3, 11),
    )
    assert reopened_on(after(*again, result(3, "failed", day=5)), date(2026, 11, 5))
    now = after(*again, signed(9, 4, 11), result(3, "untested", day=5))
    assert reopened_on(now, date(2026, 11, 5))
    assert len(now.reopened) == 2


REFORM: Mapping[str, Any] = {
    "action": "plan/demoshire/1/supervise-searches",
    "question": "Searches at night are supervised.",
    **{"force": "demoshire", "power": "stop-and-search", "measure": "search-rate"},
    **{"quantity": "ratio", "group": "Black", "reference": "White", "direction": "at most"},
    **{"change": 0.8, "before_from": "2023-04", "after_from": "2026-08"},
    **{"after_until": "2027-03", "remeasure_on": "2027-05-31"},
}


def test_reform_stays_reform_when_an_explanation_fails() -> None:
    reformed: Taken = (Kind.REFORMED, at(5, 28), {"reform": dict(REFORM), "digest": "0"})
    now = after(
        *(explained(), judged(2), concluded("partly"), signed(4), reformed),
        result(2, "failed"),
    )
    assert (now.status, now.awaits, now.to_lose) == (Status.REFORM, Awaits.REMEASUREMENT, ())
    settled = after(explained(), concluded("not-explained"), signed(3), result(2, "failed"))
    assert (settled.status, settled.reopened) == (Status.NOT_EXPLAINED, ())


def test_a_review_may_be_open_again_only_by_what_it_still_rests_on() -> None:
    assert [one.number for one in after(explained(), judged(2)).to_lose] == [2]
    assert after(explained(), explained(5, 21), result(2, "held")).to_lose == ()
    assert after(unexplained()).to_lose == ()
