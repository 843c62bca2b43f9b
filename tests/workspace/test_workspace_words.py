"""Every sentence of the workspace is a message that can be translated."""

import re
from collections.abc import Iterator
from html import unescape

import pytest
from django.conf import LazySettings
from django.core import mail
from django.test import Client

from accounts.cast import Cast, signed_in
from evenhand.accounts.models import Membership
from evenhand.accounts.roles import Role
from evenhand.config.language import pseudo
from evenhand.measures.words import messages
from workspace.plan_writes import OF_PLAN
from workspace.test_workspace_pages import OF_PEOPLE, OPEN, SIGNED_IN

NAMES = re.compile(r"\b(Owner|Mate|Stranger|Bedfordshire Police)\b|\S+@\S+|[A-Z2-7]{32}|Evenhand")


@pytest.fixture
def abroad(cast: Cast, settings: LazySettings) -> Iterator[Cast]:
    """The cast, on a site that speaks the pseudo-locale."""
    settings.PSEUDO_LOCALE = True
    messages.use(pseudo)
    try:
        yield cast
    finally:
        messages.use(None)


def not_messages(page: str) -> list[str]:
    """What a page says, to the eye and to the ear, that is neither a message nor a name."""
    aloud = " ".join(re.findall(r'(?:aria-label|alt|placeholder)="([^"]*)"', page))
    unseen = r"(?s)<(script|style|title|code)\b.*?</\1>|<!--.*?-->|<[^>]*>"
    text = unescape(re.sub(unseen, "\n", page) + aloud)
    before = ""
    while text != before:  # messages stand inside messages
        before, text = text, re.sub(r"⟦[^⟦⟧]*⟧", " ", text)
    lines = (NAMES.sub("", line).strip() for line in text.splitlines())
    return [line for line in lines if re.search(r"[^\W\d_]{2,}", line)]


@pytest.mark.parametrize("address", [*SIGNED_IN, *OF_PEOPLE, *OPEN])
def test_a_page_says_nothing_that_is_not_a_message(abroad: Cast, address: str) -> None:
    client = Client() if address in OPEN else signed_in(abroad.owner)

    assert not_messages(client.get(address).content.decode()) == []


def test_refusals_and_mistakes_are_messages_too(abroad: Cast) -> None:
    owner, mate = signed_in(abroad.owner), signed_in(abroad.mate)
    number = Membership.objects.get(person=abroad.mate).pk
    pages = [
        Client().post("/workspace/account/sign-in/", {"login": "a@b.example", "password": "no"}),
        owner.post("/workspace/people/invite/", {"email": "", "role": "", "until": "soon"}),
        owner.get(f"/workspace/people/{number}/role/"),
        owner.get(f"/workspace/people/{number}/end/"),
        owner.post("/workspace/account/password/", {"oldpassword": "x", "password1": "dragon"}),
        owner.post("/workspace/organisations/", {}),
        mate.get("/workspace/people/"),
        mate.get("/workspace/nowhere/"),
    ]

    for page in pages:
        assert not_messages(page.content.decode()) == []


TYPED = (
    *("Record every vehicle stop", "Every vehicle stop is recorded, and figures are published."),
    *("Pilot in two districts", "Superintendent, operations", "Demoshire’s plan"),
    *("Demoshire Police", "Portwell reference group", "Oversight body", "What was learnt"),
    *("Manager", "Chair", "Member", "Said in public.", "It is not there.", "It is."),
    *("Report", "Rate", "Note"),
)
"""What people wrote and what they are called: no message, and shown as it is."""


def of_the_plan(page: str) -> list[str]:
    """Lines of a page of the plan that are neither messages nor somebody's words."""
    return [line for line in not_messages(page) if line not in TYPED]


@pytest.mark.parametrize("what", OF_PLAN)
def test_every_step_with_an_action_says_nothing_that_is_not_a_message(
    abroad: Cast, what: str
) -> None:
    write = OF_PLAN[what](abroad)
    client = signed_in(write.by)
    empty = client.post(write.address, {"expected": write.sent["expected"]})
    late = client.post(write.address, {**write.sent, "expected": "1"})
    lost = Client().post(write.address, {"words": "Said in public."})

    pages = [client.get(write.address), empty, late, lost]
    pages += [client.get(page) for page in ("/workspace/", write.then, f"{write.then}../")]
    for page in pages:
        assert of_the_plan(page.content.decode()) == []


def test_mails_are_messages_too(abroad: Cast) -> None:
    sent = {"email": "new@beds.example", "role": Role.ANALYST, "until": ""}
    signed_in(abroad.owner).post("/workspace/people/invite/", sent)
    for email in (abroad.owner.email, "nobody@beds.example"):
        Client().post("/workspace/account/reset/", {"email": email})

    assert len(mail.outbox) == 3
    for one in mail.outbox:
        assert re.fullmatch(r"(?s)(.*\] )?⟦.*⟧", one.subject)
        assert re.fullmatch(r"(?s)⟦.*⟧", one.body)
