"""A force's plan as files: tables that can be read back, and everything public as JSON."""

import json
from datetime import date

from django.http import HttpRequest, HttpResponse

from evenhand.plan import exporters, models, selectors
from evenhand.public.files.serving import Download, send, tag
from evenhand.public.views.plan import asked_day, today

A_MINUTE = 60
JSON = "application/json"


def file(request: HttpRequest, force_id: str, ending: str) -> HttpResponse:
    """The plan as it stands, or stood on the day asked for, in one of its formats."""
    return send(request, lambda: _find(force_id, ending, asked_day(request) or today()))


def _find(force_id: str, ending: str, day: date) -> Download | None:
    found = selectors.plan(force_id)
    if found is None or ending not in {*exporters.FORMATS, "json"}:
        return None
    head = selectors.head(found)
    return Download(
        name=f"{force_id}-plan-{day}.{ending}",
        media_type=JSON if ending == "json" else exporters.FORMATS[ending].media_type,
        saved=ending in {"xlsx", "ods"},
        tag=tag("plan", selectors.subject(found), head.last, head.at, day, ending),
        changed=head.at or found.opened_at,
        seconds=A_MINUTE,
        links=(),
        build=lambda: _content(found, ending, day),
    )


def _content(found: models.Plan, ending: str, day: date) -> bytes:
    tracked = selectors.tracked(found, on=day)
    if ending == "json":
        return json.dumps(exporters.as_json(found, tracked), ensure_ascii=False).encode()
    return exporters.table(tracked, ending)
