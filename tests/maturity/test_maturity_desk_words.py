"""Every sentence of the workspace's pages of maturity is a message that can be translated."""

from collections.abc import Iterator

import pytest
from django.conf import LazySettings
from made_maturity import STANDARD, People, says

from accounts.cast import signed_in
from evenhand.config.language import pseudo
from evenhand.maturity import models
from evenhand.maturity.history import View
from evenhand.measures.words import messages
from workspace.test_workspace_words import NAMES, not_messages

FORCE = "/workspace/maturity/demoshire/"
FORM = f"{FORCE}{STANDARD}/"
# Names of people and organisations, and what the two below have said.
OURS = (
    r"Manager|Overseer|Demoshire Police|Fablesea Police|National programme|Portwell reference group"
)
SAID = r"Because of what was done\.|What was done|Twelve were explained\.|Panel chair"


@pytest.fixture
def abroad(people: People, settings: LazySettings) -> Iterator[People]:
    settings.PSEUDO_LOCALE = True
    messages.use(pseudo)
    try:
        yield people
    finally:
        messages.use(None)


def unsaid(body: bytes) -> list[str]:
    import re

    lines = not_messages(re.sub(f"{OURS}|{SAID}", "", body.decode()))
    return [line for line in lines if re.search(r"[^\W\d_]{2,}", NAMES.sub("", line))]


def test_no_page_says_a_sentence_that_is_not_a_message(abroad: People, basis: models.Basis) -> None:
    client, other = signed_in(abroad.manager), signed_in(abroad.owner)
    empty = [client.get(FORCE), client.get(FORM), other.get("/workspace/maturity/")]
    says(basis, View.COMMUNITY, 1)
    mistaken = {"level": "", "rationale": "", "kind1": "link", "title1": "", "address1": "x"}
    sent = {"level": "1", "rationale": "Because of what was done.", "expected": "0"}
    pages = [
        *empty,
        client.get(FORCE),
        client.get(FORM),
        client.post(FORM, mistaken),
        client.post(FORM, {**sent, "level": "3"}),
        client.post(FORM, sent),
        client.post(FORM, {**sent, "expected": "4", "stage": "save"}),
    ]

    assert [page.status_code for page in pages] == [200] * 5 + [400, 400, 200, 409]
    assert {line for page in pages for line in unsaid(page.content)} == set()
