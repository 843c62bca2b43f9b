"""What the vehicle stops of one's own force tell, before anything is published."""

from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from evenhand.accounts.access import ActingRequest, seen_by
from evenhand.accounts.roles import May
from evenhand.measures.stops_told import StopsTold, stops_told
from evenhand.records.errors import NoLake
from evenhand.records.stops import open_stops
from evenhand.workspace.presenters.stop_figures import stop_figures
from evenhand.workspace.views.rendering import page

KEPT = 8
"""Answers of so many forces stay in memory until the next snapshot."""


@seen_by(May.LOAD_DATA, logs=())
@require_safe
def figures(request: ActingRequest) -> HttpResponse:
    """Every measure of the force's own stops, with what is known and not known about it."""
    force = request.acting.organisation.force_id
    if force is None or not request.acting.is_of(force):
        raise Http404("no force of one's own")
    told = _told(settings.LAKE, force)
    return page(
        request,
        "stop_figures",
        section="stop-figures",
        page=stop_figures(told) if told and told.months else None,
    )


def _told(folder: Path, force: str) -> StopsTold | None:
    try:
        lake = open_stops(folder)
    except NoLake:
        return None
    return _kept(folder, force, len(lake.commits))


@lru_cache(KEPT)
def _kept(folder: Path, force: str, commits: int) -> StopsTold:
    """Answer once for each snapshot: a new one has another number."""
    del commits
    return stops_told(open_stops(folder), force)
