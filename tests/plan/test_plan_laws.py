"""Random sequences of allowed and forbidden steps: what is true after each of them."""

import json
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made_plans import FORCE, GROUP, Played, promised, terms

from evenhand.ledger.models import Entry
from evenhand.plan import models
from evenhand.plan.errors import EditedMeanwhile, NotAllowed
from evenhand.plan.history import NOT_FROM_THE_FORCE, Change, Kind, Present, present
from evenhand.plan.rules import allow
from evenhand.plan.status import Status, work_out
from evenhand.plan.terms import Milestone
from evenhand.plan.written import read, whole

START = date(2025, 1, 6)
SECOND = Milestone(key="second", words="Second step", due_on=date(2025, 8, 31))
PILOT = terms().milestones[0]
TERMS = (
    terms(),
    terms(due_on=date(2025, 12, 31)),
    terms(due_on=date(2026, 3, 31), owner="Head of people"),
    terms(milestones=(PILOT, SECOND)),
    terms(milestones=()),
    terms(pilot=True),
)
OTHER_GROUP = {"by": "Secretary", "organisation": "Independent advisory group"}
STEPS: tuple[tuple[str, Mapping[str, Any]], ...] = (
    *(("change", {"terms": one, "reason": "Because."}) for one in TERMS),
    ("report", {"words": "Going well."}),
    ("learn", {"words": "Ask sooner."}),
    ("reach", {"milestone": "pilot", "words": "Done."}),
    ("reach", {"milestone": "second", "words": "Done."}),
    ("add_evidence", {"kind": "note", "title": "Note", "words": "It shows."}),
    ("complete", {"words": "Done."}),
    ("complete", {"words": "Done."}),
    ("dispute", {"words": "It is not.", **GROUP}),
    ("dispute", {"words": "Nor do we think so.", **OTHER_GROUP}),
    ("dispute", {"words": "It is not.", **FORCE}),
    ("answer", {"stands": True, "words": "It is."}),
    ("answer", {"stands": False, "words": "True."}),
    ("reopen", {"reason": "A mistake."}),
    ("override", {"says": "on-track", "reason": "We say so."}),
    ("override", {"says": "complete", "reason": "We say so."}),
    ("end_override", {"reason": "Over."}),
    ("report", {"words": "Going well.", **GROUP}),
    ("withdraw", {"reason": "Given up."}),
)
SOME_STEPS = st.lists(
    st.tuples(
        st.sampled_from(STEPS),
        st.integers(0, 60),  # days since the step before
        st.sampled_from([0, 0, 0, 0, 0, -1, 1]),  # how wrong the version is that the writer saw
        st.integers(0, 3),  # which dispute is answered, from the last
    ),
    max_size=14,
)


@pytest.mark.django_db
@settings(
    max_examples=120,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(SOME_STEPS)
def test_whatever_is_tried_the_history_tells_the_present(
    plan: models.Plan, steps: list[tuple[Any, int, int, int]]
) -> None:
    played, day = promised(plan), START
    known = played.changes
    for (name, said), days, wrong, back in steps:
        day += timedelta(days=days)
        given_ = dict(said)
        if name == "answer":
            given_["dispute"] = max(1, known[-1].number - back)
        try:
            played.step(name, day, expected=known[-1].number + wrong, **given_)
        except (NotAllowed, EditedMeanwhile):
            assert played.changes == known
            continue
        assert wrong == 0
        before, known = known, played.changes
        assert known[:-1] == before
        still_true(known, day)
    told_elsewhere(played, known)


def still_true(changes: list[Change], day: date) -> None:
    """What must hold after every step, said without the rules that are tested."""
    now = present(changes)
    kinds = [one.kind for one in changes]
    assert [one.number for one in changes] == list(range(1, len(changes) + 1))
    assert now.first == changes[0].terms
    assert now.now == next(one.terms for one in reversed(changes) if one.terms)
    if now.completed:
        assert Kind.EVIDENCE in kinds[: now.completed.number]
        assert {one.key for one in now.now.milestones} <= set(now.reached)
    for on in (day, day + timedelta(days=29), date(2027, 1, 1)):
        status = work_out(now, on).status
        assert (status is Status.WITHDRAWN) == (Kind.WITHDRAWN in kinds)
        assert (status in {Status.COMPLETE, Status.DISPUTED}) == (now.completed is not None)
        if status is Status.DISPUTED:
            asked = {one.number for one in changes if one.kind is Kind.DISPUTED}
            assert asked - {one.answers for one in changes}
        if on > date(2025, 9, 30) and not now.completed and not now.withdrawn:
            assert status is Status.LATE


def told_elsewhere(played: Played, changes: list[Change]) -> None:
    """The public ledger and a file give the same state as the rows."""
    plan = played.action.plan
    subject = f"plan/{plan.force_id}/{plan.iteration}/{played.action.key}"
    entries = Entry.objects.filter(subject=subject).order_by("pk")
    from_ledger = [
        read(
            {
                **json.loads(one.body),
                "kind": one.kind.removeprefix("plan-"),
                "at": one.at.isoformat() if one.at else "",
                "by": one.by,
                "organisation": one.organisation,
            }
        )
        for one in entries
    ]
    from_file = [read(json.loads(json.dumps(whole(one)))) for one in changes]
    assert from_ledger == from_file == changes
    assert present(from_ledger) == present(changes)


@given(SOME_STEPS)
def test_a_step_is_refused_or_leaves_a_state_that_others_can_follow(
    steps: list[tuple[Any, int, int, int]],
) -> None:
    """The same without a database, so that many more are tried."""
    kinds = list(Kind)
    now: Present = present([_change(1, Kind.PROMISED, START)])
    day = START
    for (_, said), days, wrong, back in steps:
        day += timedelta(days=days)
        kind = kinds[(days + back) % len(kinds)]
        change = _change(now.number + 1 + wrong, kind, day, said)
        try:
            allow(now, change, force="Demoshire Police")
        except NotAllowed:
            continue
        assert wrong == 0
        assert kind is not Kind.PROMISED
        assert (kind in NOT_FROM_THE_FORCE) == (change.organisation != "Demoshire Police")
        if kind is Kind.COMPLETED:
            assert now.evidence


def _change(number: int, kind: Kind, day: date, said: Mapping[str, Any] | None = None) -> Change:
    from datetime import UTC, datetime, time

    said = said or {}
    return Change(
        number,
        kind,
        datetime.combine(day, time(10), tzinfo=UTC),
        said.get("by", FORCE["by"]),
        said.get("organisation", FORCE["organisation"]),
        "Because.",
        terms=said.get("terms", terms()) if kind in {Kind.PROMISED, Kind.CHANGED} else None,
        milestone=said.get("milestone", "pilot") if kind is Kind.REACHED else "",
        says=said.get("says", "late") if kind is Kind.OVERRIDDEN else "",
        answers=number - 1 if kind is Kind.ANSWERED else None,
        stands=said.get("stands", True) if kind is Kind.ANSWERED else None,
    )
