"""Unlawful words are taken out of a review at the desk; others are refused."""

from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client

from accounts.cast import Cast, signed_in
from evenhand.accounts.roles import Role
from evenhand.config.language import pseudo
from evenhand.measures.words import messages
from evenhand.measures.words.messages import say
from workspace.alert_writes import REVIEW, explained, raised
from workspace.plan_writes import newcomer
from workspace.reading import read, words

HERE = f"{REVIEW}redact/"
WHY = "It names a person."
FORM = {"expected": "2", "chosen": ["2 words"], "reason": WHY}


@pytest.fixture
def publisher(cast: Cast) -> Client:
    """A publisher of the force, whose review was explained."""
    explained(raised())
    return signed_in(newcomer("publisher", cast.force, Role.PUBLISHER))


def test_words_are_chosen_looked_at_again_and_then_gone(publisher: Client) -> None:
    form = read(publisher, HERE)
    assert "Which words of this review?" in form
    assert "An operation ran at night." in form
    assert "Link of evidence 1" in form
    assert "https://beds.example/log" in form
    assert "An alert was raised" not in form, "what the site said itself stays"

    looked = publisher.post(HERE, FORM)
    assert "Look again: these words would go" in words(looked)
    assert "An operation ran at night." in read(publisher, REVIEW), "nothing is gone yet"

    done = publisher.post(HERE, {**FORM, "looked": "yes"})
    assert (done.status_code, done.url) == (303, REVIEW)
    page = read(publisher, REVIEW)
    assert "An operation ran at night." not in page
    assert "[redacted]" in page
    assert "Words taken out that the law does not allow" in page
    assert WHY in page


def test_a_link_that_was_taken_out_leads_nowhere(publisher: Client) -> None:
    chosen = {**FORM, "chosen": ["2 address 1", "2 evidence 1"], "looked": "yes"}
    assert publisher.post(HERE, chosen).status_code == 303

    for address in (REVIEW, "/forces/bedfordshire/alerts/1/"):
        page = publisher.get(address).content.decode()
        assert 'href="[redacted]"' not in page
        assert "beds.example" not in page


def test_only_publishers_of_the_force_take_words_out(cast: Cast, publisher: Client) -> None:
    manager = signed_in(newcomer("manager", cast.force, Role.PROGRAMME_MANAGER))
    assert "Take out words that the law" not in read(manager, REVIEW)
    assert manager.post(HERE, {**FORM, "looked": "yes"}).status_code == 403
    stranger = signed_in(newcomer("outsider", cast.other_force, Role.PUBLISHER))
    assert stranger.post(HERE, {**FORM, "looked": "yes"}).status_code in {403, 404}
    assert "An operation ran at night." in read(manager, REVIEW)
    assert "Take out words that the law does not allow" in read(publisher, REVIEW)


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ({"chosen": []}, "Choose the words to take out"),
        ({"chosen": ["9 words"]}, "Choose the words to take out"),
        ({"reason": ""}, "Enter why the law does not allow them"),
        ({"reason": "[redacted]"}, "Write what you mean"),
        ({"expected": "1"}, "Somebody else took a step meanwhile"),
        ({"expected": "x"}, "Open the page again"),
    ],
)
def test_what_is_missing_is_said_and_nothing_goes(
    publisher: Client, other: dict[str, Any], said: str
) -> None:
    answer = publisher.post(HERE, {**FORM, "looked": "yes", **other})

    assert answer.status_code == 400
    assert said in words(answer)
    assert "An operation ran at night." in read(publisher, REVIEW)


def test_every_sentence_of_the_page_is_a_message(publisher: Client, settings: LazySettings) -> None:
    settings.PSEUDO_LOCALE = True
    messages.use(pseudo)
    try:
        page = read(publisher, HERE)
        assert say("Role of who said it") in page
        assert "Which words of this review?" not in page
    finally:
        messages.use(None)
