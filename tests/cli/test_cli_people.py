"""`evenhand organisation`, `person` and `passwords`."""

from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.utils import timezone

from accounts.cast import PASSWORD, Cast, signed_in
from accounts.conftest import cast as cast  # noqa: PLC0414  (pytest finds it by name)
from cli.conftest import Evenhand
from evenhand.accounts.models import Membership, Organisation, Person
from evenhand.accounts.passwords.packed import Packed
from evenhand.accounts.signing_in.factors import has_second_step
from evenhand.audit.models import Entry
from evenhand.config import server


@pytest.fixture(autouse=True)
def a_site(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The tests' own database is up to date already."""
    monkeypatch.setattr(server, "migrate", lambda: None)


def test_the_first_administrator_comes_in_by_a_link(evenhand: Evenhand) -> None:
    add = ("organisation", "add", "kent", "--name", "Kent", "--kind", "force", "--force", "kent")
    assert evenhand(*add).status == 0
    assert evenhand(*add).status == 0, "doing it again changes nothing"

    made = evenhand("person", "invite", "first@kent.example", "--organisation", "kent")

    [link] = made.out.splitlines()
    client = Client()
    client.post(urlsplit(link).path, {"name": "First", "password": PASSWORD})
    held = Membership.objects.get(person__email="first@kent.example")
    assert (held.role, held.organisation_id, held.given_by) == ("administrator", "kent", None)
    again = evenhand("person", "invite", "first@kent.example", "--organisation", "kent")
    assert (again.status, "already has this role" in again.err) == (2, True)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("organisation", "add", "x", "--name", "X", "--kind", "club"), "is none of force"),
        (("person", "invite", "a@b.example", "--organisation", "x"), "there are: none yet"),
        (("person", "close", "a@b.example"), "Nobody here signs in as a@b.example"),
        (("person", "invite", "a@b.example", "--organisation", "x", "--role", "king"), "is none"),
    ],
)
def test_what_does_not_exist_is_said_in_a_sentence(
    evenhand: Evenhand, arguments: tuple[str, ...], said: str
) -> None:
    ran = evenhand(*arguments)

    assert (ran.status, said in ran.err) == (2, True)


def test_an_oversight_body_is_named_for_its_forces(evenhand: Evenhand) -> None:
    add = ("organisation", "add", "pcc", "--name", "PCC", "--kind", "oversight body")
    assert evenhand(*add).status == 0
    body = Organisation.objects.get(pk="pcc")
    said = []
    for named in (["kent", "essex"], ["kent"], ["kent"], []):
        ran = evenhand("organisation", "oversees", "pcc", *named)
        said.append((ran.status, sorted(body.oversees.values_list("pk", flat=True))))
    assert said == [(0, ["essex", "kent"]), (0, ["kent"]), (0, ["kent"]), (0, [])]

    force = ("organisation", "add", "kent", "--name", "Kent", "--kind", "force", "--force", "kent")
    assert evenhand(*force).status == 0
    for arguments, words in ((("kent", "essex"), "no oversight body"), (("nobody",), "there are")):
        refused = evenhand("organisation", "oversees", *arguments)
        assert (refused.status, words in refused.err) == (2, True)


def test_an_account_is_closed_and_what_it_did_stays(cast: Cast, evenhand: Evenhand) -> None:
    client = signed_in(cast.mate)

    assert evenhand("person", "close", cast.mate.email.upper(), "--why", "left").status == 0

    assert client.get("/workspace/").status_code == 302
    assert not Person.objects.get(pk=cast.mate.pk).is_active
    assert Membership.objects.get(person=cast.mate).why_ended == "left"
    before = Entry.objects.count()
    assert evenhand("person", "close", cast.mate.email).status == 0
    assert Entry.objects.count() == before, "closing twice closes once"


def test_who_runs_the_site_ends_the_sessions_of_a_person(cast: Cast, evenhand: Evenhand) -> None:
    here, other = Client(), signed_in(cast.stranger)
    here.post("/workspace/account/sign-in/", {"login": cast.owner.email, "password": PASSWORD})
    assert here.get("/workspace/account/").status_code == 200

    ran = evenhand("person", "sign-out", cast.owner.email)

    assert "1 sessions of Owner ended" in ran.err
    assert here.get("/workspace/account/").status_code == 302
    assert other.get("/workspace/").status_code == 200


def test_a_new_second_step_ends_sessions_and_is_in_the_log(cast: Cast, evenhand: Evenhand) -> None:
    signed_in(cast.owner)
    assert has_second_step(cast.owner)
    before = Entry.objects.count()

    ran = evenhand("person", "new-second-step", cast.owner.email, "--why", "met in person")

    assert ran.status == 0
    assert not has_second_step(cast.owner)
    logged = Entry.objects.order_by("pk")[before:]
    assert any("met in person" in one.body for one in logged)
    assert all(one.at <= timezone.now() for one in logged if one.at)


def test_a_list_of_passwords_is_packed(tmp_path: Path, evenhand: Evenhand) -> None:
    (tmp_path / "list.txt").write_text("violet anchor teapot\ndragon\n", encoding="utf-8")

    ran = evenhand("passwords", tmp_path / "list.txt", tmp_path / "packed")

    assert (ran.status, "2 passwords" in ran.err) == (0, True)
    assert PASSWORD in Packed(tmp_path / "packed")
