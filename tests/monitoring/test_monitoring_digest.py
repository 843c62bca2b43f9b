"""A week of alerts by mail to those who hold forces to account: once, where there is one."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import mail
from django.core.mail import get_connection
from django.utils import timezone
from made_alerts import RAISED, Reviewed, found, recorded, watched
from test_monitoring_due import Away

from evenhand.accounts.models import Membership
from evenhand.accounts.roles import Role
from evenhand.forces import services as forces
from evenhand.monitoring import models
from evenhand.monitoring.services import digesting
from plan.staff import somebody

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 5, 11)
NOW = datetime(2026, 5, 18, 9, 0, tzinfo=UTC)


def sent(now: datetime) -> int:
    return digesting.send(connection=get_connection(), now=now)


def overseer() -> str:
    """Somebody of an oversight body, there since before the alert."""
    by = somebody(Role.OVERSIGHT_MEMBER, "oversight")
    Membership.objects.filter(person=by.person).update(starts_at=RAISED - timedelta(days=90))
    return str(by.person.email)


def test_a_week_tells_what_was_raised_said_and_left(reviewed: Reviewed) -> None:
    reviewed.explain(date(2026, 5, 14), type="unexplained", evidence=[], prediction=None)
    reviewed.step("comment", date(2026, 5, 15), {"by": "Chair", "organisation": "P"}, words="Why?")
    week = digesting.week(MONDAY)

    assert [one.alert.number for one in week.raised] == [1]
    assert [step.kind for _, step in week.steps] == ["explained"]
    assert week.overdue == ()
    late = digesting.week(date(2026, 6, 8))
    assert [one.days_overdue for one in late.overdue] != [0]


def test_it_is_sent_once_in_the_week_after(reviewed: Reviewed) -> None:
    to = overseer()
    somebody(Role.PANEL_CHAIR, "panel")

    assert [sent(NOW - timedelta(days=2)), sent(NOW), sent(NOW), sent(NOW + timedelta(days=6))] == [
        *(0, 1, 0, 0)
    ]
    [letter] = mail.outbox
    assert letter.to == [to]
    assert letter.subject == "Alerts, 11 May 2026 to 17 May 2026: 1 raised, 0 overdue"
    assert "RAISED\n\nDemoshire Police: 1.4 to 2.3 times as often as before" in letter.body
    assert "/forces/demoshire/alerts/1/" in letter.body
    assert "You get this mail because" in letter.body


def test_what_is_overdue_comes_first_with_its_days(reviewed: Reviewed) -> None:
    overseer()
    later = datetime(2026, 6, 15, 9, 0, tzinfo=UTC)

    assert sent(later) == 1
    [letter] = mail.outbox
    assert letter.subject.endswith("0 raised, 1 overdue")
    assert letter.body.startswith("OVERDUE\n\n6 days overdue. Demoshire Police: ")


def test_what_no_clock_ends_is_told_for_as_long_as_it_waits(reviewed: Reviewed) -> None:
    """A review could wait for a reviewer, or for an action, and nobody would hear of it again."""
    overseer()
    reviewed.explain(date(2026, 5, 14))
    assert digesting.week(MONDAY).waiting == ()  # only since this week
    assert len(digesting.week(date(2026, 5, 25)).waiting) == 1

    assert sent(datetime(2026, 6, 1, 9, 0, tzinfo=UTC)) == 1
    [letter] = mail.outbox
    assert letter.body.startswith(
        "WAITING\n\n17 days without a reviewer’s view. Demoshire Police: "
    )
    reviewed.settle(date(2026, 6, 1), "not-explained")
    assert sent(datetime(2026, 6, 15, 9, 0, tzinfo=UTC)) == 1
    assert "WAITING\n\n13 days without an action in the plan. Demosh" in mail.outbox[1].body


def test_a_week_in_which_nothing_was_is_not_sent(db: None) -> None:
    forces.load(["demoshire"])
    overseer()

    assert sent(NOW) == 0
    assert models.Digest.objects.count() == 0


def test_where_the_mail_server_is_away_it_is_sent_in_the_next_round(reviewed: Reviewed) -> None:
    overseer()
    with pytest.raises(OSError, match="nobody there"):
        digesting.send(connection=Away(), now=NOW)
    assert sent(NOW + timedelta(days=1)) == 1


def test_a_week_ends_at_midnight_in_london(db: None) -> None:
    forces.load(["demoshire"])
    recorded(watched(found()), now=datetime(2026, 5, 17, 23, 30, tzinfo=UTC))

    assert not digesting.week(MONDAY).raised
    assert len(digesting.week(date(2026, 5, 18)).raised) == 1


def test_the_clock_of_this_day_is_no_matter(reviewed: Reviewed) -> None:
    assert sent(timezone.now()) == 0, "nobody holds forces to account here"
