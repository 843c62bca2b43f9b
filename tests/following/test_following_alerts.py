"""Following alerts by mail: raised, answered, reformed; one or all of a force; nothing twice."""

import re
from datetime import date, timedelta

import pytest
from django.core import mail
from django.test import Client
from scene import ANN, BEN, ask, at, follows, news, round_at

from evenhand.following import selectors
from evenhand.following.models import Follower
from evenhand.following.things import alert_parts, parts
from evenhand.forces import services as forces
from evenhand.measures.watch.found import Means
from evenhand.monitoring.services.due import due
from monitoring.made_alerts import (
    PANEL,
    RAISED,
    SERIES,
    Reviewed,
    found,
    raise_one,
    recorded,
    watched,
    with_series,
)

pytestmark = pytest.mark.django_db
ONE, ALL = "alert/demoshire/1", "alert/demoshire"
MAY = date(2026, 5, 20)
NEXT = at(MAY + timedelta(days=1))


@pytest.fixture
def reviewed(db: None) -> Reviewed:
    """An alert of 11 May 2026."""
    return raise_one()


def test_who_follows_a_force_s_alerts_hears_of_a_new_one(db: None) -> None:
    forces.load(["demoshire"])
    follows(ANN, ALL, RAISED)
    recorded(watched(found()), now=RAISED + timedelta(hours=1))

    [told] = news(RAISED + timedelta(days=1))

    assert told.subject.startswith(
        "Alert raised: 1.4 to 2.3 times as often as before January 2026, compared with White "
        "people: Black people were searched."
    )
    assert "The alerts of Demoshire Police" in told.body
    assert "Black people were searched 5.5 times as often as White people." in told.body
    assert "/forces/demoshire/alerts/1/" in told.body
    assert "/follow/stop/?secret=" in told.body
    assert news(RAISED + timedelta(days=2)) == []


def test_an_improvement_is_told_once_too(db: None) -> None:
    forces.load(["demoshire"])
    follows(ANN, ALL, RAISED)
    recorded(watched(found(means=Means.BETTER)), now=RAISED + timedelta(hours=1))

    [told] = news(RAISED + timedelta(days=1))
    assert told.subject.startswith("A move for the better: ")


def test_an_explanation_is_told_as_its_page_tells_it(reviewed: Reviewed) -> None:
    follows(ANN, ONE, RAISED + timedelta(days=1))
    step = reviewed.explain(MAY)

    [told] = news(NEXT)

    assert told.subject.startswith("Explanation: An operation led by intelligence: 1.4 to 2.3")
    assert "“An operation against knife crime ran at night near the station.”" in told.body
    assert "Programme manager, Demoshire Police, 20 May 2026" in told.body
    assert f"/forces/demoshire/alerts/1/#step-{step.number}" in told.body


def test_small_steps_are_told_to_those_who_asked_for_every_step(reviewed: Reviewed) -> None:
    asked = RAISED + timedelta(days=1)
    follows(ANN, ONE, asked)
    follows(BEN, ONE, asked, every=True)
    reviewed.step("comment", MAY, PANEL, words="Look at\nthe nights.\nBcc: everybody")

    [told] = news(NEXT)
    assert told.to == [BEN]
    assert "“Look at the nights. Bcc: everybody”" in told.body
    assert "\nBcc:" not in told.body


def test_silence_that_becomes_reform_is_told(reviewed: Reviewed) -> None:
    follows(ANN, ALL, RAISED + timedelta(days=1))
    due(at(date(2026, 7, 1)))

    [told] = news(at(date(2026, 7, 2)))
    assert told.subject.startswith("Nobody answered: it became reform by itself: ")


def test_several_steps_are_one_mail(reviewed: Reviewed) -> None:
    follows(ANN, ALL, RAISED + timedelta(days=1))
    said = reviewed.explain(MAY)
    reviewed.judge(MAY, said.number)

    [told] = news(NEXT)
    assert told.subject == "2 steps in the alerts of Demoshire Police"


def test_other_alerts_and_other_forces_are_not_told(reviewed: Reviewed) -> None:
    other = found(with_series(SERIES, measure="drugs-search-rate"), key="another")
    recorded(watched(other, as_of="2026-05"), now=RAISED + timedelta(hours=2))
    follows(ANN, "alert/demoshire/2", RAISED + timedelta(days=1))
    reviewed.explain(MAY)

    assert news(NEXT) == []


def test_a_reader_asks_on_the_page_of_an_alert(reviewed: Reviewed, client: Client) -> None:
    page = client.get("/forces/demoshire/alerts/1/").content.decode()
    [form] = re.findall(r'href="(/follow/\?what=[^"]+)"', page)
    asked = client.get(form).content.decode()
    assert "Follow this alert by e-mail" in asked
    assert "Also comments and the answers to them" in asked
    assert 'href="/forces/demoshire/alerts.atom"' in asked

    answer = client.post("/follow/", {"what": ONE, "email": ANN, "how_much": "moves"})
    assert answer.status_code == 303
    round_at(NEXT)
    [letter] = mail.outbox
    assert letter.subject == "Confirm that you want to follow an alert"
    confirm = next(link for link in re.findall(r"https?://\S+", str(letter.body)) if "conf" in link)
    opened = client.get("/" + confirm.split("/", 3)[3]).content.decode()
    assert "compared with White people: Black people were searched" in opened


def test_all_alerts_of_a_force_can_be_asked_for(reviewed: Reviewed, client: Client) -> None:
    page = client.get("/forces/demoshire/alerts/").content.decode()
    assert 'href="/follow/?what=alert/demoshire"' in page
    assert "Follow these alerts by e-mail" in client.get(f"/follow/?what={ALL}").content.decode()

    ask(ANN, ALL, NEXT)
    assert Follower.objects.get().subject == ALL


@pytest.mark.parametrize(
    "subject",
    [
        *("alert/", "alert/demoshire/0", "alert/demoshire/1/2", "alert/Demoshire", "alert"),
        *("alert/x/1\n", f"alert/demoshire/{9**20}", f"alert/{'a' * 300}"),
    ],
)
def test_what_is_no_alert_cannot_be_followed(db: None, subject: str) -> None:
    assert alert_parts(subject) is None
    assert selectors.thing(subject) is None


def test_a_plan_is_no_alert_and_an_alert_no_plan() -> None:
    assert parts(ONE) is None
    assert alert_parts("plan/demoshire/1") is None
    assert alert_parts(ALL) == ("demoshire", 0)
