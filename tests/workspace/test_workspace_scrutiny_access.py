"""Every address of scrutiny, tried by everybody who has no part in it: none shows or changes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from encounters.phones import officer
from evenhand.accounts.access import every
from evenhand.accounts.models import Membership
from evenhand.accounts.roles import OrganisationKind, Role
from evenhand.forces import services as forces
from evenhand.ledger.models import Entry
from evenhand.scrutiny import models
from evenhand.scrutiny import services as scrutiny
from evenhand.scrutiny.recommending import services as advice
from evenhand.scrutiny.visiting import services as visits
from evenhand.workspace.scrutiny_urls import urlpatterns
from scrutiny.panels import Panel, member, panel
from workspace.scrutiny_desk import PANEL, browser, words

pytestmark = pytest.mark.django_db

SAID = "Said by somebody who has no part in it."
OWN = {
    *("desk-scrutiny", "draw-open", "desk-recommendations", "recommend"),
    *("desk-visits", "visit-new"),
}
"""Addresses that are everybody's own: what they show is asked below."""
FORCE_HAS = {"attend", "attend-dice", "attend-exclude"}


@dataclass(frozen=True)
class Site:
    """A panel in the middle of its work: a draw, a case, a finding, a recommendation, a visit."""

    made: Panel
    place: int

    def address(self, name: str) -> str:
        values: Mapping[str, Any] = {
            "number": 1,
            "place": self.place,
            "panel": PANEL,
            "finding": 1,
            "force_id": "bedfordshire",
        }
        [pattern] = [one for one in every(urlpatterns) if one.name == name]
        wanted = {key: values[key] for key in pattern.pattern.converters}
        return reverse(name, kwargs=wanted)


NAMES = sorted(one.name or "" for one in every(urlpatterns))


@pytest.fixture
def site() -> Site:
    made = panel(12)
    row = made.drawn(cases=2, reserves=0)
    case = made.cases(row)[0]
    said = {"fault": "video-missing", "words": "No video."}
    scrutiny.findings.find(draw=row, case=case, **said, by=made.chair, now=made.now)
    now = timezone.now()
    with advice.made_by(made.chair, force_id="bedfordshire", now=now) as hand:
        advice.make(
            force_id="bedfordshire",
            body=made.chair.organisation,
            what="Keep every video for a year.",
            why="We found none.",
            to="Chief constable",
            due=(now + timedelta(days=100)).date(),
            source="panel",
            **hand,
        )
    starts = now + timedelta(days=9)
    slot = {"starts": starts, "ends": starts + timedelta(hours=1), "where": "Custody, Luton"}
    with visits.called_by(made.chair, now=now) as who:
        visits.call(
            panel=made.chair.organisation, what="custody", slot=slot, words="A first look.", **who
        )
    return Site(made, case.place)


def answers(client: Client, site: Site) -> dict[str, tuple[int, int]]:
    """What every address says to somebody who opens it, and who sends its form."""
    form = {"words": SAID, "expected": "99", "stage": "save", "touches": "yes"}
    found = {}
    for name in NAMES:
        address = site.address(name)
        shown = client.get(address).status_code
        found[name] = (shown, client.post(address, form).status_code)
    return found


def state() -> list[int]:
    """How much there is of everything that a step of scrutiny writes."""
    rows = (models.DrawStep, models.RecommendationStep, models.AppointmentStep, models.Conflict)
    return [*(one.objects.count() for one in rows), Entry.objects.count()]


def refused(found: dict[str, tuple[int, int]], allowed: set[int]) -> dict[str, tuple[int, int]]:
    """Addresses that answered otherwise than they should."""
    return {
        name: said
        for name, said in found.items()
        if said[0] not in allowed or said[1] not in {*allowed, 405}
    }


def test_a_member_of_another_panel_finds_nothing(site: Site) -> None:
    forces.load(["kent"])
    theirs = member(
        "chair", "kent-panel", OrganisationKind.SCRUTINY_PANEL, Role.PANEL_CHAIR, force="kent"
    )
    client, before = browser(theirs), state()

    found = answers(client, site)

    assert refused({n: s for n, s in found.items() if n not in OWN}, {403, 404}) == {}
    assert {found[name][0] for name in OWN} == {200}
    for name in OWN:
        shown = words(client.get(site.address(name)))
        assert "Keep every video" not in shown
        assert "Custody, Luton" not in shown
        assert "Draw 1" not in shown
    assert state() == before


def test_a_group_that_advises_sees_no_draw_of_the_panel(site: Site) -> None:
    theirs = member("chair", "beds-group", OrganisationKind.ADVISORY_GROUP, Role.PANEL_CHAIR)
    client, before = browser(theirs), state()

    found = answers(client, site)

    advised = {name for name in NAMES if "recommend" in name}
    rest = {name: said for name, said in found.items() if name not in advised | {"desk-scrutiny"}}
    assert refused(rest, {403, 404}) == {}
    assert found["desk-recommendation"][0] == 200, "what is public anyway"
    assert found["recommendation-view"] == found["recommendation-respond"] == (403, 403)
    assert state() == before


def test_a_lapsed_member_is_asked_for_whom_they_act_now(site: Site) -> None:
    gone = site.made.second
    client = browser(gone)
    assert client.get(site.address("draw-cases")).status_code == 200
    Membership.objects.filter(person=gone.person).update(ended_at=timezone.now())
    before = state()

    assert refused(answers(client, site), {302}) == {}
    assert client.get(site.address("case")).url == "/workspace/organisations/"
    assert state() == before


def test_people_of_the_force_see_no_case_and_only_their_own_part(site: Site) -> None:
    before = state()
    analyst, supervisor = (
        browser(officer("analyst", role=Role.ANALYST)),
        browser(site.made.supervisor),
    )
    assert refused(answers(analyst, site), {403}) == {}

    found = answers(supervisor, site)
    assert {name for name, said in found.items() if said[0] == 200} == {
        "desk-scrutiny",
        "finding-answer",
    }
    shown = words(supervisor.get(site.address("finding-answer")))
    assert "No video." in shown
    assert "Case" not in shown

    found = answers(browser(site.made.manager), site)
    seen = {name for name, said in found.items() if said[0] == 200}
    panels = {name for name in NAMES if name.startswith(("draw", "case")) or name == "recommend"}
    assert not seen & panels
    assert seen >= {*FORCE_HAS, "desk-recommendation", "desk-visit", "recommendation-respond"}
    assert {found[name] for name in ("recommendation-view", "recommendation-withdraw")} == {
        (403, 403)
    }
    assert {found[name] for name in ("visit-move", "visit-held", "visit-minutes")} == {(403, 403)}
    assert state() == before


def test_an_oversight_member_sees_recommendations_alone(site: Site) -> None:
    theirs = member(
        "one", "oversight", OrganisationKind.OVERSIGHT_BODY, Role.OVERSIGHT_MEMBER, force=None
    )
    client, before = browser(theirs), state()

    found = answers(client, site)

    seen = {name for name, said in found.items() if said[0] == 200}
    assert seen == {"desk-scrutiny", "desk-recommendations", "desk-recommendation", "recommend"}
    assert refused({n: s for n, s in found.items() if n not in seen}, {403}) == {}
    assert state() == before


def test_somebody_signed_out_is_sent_to_sign_in_and_keeps_their_words(site: Site) -> None:
    before = state()
    client = Client()
    for name in NAMES:
        address = site.address(name)
        shown = client.get(address)
        assert (shown.status_code, shown.url.partition("?")[0]) == (
            302,
            "/workspace/account/sign-in/",
        ), name
        sent = client.post(address, {"words": SAID})
        assert sent.status_code in {302, 401}, name
        if sent.status_code == 401:
            assert SAID in words(sent), name
    assert state() == before


def test_a_number_larger_than_any_is_not_found(site: Site) -> None:
    client, large = browser(site.made.chair), "9" * 60
    for path in ("draws/{}/", "draws/{}/freeze/", "draws/1/cases/{}/", "draws/1/cases/{}/score/"):
        assert client.get(f"/workspace/scrutiny/{path.format(large)}").status_code == 404
    for path in ("recommendations/bedfordshire/{}/", f"meetings/{PANEL}/{{}}/"):
        assert client.get(f"/workspace/scrutiny/{path.format(large)}").status_code == 404


def test_a_member_takes_no_step_that_is_the_chairs(site: Site) -> None:
    client, before = browser(site.made.second), state()
    chairs = [
        *("draw-open", "draw-total", "draw-freeze", "draw-dice", "draw-round", "draw-close"),
        *("draw-abandon", "case-words", "case-reserve", "visit-new", "visit-held"),
    ]
    for name in chairs:
        address = site.address(name)
        assert client.get(address).status_code == 403, name
        assert client.post(address, {"words": SAID, "stage": "save"}).status_code == 403, name
    assert "Open a new draw" not in words(client.get(site.address("desk-scrutiny")))
    assert state() == before
