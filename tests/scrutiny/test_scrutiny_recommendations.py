"""A recommendation from end to end, the public clock, and everything that is refused."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from made_recommendations import (
    FORCE,
    MADE,
    OTHER,
    OVERSIGHT,
    PANEL,
    PROOF,
    REASON,
    Advised,
    make,
)

from evenhand.ledger.kept import NeverChanged
from evenhand.ledger.log.writing import content
from evenhand.ledger.models import Entry
from evenhand.plan.history import LONDON
from evenhand.scrutiny.models import Recommendation, RecommendationStep
from evenhand.scrutiny.recommending import services
from evenhand.scrutiny.recommending.errors import EditedMeanwhile, NotAllowed
from evenhand.scrutiny.recommending.history import present
from evenhand.scrutiny.recommending.steps import Awaits, Kind
from evenhand.scrutiny.recorded import from_entry
from monitoring.made_alerts import an_action
from plan.staff import organisation

pytestmark = pytest.mark.django_db
ON = date(2026, 3, 2)
LAST = date(2026, 3, 30)
"""28 days to answer."""
DUE = date(2026, 9, 1)


def test_the_whole_road_to_done(advised: Advised) -> None:
    action = an_action()
    assert advised.now(ON).awaits is Awaits.ANSWER
    advised.respond(date(2026, 3, 10))
    assert (advised.status(date(2026, 3, 10)), advised.now(ON).response) == ("accepted", None)
    advised.step("carry", date(2026, 3, 11), action=action)
    assert advised.now(date(2026, 3, 11)).awaits is Awaits.COMPLETION
    advised.step("show", date(2026, 6, 1), proof=PROOF)
    advised.step("complete", date(2026, 6, 1))
    now = advised.now(date(2026, 6, 2))
    assert (now.status.value, now.awaits, now.followed) == ("said-done", Awaits.VIEW, False)
    advised.view(date(2026, 6, 3))

    now = advised.now(date(2027, 1, 1))
    assert (now.status.value, now.awaits, now.followed) == ("done", Awaits.NOTHING, True)
    assert (now.actions, now.on_time, now.days_overdue) == ((action,), True, 0)


def test_the_public_ledger_alone_tells_the_same_story(advised: Advised) -> None:
    action = an_action()
    advised.extend(date(2026, 3, 9), 14)
    advised.completed(date(2026, 4, 1), action)
    advised.view(date(2026, 4, 2), "in-part")

    entries = Entry.objects.filter(subject="recommendation/demoshire/1").order_by("pk")
    steps = [from_entry(content(one), Kind, prefix="recommendation") for one in entries]
    on = date(2026, 10, 1)
    assert [one.number for one in steps] == list(range(1, 8))
    told, kept = present(steps, on=on), advised.now(on)
    assert told == kept


def test_the_clock_counts_days_and_stands_still(advised: Advised) -> None:
    assert [advised.now(ON + timedelta(days=n)).days_awaited for n in (0, 1, 28)] == [0, 1, 28]
    advised.extend(date(2026, 3, 12), 14)
    now = advised.now(date(2026, 3, 20))
    assert (now.stopped, now.days_awaited, now.deadline) == (True, 10, LAST + timedelta(days=14))
    later = advised.now(date(2026, 3, 31))
    assert (later.stopped, later.days_awaited) == (False, 15)
    assert advised.status(date(2026, 4, 13)) == "awaited"
    assert (advised.status(date(2026, 4, 14)), advised.now(date(2026, 4, 20)).days_overdue) == (
        "overdue",
        7,
    )


def test_the_last_day_ends_at_midnight_in_london(advised: Advised) -> None:
    at = datetime(2026, 3, 30, 23, 59, tzinfo=LONDON)
    advised.step("respond", LAST, response="accepted", now=at)
    assert advised.now(LAST).on_time is True


def test_a_late_answer_stays_late_whatever_follows(advised: Advised) -> None:
    advised.respond(LAST + timedelta(days=1))
    advised.respond(LAST + timedelta(days=2), "refused")
    assert advised.now(DUE).on_time is False


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"days": 29}, "at most 28 days"),
        ({"days": 0}, "a later day than today"),
        ({"days": -3}, "a later day than today"),
        ({"days": 5, "ground": "we-are-busy"}, "one of the grounds"),
        ({"days": 5, "reason": "  "}, "Say why"),
    ],
)
def test_the_clock_stops_only_for_a_while_and_a_lawful_reason(
    advised: Advised, said: dict[str, Any], why: str
) -> None:
    with pytest.raises(NotAllowed, match=why):
        advised.extend(date(2026, 3, 9), **said)
    assert advised.number == 1


def test_the_clock_cannot_be_stopped_for_ever(advised: Advised) -> None:
    advised.extend(date(2026, 3, 9), 28)
    for day in (date(2026, 3, 10), date(2026, 4, 20)):
        with pytest.raises(NotAllowed, match="as often as it may"):
            advised.extend(day, 28)
    with pytest.raises(NotAllowed, match="too late to extend"):
        advised.extend(date(2026, 5, 1), 28)
    assert advised.now(date(2026, 5, 1)).deadline == LAST + timedelta(days=28)


def test_an_overdue_answer_is_not_extended_and_an_answered_one_neither(advised: Advised) -> None:
    with pytest.raises(NotAllowed, match="too late to extend"):
        advised.extend(LAST + timedelta(days=1), 5)
    advised.respond(LAST + timedelta(days=1))
    with pytest.raises(NotAllowed, match="No answer is awaited"):
        advised.extend(LAST + timedelta(days=1), 5)


def test_a_step_cannot_be_backdated(advised: Advised) -> None:
    advised.respond(date(2026, 4, 10), "refused")
    with pytest.raises(NotAllowed, match="after all that was recorded"):
        advised.respond(date(2026, 3, 20))
    with pytest.raises(NotAllowed, match="after all that was recorded"):
        advised.step("respond", ON, response="accepted", now=MADE - timedelta(days=1))
    assert advised.now(date(2026, 4, 10)).on_time is False


@pytest.mark.parametrize("who", [OTHER, PANEL, OVERSIGHT, {"by": "x", "organisation": "Evenhand"}])
@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("respond", {"response": "accepted"}),
        ("extend", {"until": date(2026, 3, 20), "ground": "investigation"}),
        ("show", {"proof": PROOF}),
        ("complete", {}),
    ],
)
def test_nobody_answers_for_another(
    advised: Advised, who: dict[str, str], name: str, said: dict[str, Any]
) -> None:
    with pytest.raises(NotAllowed, match="Only the force"):
        advised.step(name, date(2026, 3, 9), who, **said)


@pytest.mark.parametrize(
    ("who", "why"),
    [(FORCE, "cannot judge"), (OTHER, "who recommended it"), (OVERSIGHT, "who recommended it")],
)
def test_only_those_who_asked_say_whether_it_was_done(
    advised: Advised, who: dict[str, str], why: str
) -> None:
    advised.completed(date(2026, 3, 9), an_action())
    with pytest.raises(NotAllowed, match=why):
        advised.step("view", date(2026, 3, 10), who, view="satisfied")
    with pytest.raises(NotAllowed, match=why):
        advised.step("withdraw", date(2026, 3, 10), who, reason="It is not needed.")
    assert advised.status(DUE) == "said-done"


def test_a_refusal_needs_a_reason_of_some_length(advised: Advised) -> None:
    for response in ("refused", "in-part"):
        with pytest.raises(NotAllowed, match="at least 40"):
            advised.respond(ON, response, "We do not agree.")
    with pytest.raises(NotAllowed, match="one of the three"):
        advised.respond(ON, "noted")
    advised.respond(ON, "refused")
    assert advised.now(ON).awaits is Awaits.VIEW
    advised.view(date(2026, 3, 3), "not-satisfied")
    assert (advised.status(DUE), advised.now(DUE).awaits) == ("refused", Awaits.NOTHING)


def test_a_refusal_can_be_taken_back(advised: Advised) -> None:
    advised.respond(ON, "refused")
    advised.view(ON, "not-satisfied")
    advised.respond(date(2026, 4, 1))
    now = advised.now(date(2026, 4, 1))
    assert (now.status.value, now.awaits, now.view) == ("accepted", Awaits.ACTION, None)
    assert len(now.responses) == 2


def test_nothing_is_done_that_was_not_accepted(advised: Advised) -> None:
    for name, said in (("show", {"proof": PROOF}), ("complete", {}), ("carry", {"action": ""})):
        with pytest.raises(NotAllowed):
            advised.step(name, ON, **said)
    advised.respond(ON, "refused")
    with pytest.raises(NotAllowed, match="not accepted"):
        advised.step("show", ON, proof=PROOF)


def test_it_is_carried_only_by_an_action_of_the_force_s_own_plan(advised: Advised) -> None:
    action = an_action()
    advised.respond(ON)
    for wrong in (
        "",
        "plan/demoshire/1/nothing-like-it",
        "plan/demoshire/2/supervise-searches",
        "plan/pretendshire/1/supervise-searches",
        "https://demoshire.example",
    ):
        with pytest.raises(NotAllowed, match="has no action"):
            advised.step("carry", ON, action=wrong)
    advised.step("carry", ON, action=action)
    with pytest.raises(NotAllowed, match="carries it already"):
        advised.step("carry", ON, action=action)


def test_it_is_not_called_done_without_an_action_and_evidence(advised: Advised) -> None:
    action = an_action()
    advised.respond(ON)
    with pytest.raises(NotAllowed, match="Link the plan"):
        advised.step("complete", ON)
    advised.step("carry", ON, action=action)
    with pytest.raises(NotAllowed, match="Show evidence"):
        advised.step("complete", ON)


@pytest.mark.parametrize(
    "proof",
    [
        {"kind": "link", "title": "x", "address": "http://demoshire.example"},
        {"kind": "link", "title": "x", "address": "javascript:alert(1)"},
        {"kind": "note", "title": "x", "address": "https://demoshire.example"},
        {"kind": "figure", "title": "x", "address": "demoshire"},
        {"kind": "link", "title": "", "address": "https://demoshire.example"},
        {"kind": "film", "title": "x", "address": ""},
    ],
)
def test_evidence_is_somewhere(advised: Advised, proof: dict[str, str]) -> None:
    advised.respond(ON)
    with pytest.raises(NotAllowed):
        advised.step("show", ON, proof=proof)


@pytest.mark.parametrize("view", ["in-part", "not-satisfied"])
def test_it_stays_open_until_those_who_asked_are_satisfied(advised: Advised, view: str) -> None:
    action = an_action()
    advised.completed(date(2026, 4, 1), action)
    advised.view(date(2026, 4, 2), view)
    now = advised.now(date(2026, 4, 2))
    assert (now.awaits, now.followed, now.status.value) == (Awaits.COMPLETION, False, "accepted")
    with pytest.raises(NotAllowed, match="new evidence"):
        advised.step("complete", date(2026, 4, 3))
    advised.step("show", date(2026, 4, 3), proof=PROOF)
    advised.step("complete", date(2026, 4, 3))
    assert advised.status(DUE + timedelta(days=9)) == "said-done"
    advised.view(date(2026, 4, 4))
    assert advised.status(DUE + timedelta(days=9)) == "done"


def test_nothing_closes_without_their_view(advised: Advised) -> None:
    """Neither silence nor another answer of the force makes it done."""
    advised.completed(date(2026, 4, 1), an_action())
    assert advised.status(date(2030, 1, 1)) == "said-done"
    with pytest.raises(NotAllowed, match="Those who asked say next"):
        advised.step("show", date(2026, 4, 2), proof=PROOF)
    with pytest.raises(NotAllowed, match="nothing yet"):
        Advised(make(what="Another thing entirely.")).view(ON)


def test_what_was_followed_stays_followed(advised: Advised) -> None:
    advised.completed(ON, an_action())
    advised.view(ON)
    with pytest.raises(NotAllowed, match="answer stays"):
        advised.respond(ON, "refused")
    with pytest.raises(NotAllowed, match="It stays"):
        advised.step("withdraw", ON, PANEL)
    with pytest.raises(NotAllowed, match="nothing yet"):
        advised.view(ON, "not-satisfied")


def test_what_is_withdrawn_stays_to_be_read_and_nothing_follows(advised: Advised) -> None:
    advised.step("withdraw", ON, PANEL, reason="The law now says it.")
    assert (advised.status(DUE), advised.now(DUE).days_overdue) == ("withdrawn", 0)
    assert advised.now(DUE).on_time is None
    with pytest.raises(NotAllowed, match="withdrawn"):
        advised.respond(ON)


def test_accepted_and_not_done_by_its_day_is_late(advised: Advised) -> None:
    advised.respond(ON)
    assert advised.status(DUE) == "accepted"
    assert advised.status(DUE + timedelta(days=1)) == "late"


def test_who_writes_on_what_they_have_not_read_writes_nothing(advised: Advised) -> None:
    advised.respond(ON)
    with pytest.raises(EditedMeanwhile) as refused:
        advised.step("respond", ON, response="refused", words=REASON, expected=1)
    assert [one.kind for one in refused.value.meanwhile] == [Kind.RESPONDED]
    assert advised.number == 2


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"due": ON}, "later than it is said"),
        ({"due": date(2026, 1, 1)}, "later than it is said"),
        ({"what": " "}, "what"),
        ({"why": "a" * 1001}, "why"),
        ({"what": "Record \u202eeverything."}, "nobody can see"),
        ({"source": "inspectorate"}, "a list of theirs"),
        ({"source": "friend"}, "source"),
        ({"comes_from": ["../../etc"]}, "comes_from"),
        ({"force_id": "nowhere"}, "no force"),
        ({"organisation": "Demoshire Police"}, "name of others"),
    ],
)
def test_what_cannot_be_recommended(said: dict[str, Any], why: str) -> None:
    with pytest.raises(NotAllowed, match=why):
        make(**said)
    assert Recommendation.objects.count() == 0


def test_a_force_recommends_nothing_to_itself() -> None:
    with pytest.raises(NotAllowed, match="to itself"):
        make(body=organisation("force"), **FORCE)


def test_what_was_recommended_is_never_edited(advised: Advised) -> None:
    with pytest.raises(NeverChanged):
        Recommendation.objects.update(said_on=date(2026, 1, 1))
    with pytest.raises(NeverChanged):
        advised.row.save()
    row = RecommendationStep.objects.get()
    for values in ({"data": {}}, {"recorded_at": MADE + timedelta(days=9)}, {"words": "x"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            _force(row, values)
    with pytest.raises(NotAllowed, match="never changes"):
        services.writing.add(
            advised.row, Kind.MADE, now=MADE, person=None, words="Another.", data={}, **PANEL
        )


def _force(row: RecommendationStep, values: dict[str, Any]) -> None:
    """As somebody would who goes round the models."""
    from django.db.models import QuerySet

    QuerySet.update(RecommendationStep.objects.filter(pk=row.pk), **values)


def test_a_state_needs_its_beginning() -> None:
    with pytest.raises(ValueError, match="begins with being made"):
        present([], on=ON)
