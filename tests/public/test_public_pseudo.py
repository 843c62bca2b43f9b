"""Every sentence a reader sees is a message that can be translated.

The demonstration is published and read under the pseudo-locale, which puts every message in
⟦brackets⟧. What stands outside them was never given to translators.
"""

import re
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser

import pytest
from django.conf import LazySettings
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from demo import demonstration
from evenhand.config.language import pseudo
from evenhand.demo import truth
from evenhand.forces import services as forces
from evenhand.forces.models import Force
from evenhand.measures.words import messages
from evenhand.publications.making.freezing import freeze
from evenhand.publications.making.gathering import ForceMaterials
from evenhand.publications.models import Figure
from evenhand.records import codes

pytestmark = pytest.mark.any_database

UNSEEN = frozenset({"script", "style", "code", "pre", "title", "template"})
READ_ALOUD = frozenset({"alt", "aria-label", "title", "placeholder", "data-label"})
# What has no language: names of forces, programs and files, ids, hashes, addresses and numbers.
FORCES = "|".join(re.escape(force.name) for force in codes.forces().by_id.values())
NAMES = re.compile(
    rf"{FORCES}|Excel|Power BI|Python|pandas|DuckDB"
    r"|Evenhand|Open Government Licence v3\.0|Demoshire Police|Demoshire|data\.police\.uk"
    r"|evenhand_\w+|sha256"
    r"|[0-9a-f]{64}|[0-9a-f]{16}(?=…)|https?://\S+|/[\w/.-]+|[\w.-]+\.(?:csv|json|xlsx|parquet|svg|png|zip)"
    r"|[a-z]+(?:-[a-z]+)*/[\w/-]+/\d+|evenhand \d\S*"
)
WORD = re.compile(r"[^\W\d_]{2,}")


class Words(HTMLParser):
    """What a page says, to the eye and to the ear."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self.unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.unseen += tag in UNSEEN
        self.said += [value for name, value in attrs if name in READ_ALOUD and value]
        self.said.append(" ") if tag in {"p", "li", "td", "th", "div", "h1", "h2"} else None

    def handle_endtag(self, tag: str) -> None:
        self.unseen -= tag in UNSEEN

    def handle_data(self, data: str) -> None:
        if not self.unseen:
            self.said.append(data)


def outside(page: str) -> list[str]:
    """What of a page stands outside the brackets and has words in it."""
    words = Words()
    words.feed(page)
    text, before = "\n".join(words.said), None
    while text != before:  # messages stand inside messages
        before, text = text, re.sub(r"⟦[^⟦⟧]*⟧", " ", text)
    found = (NAMES.sub(" ", line).strip() for line in text.splitlines())
    return sorted({line for line in found if WORD.search(line)})


@cache
def frozen() -> tuple[Figure, ...]:
    """The demonstration's figures, as they are published under the pseudo-locale."""
    demoshire = Force(id=truth.DEMOSHIRE.force, name="Demoshire Police")
    materials = ForceMaterials(demonstration.lake(), truth.DEMOSHIRE.force).each()
    return tuple(
        freeze(one, force=demoshire, by="Analyst", now=demonstration.RELEASED) for one in materials
    )


@pytest.fixture
def abroad(db: None, settings: LazySettings) -> Iterator[None]:
    """A site published and read under the pseudo-locale."""
    settings.PSEUDO_LOCALE = True
    messages.use(pseudo)
    try:
        forces.load([truth.DEMOSHIRE.force])
        fields = [field.attname for field in Figure._meta.concrete_fields if field.attname != "id"]
        for one in frozen():
            Figure(**{name: getattr(one, name) for name in fields}).save()
        yield
    finally:
        messages.use(None)


def every_page(client: Client) -> Iterator[tuple[str, str]]:
    """Each page that links lead to, from the first one, and one that is not there."""
    seen: set[str] = set()
    waiting = ["/", "/nowhere"]
    while waiting:
        address = waiting.pop()
        if address in seen:
            continue
        seen.add(address)
        response = client.get(address)
        if not response.headers.get("Content-Type", "").startswith("text/html"):
            response.close()
            continue
        page = response.content.decode()
        yield address, page
        links = re.findall(r'href="(/[^"#]*)', page)
        waiting += [link for link in links if "." not in link]  # a file is not a page


@pytest.mark.slow
def test_no_page_says_a_sentence_that_is_not_a_message(abroad: None, client: Client) -> None:
    found = {line: address for address, page in every_page(client) for line in outside(page)}

    assert not found, "\n".join(f"{line!r} on {address}" for line, address in found.items())


def test_a_sentence_outside_the_brackets_is_seen() -> None:
    page = '<p>⟦Séárçhéd ⟦Bláçk péóplé⟧⟧ 1,234</p><p aria-label="not said">Plain words</p>'

    assert outside(page) == ["Plain words", "not said"]


@given(st.text(), st.text("aeiou{}%<>&;() s"))
def test_the_pseudo_locale_keeps_places_and_markup(words: str, more: str) -> None:
    message = f"{words.replace('{', '').replace('}', '')}{{group}} %(url)s <a href='%(url)s'>{more}"

    for place in ("{group}", "%(url)s", "<a href='%(url)s'>"):
        assert place in pseudo(message)
    assert pseudo("") == ""
