"""Reads: reports, those in the making, and what became of the figures that they show."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from evenhand.plan.models import Plan
from evenhand.plan.quarters import Quarter
from evenhand.publications.models import Draft, Figure, Paper, Report
from evenhand.publications.selectors import standing

MOST_QUARTERS = 8
UNREAD = ("content", "checkpoint")


def reports_of(force_id: str) -> list[Report]:
    """Every report of a force, the latest quarter first, without what it says."""
    found = Report.objects.filter(force=force_id).select_related("superseded_by").defer(*UNREAD)
    return list(found.defer("superseded_by__content", "superseded_by__checkpoint"))


def on_paper(force_id: str) -> set[int]:
    """Which reports of a force have a PDF, by their keys in the database."""
    return set(Paper.objects.filter(report__force=force_id).values_list("report", flat=True))


def report(force_id: str, quarter: str, number: int) -> Report | None:
    """One report, with its force, what it replaced and what replaces it; not one taken down."""
    found = Report.objects.filter(force=force_id, quarter=quarter, number=number, redacted="")
    links = [f"{link}__{name}" for link in ("supersedes", "superseded_by") for name in UNREAD]
    read = found.select_related("force", "plan", "supersedes", "superseded_by", "paper")
    return read.defer(*links, "paper__content").first()


def taken_down(force_id: str, quarter: str, number: int) -> Report | None:
    """A report that was emptied because unlawful words stood in it."""
    found = Report.objects.filter(force=force_id, quarter=quarter, number=number)
    return found.exclude(redacted="").select_related("force").first()


def pdf_of(paper: Paper) -> bytes:
    """The bytes of a PDF, which are read only when somebody asks for them."""
    return bytes(Paper.objects.values_list("content", flat=True).get(pk=paper.pk))


def latest_of(force_id: str) -> Report | None:
    """The report that stands for the latest quarter; its name alone."""
    found = Report.objects.filter(force=force_id, superseded_by=None).defer(*UNREAD)
    return found.order_by("-quarter").first()


@dataclass(frozen=True)
class Named:
    """A report by its parts, and which files there are of it."""

    force_id: str
    quarter: str
    number: int
    signed: bool
    printed: bool


def every_report() -> list[Named]:
    """Every report that was published and not taken down."""
    rows = Report.objects.filter(redacted="").order_by("pk")
    signed = set(rows.exclude(checkpoint="").values_list("pk", flat=True))
    printed = set(Paper.objects.values_list("report", flat=True))
    return [
        Named(force, quarter, number, key in signed, key in printed)
        for key, force, quarter, number in rows.values_list("pk", "force", "quarter", "number")
    ]


def drafts_of(force_id: str) -> list[Draft]:
    """The reports that a force is making."""
    return list(Draft.objects.filter(force=force_id).select_related("plan"))


def draft_of(force_id: str, key: UUID) -> Draft | None:
    """One of them."""
    found = Draft.objects.filter(force=force_id, key=key)
    return found.select_related("plan__force", "plan__framework").first()


def made_from(force_id: str, key: UUID) -> Report | None:
    """The report that a draft became."""
    return Report.objects.filter(force=force_id, draft=key).defer(*UNREAD).first()


def ready(plan: Plan, today: date) -> list[Quarter]:
    """Quarters that a report can be of, the latest first: they have ended since the plan began."""
    first = Quarter.of(timezone.localdate(plan.opened_at))
    last = Quarter.of(today).before
    found: list[Quarter] = []
    while last >= first and len(found) < MOST_QUARTERS:
        found.append(last)
        last = last.before
    return found


def chosen(force_id: str, references: Iterable[str]) -> list[Figure]:
    """The figures of these references that stand, by the names of their measures."""
    wanted = set(references)
    figures = standing().filter(force=force_id).defer("charts", "series", "expected", "control")
    found = figures.filter(measure__in={one.partition("/")[0] for one in wanted})
    return [one for one in found.order_by("measure", "-last_month") if one.reference in wanted]


def figures_in(content: dict[str, Any]) -> set[str]:
    """The references of every figure that a report shows a number of."""
    return {one["figure"] for one in (*content["figures"], *content["goals"]) if one["figure"]}


def corrected(content: dict[str, Any]) -> dict[str, str]:
    """Figures of a report that a later one has replaced, with the one that stands now."""
    wanted = Q(pk=None)
    shown = figures_in(content)
    for reference in shown:
        wanted |= _same(reference)
    parts = ("force", "measure", "grouping", "first_month", "last_month", "number")
    now = {
        one.reference.rpartition("/")[0]: one.reference
        for one in Figure.objects.filter(wanted, superseded_by=None).only(*parts)
    }
    return dict(_replaced(shown, now))


def _same(reference: str) -> Q:
    measure, force, months, grouping, _ = reference.split("/")
    first, last = months.split("--")
    return Q(measure=measure, force=force, first_month=first, last_month=last, grouping=grouping)


def _replaced(shown: set[str], now: dict[str, str]) -> Iterator[tuple[str, str]]:
    for reference in shown:
        standing_now = now.get(reference.rpartition("/")[0], reference)
        if standing_now != reference:
            yield reference, standing_now
