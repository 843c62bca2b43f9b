"""What patterns in a force's vehicle stops say: a page and its files."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from evenhand.public.files.serving import Download, send, tag
from evenhand.public.presenters.patterns import as_csv, as_json, patterns_page
from evenhand.public.views.forces import without_figures
from evenhand.public.views.rendering import page
from evenhand.public.views.stops_answers import AN_HOUR, KINDS
from evenhand.publications.selectors import latest_patterns


@require_safe
def patterns(request: HttpRequest, force_id: str) -> HttpResponse:
    """What they say, or that none of them is published."""
    found = latest_patterns(force_id)
    if found is None:
        return without_figures(request, force_id, template="stops/patterns")
    return page(request, "stops/patterns", force=found.force, page=patterns_page(found))


def patterns_file(request: HttpRequest, force_id: str, ending: str) -> HttpResponse:
    """The same as a file."""
    return send(request, lambda: _find(force_id, ending))


def _find(force_id: str, ending: str) -> Download | None:
    found = latest_patterns(force_id) if ending in KINDS else None
    if found is None:
        return None
    months = f"{found.first_month}--{found.last_month}"
    return Download(
        name=f"{force_id}-stops-patterns-{months}.{ending}",
        media_type=KINDS[ending],
        saved=ending == "csv",
        tag=tag("patterns", force_id, found.pk, ending),
        changed=found.released_at,
        seconds=AN_HOUR,
        links=(),
        build=lambda: as_csv(found) if ending == "csv" else as_json(found),
    )
