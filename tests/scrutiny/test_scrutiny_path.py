"""The whole path of a draw: frozen, signed, rolled, scored blind, agreed, found, answered."""

import pytest

from evenhand.scrutiny import selectors, services, standing
from evenhand.scrutiny.terms import Status
from scrutiny.panels import Panel

pytestmark = pytest.mark.django_db


def test_a_draw_goes_from_the_frame_to_the_learning(made: Panel) -> None:
    draw = made.drawn()
    cases = made.cases(draw)
    assert len(cases) == 4
    assert made.overview(draw).status is Status.DRAWN

    made.closed(draw, "red")
    for case in cases:
        made.agree(case, "red")
    assert made.overview(draw).status is Status.AGREED

    found = services.findings.find(
        draw=draw,
        case=cases[0],
        fault="red",
        words="The reason for the stop was not one that the law knows.",
        by=made.member,
        now=made.now,
    )
    [waiting] = selectors.findings_to_answer(made.supervisor)
    assert waiting == found
    services.findings.answer(
        finding=found,
        taken="advice",
        words="We talked about what a reason is, and will look at the next ten stops.",
        by=made.supervisor,
        now=made.now,
    )
    [again] = selectors.findings_of(made.chair, draw.number)
    assert again.learning.taken == "advice"
    assert standing.status(draw) is Status.AGREED
