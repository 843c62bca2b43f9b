"""Letters are sent once: over a server that is away, that refuses, and by who is killed."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest
from post_office import Office, opened
from scene import ANN, BEN, at, follows, later, place, subject_of

from evenhand.audit.models import Act
from evenhand.audit.models import Entry as Private
from evenhand.following import services
from evenhand.following.models import Follower, Letter
from evenhand.following.services import posting
from evenhand.following.services.composing import Composer
from evenhand.plan import models
from plan.made_plans import OPENED, Played, promised

pytestmark = pytest.mark.django_db
SPRING = date(2025, 4, 2)
MORNING = at(SPRING + timedelta(days=1))


@pytest.fixture
def office() -> Iterator[Office]:
    with opened() as office:
        yield office


@pytest.fixture
def due(stops: Played) -> Letter:
    """A letter to Ann that is due on a morning."""
    follows(ANN, subject_of(stops.action))
    return _moved(stops, SPRING)


def _moved(action: Played, on: date) -> Letter:
    action.step("report", on, words="As it is.")
    action.step("override", on, says="late", reason="We say so.")
    Letter.objects.filter(kind="confirm").delete()
    place(at(on, 20))
    services.prepare(now=at(on + timedelta(days=1)))
    return Letter.objects.get(kind="news", sent_at=None, given_up_at=None)


def post(office: Office, now: datetime = MORNING) -> services.Posted:
    return services.post(connection=office.connection(), clock=lambda: now)


def test_a_letter_is_taken_by_a_real_server_and_noted(due: Letter, office: Office) -> None:
    assert post(office).sent == 1
    assert post(office).sent == 0

    [(to, message)] = office.taken
    assert to == ANN == message["To"]
    assert message["Subject"].startswith("The force states: Late")
    assert "We say so." in message.get_payload(decode=True).decode()
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    due.refresh_from_db()
    assert due.sent_at == MORNING


def test_a_server_that_is_away_is_tried_again_and_nobody_is_forgotten(
    due: Letter, office: Office
) -> None:
    port, office.port = office.port, 1
    for minutes in range(0, 60, 5):
        assert post(office, MORNING + timedelta(minutes=minutes)).away
    assert post(office, MORNING + timedelta(minutes=56)) == services.Posted()  # not yet again
    office.port = port

    assert post(office, MORNING + timedelta(hours=1)).sent == 1
    assert office.to == [ANN]


def test_a_server_that_hangs_up_is_not_asked_for_every_letter(
    plan: models.Plan, stops: Played, office: Office
) -> None:
    for number in range(20):
        follows(f"reader-{number}@reader.example", subject_of(stops.action), later(number / 99))
    stops.step("withdraw", SPRING, reason="No money.")
    Letter.objects.all().delete()
    place(at(SPRING, 20))
    services.prepare(now=MORNING)
    office.drops = True

    assert post(office).away
    assert office.spoken == 1
    office.drops = False
    assert post(office, MORNING + posting.AWAY).sent == 20
    assert len(set(office.to)) == 20


def test_an_address_that_is_refused_waits_longer_each_time_and_is_then_erased(
    due: Letter, office: Office
) -> None:
    office.refuses = {ANN}
    now = MORNING
    for wait in posting.REFUSED:
        assert post(office, now).refused == 1
        assert post(office, now + wait - timedelta(seconds=1)) == services.Posted()
        now += wait
    assert post(office, now).given_up == 1

    assert not Follower.objects.exists()
    erased = Private.objects.get(kind=Act.ERASURE)
    assert "no mail reaches the address" in erased.body


def test_one_who_is_refused_keeps_nobody_else_from_being_told(
    stops: Played, office: Office
) -> None:
    follows(ANN, subject_of(stops.action))
    follows(BEN, subject_of(stops.action))
    Letter.objects.all().delete()
    stops.step("withdraw", SPRING, reason="No money.")
    place(at(SPRING, 20))
    services.prepare(now=MORNING)
    office.refuses = {ANN}

    done = post(office)

    assert (done.sent, done.refused, office.to) == (1, 1, [BEN])


def test_content_that_a_server_does_not_like_is_tried_again_later(
    due: Letter, office: Office
) -> None:
    office.spam = True
    assert post(office).refused == 1
    office.spam = False
    assert post(office, MORNING + posting.REFUSED[0]).sent == 1


def test_a_letter_that_was_not_sent_tells_also_what_moved_meanwhile_in_one_mail(
    stops: Played, due: Letter, office: Office
) -> None:
    stops.step("withdraw", SPRING + timedelta(days=1), reason="No money.")
    place(at(SPRING + timedelta(days=1), 20))
    services.prepare(now=at(SPRING + timedelta(days=2)))

    assert post(office, at(SPRING + timedelta(days=2))).sent == 1
    body = office.taken[0][1].get_payload(decode=True).decode()
    assert "We say so." in body
    assert "No money." in body


class Killed(BaseException):
    """The process is gone: nothing after this line runs, as with kill -9."""


def killed_after_sending(office: Office, monkeypatch: pytest.MonkeyPatch, now: datetime) -> None:
    """The mail server takes the mail, and the process dies before it can note that."""
    connection = office.connection()
    whole = connection.send_messages

    def send(messages):
        whole(messages)
        raise Killed

    monkeypatch.setattr(connection, "send_messages", send)
    with pytest.raises(Killed):
        services.post(connection=connection, clock=lambda: now)


def test_who_is_killed_between_sending_and_noting_tells_once_more_at_most(
    due: Letter, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    killed_after_sending(office, monkeypatch, MORNING)
    assert post(office, MORNING + timedelta(minutes=1)) == services.Posted()  # still claimed
    killed_after_sending(office, monkeypatch, MORNING + posting.CLAIM)
    for hours in range(1, 72):
        post(office, MORNING + timedelta(hours=hours))

    assert office.to == [ANN, ANN]
    first, copy = (message["Message-ID"] for _, message in office.taken)
    assert first == copy
    due.refresh_from_db()
    assert (due.sent_at, due.lost) == (None, 2)
    assert due.given_up_at is not None


def test_who_is_killed_before_sending_is_followed_by_another_who_sends(
    due: Letter, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    connection = office.connection()

    def gone(_messages):
        raise Killed

    monkeypatch.setattr(connection, "send_messages", gone)
    with pytest.raises(Killed):
        services.post(connection=connection, clock=lambda: MORNING)

    assert post(office, MORNING + posting.CLAIM).sent == 1
    assert office.to == [ANN]


def test_two_at_once_send_a_letter_once(due: Letter, office: Office) -> None:
    mine = posting._claim(due.pk, MORNING)

    assert mine is not None
    assert posting._claim(due.pk, MORNING) is None
    assert post(office).sent == 0


def test_a_letter_that_cannot_be_written_keeps_no_other_from_being_sent(
    plan: models.Plan, stops: Played, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = promised(plan)
    follows(ANN, subject_of(stops.action))
    follows(BEN, subject_of(other.action))
    Letter.objects.all().delete()
    for one in (stops, other):
        one.step("withdraw", SPRING, reason="No money.")
    place(at(SPRING, 20))
    services.prepare(now=MORNING)
    write = Composer.mail

    def fails_for_ann(self, letter):
        if letter.follower.email == ANN:
            raise RuntimeError
        return write(self, letter)

    monkeypatch.setattr(Composer, "mail", fails_for_ann)
    assert post(office).sent == 1
    monkeypatch.undo()

    assert Follower.objects.count() == 2  # a fault of ours erases nobody
    assert post(office, MORNING + posting.REFUSED[0]).sent == 1
    assert sorted(office.to) == [ANN, BEN]


def test_who_stops_after_a_letter_was_made_gets_none(due: Letter, office: Office) -> None:
    Follower.objects.all().delete()

    assert post(office) == services.Posted()
    assert office.spoken == 0


def test_no_more_than_asked_for_are_sent_at_once(stops: Played, office: Office) -> None:
    for number in range(5):
        follows(f"reader-{number}@reader.example", subject_of(stops.action), later(number / 99))
    Letter.objects.all().delete()
    stops.step("withdraw", OPENED.date() + timedelta(days=1), reason="No money.")
    place(later(2))
    services.prepare(now=later(3))

    sent = services.post(connection=office.connection(), clock=lambda: later(3), most=2).sent
    assert sent == 2
    assert post(office, later(3)).sent == 3
