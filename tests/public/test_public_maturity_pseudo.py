"""Every sentence of the pages of maturity is a message; what people said is theirs."""

from collections.abc import Iterator

import pytest
from django.conf import LazySettings
from django.test import Client
from plan_site import NOW
from test_public_plan_pseudo import bracketed
from test_public_pseudo import outside

from evenhand.config.language import pseudo
from evenhand.demo import maturity as story
from evenhand.forces import services as forces
from evenhand.maturity.models import Basis
from evenhand.measures.words import messages

ALL = "/forces/demoshire/maturity/"
WORDS = {"why", "title", "words", "by", "organisation", "taken_up_by"}


def theirs(told: object, name: str = "") -> object:
    """What people said, as the pseudo-locale would write it if it were ours."""
    if isinstance(told, dict):
        return {key: theirs(value, key) for key, value in told.items()}
    if isinstance(told, list):
        return [theirs(one) for one in told]
    return bracketed(told) if name in WORDS else told


@pytest.fixture
def abroad(db: None, today: object, the_day: None, settings: LazySettings) -> Iterator[Basis]:
    """Maturity read under the pseudo-locale."""
    settings.PSEUDO_LOCALE = True
    messages.use(pseudo)
    try:
        forces.load(["demoshire", "fablesea"])
        told = theirs(story.story())
        assert isinstance(told, dict)
        yield story.tell(told, NOW)
    finally:
        messages.use(None)


def test_no_page_of_maturity_says_a_sentence_that_is_not_a_message(
    abroad: Basis, client: Client
) -> None:
    standards = [f"{ALL}example/1/{one.key}/" for one in abroad.framework.standards.all()]
    past = [f"{ALL}?on=2025-06-30", f"{ALL}?on=2024-01-01", "/forces/fablesea/maturity/"]

    found = {
        line: address
        for address in (ALL, *past, *standards, f"{standards[0]}?on=2025-06-30")
        for line in outside(client.get(address).content.decode())
    }
    assert not found, "\n".join(f"{line!r} on {address}" for line, address in found.items())
