"""Unlawful words are taken out of scrutiny at the desk by who said them; others are refused."""

from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client

from evenhand.accounts.roles import OrganisationKind, Role
from evenhand.config.language import pseudo
from evenhand.ledger.kept import REDACTED
from evenhand.ledger.unlawful import Reason, sentence
from evenhand.measures.words import messages
from evenhand.measures.words.messages import say
from evenhand.scrutiny import models, services
from scrutiny.panels import Panel, member
from scrutiny.panels import made as made  # noqa: PLC0414  (pytest finds it by name)
from scrutiny.panels import panel_once as panel_once  # noqa: PLC0414  (the same)
from workspace.scrutiny_desk import HOME, PANEL, browser, hidden, words

NAMED = "The baker’s eldest son was searched."
LEARNT = "We spoke with the baker’s eldest son."
WHICH = f"{HOME}redact/"
HERE = f"{WHICH}draw/{PANEL}/1/"
PUBLIC = f"/panels/{PANEL}/draws/1/"
FORCE = "/forces/bedfordshire/"


@pytest.fixture(autouse=True)
def clock(made: Panel, monkeypatch: pytest.MonkeyPatch) -> None:
    """The panel's clock, which goes ahead of ours by the hours that it waited."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: made.now)


@pytest.fixture
def found(made: Panel) -> models.Finding:
    draw = made.drawn()
    made.closed(draw, "red")
    case = made.cases(draw)[0]
    made.agree(case, "red")
    finding = services.findings.find(
        draw=draw, case=case, fault="red", words=NAMED, by=made.member, now=made.now
    )
    services.findings.answer(
        finding=finding, taken="advice", words=LEARNT, by=made.supervisor, now=made.now
    )
    return finding


def publisher() -> Client:
    return browser(member("publisher", "bedfordshire", OrganisationKind.FORCE, Role.PUBLISHER))


def form(client: Client, found: models.Finding, **other: Any) -> dict[str, Any]:
    number = found.draw.steps.get(kind=other.pop("kind", "found")).number
    expected = hidden(client.get(HERE), "expected")
    return {"expected": expected, "chosen": [f"{number} words"], "reason": "victim", **other}


def test_words_are_chosen_looked_at_again_and_then_gone_everywhere(
    made: Panel, found: models.Finding
) -> None:
    chair = browser(made.chair)
    assert "Take unlawful words out" in words(chair.get(HOME))
    assert HERE in chair.get(WHICH).content.decode()
    shown = words(chair.get(HERE))
    assert NAMED in shown
    assert LEARNT not in shown, "what the force said is not the panel’s to take out"

    looked = chair.post(HERE, form(chair, found))
    assert "Look again: these words would go" in words(looked)
    assert sentence(Reason.VICTIM) in words(looked)
    assert NAMED in words(Client().get(PUBLIC)), "nothing is gone yet"
    done = chair.post(HERE, form(chair, found, looked="yes"))

    assert (done.status_code, done.url) == (303, WHICH)
    for client, address in (
        *((Client(), one) for one in (PUBLIC, "/scrutiny/", "/scrutiny.atom", FORCE, "/")),
        *((Client(), f"{FORCE}scrutiny{one}") for one in ("/", ".atom", ".csv", ".json")),
        *((chair, one) for one in (f"{HOME}draws/1/", HOME, HERE)),
        (browser(made.supervisor), HOME),
    ):
        answer = client.get(address)
        assert answer.status_code == 200, address
        assert NAMED not in words(answer), address
    public = words(Client().get(PUBLIC))
    assert REDACTED in public
    assert "Words taken out that the law does not allow" in public
    assert sentence(Reason.VICTIM) in public
    assert LEARNT in public


def test_the_force_takes_out_what_it_answered_itself(found: models.Finding) -> None:
    client = publisher()
    shown = words(client.get(HERE))
    assert LEARNT in shown
    assert NAMED not in shown
    answer = client.post(HERE, form(client, found, kind="answered", looked="yes"))
    assert answer.status_code == 303
    assert models.Learning.objects.get().words == REDACTED
    refused = client.post(HERE, form(client, found, looked="yes"))
    assert refused.status_code == 400
    assert models.Finding.objects.get().words == NAMED


def test_nobody_else_opens_it(made: Panel, found: models.Finding) -> None:
    elsewhere = member("pcc", "pcc", OrganisationKind.OVERSIGHT_BODY, Role.PUBLISHER, force=None)
    for by in (made.member, made.manager, made.supervisor, elsewhere):
        client = browser(by)
        assert client.get(HERE).status_code == 403
        sent = {"expected": "1", "chosen": ["1 words"], "reason": "victim", "looked": "yes"}
        assert client.post(HERE, sent).status_code == 403
    assert Client().get(HERE).status_code == 302
    assert models.Finding.objects.get().words == NAMED


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ({"chosen": []}, "Choose the words to take out"),
        ({"chosen": ["1 by"]}, "Choose the words to take out"),
        ({"chosen": ["99 words"]}, "Choose the words to take out"),
        ({"reason": ""}, "Choose why the law does not allow them"),
        ({"reason": "unwelcome"}, "Choose why the law does not allow them"),
        ({"expected": "1"}, "Somebody else took a step meanwhile"),
        ({"expected": "x"}, "Open the page again"),
    ],
)
def test_what_is_missing_is_said_and_nothing_goes(
    made: Panel, found: models.Finding, other: dict[str, Any], said: str
) -> None:
    chair = browser(made.chair)
    answer = chair.post(HERE, {**form(chair, found, looked="yes"), **other})

    assert answer.status_code == 400
    assert said in words(answer)
    assert models.Finding.objects.get().words == NAMED


@pytest.mark.parametrize("what", ["draw/nobody/1", f"draw/{PANEL}/9", f"cat/{PANEL}/1"])
def test_what_is_not_there_is_not_found(made: Panel, found: models.Finding, what: str) -> None:
    assert browser(made.chair).get(f"{WHICH}{what}/").status_code == 404


def test_a_finding_that_somebody_else_made_meanwhile_is_looked_at_first(
    made: Panel, found: models.Finding
) -> None:
    client = browser(made.member)
    address = f"{HOME}draws/1/find/"
    expected = hidden(client.get(address), "expected")
    services.findings.find(
        draw=found.draw,
        case=None,
        fault="video-missing",
        words="Most of the videos were gone.",
        by=made.chair,
        now=made.now,
    )
    sent = {"case": "none", "fault": "video-missing", "words": "Videos are gone.", "due": ""}

    answer = client.post(address, {"expected": expected, "stage": "save", **sent})

    assert answer.status_code == 409
    assert "Somebody else took a step meanwhile" in words(answer)
    assert "Videos are gone." in answer.content.decode(), "what was typed is not lost"
    again = {"expected": hidden(client.get(address), "expected"), "stage": "save", **sent}
    assert client.post(address, again).status_code == 303


def test_a_total_that_somebody_else_typed_meanwhile_is_looked_at_first(made: Panel) -> None:
    draw = made.opened()
    client, address = browser(made.chair), f"{HOME}draws/1/total/"
    expected = hidden(client.get(address), "expected")
    services.frames.type_total(draw=draw, count=40, source="A return", by=made.chair, now=made.now)
    sent = {"expected": expected, "stage": "save", "count": "50", "source": "Another return"}

    assert client.post(address, sent).status_code == 409
    assert draw.totals.count() == 1


def test_every_sentence_of_the_pages_is_a_message(
    made: Panel, found: models.Finding, settings: LazySettings
) -> None:
    chair = browser(made.chair)
    settings.PSEUDO_LOCALE = True
    messages.use(pseudo)
    try:
        page = words(chair.get(HERE))
        assert say("What was said") in page
        assert "Which words?" not in page
        assert sentence(Reason.COURT) in page
    finally:
        messages.use(None)
