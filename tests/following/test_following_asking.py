"""Asking to be told: twice meant, once confirmed, at any time stopped, and nobody given away."""

from datetime import timedelta

import pytest
from django.core import mail
from scene import ANN, BEN, ask, at, follows, later, mails, place, subject_of

from evenhand.audit.models import Act
from evenhand.audit.models import Entry as Private
from evenhand.following import services
from evenhand.following.errors import LinkGone, NothingToFollow
from evenhand.following.links import Way, handle_of, secret
from evenhand.following.models import Asking, Follower, Letter
from evenhand.following.services import asking
from evenhand.plan import models
from evenhand.voices.errors import TooMany
from plan.made_plans import OPENED, Played, promised

pytestmark = pytest.mark.django_db


def link_in(body: str, way: Way) -> str:
    """The secret of a link in a mail."""
    [found] = [line for line in body.splitlines() if f"/follow/{way}/?secret=" in line]
    return found.partition("?secret=")[2]


def test_nobody_is_told_before_the_link_in_the_mail_is_used(stops: Played) -> None:
    ask(ANN, subject_of(stops.action))
    [asked] = mails(later(0))
    assert asked.to == [ANN]
    stops.step("report", OPENED.date() + timedelta(days=2), words="It goes well.")

    assert mails(later(3)) == []

    services.confirm(secret=link_in(asked.body, Way.CONFIRM), now=later(4))
    stops.step("withdraw", OPENED.date() + timedelta(days=5), reason="No money.")
    [told] = mails(later(6))
    assert (told.to, "No money." in told.body) == ([ANN], True)


def test_the_first_mail_says_what_it_is_about_and_how_to_be_left_alone(stops: Played) -> None:
    ask(ANN, subject_of(stops.action))

    [asked] = mails(later(0))

    assert "Record every vehicle stop (plan of Demoshire Police)" in asked.body
    assert f"/forces/demoshire/plan/1/actions/{stops.action.key}/" in asked.body
    assert link_in(asked.body, Way.STOP)
    assert "7 days" in asked.body


def test_a_request_for_what_is_not_there_is_refused(plan: models.Plan) -> None:
    for subject in ("plan/demoshire/1/none", "plan/kent/1", "plan/demoshire/2", "log/audit", ""):
        with pytest.raises(NothingToFollow):
            services.ask(email=ANN, subject=subject, every=False, now=OPENED, network=None)
    assert not Asking.objects.exists()


def test_whoever_asks_writes_the_same_row_whether_or_not_the_address_is_known(
    stops: Played, django_assert_num_queries
) -> None:
    subject = subject_of(stops.action)
    follows(ANN, subject)
    asked = []
    for email in (ANN, BEN):
        with django_assert_num_queries(3) as queries:
            services.ask(email=email, subject=subject, every=False, now=later(1), network=None)
        asked.append([one["sql"].replace(email, "") for one in queries.captured_queries])

    assert asked[0] == asked[1]
    assert Asking.objects.count() == 2


def test_who_follows_already_is_told_so_by_mail_alone(stops: Played) -> None:
    subject = subject_of(stops.action)
    follows(ANN, subject)
    mails(later(0))
    services.ask(email=ANN, subject=subject, every=True, now=later(1), network=None)

    [told] = mails(later(1))

    assert told.subject == "You follow this already"
    assert "/follow/confirm/" not in told.body
    assert not Follower.objects.get().every  # nobody else changes what they are told


def test_an_address_gets_one_such_mail_a_day_about_a_thing(stops: Played) -> None:
    subject = subject_of(stops.action)
    for _ in range(4):
        ask(ANN, subject)
    assert len(mails(later(0))) == 1
    for _ in range(4):
        ask(ANN, subject, later(1))
    assert len(mails(later(1))) == 1
    assert Follower.objects.count() == 1


def test_a_mailbox_is_not_flooded_by_asking_for_many_things_or_by_plus_signs(
    plan: models.Plan,
) -> None:
    subjects = [subject_of(promised(plan).action) for _ in range(12)]
    for number, subject in enumerate(subjects):
        services.ask(
            email=f"ann+{number}@reader.example" if number % 2 else ANN,
            subject=subject,
            every=False,
            now=OPENED,
            network=f"network {number}",
        )

    assert len(mails(OPENED)) == asking.OF_ONE_MAILBOX
    ask("annie@reader.example", subjects[0])
    assert len(mails(OPENED)) == 1


def test_who_confirms_may_follow_as_much_as_they_like(plan: models.Plan) -> None:
    for number in range(8):
        now = OPENED + timedelta(minutes=11 * number)
        follows(ANN, subject_of(promised(plan).action), now)

    assert Follower.objects.filter(confirmed_at__isnull=False).count() == 8


def test_one_network_that_asks_too_often_must_wait_and_others_need_not(stops: Played) -> None:
    def from_(network: str | None) -> None:
        services.ask(
            email=ANN, subject=subject_of(stops.action), every=False, now=OPENED, network=network
        )

    for _ in range(asking.FROM_ONE):
        from_("flooder")
    with pytest.raises(TooMany) as refused:
        from_("flooder")
    assert refused.value.from_here
    from_("somebody else")
    for number in range(asking.MOST):
        from_(f"network {number}")
    with pytest.raises(TooMany):
        from_("network 1")
    from_("a new one")


def test_an_address_that_nobody_confirms_is_erased_after_a_week(stops: Played) -> None:
    ask(ANN, subject_of(stops.action))
    mails(later(0))

    assert services.forget_unconfirmed(now=later(7) - timedelta(seconds=1)) == 0
    assert services.forget_unconfirmed(now=later(7)) == 1
    assert not Follower.objects.exists()
    assert not Letter.objects.exists()


def test_asking_again_does_not_keep_an_unconfirmed_address_longer(stops: Played) -> None:
    ask(ANN, subject_of(stops.action))
    ask(ANN, subject_of(stops.action), later(6))

    assert services.forget_unconfirmed(now=later(7)) == 1


def test_who_stops_is_erased_at_once_with_all_that_was_to_be_sent(stops: Played) -> None:
    found = follows(ANN, subject_of(stops.action))
    stops.step("withdraw", OPENED.date() + timedelta(days=1), reason="No money.")
    place(later(2))
    services.prepare(now=later(2))
    assert Letter.objects.filter(kind="news").count() == 1

    services.stop(secret=secret(found.handle, Way.STOP), now=later(2))

    assert not Follower.objects.exists()
    assert not Letter.objects.exists()
    assert mails(later(3)) == []


def test_stopping_twice_says_nothing_else(stops: Played) -> None:
    found = follows(ANN, subject_of(stops.action))
    for _ in range(2):
        services.stop(secret=secret(found.handle, Way.STOP), now=later(1))

    assert Private.objects.filter(kind=Act.ERASURE).count() == 1


def test_a_confirming_link_that_is_replayed_after_stopping_brings_nobody_back(
    stops: Played,
) -> None:
    found = follows(ANN, subject_of(stops.action))
    services.stop(secret=secret(found.handle, Way.STOP), now=later(1))

    with pytest.raises(LinkGone):
        services.confirm(secret=secret(found.handle, Way.CONFIRM), now=later(1))
    assert not Follower.objects.exists()


def test_a_confirming_link_that_is_replayed_while_following_forgets_no_news(
    stops: Played,
) -> None:
    found = follows(ANN, subject_of(stops.action))
    stops.step("withdraw", OPENED.date() + timedelta(days=1), reason="No money.")
    place(later(1))

    services.confirm(secret=secret(found.handle, Way.CONFIRM), now=later(1))

    assert [one.to for one in mails(later(2))[-1:]] == [[ANN]]
    assert "No money." in mail.outbox[-1].body


@pytest.mark.parametrize("way", Way)
def test_a_link_is_neither_guessed_nor_made_from_another(stops: Played, way: Way) -> None:
    found = follows(ANN, subject_of(stops.action))
    good = secret(found.handle, way)
    other = secret(found.handle, next(one for one in Way if one is not way))
    wrong = [
        "",
        ".",
        found.handle,
        f"{found.handle}.",
        f"{found.handle}.{'A' * 43}",
        good[:-1],
        good[1:],
        good.upper(),
        f"{good}A",
        other,
        f"{'0' * 32}.{good.partition('.')[2]}",
        "é\x00\ud800",
    ]
    for text in wrong:
        assert handle_of(text, way) is None
        with pytest.raises(LinkGone):
            (services.confirm if way is Way.CONFIRM else services.stop)(secret=text, now=later(1))
    assert Follower.objects.count() == 1


def test_nothing_in_the_database_opens_a_link(stops: Played) -> None:
    found = follows(ANN, subject_of(stops.action))
    mails(later(0))
    held = " ".join(
        str(value)
        for model in (Follower, Letter, Private)
        for row in model._default_manager.values()
        for value in row.values()
    )

    assert secret(found.handle, Way.STOP).partition(".")[2] not in held


def test_the_private_log_keeps_that_an_address_came_and_went_and_not_which(
    stops: Played,
) -> None:
    found = follows(ANN, subject_of(stops.action))
    services.stop(secret=secret(found.handle, Way.STOP), now=later(1))

    kept = list(Private.objects.filter(subject=f"follower/{found.pk}").order_by("pk"))
    assert [one.kind for one in kept] == [Act.COLLECTION, Act.ERASURE]
    assert subject_of(stops.action) in kept[0].body
    assert "asked to stop" in kept[1].body
    assert not any("reader.example" in f"{one.body}{one.by}" for one in kept)


def test_a_request_is_taken_in_once_and_then_gone(stops: Played) -> None:
    services.ask(
        email=ANN, subject=subject_of(stops.action), every=True, now=at(OPENED.date()), network=None
    )

    assert services.take_in(now=OPENED) == 1
    assert services.take_in(now=OPENED) == 0
    assert not Asking.objects.exists()
    assert Follower.objects.get().every
