"""Every sentence of the pages of alerts is a message; what a force says is the force's own."""

from collections.abc import Iterator

import pytest
from alerts_site import LATER, record, tell
from django.conf import LazySettings
from django.test import Client
from test_public_pseudo import outside

from evenhand.config.language import pseudo
from evenhand.measures.words import messages
from evenhand.monitoring import models
from monitoring.made_alerts import SERIES, with_series
from publications.found_alerts import stands

OWN = (
    *("An operation against", "Log of the operation", "The log shows", "Look at the nights"),
    *("Since when?", "Since March", "Nights are supervised", "Searches at night", "Files came"),
    *("This is what we found", "I answer for this", "They know the data", "Head of fairness"),
    *("alert(", "It was tested; the likely range", "Fewer than 10", "Ethnicity was left out"),
    *("Programme manager", "Chief officer", "Oversight", "Panel chair", "scrutiny panel"),
    *("Black people were searched", "as often as White people", "ethnicity was not recorded"),
    *("3.2 and 5.0 times", "2.4 and 3.8 times", "Fablesea", "Demoshire"),
)
"""Words of the story, which others wrote, and names."""


@pytest.fixture
def abroad(db: None, alerts_today: object, settings: LazySettings) -> Iterator[None]:
    """Alerts raised, answered and read under the pseudo-locale."""
    settings.PSEUDO_LOCALE = True
    messages.use(pseudo)
    try:
        tell()
        record(stands(7, series=with_series(SERIES, group="Other")), inputs="stands", now=LATER)
        yield
    finally:
        messages.use(None)


def test_no_page_of_alerts_says_a_sentence_that_is_not_a_message(
    abroad: None, client: Client
) -> None:
    ones = [f"/forces/demoshire/alerts/{one.number}/" for one in models.Alert.objects.all()]
    lists = ["/alerts/", "/explanations/"]
    lists += [
        f"/forces/{force}/{page}/"
        for force in ("demoshire", "fablesea")
        for page in ("alerts", "watch")
    ]

    found = {
        line: address
        for address in (*lists, *ones)
        for line in outside(client.get(address).content.decode())
        if not any(own in line for own in OWN)
    }
    assert not found, "\n".join(f"{line!r} on {address}" for line, address in found.items())
