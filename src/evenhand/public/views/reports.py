"""Progress reports of a force: the list, each report at its permanent address, and its files."""

import json
from functools import partial

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from evenhand.forces import selectors as forces
from evenhand.forces.models import Force
from evenhand.plan import words
from evenhand.plan.history import LONDON
from evenhand.plan.quarters import Quarter, in_words
from evenhand.plan.selectors import marks
from evenhand.public.files.serving import Download, send, tag
from evenhand.public.views.rendering import page
from evenhand.publications.models import Paper, Report
from evenhand.publications.reporting import finding
from evenhand.publications.reporting.telling import as_json, page_of, shown

SECTION = "plans"
A_MINUTE, A_YEAR = 60, 31_536_000  # seconds; a PDF never changes


@require_safe
def reports(request: HttpRequest, force_id: str) -> HttpResponse:
    """Every report of a force, the latest quarter first."""
    try:
        force = forces.force(force_id)
    except Force.DoesNotExist as error:
        raise Http404(f"no force {force_id}") from error
    return page(
        request,
        "reports",
        section=SECTION,
        force=force,
        reports=[
            (one, page_of(one), words.quarter(Quarter.parse(one.quarter)))
            for one in finding.reports_of(force_id)
        ],
    )


@require_safe
def report(request: HttpRequest, force_id: str, quarter: str, number: int) -> HttpResponse:
    """One report, as it was published, with what was corrected since."""
    found = finding.report(force_id, quarter, number)
    if found is None:
        return _taken_down(request, force_id, quarter, number)
    return page(
        request,
        "report",
        section=SECTION,
        force=found.force,
        report=shown(found),
        paper=_paper(found),
    )


def _taken_down(request: HttpRequest, force_id: str, quarter: str, number: int) -> HttpResponse:
    """Say of a report that it was taken down, by whom and why."""
    gone = finding.taken_down(force_id, quarter, number)
    if gone is None:
        raise Http404(f"{force_id} has no report {number} of {quarter}")
    return page(
        request,
        "report_taken_down",
        section=SECTION,
        status=410,
        force=gone.force,
        title=gone.title,
        marks=[(in_words(one.at.astimezone(LONDON).date()), one) for one in marks(gone.redacted)],
    )


def file(
    request: HttpRequest, force_id: str, quarter: str, number: int, ending: str
) -> HttpResponse:
    """A report as PDF or JSON, or the checkpoint in it."""
    return send(request, lambda: _find(force_id, quarter, number, ending))


def _find(force_id: str, quarter: str, number: int, ending: str) -> Download | None:
    found = finding.report(force_id, quarter, number)
    maker = MAKERS.get(ending)
    return maker(found, f"{force_id}-{quarter}-{number}") if found and maker else None


def _pdf(found: Report, name: str) -> Download | None:
    paper = _paper(found)
    if paper is None:
        return None
    return Download(
        name=f"{name}.pdf",
        media_type="application/pdf",
        saved=False,
        tag=tag("report", paper.sha256),
        changed=paper.made_at,
        seconds=A_YEAR,
        links=(),
        build=partial(finding.pdf_of, paper),
    )


def _json(found: Report, name: str) -> Download:
    content = json.dumps(as_json(found, _paper(found)), ensure_ascii=False).encode()
    return Download(
        name=f"{name}.json",
        media_type="application/json",
        saved=False,
        tag=tag("report", content.hex()),
        changed=None,
        seconds=A_MINUTE,
        links=(),
        build=lambda: content,
    )


def _checkpoint(found: Report, name: str) -> Download | None:
    if not found.checkpoint:
        return None
    return Download(
        name=f"{name}-checkpoint.txt",
        media_type="text/plain; charset=utf-8",
        saved=False,
        tag=tag("checkpoint", found.checkpoint),
        changed=found.released_at,
        seconds=A_YEAR,
        links=(),
        build=found.checkpoint.encode,
    )


MAKERS = {"pdf": _pdf, "json": _json, "checkpoint": _checkpoint}


def _paper(found: Report) -> Paper | None:
    paper: Paper | None = getattr(found, "paper", None)
    return paper
