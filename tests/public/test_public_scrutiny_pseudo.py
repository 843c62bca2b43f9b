"""Every sentence of the pages of scrutiny is a message; what people said is their own."""

from collections.abc import Iterator

import pytest
from django.conf import LazySettings
from django.test import Client
from scrutiny_site import PANEL, Scrutinised, tell
from test_public_pseudo import outside

from evenhand.config.language import pseudo
from evenhand.measures.words import messages

OWN = (
    *("Stops that led to nothing", "We look", "The wrong days", "The reason for the stop"),
    *("We talked about", "Receipts were offered", "A published table", "Grounds-that-were"),
    *("Write the reason of every stop", "In 1 of 12 cases", "An inspection found", "We do."),
    *("It carries it", "To agree", "Agenda.", "Lay rates", "Write to panel@", "Town hall"),
    *("Bedfordshire", "Chief constable", "Programme manager", "Panel chair", "Panel member"),
    *("Supervisor", "An inspectorate", "A report on stops", "alert(", "tests.example"),
    *("redraw.py", "redraw.js", "DRAW.json", "supervise searches", "drand"),
)
"""Words of the story, which others wrote, names, and what is typed into a terminal."""


@pytest.fixture
def abroad(db: None, settings: LazySettings) -> Iterator[Scrutinised]:
    """A panel's work done and read under the pseudo-locale."""
    settings.PSEUDO_LOCALE = True
    messages.use(pseudo)
    try:
        yield tell()
    finally:
        messages.use(None)


def test_no_page_of_scrutiny_says_a_sentence_that_is_not_a_message(
    abroad: Scrutinised, client: Client
) -> None:
    force = "/forces/bedfordshire/"
    pages = [
        *("/scrutiny/", f"{force}scrutiny/", f"{force}recommendations/"),
        *(f"/panels/{PANEL}/draws/{number}/" for number in range(1, 5)),
        *(f"{force}recommendations/{number}/" for number in (1, 2)),
        *(f"/panels/{PANEL}/meetings/{number}/" for number in (1, 2)),
    ]

    assert [client.get(one).status_code for one in pages] == [200] * len(pages)
    found = {
        line: address
        for address in pages
        for line in outside(client.get(address).content.decode())
        if not any(own in line for own in OWN)
    }
    assert not found, "\n".join(f"{line!r} on {address}" for line, address in found.items())
