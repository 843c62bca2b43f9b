"""Telling us something: the form, and the page that says it came."""

import re
from dataclasses import dataclass

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from evenhand.measures.words.messages import say
from evenhand.public.addresses import ReferenceConverter
from evenhand.public.presenters.errors import problems
from evenhand.public.views.cookies import SeeOther
from evenhand.public.views.rendering import page
from evenhand.voices import services
from evenhand.voices.errors import TooMany
from evenhand.voices.forms import FeedbackForm, new_ticket
from evenhand.voices.networks import network

WAIT = "600"  # seconds until messages are taken again
NOT_SHOWN = dict.fromkeys(("__all__", "ticket", "website"), "wrong")
"""Where a reader is sent who must do nothing but send again."""
PAGE = re.compile(r"/(?!/)[\w/.~%-]{0,299}", re.ASCII)


@dataclass(frozen=True)
class About:
    """What a message is about: a page, a figure, or the whole service."""

    path: str = ""
    figure: str = ""

    @property
    def words(self) -> str:
        """How the address of the form names it."""
        return self.figure or self.path

    @property
    def url(self) -> str:
        """Where it is."""
        return self.path or reverse("figure", args=[self.figure])


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def feedback(request: HttpRequest) -> HttpResponse:
    """The form, and what is sent with it; what was typed is never lost."""
    if request.method != "POST":
        form = FeedbackForm(initial={"ticket": new_ticket()})
        return _form(request, form, about_what(request.GET.get("about", "")))
    form, about = FeedbackForm(request.POST), about_what(request.POST.get("about", ""))
    if not form.is_valid():
        return _form(request, form, about, status=400)
    sent = form.cleaned_data
    try:
        services.receive(
            form=sent["ticket"],
            path=about.path,
            figure=about.figure,
            doing=sent["doing"],
            wrong=sent["wrong"],
            satisfaction=sent["satisfaction"],
            now=timezone.now(),
            network=network(sender(request)),
        )
    except TooMany as error:
        words = (
            say("Many messages have come from your network. Wait ten minutes, then send this again")
            if error.from_here
            else say("Many messages are arriving. Wait ten minutes, then send this again")
        )
        return _not_taken(request, form, about, words, status=429)
    except DatabaseError:
        words = say("We could not keep your message. It is still here: wait, then send it again")
        return _not_taken(request, form, about, words, status=503)
    return SeeOther(reverse("feedback-sent"))


@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    """The message came."""
    return page(request, "feedback_sent", section="feedback")


def sender(request: HttpRequest) -> str:
    """The address that a request came from; behind proxies of ours, the one that they saw.

    Each proxy adds to the end of ``X-Forwarded-For`` whom it was asked by. What stands before
    those is the reader's own invention.
    """
    seen = request.headers.get("X-Forwarded-For", "").split(",")
    if 0 < settings.PROXIES <= len(seen):
        return seen[-settings.PROXIES].strip()
    return str(request.META.get("REMOTE_ADDR", ""))


def about_what(text: str) -> About:
    """Understand a figure's reference or a page's path; anything else is about nothing."""
    if re.fullmatch(ReferenceConverter.regex, text):
        return About(figure=text)
    if not PAGE.fullmatch(text):
        return About()
    of_figure = re.fullmatch(rf"/figures/({ReferenceConverter.regex})/", text)
    return About(path=text, figure=of_figure.group(1) if of_figure else "")


def _not_taken(
    request: HttpRequest, form: FeedbackForm, about: About, words: str, *, status: int
) -> HttpResponse:
    form.add_error(None, words)
    response = _form(request, form, about, status=status)
    response["Retry-After"] = WAIT
    return response


def _form(
    request: HttpRequest, form: FeedbackForm, about: About, *, status: int = 200
) -> HttpResponse:
    found = problems(form, at=NOT_SHOWN)
    ticket = new_ticket() if "ticket" in form.errors else form["ticket"].value()
    return page(
        request,
        "feedback",
        status=status,
        section="feedback",
        about=about,
        typed={name: form[name].value() or "" for name in form.fields},
        ticket=ticket,
        problems=found,
        problem_with={problem.field: problem.text for problem in found},
    )
