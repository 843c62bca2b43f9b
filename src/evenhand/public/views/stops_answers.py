"""What people who were stopped answered: a page for each force and quarter, and its files.

Nothing here depends on who reads, and no header tells when an answer was counted: the tag of a file
is made of what is in it.
"""

import json

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from evenhand.encounters.told import answers as told
from evenhand.encounters.told.answers_file import as_csv, as_json
from evenhand.forces import selectors as forces
from evenhand.forces.models import Force
from evenhand.public.files.serving import Download, send, tag
from evenhand.public.presenters.stop_answers import answers_page
from evenhand.public.views.rendering import page

AN_HOUR = 60 * 60
KINDS = {"csv": "text/csv; charset=utf-8", "json": "application/json"}


@require_safe
def answers(request: HttpRequest, force_id: str, quarter: str = "") -> HttpResponse:
    """Reason recorded beside reason heard, four questions, slips of teams; totals in tens."""
    force, now = force_named(force_id), timezone.now()
    quarters = told.quarters(force_id, now=now)
    if not quarters and not quarter:
        return page(request, "stops/no_answers", force=force)
    if quarter and quarter not in quarters:
        raise Http404(f"{force_id} gave out no slips in {quarter}")
    asked = quarter or next(iter(quarters))
    found = told.answers(force_id, asked, quarters[asked], now=now)
    return page(request, "stops/answers", force=force, shown=answers_page(found, [*quarters]))


def answers_file(request: HttpRequest, force_id: str, quarter: str, ending: str) -> HttpResponse:
    """The same as a file."""
    return send(request, lambda: _find(force_id, quarter, ending))


def force_named(force_id: str) -> Force:
    """A force of this site; anything else has no page."""
    try:
        return forces.force(force_id)
    except Force.DoesNotExist as error:
        raise Http404(f"no force {force_id}") from error


def _find(force_id: str, quarter: str, ending: str) -> Download | None:
    now = timezone.now()
    quarters = told.quarters(force_id, now=now)
    if ending not in KINDS or quarter not in quarters:
        return None
    found = told.answers(force_id, quarter, quarters[quarter], now=now)
    if ending == "csv":
        content = as_csv(found)
    else:
        content = json.dumps(as_json(found), ensure_ascii=False).encode()
    return Download(
        name=f"{force_id}-stops-answers-{quarter}.{ending}",
        media_type=KINDS[ending],
        saved=ending == "csv",
        tag=tag("answers", force_id, quarter, ending, content),
        changed=None,
        seconds=AN_HOUR,
        links=(),
        build=lambda: content,
    )
