"""The data pack of a meeting at the desk: read by members, made again by the chair alone."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from encounters.phones import officer
from evenhand.accounts.models import Membership
from evenhand.accounts.roles import OrganisationKind, Role
from evenhand.forces import services as forces
from evenhand.publications.errors import NoPaper
from evenhand.publications.models import Pack
from evenhand.publications.packs import services
from evenhand.scrutiny.visiting import services as visits
from scrutiny.panels import Panel, member, panel
from workspace.scrutiny_desk import HOME, MEETING, PANEL, browser, send, words

pytestmark = pytest.mark.django_db
PACK, AGAIN = f"{MEETING}pack/", f"{MEETING}pack/again/"


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> Panel:
    """A panel whose meeting is in five days; PDFs are made elsewhere."""
    one = panel(0)
    monkeypatch.setattr("django.utils.timezone.now", lambda: one.now)

    def no_paper(*_: object, **__: object) -> bytes:
        raise NoPaper("No press here.")

    monkeypatch.setattr("evenhand.publications.packs.services.on_paper", no_paper)
    called(one, "meeting", days=5)
    return one


def called(made: Panel, what: str, *, days: int) -> None:
    now = timezone.now()
    starts = now + timedelta(days=days)
    slot = {"starts": starts, "ends": starts + timedelta(hours=2), "where": "Town hall, Luton"}
    with visits.called_by(made.chair, now=now) as who:
        visits.call(panel=made.chair.organisation, what=what, slot=slot, words="To meet.", **who)


def test_members_read_the_pack_with_its_meeting(made: Panel) -> None:
    client = browser(made.member)
    assert "One is made by itself a week before" in words(client.get(MEETING))
    assert "There is none yet." in words(client.get(PACK))
    services.due(now=timezone.now())
    assert "Read the data pack, version 1" in words(client.get(MEETING))
    page = words(client.get(PACK))
    assert "Version 1, made by itself" in page
    assert "We do not have any published figure of Bedfordshire Police." in page
    assert "We do not have how often force was used in stop and search" in page
    assert "Make it again" not in page


def test_the_chair_makes_it_again_and_it_says_why_and_what_changed(made: Panel) -> None:
    client = browser(made.chair)
    services.due(now=timezone.now())
    assert "Make it again as the next version" in words(client.get(PACK))
    assert send(client, AGAIN, words="").status_code == 400
    same = send(client, AGAIN, words="We asked for it.")
    assert "Nothing has changed since the last version." in words(same)
    made.wait(days=1)
    client = browser(made.chair)
    done = send(client, AGAIN, words="A day has passed.")
    assert (done.status_code, done.url) == (303, PACK)
    page = words(client.get(PACK))
    assert "The data pack is public. Not every PDF is made yet. No press here." in page
    assert "Why it was made: “A day has passed.”" in page
    assert "Version 2, made on" in page
    assert "for Panel chair, Bedfordshire panel." in page
    assert "Nothing but the passing of time." in page
    first = Client().get(f"/panels/{PANEL}/meetings/1/pack/1/")
    assert "A later version was made." in words(first)


def test_sent_twice_it_is_made_once_and_who_was_overtaken_is_told(made: Panel) -> None:
    client = browser(made.chair)
    form = {"expected": "0", "words": "For the first time.", "stage": "save"}
    assert client.post(AGAIN, form).status_code == 303
    assert client.post(AGAIN, form).status_code == 303
    assert Pack.objects.count() == 1
    late = client.post(AGAIN, {**form, "words": "Another reason."})
    assert "A version was made meanwhile." in words(late)
    assert "Another reason." in late.content.decode(), "what was typed is not lost"
    assert Pack.objects.count() == 1


def test_after_the_meeting_nobody_makes_one(made: Panel) -> None:
    made.wait(days=6)
    client = browser(made.chair)
    assert "before a meeting that is to come" in words(client.get(AGAIN))
    sent = client.post(AGAIN, {"expected": "0", "words": "Too late.", "stage": "save"})
    assert sent.status_code == 409
    assert Pack.objects.count() == 0


def test_a_visit_has_no_pack_at_the_desk(made: Panel) -> None:
    called(made, "custody", days=9)
    client = browser(made.chair)
    assert client.get(f"{HOME}meetings/{PANEL}/2/pack/").status_code == 404
    assert "Data pack" not in words(client.get(f"{HOME}meetings/{PANEL}/2/"))
    assert "before a meeting" in words(client.get(f"{HOME}meetings/{PANEL}/2/pack/again/"))


def test_nobody_else_opens_it_at_the_desk_or_makes_it(made: Panel) -> None:
    services.due(now=timezone.now())
    forces.load(["kent"])
    kind = OrganisationKind.SCRUTINY_PANEL
    kent = member("c", "kent-panel", kind, Role.PANEL_CHAIR, force="kent")
    over = member("o", "over", OrganisationKind.OVERSIGHT_BODY, Role.OVERSIGHT_MEMBER, force=None)
    gone = browser(made.second)
    Membership.objects.filter(person=made.second.person).update(ended_at=timezone.now())
    form = {"expected": "1", "words": "By somebody else.", "stage": "save"}
    told = {
        "another panel": (browser(kent), 404, 404),
        "oversight": (browser(over), 403, 403),
        "lapsed": (gone, 302, 302),
        "analyst": (browser(officer("a", role=Role.ANALYST)), 403, 403),
        "the force": (browser(made.manager), 200, 403),
        "member": (browser(made.member), 200, 403),
        "signed out": (Client(), 302, 401),
    }
    for name, (client, reads, sends) in told.items():
        assert client.get(PACK).status_code == reads, name
        assert client.post(AGAIN, form).status_code == sends, name
    assert Pack.objects.count() == 1


def test_minutes_are_published_and_corrected_and_both_stay(made: Panel) -> None:
    made.wait(days=6)
    client = browser(made.chair)
    held = {"members": "6", "public": "2", "hours": "12", "pounds": "60", "words": "It went well."}
    assert send(client, f"{MEETING}held/", **held).status_code == 303
    at = f"{MEETING}minutes/"
    assert "What is corrected?" not in words(client.get(at))
    first = {"words": "We met in Luton.", "decisions": "Draw 12 cases.\n\nVisit custody."}
    assert send(client, at, **first).status_code == 303
    again = client.get(at)
    assert "What is corrected?" in words(again)
    assert "We met in Luton." in again.content.decode(), "a correction begins with what stands"
    assert "Say what is corrected" in words(send(client, at, **first, wrong=""))
    second = {**first, "decisions": "Draw 20 cases.", "wrong": "The number of cases."}
    assert send(client, at, **second).status_code == 303

    page = Client().get(f"/panels/{PANEL}/meetings/1/")
    told = words(page)
    assert "Members who came: 6. Members of the public: 2." in told
    minutes = told[told.index("Minutes") :]
    assert minutes.index("The number of cases.") < minutes.index("Draw 20 cases.")
    assert minutes.index("Draw 20 cases.") < minutes.index("Earlier minutes")
    assert minutes.index("Earlier minutes") < minutes.index("Draw 12 cases.")
