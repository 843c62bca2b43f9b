"""Where witnesses send their signatures: only a known one, on a checkpoint of ours, is kept."""

from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from evenhand.ledger.errors import NotAHead, NotAWitness
from evenhand.ledger.log.tables import every as every_log
from evenhand.ledger.log.witnessing import accept_sent
from evenhand.public.views.feedback import sender
from evenhand.voices.networks import Recent, network

TEXT = "text/plain; charset=utf-8"
LARGEST = 8 * 1024  # bytes; a checkpoint with the signatures of some witnesses has fewer than 2,000
WITHIN, MOST = timedelta(minutes=10), 30
"""How many one network may send in that while: a witness sends one an hour, or one a minute."""
RECENT = Recent(WITHIN, shared_as="cosignatures")


@never_cache
@require_POST
def cosign(request: HttpRequest, name: str = "") -> HttpResponse:
    """Keep a witness's signature; the checkpoint itself says which log it is of."""
    del name
    now, came_from = timezone.now(), network(sender(request)) or "unknown"
    if RECENT.count(came_from, now) >= MOST or RECENT.add(came_from, now) > MOST:
        answer = _said(429, "Many signatures have come from your network. Wait ten minutes.")
        answer["Retry-After"] = str(int(WITHIN.total_seconds()))
        return answer
    if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST:
        return _said(413, "A signed checkpoint is smaller than this.")
    try:
        text = request.body.decode()
        new = accept_sent(every_log(), text, settings.WITNESSES, now=now)
    except UnicodeDecodeError:
        return _said(400, "This is no text.")
    except NotAWitness as error:
        return _said(403, str(error))
    except NotAHead as error:
        return _said(409, str(error))
    return _said(201 if new else 200, "The signature is kept." if new else "It was here already.")


def _said(status: int, sentence: str) -> HttpResponse:
    """An answer for a program, and for the person who reads its log."""
    return HttpResponse(f"{sentence}\n", status=status, content_type=TEXT)
