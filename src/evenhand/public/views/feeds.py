"""Atom feeds of what was recorded: of every plan, of one force's plans, of one action."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from evenhand.following.selectors import latest, with_histories
from evenhand.measures.words.messages import say
from evenhand.plan import models, selectors
from evenhand.public.addresses import host
from evenhand.public.files.serving import Download, link, send, tag
from evenhand.public.presenters.feed import Feed, atom, entry_id, updated
from evenhand.public.presenters.plan_grid import action_url
from evenhand.public.views.plan import today

MOST = 50
"""Entries of a feed: more than a busy force records in a month."""
A_MINUTE = 60
KIND = "application/atom+xml"


def every(request: HttpRequest) -> HttpResponse:
    """The latest changes of every force's plan."""
    return send(request, lambda: _every(request))


def plan(request: HttpRequest, force_id: str) -> HttpResponse:
    """The latest changes of a force's plan, and of its earlier ones."""
    return send(request, lambda: _plan(request, force_id))


def action(request: HttpRequest, force_id: str, iteration: int, key: str) -> HttpResponse:
    """The latest changes of one action."""
    return send(request, lambda: _action(request, force_id, iteration, key))


def _every(request: HttpRequest) -> Download | None:
    found = selectors.plans()
    if not found:
        return None
    title, author = say("What changed in the plans of all forces"), say("Police forces")
    page = reverse("plans")
    return _feed(request, found, title=title, author=author, page=page, name="plans")


def _plan(request: HttpRequest, force_id: str) -> Download | None:
    newest = selectors.plan(force_id)
    if newest is None:
        return None
    numbers = range(1, newest.iteration)
    found = [newest, *(one for n in numbers if (one := selectors.plan(force_id, n)))]
    title = say("What changed in the plan of {force}", force=newest.force.name)
    page = reverse("plan", args=[force_id])
    name = f"{force_id}-plan"
    return _feed(request, found, title=title, author=newest.organisation, page=page, name=name)


def _action(request: HttpRequest, force_id: str, iteration: int, key: str) -> Download | None:
    found = selectors.plan(force_id, iteration)
    one = selectors.action(found, key, on=today()) if found else None
    if found is None or one is None:
        return None
    title = say("{title} (plan of {force})", title=one.now.now.title, force=found.force.name)
    page, author = action_url(found, key), found.organisation
    return _feed(request, [found], key=key, title=title, author=author, page=page, name=key)


def _feed(
    request: HttpRequest,
    plans: Sequence[models.Plan],
    *,
    title: str,
    author: str,
    page: str,
    name: str,
    key: str = "",
) -> Download:
    entries = latest(plans, key=key, most=MOST)
    feed = Feed(
        title=title,
        author=author,
        host=host(request),
        path=request.path,
        page=page,
        begun=max(one.opened_at for one in plans),
    )
    moments = [updated(one) for one in entries]
    return Download(
        name=f"{name}.atom",
        media_type=f"{KIND}; charset=utf-8",
        saved=False,
        tag=tag("feed", feed, *map(entry_id, entries), *moments),
        changed=max(moments, default=feed.begun),
        seconds=A_MINUTE,
        links=(link(f"{feed.host}{page}", "alternate", "text/html"),),
        build=lambda: atom(feed, with_histories(entries, on=today())),
    )
