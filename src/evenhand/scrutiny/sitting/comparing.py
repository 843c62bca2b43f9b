"""Whether what panels ask of members, and how they counted themselves, is what the ledger says."""

from collections.abc import Iterator

from evenhand.ledger import agreeing
from evenhand.ledger.agreeing import Disagreement, Shown
from evenhand.ledger.log.writing import content
from evenhand.ledger.models import Entry
from evenhand.measures.words.messages import say
from evenhand.scrutiny import models
from evenhand.scrutiny.sitting.services import TERMS, body, subject
from evenhand.scrutiny.visiting.services.counting import COUNTED, recommitted


def disagreements() -> Iterator[Disagreement]:
    """Find terms and counts that the ledger knows otherwise."""
    rows = models.PanelTerms.objects.filter(redacted="").order_by("pk")
    yield from agreeing.disagreements(map(_shown, rows), kinds=[TERMS])
    told = _told()
    for one in models.Composition.objects.order_by("pk"):
        said = told.pop((subject(one.panel_id), one.number), None)
        if said is None or said != (one.counted_on.isoformat(), recommitted(one)):
            yield _changed(one.panel_id)
    for where, _ in told:
        yield _changed(where.removeprefix("panel/"))


def count_rows() -> int:
    """Return how many rows there are to compare."""
    return models.PanelTerms.objects.count() + models.Composition.objects.count()


def _shown(row: models.PanelTerms) -> Shown:
    return Shown(
        TERMS,
        subject(row.panel_id),
        body(row),
        by=row.by,
        organisation=row.organisation,
        at=row.at,
        number=row.number,
    )


def _told() -> dict[tuple[str, int], tuple[str, str]]:
    """By panel and number, the day of each count and what the ledger has of it."""
    found = {}
    for entry in Entry.objects.filter(kind=COUNTED, nonce__isnull=False).order_by("pk"):
        said = content(entry)["body"]
        found[entry.subject, said["number"]] = (said["counted_on"], said.get("commitment", ""))
    return found


def _changed(panel: str) -> Disagreement:
    where = subject(panel)
    says = say("{subject}: a count of its members was changed.", subject=where)
    return Disagreement(where, None, says)
