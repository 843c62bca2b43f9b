"""Who may take which step of a recommendation: by role, organisation, and the person."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from made_recommendations import PROOF, WHAT, Advised, make

from evenhand.accounts.acting import Acting
from evenhand.accounts.errors import MayNot
from evenhand.accounts.models import Membership
from evenhand.accounts.roles import Role
from evenhand.accounts.services import give_role
from evenhand.audit.models import Entry as Private
from evenhand.forces import services as forces
from evenhand.scrutiny.models import Recommendation, RecommendationTaker
from evenhand.scrutiny.recommending import permissions, services
from evenhand.scrutiny.recommending.errors import NotAllowed
from evenhand.scrutiny.recommending.permissions import may_import, may_recommend, steps
from evenhand.scrutiny.recommending.steps import BY_THE_FORCE, FROM_OUTSIDE, Kind, Step
from evenhand.scrutiny.recommending.terms import Source
from monitoring.made_alerts import an_action
from plan.staff import organisation, somebody

pytestmark = pytest.mark.django_db


@pytest.fixture
def today(db: None) -> Advised:
    """A recommendation that was made a minute ago, as people sign in by the real clock."""
    return Advised(
        make(now=timezone.now() - timedelta(minutes=1), due=timezone.localdate() + timedelta(90))
    )


def does(by: Acting, one: Advised, kind: Kind, name: str, **said: Any) -> Step:
    now = timezone.now()
    with services.written_by(by, recommendation=one.row, kind=kind, now=now) as hand:
        given = {"expected": one.number, "words": "Words.", **said, **hand}
        done: Step = getattr(services, name)(recommendation=one.row, **given)
        return done


def recommends(by: Acting, **said: Any) -> Recommendation:
    with services.made_by(by, force_id="demoshire", now=timezone.now()) as hand:
        given: dict[str, Any] = {
            "force_id": "demoshire",
            "body": by.organisation,
            "what": WHAT,
            "why": "Because.",
            "to": "Chief constable",
            "due": timezone.localdate() + timedelta(days=90),
            "source": permissions.source_of(by),
        }
        return services.make(**(given | said), **hand)


@pytest.mark.parametrize(
    ("role", "where", "allowed"),
    [
        (Role.CHIEF_OFFICER, "force", BY_THE_FORCE),
        (Role.PROGRAMME_MANAGER, "force", BY_THE_FORCE),
        (Role.ANALYST, "force", set()),
        (Role.OFFICER, "force", set()),
        (Role.ADMINISTRATOR, "force", set()),
        (Role.CHIEF_OFFICER, "other force", set()),
        (Role.PROGRAMME_MANAGER, "programme", set()),
        (Role.PANEL_CHAIR, "panel", FROM_OUTSIDE),
        (Role.PANEL_MEMBER, "panel", FROM_OUTSIDE),
        (Role.ADMINISTRATOR, "panel", set()),
        (Role.PANEL_CHAIR, "group", set()),
        (Role.PANEL_CHAIR, "other group", set()),
        (Role.OVERSIGHT_MEMBER, "oversight", set()),
    ],
)
def test_each_role_takes_its_own_steps_with_what_a_panel_made(
    today: Advised, role: Role, where: str, allowed: set[Kind]
) -> None:
    assert steps(somebody(role, where), today.row) == allowed


@pytest.mark.parametrize(
    ("role", "where", "makes", "imports"),
    [
        (Role.PANEL_CHAIR, "panel", True, False),
        (Role.PANEL_MEMBER, "panel", True, False),
        (Role.OVERSIGHT_MEMBER, "oversight", True, True),
        (Role.OVERSIGHT_MEMBER, "programme", True, True),
        (Role.ANALYST, "oversight", False, False),
        (Role.PANEL_CHAIR, "other group", False, False),
        (Role.PROGRAMME_MANAGER, "force", False, False),
        (Role.CHIEF_OFFICER, "force", False, False),
    ],
)
def test_who_recommends_and_who_takes_in_lists(
    role: Role, where: str, makes: bool, imports: bool
) -> None:
    forces.load(["demoshire"])
    by = somebody(role, where)
    assert (may_recommend(by, "demoshire"), may_import(by, "demoshire")) == (makes, imports)
    if makes:
        row = recommends(by)
        wanted = Source.PANEL if where == "panel" else Source.OVERSIGHT
        assert (row.body, row.source) == (by.organisation, wanted)
        assert steps(by, row) == FROM_OUTSIDE
    else:
        with pytest.raises(MayNot):
            recommends(by)


def test_nobody_recommends_in_the_name_of_others() -> None:
    with pytest.raises(NotAllowed, match="name of others"):
        recommends(somebody(Role.PANEL_MEMBER, "panel"), body=organisation("oversight"))


def test_the_public_reads_a_role_and_the_private_log_the_person(today: Advised) -> None:
    chief = somebody(Role.CHIEF_OFFICER)
    said = does(chief, today, Kind.RESPONDED, "respond", response="accepted")
    assert (said.by, said.organisation) == ("Chief officer", "Demoshire Police")
    kept = Private.objects.latest("pk")
    assert (kept.by, kept.subject) == (f"person/{chief.person.pk}", "recommendation/demoshire/1")
    assert RecommendationTaker.objects.get(step__number=2).person == chief.person
    assert not any(str(chief.person.name) in str(one) for one in today.steps)


def test_nobody_answers_for_another_force_by_any_way(today: Advised) -> None:
    for by in (
        somebody(Role.CHIEF_OFFICER, "other force"),
        somebody(Role.PANEL_CHAIR, "panel"),
        somebody(Role.OVERSIGHT_MEMBER, "oversight"),
    ):
        with pytest.raises(MayNot):
            does(by, today, Kind.RESPONDED, "respond", response="accepted")
    assert today.number == 1


def test_the_same_person_in_two_roles_does_not_judge_themselves(today: Advised) -> None:
    """Of the force by day and of the panel by night."""
    manager = somebody(Role.PROGRAMME_MANAGER)
    action = an_action()
    does(manager, today, Kind.RESPONDED, "respond", response="accepted")
    does(manager, today, Kind.CARRIED, "carry", action=action)
    does(manager, today, Kind.SHOWN, "show", proof=PROOF)
    does(manager, today, Kind.COMPLETED, "complete")
    membership = give_role(
        person=manager.person,
        organisation=organisation("panel"),
        role=Role.PANEL_MEMBER,
        by=None,
        now=timezone.now(),
    )
    also = Acting(manager.person, membership.organisation, (membership,))
    with pytest.raises(NotAllowed, match="they themselves"):
        does(also, today, Kind.VIEWED, "view", view="satisfied")
    does(somebody(Role.PANEL_MEMBER, "panel"), today, Kind.VIEWED, "view", view="satisfied")
    assert today.now(timezone.localdate()).followed


def test_a_role_that_ended_while_the_page_was_open_allows_nothing(today: Advised) -> None:
    chief = somebody(Role.CHIEF_OFFICER)
    Membership.objects.filter(person=chief.person).update(
        ended_at=timezone.now(), why_ended="moved on"
    )
    with pytest.raises(MayNot):
        does(chief, today, Kind.RESPONDED, "respond", response="accepted")
    member = somebody(Role.PANEL_MEMBER, "panel")
    Membership.objects.filter(person=member.person).update(
        ended_at=timezone.now(), why_ended="left"
    )
    with pytest.raises(MayNot):
        recommends(member, what="Another thing.")
    assert today.number == 1


def test_what_it_comes_from_is_there_and_of_the_same_force() -> None:
    by = somebody(Role.PANEL_CHAIR, "panel")
    for wrong in (
        "draw/panel/1",
        "draw/panel/1/findings/1",
        "draw/panel/99999999999999999999/findings/1",
        "visit/panel/1",
        "alert/demoshire/1",
        "plan/demoshire/1",
        "draw/panel/1/cases/1",
    ):
        with pytest.raises(NotAllowed, match="to come from"):
            recommends(by, comes_from=[wrong])
    assert Recommendation.objects.count() == 0
