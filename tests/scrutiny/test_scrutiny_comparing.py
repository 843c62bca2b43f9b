"""Who can write to the database changes nothing of a draw unseen: `evenhand verify` says so."""

import json
from typing import Any

import pytest
from django.db import transaction

from evenhand.encounters.models import Stop
from evenhand.scrutiny import comparing, models, services
from evenhand.scrutiny.errors import RollsDiffer
from evenhand.scrutiny.evidence import Answer
from evenhand.scrutiny.services import writing
from evenhand.scrutiny.terms import Kind
from scrutiny.panels import Panel, panel
from scrutiny.panels_db import change, remove

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(db: None) -> Panel:
    """A panel whose force wrote a reason in words on every stop, so that some can be hidden."""
    del db
    one = panel(0)
    one.stops(16, reason_text="He drove past twice.")
    one.log()
    return one


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
    made.roll(draw, made.chair, "0" * 20)
    with pytest.raises(RollsDiffer):
        made.roll(draw, made.manager, "1" * 20)
    made.roll(draw, made.chair)
    made.roll(draw, made.manager)
    before_they_score(made, draw)
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
    services.holds.release(draw, now=made.now)
    services.holds.let_videos_go(now=made.now)
    return draw


def before_they_score(made: Panel, draw: models.Draw) -> None:
    """A reserve, hidden words, a conflict, and a video that is there when asked for again."""
    one = made.cases(draw)[0]
    said = {"reason": "victim-identifiable", "words": "A child is in it."}
    services.draws.call_reserve(case=one, **said, by=made.chair, now=made.now)
    for case in made.cases(draw):
        [text] = services.looking.words_of(case=case, by=made.chair, now=made.now)
        hidden = [(text.field, 0, 3)]
        services.looking.show(case=case, hidden=hidden, by=made.chair, now=made.now)
        services.scoring.declare_conflict(case=case, by=made.second, now=made.now)
        held = Answer(reference="H 1", link="https://evidence.example/1")
        for answer in ("The evidence system does not answer.", "It still does not.", held):
            services.holds.keep_answer(answer, case=case, now=made.now)


EARLIER = "2026-01-01 00:00:00+00:00"
ANOTHER = json.dumps([{"field": "reason_text", "first": 4, "last": 9}])
CHANGES = [
    ("scrutiny_score", "answers", json.dumps({"overall": "green"}), "score was changed"),
    ("scrutiny_score", "rating", "green", "score was changed"),
    ("scrutiny_score", "person_id", "ANOTHER", "member’s score was changed"),
    ("scrutiny_score", "case_id", "UNSCORED", "member’s score was changed"),
    ("scrutiny_score", "number", 7, "member’s score was changed"),
    ("scrutiny_score", "form", 1, "member’s score was changed"),
    ("scrutiny_score", "at", EARLIER, "member’s score was changed"),
    ("scrutiny_agreed", "at", EARLIER, "agreed score was changed"),
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
    ("scrutiny_finding", "case_id", "UNSCORED", "which case a finding comes from"),
    ("scrutiny_finding", "case_id", None, "which case a finding comes from"),
    ("scrutiny_finding", "at", EARLIER, "when it was made, was changed"),
    ("scrutiny_learning", "taken", "thanked", "learnt from a finding was changed"),
    ("scrutiny_learning", "at", EARLIER, "learnt from a finding was changed"),
    *(
        ("scrutiny_seed", column, value, "seed was changed")
        for column, value in (
            ("beacon", "9" * 20),
            ("checkpoint", "another"),
            ("size", 99),
            ("witnesses", json.dumps(["somebody"])),
            ("signature", "ab" * 48),
            ("previous", "ab" * 48),
        )
    ),
    ("scrutiny_case", "of", 99, "other cases stand there"),
    ("scrutiny_called", "reason", "sub-judice", "reserve stands in"),
    ("scrutiny_shown", "hidden", json.dumps([]), "is hidden of the words"),
    ("scrutiny_shown", "hidden", ANOTHER, "is hidden of the words"),
    ("scrutiny_shown", "hidden", json.dumps([{"first": 0.5}]), "is hidden of the words"),
    ("scrutiny_shown", "version", 9, "is hidden of the words"),
    ("scrutiny_conflict", "person_id", "SOMEBODY", "conflict of interest"),
    ("scrutiny_roll", "digits", "7" * 20, "dice that were typed in"),
    ("scrutiny_roll", "checkpoint", "another", "dice that were typed in"),
    ("scrutiny_videoasked", "link", "https://elsewhere.example/", "said of a video"),
    ("scrutiny_videoasked", "reference", "H 2", "said of a video"),
    ("scrutiny_videoasked", "deletes_on", "2030-01-01", "said of a video"),
    ("scrutiny_videoletgo", "trouble", "Nothing.", "said of a hold’s end"),
    ("encounters_held", "why", "draw/another-panel/1", "hold of a record"),
]
"""Table, column and what somebody writes over it; and the sentence that says so."""
FIRST = "id = (SELECT min(id) FROM {table})"
REMOVALS = [
    ("scrutiny_case", FIRST, "other cases stand there"),
    ("scrutiny_score", FIRST, "score was changed, added or taken away"),
    ("scrutiny_agreed", FIRST, "agreed score was changed, added or taken away"),
    ("scrutiny_finding", FIRST, "a finding was taken away"),
    ("scrutiny_learning", FIRST, "learnt from a finding was taken away"),
    ("scrutiny_exclusion", FIRST, "left out of it was changed"),
    ("scrutiny_knowntotal", FIRST, "published total was changed"),
    ("scrutiny_seed", FIRST, "cases are there that nothing drew"),
    ("scrutiny_result", FIRST, "come to was changed"),
    ("scrutiny_position", FIRST, "positions of its frame were added or taken away"),
    ("scrutiny_called", FIRST, "reserve stands in"),
    ("scrutiny_shown", FIRST, "is hidden of the words"),
    ("scrutiny_conflict", FIRST, "conflict of interest"),
    ("scrutiny_roll", FIRST, "dice that were typed in"),
    ("scrutiny_videoasked", "number = 1", "said of a video"),
    ("scrutiny_videoasked", "number = 2", "a question for a video was taken away"),
    ("scrutiny_videoasked", "number = 3", "said of a video"),
    ("scrutiny_videoletgo", FIRST, "said of a hold’s end"),
    ("encounters_held", FIRST, "hold of a record"),
    ("encounters_holdended", FIRST, "ended or taken up again"),
]
"""Table, which row of it somebody deletes, and the sentence that says so."""


def test_what_the_keeper_of_the_database_changes_is_seen(made: Panel) -> None:
    whole(made)
    assert list(comparing.disagreements()) == []
    unseen = []
    for table, column, value, says in CHANGES:
        with transaction.atomic():
            change(table, column, meant(made, value), FIRST.format(table=table))
            if not seen(says):
                unseen.append((table, column, says))
            transaction.set_rollback(True)
    assert unseen == []
    assert list(comparing.disagreements()) == []


def meant(made: Panel, value: Any) -> Any:
    """What is written there, where it is known only once a draw is made."""
    named = {
        "SOMEBODY": lambda: made.chair.person.pk,
        "ANOTHER": lambda: made.second.person.pk,
        "UNSCORED": lambda: models.Case.objects.filter(scores=None).order_by("place")[0].pk,
    }
    return named[value]() if value in named else value


def seen(says: str) -> bool:
    """Whether `evenhand verify` says it."""
    return any(says in one.says for one in comparing.disagreements())


def test_what_the_keeper_of_the_database_takes_away_is_seen(made: Panel) -> None:
    whole(made)
    unseen = []
    for table, which, says in REMOVALS:
        with transaction.atomic():
            remove(table, which.format(table=table))
            if not seen(says):
                unseen.append((table, which, says))
            transaction.set_rollback(True)
    assert unseen == []
    assert list(comparing.disagreements()) == []


LATER = {"commitment", "size", "signature", "previous", "row"}
"""What steps of a draw did not hold at first; exclusions and scores had a commitment always."""
OLD = [
    ("scrutiny_roll", "digits", "7" * 20, "not what they were"),
    ("scrutiny_roll", "digits", "7" * 20, "seed was not made of"),
    ("scrutiny_seed", "beacon", "9" * 20, "seed was changed"),
    ("scrutiny_seed", "size", 99, "seed was changed"),
    ("scrutiny_seed", "signature", "ab" * 48, "seed was changed"),
    ("scrutiny_called", "reason", "sub-judice", "reserve stands in"),
    ("scrutiny_shown", "hidden", json.dumps([]), "is hidden of the words"),
    ("scrutiny_conflict", "at", EARLIER, "conflict of interest"),
    ("scrutiny_score", "at", EARLIER, "member’s score was changed"),
    ("scrutiny_score", "person_id", "ANOTHER", "member’s score was changed"),
    ("scrutiny_finding", "at", EARLIER, "when it was made, was changed"),
    ("scrutiny_videoasked", "missing", True, "said of a video"),
]
"""The same of steps from before there were commitments: what they tell in public is compared."""


def test_steps_from_before_there_were_commitments_are_compared_by_what_they_tell(
    made: Panel, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = writing.add

    def before(draw: models.Draw, kind: Kind, *, data: Any = None, **said: Any) -> Any:
        kept = {Kind.EXCLUDED, Kind.SCORED, Kind.AGREED}
        later = {"row"} if kind in kept else LATER
        told = {k: v for k, v in (data or {}).items() if k not in later}
        return now(draw, kind, data=told, **said)

    monkeypatch.setattr(writing, "add", before)
    monkeypatch.setattr(services.holds, "add", before)
    whole(made)
    bare = [Kind.CONFLICT, Kind.SHOWN, Kind.VIDEO, Kind.FOUND]
    steps = models.DrawStep.objects.filter(kind__in=bare)
    assert not any("commitment" in one.data for one in steps)
    assert not any("row" in one.data for one in models.DrawStep.objects.all())
    assert list(comparing.disagreements()) == []
    unseen = []
    for table, column, value, says in OLD:
        which = "number = 2" if column == "missing" else f"id = (SELECT max(id) FROM {table})"
        with transaction.atomic():
            change(table, column, meant(made, value), which)
            if not seen(says):
                unseen.append((table, column, says))
            transaction.set_rollback(True)
    assert unseen == []
