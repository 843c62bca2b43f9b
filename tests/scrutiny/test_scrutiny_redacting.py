"""Words that the law does not allow are taken out by who said them, and stay nowhere."""

import json

import pytest
from django.utils import timezone
from panels_db import change

from evenhand.accounts.acting import Acting
from evenhand.accounts.errors import MayNot
from evenhand.accounts.roles import OrganisationKind, Role
from evenhand.audit.models import Act
from evenhand.audit.models import Entry as Audited
from evenhand.audit.sequencer import sequence_all
from evenhand.forces import services as forces
from evenhand.ledger import kept
from evenhand.ledger import selectors as ledger
from evenhand.ledger import services as log
from evenhand.ledger.kept import REDACTED
from evenhand.ledger.log.signing import signing_key
from evenhand.ledger.log.tables import LEDGER
from evenhand.ledger.log.verifying import verify
from evenhand.ledger.models import Entry
from evenhand.ledger.unlawful import Reason, sentence
from evenhand.scrutiny import models, services, standing
from evenhand.scrutiny.errors import Meanwhile, NotNow
from evenhand.scrutiny.redacting import service, threads
from evenhand.scrutiny.redacting.finding import Reached, reached
from evenhand.scrutiny.redacting.threads import Thread
from evenhand.scrutiny.told import draws as told_draws
from evenhand.scrutiny.told import recent
from scrutiny.panels import Panel, member
from scrutiny.taken_out import disagreements, nowhere, place_of, take_out

pytestmark = pytest.mark.django_db
NAMED = "The baker’s eldest son was searched."
LEARNT = "We spoke with the baker’s eldest son and his mother."


def redact(made: Panel, thread: Thread, words: str, by: Acting, **other: object) -> Reached:
    return take_out(thread.row, words, by, **{"now": made.now, **other})


@pytest.fixture
def publisher(made: Panel) -> Acting:
    del made
    return member("publisher", "bedfordshire", OrganisationKind.FORCE, Role.PUBLISHER)


@pytest.fixture
def found(made: Panel) -> models.Finding:
    """A finding that names somebody, and an answer that does too."""
    draw = made.drawn()
    made.closed(draw, "red")
    for case in made.cases(draw):
        services.scoring.agree(
            case=case,
            answers=_answers(case),
            words=NAMED if case.place == 1 else "",
            by=made.chair,
            now=made.now,
        )
    finding = services.findings.find(
        draw=draw,
        case=made.cases(draw)[0],
        fault="red",
        words=NAMED,
        by=made.member,
        now=made.now,
    )
    services.findings.answer(
        finding=finding, taken="advice", words=LEARNT, by=made.supervisor, now=made.now
    )
    return finding


def _answers(case: models.Case) -> dict[str, str]:
    from scrutiny.panels import answers

    return answers(case, "red")


def test_a_finding_and_what_the_meeting_said_go_and_all_the_rest_stays(
    made: Panel, found: models.Finding
) -> None:
    draw, before = found.draw, standing.status(found.draw)
    kinds = [(one.number, one.kind, one.at) for one in draw.steps.order_by("number")]
    thread = threads.of(draw)

    done = redact(made, thread, NAMED, made.chair)

    [(_, places)] = done.going.values()
    assert {name for _, name in places} == {"words", "agreed 1"}
    nowhere(NAMED)
    [told] = told_draws.findings(on=timezone.localdate())
    assert (told.words, told.fault, told.learning) == (REDACTED, "red", LEARNT)
    steps = list(draw.steps.order_by("number"))
    assert [(one.number, one.kind, one.at) for one in steps[:-1]] == kinds
    last = steps[-1]
    assert (last.kind, last.words) == ("redacted", sentence(Reason.PERSON))
    assert (last.by, last.organisation) == ("Panel chair", "Bedfordshire panel")
    assert sorted(last.data["redacts"]) == [f"{found_step(draw).number} words", "agreed"]
    assert standing.status(draw) is before
    shown = told_draws.draw(draw.panel_id, draw.number, on=timezone.localdate())
    assert shown is not None
    assert shown.steps[-1].words == sentence(Reason.PERSON)
    assert NAMED not in repr(shown)
    assert NAMED not in repr(recent.everything(most=100))
    assert disagreements() == []
    kept_of = Audited.objects.filter(kind=Act.ALTERATION).latest("pk")
    assert (kept_of.by, json.loads(kept_of.body)["details"]["step"]) == (
        f"person/{made.chair.person.pk}",
        "redacted",
    )


def found_step(draw: models.Draw) -> models.DrawStep:
    step: models.DrawStep = draw.steps.get(kind="found")
    return step


def test_the_log_holds_and_says_what_was_emptied_and_again_without_the_words(
    made: Panel, found: models.Finding
) -> None:
    subject = standing.subject(found.draw)
    sequence_all()
    before = {one.leaf for one in ledger.history(subject)}
    redact(made, threads.of(found.draw), NAMED, made.chair)
    sequence_all()

    checked = verify(LEDGER, key=signing_key(LEDGER).verifier)
    assert (checked.faults, checked.erased) == ((), 1)
    after = ledger.history(subject)
    said = [one.content for one in after if one.content]
    [again] = [one for one in said if one["kind"] == "draw-restated"]
    assert again["body"]["words"] == REDACTED
    assert again["body"]["data"]["fault"] == "red"
    assert again["body"]["kind"] == "found"
    assert again["body"]["leaf"] in before
    emptied = Entry.objects.get(nonce=None)
    assert emptied.erased_why == sentence(Reason.PERSON)
    assert bytes(emptied.leaf).hex() == again["body"]["leaf"]


def test_each_side_takes_out_its_own_words_and_no_others(
    made: Panel, found: models.Finding, publisher: Acting
) -> None:
    thread = threads.of(found.draw)
    assert NAMED not in threads.own_texts(publisher, thread).values()
    assert LEARNT not in threads.own_texts(made.chair, thread).values()
    with pytest.raises(NotNow, match="Choose words"):
        redact(made, thread, NAMED, publisher)
    with pytest.raises(NotNow, match="Choose words"):
        redact(made, thread, LEARNT, made.chair)
    stays = reached(made.chair, thread, [place_of(thread, NAMED)]).stays
    assert stays == ()
    redact(made, thread, LEARNT, publisher)
    nowhere(LEARNT)
    assert models.Finding.objects.get().words == NAMED
    assert models.Learning.objects.get().words == REDACTED
    assert disagreements() == []


def test_who_says_another_sides_words_again_takes_none_of_them_away(
    made: Panel, publisher: Acting
) -> None:
    draw = made.drawn()
    made.closed(draw, "red")
    case = made.cases(draw)[0]
    made.agree(case, "red")
    finding = services.findings.find(
        draw=draw, case=case, fault="red", words=NAMED, by=made.member, now=made.now
    )
    services.findings.answer(
        finding=finding, taken="nothing", words=NAMED, by=made.supervisor, now=made.now
    )
    thread = threads.of(draw)
    own = next(iter(threads.own_texts(publisher, thread)))

    done = service.redact(
        thread=thread,
        expected=thread.last,
        chosen=[own],
        reason=Reason.ERASURE,
        by=publisher,
        now=made.now,
    )

    assert models.Learning.objects.get().words == REDACTED
    assert models.Finding.objects.get().words == NAMED
    assert [(one.subject, place[1]) for one, place in done.stays] == [(thread.subject, "words")]
    assert disagreements() == []


def test_nobody_else_takes_words_out(made: Panel, found: models.Finding) -> None:
    thread = threads.of(found.draw)
    forces.load(["kent"])
    kent = member(
        "kent", "kent-panel", OrganisationKind.SCRUTINY_PANEL, Role.PANEL_CHAIR, force="kent"
    )
    pcc = member("pcc", "pcc", OrganisationKind.OVERSIGHT_BODY, Role.PUBLISHER, force=None)
    for by in (made.member, made.manager, made.supervisor, kent, pcc):
        with pytest.raises(MayNot):
            redact(made, thread, NAMED, by)
    with pytest.raises(NotNow, match="Choose why"):
        redact(made, thread, NAMED, made.chair, reason="unwelcome")
    with pytest.raises(Meanwhile):
        redact(made, thread, NAMED, made.chair, expected=thread.last - 1)
    with pytest.raises(NotNow, match="Choose words"):
        service.redact(
            thread=thread,
            expected=thread.last,
            chosen=[(1, "by")],
            reason=Reason.PERSON,
            by=made.chair,
            now=made.now,
        )
    assert models.Finding.objects.get().words == NAMED
    assert not Entry.objects.filter(nonce=None).exists()


def test_nobody_types_the_sign_and_words_go_once(made: Panel, found: models.Finding) -> None:
    with pytest.raises(NotNow, match="sign for words"):
        services.findings.find(
            draw=found.draw, case=None, fault="red", words=REDACTED, by=made.member, now=made.now
        )
    thread = threads.of(found.draw)
    place = place_of(thread, NAMED)
    redact(made, thread, NAMED, made.chair)
    fresh = threads.of(found.draw)
    assert place not in fresh.texts()
    with pytest.raises(NotNow, match="Choose words"):
        service.redact(
            thread=fresh,
            expected=fresh.last,
            chosen=[place],
            reason=Reason.PERSON,
            by=made.chair,
            now=made.now,
        )


def test_why_a_draw_was_opened_and_the_source_of_a_total_go(made: Panel) -> None:
    source = "A note of Mr Baker’s eldest son"
    draw = made.opened(words=NAMED)
    services.frames.type_total(draw=draw, count=40, source=source, by=made.chair, now=made.now)
    services.frames.abandon(draw=draw, reason=NAMED, by=made.chair, now=made.now)

    redact(made, threads.of(draw), NAMED, made.chair)
    redact(made, threads.of(draw), source, made.chair)

    nowhere(NAMED)
    nowhere(source)
    assert models.KnownTotal.objects.get().source == REDACTED
    assert disagreements() == []


TAMPERED = {
    "puts a finding back": ("scrutiny_finding", "words", NAMED, "1 = 1"),
    "puts a step back": ("scrutiny_drawstep", "words", NAMED, "kind = 'found'"),
    "takes the mark of a step away": ("scrutiny_drawstep", "redacted", "", "kind = 'found'"),
    "takes the mark of a finding away": ("scrutiny_finding", "redacted", "", "1 = 1"),
    "puts the meeting’s words back": ("scrutiny_agreed", "words", NAMED, "redacted <> ''"),
    "takes out what nobody said was taken": ("scrutiny_learning", "words", REDACTED, "1 = 1"),
    "takes a step out unseen": ("scrutiny_drawstep", "words", REDACTED, "kind = 'answered'"),
    "changes what was found": ("scrutiny_finding", "fault", "amber", "1 = 1"),
}


@pytest.mark.parametrize("what", TAMPERED)
def test_an_insider_who_changes_it_past_its_guards_is_found(
    made: Panel, found: models.Finding, what: str
) -> None:
    redact(made, threads.of(found.draw), NAMED, made.chair)
    assert disagreements() == []

    change(*TAMPERED[what])

    assert disagreements()


def test_a_mark_that_the_database_lets_through_and_the_ledger_does_not_know_is_found(
    made: Panel, found: models.Finding
) -> None:
    """Who can write to the tables can take words out by the one change that they allow."""
    step = found_step(found.draw)
    mark = {"step": 99, "at": made.now.isoformat(), "by": "x", "organisation": "y", "why": "person"}
    models.DrawStep.objects.redact(step, mark, {"words": REDACTED})
    models.Finding.objects.redact(found, mark, {"words": REDACTED})
    assert disagreements()


def test_entries_that_are_emptied_without_a_redaction_are_found(
    made: Panel, found: models.Finding
) -> None:
    leaf = found_step(found.draw).leaf
    log.erase(leaves=[leaf], why="Unwelcome.", by="Publisher", organisation="", now=made.now)
    assert disagreements()


def test_the_guards_let_this_one_change_through_and_none_lacks(made: Panel) -> None:
    draw = made.opened()
    total = services.frames.type_total(
        draw=draw, count=40, source="A return", by=made.chair, now=made.now
    )
    assert kept.missing() == []
    with pytest.raises(Exception, match="never changed"):
        models.KnownTotal.objects.redact(total, {"why": "person"}, {"source": "Another"})


def test_another_app_takes_the_same_words_out_in_the_same_transaction(
    made: Panel, found: models.Finding, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[object] = []
    monkeypatch.setattr(service, "_ALSO", [lambda *said: told.append(said[:2])])
    redact(made, threads.of(found.draw), NAMED, made.chair)
    assert told == [("bedfordshire", {NAMED})]


@pytest.mark.parametrize("at", ["erase", "append"])
def test_nothing_but_all_of_it_happens(
    made: Panel, found: models.Finding, monkeypatch: pytest.MonkeyPatch, at: str
) -> None:
    rows = Entry.objects.count()
    with monkeypatch.context() as broken, pytest.raises(ZeroDivisionError):
        broken.setattr(service.log, at, lambda **_: 1 / 0)
        redact(made, threads.of(found.draw), NAMED, made.chair)
    assert models.Finding.objects.get().words == NAMED
    assert Entry.objects.count() == rows
    assert disagreements() == []
