"""What readers tell us is kept once, as typed, and says nothing of who they are."""

import time
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError
from hypothesis import given
from hypothesis import strategies as st

from evenhand.audit.models import Entry
from evenhand.voices import selectors, services
from evenhand.voices.errors import TooMany
from evenhand.voices.forms import OPEN_FOR, FeedbackForm, new_ticket
from evenhand.voices.models import LONGEST, Feedback

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
FIGURE = "search-rate/demoshire/2025-10--2026-09/five-groups/1"


def receive(*, form: UUID | None = None, now: datetime = NOW, **said: str) -> Feedback:
    told = {"path": "/", "figure": "", "doing": "", "wrong": "It is wrong.", "satisfaction": ""}
    return services.receive(form=form or uuid4(), now=now, **(told | said))


@pytest.mark.django_db
def test_what_was_typed_is_kept_letter_for_letter() -> None:
    typed = "  <b>ŵ ŷ</b>\r\n\t“= 1 + 1” – 🏴󠁧󠁢󠁷󠁬󠁳󠁿  "
    receive(wrong=typed, doing=typed, figure=FIGURE, satisfaction="neither")

    (kept,) = selectors.feedback()
    assert (kept.wrong, kept.doing) == (typed, typed)
    assert (kept.figure, kept.received_at, kept.satisfaction) == (FIGURE, NOW, "neither")


def test_nothing_that_is_kept_could_say_who_wrote_it() -> None:
    kept = {field.name for field in Feedback._meta.get_fields()}

    assert kept == {
        *("id", "form", "received_at", "path", "figure", "doing", "wrong", "satisfaction"),
    }


@pytest.mark.django_db
def test_a_form_that_is_sent_twice_is_kept_once() -> None:
    form = uuid4()
    first, again = receive(form=form), receive(form=form, wrong="Sent again")

    assert first == again
    assert [one.wrong for one in selectors.feedback()] == ["It is wrong."]


@pytest.mark.django_db
def test_a_flood_is_told_to_wait_and_is_taken_again_ten_minutes_later() -> None:
    for _ in range(services.MOST):
        receive()
    with pytest.raises(TooMany):
        receive()

    receive(now=NOW + services.WITHIN)
    assert Feedback.objects.count() == services.MOST + 1


@pytest.mark.django_db
def test_sending_the_same_form_again_in_a_flood_still_says_that_it_came() -> None:
    form = uuid4()
    receive(form=form)
    for _ in range(services.MOST - 1):
        receive()
    with pytest.raises(TooMany):
        receive()

    assert receive(form=form).form == form


@pytest.mark.django_db
def test_the_latest_comes_first_and_older_ones_can_be_left_out() -> None:
    receive(wrong="old", now=NOW - timedelta(days=2))
    receive(wrong="new")

    assert [one.wrong for one in selectors.feedback()] == ["new", "old"]
    assert [one.wrong for one in selectors.feedback(since=NOW)] == ["new"]


@pytest.mark.django_db
@pytest.mark.parametrize("said", [{"wrong": ""}, {"satisfaction": "five stars"}])
def test_the_database_refuses_what_the_form_would_refuse(said: dict[str, str]) -> None:
    with pytest.raises(IntegrityError):
        receive(**said)


def form(**typed: str) -> FeedbackForm:
    return FeedbackForm({"wrong": "It is wrong.", "ticket": new_ticket(), **typed})


def test_only_what_went_wrong_must_be_said() -> None:
    assert form().is_valid()
    assert "wrong" in form(wrong="").errors
    assert "wrong" in form(wrong=" \r\n ").errors


@pytest.mark.parametrize("name", ["wrong", "doing"])
def test_an_answer_may_reach_its_limit_and_not_pass_it(name: str) -> None:
    assert form(**{name: "é" * LONGEST}).is_valid()
    (problem,) = form(**{name: "é" * (LONGEST + 1)}).errors[name]
    assert problem == "What you wrote must be 1200 characters or fewer"


def test_a_machine_that_fills_in_every_box_is_refused() -> None:
    assert not form(website="https://example.org").is_valid()


def test_a_ticket_of_somebody_else_or_of_yesterday_is_not_taken(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert "ticket" in form(ticket="made:up:ticket").errors
    assert "ticket" in form(ticket="").errors
    old = new_ticket()
    later = time.time() + OPEN_FOR + 1
    monkeypatch.setattr("time.time", lambda: later)
    assert "ticket" in form(ticket=old).errors


@given(st.text(max_size=LONGEST))
def test_whatever_is_typed_is_kept_as_it_is_or_refused_with_a_sentence(typed: str) -> None:
    sent = form(wrong=typed)

    assert sent.cleaned_data["wrong"] == typed if sent.is_valid() else sent.errors["wrong"]


@pytest.mark.django_db
def test_taking_in_reading_and_erasing_messages_is_in_the_private_log() -> None:
    """People write of people, even where nothing says who wrote."""
    receive(wrong="A person is named here.")
    (kept,) = services.read(now=NOW)
    services.delete([kept.pk], now=NOW, why="It named a person.")
    receive(wrong="old", now=NOW - timedelta(days=2))
    services.delete_older(NOW, now=NOW)

    told = Entry.objects.order_by("pk").values_list("kind", "by", "subject")
    assert list(told) == [
        ("collection", "unknown", f"feedback/{kept.pk}"),
        ("consultation", "command line", "feedback"),
        ("erasure", "command line", f"feedback/{kept.pk}"),
        ("collection", "unknown", f"feedback/{kept.pk + 1}"),
        ("erasure", "command line", "feedback"),
    ]
    assert not any("named" in entry.body for entry in Entry.objects.filter(kind="collection"))
