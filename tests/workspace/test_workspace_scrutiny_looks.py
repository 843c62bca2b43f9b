"""Every page that shows something of a case keeps who looked, at what, in the private log."""

import json

import pytest

from evenhand.audit.models import Act
from evenhand.audit.models import Entry as Audited
from evenhand.scrutiny import models, services
from evenhand.scrutiny.evidence import Answer
from scrutiny.panels import Panel, panel
from workspace.scrutiny_desk import DRAW, browser, words

pytestmark = pytest.mark.django_db
LINK = "https://evidence.example/watch/1"


@pytest.fixture
def made(db: None) -> Panel:
    del db
    return panel(12)


@pytest.fixture
def case(made: Panel, monkeypatch: pytest.MonkeyPatch) -> models.Case:
    """One case that is drawn, with a video that can be watched."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: made.now)
    row = made.drawn(cases=1, reserves=0, dimensions=[])
    [one] = made.cases(row)
    services.holds.keep_answer(Answer(link=LINK), case=one, now=made.now)
    return one


def looks(by: str) -> list[tuple[str, str]]:
    """Of what the private log says that somebody saw it, in order."""
    rows = Audited.objects.filter(kind=Act.CONSULTATION, by=by).order_by("pk")
    return [(one.subject, json.loads(one.body)["details"]["seen"]) for one in rows]


def test_every_look_at_a_case_by_any_page_is_in_the_private_log(
    made: Panel, case: models.Case
) -> None:
    chair, at = browser(made.chair), f"{DRAW}cases/{case.place}/"
    by, draw = f"person/{made.chair.person.pk}", f"draw/{case.draw.panel_id}/1"
    chair.post(at, {"touches": "no"})

    def seen_by(address: str) -> list[tuple[str, str]]:
        before = len(looks(by))
        assert chair.get(address).status_code == 200, address
        return looks(by)[before:]

    pages = [
        (f"{DRAW}cases/", draw, "list of cases"),
        (f"{at}record/", f"{draw}/case/{case.place}", "case"),
        (f"{at}video/", f"{draw}/case/{case.place}", "video"),
        (f"{at}words/", f"{draw}/case/{case.place}", "words"),
        (f"{at}score/", f"{draw}/case/{case.place}", "case"),
    ]
    closed = [
        (f"{DRAW}meeting/", draw, "scores of all cases"),
        (f"{at}scores/", draw, f"scores of case {case.place}"),
        (f"{at}agree/", draw, f"scores of case {case.place}"),
    ]
    for address, subject, seen in pages:
        assert seen_by(address) == [(subject, seen)], address
    made.closed(case.draw)
    for address, subject, seen in closed:
        assert seen_by(address) == [(subject, seen)], address


def test_the_way_to_a_video_stands_on_one_page_alone_below_what_to_expect(
    made: Panel, case: models.Case
) -> None:
    member, at = browser(made.member), f"{DRAW}cases/{case.place}/"
    by = f"person/{made.member.person.pk}"
    assert member.get(f"{at}video/").url == at, "not before they said that it does not touch them"
    member.post(at, {"touches": "no"})
    for address in (f"{DRAW}cases/", at, f"{at}record/", f"{at}score/"):
        assert LINK not in member.get(address).content.decode(), address
    assert f'href="{at}video/"' in member.get(f"{at}record/").content.decode()
    assert "video" not in [seen for _, seen in looks(by)]

    shown = member.get(f"{at}video/")
    assert f'href="{LINK}" rel="noreferrer"' in shown.content.decode()
    assert "It can be distressing" in words(shown)
    assert "Shown to Member" in words(shown)
    assert [seen for _, seen in looks(by)][-1] == "video"


def test_who_has_a_conflict_and_who_asks_for_no_video_are_shown_no_way(
    made: Panel, case: models.Case
) -> None:
    second, at = browser(made.second), f"{DRAW}cases/{case.place}/"
    second.post(at, {"touches": "no"})
    services.holds.keep_answer(Answer(missing=True), case=case, now=made.now)
    assert second.get(f"{at}video/").status_code == 404, "the system says now that there is none"
    services.holds.keep_answer(Answer(link=LINK), case=case, now=made.now)
    services.scoring.declare_conflict(case=case, by=made.second, now=made.now)
    before = looks(f"person/{made.second.person.pk}")
    answer = second.get(f"{at}video/")
    assert (answer.status_code, LINK in answer.content.decode()) == (404, False)
    assert looks(f"person/{made.second.person.pk}") == before
