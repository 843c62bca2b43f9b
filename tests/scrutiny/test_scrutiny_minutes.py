"""Minutes of meetings: words, decisions and numbers, and corrections that keep the earlier ones."""

from datetime import date, timedelta

import pytest
from made_appointments import AFTER, HELD, call

from evenhand.scrutiny.recommending.errors import NotAllowed
from evenhand.scrutiny.told import meetings as told

pytestmark = pytest.mark.django_db


def test_minutes_hold_words_decisions_and_numbers_and_a_correction_keeps_the_earlier() -> None:
    meeting = call("meeting")
    meeting.step("hold", AFTER, held=HELD | {"findings": []})
    first = meeting.step(
        "publish_minutes", AFTER, words="We met.", decisions=["Draw 12 cases in May."]
    )
    assert first.data["minutes"] == {
        "decisions": ["Draw 12 cases in May."],
        "corrects": None,
        "wrong": "",
    }
    with pytest.raises(NotAllowed, match="what is corrected"):
        meeting.step("publish_minutes", AFTER, words="We met again.")
    second = meeting.step(
        "publish_minutes",
        AFTER,
        words="We met, six of us.",
        decisions=["Draw 20 cases in May."],
        wrong="The number of cases.",
    )
    assert second.data["minutes"]["corrects"] == first.number
    found = told.meeting("panel", 1, at=AFTER + timedelta(days=1))
    assert found is not None
    assert [(one.words, one.decisions, one.wrong) for one in found.minutes] == [
        ("We met.", ("Draw 12 cases in May.",), ""),
        ("We met, six of us.", ("Draw 20 cases in May.",), "The number of cases."),
    ]
    assert (found.members, found.public) == (4, 2)


def test_first_minutes_correct_nothing_and_no_decision_is_without_words() -> None:
    meeting = call("meeting")
    meeting.step("hold", AFTER, held=HELD | {"findings": []})
    with pytest.raises(NotAllowed, match="nothing to correct"):
        meeting.step("publish_minutes", AFTER, words="We met.", wrong="All.")
    with pytest.raises(NotAllowed):
        meeting.step("publish_minutes", AFTER, words="We met.", decisions=[""])
    assert date(2026, 4, 20) == meeting.now(AFTER).slot.starts.date()
