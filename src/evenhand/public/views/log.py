"""The public log as anybody can keep and check it; of the private one only what tells nothing."""

from importlib import resources

from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from evenhand.audit.log import ALL
from evenhand.ledger.log.exporting import lines, note
from evenhand.ledger.log.proving import piece as piece_of
from evenhand.ledger.log.proving import proof as proof_in
from evenhand.ledger.log.tables import LEDGER, Log
from evenhand.ledger.models import AbstractCheckpoint
from evenhand.public.addresses import host
from evenhand.public.files.serving import Download, send, tag
from evenhand.public.views.rendering import page

SECTION = "plans"
TEXT, LINES = "text/plain; charset=utf-8", "application/jsonl"
FOR_EVER, A_MINUTE = 31_536_000, 60  # seconds
NEWEST = "checkpoint"
LOGS = {one.name: one for one in ALL}


@require_safe
def log(request: HttpRequest) -> HttpResponse:
    """What the public log is, its newest checkpoint, and how to check it."""
    latest = LEDGER.latest()
    return page(
        request,
        "log",
        section=SECTION,
        checkpoint=note(LEDGER, latest) if latest else None,
        size=latest.size if latest else 0,
        base=f"{host(request)}{reverse('log')}{LEDGER.name}",
        waiting=LEDGER.entries._default_manager.filter(position=None).count(),
    )


def piece(request: HttpRequest, name: str, path: str) -> HttpResponse:
    """A checkpoint, tile or bundle of leaves, at the addresses of C2SP tlog-tiles."""
    return send(request, lambda: _piece(LOGS.get(name), path))


def _piece(asked: Log | None, path: str) -> Download | None:
    latest = asked.latest() if asked else None
    if asked is None or latest is None:
        return None
    content = piece_of(asked, path)
    if content is None:
        return None
    newest = path == NEWEST
    return Download(
        name=path.rpartition("/")[2],
        media_type=TEXT if newest else "application/octet-stream",
        saved=False,
        tag=tag(asked.name, path, content.hex()),
        changed=None,
        seconds=0 if newest else FOR_EVER,
        links=(),
        build=lambda: content,
    )


def proof(request: HttpRequest, position: int) -> HttpResponse:
    """A proof that an entry stands in the public log, with what opens it."""
    return send(request, lambda: _proof(position))


def _proof(position: int) -> Download | None:
    latest = LEDGER.latest()
    entry = LEDGER.entries._default_manager.filter(position=position).first()
    if latest is None or entry is None:
        return None
    content = proof_in(LEDGER, entry)
    if content is None:
        return None
    return _text(f"entry-{position}.tlog-proof", content, latest)


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
        media_type=LINES,
        saved=True,
        tag=tag("export", note(LEDGER, latest), erased),
        changed=None,
        seconds=A_MINUTE,
        links=(),
        build=lambda: "".join(f"{line}\n" for line in lines(LEDGER, entries=True)).encode(),
    )


def program(request: HttpRequest) -> HttpResponse:
    """The program of under a hundred lines that checks an export with nothing but Python."""
    content = resources.files("evenhand.ledger.tree").joinpath("check_log.py").read_bytes()
    return send(
        request,
        lambda: Download(
            name="check_log.py",
            media_type=TEXT,
            saved=True,
            tag=tag(content),
            changed=None,
            seconds=A_MINUTE,
            links=(),
            build=lambda: content,
        ),
    )


def _text(name: str, content: str, latest: AbstractCheckpoint) -> Download:
    return Download(
        name=name,
        media_type=TEXT,
        saved=False,
        tag=tag(name, note(LEDGER, latest), content),
        changed=None,
        seconds=A_MINUTE,
        links=(),
        build=content.encode,
    )
