"""Random lives of an action, with words taken out now and then: nothing else is another."""

from datetime import date, timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made_plans import OPENED, Played, promised
from redacted_plan import from_ledger, redact
from redacted_plan import named as named  # noqa: PLC0414  (pytest finds it by name)
from redacted_plan import signed as signed  # noqa: PLC0414  (the same)
from test_plan_laws import SOME_STEPS

from cli.conftest import evenhand as evenhand  # noqa: PLC0414  (pytest finds it by name)
from evenhand.plan import models, selectors
from evenhand.plan.errors import NotAllowed
from evenhand.plan.history import Kind
from evenhand.plan.redactions import parts


@settings(
    max_examples=40,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    SOME_STEPS,
    st.lists(st.tuples(st.integers(0, 13), st.integers(0, 30), st.integers(0, 30)), max_size=6),
)
def test_whatever_is_redacted_the_dates_and_the_status_are_those_without_it(
    plan: models.Plan, steps: list[Any], redactions: list[tuple[int, int, int]]
) -> None:
    """Two actions live the same life; words are taken out of one of them now and then."""
    played, shadow = promised(plan), promised(plan)
    day = OPENED.date() + timedelta(days=1)  # its moments are of the early morning
    for at, (step, days, _wrong, back) in enumerate(steps):
        name, said = step
        day += timedelta(days=days)
        happened = [_try(each, name, day, back, dict(said)) for each in (played, shadow)]
        assert happened[0] == happened[1]
        for when, first, second in redactions:
            every = [(one.number, part) for one in played.changes for part in parts(one)]
            if when == at and every:
                wanted = {every[first % len(every)], every[second % len(every)]}
                redact(played, *wanted, now=played.moment(day))
    now, then = played.now(day), shadow.now(day)
    assert played.status(day) == shadow.status(day)
    assert (now.moves, now.first.due_on, now.now.due_on) == (
        then.moves,
        then.first.due_on,
        then.now.due_on,
    )
    assert (now.reached, now.first_dues, now.last_on) == (
        then.reached,
        then.first_dues,
        then.last_on,
    )
    assert from_ledger(played) == played.changes
    assert selectors.disagreements() == []


def _try(played: Played, name: str, day: date, back: int, said: dict[str, Any]) -> bool:
    """Take a step if it may be taken; a dispute is named by its place among those there are."""
    if name == "answer":
        disputes = [one.number for one in played.changes if one.kind is Kind.DISPUTED]
        said["dispute"] = disputes[-1 - back % len(disputes)] if disputes else 1
    if name == "change":
        # The same dates in the words that this one has: what was taken out is said again.
        now = played.now(day).now
        said["terms"] = now.model_copy(update={"due_on": said["terms"].due_on})
        if min(one.due_on for one in (said["terms"], now)) < max(
            [one.due_on for one in now.milestones], default=now.due_on
        ):
            return False
    try:
        played.step(name, day, **said)
    except NotAllowed:
        return False
    return True
