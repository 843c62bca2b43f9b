"""The public log as anybody can keep and check it; of the private one only what tells nothing."""

from datetime import datetime
from importlib import resources

from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from evenhand.ledger.log.exporting import lines, note
from evenhand.ledger.log.proving import key_named
from evenhand.ledger.log.proving import piece as piece_of
from evenhand.ledger.log.tables import LEDGER
from evenhand.ledger.log.tables import every as every_log
from evenhand.ledger.selectors import checkpoint
from evenhand.ledger.selectors import proof as proof_at
from evenhand.public.addresses import host
from evenhand.public.files.serving import Download, send, tag
from evenhand.public.views.rendering import page

SECTION = "plans"
TEXT = "text/plain; charset=utf-8"
A_MINUTE, A_YEAR = 60, 31_536_000  # seconds; a tile never changes
NEWEST, STOPS = "checkpoint", "stops"
DRAWING = "evenhand.scrutiny.drawing"
PROGRAMS = {"check_log.py": "evenhand.ledger.tree", "redraw.py": DRAWING, "redraw.js": DRAWING}
"""Programs that outsiders download, and the packages that they are files of."""


@require_safe
def log(request: HttpRequest) -> HttpResponse:
    """What the public log is, its newest checkpoint, and how to check it."""
    latest = LEDGER.latest()
    return page(
        request,
        "log",
        section=SECTION,
        checkpoint=checkpoint(),
        size=latest.size if latest else 0,
        base=f"{host(request)}{reverse('log')}{LEDGER.name}",
        waiting=LEDGER.entries._default_manager.filter(position=None).count(),
        stops=_stops(timezone.now()),
    )


def _stops(now: datetime) -> str:
    """The public key of the log of stops, once something of it is given out."""
    found = next((one for one in every_log() if one.name == STOPS), None)
    out = found.given_out(now) if found else None
    return key_named(found, out.size) if found and out else ""


def piece(request: HttpRequest, name: str, path: str) -> HttpResponse:
    """A checkpoint, tile or bundle of leaves, at the addresses of C2SP tlog-tiles."""
    return send(request, lambda: _piece(name, path))


def _piece(name: str, path: str) -> Download | None:
    asked = next((one for one in every_log() if one.name == name), None)
    content = piece_of(asked, path) if asked else None
    if content is None:
        return None
    if path == NEWEST:
        return _file(NEWEST, content, seconds=0)
    return _file(path.rpartition("/")[2], content, kind="application/octet-stream", seconds=A_YEAR)


def proof(request: HttpRequest, position: int) -> HttpResponse:
    """A proof that an entry stands in the public log, with what opens it."""
    return send(request, lambda: _proof(position))


def _proof(position: int) -> Download | None:
    content = proof_at(position)
    return None if content is None else _file(f"entry-{position}.tlog-proof", content.encode())


def export(request: HttpRequest) -> HttpResponse:
    """The public log whole: what an outsider keeps, and ``check_log.py`` reads."""
    return send(request, _export)


def _export() -> Download | None:
    latest = LEDGER.latest()
    if latest is None:
        return None
    erased = LEDGER.entries._default_manager.aggregate(last=Max("erased_at"))["last"]
    return Download(
        name=f"ledger-{latest.size}.jsonl",
        media_type="application/jsonl",
        saved=True,
        tag=tag("export", note(LEDGER, latest), erased),  # known before the whole of it is written
        changed=None,
        seconds=A_MINUTE,
        links=(),
        build=lambda: "".join(f"{line}\n" for line in lines(LEDGER, entries=True)).encode(),
    )


def program(request: HttpRequest, name: str) -> HttpResponse:
    """A program of under a hundred lines with which anybody checks us: a log, or a draw."""
    content = resources.files(PROGRAMS[name]).joinpath(name).read_bytes()
    return send(request, lambda: _file(name, content, saved=True))


def _file(
    name: str, content: bytes, *, kind: str = TEXT, seconds: int = A_MINUTE, saved: bool = False
) -> Download:
    return Download(
        name=name,
        media_type=kind,
        saved=saved,
        tag=tag(name, content.hex()),
        changed=None,
        seconds=seconds,
        links=(),
        build=lambda: content,
    )
