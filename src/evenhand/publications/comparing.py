"""What the public ledger says of releases, and whether what is published still says the same.

A figure, the patterns in a force's stops, a report and a data pack are each in the ledger with
digests of all that they show, so that who changes a number or a sentence leaves the ledger.
"""

from collections.abc import Callable, Iterator, Mapping
from hashlib import sha256
from typing import Any

from django.db.models import QuerySet

from evenhand.ledger import agreeing
from evenhand.ledger.agreeing import Disagreement, Shown
from evenhand.monitoring.steps import SYSTEM
from evenhand.plan import selectors as plans
from evenhand.publications.making.fingerprint import digest
from evenhand.publications.models import Figure, Pack, PackPaper, Paper, Patterns, Report
from evenhand.scrutiny.visiting import selectors as appointments

FIGURE, PATTERNS = "figure-released", "patterns-released"
REPORT, PAPER = "report-published", "report-on-paper"
PACK, PACK_PAPER = "pack-made", "pack-on-paper"
KINDS = (FIGURE, PATTERNS, REPORT, PAPER, PACK, PACK_PAPER)
SHOWN = (
    *("power", "about", "wording", "result", "months", "quality", "inputs", "series", "expected"),
    *("charts", "methods", "queries", "control", "evenhand_version"),
)
"""All that a figure's pages and files are made of."""
AT_ONCE = 50


def of_figure(figure: Figure) -> Shown:
    """What the ledger says of a figure."""
    replaced = figure.supersedes
    return Shown(
        FIGURE,
        f"figure/{figure.reference}",
        {
            "digest": figure.digest,
            "shown": digest({name: _plain(getattr(figure, name)) for name in SHOWN}),
            "replaces": replaced.reference if replaced else "",
        },
        by=figure.released_by,
        organisation=figure.place_name,
        at=figure.released_at,
    )


def of_patterns(found: Patterns) -> Shown:
    """What the ledger says of the patterns in a force's stops."""
    return Shown(
        PATTERNS,
        f"patterns/{found.force_id}/{found.first_month}--{found.last_month}",
        {"told": digest({"told": _plain(found.told), "inputs": _plain(found.inputs)})},
        by=found.released_by,
        organisation=found.force.name,
        at=found.released_at,
    )


def of_report(report: Report) -> Shown:
    """What the ledger says of a report."""
    replaced = report.supersedes
    return Shown(
        REPORT,
        report.reference,
        {
            "digest": digest({"content": report.content, "checkpoint": report.checkpoint}),
            "plan": plans.subject(report.plan),
            "told_on": report.content["told_on"],
            "replaces": replaced.reference if replaced else "",
        },
        by=report.released_by,
        organisation=report.organisation,
        at=report.released_at,
    )


def of_paper(paper: Paper) -> Shown:
    """What the ledger says of a report's PDF."""
    return Shown(
        PAPER,
        paper.report.reference,
        {"sha256": sha256(bytes(paper.content)).hexdigest()},
        by=paper.report.released_by,
        organisation=paper.report.organisation,
        at=paper.made_at,
    )


def of_pack(pack: Pack) -> Shown:
    """What the ledger says of a data pack."""
    return Shown(
        PACK,
        pack.reference,
        {
            "digest": digest(pack.content),
            "meeting": appointments.subject(pack.meeting),
            "told_on": pack.content["told_on"],
        },
        by=pack.made_by,
        organisation=pack.organisation,
        at=pack.made_at,
    )


def of_pack_paper(paper: PackPaper) -> Shown:
    """What the ledger says of a data pack's PDF."""
    return Shown(
        PACK_PAPER,
        f"{paper.pack.reference}/{paper.print}",
        {"sha256": sha256(bytes(paper.content)).hexdigest()},
        by=SYSTEM,
        organisation=SYSTEM,
        at=paper.made_at,
    )


def disagreements() -> Iterator[Disagreement]:
    """Find every release that shows something else than the ledger says, is gone, or is new."""
    return agreeing.disagreements(_shown(), kinds=KINDS)


def count_released() -> int:
    """How many releases there are to compare."""
    return sum(rows.count() for rows, _ in _rows())


def _shown() -> Iterator[Shown]:
    for rows, shown in _rows():
        yield from map(shown, rows.iterator(chunk_size=AT_ONCE))


def _rows() -> tuple[tuple[QuerySet[Any], Callable[[Any], Shown]], ...]:
    """Everything that was released; the ledger does not say any more what was taken down."""
    figures = Figure.objects.select_related("force", "supersedes__force")
    reports = Report.objects.filter(redacted="").select_related("plan", "supersedes")
    packs, papers = (of.objects.filter(redacted="") for of in (Pack, PackPaper))
    return (
        (figures.order_by("pk"), of_figure),
        (Patterns.objects.select_related("force").order_by("pk"), of_patterns),
        (reports.order_by("pk"), of_report),
        (Paper.objects.filter(redacted="").select_related("report").order_by("pk"), of_paper),
        (packs.select_related("meeting").order_by("pk"), of_pack),
        (papers.select_related("pack__meeting").order_by("pk"), of_pack_paper),
    )


def _plain(value: Any) -> Any:
    """A value as any database gives it back: a number has one form, whole ones that of whole."""
    if isinstance(value, Mapping):
        return {str(name): _plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value
