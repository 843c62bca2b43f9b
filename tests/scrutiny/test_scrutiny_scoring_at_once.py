"""Scores at the moment of closing, and two chairs who close: one after the other, none half."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from functools import partial
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from accounts.cast import acting
from evenhand.accounts.acting import Acting
from evenhand.accounts.roles import OrganisationKind, Role
from evenhand.ledger.models import Entry
from evenhand.scrutiny import comparing, models, services, standing
from evenhand.scrutiny.anchoring import comparing as anchored
from evenhand.scrutiny.anchoring import services as anchors
from evenhand.scrutiny.errors import NotNow
from evenhand.scrutiny.terms import Kind, Status
from scrutiny.made_anchors import Anchored, sheet
from scrutiny.panels import Panel, answers, member, panel

pytestmark = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite has one writer at a time"
)
ROUNDS = 4


def at_once(*calls: Callable[[], Any]) -> list[Any]:
    """Start all of them at the same moment, each on a connection of its own: what came of each."""
    ready = Barrier(len(calls))

    def run(call: Callable[[], Any]) -> Any:
        ready.wait(timeout=30)
        try:
            return call()
        except NotNow as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


@pytest.fixture
def made(transactional_db: None) -> Panel:
    return panel(12)


def second_chair() -> Acting:
    return member(
        "other-chair", "bedfordshire-panel", OrganisationKind.SCRUTINY_PANEL, Role.PANEL_CHAIR
    )


def closed(draw: models.Draw, *, by: Acting, now: datetime) -> str:
    services.scoring.close(draw=draw, by=by, now=now)
    return "closed"


def test_a_score_at_the_moment_of_closing_is_counted_or_refused_and_never_half(
    made: Panel,
) -> None:
    """Case 98. Whoever comes first, what is kept, what is public and what is counted agree."""
    chairs = (made.chair, second_chair())
    came_first = set()
    for _ in range(ROUNDS):
        draw = made.drawn(cases=2, reserves=0)
        first, last = made.cases(draw)
        for case in (first, last):
            made.score(case, made.chair)
        now = made.now
        scores = [
            partial(services.scoring.score, case=case, answers=answers(case, "red"), by=by, now=now)
            for case, by in ((first, made.member), (last, made.second))
        ]
        closings = [partial(closed, draw, by=by, now=now) for by in chairs]

        came = at_once(scores[0], closings[0], scores[1], closings[1])

        kept = [one for one in came if isinstance(one, models.Score)]
        assert came.count("closed") == 1, "two chairs close once"
        assert standing.status(draw) is Status.CLOSED
        steps = list(draw.steps.order_by("number").values_list("number", "kind", "data"))
        [(end, counted)] = [
            (number, data["scores"]) for number, kind, data in steps if kind == Kind.CLOSED
        ]
        before = [number for number, kind, _ in steps if kind == Kind.SCORED and number < end]
        assert not [number for number, kind, _ in steps if kind == Kind.SCORED and number > end]
        assert counted == len(before) == 2 + len(kept)
        assert models.Score.objects.filter(case__draw=draw).count() == counted
        assert [number for number, *_ in steps] == list(range(1, len(steps) + 1))
        assert Entry.objects.filter(kind="draw-closed", subject=standing.subject(draw)).count() == 1
        came_first.add(len(kept))
        made.wait(minutes=1)
    assert list(comparing.disagreements()) == []
    assert came_first <= {0, 1, 2}


def test_a_score_of_an_anchor_at_the_moment_of_closing_too(transactional_db: None) -> None:
    made = Anchored()
    row = made.issued(["green"])
    [case] = made.cases(row)
    chair, second = made.beds
    anchors.score(anchor=case, answers=sheet(), by=chair, now=made.now)
    now = made.now

    came = at_once(
        lambda: anchors.score(anchor=case, answers=sheet("red"), by=second, now=now),
        lambda: anchors.close(row=row, by=acting(chair.person), now=now),
        lambda: anchors.close(row=row, by=acting(chair.person), now=now),
    )

    kept = [one for one in came if isinstance(one, models.AnchorScore)]
    [end] = [one for one in came if isinstance(one, models.AnchorStep)]
    assert models.AnchorStep.objects.filter(kind="closed").count() == 1
    assert end.data["scores"] == models.AnchorScore.objects.count() == 1 + len(kept)
    later = models.AnchorStep.objects.filter(kind="scored", number__gt=end.number)
    assert not later.exists()
    assert list(anchored.disagreements()) == []
