"""Every address of the workspace that takes a form: signed out, forged, sent from elsewhere.

What a write changes is tried beside its own pages, with its own forms. Here nothing can be left
out: an address that is in neither list fails. Each test takes all addresses, on one small site.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth import SESSION_KEY
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.cast import signed_in
from encounters.known_tables import CONTROL_ROOM, line, table, this_month
from encounters.phones import Phone
from evenhand.accounts.access import every
from evenhand.accounts.acting import Acting
from evenhand.accounts.roles import Role
from evenhand.accounts.services import give_role, invite
from evenhand.cleaning import clean
from evenhand.encounters.models import Finding, KnownEvent, ToMend
from evenhand.encounters.services import knowing
from evenhand.encounters.services.systems import let_in
from evenhand.encounters.services.teams import add
from evenhand.maturity import services as maturity
from evenhand.maturity.frameworks import example
from evenhand.plan import models, services
from evenhand.plan.quarters import Quarter
from evenhand.publications.reporting import services as reporting
from evenhand.scrutiny.recommending.importing import drafting
from evenhand.workspace.urls import urlpatterns
from monitoring.made_alerts import found, watched
from monitoring.made_alerts import recorded as raised
from plan.made_plans import FORCE, Played
from plan.staff import given, member, organisation, somebody
from workspace.every_address import TAKE_FORMS, TAKE_NONE
from workspace.programme import browser, moved, sent

OF_PANEL = {
    *("draw", "draw-file", "draw-cases", "draw-meeting"),
    *("case-record", "case-video", "case-scores"),
    *("desk-panel", "panel-members", "desk-anchors", "desk-anchor-set", "anchor-case"),
    "anchor-video",
}
"""Pages of a scrutiny panel alone, which nobody of a force opens."""
OPEN = {
    "account_login",
    "account_logout",
    "account_signup",
    "account_reset_password",
    "account_reset_password_from_key",
    "mfa_authenticate",
    "mfa_login_webauthn",
    "openid_connect_login",
    "openid_connect_callback",
    "invitation",
}
"""What somebody signed out must be able to send, to sign in, out, or accept what they were sent."""
DONE_BY_THE_BUTTON = {
    *("desk-report", "desk-note", "withdraw", "end-role", "erase-person", "invite", "who-does"),
    *("plan-draft", "plan-draft-away", "end-assignment", "plan-redact-lead", "report-begin"),
    *("stop-aside", "stop-finding", "stop-system-end", "stop-correct", "stop-review"),
    *("stop-unmatched", "alert-owner", "alert-extend", "alert-conclude"),
    *("report-discard", "add-file", "look-at-file", "plan-lead", "assess"),
    *("advice-list", "advice-draft-away"),
}
"""Those that our one form is right for: they show that it would have done something."""
SESSIONS = {"session", "usersession"}
"""Any visit may begin or prolong one; whether anybody is signed in is looked at by itself."""
TURNED_AWAY = {(302, "/workspace/account/sign-in/"), (401, "")}
ALL = [*TAKE_FORMS, *TAKE_NONE]


@dataclass(frozen=True)
class Site:
    """A small site: somebody of a force who has every role in it, and one of every thing."""

    by: Acting
    things: dict[str, Any]
    form: dict[str, Any]

    def address(self, name: str) -> str:
        said = {**TAKE_FORMS, **TAKE_NONE}[name]
        return reverse(name, kwargs={key: self.things.get(one, one) for key, one in said.items()})

    def post(self, client: Client, name: str, **how: Any) -> Any:
        """Send the form, with the file that it asks for."""
        own = {
            "add-file": {"file": SimpleUploadedFile("a.txt", b"Other minutes\n")},
            "advice-list": {"table": SimpleUploadedFile("a.csv", b"force,from\n")},
            "plan-lead": {"role": "Head of stops", "expected": "0"},
            "plan-redact-lead": {"expected": "1"},
            "assess": {"expected": "0"},
            "alert-extend": {"until": f"{timezone.localdate() + timedelta(days=7):%d/%m/%Y}"},
            "alert-conclude": {"conclusion": "not-explained"},
            "stop-correct": {"asked": "duration_minutes", "duration_minutes": "9"},
            "stop-finding": {"stands": "first"},
            "stop-review": {"step": "agreed"},
        }
        return client.post(self.address(name), {**self.form, **own.get(name, {})}, **how)


@pytest.fixture
def site(told: Played) -> Site:
    now = timezone.now()
    by = somebody(Role.PROGRAMME_MANAGER)
    others = (Role.PUBLISHER, Role.INVESTIGATOR, Role.SUPERVISOR, Role.ANALYST)
    for role in (Role.ADMINISTRATOR, *others):
        give_role(person=by.person, organisation=organisation("force"), role=role, by=None, now=now)
    plan = told.action.plan
    owner = given(somebody(Role.ACTION_OWNER), plan, action="vehicle-stops")
    file = services.keep_file(
        action=told.action,
        cleaned=clean(b"Minutes\n", "a.txt"),
        sent=b"Minutes\n",
        **FORCE,
        now=now,
    )
    invited = invite(
        email="invited@force.example",
        role=Role.ANALYST,
        by=somebody(Role.ADMINISTRATOR),
        now=timezone.now(),
    )
    lead = services.name_lead(
        plan=plan, workstream="involved", expected=0, role="Sergeant Name", **FORCE, now=now
    )
    table = sent(browser(by), moved(told)).rstrip("/").rpartition("/")[2]
    quarter = Quarter.of(timezone.localdate()).before
    report = reporting.begin(somebody(Role.PUBLISHER), quarter=quarter, now=timezone.now())
    framework = maturity.load_framework(example(), **FORCE, now=now)
    maturity.take_up(force_id="demoshire", framework=framework, expected=0, **FORCE, now=now)
    run = watched(found(), examined={"demoshire": 1})
    things = {
        **recorded(by, now),
        "the alert": raised(run, now=now).raised[0].number,
        "the file": file.pk,
        "the member": member(owner).pk,
        "the invitation": invited.invitation.pk,
        "the secret": invited.secret,
        "the table": int(table),
        "the list": list_of(by),
        "the lead": lead.pk,
        "the assignment": models.Assignment.objects.get().pk,
        "the report": report.key,
    }
    form = {
        "words": "Said in public.",
        "title": "Minutes",
        "expected": "1",
        "why": "duplicate",
        "sure": "yes",
        "email": "new@force.example",
        "role": Role.ANALYST,
        "member": member(somebody(Role.ACTION_OWNER)).pk,
        "seen": str(models.Change.objects.latest("pk").pk),
        "quarter": str(quarter.before),
        "version": "1",
        "chosen": ["1 role"],
        "reason": "It names a person.",
        "looked": "yes",
        "level": "1",
        "rationale": "Because of what was done.",
        "stage": "save",
        "session": "all",
    }
    return Site(by, things, form)


def list_of(by: Acting) -> int:
    """A list of recommendations that was sent and waits for a yes."""
    kept = drafting.keep(content=b"force,from\n", name="a.csv", by=by, now=timezone.now())
    return int(kept.pk)


def recorded(by: Acting, now: datetime) -> dict[str, Any]:
    """A stop of an officer, one to be mended, a conflict, the phone, a system's key, an event."""
    phone = Phone(somebody(Role.OFFICER)).registered()
    stop = phone.stop()
    phone.send(
        phone.sealed(stop),
        phone.sealed({**stop, "duration_minutes": 7}),
        phone.sealed(phone.stop(reason="because")),
    )
    made = let_in(name="Records", until=now + timedelta(days=30), by=by, now=now)
    knowing.take_in(
        mapping=CONTROL_ROOM,
        table=table(line(now - timedelta(hours=1))),
        **this_month("demoshire"),
    )
    return {
        "the event": KnownEvent.objects.get().pk,
        "the stop": stop["stop_id"],
        "the record": ToMend.objects.get().pk,
        "the finding": Finding.objects.get().pk,
        "the phone": phone.id,
        "the system": made.system.pk,
        "the team": add(names=["Portwell"], by=by, now=now)[0].pk,
    }


def state() -> dict[str, list[Any]]:
    """Every row of every table."""
    kept = (one for one in apps.get_models() if one._meta.model_name not in SESSIONS)
    return {one._meta.label: list(one._base_manager.order_by("pk").values_list()) for one in kept}


@contextmanager
def undone() -> Iterator[None]:
    """What happens in here is taken back, for the next address."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def test_every_address_is_in_one_of_the_lists() -> None:
    names = [one.name for one in every(urlpatterns)]

    assert len(names) == len(set(names)) > 70
    assert set(names) == TAKE_FORMS.keys() | TAKE_NONE.keys()
    assert not TAKE_FORMS.keys() & TAKE_NONE.keys()
    assert TAKE_FORMS.keys() > OPEN | DONE_BY_THE_BUTTON


def test_what_takes_a_form_is_in_that_list_and_nothing_else_takes_one(site: Site) -> None:
    """Somebody with every role asks, so that no refusal of a role comes before the answer."""
    answers, chair = {}, somebody(Role.PANEL_CHAIR, "panel")
    for name in ALL:
        with undone():
            by = chair if name in OF_PANEL else site.by
            answers[name] = site.post(browser(by), name).status_code

    assert {name for name, status in answers.items() if status == 405} == TAKE_NONE.keys()
    assert [name for name, status in answers.items() if status >= 500] == []


def test_the_form_does_something_where_it_may(site: Site) -> None:
    nothing = {}
    for name in sorted(DONE_BY_THE_BUTTON):
        with undone():
            client, before = browser(site.by), state()
            answer = site.post(client, name)
            if answer.status_code != 303 or state() == before:
                nothing[name] = answer.status_code

    assert nothing == {}


def test_signed_out_nothing_is_changed_and_all_but_the_way_in_is_turned_away(site: Site) -> None:
    answers, before = {}, state()
    for name in ALL:
        client = Client()
        answer = site.post(client, name)
        answers[name] = (answer.status_code, getattr(answer, "url", ""))
        assert SESSION_KEY not in client.session, name
        assert state() == before, name

    turned_away = {name for name, said in answers.items() if said in TURNED_AWAY}
    assert TAKE_FORMS.keys() - turned_away <= OPEN
    assert [name for name, (status, _) in answers.items() if status >= 500] == []


def test_without_its_token_or_from_another_site_it_is_refused(site: Site) -> None:
    by = site.by.person
    without, client = signed_in(by, checks_tokens=True), browser(site.by)
    before = state()
    for name in ALL:
        forged = site.post(without, name)
        elsewhere = site.post(client, name, headers={"Sec-Fetch-Site": "cross-site"})

        assert (forged.status_code, elsewhere.status_code) == (403, 403), name
        assert "There is a problem with where this was sent from" in forged.content.decode()
        assert state() == before, name

    assert SESSION_KEY in client.session, "nobody was signed out"
    assert SESSION_KEY in without.session
