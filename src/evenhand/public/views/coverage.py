"""How many of the stops that are known from elsewhere were recorded: a page and its files."""

import json

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from evenhand.encounters.told.coverage import as_csv, newest
from evenhand.public.files.serving import Download, send, tag
from evenhand.public.presenters.coverage import coverage_page
from evenhand.public.views.rendering import page
from evenhand.public.views.stops_answers import AN_HOUR, KINDS, force_named


@require_safe
def coverage(request: HttpRequest, force_id: str) -> HttpResponse:
    """The coverage that was published last; where there is none, that it is not known."""
    force, told = force_named(force_id), newest(force_id)
    if told is None:
        return page(request, "stops/no_coverage", force=force)
    said = json.loads(told.content)
    return page(request, "stops/coverage", force=force, shown=coverage_page(said, force.name))


def coverage_file(request: HttpRequest, force_id: str, ending: str) -> HttpResponse:
    """The same as a file."""
    return send(request, lambda: _find(force_id, ending))


def _find(force_id: str, ending: str) -> Download | None:
    told = newest(force_id) if ending in KINDS else None
    if told is None:
        return None
    return Download(
        name=f"{force_id}-stops-coverage-{told.number}.{ending}",
        media_type=KINDS[ending],
        saved=ending == "csv",
        tag=tag("coverage", force_id, told.number, ending),
        changed=told.at,
        seconds=AN_HOUR,
        links=(),
        build=lambda: as_csv(told.content) if ending == "csv" else told.content.encode(),
    )
