"""What happens by itself: what is overdue is escalated, and overseers are told, each once."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import mail
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from made_recommendations import FORCE, MADE, PROOF, WHAT, Advised, make

from evenhand.accounts.roles import Role
from evenhand.ledger.models import Entry
from evenhand.scrutiny.models import RecommendationNotice, RecommendationStep
from evenhand.scrutiny.recommending import selectors
from evenhand.scrutiny.recommending.errors import NotAllowed
from evenhand.scrutiny.recommending.services import telling, writing
from evenhand.scrutiny.recommending.services.due import due
from evenhand.scrutiny.recommending.steps import Kind
from monitoring.made_alerts import an_action
from plan.staff import somebody

pytestmark = pytest.mark.django_db
BEGINS = datetime(2026, 3, 30, 23, 30, tzinfo=UTC)
"""In London it is 31 March already: the last day, the 30th, is over."""


def test_an_answer_that_is_overdue_is_escalated_once(advised: Advised) -> None:
    somebody(Role.OVERSIGHT_MEMBER, "oversight")
    assert due(BEGINS - timedelta(hours=1)) == []
    assert [due(BEGINS + timedelta(days=n)) for n in (0, 0, 1, 90)] == [[advised.row], [], [], []]

    last = advised.steps[-1]
    assert (last.kind, last.by, last.data) == (
        Kind.ESCALATED,
        "Evenhand",
        {"about": "answer", "told": ["Oversight body"]},
    )
    assert "did not answer in time" in last.words
    assert Entry.objects.filter(kind="recommendation-escalated").count() == 1
    assert advised.status(date(2026, 3, 31)) == "overdue"


def test_the_clock_that_stands_still_is_not_escalated(advised: Advised) -> None:
    advised.extend(date(2026, 3, 20), 28)
    assert due(BEGINS + timedelta(days=27)) == []
    assert due(BEGINS + timedelta(days=28)) == [advised.row]


def test_who_answers_late_is_still_heard(advised: Advised) -> None:
    due(BEGINS)
    advised.respond(date(2026, 4, 2))
    assert due(BEGINS + timedelta(days=9)) == []
    assert advised.status(date(2026, 4, 2)) == "accepted"


def test_what_was_accepted_and_not_done_is_escalated(advised: Advised) -> None:
    advised.respond(date(2026, 3, 10))
    late = datetime(2026, 9, 2, 12, tzinfo=UTC)
    assert due(late - timedelta(days=1)) == []
    assert [due(late) for _ in range(2)] == [[advised.row], []]
    assert advised.steps[-1].data["about"] == "completion"
    advised.completed(date(2026, 9, 3), an_action())
    assert due(late + timedelta(days=100)) == []  # those who asked are awaited, not the force


def test_what_those_who_asked_call_not_done_is_escalated_again(advised: Advised) -> None:
    advised.completed(date(2026, 3, 10), an_action())
    advised.view(date(2026, 9, 10), "not-satisfied")
    assert due(datetime(2026, 9, 11, 12, tzinfo=UTC)) == [advised.row]
    advised.step("show", date(2026, 9, 12), proof=PROOF)
    advised.step("complete", date(2026, 9, 12))
    assert due(datetime(2026, 9, 13, 12, tzinfo=UTC)) == []
    advised.view(date(2026, 9, 14), "in-part")
    assert due(datetime(2026, 9, 15, 12, tzinfo=UTC)) == [advised.row]


def test_neither_refused_nor_withdrawn_is_escalated(advised: Advised) -> None:
    advised.respond(date(2026, 3, 10), "refused")
    other = Advised(make(what="Another thing entirely."))
    other.step("withdraw", date(2026, 3, 3), {**FORCE, "organisation": "Demoshire scrutiny panel"})
    assert due(datetime(2027, 9, 2, 12, tzinfo=UTC)) == []


def test_nobody_escalates_what_is_not_overdue_or_in_the_site_s_place(advised: Advised) -> None:
    data = {"about": "answer", "told": []}
    said = {"now": MADE + timedelta(days=40), "person": None, "words": "Late.", "data": data}
    with pytest.raises(NotAllowed, match="by itself"):
        writing.add(advised.row, Kind.ESCALATED, **FORCE, **said)
    site = {"by": "Evenhand", "organisation": "Evenhand"}
    with pytest.raises(NotAllowed, match="not overdue"):
        writing.add(advised.row, Kind.ESCALATED, **site, **(said | {"now": MADE}))


def escalated(advised: Advised, now: datetime) -> RecommendationStep:
    """An escalation at a moment of the real clock, by which people sign in."""
    return RecommendationStep.objects.create(
        recommendation=advised.row,
        number=2,
        kind=Kind.ESCALATED,
        recorded_at=now,
        by="Evenhand",
        organisation="Evenhand",
        words="Demoshire Police did not answer in time.",
        data={"about": "answer", "told": []},
    )


def test_overseers_are_told_once_by_mail_and_nobody_else(advised: Advised) -> None:
    overseer = somebody(Role.OVERSIGHT_MEMBER, "oversight")
    somebody(Role.PANEL_CHAIR, "panel")
    now = overseer.memberships[0].starts_at + timedelta(hours=1)
    escalated(advised, now)

    assert [telling.tell(connection=get_connection(), now=now) for _ in range(2)] == [1, 0]
    [letter] = mail.outbox
    assert letter.to == [overseer.person.email]
    assert letter.subject == "Demoshire Police did not answer a recommendation"
    for said in (WHAT, "did not answer in time", "/forces/demoshire/recommendations/1/"):
        assert said in letter.body
    assert "Demoshire scrutiny panel recommended this" in letter.body


def test_its_own_commissioner_is_told_and_no_other(advised: Advised) -> None:
    for where in ("commissioner", "other commissioner", "programme"):
        somebody(Role.OVERSIGHT_MEMBER, where)
    due(BEGINS)
    last = advised.steps[-1]
    told = ["Demoshire commissioner", "National programme"]
    assert last.data["told"] == told
    assert last.words.endswith(f"hold the force to account: {', '.join(told)}.")


def test_the_mail_goes_to_its_own_commissioner_and_to_no_other(advised: Advised) -> None:
    own, national, other = (
        somebody(Role.OVERSIGHT_MEMBER, where)
        for where in ("commissioner", "programme", "other commissioner")
    )
    now = other.memberships[0].starts_at + timedelta(hours=1)
    escalated(advised, now)
    assert [telling.tell(connection=get_connection(), now=now) for _ in range(2)] == [2, 0]
    assert {one.to[0] for one in mail.outbox} == {own.person.email, national.person.email}


def test_nobody_is_said_to_be_told_where_nobody_is(advised: Advised) -> None:
    somebody(Role.OVERSIGHT_MEMBER, "other commissioner")
    due(BEGINS)
    assert advised.steps[-1].data["told"] == []
    assert "Nobody who holds the force to account has joined" in advised.steps[-1].words


class Away(BaseEmailBackend):
    """A mail server that does not answer."""

    def send_messages(self, _messages: object) -> int:
        raise OSError("nobody there")


def test_who_could_not_be_reached_is_told_in_the_next_round(advised: Advised) -> None:
    overseer = somebody(Role.OVERSIGHT_MEMBER, "oversight")
    now = overseer.memberships[0].starts_at + timedelta(hours=1)
    escalated(advised, now)
    with pytest.raises(OSError, match="nobody there"):
        telling.tell(connection=Away(), now=now)
    assert RecommendationNotice.objects.count() == 0
    assert telling.tell(connection=get_connection(), now=now) == 1


def test_what_is_old_is_no_news(advised: Advised) -> None:
    overseer = somebody(Role.OVERSIGHT_MEMBER, "oversight")
    now = overseer.memberships[0].starts_at + timedelta(hours=1)
    escalated(advised, now - timedelta(days=29))
    assert telling.tell(connection=get_connection(), now=now) == 0


def test_the_longest_overdue_comes_first(advised: Advised) -> None:
    make(what="Another thing entirely.", now=MADE + timedelta(days=5))
    make(what="A third.", now=MADE + timedelta(days=80))
    found = selectors.overdue(on=date(2026, 4, 20), forces=["demoshire"])
    assert [(one.recommendation.number, one.now.days_overdue) for one in found] == [
        (1, 21),
        (2, 16),
    ]
    assert selectors.overdue(on=date(2026, 4, 20), forces=[]) == []
