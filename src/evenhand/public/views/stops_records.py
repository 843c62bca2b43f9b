"""What a force's records of stops are like: a page for each quarter, and its files."""

import json

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from evenhand.encounters.told import records as told
from evenhand.public.files.serving import Download, send, tag
from evenhand.public.presenters.stop_records import records_page
from evenhand.public.views.rendering import page
from evenhand.public.views.stops_answers import AN_HOUR, KINDS, force_named


@require_safe
def records(request: HttpRequest, force_id: str, quarter: str = "") -> HttpResponse:
    """Late, corrected, still to mend, set aside, in conflict, missing; and seconds to record."""
    force = force_named(force_id)
    quarters = told.quarters(settings.LAKE, force_id)
    if not quarters and not quarter:
        return page(request, "stops/no_records", force=force)
    found = told.found(settings.LAKE, force_id, quarter or quarters[0], now=timezone.now())
    if found is None:
        raise Http404(f"{force_id} has no records of {quarter}")
    return page(request, "stops/records", force=force, shown=records_page(found, quarters))


def records_file(request: HttpRequest, force_id: str, quarter: str, ending: str) -> HttpResponse:
    """The same as a file."""
    return send(request, lambda: _find(force_id, quarter, ending))


def _find(force_id: str, quarter: str, ending: str) -> Download | None:
    if ending not in KINDS:
        return None
    found = told.found(settings.LAKE, force_id, quarter, now=timezone.now())
    if found is None:
        return None
    if ending == "csv":
        content = told.as_csv(found)
    else:
        content = json.dumps(told.as_json(found), ensure_ascii=False).encode()
    return Download(
        name=f"{force_id}-stops-records-{quarter}.{ending}",
        media_type=KINDS[ending],
        saved=ending == "csv",
        tag=tag("records", force_id, quarter, ending, content),
        changed=None,
        seconds=AN_HOUR,
        links=(),
        build=lambda: content,
    )
