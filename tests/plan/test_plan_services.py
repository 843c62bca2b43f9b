"""Writes to a plan: what is allowed, what is refused and with which words, and what is kept."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from made_plans import FORCE, GROUP, OPENED, Played, new_plan, promised, terms

from evenhand.forces import services as forces
from evenhand.ledger.models import Entry
from evenhand.plan import models, selectors, services
from evenhand.plan.errors import AlreadyThere, EditedMeanwhile, NotAllowed, UnknownReference
from evenhand.plan.frameworks import example
from evenhand.plan.history import Kind
from evenhand.plan.quarters import Span
from evenhand.plan.terms import Target

MAY, JUNE, SEPTEMBER = date(2025, 5, 1), date(2025, 6, 20), date(2025, 9, 1)
LATER = terms(due_on=date(2025, 12, 31))


def test_a_moved_date_leaves_both_dates(stops: Played) -> None:
    stops.step("change", MAY, terms=LATER, reason="The pilot started late.")

    now = stops.now(MAY)
    assert (now.first.due_on, now.now.due_on) == (date(2025, 9, 30), date(2025, 12, 31))
    assert [one.words for one in stops.changes] == ["", "The pilot started late."]


def test_the_second_of_two_people_is_shown_what_the_first_did(stops: Played) -> None:
    seen = stops.number
    stops.step("change", MAY, terms=LATER, reason="The pilot started late.")

    with pytest.raises(EditedMeanwhile, match="Somebody else changed") as refusal:
        stops.step("report", MAY, expected=seen, words="All is well.")

    assert [one.words for one in refusal.value.meanwhile] == ["The pilot started late."]
    assert [one.kind for one in stops.changes] == [Kind.PROMISED, Kind.CHANGED]


def test_every_change_is_an_entry_of_the_public_ledger(stops: Played) -> None:
    stops.finish(JUNE)

    address = f"plan/demoshire/{stops.action.plan.iteration}/{stops.action.key}"
    found = Entry.objects.filter(subject=address).order_by("pk")
    assert [one.kind for one in found] == [
        "plan-promised",
        "plan-reached",
        "plan-evidence",
        "plan-completed",
    ]
    assert {(one.by, one.organisation) for one in found} == {tuple(FORCE.values())}


def test_what_is_refused_leaves_no_trace(stops: Played) -> None:
    before = (models.Change.objects.count(), Entry.objects.count())

    for wrong in ({"address": "http://demoshire.example/"}, {"title": " "}, {"kind": "rumour"}):
        said: dict[str, Any] = {
            "kind": "link",
            "title": "T",
            "address": "https://demoshire.example/",
        }
        with pytest.raises(NotAllowed, match="Evidence is a link"):
            stops.step("add_evidence", MAY, words="Look.", **{**said, **wrong})
    with pytest.raises(UnknownReference):
        stops.step("change", MAY, terms=terms(commitments=("world-peace",)), reason="Why not.")

    assert (models.Change.objects.count(), Entry.objects.count()) == before


REFUSED = [
    ("report", {"words": " "}, "Say why"),
    ("report", {"words": "\u202eneddih"}, "nobody can see"),
    ("report", {"words": "x", **GROUP}, "Only the force"),
    ("change", {"terms": terms(), "reason": "No reason."}, "Nothing would change"),
    ("reach", {"milestone": "moon", "words": "There."}, "no milestone “moon”"),
    ("complete", {"words": "Done."}, "Nothing shows that it was done"),
    ("dispute", {"words": "It is not.", **GROUP}, "Only a completion"),
    ("answer", {"dispute": 1, "stands": True, "words": "It is."}, "no such dispute"),
    ("reopen", {"reason": "A mistake."}, "not said to be complete"),
    ("override", {"says": "complete", "reason": "We say so."}, "Anything else is worked out"),
    ("override", {"says": "disputed", "reason": "We say so."}, "Anything else is worked out"),
    ("end_override", {"reason": "Over."}, "No other status"),
    (
        "add_evidence",
        {"kind": "file", "title": "T", "words": "W", "address": "a" * 64},
        "no longer here",
    ),
]


@pytest.mark.parametrize(("name", "said", "sentence"), REFUSED)
def test_a_new_promise_refuses(
    stops: Played, name: str, said: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(NotAllowed, match=sentence):
        stops.step(name, MAY, **said)

    assert stops.number == 1


def test_complete_needs_every_milestone(stops: Played) -> None:
    stops.show(MAY)

    with pytest.raises(NotAllowed, match="still to be reached: “Pilot in two districts”"):
        stops.step("complete", MAY, words="Done.")


CLOSED = [
    ("change", {"terms": LATER, "reason": "Later."}),
    ("reach", {"milestone": "pilot", "words": "Again."}),
    ("complete", {"words": "Again."}),
    ("override", {"says": "on-track", "reason": "Because."}),
    ("withdraw", {"reason": "Because."}),
]


@pytest.mark.parametrize(("name", "said"), CLOSED)
def test_what_is_complete_is_reopened_first(stops: Played, name: str, said: dict[str, Any]) -> None:
    stops.finish(JUNE)

    with pytest.raises(NotAllowed, match="Reopen it first"):
        stops.step(name, JUNE, **said)


def test_only_a_pilot_says_what_was_learnt(stops: Played) -> None:
    with pytest.raises(NotAllowed, match="Only a pilot says what was learnt"):
        stops.step("learn", MAY, words="Ask sooner.")
    assert stops.number == 1

    stops.step("change", MAY, terms=terms(pilot=True), reason="Tried here first.")
    stops.step("learn", MAY, words="Ask sooner.")
    stops.step("change", MAY, terms=terms(), reason="It is for good now.")

    with pytest.raises(NotAllowed, match="Only a pilot says what was learnt"):
        stops.step("learn", MAY, words="Ask later.")


def test_a_pilot_says_what_was_learnt_also_once_it_is_complete(plan: models.Plan) -> None:
    pilot = promised(plan, pilot=True)
    pilot.finish(JUNE)

    change = pilot.step("learn", SEPTEMBER, words=" Ask sooner. ")

    assert (change.kind, change.words) == (Kind.LEARNT, "Ask sooner.")
    assert pilot.changes[-1] == change
    assert pilot.now(SEPTEMBER).last_on == SEPTEMBER
    assert pilot.status(SEPTEMBER) == "complete", "it takes no completion back"
    entry = Entry.objects.get(kind="plan-learnt")
    assert entry.subject == f"plan/demoshire/1/{pilot.action.key}"


def test_what_was_learnt_shows_that_work_began(plan: models.Plan) -> None:
    pilot = promised(plan, pilot=True)
    before = pilot.now(MAY).began

    pilot.step("learn", MAY, words="Ask sooner.")

    assert (before, pilot.now(MAY).began) == (False, True)


LESSONS = [
    ({"words": " "}, "Say why, in words"),
    ({"words": "Hidden\u202eword."}, "a character in the text that nobody can see"),
    ({"words": "Ask sooner.", **GROUP}, "Only the force whose plan it is"),
]


@pytest.mark.parametrize(("said", "sentence"), LESSONS)
def test_a_lesson_is_in_words_and_the_force_s_own(
    plan: models.Plan, said: dict[str, Any], sentence: str
) -> None:
    pilot = promised(plan, pilot=True)

    with pytest.raises(NotAllowed, match=sentence):
        pilot.step("learn", MAY, **said)

    assert pilot.number == 1


def test_a_pilot_that_was_withdrawn_teaches_nothing_more(plan: models.Plan) -> None:
    pilot = promised(plan, pilot=True)
    pilot.step("withdraw", MAY, reason="Given up.")

    with pytest.raises(NotAllowed, match="was withdrawn"):
        pilot.step("learn", MAY, words="Ask sooner.")


def test_a_milestone_is_reached_once(stops: Played) -> None:
    stops.step("reach", MAY, milestone="pilot", words="Done.")

    with pytest.raises(NotAllowed, match="reached already"):
        stops.step("reach", MAY, milestone="pilot", words="Done.")


def test_the_group_has_28_days_to_dispute(stops: Played) -> None:
    stops.finish(date(2025, 6, 1))
    other = promised(stops.action.plan)
    other.finish(date(2025, 6, 1))

    stops.step("dispute", date(2025, 6, 29), GROUP, words="It is not.")
    with pytest.raises(NotAllowed, match="until 29 June 2025"):
        other.step("dispute", date(2025, 6, 30), GROUP, words="It is not.")

    assert (stops.status(SEPTEMBER), other.status(SEPTEMBER)) == ("disputed", "complete")


def test_a_force_cannot_dispute_itself_and_a_group_disputes_once(stops: Played) -> None:
    stops.finish(JUNE)

    with pytest.raises(NotAllowed, match="its own word"):
        stops.step("dispute", JUNE, words="It is not.")
    stops.step("dispute", JUNE, GROUP, words="It is not.")
    with pytest.raises(NotAllowed, match="disputed this completion already"):
        stops.step("dispute", JUNE, GROUP, words="It still is not.")


def test_a_dispute_stands_until_it_is_answered(stops: Played) -> None:
    stops.finish(JUNE)
    dispute = stops.step("dispute", JUNE, GROUP, words="It is not.")

    with pytest.raises(NotAllowed, match="Answer the dispute instead"):
        stops.step("reopen", JUNE, reason="Let us forget it.")
    assert stops.status(date(2027, 1, 1)) == "disputed"

    stops.step("answer", SEPTEMBER, dispute=dispute.number, stands=True, words="It is: see page 4.")
    assert stops.status(date(2027, 1, 1)) == "complete"
    assert stops.status(date(2025, 8, 31)) == "disputed"
    with pytest.raises(NotAllowed, match="no such dispute"):
        stops.step("answer", SEPTEMBER, dispute=dispute.number, stands=True, words="Again.")


def test_a_completion_taken_back_needs_new_evidence(stops: Played) -> None:
    stops.finish(JUNE)
    dispute = stops.step("dispute", JUNE, GROUP, words="It is not.")
    stops.step("answer", JUNE, dispute=dispute.number, stands=False, words="True. It is open.")

    with pytest.raises(NotAllowed, match="new since then"):
        stops.step("complete", JUNE, words="Done.")
    stops.show(JUNE)
    assert stops.step("complete", JUNE, words="Done.").kind is Kind.COMPLETED


def test_a_stated_status_stands_until_it_is_ended(stops: Played) -> None:
    stops.step("override", MAY, says="late", reason="We will not make it.")
    with pytest.raises(NotAllowed, match="stated already"):
        stops.step("override", MAY, says="late", reason="Again.")
    assert stops.now(MAY).override is not None

    stops.step("end_override", JUNE, reason="We made it.")
    assert stops.now(JUNE).override is None


def test_a_withdrawn_promise_takes_nothing_more_and_stays(stops: Played) -> None:
    stops.step("withdraw", MAY, reason="It changed nothing for anybody.")

    with pytest.raises(NotAllowed, match="was withdrawn"):
        stops.step("report", JUNE, words="And yet.")
    assert stops.status(JUNE) == "withdrawn"


def test_nothing_is_recorded_before_what_came_before(stops: Played) -> None:
    stops.step("report", JUNE, words="Going well.")

    with pytest.raises(NotAllowed, match="comes after"):
        stops.step("report", MAY, words="Earlier.")


def test_the_plan_as_it_stood_on_any_day(stops: Played) -> None:
    stops.step("change", MAY, terms=LATER, reason="The pilot started late.")
    plan = stops.action.plan

    assert selectors.tracked(plan, on=date(2025, 1, 5)) == []
    then, now = (selectors.tracked(plan, on=day)[0] for day in (date(2025, 4, 30), MAY))
    assert now.at(date(2025, 4, 30)) == then
    assert now.at(date(2025, 1, 5)) is None
    assert (then.now.now.due_on, now.now.now.due_on) == (date(2025, 9, 30), date(2025, 12, 31))


def test_a_day_ends_at_midnight_in_london(plan: models.Plan) -> None:
    late = datetime(2025, 6, 30, 23, 30, tzinfo=UTC)  # half past midnight there
    made = promised(plan, on=late)

    assert selectors.action(plan, made.action.key, on=date(2025, 6, 30)) is None
    assert selectors.action(plan, made.action.key, on=date(2025, 7, 1)) is not None


def test_an_action_is_promised_once_by_the_force_in_a_workstream_there_is(
    stops: Played,
) -> None:
    plan, key = stops.action.plan, stops.action.key
    said = {"plan": plan, "terms": terms(), "now": OPENED}

    with pytest.raises(AlreadyThere):
        services.promise(key=key, workstream="respected", **FORCE, **said)
    with pytest.raises(UnknownReference, match="no workstream “nobody”"):
        services.promise(key="new", workstream="nobody", **FORCE, **said)
    with pytest.raises(NotAllowed, match="Only the force"):
        services.promise(key="new", workstream="respected", **GROUP, **said)


def test_targets_name_measures_that_there_are(plan: models.Plan) -> None:
    aims = (Target(aim="Fewer searches.", by=date(2026, 1, 1), measure="search-rates"),)

    with pytest.raises(UnknownReference, match="no measure “search-rates”"):
        promised(plan, targets=aims)


def test_a_new_iteration_keeps_the_old(stops: Played) -> None:
    old = stops.action.plan
    second = new_plan(columns=[Span.parse("2026-Q1 to 2026-Q2"), Span.parse("2026-Q3")])

    assert (old.iteration, second.iteration) == (1, 2)
    assert selectors.plan("demoshire") == second
    assert selectors.plan("demoshire", 1) == old
    assert [one.key for one in selectors.tracked(old, on=MAY)] == [stops.action.key]
    assert [one.iteration for one in selectors.plans()] == [2]


def test_columns_do_not_overlap(plan: models.Plan) -> None:
    with pytest.raises(NotAllowed, match="do not overlap"):
        new_plan(columns=[Span.parse("2026-Q1 to 2026-Q2"), Span.parse("2026-Q2")])


def test_a_framework_keeps_its_versions(plan: models.Plan) -> None:
    content = example()
    same = services.load_framework(content, **FORCE, now=OPENED)
    assert same == plan.framework

    other = content.model_copy(update={"title": "Another title altogether"})
    with pytest.raises(AlreadyThere, match="says something else"):
        services.load_framework(other, **FORCE, now=OPENED)
    newer = other.model_copy(update={"version": 2})
    loaded = services.load_framework(newer, **FORCE, now=OPENED)
    assert (loaded.version, plan.framework.version) == (2, 1)
    assert models.Framework.objects.count() == 2


def test_who_leads_a_workstream_is_kept_with_who_led_it_before(plan: models.Plan) -> None:
    def lead(role: str, expected: int, now: datetime, reason: str = "") -> None:
        services.name_lead(
            plan=plan,
            workstream="respected",
            expected=expected,
            role=role,
            reason=reason,
            **FORCE,
            now=now,
        )

    lead("Superintendent, operations", 0, OPENED)
    with pytest.raises(NotAllowed, match="meanwhile"):
        lead("Head of custody", 0, OPENED, "Moved.")
    with pytest.raises(NotAllowed, match="say why"):
        lead("Head of custody", 1, OPENED)
    lead("Head of custody", 1, datetime(2025, 6, 1, tzinfo=UTC), "The superintendent retired.")

    led = {
        day: next(one.lead for one in selectors.workstreams(plan, on=day) if one.key == "respected")
        for day in (date(2025, 1, 5), MAY, JUNE)
    }
    assert led == {
        date(2025, 1, 5): "",
        MAY: "Superintendent, operations",
        JUNE: "Head of custody",
    }


def test_one_question_to_the_database_tells_a_whole_plan(
    stops: Played, django_assert_num_queries: Any
) -> None:
    stops.finish(JUNE)
    for _ in range(3):
        promised(stops.action.plan)

    with django_assert_num_queries(1):
        found = selectors.tracked(stops.action.plan, on=SEPTEMBER)
        assert [one.standing.status for one in found].count("late") == 3


def test_a_force_takes_up_what_another_has_tried(stops: Played) -> None:
    tried = f"plan/demoshire/1/{stops.action.key}"
    forces.load(["fablesea"])
    theirs = new_plan(force_id="fablesea")

    with pytest.raises(UnknownReference, match="No other force has the action"):
        promised(stops.action.plan, adopts=tried)  # its own
    with pytest.raises(UnknownReference, match="No other force has the action"):
        promised(theirs, adopts="plan/demoshire/2/nothing")
    first, second = promised(theirs, adopts=tried), promised(theirs, adopts=tried)
    second.step("change", MAY, terms=terms(), reason="We go our own way.")

    assert selectors.adopters(stops.action.plan, stops.action.key) == [first.action]
