"""Every write, from outside: allowed, wrong role or organisation, signed out, forged, again."""

from urllib.parse import urlencode

import pytest
from django.test import Client

from accounts.cast import Cast, signed_in
from evenhand.accounts.access import declared, every
from evenhand.accounts.roles import May
from evenhand.audit.models import Act, Entry
from evenhand.config.urls import urlpatterns
from evenhand.workspace.views.alerts.writing import STEPS as REVIEWED
from evenhand.workspace.views.scrutiny.advising import STEPS as ADVISED
from evenhand.workspace.views.scrutiny.anchors import OF_CASE, OF_SET
from evenhand.workspace.views.scrutiny.visiting import STEPS as VISITED
from evenhand.workspace.views.scrutiny.writing import STEPS as DRAWN
from workspace.plan_writes import OF_PLAN
from workspace.writes import OF_PEOPLE

WRITES = {**OF_PEOPLE, **OF_PLAN}
EACH = pytest.mark.parametrize("what", WRITES)
WRITTEN = ("access", "alteration")
ALTERED_ELSEWHERE = {
    *("plan-draft", "plan-lead", "plan-new", "plan-open", "add-file", "look-at-file", "assess"),
    *("plan-redact-action", "plan-redact-lead"),
    *("report-begin", "report-discard", "report-draft", "report-publish"),
    *("stop-mend", "stop-aside", "stop-correct", "stop-review", "stop-finding", "stop-device"),
    *("stop-teams", "stop-team"),
    *("stop-unmatched", "stop-coverage"),
    *("alert-redact", *(f"alert-{step}" for step in REVIEWED)),
    *("draw-open", *(f"draw-{step}" for step in DRAWN)),
    *("case", "case-words", "case-reserve", "case-score", "case-agree"),
    *("anchors-open", *(f"anchors-{step}" for step in OF_SET)),
    *(f"anchor-{step}" for step in OF_CASE),
    *("panel-terms", "panel-count", "panel-member"),
    *("attend-dice", "attend-exclude", "finding-answer", "scrutiny-redact-of"),
    *("recommend", *(f"recommendation-{step}" for step in ADVISED)),
    "advice-draft",
    *("visit-new", "pack-again", *(f"visit-{step}" for step in VISITED)),
}
"""Writes that are not steps with an action: each is tried from outside beside its own pages."""
ACCESS_ELSEWHERE = {
    *("who-leads", "who-does", "end-assignment"),
    *("stop-device", "stop-systems", "stop-system-end", "roadside-devices"),
}


def written() -> int:
    """How much the private log holds of what people changed."""
    return Entry.objects.filter(kind__in=WRITTEN).count()


@EACH
def test_the_owner_may(cast: Cast, what: str) -> None:
    write = WRITES[what](cast)
    client, before = signed_in(write.by), write.state()

    answer = client.post(write.address, write.sent)

    assert (answer.status_code, answer.url) == (303, write.then)
    assert write.state() != before


@EACH
def test_a_team_mate_whose_role_does_not_allow_it_may_not(cast: Cast, what: str) -> None:
    write = WRITES[what](cast)
    client, before = signed_in(write.mate), write.state()

    answer = client.post(write.address, write.sent)

    assert answer.status_code == 403
    assert "You may not see this page" in answer.content.decode()
    assert write.state() == before


@EACH
def test_being_refused_a_write_is_in_the_log(cast: Cast, what: str) -> None:
    write = WRITES[what](cast)

    signed_in(write.mate).post(write.address, write.sent)

    by = f"person/{write.mate.pk}"
    refused = Entry.objects.filter(kind=Act.ACCESS, by=by).order_by("pk").last()
    assert refused is not None
    assert "refused" in refused.body


@EACH
def test_a_stranger_with_the_same_role_elsewhere_changes_nothing_here(
    cast: Cast, what: str
) -> None:
    write = WRITES[what](cast)
    client, before = signed_in(write.stranger), write.state()
    if what == "inviting":  # it is an address of everybody's own organisation
        client.post(write.address, write.sent)
        assert cast.force.invitations.count() == 0
        assert cast.other_force.invitations.count() == 1
        return

    answer = client.post(write.address, write.sent)

    assert answer.status_code == 404
    assert write.state() == before


@EACH
def test_nobody_who_is_signed_out_may(cast: Cast, what: str) -> None:
    write = WRITES[what](cast)
    before = write.state()

    answer = Client().post(write.address, write.sent)

    assert answer.status_code == write.lost
    if write.lost == 302:
        assert answer.url == "/workspace/account/sign-in/"
    else:
        assert urlencode({"next": write.address}) in answer.content.decode()
        assert write.sent["words"] in answer.content.decode(), "what was typed is not lost"
    assert write.state() == before


@EACH
def test_a_forged_form_is_refused(cast: Cast, what: str) -> None:
    write = WRITES[what](cast)
    client, before = signed_in(write.by, checks_tokens=True), write.state()

    without_token = client.post(write.address, write.sent)
    from_elsewhere = signed_in(write.by).post(
        write.address, write.sent, headers={"Sec-Fetch-Site": "cross-site"}
    )

    assert without_token.status_code == from_elsewhere.status_code == 403
    assert "There is a problem with where this was sent from" in without_token.content.decode()
    assert write.state() == before


@EACH
def test_a_form_that_is_sent_again_changes_nothing_more(cast: Cast, what: str) -> None:
    write = WRITES[what](cast)
    client = signed_in(write.by)
    client.post(write.address, write.sent)
    once, logged = write.state(), written()

    client.post(write.address, write.sent)

    assert write.state() == once
    assert written() == logged


@pytest.mark.parametrize("what", OF_PLAN)
def test_who_sends_a_step_twice_is_told_that_it_was_recorded(cast: Cast, what: str) -> None:
    write = WRITES[what](cast)
    client = signed_in(write.by)
    client.post(write.address, write.sent)

    again = client.post(write.address, write.sent)

    assert (again.status_code, again.url) == (303, write.then)
    assert "This was recorded already" in client.get(again.url).content.decode()


@EACH
def test_half_a_sign_in_may_do_nothing(cast: Cast, what: str) -> None:
    write = WRITES[what](cast)
    client, before = signed_in(write.by, second=False), write.state()

    answer = client.post(write.address, write.sent)

    assert answer.url == "/workspace/account/second-step/"
    assert write.state() == before


def test_every_form_that_changes_access_is_among_the_writes() -> None:
    """One that is added must be added to ``writes.py`` too, or this fails."""
    said = {pattern.name: declared(pattern.callback) for pattern in every(urlpatterns)}

    changing = {
        name
        for name, one in said.items()
        if one and isinstance(one.who, May) and Act.ACCESS in one.logs
    }
    assert changing == {"invite", "change-role", "end-role", "withdraw"} | ACCESS_ELSEWHERE


def test_every_form_that_changes_a_plan_is_among_the_writes() -> None:
    """One that is added must be added to ``plan_writes.py`` too, or named with its own tests."""
    said = {pattern.name: declared(pattern.callback) for pattern in every(urlpatterns)}

    altering = {name for name, one in said.items() if one and Act.ALTERATION in one.logs}

    assert altering == {f"desk-{step}" for step in OF_PLAN} | ALTERED_ELSEWHERE
