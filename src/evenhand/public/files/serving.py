"""Sends a file as HTTP has it: whole or in part, and not again where the reader has it already."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, parse_http_date_safe

from evenhand.public.files.headers import METHODS, allowed, open_to_all
from evenhand.public.files.kept import FILES
from evenhand.public.files.problems import problem
from evenhand.public.files.ranges import NoSuchPart, part_asked


@dataclass(frozen=True)
class Download:
    """A file that can be sent.

    Attributes
    ----------
    name : what it is called where it is saved.
    tag : the strong entity tag, without quotes: other bytes always have another.
    changed : when it last changed; None where there is nothing in it yet.
    seconds : how long anyone may keep it before asking again.
    links : other addresses and what they are to this one, as the Link header has them.
    build : makes its bytes.
    """

    name: str
    media_type: str
    saved: bool
    tag: str
    changed: datetime | None
    seconds: int
    links: tuple[str, ...]
    build: Callable[[], bytes]


def tag(*parts: object) -> str:
    """An entity tag from everything that a file's bytes depend on."""
    return sha256("\n".join(map(str, parts)).encode()).hexdigest()[:32]


def link(address: str, relation: str, media_type: str | None = None) -> str:
    """One entry of a Link header (RFC 8288)."""
    kind = f'; type="{media_type}"' if media_type else ""
    return f'<{address}>; rel="{relation}"{kind}'


def send(request: HttpRequest, find: Callable[[], Download | None]) -> HttpResponse:
    """Answer a request for a file.

    Parameters
    ----------
    find : gives the file that is asked for, or nothing where there is none.
    """
    if request.method == "OPTIONS":
        return allowed()
    if request.method not in METHODS:
        refused = problem(request, HTTPStatus.METHOD_NOT_ALLOWED, "Files can only be read.")
        refused["Allow"] = ", ".join(METHODS)
        return refused
    found = find()
    if found is None:
        detail = "There is no such file. The page /data/ says which there are."
        return problem(request, HTTPStatus.NOT_FOUND, detail)
    return _answer(request, found)


def _answer(request: HttpRequest, file: Download) -> HttpResponse:
    changed = int(file.changed.timestamp()) if file.changed else None
    known = get_conditional_response(request, etag=f'"{file.tag}"', last_modified=changed)
    if known is None:
        known = _whole_or_part(request, file)
    _describe(known, file)
    return known


def _whole_or_part(request: HttpRequest, file: Download) -> HttpResponse:
    content = FILES.get(file.tag, file.build)
    try:
        part = part_asked(_range(request, file), len(content))
    except NoSuchPart:
        detail = f"The file has {len(content)} bytes; the part asked for is beyond its end."
        refused = problem(request, HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE, detail)
        refused["Content-Range"] = f"bytes */{len(content)}"
        return refused
    if part is None:
        response = _filled(request, content, HTTPStatus.OK)
    else:
        first, last = part
        response = _filled(request, content[first : last + 1], HTTPStatus.PARTIAL_CONTENT)
        response["Content-Range"] = f"bytes {first}-{last}/{len(content)}"
    response["Content-Type"] = file.media_type
    way = "attachment" if file.saved else "inline"
    response["Content-Disposition"] = f'{way}; filename="{file.name}"'
    return response


def _range(request: HttpRequest, file: Download) -> str:
    """The part asked for; none where only the file that the reader once had was to be continued."""
    header = request.headers.get("Range", "")
    had = request.headers.get("If-Range")
    if request.method != "GET" or (had and not _is_still(had.strip(), file)):
        return ""
    return header


def _is_still(had: str, file: Download) -> bool:
    if had.startswith(('"', "W/")):
        return had == f'"{file.tag}"'
    when = parse_http_date_safe(had)
    return file.changed is not None and when == int(file.changed.timestamp())


def _filled(request: HttpRequest, content: bytes, status: HTTPStatus) -> HttpResponse:
    response = HttpResponse(content if request.method == "GET" else b"", status=status)
    response["Content-Length"] = str(len(content))
    return response


def _describe(response: HttpResponse, file: Download) -> None:
    open_to_all(response)
    response["ETag"] = f'"{file.tag}"'
    response["Accept-Ranges"] = "bytes"
    response["Cache-Control"] = f"public, max-age={file.seconds}"
    response["Link"] = ", ".join(file.links)
    if file.changed:
        response["Last-Modified"] = http_date(file.changed.timestamp())
