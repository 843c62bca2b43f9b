"""Who may take which step: asked by role and organisation, and of the person for independence."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from made_alerts import EVIDENCE, Reviewed, prediction, raise_one

from evenhand.accounts.acting import Acting
from evenhand.accounts.errors import MayNot
from evenhand.accounts.models import Membership
from evenhand.accounts.roles import Role
from evenhand.accounts.services import give_role
from evenhand.audit.models import Entry as Private
from evenhand.monitoring import models, services
from evenhand.monitoring.errors import NotAllowed
from evenhand.monitoring.history import BY_THE_SITE, Kind, Step
from evenhand.monitoring.permissions import ANSWERS, steps
from evenhand.plan.quarters import Quarter
from plan.staff import organisation, somebody

pytestmark = pytest.mark.django_db


@pytest.fixture
def today() -> Reviewed:
    """A review that was opened a minute ago, as people sign in by the real clock."""
    return raise_one(now=timezone.now() - timedelta(minutes=1))


def does(by: Acting, one: Reviewed, kind: Kind, name: str, **said: Any) -> Step:
    with services.written_by(by, review=one.review, kind=kind, now=timezone.now()) as hand:
        given = {"expected": one.number, "words": "Words.", **said, **hand}
        done: Step = getattr(services.reviewing, name)(review=one.review, **given)
        return done


def explains(by: Acting, one: Reviewed) -> Step:
    ahead = timezone.localdate() + timedelta(days=100)  # in a later quarter
    return does(
        by,
        one,
        Kind.EXPLAINED,
        "explain",
        type="operation",
        evidence=[EVIDENCE],
        prediction=prediction(quarter=str(Quarter.of(ahead))),
    )


@pytest.mark.parametrize(
    ("role", "where", "allowed"),
    [
        (Role.ANALYST, "force", ANSWERS),
        (Role.PROGRAMME_MANAGER, "force", ANSWERS),
        (Role.WORKSTREAM_LEAD, "force", ANSWERS),
        (Role.CHIEF_OFFICER, "force", {Kind.SIGNED}),
        (Role.OFFICER, "force", set()),
        (Role.PUBLISHER, "force", {Kind.REDACTED}),
        (Role.PUBLISHER, "other force", set()),
        (Role.ANALYST, "other force", {Kind.JUDGED}),
        (Role.CHIEF_OFFICER, "other force", set()),
        (Role.PROGRAMME_MANAGER, "other force", set()),
        (Role.OVERSIGHT_MEMBER, "oversight", {Kind.JUDGED, Kind.COMMENTED}),
        (Role.PANEL_CHAIR, "panel", {Kind.JUDGED, Kind.COMMENTED}),
        (Role.PANEL_MEMBER, "group", {Kind.COMMENTED}),
        (Role.PANEL_CHAIR, "other group", set()),
        (Role.ADMINISTRATOR, "force", set()),
        (Role.INVESTIGATOR, "oversight", set()),
    ],
)
def test_each_role_takes_its_own_steps(role: Role, where: str, allowed: set[Kind]) -> None:
    assert steps(somebody(role, where), "demoshire") == allowed


def test_nobody_takes_the_site_s_own_steps() -> None:
    every = [somebody(role, "force") for role in (Role.PROGRAMME_MANAGER, Role.CHIEF_OFFICER)]
    assert not any(steps(one, "demoshire") & BY_THE_SITE for one in every)


def test_the_public_reads_a_role_and_the_private_log_the_person(today: Reviewed) -> None:
    analyst = somebody(Role.ANALYST)
    said = explains(analyst, today)

    assert (said.by, said.organisation) == ("Analyst", "Demoshire Police")
    kept = Private.objects.latest("pk")
    assert (kept.by, kept.subject) == (f"person/{analyst.person.pk}", "alert/demoshire/1")
    assert models.Taker.objects.get(step__number=said.number).person == analyst.person


def test_the_same_person_in_two_roles_does_not_judge_themselves(today: Reviewed) -> None:
    """Of the force by day and of the oversight body by night."""
    analyst = somebody(Role.ANALYST)
    said = explains(analyst, today)
    membership = give_role(
        person=analyst.person,
        organisation=organisation("oversight"),
        role=Role.OVERSIGHT_MEMBER,
        by=None,
        now=timezone.now(),
    )
    also = Acting(analyst.person, membership.organisation, (membership,))
    judged = {"explanation": said.number, "accepted": True}
    with pytest.raises(NotAllowed, match="wrote themselves"):
        does(also, today, Kind.JUDGED, "judge", **judged)
    does(somebody(Role.ANALYST, "other force"), today, Kind.JUDGED, "judge", **judged)


def test_the_force_s_analyst_cannot_judge_by_any_way(today: Reviewed) -> None:
    said = explains(somebody(Role.ANALYST), today)
    with pytest.raises(MayNot):
        does(
            somebody(Role.ANALYST),
            today,
            Kind.JUDGED,
            "judge",
            explanation=said.number,
            accepted=True,
        )


def test_nobody_signs_off_what_they_proposed(today: Reviewed) -> None:
    lead = somebody(Role.PROGRAMME_MANAGER)
    proposed = does(lead, today, Kind.CONCLUDED, "conclude", conclusion="not-explained")
    give_role(
        person=lead.person,
        organisation=lead.organisation,
        role=Role.CHIEF_OFFICER,
        by=None,
        now=timezone.now(),
    )
    with pytest.raises(NotAllowed, match="themselves"):
        does(lead, today, Kind.SIGNED, "sign_off", concludes=proposed.number)
    does(somebody(Role.CHIEF_OFFICER), today, Kind.SIGNED, "sign_off", concludes=proposed.number)


def test_a_role_that_ended_while_the_page_was_open_allows_nothing(today: Reviewed) -> None:
    analyst = somebody(Role.ANALYST)
    Membership.objects.filter(person=analyst.person).update(
        ended_at=timezone.now(), why_ended="moved on"
    )
    with pytest.raises(MayNot):
        explains(analyst, today)
    assert today.number == 1


def test_a_comment_of_a_panel_and_its_answer(today: Reviewed) -> None:
    said = does(somebody(Role.PANEL_MEMBER, "panel"), today, Kind.COMMENTED, "comment")
    assert (said.by, said.organisation) == ("Panel member", "Demoshire scrutiny panel")
    does(somebody(Role.ANALYST), today, Kind.REPLIED, "answer_comment", comment=said.number)
