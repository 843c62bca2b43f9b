"""What members must not read: the chair looks at every word of a case before they do."""

import pytest

from evenhand.scrutiny import models
from scrutiny.panels import panel
from workspace.scrutiny_desk import DRAW, browser, send, words

pytestmark = pytest.mark.django_db
TEXT = "We spoke to Ellen Marsh near the bridge, who was calm."


def test_words_reach_members_once_the_chair_has_read_them(monkeypatch: pytest.MonkeyPatch) -> None:
    made = panel(0)
    made.stops(12, reason="other", reason_text=TEXT)
    made.log()
    row = made.drawn(cases=1, reserves=0, dimensions=[])
    monkeypatch.setattr("django.utils.timezone.now", lambda: made.now)
    [case] = made.cases(row)
    at = f"{DRAW}cases/{case.place}/"
    chair, member = browser(made.chair), browser(made.member)
    member.post(at, {"touches": "no"})

    before = words(member.get(f"{at}record/"))
    assert "The chair has not looked at its words yet" in before
    assert "calm" not in before
    assert "have not been looked at yet" in words(member.get(f"{at}score/"))
    assert member.get(f"{at}words/").status_code == 403

    shown = chair.get(f"{at}words/")
    assert "Ellen Marsh" in words(shown)
    asked = {"hide": ["0-12-23"], "more": "near the bridge", "read": "on"}
    wrong = chair.post(f"{at}words/", {**asked, "more": "not there"})
    assert "is in none of the texts" in words(wrong)
    unread = chair.post(f"{at}words/", {**asked, "read": ""})
    assert "Read every word, and say so" in words(unread)
    looked = chair.post(f"{at}words/", asked)
    assert "We spoke to […] […], who was calm." in words(looked)
    assert models.Shown.objects.count() == 0
    assert send(chair, f"{at}words/", **asked).status_code == 303

    after = words(member.get(f"{at}record/"))
    assert "We spoke to […] […], who was calm." in after
    assert "Ellen" not in after
