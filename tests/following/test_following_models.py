"""What can never be true of followers and letters, whoever writes."""

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, transaction
from scene import ANN, follows, person, subject_of

from evenhand.accounts.roles import Role
from evenhand.following.links import new_handle
from evenhand.following.models import Asking, Follower, Kind, Letter, Round, Told
from plan.made_plans import Played

pytestmark = pytest.mark.django_db
NOW = datetime(2025, 11, 22, 9, 30, tzinfo=UTC)
DAY = date(2025, 11, 22)


def follower(**other: object) -> Follower:
    return Follower.objects.create(
        **{
            "email": ANN,
            "subject": "plan/demoshire/1",
            "handle": new_handle(),
            "asked_at": NOW,
            **other,
        }
    )


def letter(**other: object) -> Letter:
    return Letter.objects.create(**{"day": DAY, "made_at": NOW, "next_try_at": NOW, **other})


@pytest.mark.parametrize(
    ("rule", "wrong"),
    [
        ("a_followers_address_is_in_small_letters", {"email": "Ann@reader.example"}),
        ("what_is_followed_can_be_followed", {"subject": "log/audit"}),
        ("what_is_followed_can_be_followed", {"subject": "plan/demoshire/0"}),
        ("a_handle_cannot_be_guessed", {"handle": "1"}),
        ("nobody_is_told_before_they_confirm", {"told_to": 4}),
        ("nobody_is_told_before_they_confirm", {"confirmed_at": NOW}),
        ("nobody_is_told_before_they_confirm", {"looked_on": DAY}),
    ],
)
def test_a_follower_that_cannot_be_is_refused(rule: str, wrong: dict[str, object]) -> None:
    follower(email="ben@reader.example")
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        follower(**wrong)


def test_an_address_follows_a_thing_once() -> None:
    follower()
    with pytest.raises(IntegrityError, match=r"(?i)unique"), transaction.atomic():
        follower()


def test_only_what_can_be_followed_is_asked_for() -> None:
    with pytest.raises(IntegrityError, match="what_is_asked_for"), transaction.atomic():
        Asking.objects.create(email=ANN, subject="person/7", asked_at=NOW)


def test_one_letter_of_a_kind_a_day(stops: Played) -> None:
    found = follows(ANN, subject_of(stops.action))
    who = person("chief", Role.CHIEF_OFFICER)
    letter(kind=Kind.NEWS, follower=found)
    letter(kind=Kind.DIGEST, person=who, about="plan/demoshire/1")
    letter(kind=Kind.DIGEST, person=who, about="plan/kent/1")

    for again in (
        {"kind": Kind.NEWS, "follower": found},
        {"kind": Kind.DIGEST, "person": who, "about": "plan/demoshire/1"},
    ):
        with pytest.raises(IntegrityError, match=r"(?i)unique"), transaction.atomic():
            letter(**again)


def test_a_letter_is_to_one_of_those_who_get_its_kind(stops: Played) -> None:
    found = follows(ANN, subject_of(stops.action))
    who = person("owner", Role.ACTION_OWNER)
    for wrong in (
        {"kind": Kind.NEWS},
        {"kind": Kind.NEWS, "person": who},
        {"kind": Kind.REMINDER, "follower": found},
        {"kind": Kind.REMINDER, "follower": found, "person": who},
        {"kind": "advert", "person": who},
    ):
        with pytest.raises(IntegrityError, match="those_who_get_its_kind"), transaction.atomic():
            letter(**wrong)


def test_a_letter_is_not_sent_and_given_up_and_tells_no_news_backwards(stops: Played) -> None:
    found = follows(ANN, subject_of(stops.action))
    with pytest.raises(IntegrityError, match="sent_or_given_up"), transaction.atomic():
        letter(kind=Kind.NEWS, follower=found, sent_at=NOW, given_up_at=NOW)
    with pytest.raises(IntegrityError, match="told_forwards"), transaction.atomic():
        letter(kind=Kind.NEWS, follower=found, after=5, upto=4)


def test_nobody_is_reminded_twice_and_a_round_is_made_once(stops: Played) -> None:
    told = {"person": person("owner", Role.ACTION_OWNER), "what": "x", "told_on": DAY}
    Told.objects.create(**told)
    Round.objects.create(kind=Kind.REMINDER, day=DAY, made_at=NOW)

    with pytest.raises(IntegrityError, match=r"(?i)unique"), transaction.atomic():
        Told.objects.create(**told)
    with pytest.raises(IntegrityError, match=r"(?i)unique"), transaction.atomic():
        Round.objects.create(kind=Kind.REMINDER, day=DAY, made_at=NOW)
