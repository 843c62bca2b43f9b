"""`evenhand tell`: mails from cron, as often as anybody likes; and looking without sending."""

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone

from evenhand.cli.exits import Exit
from evenhand.following import services
from evenhand.following.links import Way, secret
from evenhand.following.models import Follower
from evenhand.following.services import asking
from evenhand.forces import services as forces
from plan.made_plans import Played, new_plan, promised

pytestmark = pytest.mark.django_db
Evenhand = Callable[..., Any]
ANN = "ann@reader.example"


@pytest.fixture(autouse=True)
def ready(monkeypatch: pytest.MonkeyPatch, settings) -> Iterator[None]:
    """The test's database is up to date, and its mail server only remembers."""
    monkeypatch.setattr("evenhand.config.server.migrate", lambda: None)
    settings.MAIL_IS_SET = True
    asking.RECENT.clear()
    yield
    asking.RECENT.clear()


@pytest.fixture
def moved(db: None, evenhand: Evenhand) -> Played:
    """A promise that moved since Ann was last told of it, yesterday."""
    forces.load(["demoshire"])
    action = promised(new_plan(), "stops")
    subject = "plan/demoshire/1/stops"
    now = timezone.now() - timedelta(days=1)
    services.ask(email=ANN, subject=subject, every=False, now=now, network=None)
    evenhand("tell")
    found = Follower.objects.get()
    services.confirm(secret=secret(found.handle, Way.CONFIRM), now=timezone.now())
    Follower.objects.update(looked_on=timezone.localdate() - timedelta(days=1))
    action.step("withdraw", timezone.localdate() - timedelta(days=1), reason="No money.")
    mail.outbox.clear()
    return action


def test_what_is_due_is_sent_once_however_often_it_is_run(
    evenhand: Evenhand, moved: Played
) -> None:
    first, second = evenhand("tell", "--json"), evenhand("tell", "--json")

    assert (first.status, second.status) == (Exit.FINE, Exit.FINE)
    assert json.loads(first.out)["posted"]["sent"] == 1
    assert json.loads(second.out)["posted"]["sent"] == 0
    assert [one.to for one in mail.outbox] == [[ANN]]
    assert "No money." in mail.outbox[0].body
    assert ANN not in first.out + first.err


def test_looking_says_what_is_due_today_or_another_day_and_sends_nothing(
    evenhand: Evenhand, moved: Played
) -> None:
    evenhand("ledger", "sequence")
    today = evenhand("tell", "--dry-run", "--json")
    before = evenhand("tell", "--dry-run", "--json", "--as-of", "2025-01-07")

    assert json.loads(today.out) == {"due": {"news": 1, "reminders": 0, "digests": 0}}
    assert json.loads(before.out) == {"due": {"news": 0, "reminders": 0, "digests": 0}}
    assert mail.outbox == []


def test_another_day_can_only_be_looked_at(evenhand: Evenhand, db: None) -> None:
    ran = evenhand("tell", "--as-of", "2027-01-01")

    assert ran.status == Exit.BAD_INPUT
    assert "--dry-run" in ran.err


def test_a_mail_server_that_does_not_answer_is_said_and_nothing_is_lost(
    evenhand: Evenhand, moved: Played, settings
) -> None:
    works = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", 1, False

    away = evenhand("tell")
    assert away.status == Exit.NETWORK
    assert "did not answer" in away.err

    settings.EMAIL_BACKEND = works
    from evenhand.following.models import Letter

    Letter.objects.update(next_try_at=timezone.now())
    assert "1 mails sent" in evenhand("tell").err


def test_a_site_in_service_without_a_mail_server_says_so(
    evenhand: Evenhand, moved: Played, settings
) -> None:
    settings.MAIL_IS_SET = settings.SITE_CAN_WRITE = False

    ran = evenhand("tell")

    assert ran.status == Exit.BAD_INPUT
    assert "EVENHAND_MAIL_URL" in ran.err


def test_a_local_site_shows_its_mails_beside_the_data(
    evenhand: Evenhand, moved: Played, settings
) -> None:
    settings.MAIL_IS_SET = False
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"

    ran = evenhand("tell", "--json")

    assert json.loads(ran.out)["posted"]["sent"] == 1
    assert "Promise withdrawn: Record every vehicle stop" in ran.err
