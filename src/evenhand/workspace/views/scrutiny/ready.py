"""A member who opens no case, as their panel's terms stand, is told why: a page, not an absence."""

from collections.abc import Iterable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import URLPattern
from django.utils.cache import add_never_cache_headers

from evenhand.accounts.access import View, stands_for
from evenhand.scrutiny.errors import NotReady
from evenhand.workspace.views.rendering import page


def explained(patterns: Iterable[URLPattern]) -> list[URLPattern]:
    """Let each of these pages say why, where it is not there for who is not trained or vetted."""
    kept = list(patterns)
    for one in kept:
        one.callback = _saying_why(one.callback)
    return kept


def _saying_why(view: View) -> View:
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except Http404 as error:
            if not isinstance(error.__cause__, NotReady):
                raise
            why = str(error.__cause__)
        told = page(request, "scrutiny/not_ready", section="scrutiny", why=why, status=403)
        add_never_cache_headers(told)
        return told

    return stands_for(answer, view)
