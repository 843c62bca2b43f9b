"""Every sentence of the pages of the log, of erasing and of redacting can be translated."""

from datetime import date

import pytest
from django.utils import timezone

from accounts.cast import Cast, signed_in
from evenhand.accounts.models import Membership
from evenhand.accounts.roles import Role
from evenhand.accounts.services import give_role
from plan.made_plans import Played, new_plan, promised
from workspace.test_workspace_words import abroad as abroad  # noqa: PLC0414  (the same)
from workspace.test_workspace_words import not_messages


def but_for(lines: list[str], *known: str) -> list[str]:
    """What is left once the words that a test typed itself are taken away."""
    for one in known:
        lines = [line.replace(one, "") for line in lines]
    return [line for line in lines if any(letter.isalpha() for letter in line)]


def test_the_log_says_nothing_that_is_not_a_message(abroad: Cast) -> None:
    give_role(
        person=abroad.mate,
        organisation=abroad.force,
        role=Role.INVESTIGATOR,
        by=None,
        now=timezone.now(),
    )
    client = signed_in(abroad.mate)
    client.get("/workspace/people/")
    asked = {"by": "", "about": "", "act": "", "since": "", "until": "", "why": "case"}
    pages = [
        client.get("/workspace/audit/"),
        client.post("/workspace/audit/", {**asked, "why": "", "since": "soon"}),
        client.post("/workspace/audit/check/", follow=True),
        client.get(client.post("/workspace/audit/", asked).url),
        client.get(client.post("/workspace/audit/", {**asked, "act": "combination"}).url),
    ]

    for page in pages:
        assert but_for(not_messages(page.content.decode()), "case") == []


def test_erasing_says_nothing_that_is_not_a_message(abroad: Cast) -> None:
    number = Membership.objects.get(person=abroad.mate).pk
    address = f"/workspace/people/{number}/erase/"
    client = signed_in(abroad.owner)
    pages = [
        client.get(address),
        client.post(address, {}),
        client.post(address, {"why": "Asked", "sure": "yes"}, follow=True),
        client.get(address),
    ]

    for page in pages:
        assert but_for(not_messages(page.content.decode()), "Erased person") == []


@pytest.fixture
def played(abroad: Cast) -> Played:
    """An action of the plan of the cast's own force."""
    del abroad
    one = promised(new_plan(force_id="bedfordshire"), key="stops")
    one.step("report", date(2025, 4, 2), words="wwww")
    return one


def test_redacting_says_nothing_that_is_not_a_message(abroad: Cast, played: Played) -> None:
    give_role(
        person=abroad.mate,
        organisation=abroad.force,
        role=Role.PUBLISHER,
        by=None,
        now=timezone.now(),
    )
    client = signed_in(abroad.mate)
    address = "/workspace/redact/1/stops/"
    sent = {"expected": "2", "chosen": ["2 words"], "reason": "rrrr"}
    pages = [
        client.get("/workspace/redact/"),
        client.get(address),
        client.post(address, {}),
        client.post(address, sent),
        client.post(address, {**sent, "looked": "yes"}, follow=True),
        client.get("/forces/bedfordshire/plan/1/actions/stops/"),
    ]
    terms = played.changes[0].terms
    assert terms is not None
    known = [
        *("wwww", "rrrr", "[redacted]", "redacted"),
        *(terms.title, terms.what, terms.owner, terms.milestones[0].words),
    ]

    for page in pages[:5]:
        assert but_for(not_messages(page.content.decode()), *known) == []
