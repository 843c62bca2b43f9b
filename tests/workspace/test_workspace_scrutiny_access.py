"""Every address of scrutiny, tried by everybody who has no part in it: none shows or changes.

There is something at each address, and who has a part in it opens it and sends its form with
success: so what refuses all others is who they are.
"""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pytest
from django.apps import apps
from django.db import transaction
from django.db.models import Model
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from encounters.phones import officer
from evenhand.accounts.acting import Acting
from evenhand.accounts.models import Membership
from evenhand.accounts.roles import OrganisationKind, Role, roles
from evenhand.accounts.services.setting_up import give_role
from evenhand.forces import services as forces
from evenhand.ledger.models import Entry
from evenhand.publications.errors import NoPaper
from evenhand.scrutiny.services import draws
from scrutiny.made_anchors import RECORD
from scrutiny.panels import member
from workspace.scrutiny_addresses import NAMES, Address, address, addresses
from workspace.scrutiny_desk import PANEL, browser, hidden, words
from workspace.scrutiny_site import SECRETS, SET, SHEET, Site, build

pytestmark = pytest.mark.django_db

DENIED = {403, 404}
CHAIR = (OrganisationKind.SCRUTINY_PANEL, Role.PANEL_CHAIR)
SIGN_IN = "/workspace/account/sign-in/"
OF_ANY_PANEL = {
    *("desk-scrutiny", "draw-open", "desk-recommendations", "recommend", "scrutiny-redact"),
    *("desk-visits", "visit-new", "desk-anchors"),
    *("desk-panel", "panel-terms", "panel-count", "panel-members"),
}
"""Addresses that are every panel's own: what they show and what is written there is asked."""
OF_THE_FORCE = {
    *("desk-scrutiny", "attend", "attend-dice", "attend-exclude", "finding-answer"),
    *("desk-recommendations", "desk-recommendation", "advice-list", "advice-template"),
    *(f"recommendation-{one}" for one in ("respond", "extend", "carry", "evidence", "complete")),
    *("desk-visits", "desk-visit", "visit-agree", "visit-decline", "desk-pack"),
    *("scrutiny-redact", "scrutiny-redact-of", "advice-draft", "advice-draft-away"),
}
OF_A_MEMBER = {"recommendation-withdraw", "recommendation-view"}
"""What a member may do as the chair may."""


@pytest.fixture(scope="module")
def site_once(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Site]:
    """The site, made once for all tests of this module."""
    del django_db_setup
    with django_db_blocker.unblock(), transaction.atomic():
        yield build()
        transaction.set_rollback(True)


@pytest.fixture
def site(site_once: Site, db: None, monkeypatch: pytest.MonkeyPatch) -> Site:
    """The same for one test, by its own clock; PDFs are made elsewhere."""

    def no_paper(*_: object, **__: object) -> bytes:
        raise NoPaper("No press here.")

    monkeypatch.setattr("evenhand.publications.packs.services.on_paper", no_paper)
    monkeypatch.setattr("django.utils.timezone.now", lambda: site_once.made.now)
    return site_once


@contextmanager
def undone() -> Iterator[None]:
    """What happens in here is taken back, for the next address."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def tables() -> list[type[Model]]:
    """All of scrutiny, all that is published with it, and the public ledger."""
    apart = [apps.get_app_config(one).get_models() for one in ("scrutiny", "publications")]
    return [*(one for each in apart for one in each), Entry]


def size() -> list[int]:
    """How many rows there are."""
    return [one._base_manager.count() for one in tables()]


def state() -> dict[str, list[Any]]:
    """Every row, whole."""
    return {
        one._meta.label: list(one._base_manager.order_by("pk").values_list()) for one in tables()
    }


Found = Mapping[Address, tuple[int, int]]


def tried(client: Client, site: Site, *, but: Collection[str] = ()) -> Found:
    """What every address, but for some names, says to who opens it and sends its form."""
    return {
        one: (client.get(one.url).status_code, client.post(one.url, one.form).status_code)
        for one in addresses(site)
        if one.name not in but
    }


def odd(found: Found, allowed: set[int], *, fixed: bool = False) -> dict[str, tuple[int, int]]:
    """Addresses that answered otherwise than they should; ``fixed``: none says what it takes."""
    wrong_way = set() if fixed else {405}
    return {
        one.url: said
        for one, said in found.items()
        if said[0] not in (allowed if one.shows else allowed | wrong_way)
        or said[1] not in (allowed if one.sent is not None else allowed | wrong_way)
    }


def every_role(by: Acting) -> None:
    """Give somebody of a force all roles that there are in it."""
    here = OrganisationKind(by.organisation.kind)
    for role, about in roles().roles.items():
        if here in about.kinds and role not in by.roles:
            give_role(
                person=by.person, organisation=by.organisation, role=role, by=None,
                now=timezone.now(),
            )  # fmt: skip


def test_every_address_of_scrutiny_and_of_panels_is_tried(site: Site) -> None:
    found = addresses(site)
    assert {one.name for one in found} == NAMES
    assert len({one.url for one in found}) == len(found) > len(NAMES) > 65


def test_who_has_a_part_in_it_opens_it_and_what_they_send_is_written(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Only the network can sign a round: here its signature is taken for right.
    monkeypatch.setattr(draws, "signed", lambda _told: True)
    clients = {name: browser(by) for name, by in site.people.items()}
    before, wrong = size(), {}
    for one in addresses(site):
        with undone():
            found = by_right(clients[one.by], one)
            written = one.sent is None or size() != before
        if found != (200, 303 if one.sent is not None else 405) or not written:
            wrong[one.url] = (*found, written)
    assert wrong == {}


def by_right(client: Client, one: Address) -> tuple[int, int]:
    """What an address says to who has a part in it: opened, and its form sent as it is shown."""
    if one.name in {"case-record", "case-score", "case-video"}:
        client.post(f"{one.url.rpartition('/')[0].rpartition('/')[0]}/", {"touches": "no"})
    if not one.shows:
        return 200, client.post(one.url, one.form).status_code
    shown = client.get(one.url)
    fresh = {name: hidden(shown, name) for name in ("expected", "checkpoint", "seen")}
    fresh = {name: value for name, value in fresh.items() if value}
    return shown.status_code, client.post(one.url, {**one.form, **fresh}).status_code


def test_a_member_of_another_panel_finds_nothing(site: Site) -> None:
    """It came later: the sets of anchor cases do not lie before it."""
    forces.load(["kent"])
    theirs = member("chair", "kent-panel", *CHAIR, force="kent")
    client, before = browser(theirs), state()

    found = tried(client, site, but=OF_ANY_PANEL)

    assert odd(found, DENIED) == {}
    assert state() == before
    only_their_own(client, site, OF_ANY_PANEL, "Kent panel")


def test_another_panel_of_the_same_force_finds_what_is_public_alone(site: Site) -> None:
    theirs = member("chair", "luton-panel", *CHAIR)
    client, before = browser(theirs), state()
    public = {"desk-recommendation", "desk-recommendations"}

    found = tried(client, site, but=OF_ANY_PANEL | public)

    assert odd(found, DENIED) == {}
    assert state() == before
    only_their_own(client, site, OF_ANY_PANEL - public, "Luton panel")
    assert client.get(address(site, "desk-recommendation")).status_code == 200


def test_a_group_that_advises_sees_no_draw_of_the_panel(site: Site) -> None:
    theirs = member("chair", "beds-group", OrganisationKind.ADVISORY_GROUP, Role.PANEL_CHAIR)
    client, before = browser(theirs), state()
    own = {"desk-scrutiny", "scrutiny-redact", "recommend"}
    public = {"desk-recommendation", "desk-recommendations"}

    found = tried(client, site, but=own | public)

    assert odd(found, DENIED) == {}
    assert state() == before
    only_their_own(client, site, own, "Beds group")
    assert client.get(address(site, "desk-recommendation")).status_code == 200


def only_their_own(client: Client, site: Site, names: set[str], who: str) -> None:
    """Pages of everybody's own tell nothing of this panel, and what is sent there is theirs."""
    before, last = state(), Entry.objects.latest("pk").pk
    for one in (one for one in addresses(site) if one.name in names):
        shown = client.get(one.url)
        assert shown.status_code == 200, one.url
        for secret in SECRETS:
            assert secret not in words(shown), (one.url, secret)
        if one.sent is None:
            continue
        with undone():
            client.post(one.url, one.form)
            added = Entry.objects.filter(pk__gt=last)
            assert {each.organisation for each in added} <= {who}, one.url
            assert not added.filter(subject__contains=PANEL).exists(), one.url
            for label, rows in state().items():
                assert rows[: len(before[label])] == before[label], (one.url, label)


@pytest.mark.parametrize("role", [Role.PANEL_MEMBER, Role.PANEL_CHAIR])
def test_a_lapsed_member_is_asked_for_whom_they_act_now(site: Site, role: Role) -> None:
    gone = member("gone", PANEL, OrganisationKind.SCRUTINY_PANEL, role)
    client = browser(gone)
    assert client.get(address(site, "draw-meeting")).status_code == 403, "trained first"
    assert client.get(address(site, "draw")).status_code == 200
    Membership.objects.filter(person=gone.person).update(ended_at=timezone.now())
    before = state()

    assert odd(tried(client, site), {302}, fixed=True) == {}
    assert client.get(address(site, "case")).url == "/workspace/organisations/"
    assert state() == before


def test_who_left_this_panel_for_another_finds_what_a_stranger_finds(site: Site) -> None:
    forces.load(["kent"])
    gone = member("gone", PANEL, *CHAIR)
    client = browser(gone)
    assert client.get(address(site, "draw")).status_code == 200
    Membership.objects.filter(person=gone.person).update(ended_at=timezone.now())
    kent = member("chair", "kent-panel", *CHAIR, force="kent").organisation
    give_role(
        person=gone.person, organisation=kent, role=Role.PANEL_CHAIR, by=None, now=timezone.now()
    )
    before = state()

    found = tried(client, site, but=OF_ANY_PANEL)

    assert odd(found, {302, *DENIED}) == {}
    assert state() == before


def test_an_analyst_of_the_force_sees_nothing(site: Site) -> None:
    client, before = browser(officer("analyst", role=Role.ANALYST)), state()
    assert odd(tried(client, site), {403}) == {}
    assert state() == before


def test_a_supervisor_sees_findings_and_no_case(site: Site) -> None:
    client, before = browser(site.made.supervisor), state()
    own = {"desk-scrutiny", "finding-answer"}

    assert odd(tried(client, site, but=own), {403, 404}) == {}
    assert state() == before
    shown = words(client.get(address(site, "finding-answer")))
    assert "No video." in shown
    assert "Case" not in shown


def test_who_has_every_role_of_the_force_has_the_forces_part_alone(site: Site) -> None:
    by = officer("everything", role=Role.ADMINISTRATOR)
    every_role(by)
    client, before = browser(by), state()

    found = tried(client, site, but=OF_THE_FORCE)

    assert odd(found, DENIED) == {}
    theirs = [one for one in addresses(site) if one.name in OF_THE_FORCE]
    for one in theirs:
        if one.name in {"advice-draft", "advice-draft-away"}:  # each sees their own lists alone
            continue
        shown = client.get(one.url)
        assert shown.status_code == 200, one.url
        for secret in (SHEET, RECORD, SET):
            assert secret not in words(shown), one.url
    for one in (one for one in theirs if one.name == "scrutiny-redact-of"):
        assert client.post(one.url, one.form).status_code == 400, "words of the panel stay"
    assert state() == before


def test_an_oversight_member_sees_recommendations_alone(site: Site) -> None:
    theirs = member(
        *("one", "oversight", OrganisationKind.OVERSIGHT_BODY, Role.OVERSIGHT_MEMBER), force=None
    )
    client, before = browser(theirs), state()
    own = {"desk-scrutiny", "advice-list", "advice-template", "desk-anchors", "anchors-open"}
    public = {"desk-recommendations", "desk-recommendation", "recommend"}
    away = {"advice-draft-away"}

    found = tried(client, site, but=own | public | away)

    assert odd(found, DENIED) == {}
    client.post(address(site, "advice-draft-away"))
    assert state() == before, "the list of somebody else stays"
    only_their_own(client, site, own, "Oversight")
    for name in public:
        assert client.get(address(site, name)).status_code == 200


def test_somebody_signed_out_is_sent_to_sign_in_and_keeps_their_words(site: Site) -> None:
    before, client = state(), Client()
    for one in addresses(site):
        shown = client.get(one.url)
        assert (shown.status_code, shown.url.partition("?")[0]) == (302, SIGN_IN), one.url
        sent = client.post(one.url, one.form)
        assert sent.status_code in {302, 401}, one.url
        if sent.status_code == 302:
            assert sent.url.partition("?")[0] == SIGN_IN, one.url
            assert one.name in {"advice-list", "advice-draft", "advice-draft-away"} or (
                one.sent is None
            ), f"{one.url}: what was typed is lost"
        else:
            assert one.form["words"] in words(sent).replace("&#x27;", "'"), one.url
    assert state() == before


def test_a_number_larger_than_any_is_not_found(site: Site) -> None:
    client, large = browser(site.made.chair), "9" * 60
    for path in ("draws/{}/", "draws/{}/freeze/", "draws/1/cases/{}/", "draws/1/cases/{}/score/"):
        assert client.get(f"/workspace/scrutiny/{path.format(large)}").status_code == 404
    for path in ("recommendations/bedfordshire/{}/", f"meetings/{PANEL}/{{}}/"):
        assert client.get(f"/workspace/scrutiny/{path.format(large)}").status_code == 404
    for path in ("panel/members/{}/", "anchors/programme/{}/", "anchors/programme/3/cases/{}/"):
        assert client.get(f"/workspace/{path.format(large)}").status_code == 404


def test_a_member_takes_no_step_that_is_the_chairs(site: Site) -> None:
    client, before = browser(site.made.member), state()
    own = {"desk-scrutiny", "draw-find", "recommend"}  # and what any member may read or do
    of_chair = [
        one for one in addresses(site) if one.by == "chair" and one.name not in own | OF_A_MEMBER
    ]
    assert len(of_chair) > 25
    for one in of_chair:
        assert client.get(one.url).status_code == 403, one.url
        assert client.post(one.url, one.form).status_code in (
            {403} if one.sent is not None else {403, 405}
        ), one.url
    assert "Open a new draw" not in words(client.get(address(site, "desk-scrutiny")))
    assert state() == before
