"""Answers: one for each slip, sealed while they wait, opened in tens, never joined."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.exceptions import InvalidTag
from django.db import IntegrityError, transaction

from encounters.made_slips import NOW, QUARTER, answer, asked_for, key, slips
from encounters.made_slips import force as force  # noqa: PLC0414 (pytest finds it by name)
from evenhand.encounters.answering import counting, issuing, questions, reading, scopes, tokens
from evenhand.encounters.answering.questions import NotAnAnswer
from evenhand.encounters.answering.taking import Closed
from evenhand.encounters.answering.tokens import NotAToken, Token
from evenhand.encounters.keys import files as key_files
from evenhand.encounters.keys.files import NoSuchKey
from evenhand.encounters.models import Answer, Counted, Signed

CLOSED = scopes.closes(QUARTER)


def test_one_answer_for_each_slip_the_first(force) -> None:
    (slip,) = slips()
    answer(slip, respect="no")
    first = Answer.objects.get()

    answer(slip, respect="yes")

    again = Answer.objects.get()
    assert (again.token, bytes(again.sealed)) == (first.token, bytes(first.sealed))


def test_nothing_of_what_was_answered_can_be_read_in_the_database(force) -> None:
    said = [
        {"reason": "routine", "respect": "no", "fair": "no", "heard": "no", "understood": "no"},
        {"respect": "yes"},
    ]
    for slip, chosen in zip(slips(2), said, strict=True):
        answer(slip, **chosen)

    sealed = [bytes(one.sealed) for one in Answer.objects.all()]

    assert {len(one) for one in sealed} == {65 + 5 + 16}
    assert sealed[0][65:] != sealed[1][65:]


@pytest.mark.parametrize("slip", ["", "x", "A" * 390, "../../etc/passwd", "a" * 100_000])
def test_what_is_no_slip_takes_no_answer(force, slip) -> None:
    key()

    with pytest.raises(NotAToken):
        answer(slip)

    assert not Answer.objects.exists()


def test_a_slip_signed_by_a_stranger_takes_no_answer(force) -> None:
    waiting = asked_for(key())
    forged = waiting.finish(tokens.sign_blind(tokens.new_key(), waiting.blinded))

    with pytest.raises(NotAToken):
        answer(str(forged))


@pytest.mark.parametrize("chosen", [{"respect": "very"}, {"reason": "yes"}])
def test_a_choice_that_was_not_offered_does_not_use_the_slip_up(force, chosen) -> None:
    (slip,) = slips()

    with pytest.raises(NotAnAnswer):
        answer(slip, **chosen)

    assert not Answer.objects.exists()


def test_a_slip_works_until_sixty_days_after_its_quarter(force) -> None:
    early, late = slips(2)

    answer(early, now=CLOSED - timedelta(seconds=1))
    with pytest.raises(Closed):
        answer(late, now=CLOSED)

    assert datetime(2027, 3, 2, tzinfo=UTC) == CLOSED
    assert Answer.objects.count() == 1


def test_every_answer_is_written_in_five_bytes_and_read_again() -> None:
    chosen = {"reason": "not_told", "heard": "partly"}

    written = questions.write(chosen)

    assert written == bytes([6, 0, 2, 0, 0])
    assert questions.read(written) == dict.fromkeys(questions.QUESTIONS, "") | chosen
    for wrong in (b"", bytes(6), bytes([7, 0, 0, 0, 0]), bytes([0, 4, 0, 0, 0])):
        with pytest.raises(NotAnAnswer):
            questions.read(wrong)


def test_nothing_is_opened_before_twenty_wait(force) -> None:
    for slip in slips(19):
        answer(slip)

    assert counting.count(now=NOW) == 0
    assert reading.released("demoshire", QUARTER) == []


def test_ten_of_twenty_are_opened_added_up_and_not_kept(force) -> None:
    for place, slip in enumerate(slips(20)):
        answer(slip, respect=["yes", "no"][place % 2], **({"heard": "no"} if place < 3 else {}))

    assert counting.count(now=NOW) == 10
    assert counting.count(now=NOW) == 0

    (found,) = reading.released("demoshire", QUARTER)
    assert (found.scope, found.answers) == ("reason:routine", 10)
    assert sum(found.choices["respect"].values()) == 10
    assert sum(found.choices["heard"].values()) == 10
    assert found.choices["fair"] == {"yes": 0, "partly": 0, "no": 0, "": 10}
    assert Answer.objects.filter(sealed__isnull=True).count() == 10
    assert Answer.objects.filter(sealed__isnull=False).count() == 10


def test_an_answer_that_was_counted_cannot_be_given_again(force) -> None:
    given = slips(20)
    for slip in given:
        answer(slip)
    counting.count(now=NOW)

    for slip in given:
        answer(slip, respect="no")

    assert Answer.objects.count() == 20
    assert Answer.objects.filter(sealed__isnull=False).count() == 10


def test_answers_are_counted_in_tens_or_the_database_refuses(force) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Counted.objects.create(force=force, quarter=QUARTER, scope="reason:routine", answers=11)


def test_at_the_close_what_is_left_is_counted_together_and_the_rest_never(force) -> None:
    for scope, many in (("reason:routine", 13), ("reason:driving", 12), ("reason:other", 8)):
        for slip in slips(many, scope=scope):
            answer(slip, respect="yes")
    assert counting.count(now=CLOSED - timedelta(seconds=1)) == 0

    assert counting.count(now=CLOSED) == 30

    found = {one.scope: one.answers for one in reading.released("demoshire", QUARTER)}
    assert found == {"reason:routine": 10, "reason:driving": 10, "rest": 10}
    assert not Answer.objects.exists()
    assert key_files.names("answers", "demoshire") == key_files.names("slips", "demoshire") == []
    assert counting.count(now=CLOSED) == 0


def test_an_old_backup_cannot_be_opened_after_the_close(force) -> None:
    answer(slips()[0])
    backup = Answer.objects.get()

    counting.count(now=CLOSED)

    with pytest.raises(NoSuchKey):
        counting._unsealed("demoshire", backup)


def test_a_batch_that_cannot_be_opened_changes_nothing(force) -> None:
    for slip in slips(20):
        answer(slip)
    Answer.objects.update(sealed=b"somebody wrote this")

    with pytest.raises(InvalidTag):
        counting.count(now=NOW)

    assert not Counted.objects.exists()
    assert Answer.objects.filter(sealed__isnull=False).count() == 20


def test_an_answer_cannot_be_moved_to_another_scope(force) -> None:
    answer(slips()[0])
    Answer.objects.update(key=key("reason:other").pk)

    with pytest.raises(InvalidTag):
        counting._unsealed("demoshire", Answer.objects.get())


def test_slips_that_were_signed_and_not_used_are_shown_by_large_team(force) -> None:
    issuing._new("demoshire", QUARTER, "team:Roads", NOW)
    Signed.objects.filter(key=key("team:Roads").pk).update(slips=120)
    Counted.objects.create(force=force, quarter=QUARTER, scope="team:Roads", answers=30)

    assert reading.unused("demoshire", QUARTER) == [reading.Unused("Roads", 120, 30)]


def test_the_margins_of_all_answers_are_what_was_answered(force) -> None:
    said = Counter[str]()
    for place, slip in enumerate(slips(40)):
        chosen = ["yes", "partly", "no"][place % 3]
        said[chosen] += 1
        answer(slip, fair=chosen)

    counting.count(now=NOW)
    assert Counted.objects.get().answers == 30
    counting.count(now=CLOSED)

    (found,) = reading.released("demoshire", QUARTER)
    assert {name: many for name, many in found.choices["fair"].items() if many} == dict(said)


def test_tokens_read_from_an_address_are_whole(force) -> None:
    (slip,) = slips()

    assert str(Token.parse(slip)) == slip
