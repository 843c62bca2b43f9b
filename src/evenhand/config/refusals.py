"""Requests that were refused are said to whoever runs the site, so that a pattern can be seen."""

import logging
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from evenhand.accounts.models import Person
from evenhand.accounts.noting import reference
from evenhand.config.logs import where
from evenhand.config.middleware import SAFE, Answer

REFUSED = frozenset({400, 401, 403, 405, 413, 429})
"""A form or an address that a rule of ours did not let through."""
log = logging.getLogger("evenhand.refused")


def refusals(get_response: Answer) -> Answer:
    """Say which requests were refused: by whom if they have signed in, at which kind of address."""

    def answer(request: HttpRequest) -> Any:
        response = get_response(request)
        if response.status_code in REFUSED and _matters(request):
            log.warning("refused", extra={"about": _about(request, response)})
        return response

    return answer


def _matters(request: HttpRequest) -> bool:
    """Whether it would have changed something, or came from somebody who has signed in."""
    return request.method not in SAFE or _person(request) is not None


def _person(request: HttpRequest) -> Person | None:
    person = getattr(request, "user", None)
    return person if isinstance(person, Person) else None


def _about(request: HttpRequest, response: HttpResponseBase) -> dict[str, Any]:
    person = _person(request)
    return {
        "status": response.status_code,
        "method": str(request.method)[:10],
        "where": where(request),
        "by": reference(person) if person else "unknown",
    }
