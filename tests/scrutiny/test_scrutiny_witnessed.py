"""Where a site has witnesses, nothing is drawn before one of them has signed the frame.

They are named with the frame, in the public ledger: so nobody can name one, or leave one out, once
the seed can be known.
"""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction

from evenhand.ledger.log.exporting import note
from evenhand.ledger.log.tables import LEDGER
from evenhand.ledger.log.witnessing import accept
from evenhand.ledger.tree.keys import Kind, SigningKey
from evenhand.ledger.tree.notes import Note
from evenhand.scrutiny import comparing, models, services, standing
from evenhand.scrutiny.errors import NotNow
from evenhand.scrutiny.services import draws
from evenhand.scrutiny.terms import Status
from evenhand.scrutiny.told.draws import draw as told
from scrutiny.panels import Panel
from scrutiny.panels_db import change

pytestmark = pytest.mark.django_db
KEY = SigningKey.new("newspaper.example", Kind.WITNESS)
OTHER = SigningKey.new("university.example", Kind.WITNESS)
Witness = Callable[..., None]


@pytest.fixture
def witness(made: Panel) -> Witness:
    """Sign the newest checkpoint as somebody from outside."""

    def witnessed(key: SigningKey = KEY) -> None:
        latest = LEDGER.latest()
        assert latest is not None
        signed = Note.parse(note(LEDGER, latest)).signed(key, made.now)
        accept(LEDGER, str(signed), key.verifier, now=made.now)

    return witnessed


@pytest.fixture
def named(settings: Any) -> None:
    settings.WITNESSES = (OTHER.verifier, KEY.verifier)


def asked(draw: models.Draw) -> tuple[str, ...]:
    found = told(draw.panel_id, draw.number, on=draw.last)
    assert found is not None
    return found.asked


@pytest.mark.usefixtures("named")
def test_dice_wait_for_a_witness_and_the_page_says_for_whom(made: Panel, witness: Witness) -> None:
    draw = made.frozen()
    assert asked(draw) == ("newspaper.example", "university.example")
    made.sign()
    for by in (made.chair, made.manager):
        with pytest.raises(NotNow, match=r"newspaper\.example; university\.example"):
            made.roll(draw, by)
    assert models.Roll.objects.count() == 0

    witness()
    made.wait(minutes=1)
    made.roll(draw, made.chair)
    made.roll(draw, made.manager)

    assert models.Seed.objects.get(draw=draw).witnesses == ["newspaper.example"]
    assert list(comparing.disagreements()) == []


def test_where_no_witness_is_known_a_draw_waits_for_none_and_names_none(made: Panel) -> None:
    draw = made.drawn()
    assert asked(draw) == ()
    assert "witnesses" not in draw.steps.get(kind="frozen").data
    assert models.Seed.objects.get(draw=draw).witnesses == []


@pytest.mark.usefixtures("named")
def test_who_takes_a_witness_away_later_does_not_free_the_frame(
    made: Panel, settings: Any, witness: Witness
) -> None:
    draw = made.frozen()
    made.sign()
    settings.WITNESSES = ()
    with pytest.raises(NotNow, match="No witness has signed"):
        made.roll(draw, made.chair)
    witness(SigningKey.new("a-friend.example", Kind.WITNESS))
    with pytest.raises(NotNow, match="No witness has signed"):
        made.roll(draw, made.chair)
    services.frames.abandon(draw=draw, reason="No witness came.", by=made.chair, now=made.now)
    assert standing.status(draw) is Status.ABANDONED


def test_who_names_a_witness_later_does_not_stop_a_frame_that_waits_for_none(
    made: Panel, settings: Any
) -> None:
    draw = made.frozen()
    made.sign()
    settings.WITNESSES = (KEY.verifier,)
    made.wait(minutes=1)
    made.roll(draw, made.chair)
    assert made.roll(draw, made.manager) is True


@pytest.mark.usefixtures("named")
def test_a_round_counts_only_for_a_frame_that_was_witnessed_before(
    made: Panel, witness: Witness, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Only the network can sign a round that lies ahead: here its signature is taken for right.
    monkeypatch.setattr(draws, "signed", lambda _told: True)
    late = made.frozen(beacon="drand")
    at = draws.frame(late).seed_rule.at
    assert at is not None
    assert at - late.frame.at > services.frames.WITNESSED_AHEAD, "some witnesses sign once a day"
    made.sign()

    def take(draw: models.Draw) -> None:
        draws.take_round(draw=draw, signature="ab" * 48, by=made.chair, now=made.now)

    made.wait(hours=26)
    with pytest.raises(NotNow, match="ten minutes before its round"):
        take(late)
    witness()
    with pytest.raises(NotNow, match="ten minutes before its round"):
        take(late)
    services.frames.abandon(draw=late, reason="Nobody came.", by=made.chair, now=made.now)
    assert standing.status(late) is Status.ABANDONED


@pytest.mark.usefixtures("named")
def test_a_round_is_taken_where_a_witness_signed_in_time(
    made: Panel, witness: Witness, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(draws, "signed", lambda _told: True)
    draw = made.frozen(beacon="drand")
    made.sign()
    made.wait(hours=24)
    witness()
    made.wait(hours=2)
    with pytest.raises(NotNow, match="abandoned after that"):
        services.frames.abandon(draw=draw, reason="We dislike it.", by=made.chair, now=made.now)
    witness(OTHER)  # too late to count: the round was told
    draws.take_round(draw=draw, signature="ab" * 48, by=made.chair, now=made.now)
    assert models.Seed.objects.get(draw=draw).witnesses == ["newspaper.example"]
    assert list(comparing.disagreements()) == []


@pytest.mark.usefixtures("named")
def test_a_witness_that_is_taken_away_or_put_in_is_seen(made: Panel, witness: Witness) -> None:
    draw = made.frozen()
    made.sign()
    witness()
    made.wait(minutes=1)
    made.roll(draw, made.chair)
    made.roll(draw, made.manager)
    for told_of, says in (([], "before a witness had signed"), (["x.example"], "is not there")):
        with transaction.atomic():
            data = {**draw.steps.get(kind="drawn").data, "witnesses": told_of}
            where = "draw_id = %s AND kind = 'drawn'"
            change("scrutiny_drawstep", "data", json.dumps(data), where, draw.pk)
            change("scrutiny_seed", "witnesses", json.dumps(told_of), "draw_id = %s", draw.pk)
            assert any(says in one.says for one in comparing.disagreements())
            transaction.set_rollback(True)
    assert list(comparing.disagreements()) == []
