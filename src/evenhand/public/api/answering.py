"""What every answer of the API has: open to any page, read only, and never half an answer."""

import hashlib
from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any, get_origin

from django.core.exceptions import TooManyFieldsSent
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from ninja import Schema

from evenhand.measures.words.messages import say
from evenhand.public.api import problems

READ = ("GET", "HEAD", "OPTIONS")
KEPT = "public, max-age=300"
View = Callable[..., HttpResponseBase]


def safely(view: View, parameters: type[Schema] | None = None) -> View:
    """Let a view answer HEAD as it answers GET, with an ETag, to programs of any other site.

    Parameters
    ----------
    view : answers GET.
    parameters : what may stand after the question mark; anything else is refused, because an answer
        that ignores a filter says something that was not asked.
    """

    @wraps(view)
    def answered(request: HttpRequest, *given: Any, **named: Any) -> HttpResponseBase:
        if request.method not in READ:
            return _open(problems.read_only(READ))
        if request.method == "OPTIONS":
            return _open(_what_is_allowed())
        try:
            wrong = list(_strange(request.GET, parameters))
        except TooManyFieldsSent:
            return _open(problems.too_many())
        if wrong:
            return _open(problems.unusable(wrong))
        asked, request.method = request.method, "GET"
        try:
            response = view(request, *given, **named)
        finally:
            request.method = asked
        return _open(_tagged(request, response))

    return answered


def nothing_here(_request: HttpRequest) -> HttpResponse:
    """There is no such address below the API's."""
    return problems.no_such_address()


def _strange(query: QueryDict, parameters: type[Schema] | None) -> Iterator[dict[str, Any]]:
    """Name parameters that nobody knows, and those that stand twice where one is meant."""
    fields = {} if parameters is None else parameters.model_fields
    known = {field.alias or name: field.annotation for name, field in fields.items()}
    for name, values in query.lists():
        if name not in known:
            yield {"loc": [name], "msg": say("There is no such parameter.")}
        elif len(values) > 1 and get_origin(known[name]) is not list:
            yield {"loc": [name], "msg": say("Give this once.")}


def _tagged(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    if not isinstance(response, HttpResponse) or response.status_code != 200:
        return response
    tag = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    response["ETag"] = tag
    response["Cache-Control"] = KEPT
    return get_conditional_response(request, etag=tag, response=response) or response


def _what_is_allowed() -> HttpResponse:
    response = HttpResponse(status=204)
    response["Allow"] = response["Access-Control-Allow-Methods"] = ", ".join(READ)
    response["Access-Control-Allow-Headers"] = "*"
    return response


def _open(response: HttpResponseBase) -> HttpResponseBase:
    """Public data, for any tool in any browser."""
    response["Access-Control-Allow-Origin"] = "*"
    response["Access-Control-Expose-Headers"] = "ETag, Content-Length, Deprecation, Sunset, Link"
    return response
