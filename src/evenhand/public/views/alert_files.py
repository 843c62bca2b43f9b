"""Alerts as feeds and as files."""

from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from evenhand.forces.models import Force
from evenhand.measures.words.messages import say
from evenhand.monitoring import selectors
from evenhand.monitoring.selectors import Story
from evenhand.public.addresses import host
from evenhand.public.files.serving import Download, link, send, tag
from evenhand.public.presenters.alerts.feed import items
from evenhand.public.presenters.alerts.files import as_csv, as_json
from evenhand.public.presenters.feed import Feed, written
from evenhand.public.views.alerts import force_named
from evenhand.public.views.feeds import A_MINUTE, KIND, MOST
from evenhand.public.views.maturity_files import CSV
from evenhand.public.views.plan import today
from evenhand.public.views.plan_files import JSON

BEGUN = datetime(2026, 1, 1, tzinfo=UTC)
"""What stands as the last change of a feed that has nothing to tell yet."""
KINDS = {"csv": CSV, "json": JSON}


def feed_of_all(request: HttpRequest) -> HttpResponse:
    """The latest steps of every force's alerts."""
    return send(
        request,
        lambda: _feed(
            request,
            selectors.stories(on=today()),
            title=say("Alerts of all forces, and every step of their answers"),
            author=say("Police forces"),
            page=reverse("alerts"),
            name="alerts",
        ),
    )


def feed(request: HttpRequest, force_id: str) -> HttpResponse:
    """The latest steps of a force's alerts."""
    force = force_named(force_id)
    return send(
        request,
        lambda: _feed(
            request,
            selectors.stories(on=today(), forces=[force_id]),
            title=say("Alerts of {force}, and every step of their answers", force=force.name),
            author=force.name,
            page=reverse("force-alerts", args=[force_id]),
            name=f"{force_id}-alerts",
        ),
    )


def file(request: HttpRequest, force_id: str, ending: str) -> HttpResponse:
    """A force's alerts as they stand, as a table or whole."""
    force = force_named(force_id)
    return send(request, lambda: _file(force, ending))


def _feed(
    request: HttpRequest, found: list[Story], *, title: str, author: str, page: str, name: str
) -> Download:
    told = items(found, most=MOST)
    first = min((one.published for one in told), default=BEGUN)
    feed = Feed(
        title=title,
        author=author,
        host=host(request),
        path=request.path,
        page=page,
        begun=first,
    )
    return Download(
        name=f"{name}.atom",
        media_type=f"{KIND}; charset=utf-8",
        saved=False,
        tag=tag("alerts", feed, *told),
        changed=max((one.updated for one in told), default=None),
        seconds=A_MINUTE,
        links=(link(f"{feed.host}{feed.page}", "alternate", "text/html"),),
        build=lambda: written(feed, told),
    )


def _file(force: Force, ending: str) -> Download | None:
    if ending not in KINDS:
        return None
    found = selectors.stories(on=today(), forces=[force.pk])
    content = as_csv(found) if ending == "csv" else as_json(force.pk, force.name, found)
    return Download(
        name=f"{force.pk}-alerts.{ending}",
        media_type=KINDS[ending],
        saved=ending == "csv",
        tag=tag("alerts", force.pk, ending, content),
        changed=None,
        seconds=A_MINUTE,
        links=(),
        build=lambda: content,
    )
