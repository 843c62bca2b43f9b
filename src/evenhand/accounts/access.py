"""Who may see each page, and what it logs. A page that does not say is shown to nobody.

``seen_by`` wraps a view and says both; ``open_to_anyone`` says it once for a whole set of public
addresses. The middleware ``denied_by_default`` asks :func:`declared` before any view answers.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum
from functools import wraps
from typing import Any

from allauth.account.decorators import reauthentication_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import URLPattern, URLResolver, reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.http import urlencode

from evenhand.accounts.acting import Acting
from evenhand.accounts.models import Person
from evenhand.accounts.noting import note_may_not
from evenhand.accounts.roles import May
from evenhand.accounts.selectors import acting
from evenhand.accounts.signing_in.factors import has_second_step
from evenhand.audit.models import Act

CHOSEN = "organisation"
"""Where a session keeps the organisation that the person chose to act for."""
View = Callable[..., HttpResponseBase]


class Who(Enum):
    """Who may see a page that needs no particular permission."""

    ANYONE = "anyone"
    """Signed in or not."""
    SIGNED_IN = "signed in"
    """Whoever has signed in, whatever their role: their own account."""
    MEMBER = "member"
    """Whoever acts for an organisation."""


@dataclass(frozen=True)
class Declared:
    """What a page said about itself."""

    who: Who | May
    logs: frozenset[Act]
    """Empty where it neither shows nor changes anything about a person."""


_DECLARED: dict[View, Declared] = {}


class SignedInRequest(HttpRequest):
    """A request of somebody who has signed in; ``seen_by`` makes sure of it."""

    user: Person


class ActingRequest(SignedInRequest):
    """A request of somebody who acts for an organisation; ``seen_by`` makes sure of it."""

    acting: Acting


def seen_by(
    who: Who | May, *, logs: Iterable[Act], sent_signed_out: View | None = None
) -> Callable[[View], View]:
    """Say who may see a page and what it logs, and hold to the first.

    Parameters
    ----------
    who : a permission that a role must allow, or one of :class:`Who`.
    logs : the acts that the page or the service it calls writes to the private log; ``()`` where
        it shows and changes nothing about a person.
    """

    def saying(view: View) -> View:
        @wraps(view)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            response: HttpResponseBase | None = (
                None if who is Who.ANYONE else _turned_away(request, who)
            )
            sent = request.method == "POST" and not request.user.is_authenticated
            if response and sent and sent_signed_out:
                response = sent_signed_out(request, *args, **kwargs)
            response = response or view(request, *args, **kwargs)
            add_never_cache_headers(response)
            return response

        _DECLARED[answer] = Declared(who, frozenset(logs))
        return answer

    return saying


def stands_for(answering: View, view: View) -> View:
    """Let what wraps a page be seen by whom the page says, and log what it says."""
    _DECLARED[answering] = _DECLARED[view]
    return answering


def said_again(view: View) -> View:
    """Take a form only from who has said, not long ago, who they are; the page itself opens."""
    asking: View = reauthentication_required(allow_get=True)(view)
    return asking


def open_to_anyone(
    patterns: Iterable[URLPattern | URLResolver],
) -> list[URLPattern | URLResolver]:
    """Say of all these addresses that anyone may see them and that they log nothing."""
    kept = list(patterns)
    for pattern in every(kept):
        _DECLARED.setdefault(pattern.callback, Declared(Who.ANYONE, frozenset()))
    return kept


def declared(view: View) -> Declared | None:
    """What a view said of itself, if it did."""
    return _DECLARED.get(view)


def every(patterns: Iterable[URLPattern | URLResolver]) -> Iterable[URLPattern]:
    """Each address of a set, those of included sets too."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from every(pattern.url_patterns)
        else:
            yield pattern


def _turned_away(request: HttpRequest, who: Who | May) -> HttpResponse | None:
    """Where to go instead, or nothing if the page may be seen.

    Raises
    ------
    PermissionDenied
        If no role of theirs allows it.
    """
    person = request.user
    if not person.is_authenticated:
        back = urlencode({"next": request.get_full_path()}) if request.method == "GET" else ""
        return HttpResponseRedirect(reverse("account_login") + (f"?{back}" if back else ""))
    if who is Who.SIGNED_IN:
        return None
    found = acting(person, request.session.get(CHOSEN), now=timezone.now())
    if found is None:
        return HttpResponseRedirect(reverse("choose-organisation"))
    if found.needs_second_step and not has_second_step(person):
        return HttpResponseRedirect(reverse("mfa_index"))
    if isinstance(who, May) and not found.may(who):
        note_may_not(found, who.value, now=timezone.now())
        raise PermissionDenied
    request.acting = found  # type: ignore[attr-defined]  # ActingRequest says so to views
    return None
