"""Erasing a person from the workspace and the command line: explained, and done for good."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.cast import Cast, signed_in
from cli.conftest import evenhand as evenhand  # noqa: PLC0414  (pytest finds it by name)
from evenhand.accounts.models import Membership, Person
from evenhand.accounts.roles import Role
from evenhand.accounts.services import give_role
from evenhand.cli.exits import Exit

WHY = "Asked under Article 17, request 3."
SENT = {"why": WHY, "keep_log_until": "", "sure": "yes"}


def address(person: Person) -> str:
    number = Membership.objects.filter(person=person).latest("pk").pk
    return f"/workspace/people/{number}/erase/"


def test_an_administrator_reads_what_goes_and_what_stays_and_erases(cast: Cast) -> None:
    client = signed_in(cast.owner)
    assert address(cast.mate) in client.get("/workspace/people/").content.decode()
    page = client.get(address(cast.mate)).content.decode()
    for said in ("What goes, for good", "What stays", "Must the log about them stay for a while"):
        assert said in page

    done = client.post(address(cast.mate), SENT, follow=True).content.decode()

    assert "They are erased, with" in done
    assert f"Erased person {cast.mate.pk}" in done
    assert "mate@beds.example" not in done
    assert address(cast.mate) not in done, "nobody is erased twice"
    assert "was erased before" in client.get(address(cast.mate)).content.decode()


def test_the_log_is_kept_until_the_day_that_was_typed(cast: Cast) -> None:
    until = timezone.localdate() + timedelta(days=40)

    signed_in(cast.owner).post(address(cast.mate), {**SENT, "keep_log_until": f"{until:%d/%m/%Y}"})

    assert Person.objects.get(pk=cast.mate.pk).log_kept_until == until


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"why": ""}, "Enter why they are erased"),
        ({"why": "Mate asked"}, "Do not name the person"),
        ({"sure": ""}, "no way back"),
        ({"keep_log_until": "soon"}, "Enter a date"),
        ({"keep_log_until": "1/1/2020"}, "today or later"),
    ],
)
def test_a_form_with_a_mistake_erases_nobody(cast: Cast, wrong: dict[str, str], says: str) -> None:
    answer = signed_in(cast.owner).post(address(cast.mate), {**SENT, **wrong})

    assert answer.status_code == 400
    assert says in answer.content.decode()
    assert Person.objects.get(pk=cast.mate.pk).erased_at is None


def test_the_last_administrator_and_oneself_stay(cast: Cast) -> None:
    client = signed_in(cast.owner)

    answer = client.post(address(cast.owner), SENT)

    assert (answer.status_code, "Nobody erases themselves" in answer.content.decode()) == (
        400,
        True,
    )
    assert address(cast.owner) not in client.get("/workspace/people/").content.decode()


@pytest.mark.parametrize("role", [Role.PROGRAMME_MANAGER, Role.INVESTIGATOR, Role.PUBLISHER])
def test_no_other_role_erases_anybody(cast: Cast, role: Role) -> None:
    now = timezone.now()
    give_role(person=cast.mate, organisation=cast.force, role=role, by=None, now=now)
    client = signed_in(cast.mate)

    assert client.get(address(cast.owner)).status_code == 403
    assert client.post(address(cast.owner), SENT).status_code == 403


def test_strangers_outsiders_and_forged_forms_erase_nobody(cast: Cast) -> None:
    assert signed_in(cast.stranger).post(address(cast.mate), SENT).status_code == 404
    assert "/sign-in/" in Client().post(address(cast.mate), SENT).url
    forged = signed_in(cast.owner, checks_tokens=True)
    assert forged.post(address(cast.mate), SENT).status_code == 403

    assert not Person.objects.filter(erased_at__isnull=False).exists()


def test_the_command_erases_and_later_the_log(
    cast: Cast, evenhand: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("evenhand.config.server.migrate", lambda: None)
    today = timezone.localdate()
    last = evenhand("person", "erase", "owner@beds.example", "--why", WHY)
    assert (last.status, "last administrator" in last.err) == (Exit.BAD_INPUT, True)
    assert evenhand("person", "erase", "mate@beds.example").status == Exit.BAD_INPUT

    kept = evenhand(
        *("person", "erase", "mate@beds.example", "--why", WHY, "--keep-log-until", str(today))
    )

    assert (kept.status, f"stays until {today}" in kept.err) == (Exit.FINE, True)
    assert "about 0 erased people" in evenhand("person", "erase-logs").err
    Person.objects.filter(pk=cast.mate.pk).update(log_kept_until=today - timedelta(days=1))
    assert "about 1 erased people" in evenhand("person", "erase-logs").err
    gone = evenhand("person", "erase", "stranger@kent.example", "--why", WHY)
    assert gone.status == Exit.BAD_INPUT, "the only administrator of Kent"
