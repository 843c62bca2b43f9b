"""Who does an action, or leads its workstream, is reminded before and after; each time once."""

from datetime import date, timedelta

import pytest
from django.core import mail
from scene import assigned, at, mails, person

from evenhand.accounts.roles import Role
from evenhand.accounts.services import close
from evenhand.following import services
from evenhand.following.models import Letter, Round, Told
from evenhand.following.moments import AGAIN, About, moments
from evenhand.plan import models, selectors
from evenhand.plan.terms import Milestone
from plan.made_plans import GROUP, OPENED, Played, promised, terms

pytestmark = pytest.mark.django_db
DUE = terms().due_on
STEP = terms().milestones[0].due_on


def keys(action: Played, on: date, about: About) -> list[str]:
    """The reminders of one kind that it is time for on a day."""
    one = selectors.action(action.action.plan, action.action.key, on=on)
    assert one is not None
    found = moments(one, stale_after=action.action.plan.stale_after)
    return [each.key for each in found if each.about is about]


def told_on(action: Played, about: About, first: date, days: int) -> list[int]:
    """On which days a new reminder begins, counted from the first."""
    seen: set[str] = set()
    begun = []
    for number in range(days):
        new = set(keys(action, first + timedelta(days=number), about)) - seen
        if new:
            begun.append(number)
        seen |= new
    return begun


def test_a_date_is_told_four_weeks_and_a_week_before_the_day_after_and_every_four_weeks(
    stops: Played,
) -> None:
    first = DUE - timedelta(days=60)

    begun = told_on(stops, About.DATE, first, 60 + 1 + 3 * AGAIN)

    assert [number - 60 for number in begun] == [-28, -7, 1, 29, 57]


def test_a_milestone_is_told_like_a_date_until_it_is_reached(stops: Played) -> None:
    first = STEP - timedelta(days=60)
    begun = told_on(stops, About.MILESTONE, first, 120)
    assert [number - 60 for number in begun] == [-28, -7, 1, 29, 57]

    stops.step("reach", STEP + timedelta(days=1), milestone="pilot", words="Done.")
    assert keys(stops, STEP + timedelta(days=2), About.MILESTONE) == []


def test_a_date_that_is_moved_begins_anew(stops: Played) -> None:
    before = keys(stops, DUE - timedelta(days=7), About.DATE)
    stops.step(
        "change",
        DUE - timedelta(days=6),
        terms=terms(due_on=DUE + timedelta(days=30)),
        reason="The supplier is late.",
    )

    assert keys(stops, DUE - timedelta(days=6), About.DATE) == []
    assert keys(stops, DUE + timedelta(days=23), About.DATE) != before


def test_silence_is_told_when_the_public_reads_it_and_every_four_weeks(stops: Played) -> None:
    starts = terms().starts_on
    begun = told_on(stops, About.STALE, starts, 92 + AGAIN)
    assert begun == [91, 91 + AGAIN]

    stops.step("report", starts + timedelta(days=100), words="It goes well.")
    assert keys(stops, starts + timedelta(days=101), About.STALE) == []


def test_a_dispute_is_told_from_its_day_until_it_is_answered(stops: Played) -> None:
    on = date(2025, 5, 1)
    stops.finish(on)
    disputed = stops.step("dispute", on, GROUP, words="Not in the north.")
    assert told_on(stops, About.DISPUTE, on, 40) == [0, AGAIN]
    assert keys(stops, on, About.DATE) == []

    stops.step(
        "answer", on + timedelta(days=3), dispute=disputed.number, stands=True, words="It is."
    )
    assert keys(stops, on + timedelta(days=3), About.DISPUTE) == []


def test_a_promise_that_was_withdrawn_is_nobody_s_to_do(stops: Played) -> None:
    stops.step("withdraw", DUE - timedelta(days=20), reason="No money.")

    assert not [key for about in About for key in keys(stops, DUE + timedelta(days=9), about)]


def test_the_owner_and_the_lead_are_told_in_one_mail_a_day_each(
    plan: models.Plan, stops: Played
) -> None:
    other = promised(plan, title="Publish the figures")
    elsewhere = promised(plan, workstream="involved", title="Ask young people")
    owner, lead = person("owner", Role.ACTION_OWNER), person("lead", Role.WORKSTREAM_LEAD)
    manager = person("manager", Role.PROGRAMME_MANAGER)
    assigned(owner, plan, action=stops.action)
    assigned(lead, plan, workstream="respected")

    told = {one.to[0]: one.body for one in mails(at(STEP - timedelta(days=7)))}

    assert set(told) == {owner.email, lead.email, manager.email}
    assert "Record every vehicle stop" in told[owner.email]
    assert "Publish the figures" not in told[owner.email]
    assert "Publish the figures" in told[lead.email]
    assert "Milestone “Pilot in two districts”: due on 30 June 2025." in told[lead.email]
    # Nobody is assigned to it, so that who runs the plan is told.
    assert "Ask young people" in told[manager.email]
    assert "Record every" not in told[manager.email]
    assert "/workspace/" in told[owner.email]
    assert elsewhere.action.key in told[manager.email]
    assert other.action.key in told[lead.email]


def test_each_is_told_once_however_often_the_round_is_made(
    plan: models.Plan, stops: Played
) -> None:
    assigned(person("owner", Role.ACTION_OWNER), plan, action=stops.action)

    sent = [len(mails(at(STEP - timedelta(days=7 - day), 8))) for day in range(7) for _ in "ab"]

    assert sent == [1, *[0] * 13]
    assert Told.objects.count() == 1


def test_a_day_on_which_nothing_ran_is_made_good(plan: models.Plan, stops: Played) -> None:
    assigned(person("owner", Role.ACTION_OWNER), plan, action=stops.action)

    assert len(mails(at(STEP - timedelta(days=3)))) == 1


def test_who_has_left_is_not_told_and_who_runs_the_plan_is(
    plan: models.Plan, stops: Played
) -> None:
    owner = person("owner", Role.ACTION_OWNER)
    manager = person("manager", Role.PROGRAMME_MANAGER)
    assigned(owner, plan, action=stops.action)
    close(person=owner, now=at(STEP - timedelta(days=60)))

    assert [one.to for one in mails(at(STEP - timedelta(days=7)))] == [[manager.email]]


def test_who_leaves_between_the_round_and_the_mail_is_not_told(
    plan: models.Plan, stops: Played
) -> None:
    owner = person("owner", Role.ACTION_OWNER)
    assigned(owner, plan, action=stops.action)
    now = at(STEP - timedelta(days=7))
    services.prepare(now=now)
    close(person=owner, now=now)

    assert mails(now) == []
    assert Letter.objects.get().given_up_at


def test_an_assignment_that_has_ended_reminds_nobody(plan: models.Plan, stops: Played) -> None:
    held = assigned(person("owner", Role.ACTION_OWNER), plan, action=stops.action)
    held.ended_at = at(OPENED.date(), 20)
    held.save()

    assert mails(at(STEP - timedelta(days=7))) == []


def test_only_the_latest_plan_reminds(plan: models.Plan, stops: Played) -> None:
    from plan.made_plans import new_plan

    person("manager", Role.PROGRAMME_MANAGER)
    new_plan()

    assert mails(at(STEP - timedelta(days=7))) == []


def test_a_late_promise_says_what_can_be_done_and_what_was_first_promised(
    plan: models.Plan, stops: Played
) -> None:
    assigned(person("owner", Role.ACTION_OWNER), plan, action=stops.action)
    moved = DUE + timedelta(days=10)
    stops.step("reach", STEP, milestone="pilot", words="Done.")
    stops.step("change", DUE, terms=terms(due_on=moved), reason="The supplier is late.")

    mails(at(moved + timedelta(days=1)))

    [told] = mail.outbox
    assert told.subject == "Reminder: Record every vehicle stop"
    assert "Its date, 10 October 2025, has passed." in told.body
    assert "First promised for 30 September 2025." in told.body


def test_several_things_are_one_mail(plan: models.Plan, stops: Played) -> None:
    promised(plan, milestones=(Milestone(key="a", words="First", due_on=STEP),))
    assigned(person("lead", Role.WORKSTREAM_LEAD), plan, workstream="respected")

    [told] = mails(at(STEP + timedelta(days=1)))

    assert told.subject == "Reminder: 2 actions of your plan"
    assert "First" in told.body
    # One block an action, however much there is to say of it.
    assert told.body.count("Record every vehicle stop") == 2
    assert told.body.count("Nothing has been said about it since 1 April 2025.") == 2


def test_looking_says_how_many_would_be_reminded_and_changes_nothing(
    plan: models.Plan, stops: Played
) -> None:
    assigned(person("owner", Role.ACTION_OWNER), plan, action=stops.action)
    now = at(STEP - timedelta(days=7))

    assert services.would_prepare(now=now).reminders == 1
    assert not Round.objects.exists()
    assert services.prepare(now=now).reminders == 1
    assert services.would_prepare(now=now).reminders == 0


def test_a_round_that_breaks_off_in_the_middle_is_not_half_made(
    plan: models.Plan, stops: Played, monkeypatch: pytest.MonkeyPatch
) -> None:
    assigned(person("owner", Role.ACTION_OWNER), plan, action=stops.action)
    now = at(STEP - timedelta(days=7))

    class PowerCutError(RuntimeError):
        pass

    def cut(*_given: object, **_more: object) -> None:
        raise PowerCutError

    monkeypatch.setattr(Told.objects, "bulk_create", cut)
    with pytest.raises(PowerCutError):
        services.prepare(now=now)
    assert not Round.objects.exists()
    assert not Letter.objects.exists()
    monkeypatch.undo()

    assert len(mails(now)) == 1
