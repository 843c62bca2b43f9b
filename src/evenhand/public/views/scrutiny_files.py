"""Draws, recommendations and meetings as files, as feeds and as a calendar."""

from collections.abc import Callable
from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from evenhand.forces.models import Force
from evenhand.measures.words.messages import say
from evenhand.public.addresses import host
from evenhand.public.files.serving import Download, link, send, tag
from evenhand.public.presenters.feed import Feed, written
from evenhand.public.presenters.scrutiny import files
from evenhand.public.presenters.scrutiny.feed import items
from evenhand.public.views.alerts import force_named
from evenhand.public.views.feeds import A_MINUTE, KIND, MOST
from evenhand.public.views.maturity_files import CSV
from evenhand.public.views.plan import today
from evenhand.public.views.plan_files import JSON
from evenhand.scrutiny.told import anchors, draws, listed, meetings, recent, recommendations
from evenhand.scrutiny.told.recent import Recent

BEGUN = datetime(2026, 1, 1, tzinfo=UTC)
"""What stands as the last change of a feed that has nothing to tell yet."""
CALENDAR = "text/calendar; charset=utf-8"
KINDS = {"csv": CSV, "json": JSON, "ics": CALENDAR}


def feed_of_all(request: HttpRequest) -> HttpResponse:
    """The latest steps of every force's panels and recommendations."""
    return send(
        request,
        lambda: _feed(
            request,
            recent.everything(most=MOST),
            title=say("Scrutiny of all forces: draws, meetings and recommendations"),
            author=say("Scrutiny panels"),
            page=reverse("scrutiny"),
            name="scrutiny",
        ),
    )


def feed(request: HttpRequest, force_id: str) -> HttpResponse:
    """The latest steps of a force's panels and of recommendations to it."""
    force = force_named(force_id)
    return send(
        request,
        lambda: _feed(
            request,
            recent.everything(most=MOST, force=force_id),
            title=say("Scrutiny of {force}, step by step", force=force.name),
            author=force.name,
            page=reverse("force-scrutiny", args=[force_id]),
            name=f"{force_id}-scrutiny",
        ),
    )


def advice_feed(request: HttpRequest, force_id: str) -> HttpResponse:
    """The latest steps of recommendations to a force."""
    force = force_named(force_id)
    return send(
        request,
        lambda: _feed(
            request,
            recent.advised(most=MOST, force=force_id),
            title=say("Recommendations to {force}, step by step", force=force.name),
            author=force.name,
            page=reverse("recommendations", args=[force_id]),
            name=f"{force_id}-recommendations",
        ),
    )


def _feed(
    request: HttpRequest, found: list[Recent], *, title: str, author: str, page: str, name: str
) -> Download:
    told = items(found)
    feed = Feed(
        title=title,
        author=author,
        host=host(request),
        path=request.path,
        page=page,
        begun=min((one.published for one in told), default=BEGUN),
    )
    return Download(
        name=f"{name}.atom",
        media_type=f"{KIND}; charset=utf-8",
        saved=False,
        tag=tag("scrutiny", feed, *told),
        changed=max((one.updated for one in told), default=None),
        seconds=A_MINUTE,
        links=(link(f"{feed.host}{feed.page}", "alternate", "text/html"),),
        build=lambda: written(feed, told),
    )


def file(request: HttpRequest, force_id: str, ending: str) -> HttpResponse:
    """A force's draws as a table; with its meetings and visits whole."""
    force = force_named(force_id)
    made = {"csv": _draws_csv, "json": _draws_json}.get(ending)
    return send(request, lambda: _file(made, force, f"{force_id}-scrutiny", ending))


def _draws_csv(force: Force) -> bytes:
    return files.draws_csv(listed.draws(on=today(), force=force.pk))


def _draws_json(force: Force) -> bytes:
    return files.draws_json(
        force.pk,
        force.name,
        listed.draws(on=today(), force=force.pk),
        meetings.meetings(at=timezone.now(), forces=[force.pk]),
    )


def anchor_file(request: HttpRequest) -> HttpResponse:
    """Every set of anchor cases, and how panels stand beside it."""

    def made() -> Download:
        content = files.anchors_json(anchors.sets(at=timezone.now()))
        return _told("anchor-cases.json", content, JSON, saved=False)

    return send(request, made)


def advice_file(request: HttpRequest, force_id: str, ending: str) -> HttpResponse:
    """Every recommendation to a force as it stands, as a table or whole."""
    force = force_named(force_id)
    made = {"csv": _advice_csv, "json": _advice_json}.get(ending)
    return send(request, lambda: _file(made, force, f"{force_id}-recommendations", ending))


def _advice_csv(force: Force) -> bytes:
    return files.recommendations_csv(recommendations.recommendations(on=today(), forces=[force.pk]))


def _advice_json(force: Force) -> bytes:
    found = recommendations.recommendations(on=today(), forces=[force.pk])
    return files.recommendations_json(force.pk, force.name, found)


def calendar(request: HttpRequest, force_id: str) -> HttpResponse:
    """A force's meetings and visits of panels for programs that keep calendars."""
    force, address = force_named(force_id), host(request)

    def made(one: Force) -> bytes:
        return meetings.calendar_of(
            meetings.meetings(at=timezone.now(), forces=[one.pk]),
            name=say("Scrutiny of {force}", force=one.name),
            address=address,
        )

    return send(request, lambda: _file(made, force, f"{force_id}-scrutiny", "ics"))


def _file(
    made: Callable[[Force], bytes] | None, force: Force, name: str, ending: str
) -> Download | None:
    if made is None:
        return None
    return _told(f"{name}.{ending}", made(force), KINDS[ending], saved=ending == "csv")


def document(request: HttpRequest, panel: str, number: int) -> HttpResponse:
    """DRAW.json: with it anybody repeats the draw."""
    return send(request, lambda: _plain(draws.draw_file(panel, number), panel, number, "draw"))


def frame(request: HttpRequest, panel: str, number: int) -> HttpResponse:
    """The frozen frame, byte for byte as its fingerprint was made of it."""
    return send(request, lambda: _plain(draws.frame_file(panel, number), panel, number, "frame"))


def _plain(text: str | None, panel: str, number: int, what: str) -> Download | None:
    if text is None:
        return None
    return _told(f"{panel}-{number}-{what}.json", text.encode(), JSON, saved=True)


def _told(name: str, content: bytes, kind: str, *, saved: bool) -> Download:
    return Download(
        name=name,
        media_type=kind,
        saved=saved,
        tag=tag("scrutiny", name, content),
        changed=None,
        seconds=A_MINUTE,
        links=(),
        build=lambda: content,
    )
