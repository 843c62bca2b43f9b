"""What anybody may read of draws: counts, fingerprints, findings; and nothing of any case."""

import re
from dataclasses import asdict, fields, is_dataclass
from datetime import timedelta
from typing import Any

import pytest

from evenhand.encounters.models import Stop
from evenhand.scrutiny import models, services
from evenhand.scrutiny.drawing.document import read
from evenhand.scrutiny.drawing.reading import frame_from, parse
from evenhand.scrutiny.terms import Status
from evenhand.scrutiny.told import draws as told
from scrutiny.panels import Panel

pytestmark = pytest.mark.django_db
PANEL = "bedfordshire-panel"


def agreed(made: Panel, overall: str = "red") -> models.Draw:
    draw = made.drawn()
    made.closed(draw, overall)
    for case in made.cases(draw):
        made.agree(case, overall)
    return draw


def plain(value: object) -> bool:
    """Whether a value is made of plain values alone: no row, no query, nothing to follow."""
    if is_dataclass(value):
        return all(plain(getattr(value, one.name)) for one in fields(value))
    if isinstance(value, dict):
        return all(plain(one) for pair in value.items() for one in pair)
    if isinstance(value, list | tuple | frozenset):
        return all(plain(one) for one in value)
    return value is None or type(value).__module__ in {
        "builtins",
        "datetime",
        "evenhand.scrutiny.terms",
    }


def test_nothing_that_is_told_leads_to_a_case(made: Panel) -> None:
    draw = agreed(made)
    found = services.findings.find(
        draw=draw, case=made.cases(draw)[0], fault="red", words="It was not needed.",
        by=made.member, now=made.now,
    )  # fmt: skip
    made.sign()
    whole = [
        told.draw(PANEL, draw.number, on=made.period[1]),
        told.draws(on=made.period[1]),
        told.findings(on=made.period[1], force="bedfordshire"),
        told.panels(on=made.period[1]),
        told.frame_file(PANEL, draw.number),
        told.draw_file(PANEL, draw.number),
    ]
    assert all(map(plain, whole))
    text = repr(whole)
    for row in models.Position.objects.filter(frame=draw.frame):
        for secret in (str(row.stop), row.salt, row.leaf):
            assert secret not in text
    for case in models.Case.objects.filter(draw=draw):
        assert f"case/{case.place}" not in text
    for score in models.Score.objects.filter(case__draw=draw):
        assert score.nonce not in text
        assert score.commitment not in text
    names = [made.chair, made.member, made.manager, made.phone.by]
    assert not any(one.person.name in text for one in names)
    assert str(found.pk) != ""
    assert not re.search(r"person/\d", text)
    assert str(Stop.objects.first()) not in text


def test_a_draw_is_told_from_its_opening_to_its_findings(made: Panel) -> None:
    draw = made.opened()
    on = made.period[1] + timedelta(days=1)

    def now() -> Any:
        return told.draw(PANEL, draw.number, on=on)

    assert (now().status, now().fingerprint, now().sealed) == (Status.OPEN, "", False)
    services.frames.freeze(draw=draw, by=made.chair, now=made.now)
    assert now().fingerprint == draw.frame.fingerprint
    assert now().positions == 24
    assert [(one.key, one.size, one.drawn) for one in now().strata] == [
        ("ethnicity=black", 12, 2),
        ("ethnicity=white", 12, 2),
    ]
    assert not now().sealed
    assert told.draw_file(PANEL, draw.number) is None
    frame = frame_from(parse(told.frame_file(PANEL, draw.number)))
    assert frame.fingerprint() == now().fingerprint
    made.sign()
    assert now().sealed
    made.roll(draw, made.chair)
    made.roll(draw, made.manager)
    document = read(told.draw_file(PANEL, draw.number))
    assert now().seed == document.seed
    assert [one.kind for one in now().steps] == ["opened", "frozen", "rolled", "rolled", "drawn"]
    assert now().result is None


def test_findings_are_told_with_their_deadline_and_what_came_back(made: Panel) -> None:
    draw = agreed(made)
    found = services.findings.find(
        draw=draw, case=made.cases(draw)[0], fault="red", words="It was not needed.",
        by=made.member, now=made.now,
    )  # fmt: skip
    [waits] = told.findings(on=found.due + timedelta(days=3))
    assert waits.subject == f"draw/{PANEL}/{draw.number}/findings/1"
    assert (waits.days_overdue, waits.learning, waits.answered_on) == (3, "", None)
    made.wait(days=40)
    services.findings.answer(
        finding=found, taken="advice", words="We talked.", by=made.supervisor, now=made.now
    )
    [answered] = told.findings(on=found.due + timedelta(days=60))
    assert (answered.taken, answered.learning, answered.late) == ("advice", "We talked.", True)
    assert answered.days_overdue == 0
    assert "supervisor" not in str(asdict(answered)).lower()


def test_abandoned_frames_stay_in_the_list_with_their_reason(made: Panel) -> None:
    kept, gone = made.frozen(), made.frozen(dimensions=[])
    services.frames.abandon(draw=gone, reason="The strata were wrong.", by=made.chair, now=made.now)
    listed = told.draws(on=made.period[1], panel=PANEL)
    assert [(one.number, one.abandoned) for one in listed] == [
        (gone.number, "The strata were wrong."),
        (kept.number, ""),
    ]
    assert listed[0].fingerprint == gone.frame.fingerprint
    [panel] = told.panels(on=made.period[1], force="bedfordshire")
    assert (panel.draws, panel.abandoned) == (2, 1)


def test_what_is_not_there_is_told_as_nothing(made: Panel) -> None:
    assert told.draw(PANEL, 9, on=made.period[1]) is None
    assert told.frame_file("nobody", 1) is None
    assert told.draw_file("nobody", 1) is None
    assert told.draws(on=made.period[1], force="kent") == []
