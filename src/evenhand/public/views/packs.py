"""Data packs of panels' meetings: each version at its permanent address, and its files."""

import json
from functools import partial

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from evenhand.plan.history import LONDON
from evenhand.plan.quarters import in_words
from evenhand.plan.selectors import marks
from evenhand.public.files.serving import Download, send, tag
from evenhand.public.views.rendering import page
from evenhand.public.views.reports import A_MINUTE, A_YEAR
from evenhand.publications.models import Pack, PackPaper
from evenhand.publications.packs import finding
from evenhand.publications.packs.telling import as_json, page_of, shown

SECTION = "scrutiny"
PRINTS = {"pdf": PackPaper.ORDINARY, "large": PackPaper.LARGE}


@require_safe
def latest(_: HttpRequest, panel: str, number: int) -> HttpResponse:
    """Lead to the version that was made last."""
    found = finding.pack(panel, number)
    if found is None:
        raise Http404(f"meeting {number} of {panel} has no pack")
    return redirect(page_of(found))


@require_safe
def pack(
    request: HttpRequest, panel: str, number: int, version: int, *, large: bool = False
) -> HttpResponse:
    """One version, as it was made, with what was corrected since."""
    found = finding.pack(panel, number, version)
    if found is None:
        raise Http404(f"meeting {number} of {panel} has no pack {version}")
    here, force = [panel, number, version], found.meeting.force
    if found.redacted:
        return page(
            request,
            "scrutiny/pack_taken_down",
            section=SECTION,
            status=410,
            force=force,
            here=here,
            marks=[
                (in_words(one.at.astimezone(LONDON).date()), one) for one in marks(found.redacted)
            ],
        )
    listed = {one.number: one.prints for one in finding.packs_of(panel, number)}
    return page(
        request,
        "scrutiny/pack",
        section=SECTION,
        force=force,
        pack=shown(found, large=large),
        here=here,
        papers=listed[version],
    )


def file(request: HttpRequest, panel: str, number: int, version: int, ending: str) -> HttpResponse:
    """A version as PDF, in large print too, or as JSON."""
    return send(request, lambda: _find(panel, number, version, ending))


def _find(panel: str, number: int, version: int, ending: str) -> Download | None:
    found = finding.pack(panel, number, version)
    if found is None or found.redacted:
        return None
    name = f"{panel}-meeting-{number}-pack-{version}"
    if ending == "json":
        return _json(found, name)
    return _pdf(found, name, PRINTS[ending]) if ending in PRINTS else None


def _pdf(found: Pack, name: str, wanted: str) -> Download | None:
    paper = finding.paper(found, wanted)
    if paper is None:
        return None
    large = "-large-print" if wanted == PackPaper.LARGE else ""
    return Download(
        name=f"{name}{large}.pdf",
        media_type="application/pdf",
        saved=False,
        tag=tag("pack", paper.sha256),
        changed=paper.made_at,
        seconds=A_YEAR,
        links=(),
        build=partial(finding.pdf_of, paper),
    )


def _json(found: Pack, name: str) -> Download:
    content = json.dumps(as_json(found), ensure_ascii=False).encode()
    return Download(
        name=f"{name}.json",
        media_type="application/json",
        saved=False,
        tag=tag("pack", content.hex()),
        changed=None,
        seconds=A_MINUTE,
        links=(),
        build=lambda: content,
    )
