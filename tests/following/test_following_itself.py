"""A site that runs tells by itself: links at once, the mails of a day from the morning on."""

from datetime import date, datetime, timedelta

import pytest
from django.core import mail
from django.utils import timezone
from scene import ANN, BEN, at, follows, place, subject_of

from evenhand.following import services
from evenhand.following.models import Asking, Letter
from evenhand.following.services import telling
from plan.made_plans import Played

pytestmark = pytest.mark.django_db
SPRING = date(2025, 4, 2)
TODAY = SPRING + timedelta(days=1)


@pytest.fixture
def waiting(stops: Played, settings, monkeypatch: pytest.MonkeyPatch) -> Played:
    """Ann is to be told of a move, and Ben has just asked."""
    settings.MAIL_IS_SET = True
    follows(ANN, subject_of(stops.action))
    Letter.objects.all().delete()
    stops.step("withdraw", SPRING, reason="No money.")
    place(at(SPRING, 20))
    services.ask(
        email=BEN, subject=subject_of(stops.action), every=False, now=at(TODAY, 1), network=None
    )
    return stops


def told(now: datetime, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Who hears something in the round of a moment."""
    mail.outbox.clear()
    monkeypatch.setattr(timezone, "now", lambda: now)
    telling.by_itself()
    return sorted(one.to[0] for one in mail.outbox)


def test_who_asks_at_night_has_the_link_at_once_and_news_wait_for_the_morning(
    waiting: Played, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert told(at(TODAY, 2), monkeypatch) == [BEN]
    assert told(at(TODAY, 5), monkeypatch) == []
    assert told(at(TODAY, 6), monkeypatch) == [ANN]  # seven o’clock where the forces are, in summer
    assert told(at(TODAY, 12), monkeypatch) == []


def test_a_local_site_without_a_mail_server_shows_links_and_nothing_else(
    waiting: Played, settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.MAIL_IS_SET = False

    assert told(at(TODAY, 12), monkeypatch) == [BEN]


def test_a_site_in_service_without_a_mail_server_does_nothing(
    waiting: Played, settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.MAIL_IS_SET = settings.SITE_CAN_WRITE = False

    assert told(at(TODAY, 12), monkeypatch) == []
    assert Asking.objects.exists()
