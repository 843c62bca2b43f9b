"""Pages of the workspace: who sees what, from whom, and how they are sent."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from accounts.cast import PASSWORD, Cast, acting, code, signed_in
from evenhand.accounts.models import Invitation, Membership
from evenhand.accounts.roles import OrganisationKind, Role
from evenhand.accounts.services import add_organisation, give_role, invite
from evenhand.audit.models import Act, Entry

PEOPLE = "/workspace/people/"
NEW = "new@beds.example"
SIGNED_IN = (
    "/workspace/",
    "/workspace/what-i-may-do/",
    "/workspace/plan/",
    "/workspace/organisations/",
    "/workspace/account/",
    "/workspace/account/sessions/",
    "/workspace/account/password/",
    "/workspace/account/second-step/",
    "/workspace/account/second-step/app/remove/",
    "/workspace/account/passkeys/",
    "/workspace/account/passkeys/add/",
    "/workspace/account/sign-out/",
)
OF_PEOPLE = (PEOPLE, "/workspace/people/invite/")
OPEN = (
    "/workspace/account/sign-in/",
    "/workspace/account/reset/",
    "/workspace/account/reset/sent/",
    "/workspace/account/reset/done/",
    "/workspace/account/closed/",
    "/workspace/account/none-yet/",
    "/workspace/account/directory/cancelled/",
    "/workspace/account/directory/error/",
    "/workspace/invitation/nothing/",
)


@pytest.mark.parametrize("address", [*SIGNED_IN, *OF_PEOPLE, *OPEN])
def test_a_page_is_ours_is_kept_by_nobody_and_holds_nothing_inline(
    cast: Cast, address: str
) -> None:
    answer = signed_in(cast.owner).get(address)
    if address in OPEN:
        answer = Client().get(address)
    page = answer.content.decode()

    assert answer.status_code in {200, 401, 410}
    assert "eh-bar" in page, "in the design of the site"
    assert "no-store" in answer.headers["Cache-Control"]
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert not re.search(r"<style|\sstyle=|\son\w+=|javascript:", page)
    for script in re.findall(r"<script[^>]*>", page):
        assert "src=" in script or "application/json" in script


@pytest.mark.parametrize("address", [*SIGNED_IN, *OF_PEOPLE])
def test_who_is_signed_out_is_asked_to_sign_in(db: None, address: str) -> None:
    answer = Client().get(address)

    if address.endswith("sign-out/"):
        assert answer.status_code == 302
        return
    assert answer.url.startswith("/workspace/account/sign-in/?next=")


@pytest.mark.parametrize("address", OF_PEOPLE)
def test_a_role_that_may_not_see_people_does_not(cast: Cast, address: str) -> None:
    answer = signed_in(cast.mate).get(address)

    assert answer.status_code == 403
    assert "What I may do" in answer.content.decode()
    assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.parametrize("address", [*SIGNED_IN, *OF_PEOPLE, "/workspace/nowhere/"])
def test_every_page_of_who_is_signed_in_has_the_way_out(cast: Cast, address: str) -> None:
    page = signed_in(cast.owner).get(address).content.decode()

    assert 'action="/workspace/account/sign-out/"' in page


def test_fields_that_a_form_does_not_ask_for_change_nothing(cast: Cast) -> None:
    sent = {"email": NEW, "role": Role.ANALYST, "until": ""}
    more = {"organisation": "kent", "accepted_by": str(cast.owner.pk), "is_active": "0"}

    signed_in(cast.owner).post("/workspace/people/invite/", {**sent, **more})

    made = Invitation.objects.get()
    assert (made.organisation, made.accepted_by) == (cast.force, None)


def test_being_refused_is_in_the_log(cast: Cast) -> None:
    signed_in(cast.mate).get(PEOPLE)

    by = f"person/{cast.mate.pk}"
    refused = Entry.objects.filter(kind=Act.ACCESS, by=by).order_by("pk").last()
    assert refused is not None
    assert refused.subject == "organisation/bedfordshire"


def test_each_sees_the_people_of_their_own_organisation(cast: Cast) -> None:
    ours = signed_in(cast.owner).get(PEOPLE).content.decode()
    theirs = signed_in(cast.stranger).get(PEOPLE).content.decode()

    assert cast.mate.email in ours
    assert cast.stranger.email not in ours
    assert cast.stranger.email in theirs
    assert cast.mate.email not in theirs


@pytest.mark.parametrize("action", ["role", "end"])
def test_people_of_another_organisation_are_not_there(cast: Cast, action: str) -> None:
    number = Membership.objects.get(person=cast.mate).pk

    assert signed_in(cast.owner).get(f"{PEOPLE}{number}/{action}/").status_code == 200
    assert signed_in(cast.stranger).get(f"{PEOPLE}{number}/{action}/").status_code == 404


def test_seeing_people_is_in_the_log(cast: Cast) -> None:
    client = signed_in(cast.owner)
    client.get(PEOPLE)

    seen = Entry.objects.filter(kind=Act.CONSULTATION).get()
    assert (seen.by, seen.organisation) == (f"person/{cast.owner.pk}", "organisation/bedfordshire")


def test_what_i_may_do_says_so_with_reasons_and_what_i_may_not(cast: Cast) -> None:
    page = signed_in(cast.mate).get("/workspace/what-i-may-do/").content.decode()

    may, may_not = page.split("What you may not do")
    assert "Say how the actions you own are going" in may
    assert "Nobody knows better how an action is going" in may
    assert "Publish figures, reports and answers" in may_not
    assert "Publish figures, reports and answers" not in may


def test_who_has_two_organisations_chooses_and_sees_which_on_every_page(cast: Cast) -> None:
    panel = add_organisation(
        id="panel", name="Panel", kind=OrganisationKind.SCRUTINY_PANEL, force=cast.force.force
    )
    now = timezone.now()
    give_role(person=cast.mate, organisation=panel, role=Role.PANEL_CHAIR, by=None, now=now)
    client = signed_in(cast.mate)

    assert client.get("/workspace/").url == "/workspace/organisations/"
    assert client.post("/workspace/organisations/", {"organisation": "kent"}).status_code == 400
    client.post("/workspace/organisations/", {"organisation": "panel"})
    for address in SIGNED_IN[:6]:
        assert "<strong>Panel</strong>" in client.get(address).content.decode()
    assert client.get(PEOPLE).status_code == 200
    client.post("/workspace/organisations/", {"organisation": "bedfordshire"})
    assert "<strong>Bedfordshire Police</strong>" in client.get("/workspace/").content.decode()
    assert client.get(PEOPLE).status_code == 403, "the chair's role stays with the panel"


def test_a_choice_that_is_no_longer_theirs_is_asked_again(cast: Cast) -> None:
    client = signed_in(cast.mate)
    session = client.session
    session["organisation"] = "kent"
    session.save()

    assert client.get("/workspace/").url == "/workspace/organisations/"


def test_a_new_person_comes_in_by_the_link_of_the_mail(cast: Cast) -> None:
    owner, person = signed_in(cast.owner), Client()
    owner.post("/workspace/people/invite/", {"email": NEW, "role": Role.ANALYST, "until": ""})
    [message] = mail.outbox
    link = re.search(r"http://testserver(/\S+)", message.body)[1]
    assert (message.to, "Analyst" in message.body) == ([NEW], True)

    assert "Bedfordshire Police invites you as Analyst" in person.get(link).content.decode()
    assert Invitation.objects.get().accepted_at is None, "opening a link takes nothing up"
    short = person.post(link, {"name": "New", "password": "short"})
    assert (short.status_code, "12 characters or more" in short.content.decode()) == (400, True)
    done = person.post(link, {"name": "New", "password": PASSWORD})
    assert done.url == "/workspace/account/sign-in/"
    assert "Your account is ready" in person.get(done.url).content.decode()
    person.post(done.url, {"login": NEW, "password": PASSWORD})
    assert person.get("/workspace/").url == "/workspace/account/second-step/"

    again = Client().post(link, {"name": "Thief", "password": PASSWORD})
    assert again.status_code == 410
    assert "no longer be used" in again.content.decode()


def test_an_invitation_never_shows_another_persons_account(cast: Cast) -> None:
    by, now = acting(cast.owner), timezone.now()
    link = invite(email=cast.mate.email, role=Role.ANALYST, by=by, now=now).secret
    address = f"/workspace/invitation/{link}/"

    assert "Sign in to accept" in Client().get(address).content.decode()
    other = signed_in(cast.stranger)
    assert "another address" in other.post(address).content.decode()
    mate = signed_in(cast.mate)
    assert mate.post(address).url == "/workspace/"
    assert acting(cast.mate).roles == {Role.ACTION_OWNER, Role.ANALYST}


def test_a_forged_acceptance_is_refused(cast: Cast) -> None:
    by, now = acting(cast.owner), timezone.now()
    link = invite(email=NEW, role=Role.ANALYST, by=by, now=now).secret
    client = Client(enforce_csrf_checks=True)

    answer = client.post(f"/workspace/invitation/{link}/", {"name": "N", "password": PASSWORD})

    assert answer.status_code == 403
    assert Invitation.objects.get().accepted_at is None


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"email": "not an address"}, "Enter an e-mail address"),
        ({"role": Role.PANEL_CHAIR}, "Choose a role"),
        ({"role": ""}, "Choose a role"),
        ({"until": "soon"}, "Enter a date"),
        ({"until": "1/1/2020"}, "Access must end after today"),
    ],
)
def test_an_invitation_with_a_mistake_says_what_to_do(
    cast: Cast, wrong: dict[str, str], said: str
) -> None:
    sent = {"email": NEW, "role": Role.ANALYST, "until": "", **wrong}

    answer = signed_in(cast.owner).post("/workspace/people/invite/", sent)

    assert answer.status_code == 400
    assert said in answer.content.decode()
    assert "Error:" in answer.content.decode()
    assert not mail.outbox


def test_access_that_ends_soon_is_marked(cast: Cast) -> None:
    Membership.objects.filter(person=cast.mate).update(
        expires_at=timezone.now() + timedelta(days=9)
    )

    assert "eh-soon" in signed_in(cast.owner).get(PEOPLE).content.decode()


def test_a_page_asks_the_database_little(cast: Cast, django_assert_max_num_queries) -> None:
    client = signed_in(cast.owner)
    client.get(PEOPLE)

    with django_assert_max_num_queries(12):
        client.get(PEOPLE)


def test_a_code_in_a_session_of_another_person_is_of_no_use(cast: Cast) -> None:
    client = signed_in(cast.mate)

    client.post("/workspace/account/second-step/code/", {"code": code()})

    assert "Mate" in client.get("/workspace/").content.decode()
