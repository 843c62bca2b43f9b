"""Teams: who sees and keeps them, what becomes of a name, and which records are still taken."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.cast import signed_in
from encounters.phones import Phone, kept, officer, states
from evenhand.accounts.errors import MayNot
from evenhand.accounts.roles import Role
from evenhand.audit.models import Entry
from evenhand.encounters.answering import issuing, scopes
from evenhand.encounters.errors import NotHere, NotNow
from evenhand.encounters.models import Signed, Stop, Team, TeamChange, TokenKey
from evenhand.encounters.selectors import teams as selectors
from evenhand.encounters.selectors.officers import STILL_TAKEN, teams, teams_now
from evenhand.encounters.services import teams as services
from evenhand.ledger.kept import NeverChanged

pytestmark = pytest.mark.django_db
FORCE = "bedfordshire"
ALL = "/workspace/stops/teams/"


@pytest.fixture
def phone(db: None, settings: Any, tmp_path: Any) -> Phone:
    settings.KEYS = tmp_path / "keys"
    return Phone(officer("ada")).registered()


@pytest.fixture
def boss(phone: Phone) -> Any:
    return officer("boss", role=Role.SUPERVISOR)


def add(*names: str, by: Any) -> list[Team]:
    return services.add(names=names, by=by, now=timezone.now())


def rename(team: Team, name: str, by: Any, reason: str = "Stations were merged.") -> Team:
    return services.rename(team=team.pk, name=name, reason=reason, by=by, now=timezone.now())


def text(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.PROGRAMME_MANAGER])
def test_supervisors_and_programme_managers_see_teams_in_the_order_of_names(
    phone: Phone, role: Role
) -> None:
    kept(phone, team="Portwell")
    kept(phone, team="<b>Ashby")
    client = signed_in(officer("who", role=role).person)

    shown = text(client.get(ALL))

    assert shown.index("&lt;b&gt;Ashby") < shown.index("Portwell")
    assert shown.count("Only in records") == 2
    assert "No key of its own" in shown
    assert "No team is kept here yet" in shown
    assert ALL in text(client.get("/workspace/"))


@pytest.mark.parametrize("role", [Role.OFFICER, Role.ANALYST, Role.PUBLISHER])
def test_others_of_the_force_do_not(phone: Phone, role: Role) -> None:
    client = signed_in(officer("other", role=role).person)

    assert client.get(ALL).status_code == 403
    assert client.post(ALL, {"name": "Roads"}).status_code == 403
    assert not Team.objects.exists()


def test_names_of_records_are_taken_up_at_once(phone: Phone, boss: Any) -> None:
    kept(phone, team="Portwell")
    client = signed_in(boss.person)

    done = client.post(ALL, {"names": "records"})
    again = client.post(ALL, {"name": "Portwell"})
    empty = client.post(ALL, {"name": " "})

    assert (done.status_code, again.status_code, empty.status_code) == (303, 303, 400)
    assert "Enter the name of the team" in text(empty)
    assert [one.name for one in Team.objects.all()] == ["Portwell"]
    assert Entry.objects.filter(kind="alteration", subject__startswith="team/").count() == 1


def test_a_team_gets_another_name_with_a_reason_and_records_keep_theirs(
    phone: Phone, boss: Any
) -> None:
    stop = kept(phone, team="Portwell")
    (team,) = add("Portwell", by=boss)
    client, address = signed_in(boss.person), reverse("stop-team", args=[team.pk])

    without = client.post(address, {"name": "Harbour", "words": ""})
    done = client.post(address, {"name": "Harbour", "words": "The station moved."})
    shown = text(client.get(ALL))

    assert (without.status_code, done.status_code) == (400, 303)
    assert "Enter why: it is kept" in text(without)
    assert "Portwell became Harbour. Boss: The station moved." in shown
    assert Stop.objects.get(pk=stop.pk).team == "Portwell"
    assert [(one.name, one.officers) for one in selectors.teams_of(FORCE, now=phone.now)] == [
        ("Harbour", 1)
    ]
    assert client.get(address).status_code == 404


def test_two_teams_are_put_together_and_an_officer_of_both_counts_once(
    phone: Phone, boss: Any
) -> None:
    one, two = add("North", "South", by=boss)
    kept(phone, team="North")
    kept(phone, team="South")
    kept(Phone(officer("bea")).registered(), team="South")

    assert rename(one, "South", boss) == two

    assert {seen.name: seen.officers for seen in selectors.teams_of(FORCE, now=phone.now)} == {
        "South": 2
    }
    assert teams_now(FORCE) == ["South"]


def test_a_record_with_the_old_name_is_taken_for_a_month_and_then_to_be_mended(
    phone: Phone, boss: Any
) -> None:
    """It may lie on a phone that is offline while the team is renamed."""
    (team,) = add("Portwell", by=boss)
    waiting = phone.sealed(phone.stop(team="Portwell"))
    rename(team, "Harbour", boss)

    assert states(phone.send(waiting)) == ["kept"]
    assert teams_now(FORCE) == ["Harbour"]
    then = timezone.now() - STILL_TAKEN - timedelta(days=1)
    Team.objects.filter(pk=team.pk).update(since=then, ended_at=then)
    assert teams(FORCE, at=timezone.now()) == {"Harbour"}
    assert teams(FORCE, at=then) == {"Harbour", "Portwell"}, "as it was then"
    assert states(phone.send(phone.sealed(phone.stop(team="Portwell")))) == ["to_mend"]


def test_a_name_that_came_back_is_a_team_of_its_own(phone: Phone, boss: Any) -> None:
    (team,) = add("North", by=boss)
    rename(rename(team, "South", boss), "North", boss)

    assert teams_now(FORCE) == ["North"]
    assert selectors.became(FORCE) == {"South": "North"}


def test_a_team_that_ends_goes_nowhere(phone: Phone, boss: Any) -> None:
    one, two = add("North", "South", by=boss)
    client = signed_in(boss.person)

    done = client.post(
        reverse("stop-team", args=[one.pk]), {"name": "", "end": "yes", "words": "Closed."}
    )

    assert done.status_code == 303
    assert "North ended. Boss: Closed." in text(client.get(ALL))
    assert teams_now(FORCE) == ["South"]
    with pytest.raises(NotNow, match="has this name already"):
        rename(two, "South", boss)
    with pytest.raises(NotNow, match="Enter why"):
        rename(two, "East", boss, reason=" ")
    assert teams_now(FORCE) == ["South"], "nothing of what was refused stays"


def test_nobody_changes_a_team_of_another_force_or_without_the_role(
    phone: Phone, boss: Any
) -> None:
    (team,) = add("North", by=boss)
    stranger = officer("stranger", "cumbria", Role.SUPERVISOR)

    with pytest.raises(NotHere):
        rename(team, "Ours", stranger)
    with pytest.raises(MayNot):
        rename(team, "Ours", phone.by)
    strange = signed_in(stranger.person)
    assert strange.get(reverse("stop-team", args=[team.pk])).status_code == 404
    assert "North" not in text(strange.get(ALL))
    assert not TeamChange.objects.exists()


def test_what_became_of_a_team_is_never_changed(phone: Phone, boss: Any) -> None:
    (team,) = add("North", by=boss)
    rename(team, "South", boss)

    with pytest.raises(NeverChanged):
        TeamChange.objects.all().delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        TeamChange._base_manager.all()._raw_delete("default")
    assert TeamChange.objects.count() == 1


def test_a_renamed_team_of_ten_has_slips_of_its_own_under_its_new_name(
    phone: Phone, boss: Any
) -> None:
    (team,) = add("North", by=boss)
    rename(team, "South", boss)
    for number in range(10):
        other = Phone(officer(f"officer{number}")).registered()
        kept(other, team="North" if number % 2 else "South")
    following = scopes.following(scopes.quarter_of(phone.now))

    keys = issuing.open_quarter(FORCE, quarter=following, now=phone.now)

    assert [key.scope for key in keys if key.scope.startswith(scopes.TEAM)] == ["team:South"]


def test_slips_of_a_team_that_did_not_come_back_stand_on_the_page(phone: Phone, boss: Any) -> None:
    add("North", by=boss)
    key = TokenKey.objects.create(
        id="a" * 64,
        force_id=FORCE,
        quarter=scopes.quarter_of(phone.now),
        scope="team:North",
        public=b"x",
        box=b"x",
    )
    Signed.objects.create(key=key.pk, slips=213)

    shown = text(signed_in(boss.person).get(ALL))

    assert shown.count("about 210") == 2
    assert "a reason to ask, and no answer" in shown


def test_a_page_of_teams_of_a_force_without_any_says_so(boss: Any) -> None:
    shown = text(Client().get(ALL))
    assert "North" not in shown
    assert "No record names a team yet." in text(signed_in(boss.person).get(ALL))
