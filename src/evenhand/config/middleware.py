"""What happens to every request and answer: closing, refusing, caching, compressing."""

import logging
import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import brotli
from django.conf import settings
from django.db import InterfaceError, InternalError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.utils.cache import patch_vary_headers

from evenhand.public.furniture import STATIC
from evenhand.public.views import problems

Answer = Callable[[HttpRequest], HttpResponse]
SAFE = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
OURS = frozenset({"same-origin", "none"})  # our own page, or the reader typed or kept the address
WORTH_COMPRESSING = ("text/html", "application/json")
# A browser asks each time whether a page is still the same (an answer of a few bytes); a cache
# between us and many readers asks once a minute.
SHARED = "public, max-age=0, s-maxage=60"
BROTLI = re.compile(r"\bbr\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))")
BROTLI_QUALITY = 5  # a tenth smaller than gzip in the same time; 11 takes seventy times as long
SHORTEST = 200  # bytes: what is shorter does not get smaller
UNUSED = (
    *("browsing-topics", "camera", "display-capture", "fullscreen", "geolocation"),
    *("microphone", "payment", "usb"),
)
"""What a browser could offer that would touch a reader, and no page of ours uses."""
log = logging.getLogger("evenhand.database")


def at_public_address(get_response: Answer) -> Answer:
    """Let every request stand at the site's one public address (EVENHAND_PUBLIC_ADDRESS).

    A proxy speaks plain HTTP to us and may call us by another name, and a reader can write any
    name. Permanent addresses, the API and the files name none of these. The name that was asked
    for must still be one that the site answers to.
    """

    def answer(request: HttpRequest) -> HttpResponse:
        if (
            settings.PUBLIC_ADDRESS and STATIC not in request.META
        ):  # files say where they will stand
            where = urlsplit(settings.PUBLIC_ADDRESS)
            request.META["wsgi.url_scheme"] = where.scheme
            request.get_host()  # refuses a name that is not ours
            request.META["HTTP_HOST"] = where.netloc
        return get_response(request)

    return answer


def closed(get_response: Answer) -> Answer:
    """Answer 503 to everything while those who run the site have closed it (EVENHAND_CLOSED)."""

    def answer(request: HttpRequest) -> HttpResponse:
        sign = settings.CLOSED
        shut = sign.exists() if isinstance(sign, Path) else sign
        return problems.closed(request) if shut else get_response(request)

    return answer


def own_forms(get_response: Answer) -> Answer:
    """Take a form only from a page of this site, by what the browser says of where it stands.

    There is no account and no session here that another site could borrow, so this needs neither a
    cookie nor a token, and pages stay the same for everybody.
    """

    def answer(request: HttpRequest) -> HttpResponse:
        return get_response(request) if _is_own(request) else problems.not_allowed(request)

    return answer


def _is_own(request: HttpRequest) -> bool:
    if request.method in SAFE:
        return True
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in OURS
    # Browsers before 2023 say only an origin, and “null” of our own pages too (no-referrer).
    origin = request.headers.get("Origin", "null")
    return origin in {"null", f"{request.scheme}://{request.get_host()}"}


def page_headers(get_response: Answer) -> Answer:
    """Say how long a page may be kept, that it depends on the reader's choice, and what is off."""
    unused = ", ".join(f"{feature}=()" for feature in UNUSED)

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if _kind(response) == "text/html":
            response.headers.setdefault("Permissions-Policy", unused)
            patch_vary_headers(response, ("Cookie",))
            if response.status_code == 200 and request.method in SAFE:
                response.headers.setdefault("Cache-Control", SHARED)
        return response

    return answer


def away(request: HttpRequest, error: Exception) -> HttpResponse:
    """Say to the reader and to whoever runs the site that the database does not answer."""
    log.error("The database does not answer.", exc_info=error)
    return problems.unavailable(request)


class DatabaseAway:
    """Answer 503 where the database does not answer us."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Django asks here what to say about an error of a view."""
        # InternalError: PostgreSQL's for a copy that may only be read, or a broken transaction.
        if isinstance(error, (OperationalError, InterfaceError, InternalError)):
            return away(request, error)
        return None


class CompressedPages(GZipMiddleware):
    """Compress pages, but never one that holds a ticket of its own, nor a part of a file.

    With Brotli where the browser reads it, which all of today's do; with gzip elsewhere.
    """

    max_random_bytes = 0  # they would hide a secret's length, and what is compressed holds none

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """Compress what is worth it; a page with a secret says no-store (see BREACH)."""
        secret = "no-store" in response.headers.get("Cache-Control", "")
        in_parts = response.has_header("Accept-Ranges") or response.status_code == 206
        if secret or in_parts or _kind(response) not in WORTH_COMPRESSING:
            return response
        if not isinstance(response, HttpResponse) or len(response.content) < SHORTEST:
            return response
        if not BROTLI.search(request.headers.get("Accept-Encoding", "")):
            return super().process_response(request, response)
        return _brotli(response)


def _brotli(response: HttpResponse) -> HttpResponse:
    patch_vary_headers(response, ("Accept-Encoding",))
    response.content = brotli.compress(response.content, quality=BROTLI_QUALITY)
    response.headers["Content-Encoding"] = "br"
    response.headers["Content-Length"] = str(len(response.content))
    tag = response.headers.get("ETag")
    if tag and not tag.startswith("W/"):
        response.headers["ETag"] = f"W/{tag}"  # the same page, written with other bytes
    return response


def _kind(response: HttpResponseBase) -> str:
    return response.headers.get("Content-Type", "").partition(";")[0].strip()
