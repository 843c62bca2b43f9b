"""Slips for answers: which keys sign them, and slips signed blind for an officer's device."""

from collections.abc import Sequence

from django.db import transaction
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from evenhand.accounts.access import ActingRequest, seen_by
from evenhand.accounts.roles import May
from evenhand.encounters.answering import issuing, scopes
from evenhand.encounters.answering.issuing import TooManySlips, Wanted
from evenhand.encounters.answering.tokens import NotAToken
from evenhand.encounters.arriving import batches
from evenhand.encounters.keys import base64url
from evenhand.encounters.services.devices import locked, own_force
from evenhand.measures.words.messages import say
from evenhand.roadside.api.answering import Refused, answer, body, in_json, parsed

LARGEST = 64 * 1024
UNTIL_TOMORROW = 6 * 60 * 60  # seconds: a stock is asked for again in the next shift


class OfOneKey(BaseModel):
    """Blinded slips for one key."""

    model_config = ConfigDict(extra="forbid", strict=True)

    key: str = Field(pattern="^[0-9a-f]{64}$")
    blinded: list[str] = Field(max_length=issuing.MOST_AT_ONCE)


class Asked(BaseModel):
    """What a device asks for; ``team`` is the one that its officer records for."""

    model_config = ConfigDict(extra="forbid", strict=True)

    device_id: str
    team: str = Field(default="", max_length=60)
    requests: list[OfOneKey] = Field(min_length=1, max_length=20)


@in_json
@seen_by(May.RECORD_STOPS, logs=())
@require_http_methods(["GET", "HEAD", "POST"])
def tokens(request: ActingRequest) -> HttpResponse:
    """The keys that sign this force's slips now; and, sent to, slips signed blind.

    What is signed says nothing of the slip inside, and only how many is kept. A device fetches
    ``/f/keys.json`` too, without saying who it is, and uses no key that is not there.
    """
    force, now = own_force(request.acting), timezone.now()
    if request.method != "POST":
        team = request.GET.get("team", "")
        keys = [
            key
            for key in issuing.keys_of(force, now=now)
            if not key.scope.startswith(scopes.TEAM) or key.scope == f"{scopes.TEAM}{team}"
        ]
        return answer({"keys": issuing.listed(keys)})
    asked = _read(body(request, LARGEST))
    wanted = [Wanted(one.key, [_bytes(text) for text in one.blinded]) for one in asked.requests]
    with transaction.atomic():
        device = locked(batches.device({"device_id": asked.device_id}), by=request.acting)
        if device.lost_at is not None:
            raise Refused(403, "lost", say("This device was said to be lost: it gets no slips."))
        try:
            signed = issuing.issue(
                force=force, device=device.pk, team=asked.team, wanted=wanted, now=now
            )
        except TooManySlips as error:
            raise Refused(429, "too_many_slips", str(error), UNTIL_TOMORROW) from error
        except NotAToken as error:
            raise Refused(400, "not_a_slip", str(error)) from error
    return answer({"results": _written(asked.requests, signed)}, 201)


def _read(text: bytes) -> Asked:
    try:
        return Asked.model_validate(parsed(text))
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        raise Refused(400, "not_understood", f"{where}: {first['msg']}") from error


def _written(asked: Sequence[OfOneKey], signed: Sequence[Sequence[bytes]]) -> list[object]:
    return [
        {"key": one.key, "signed": [base64url.write(raw) for raw in given]}
        for one, given in zip(asked, signed, strict=True)
    ]


def _bytes(text: str) -> bytes:
    try:
        return base64url.read(text)
    except ValueError as error:
        raise Refused(400, "not_a_slip", say("This is not a blinded slip.")) from error
