"""Words taken out of scrutiny in a test, and a look at everything that is kept of it."""

import json

from django.utils import timezone

from evenhand.accounts.acting import Acting
from evenhand.audit.sequencer import sequence_all
from evenhand.ledger.log.exporting import lines
from evenhand.ledger.log.tables import LEDGER
from evenhand.ledger.models import Entry
from evenhand.ledger.unlawful import Reason
from evenhand.scrutiny import agreeing, comparing, models
from evenhand.scrutiny.redacting import service, threads
from evenhand.scrutiny.redacting.finding import Reached
from evenhand.scrutiny.redacting.threads import Thread


def disagreements() -> list[str]:
    return [one.says for one in (*comparing.disagreements(), *agreeing.disagreements())]


def place_of(thread: Thread, words: str) -> tuple[int, str]:
    return next(place for place, text in thread.texts().items() if words in text)


def take_out(
    row: models.Draw | models.Recommendation | models.Appointment,
    words: str,
    by: Acting,
    **other: object,
) -> Reached:
    """Take the text out in which these words stand first."""
    thread = threads.of(row)
    said = {
        "expected": thread.last,
        "reason": Reason.PERSON,
        "chosen": [place_of(thread, words)],
        "now": timezone.now(),
        **other,
    }
    return service.redact(thread=thread, by=by, **said)


def nowhere(words: str) -> None:
    """Hold that words stand in no row and no entry of the ledger."""
    for one in (
        *(models.DrawStep, models.RecommendationStep, models.AppointmentStep),
        *(models.Finding, models.Learning, models.KnownTotal, models.Agreed),
    ):
        for row in one.objects.all().values():
            assert words not in json.dumps(row, default=str, ensure_ascii=False), one
    assert words not in "".join(Entry.objects.values_list("body", flat=True))
    sequence_all()
    assert words not in "\n".join(lines(LEDGER, entries=True))
