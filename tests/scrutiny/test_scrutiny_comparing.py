"""Who can write to the database changes nothing of a draw unseen: `evenhand verify` says so."""

import json

import pytest
from django.db import transaction

from evenhand.encounters.models import Stop
from evenhand.scrutiny import comparing, models, services
from scrutiny.panels import Panel
from scrutiny.panels_db import change

pytestmark = pytest.mark.django_db


def whole(made: Panel) -> models.Draw:
    """A draw with everything that one can have."""
    draw = made.opened(cases=2)
    stop = Stop.objects.filter(driver_sde="B1").first()
    assert stop is not None
    services.exclusions.exclude(
        draw=draw, stop=stop.pk, reason="sub-judice", by=made.manager, now=made.now
    )
    services.frames.type_total(
        draw=draw, count=30, source="Annual return", by=made.chair, now=made.now
    )
    services.frames.freeze(draw=draw, by=made.chair, now=made.now)
    made.sign()
    made.wait(minutes=5)
    made.roll(draw, made.chair)
    made.roll(draw, made.manager)
    made.closed(draw, "red")
    for case in made.cases(draw):
        made.agree(case, "red")
    found = services.findings.find(
        draw=draw,
        case=made.cases(draw)[0],
        fault="red",
        words="There were no grounds.",
        by=made.member,
        now=made.now,
    )
    services.findings.answer(
        finding=found, taken="advice", words="We talked.", by=made.supervisor, now=made.now
    )
    return draw


CHANGES = [
    ("scrutiny_score", "answers", json.dumps({"overall": "green"}), "score was changed"),
    ("scrutiny_score", "rating", "green", "score was changed"),
    ("scrutiny_agreed", "rating", "green", "agreed score was changed"),
    ("scrutiny_result", "content", json.dumps({"cases": 9}), "come to was changed"),
    ("scrutiny_seed", "value", "ab" * 32, "seed was changed"),
    ("scrutiny_draw", "cases", 9, "opened for was changed"),
    ("scrutiny_drawstep", "words", "Something else.", "something else than the ledger"),
    ("scrutiny_drawstep", "by", "Somebody", "something else than the ledger"),
    ("scrutiny_case", "reserve", True, "other cases stand there"),
    ("scrutiny_position", "leaf", "00", "was changed"),
    ("scrutiny_position", "stratum", "ethnicity=white", "was changed"),
    ("scrutiny_exclusion", "reason", "live-complaint", "left out of it was changed"),
    ("scrutiny_knowntotal", "count", 3, "published total was changed"),
    ("scrutiny_finding", "words", "All was well.", "finding 1 was changed"),
    ("scrutiny_finding", "due", "2030-01-01", "finding 1 was changed"),
    ("scrutiny_learning", "taken", "thanked", "learnt from a finding was changed"),
]
"""Table, column and what somebody writes over it; and the sentence that says so."""


def test_what_the_keeper_of_the_database_changes_is_seen(made: Panel) -> None:
    whole(made)
    assert list(comparing.disagreements()) == []
    unseen = []
    for table, column, value, says in CHANGES:
        with transaction.atomic():
            change(table, column, value, "id > %s", 0)
            if not any(says in one.says for one in comparing.disagreements()):
                unseen.append((table, column))
            transaction.set_rollback(True)
    assert unseen == []
    assert list(comparing.disagreements()) == []
