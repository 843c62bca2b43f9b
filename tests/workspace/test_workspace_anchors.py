"""Anchor cases at the desks of the body that keeps them and of the panels that score them."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from evenhand.accounts.models import Membership
from evenhand.accounts.roles import OrganisationKind, Role
from evenhand.audit.models import Act
from evenhand.audit.models import Entry as Kept
from evenhand.ledger.models import Entry
from evenhand.scrutiny import models
from evenhand.scrutiny.anchoring import services
from scrutiny.made_anchors import FACTS, RECORD, Anchored, sheet
from scrutiny.panels import member
from workspace.scrutiny_desk import browser, send, words

pytestmark = pytest.mark.django_db
HOME = "/workspace/anchors/"
SET = f"{HOME}programme/1/"
CASE = f"{SET}cases/1/"
VIDEO = "https://evidence.example/anchor"
TYPED = "Only I have seen how cold the officer was."


@pytest.fixture
def made(db: None) -> Anchored:
    return Anchored()


def case_form(**other: str) -> dict[str, str]:
    said = {True: "yes", False: "no", None: "not-recorded"}
    told = FACTS.told()
    known = {name: said[told[name]] for name in told if name != "power"}
    return {"origin": "invented", "power": told["power"], **known, "words": RECORD, **other}


def test_the_whole_way_from_the_bodys_desk_to_the_public_page(made: Anchored) -> None:
    keeper, client = browser(made.keeper), Client()
    assert "No set lies before panels yet" in words(client.get("/scrutiny/anchor-cases/"))
    opened = send(keeper, f"{HOME}new/", title="Autumn", words="In which little was said.")
    assert opened.url == SET
    assert send(keeper, f"{SET}write/", **case_form()).status_code == 303
    refused = keeper.post(f"{SET}write/", case_form(words="Stopped by PC 1234."))
    assert "may tell who it was" in words(refused)
    assert keeper.post(f"{CASE}seal/", sheet("red")).status_code == 303
    due = f"{made.due.day}/{made.due.month}/{made.due.year}"
    issued = send(keeper, f"{SET}issue/", due=due, words="For your next meeting.")
    assert issued.status_code == 303, words(issued)
    page = words(client.get("/scrutiny/anchor-cases/"))
    assert "2 panels got 1 case" in page
    assert "is sealed in the public log" in page
    assert RECORD not in page

    for chair, other in (made.beds, made.kent):
        desk, second = browser(chair), browser(other)
        assert "Score the anchor cases, alone: 1 left" in words(desk.get("/workspace/scrutiny/"))
        assert "is stopped at night" in words(second.get(CASE))
        mine = second.post(f"{CASE}score/", sheet("red") | {"overall-comment": TYPED})
        assert mine.status_code == 303
        for address in (CASE, SET, HOME, f"{CASE}agree/", f"{CASE}score/"):
            assert TYPED not in words(desk.get(address)), "scores are blind"
        assert desk.post(f"{CASE}score/", sheet("red")).status_code == 303
        assert second.get(f"{SET}close/").status_code == 403
        assert send(desk, f"{SET}close/").status_code == 303
        assert TYPED in words(desk.get(CASE))
        assert "Member A" in words(second.get(CASE))
        agreed = send(desk, f"{CASE}agree/", **sheet("red"), words="We saw it.")
        assert agreed.status_code == 303, words(agreed)
        late = second.post(f"{CASE}score/", sheet("amber"))
        assert late.status_code == 409

    assert send(keeper, f"{SET}reveal/", words="All have agreed.").status_code == 303
    page = words(client.get("/scrutiny/anchor-cases/"))
    assert "Bedfordshire" in page or "Beds-panel" in page or "Beds panel" in page
    assert "We cannot tell how far panels agree with each other" in page
    assert TYPED not in page
    told = client.get("/scrutiny/anchor-cases.json").json()["sets"][0]
    assert [one["here"]["same"] for one in told["standings"]] == [1, 1]
    assert told["agreement"]["alpha"] is None


def test_what_the_body_keeps_is_of_nobody_elses_desk(made: Anchored) -> None:
    row = made.sealed(["red"])
    manager = member("manager", "beds-force", OrganisationKind.FORCE, Role.PROGRAMME_MANAGER)
    outside = browser(manager)
    inside = browser(made.beds[0])
    before = Entry.objects.count()
    for address in (HOME, SET, CASE, f"{CASE}score/", f"{SET}issue/", f"{HOME}new/"):
        assert outside.get(address).status_code == 403, address
        assert outside.post(address, {"words": "Mine."}).status_code in {403, 405}, address
    for address in (SET, CASE, f"{CASE}score/", f"{SET}close/"):
        assert inside.get(address).status_code == 404, address
    assert inside.get(f"{HOME}new/").status_code == 403
    made_now = made.now
    assert row.opened_at < made_now
    assert Entry.objects.count() == before


def test_a_lapsed_member_and_one_signed_out_see_nothing(made: Anchored) -> None:
    made.issued(["red"])
    second = made.beds[1]
    client = browser(second)
    assert client.get(CASE).status_code == 200
    Membership.objects.filter(person=second.person).update(ended_at=made.now)
    for address in (HOME, SET, CASE, f"{CASE}score/"):
        assert client.get(address).url == "/workspace/organisations/"
        assert Client().get(address).url.startswith("/workspace/account/sign-in/")
    lost = Client().post(f"{CASE}score/", {"overall-comment": TYPED})
    assert lost.status_code == 401
    assert TYPED in words(lost)


def test_each_look_at_the_video_of_a_case_is_kept(made: Anchored) -> None:
    row = made.opened()
    for place, video in ((None, VIDEO), (None, "")):
        case = made.written(row, place, video=video)
        services.seal(anchor=case, answers=sheet("red"), by=made.keeper, now=made.now)
    inside, way = browser(made.beds[1]), f"{CASE}video/"
    assert inside.get(way).status_code == 404, "no panel has it yet"
    services.issue(row=row, due=made.due, words="To score.", by=made.keeper, now=made.now)

    def looks() -> int:
        rows = Kept.objects.filter(kind=Act.CONSULTATION, subject="anchors/programme/1/case/1")
        return sum(json.loads(one.body)["details"]["seen"] == "anchor video" for one in rows)

    for client in (inside, browser(made.keeper)):
        shown = client.get(CASE).content.decode()
        assert VIDEO not in shown, "the case itself leads to our page alone"
        assert way in shown
        before = looks()
        page = client.get(way)
        assert looks() == before + 1
        assert VIDEO in page.content.decode()
        assert "It can be distressing" in words(page)
        assert "evidence system" not in words(page)
        assert "Shown to" in words(page)
    assert inside.get(f"{SET}cases/2/video/").status_code == 404, "it has none"
    assert inside.get(f"{SET}cases/3/video/").status_code == 404
    manager = member("manager", "beds-force", OrganisationKind.FORCE, Role.PROGRAMME_MANAGER)
    before = looks()
    assert browser(manager).get(way).status_code == 403
    assert looks() == before


def test_the_body_reads_a_case_and_no_score_of_any_panel(made: Anchored) -> None:
    row = made.issued(["red"])
    made.agreed(row, made.beds, ["green"])
    keeper = browser(made.keeper)
    page = words(keeper.get(CASE))
    assert "is stopped at night" in page
    assert "Member A" not in page
    assert keeper.get(f"{CASE}score/").status_code == 403
    early = words(keeper.get(f"{SET}reveal/"))
    assert "Panels still score" in early


def test_a_member_who_is_not_vetted_is_told_why(made: Anchored) -> None:
    made.issued(["red"])
    chair, second = (browser(one) for one in made.beds)
    said = {"vetting": "yes", "training": "no", "words": "Cases are about people."}
    assert send(chair, "/workspace/panel/terms/", **said).status_code == 303
    for answer in (
        second.get(CASE),
        second.post(f"{CASE}score/", sheet()),
        second.get(f"{CASE}score/"),
    ):
        assert answer.status_code == 403
        assert "vetting that is held before a member opens a case" in words(answer)
    assert models.AnchorScore.objects.count() == 0
    until = made.due + timedelta(days=300)
    form: dict[str, Any] = {
        "training": "none",
        "vetting": "held",
        "vetted_until": f"{until.day}/{until.month}/{until.year}",
    }
    kept = chair.post(f"/workspace/panel/members/{made.beds[1].person.pk}/", form)
    assert kept.status_code == 303, words(kept)
    assert second.get(CASE).status_code == 200
    assert chair.get(CASE).status_code == 403, "the chair keeps the terms too"
    own = chair.post(f"/workspace/panel/members/{made.beds[0].person.pk}/", form)
    assert own.status_code == 409
    assert "Vetting Held, until" in words(second.get("/workspace/panel/"))
    assert second.get("/workspace/panel/members/").status_code == 403
    assert second.get("/workspace/panel/terms/").status_code == 403


def test_the_chair_counts_the_panel_and_only_that_it_was_counted_is_public(
    made: Anchored,
) -> None:
    chair = browser(made.beds[0])
    day = f"{made.started:%d/%m/%Y}"
    groups = {f"group-{name}": "0" for name in ("Asian", "Mixed", "Other")}
    form = {"counted_on": day, "members": "2", **groups, "group-Black": "1", "group-White": "2"}
    address = "/workspace/panel/count/"
    assert "More members said something than there are" in words(chair.post(address, form))
    assert models.Composition.objects.count() == 0
    assert send(chair, address, **{**form, "group-White": "1"}).status_code == 303
    row = models.Composition.objects.get()
    assert (row.members, row.stated) == (2, {"Black": 1, "White": 1})
    assert "was counted last on" in words(chair.get("/workspace/panel/"))
    assert browser(made.beds[1]).get(address).status_code == 403
    page = words(Client().get("/forces/bedfordshire/scrutiny/members/"))
    assert "is not shown, to protect people" in page
