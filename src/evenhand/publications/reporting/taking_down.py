"""Published reports that hold words which were taken out of a plan: they are taken down, marked.

A report is frozen with digests of all it says. With everything else known, a short text could be
guessed from those; so the report goes as a whole, and the force publishes the next one.
"""

from collections.abc import Collection

from evenhand.ledger import selectors as ledger
from evenhand.ledger import services as log
from evenhand.plan.history import Change, Redaction
from evenhand.plan.models import Plan
from evenhand.plan.services import Who
from evenhand.plan.services.redacting import also
from evenhand.plan.written import marked
from evenhand.publications.models.reports import NO_DIGEST, Paper, Report

SHORTEST_INSIDE = 4  # letters; a shorter text is looked for as a whole, or every report would go


@also
def take_down(plan: Plan, texts: Collection[str], made: Change) -> None:
    """Empty every report of the force in which one of the texts stands, and say so in the ledger.

    It belongs to the transaction that took the words out of the plan.
    """
    for report in Report.objects.filter(force=plan.force_id, redacted="").order_by("pk"):
        if holds(report.content, texts):
            _take_down(report, made)


def holds(said: object, texts: Collection[str]) -> bool:
    """Whether one of some texts stands in what was frozen, alone or inside another."""
    if isinstance(said, dict):
        return any(holds(each, texts) for each in said.values())
    if isinstance(said, list):
        return any(holds(each, texts) for each in said)
    return isinstance(said, str) and any(
        text == said or (len(text) >= SHORTEST_INSIDE and text in said) for text in texts
    )


def _take_down(report: Report, made: Change) -> None:
    who = Who(by=made.by, organisation=made.organisation, now=made.at)
    leaves = [one.leaf for one in ledger.history(report.reference)]
    log.erase(leaves=leaves, why=made.words, **who)
    log.append(
        kind="report-taken-down",
        subject=report.reference,
        body={"leaves": leaves, "words": made.words},
        **who,
    )
    parts = ("content", "digest")
    mark = Redaction(made.number, parts, made.at, made.by, made.organisation, made.words)
    Report.objects.redact(report, marked(mark), {"content": {}, "digest": NO_DIGEST})
    for paper in Paper.objects.filter(report=report):
        Paper.objects.redact(paper, marked(mark), {"content": b"", "sha256": NO_DIGEST})
