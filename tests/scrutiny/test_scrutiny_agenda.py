"""The agenda of a panel knows what is open of its draws and findings."""

from datetime import timedelta

import pytest

from evenhand.scrutiny import models, services
from evenhand.scrutiny.visiting.agenda import items
from scrutiny.panels import Panel

pytestmark = pytest.mark.django_db
PANEL = "bedfordshire-panel"
FOUND = "Receipts were offered every time, in words that people know."


def said(made: Panel, **other: object) -> list[tuple[str, str]]:
    found = items(PANEL, now=made.now, **other)  # type: ignore[arg-type]
    return [(one.subject, one.words) for one in found]


def agreed(made: Panel) -> models.Draw:
    draw = made.drawn()
    made.closed(draw)
    for case in made.cases(draw):
        made.agree(case)
    return draw


def test_a_draw_is_on_the_agenda_while_something_of_it_is_open(made: Panel) -> None:
    draw = made.opened()
    subject = f"draw/{PANEL}/{draw.number}"
    assert said(made) == []
    services.frames.freeze(draw=draw, by=made.chair, now=made.now)
    assert said(made) == [(subject, "Draw 1 is frozen and not drawn yet.")]
    made.sign()
    made.wait(minutes=5)
    made.roll(draw, made.chair)
    made.roll(draw, made.manager)
    assert said(made) == [(subject, "The cases of draw 1 wait for members’ scores.")]
    made.closed(draw)
    assert said(made) == [(subject, "Agree on the cases of draw 1.")]
    for case in made.cases(draw):
        made.agree(case)
    [(where, words)] = said(made)
    assert where == subject
    assert words.startswith("The records and videos of draw 1 are held until")


def test_an_abandoned_draw_is_not_on_it(made: Panel) -> None:
    draw = made.frozen()
    services.frames.abandon(draw=draw, reason="The wrong days.", by=made.chair, now=made.now)
    assert said(made) == []


def test_holds_are_named_only_where_they_end_near_the_meeting(made: Panel) -> None:
    agreed(made)
    ends = models.Result.objects.get().at + services.holds.AFTER
    assert len(said(made, meets=ends + timedelta(days=1))) == 1
    made.wait(days=29)
    assert said(made) == [], "they have ended"


def test_findings_that_wait_are_overdue_or_came_back(made: Panel) -> None:
    draw = agreed(made)
    subject = f"draw/{PANEL}/{draw.number}/findings/1"
    found = services.findings.find(
        draw=draw, case=None, fault="good-practice", words=FOUND, by=made.member, now=made.now
    )
    [(where, words)] = said(made)
    assert where == subject, "while a finding is open nothing is let go"
    assert words.startswith("A finding awaits its answer by ")
    made.wait(days=(found.due - made.now.date()).days + 3)
    [(_, late)] = said(made)
    assert late.startswith("A finding is overdue for ")
    services.findings.answer(
        finding=found, taken="thanked", words="We spoke.", by=made.supervisor, now=made.now
    )
    assert (subject, f"What was learnt from a finding came back: {FOUND}") in said(made)


def test_another_panels_draws_are_not_on_it(made: Panel) -> None:
    made.frozen()
    assert items("panel", now=made.now) == []
