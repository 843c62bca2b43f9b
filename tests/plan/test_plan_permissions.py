"""Who may take which step in a plan: by role, organisation and assignment, at this moment."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from made_plans import Played, new_plan, promised
from staff import given, member, somebody

from evenhand.accounts.errors import AlreadyThere, MayNot, NotHere, WrongRole
from evenhand.accounts.models import Membership
from evenhand.accounts.roles import Role
from evenhand.audit.models import Entry
from evenhand.ledger.models import Entry as Public
from evenhand.plan import models, selectors, services
from evenhand.plan.errors import NotAllowed
from evenhand.plan.history import NOT_FROM_THE_FORCE, Kind
from evenhand.plan.permissions import OWNERS, steps

ALL_OF_THE_FORCE = frozenset(Kind) - NOT_FROM_THE_FORCE - {Kind.REDACTED}


def allowed(by, plan, *, workstream: str = "respected", action: str = "") -> frozenset[Kind]:
    what = selectors.assigned(by, plan)
    return steps(by, plan, what, workstream=workstream, action=action)


def report(by, stops: Played, **other) -> None:
    plan, now = stops.action.plan, timezone.now()
    with services.written_by(
        by, plan=plan, action=stops.action, kind=Kind.REPORTED, now=now
    ) as who:
        services.report(action=stops.action, expected=stops.number, words="Going well.", **who)


def test_a_programme_manager_takes_every_step_of_the_own_force(stops: Played) -> None:
    manager = somebody(Role.PROGRAMME_MANAGER)

    assert allowed(manager, stops.action.plan) == ALL_OF_THE_FORCE


def test_a_lead_takes_every_step_in_the_workstream_that_is_theirs_and_none_in_another(
    stops: Played,
) -> None:
    plan = stops.action.plan
    lead = given(somebody(Role.WORKSTREAM_LEAD), plan, workstream="respected")

    assert allowed(lead, plan) == ALL_OF_THE_FORCE
    assert allowed(lead, plan, workstream="involved") == frozenset()


def test_an_owner_says_how_their_own_action_goes_and_does_not_declare_it_complete(
    stops: Played,
) -> None:
    plan, other = stops.action.plan, promised(stops.action.plan)
    owner = given(somebody(Role.ACTION_OWNER), plan, action=stops.action.key)

    assert allowed(owner, plan, action=stops.action.key) == OWNERS
    assert Kind.LEARNT in OWNERS
    assert Kind.COMPLETED not in OWNERS
    assert allowed(owner, plan, action=other.action.key) == frozenset()


@pytest.mark.parametrize("where", ["group", "panel"])
@pytest.mark.parametrize("role", [Role.PANEL_CHAIR, Role.PANEL_MEMBER])
def test_a_group_of_the_force_disputes_and_does_nothing_else(
    stops: Played, where: str, role: Role
) -> None:
    assert allowed(somebody(role, where), stops.action.plan) == {Kind.DISPUTED}


def test_a_group_of_another_force_has_no_say(stops: Played) -> None:
    assert allowed(somebody(Role.PANEL_CHAIR, "other group"), stops.action.plan) == frozenset()


@pytest.mark.parametrize("where", ["oversight", "programme"])
def test_who_oversees_comments_and_does_nothing_else(stops: Played, where: str) -> None:
    member = somebody(Role.OVERSIGHT_MEMBER, where)

    assert allowed(member, stops.action.plan) == {Kind.COMMENTED}


@pytest.mark.parametrize("role", [Role.PROGRAMME_MANAGER, Role.WORKSTREAM_LEAD, Role.ACTION_OWNER])
def test_nobody_of_another_force_takes_a_step(stops: Played, role: Role) -> None:
    assert allowed(somebody(role, "other force"), stops.action.plan) == frozenset()


def test_a_national_programme_manager_does_not_run_a_force_s_plan(stops: Played) -> None:
    manager = somebody(Role.PROGRAMME_MANAGER, "programme")

    assert allowed(manager, stops.action.plan) == frozenset()


@pytest.mark.parametrize(
    "role", [Role.ANALYST, Role.INVESTIGATOR, Role.ADMINISTRATOR, Role.CHIEF_OFFICER]
)
def test_other_roles_of_the_force_change_no_promise(stops: Played, role: Role) -> None:
    assert allowed(somebody(role), stops.action.plan) == frozenset()


def test_a_publisher_takes_unlawful_words_out_and_changes_no_promise(stops: Played) -> None:
    assert allowed(somebody(Role.PUBLISHER), stops.action.plan) == {Kind.REDACTED}


def test_the_public_reads_the_role_and_the_private_log_the_person(stops: Played) -> None:
    owner = given(somebody(Role.ACTION_OWNER), stops.action.plan, action=stops.action.key)

    report(owner, stops)

    change, entry = stops.changes[-1], Public.objects.get(kind="plan-reported")
    assert change.by == entry.by == "Superintendent, operations"  # who owns it, in the plan's words
    assert change.organisation == entry.organisation == "Demoshire Police"
    kept = Entry.objects.get(kind="alteration")
    assert kept.by == f"person/{owner.person.pk}"
    assert kept.subject == f"plan/demoshire/1/{stops.action.key}"
    assert owner.person.name not in str(entry.body)


def test_a_lead_is_named_as_the_plan_names_who_leads(stops: Played) -> None:
    plan = stops.action.plan
    lead = given(somebody(Role.WORKSTREAM_LEAD), plan, workstream="respected")
    report(lead, stops)
    manager = somebody(Role.PROGRAMME_MANAGER)
    now = timezone.now()
    with services.written_by(manager, plan=plan, kind=Kind.PROMISED, now=now) as who:
        services.name_lead(plan=plan, workstream="respected", expected=0, role="Supt, East", **who)

    report(lead, stops)

    assert [one.by for one in stops.changes[1:]] == ["Workstream lead", "Supt, East"]


def test_a_role_that_ended_while_the_page_was_open_allows_nothing(stops: Played) -> None:
    manager = somebody(Role.PROGRAMME_MANAGER)
    now = timezone.now()
    Membership.objects.filter(pk=member(manager).pk).update(ended_at=now)

    with pytest.raises(MayNot):
        report(manager, stops)

    assert len(stops.changes) == 1


def test_an_assignment_that_ended_allows_nothing(stops: Played) -> None:
    plan, manager = stops.action.plan, somebody(Role.PROGRAMME_MANAGER)
    owner = given(somebody(Role.ACTION_OWNER), plan, action=stops.action.key)
    number = models.Assignment.objects.get().pk

    services.end_assignment(number=number, plan=plan, by=manager, now=timezone.now())
    services.end_assignment(number=number, plan=plan, by=manager, now=timezone.now())

    with pytest.raises(MayNot):
        report(owner, stops)
    assert Entry.objects.filter(kind="access", subject__startswith="membership").count() >= 2


def test_what_is_refused_leaves_nothing_in_either_log(stops: Played) -> None:
    manager, before = somebody(Role.PROGRAMME_MANAGER), Public.objects.count()
    plan, now = stops.action.plan, timezone.now()

    with (
        pytest.raises(NotAllowed),
        services.written_by(
            manager, plan=plan, action=stops.action, kind=Kind.COMPLETED, now=now
        ) as who,
    ):
        services.complete(action=stops.action, expected=1, words="Done.", **who)

    assert Public.objects.count() == before
    assert not Entry.objects.filter(kind="alteration").exists()


def test_a_plan_and_what_is_theirs_are_found_from_the_organisation(stops: Played) -> None:
    plan = stops.action.plan
    promised(plan, workstream="involved")
    lead = given(somebody(Role.WORKSTREAM_LEAD), plan, workstream="respected")

    mine = selectors.mine(lead, on=timezone.localdate())

    assert mine is not None
    assert [one.key for one in mine.actions] == [stops.action.key]
    assert selectors.plan_for(somebody(Role.PANEL_CHAIR, "group")) is None
    assert selectors.plans_for(somebody(Role.PANEL_CHAIR, "group")) == [plan]
    assert selectors.plans_for(somebody(Role.OVERSIGHT_MEMBER, "oversight")) == [plan]
    assert selectors.plans_for(somebody(Role.PANEL_CHAIR, "other group")) == []


def test_a_lead_hands_out_actions_of_the_own_workstream_and_no_workstream(stops: Played) -> None:
    plan, other = stops.action.plan, promised(stops.action.plan, workstream="involved")
    lead = given(somebody(Role.WORKSTREAM_LEAD), plan, workstream="respected")
    owner, second = somebody(Role.ACTION_OWNER), somebody(Role.WORKSTREAM_LEAD)
    ask = {"plan": plan, "by": lead, "now": timezone.now()}

    services.assign(membership=member(owner).pk, action=stops.action.key, **ask)

    assert selectors.assigned(owner, plan).actions == {stops.action.key}
    with pytest.raises(MayNot):
        services.assign(membership=member(owner).pk, action=other.action.key, **ask)
    with pytest.raises(MayNot):
        services.assign(membership=member(second).pk, workstream="involved", **ask)


def test_nobody_assigns_to_strangers_to_other_roles_twice_or_to_nothing(stops: Played) -> None:
    plan = stops.action.plan
    stranger, analyst = somebody(Role.ACTION_OWNER, "other force"), somebody(Role.ANALYST)
    owner = somebody(Role.ACTION_OWNER)
    ask = {"plan": plan, "by": somebody(Role.PROGRAMME_MANAGER), "now": timezone.now()}
    key = stops.action.key

    with pytest.raises(NotHere, match="no such person"):
        services.assign(membership=member(stranger).pk, action=key, **ask)
    with pytest.raises(WrongRole):
        services.assign(membership=member(analyst).pk, action=key, **ask)
    with pytest.raises(WrongRole):
        services.assign(membership=member(owner).pk, workstream="respected", **ask)
    with pytest.raises(NotHere, match="no such workstream or action"):
        services.assign(membership=member(owner).pk, action="no-such", **ask)
    with pytest.raises(NotHere, match="Choose"):
        services.assign(membership=member(owner).pk, **ask)
    services.assign(membership=member(owner).pk, action=key, **ask)
    with pytest.raises(AlreadyThere):
        services.assign(membership=member(owner).pk, action=key, **ask)


def test_a_manager_of_another_force_assigns_nobody(stops: Played) -> None:
    plan = stops.action.plan
    other, owner = somebody(Role.PROGRAMME_MANAGER, "other force"), somebody(Role.ACTION_OWNER)

    with pytest.raises(MayNot):
        services.assign(
            plan=plan,
            membership=member(owner).pk,
            action=stops.action.key,
            by=other,
            now=timezone.now(),
        )


def test_whom_to_remind_is_who_has_access_now(stops: Played) -> None:
    plan = stops.action.plan
    owner = given(somebody(Role.ACTION_OWNER), plan, action=stops.action.key)
    lead = given(somebody(Role.WORKSTREAM_LEAD), plan, workstream="respected")
    [tracked] = selectors.tracked(plan, on=timezone.localdate())
    now = timezone.now()
    found = {one.pk for one in selectors.members_for(plan, tracked, now=now)}
    assert found == {member(owner).pk, member(lead).pk}

    Membership.objects.filter(pk=member(owner).pk).update(ended_at=now)

    assert [one.pk for one in selectors.members_for(plan, tracked, now=now)] == [member(lead).pk]


@pytest.mark.parametrize(
    ("rule", "other"),
    [
        ("an_assignment_is_to_a_workstream_or_an_action", {}),
        ("an_assignment_ends_after_it_began", {"ended_at": -1, "workstream": True}),
    ],
)
def test_the_database_keeps_an_assignment_whole(stops: Played, rule: str, other: dict) -> None:
    plan, now = new_plan(), timezone.now()
    row = {"membership": member(somebody(Role.WORKSTREAM_LEAD)), "plan": plan, "given_at": now}
    if other.get("workstream"):
        row["workstream"] = plan.framework.workstreams.first()
    if "ended_at" in other:
        row["ended_at"] = now - timedelta(days=1)

    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        models.Assignment.objects.create(**row)


def test_the_database_keeps_one_open_assignment_of_each(stops: Played) -> None:
    plan = stops.action.plan
    lead = given(somebody(Role.WORKSTREAM_LEAD), plan, workstream="respected")
    stream = plan.framework.workstreams.get(key="respected")
    row = {"membership": member(lead), "plan": plan, "given_at": timezone.now()}

    with pytest.raises(IntegrityError), transaction.atomic():
        models.Assignment.objects.create(**row, workstream=stream)


def test_others_comment_also_on_what_was_withdrawn_and_the_force_does_not(stops: Played) -> None:
    plan, overseer = stops.action.plan, somebody(Role.OVERSIGHT_MEMBER, "oversight")
    stops.step("withdraw", timezone.localdate() - timedelta(days=1), reason="Given up.")

    now = timezone.now()
    with services.written_by(
        overseer, plan=plan, action=stops.action, kind=Kind.COMMENTED, now=now
    ) as who:
        services.comment(action=stops.action, expected=2, words="Say what comes instead.", **who)

    assert (stops.changes[-1].by, stops.changes[-1].organisation) == (
        "Oversight member",
        "Oversight body",
    )
    with pytest.raises(NotAllowed, match="comments come from those who look at its work"):
        stops.step("comment", timezone.localdate() + timedelta(days=1), words="Well done us.")
