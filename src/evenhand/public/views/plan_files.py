"""A force's plan as files: tables that can be read back, everything public as JSON, a PDF."""

import json
from datetime import date
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from evenhand.plan import exporters, models, selectors
from evenhand.plan.quarters import in_words
from evenhand.public.addresses import host
from evenhand.public.files.problems import problem
from evenhand.public.files.serving import Download, send, tag
from evenhand.public.presenters.plan_grid import grid
from evenhand.public.views.plan import asked_day, today
from evenhand.publications.errors import NoPaper
from evenhand.publications.reporting.printing import to_pdf

A_MINUTE = 60
JSON = "application/json"
KINDS = {
    **{ending: one.media_type for ending, one in exporters.FORMATS.items()},
    "json": JSON,
    "pdf": "application/pdf",
}


def file(request: HttpRequest, force_id: str, ending: str) -> HttpResponse:
    """The plan as it stands, or stood on the day asked for, in one of its formats."""
    day, address = asked_day(request) or today(), host(request)
    try:
        return send(request, lambda: _find(force_id, ending, day, address))
    except NoPaper as error:
        return problem(request, HTTPStatus.SERVICE_UNAVAILABLE, str(error))


def _find(force_id: str, ending: str, day: date, address: str) -> Download | None:
    found = selectors.plan(force_id)
    if found is None or ending not in KINDS:
        return None
    head = selectors.head(found)
    moments = [one for one in (head.at, head.named_at) if one]
    depends = [*head, day, ending, *([address] if ending == "pdf" else [])]
    return Download(
        name=f"{force_id}-plan-{day}.{ending}",
        media_type=KINDS[ending],
        saved=ending in {"xlsx", "ods"},
        tag=tag("plan", selectors.subject(found), *depends),
        changed=max(moments, default=found.opened_at),
        seconds=A_MINUTE,
        links=(),
        build=lambda: _content(found, ending, day, address),
    )


def _content(found: models.Plan, ending: str, day: date, address: str) -> bytes:
    tracked = selectors.tracked(found, on=day)
    if ending == "json":
        return json.dumps(exporters.as_json(found, tracked, on=day), ensure_ascii=False).encode()
    if ending == "pdf":
        return _on_paper(found, tracked, day, address)
    return exporters.table(tracked, ending)


def _on_paper(
    found: models.Plan, tracked: list[selectors.Tracked], day: date, address: str
) -> bytes:
    """The grid, as on its page."""
    laid_out = grid(found, selectors.workstreams(found, on=day), tracked, day)
    context = {
        "plan": found,
        "grid": laid_out,
        "day": in_words(day),
        "on": day.isoformat(),
        "site": address,
    }
    return to_pdf(render_to_string("public/plan_paper.html", context), address=address)
