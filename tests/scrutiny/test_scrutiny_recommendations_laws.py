"""Laws of a recommendation, whatever a force tries, and what it can come from."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_appointments import call
from made_recommendations import MADE, PANEL, PROOF, REASON, Advised, make

from evenhand.scrutiny.models import Draw, Finding
from evenhand.scrutiny.recommending.clocks import clocks, parse
from evenhand.scrutiny.recommending.errors import InvalidClocks, NotAllowed
from evenhand.scrutiny.recommending.history import Present, after, present
from evenhand.scrutiny.recommending.rules import allow
from evenhand.scrutiny.recommending.steps import Awaits, Kind, Step
from evenhand.scrutiny.recommending.terms import Source
from monitoring.made_alerts import raise_one
from plan.staff import organisation

FORCE, MAKER = "Demoshire Police", "Demoshire scrutiny panel"
FIRST = Step(
    1,
    Kind.MADE,
    MADE,
    "Panel chair",
    MAKER,
    "What.",
    {
        "from": MAKER,
        "advice": {
            "what": "What.",
            "why": "Why.",
            "to": "Chief constable",
            "by": "2026-09-01",
            "source": "panel",
            "said_on": "2026-03-02",
        },
        "limits": clocks().sources[Source.PANEL].model_dump(),
    },
)
TRIES: list[tuple[Kind, Mapping[str, Any]]] = [
    *((Kind.RESPONDED, {"response": one}) for one in ("accepted", "in-part", "refused")),
    *((Kind.EXTENDED, {"ground": "proceedings", "days": days}) for days in (-5, 1, 28, 400)),
    (Kind.CARRIED, {"action": "plan/demoshire/1/x"}),
    (Kind.SHOWN, {"proof": PROOF}),
    (Kind.COMPLETED, {}),
    *((Kind.VIEWED, {"view": one}) for one in ("satisfied", "in-part", "not-satisfied")),
    (Kind.WITHDRAWN, {}),
    (Kind.MADE, FIRST.data),
    (Kind.ESCALATED, {"about": "answer"}),
]
TRY = st.tuples(
    st.sampled_from(TRIES),
    st.sampled_from([FORCE, FORCE, FORCE, MAKER, MAKER, "Other Police", "Evenhand"]),
    st.integers(-3, 40),
)


def tried(now: Present, attempt: tuple[Any, str, int]) -> Present:
    """The state after one attempt: the same where it is refused."""
    (kind, data), who, days = attempt
    at = now.last_at + timedelta(days=days)
    said = dict(data)
    if kind is Kind.EXTENDED:
        said["until"] = (at.date() + timedelta(days=said.pop("days"))).isoformat()
    step = Step(now.number + 1, kind, at, "x", who, REASON, said)
    here = replace(now, on=step.on)
    try:
        allow(here, step, force=FORCE, maker=MAKER)
    except NotAllowed:
        return now
    return after(here, step)


@given(st.lists(TRY, max_size=25))
def test_whatever_is_tried(attempts: list[tuple[Any, str, int]]) -> None:
    now = present([FIRST], on=MADE.date())
    limits = now.limits
    latest = MADE.date() + timedelta(days=limits.answer + limits.extension * limits.extensions)
    for attempt in attempts:
        before, now = now, tried(now, attempt)
        assert now.deadline <= latest, "the clock was stopped too long"
        assert now.last_at >= before.last_at, "something was backdated"
        assert now.advice == before.advice, "what was recommended was edited"
        if before.responses:
            assert now.on_time == before.on_time, "being on time was changed afterwards"
        if before.followed:
            assert now.followed, "what was followed is no more"
        if now.followed:
            assert now.views[-1].organisation == MAKER, "it was closed without their view"
            assert now.evidence, "it was closed without evidence"
            assert now.carried, "it was closed without an action"
        for steps, who in ((now.responses, FORCE), (now.carried, FORCE), (now.views, MAKER)):
            assert all(one.organisation == who for one in steps), "somebody spoke for another"
        if now.awaits is Awaits.NOTHING:
            assert now.followed or now.withdrawn or now.response == "refused"
        later = replace(now, on=now.last_at.date() + timedelta(days=4000))
        waits_for_force = now.awaits in {Awaits.ANSWER, Awaits.ACTION, Awaits.COMPLETION}
        assert bool(later.days_overdue) == waits_for_force, "the force waits it out unseen"


@pytest.mark.django_db
def test_it_comes_from_what_the_force_has() -> None:
    alert = raise_one().review.alert
    visit, meeting = call(), call("meeting")
    draw = Draw.objects.create(
        panel=organisation("panel"),
        force=alert.force,
        number=1,
        power="stop-and-search",
        first=date(2026, 1, 1),
        last=date(2026, 1, 31),
        cases=5,
        reserves=0,
        beacon="dice",
        opened_at=datetime(2026, 2, 1, tzinfo=UTC),
    )
    Finding.objects.create(
        draw=draw, number=1, fault="red", words="Thin.", due=date(2026, 3, 1), at=MADE, **PANEL
    )
    named = (
        "draw/panel/1",
        "draw/panel/1/findings/1",
        f"visit/panel/{visit.row.number}",
        f"meeting/panel/{meeting.row.number}",
        "alert/demoshire/1",
    )
    row = make(comes_from=named)
    assert Advised(row).now(MADE.date()).advice.comes_from == named
    for wrong in (
        "draw/panel/1/findings/2",
        "draw/panel/1/cases/1",
        "draw/elsewhere/1",
        f"meeting/panel/{visit.row.number}",
        f"visit/panel/{meeting.row.number}",
        "alert/demoshire/2",
        "alert/pretendshire/1",
    ):
        with pytest.raises(NotAllowed, match="to come from"):
            make(what="Another.", comes_from=[wrong])


@pytest.mark.parametrize(
    "text",
    [
        "",
        "sources: {}\ngrounds: []",
        "sources: {panel: {answer: 0, done: 1, extension: 1, extensions: 1}}\ngrounds: []",
        "[",
    ],
)
def test_terms_that_leave_something_out_are_refused(text: str) -> None:
    with pytest.raises(InvalidClocks, match="cannot be used"):
        parse(text)


def test_every_source_has_its_term_and_the_law_s_are_the_law_s() -> None:
    terms = clocks().sources
    assert set(terms) == set(Source)
    assert (terms[Source.INSPECTORATE].answer, terms[Source.COMPLAINTS].answer) == (56, 56)
    assert clocks().ground("we-are-busy") is None
