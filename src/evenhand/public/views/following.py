"""Following a plan, a promise or alerts by mail: asking, confirming, stopping. No account needed.

The secret of a link stands behind the question mark, which no page repeats as its own address; the
pages are kept by nobody, and lead nowhere that would be told of them.
"""

from dataclasses import dataclass

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from evenhand.following import selectors, services
from evenhand.following.errors import LinkGone
from evenhand.following.forms import MOVES, FollowForm
from evenhand.following.links import Way
from evenhand.following.models import Follower
from evenhand.following.things import Alerts, Followed
from evenhand.measures.words.messages import say
from evenhand.public.presenters.errors import problems
from evenhand.public.views.cookies import SeeOther
from evenhand.public.views.feedback import WAIT, sender
from evenhand.public.views.plan import today
from evenhand.public.views.rendering import page
from evenhand.voices.errors import TooMany
from evenhand.voices.networks import network

SECTION = "plans"
READ = ("GET", "HEAD", "POST")
SECRET = "secret"  # noqa: S105 (the name of a question, not what it is answered with)


@require_http_methods(READ)
def follow(request: HttpRequest) -> HttpResponse:
    """The form, and what is sent with it. The answer is the same whatever we know of an address."""
    asked = request.POST if request.method == "POST" else request.GET
    thing = selectors.thing(asked.get("what", ""))
    if thing is None or not settings.SITE_CAN_WRITE:
        raise Http404("there is nothing of this name to follow, or no way to tell of it")
    if request.method != "POST":
        return _form(request, thing, FollowForm(initial={"how_much": MOVES}))
    form = FollowForm(request.POST)
    if not form.is_valid():
        return _form(request, thing, form, status=400)
    try:
        services.ask(
            email=form.cleaned_data["email"],
            subject=thing.subject,
            every=form.wants_everything,
            now=timezone.now(),
            network=network(sender(request)),
        )
    except TooMany:
        form.add_error(None, say("Many people are asking. Wait ten minutes, then send this again"))
        response = _form(request, thing, form, status=429)
        response["Retry-After"] = WAIT
        return response
    return SeeOther(reverse("follow-sent"))


@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    """Look into your mail."""
    return page(request, "follow_sent", section=SECTION)


@never_cache
@require_http_methods(READ)
def confirm(request: HttpRequest) -> HttpResponse:
    """A button, because programs that look through mail open every link; pressing it confirms."""
    secret = _secret(request)
    found: Follower | None = None
    try:
        if request.method == "POST":
            found = services.confirm(secret=secret, now=timezone.now())
        else:
            found = selectors.follower(secret, Way.CONFIRM)
    except LinkGone:
        return page(request, "follow_gone", status=404, section=SECTION)
    thing = selectors.thing(found.subject) if found else None
    if found is None or thing is None:
        return page(request, "follow_gone", status=404, section=SECTION)
    return page(
        request,
        "follow_confirm",
        section=SECTION,
        done=found.confirmed_at is not None,
        every=found.every,
        secret=secret,
        thing=thing,
        name=_name(thing),
        about=_about(thing),
    )


@never_cache
@require_http_methods(READ)
def stop(request: HttpRequest) -> HttpResponse:
    """A button; and the address at which a mail program stops with one click (RFC 8058)."""
    secret = _secret(request)
    try:
        if request.method == "POST":
            services.stop(secret=secret, now=timezone.now())
            found = None
        else:
            found = selectors.follower(secret, Way.STOP)
    except LinkGone:
        return page(request, "follow_gone", status=404, section=SECTION)
    thing = selectors.thing(found.subject) if found else None
    return page(
        request,
        "follow_stop",
        section=SECTION,
        done=found is None,
        secret=secret,
        thing=thing,
        name=_name(thing) if thing else "",
        about=_about(thing) if thing else None,
    )


def _secret(request: HttpRequest) -> str:
    """The secret of a link; a form of ours sends it back in its body."""
    return request.POST.get(SECRET) or request.GET.get(SECRET, "")


@dataclass(frozen=True)
class About:
    """What a form is about: words for its link, and whose it is."""

    alerts: bool
    force: str
    words: str


def _about(thing: Followed) -> About:
    if isinstance(thing, Alerts):
        words = _name(thing) if thing.number else say("All alerts")
        return About(alerts=True, force=thing.force.name, words=words)
    words = _name(thing) if thing.key else thing.plan.title
    return About(alerts=False, force=thing.plan.force.name, words=words)


def _name(thing: Followed) -> str:
    return selectors.title(thing, on=today())


def _form(
    request: HttpRequest, thing: Followed, form: FollowForm, *, status: int = 200
) -> HttpResponse:
    found = problems(form, at=dict.fromkeys(("__all__", "website"), "email"))
    return page(
        request,
        "follow",
        status=status,
        section=SECTION,
        thing=thing,
        name=_name(thing),
        about=_about(thing),
        feed=_feed(thing),
        typed={name: form[name].value() or "" for name in form.fields},
        problems=found,
        problem_with={problem.field: problem.text for problem in found},
    )


def _feed(thing: Followed) -> str:
    if isinstance(thing, Alerts):
        return reverse("alerts-feed", args=[thing.force.pk])
    plan = thing.plan
    if thing.key:
        return reverse("plan-action-feed", args=[plan.force_id, plan.iteration, thing.key])
    return reverse("plan-feed", args=[plan.force_id])
