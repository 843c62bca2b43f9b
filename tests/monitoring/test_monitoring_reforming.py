"""What follows where nothing explains it, and what people from outside say."""

from datetime import date
from typing import Any

import pytest
from made_alerts import (
    FORCE,
    PANEL,
    Reviewed,
    an_action,
    reform,
)

from evenhand.monitoring.errors import NotAllowed
from evenhand.monitoring.history import Awaits, Kind, Status
from evenhand.monitoring.services.writing import add, by_the_site

pytestmark = pytest.mark.django_db
MAY = date(2026, 5, 20)


def test_what_is_not_explained_leads_to_an_action_of_the_plan(reviewed: Reviewed) -> None:
    action = an_action()
    with pytest.raises(NotAllowed, match="No reform"):
        reviewed.step("reform", MAY, reform=reform(action), words="We supervise.")
    reviewed.settle(MAY, "not-explained")
    reviewed.step("reform", MAY, reform=reform(action), words="We supervise.")

    found = reviewed.now(MAY)
    assert (found.status, found.awaits) == (Status.REFORM, Awaits.REMEASUREMENT)
    assert (found.action, found.remeasure_on) == (action, date(2027, 5, 31))
    with pytest.raises(NotAllowed, match="became reform"):
        reviewed.explain(MAY)


@pytest.mark.parametrize(
    ("other", "why"),
    [
        ({"action": "plan/demoshire/1/nothing"}, "no action"),
        ({"action": "plan/pretendshire/1/supervise-searches"}, "no action"),
        ({"action": "plan/demoshire/9/supervise-searches"}, "no action"),
        ({"action": "nonsense"}, "action"),
        ({"force": "pretendshire"}, "no action"),
        ({"after_from": "2026-04"}, "no prediction"),
        ({"after_from": "2022-04"}, "follow each other"),
        ({"remeasure_on": date(2027, 3, 1)}, "after the last month"),
        ({"after_until": "2026-12"}, "half a year after"),
        ({"before_from": "2024-09"}, "two years before"),
        ({"change": -1}, "change"),
        ({"measure": "mood-rate"}, "mood-rate"),
        ({"group": "White"}, "Name a group"),
        ({"area": "E07000032"}, "whole force"),
    ],
)
def test_a_reform_that_could_not_be_measured_is_refused(
    reviewed: Reviewed, other: dict[str, Any], why: str
) -> None:
    action = an_action()
    reviewed.settle(MAY, "not-explained")
    with pytest.raises(NotAllowed, match=why):
        reviewed.step("reform", MAY, reform=reform(action) | other, words="We act.")


def test_a_reform_that_failed_asks_for_another(reviewed: Reviewed) -> None:
    action = an_action()
    reviewed.settle(MAY, "not-explained")
    made = reviewed.step("reform", MAY, reform=reform(action), words="We supervise.")
    on = date(2027, 5, 1)
    for outcome, awaits in (("failed", Awaits.ACTION), ("held", None)):
        add(
            reviewed.review,
            Kind.REMEASURED,
            **by_the_site(reviewed.moment(on)),
            words="Measured again.",
            data={"reform": made.number, "outcome": outcome},
        )
        assert reviewed.now(on).awaits is (awaits or Awaits.NOTHING)
        if awaits:
            later = reform(
                action, after_from="2027-06", after_until="2027-12", remeasure_on=date(2028, 2, 1)
            )
            made = reviewed.step("reform", on, reform=later, words="More of it.")
    assert reviewed.status(on) == "reform"


def test_comments_come_from_outside_and_are_answered_once(reviewed: Reviewed) -> None:
    with pytest.raises(NotAllowed, match="comments come from"):
        reviewed.step("comment", MAY, FORCE, words="We do well.")
    asked = reviewed.step("comment", MAY, PANEL, words="Why only at night?")
    with pytest.raises(NotAllowed, match="Only the force"):
        reviewed.step("answer_comment", MAY, PANEL, comment=asked.number, words="Because.")
    reviewed.step("answer_comment", MAY, comment=asked.number, words="The operation is at night.")
    with pytest.raises(NotAllowed, match="no such comment"):
        reviewed.step("answer_comment", MAY, comment=asked.number, words="Again.")
    [one] = reviewed.now(MAY).comments
    assert one.answer is not None
    assert reviewed.now(MAY).unanswered == ()


def test_an_owner_is_another_role_than_now(reviewed: Reviewed) -> None:
    for role in ("Programme manager", "", "x" * 121):
        with pytest.raises(NotAllowed):
            reviewed.step("name_owner", MAY, role=role, words="Handed over.")
    reviewed.step("name_owner", MAY, role="Superintendent", words="Handed over.")
    assert reviewed.now(MAY).owner_role == "Superintendent"
