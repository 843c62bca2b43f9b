"""A force's maturity as files: the last words as a table, everything public as JSON."""

import json

from django.http import HttpRequest, HttpResponse

from evenhand.maturity import exporters, selectors
from evenhand.maturity.selectors import Maturity
from evenhand.public.files.serving import Download, send, tag
from evenhand.public.views.maturity import find_basis
from evenhand.public.views.plan import asked_day, today
from evenhand.public.views.plan_files import A_MINUTE, JSON

CSV = "text/csv; charset=utf-8"


def file(request: HttpRequest, force_id: str, ending: str) -> HttpResponse:
    """The assessment as it stands, or stood on the day asked for."""
    return send(request, lambda: _find(request, force_id, ending))


def _find(request: HttpRequest, force_id: str, ending: str) -> Download | None:
    asked = asked_day(request)
    found = find_basis(force_id, asked)
    if found is None or ending not in {"csv", "json"}:
        return None
    day, head = asked or today(), selectors.head(found)
    return Download(
        name=f"{force_id}-maturity-{day}.{ending}",
        media_type=JSON if ending == "json" else CSV,
        saved=False,
        tag=tag("maturity", selectors.subject(found), head.last, head.at, day, ending),
        changed=head.at,
        seconds=A_MINUTE,
        links=(),
        build=lambda: _content(selectors.maturity(found, on=day), ending),
    )


def _content(found: Maturity, ending: str) -> bytes:
    if ending == "json":
        return json.dumps(exporters.as_json(found), ensure_ascii=False).encode()
    return exporters.as_csv(found)
