"""What the recorder asks and sends while its officer is signed in.

A device forgets a record only when it is answered by its id with ``kept``, ``to_mend`` or
``conflict`` in a whole answer with 201. Anything else leaves it where it is.
"""

import hashlib
import json
from importlib.metadata import version

from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from evenhand.accounts.access import ActingRequest, seen_by
from evenhand.accounts.noting import reference
from evenhand.accounts.roles import May
from evenhand.audit.models import Act
from evenhand.encounters.arriving import batches
from evenhand.encounters.keys import passes, sealing
from evenhand.encounters.selectors.devices import missing
from evenhand.encounters.selectors.officers import teams_now
from evenhand.encounters.services.devices import own_force, register
from evenhand.encounters.services.receiving import receive
from evenhand.govuk.assets import NAMES
from evenhand.roadside.api.answering import answer, body, in_json, parsed
from evenhand.roadside.api.gates import Gate

CODE = f"{version('evenhand')}-{hashlib.sha256(json.dumps(NAMES).encode()).hexdigest()[:10]}"
"""Changes whenever anything that a device loads does."""
GATE = Gate()


@in_json
@seen_by(May.RECORD_STOPS, logs=())
@require_safe
def hello(request: ActingRequest) -> HttpResponse:
    """Who may record here, for whom, and what a device needs to record while it is offline.

    ``?device_id=`` binds the pass to one device. The answer names it, so that a device that is
    given another's answer on the way sees that.
    """
    by, now = request.acting, timezone.now()
    force, said = own_force(by), request.GET.get("device_id")
    device = None if said is None else batches.device({"device_id": said})
    key = sealing.public_key(force, now=now)
    given = passes.give(officer=by.person.pk, force=force, device=device, now=now)
    return answer(
        {
            "device_id": str(device) if device else None,
            "officer": reference(by.person),
            "name": by.person.name,
            "force": {"id": force, "name": by.organisation.name},
            "teams": teams_now(force),
            "supervisor": by.may(May.REVIEW_STOPS),
            "pass": given,
            "key": {"id": key.id, "jwk": dict(key.jwk)},
            "csrf_token": get_token(request),
            "code_version": CODE,
            "server_time": now.isoformat(),
        }
    )


@in_json
@seen_by(May.RECORD_STOPS, logs=[Act.ACCESS])
@require_POST
def devices(request: ActingRequest) -> HttpResponse:
    """Register the device, or let it be seen: how many records it holds, up to which number."""
    raw = batches.named(parsed(body(request)))
    found = register(
        device=batches.device(raw),
        by=request.acting,
        now=timezone.now(),
        unsent=batches.number(raw, "unsent"),
        acknowledged=batches.number(raw, "acknowledged"),
    )
    said = {"device_id": str(found.pk), "force": found.force_id, "ask_again": missing(found)}
    return answer(said, 201)


@in_json
@seen_by(May.RECORD_STOPS, logs=[Act.COLLECTION])
@require_POST
def records(request: ActingRequest) -> HttpResponse:
    """Take a batch of sealed records; each is answered for itself."""
    with GATE.passed(f"person/{request.user.pk}"):
        batch = batches.read(parsed(body(request)))
        found = receive(batch, by=request.acting, now=timezone.now())
    results = [{"id": one.id, "state": one.state, "words": one.words} for one in found.results]
    return answer({"results": results, "ask_again": list(found.ask_again)}, 201)
