"""The API for forces whose own device app or records system stays: plain records, with a key."""

import hashlib
import re
from collections.abc import Mapping
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Field, Header, NinjaAPI, Schema
from ninja.errors import AuthenticationError, ValidationError
from ninja.openapi.schema import OpenAPISchema
from ninja.security import HttpBearer

from evenhand.encounters.arriving.batches import AN_ID
from evenhand.encounters.errors import NotAKey, UsedOtherwise
from evenhand.encounters.models import System
from evenhand.encounters.receipts.slips import HEX_DIGEST, HEX_NONCE, Slip, sent
from evenhand.encounters.rules import schema
from evenhand.encounters.services.systems import known
from evenhand.encounters.services.taking_in import MOST_RECORDS, take_in
from evenhand.measures.words.messages import say
from evenhand.roadside.api.answering import Refused, answer, body, parsed
from evenhand.roadside.api.gates import Gate, TooMuch

MEDIA_TYPE = "application/problem+json"
A_KEY = r"^[!-~]{1,200}$"
OF_A_SLIP = {"stop_id", "secret_digest", "nonce"}
GATE = Gate()
DESCRIPTION = """\
Vehicle stops, from a force's own device app or records system.

Each record is a stop as `/api/encounters/v1/stop.schema.json` describes it. The same rules hold as
on Evenhand's own recorder. Each record of a call is answered for itself: one that breaks a rule is
refused with every problem, by field, and costs none of the others.

Send a new `Idempotency-Key` with each call, and the same one when you repeat it: what came before
is answered as it was then. A record is known by its `stop_id`: the same record in another call is
kept once, and answered as it was, whatever the rules have become. What was answered with 201 is
committed. 503 with `Retry-After` means that nothing could be kept now.

A receipt for the person stopped: your device makes 16 random bytes, gives them to the person as a
code and a link, and sends what is made of them in `slips`, with the record. The secret itself is
never sent here. The project's page “Sending vehicle stops” says how each is made.

An administrator of the force makes the key. Send it as `Authorization: Bearer evh_...`.
"""


class Problem(Schema):
    """Why nothing of a call was taken (RFC 9457)."""

    type: str = Field(description="Where the kind of problem is described.")
    title: str = Field(description="The kind of problem.")
    status: int = Field(description="The HTTP status, again.")
    detail: str = Field(description="What happened, and what to do.")


class Wrong(Schema):
    """One thing that is wrong with a record."""

    field: str = Field(description="Where, such as people.1.sde; empty for the whole record.")
    code: str = Field(description="Which kind; it never changes its meaning.")
    words: str = Field(description="The sentence for the person who can mend it.")


class Result(Schema):
    """What became of one record."""

    id: str = Field(description="Its stop_id, as far as it could be read.")
    state: Literal["kept", "conflict", "refused"] = Field(
        description="kept: committed, now or before. conflict: another record has this id, and "
        "stays as it is. refused: mend what `problems` says and send it under a new key."
    )
    problems: list[Wrong]
    receipt: bool | None = Field(
        default=None,
        description="Only of a record that is kept and came with a slip: whether the slip opens "
        "its page. It does not where the record had another slip, or the slip another record.",
    )


class Answer(Schema):
    """What became of a call's records, in the order in which they were sent."""

    kept: int
    results: list[Result]


class Key(HttpBearer):
    """The key of a system."""

    def authenticate(self, request: HttpRequest, token: str) -> System | None:
        """Find whose key it is."""
        del request
        try:
            return known(token, now=timezone.now())
        except NotAKey:
            return None


class Service(NinjaAPI):
    """Describes what goes wrong under its own media type."""

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        """The whole description, for programs."""
        described = super().get_openapi_schema(**options)
        for operations in described["paths"].values():
            for operation in operations.values():
                for status, response in operation["responses"].items():
                    if int(status) >= 400 and "Problem" in str(response.get("content")):
                        response["content"] = {
                            MEDIA_TYPE: response["content"].pop("application/json")
                        }
        return described


api = Service(
    title="Evenhand: vehicle stops",
    version="1",
    description=DESCRIPTION,
    docs_url=None,
    urls_namespace="encounters-api",
)
BODY = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {
                "schema": {
                    "type": "object",
                    "required": ["records"],
                    "additionalProperties": False,
                    "properties": {
                        "records": {
                            "type": "array",
                            "maxItems": MOST_RECORDS,
                            "items": {"type": "object"},
                            "description": "Each as /api/encounters/v1/stop.schema.json says.",
                        },
                        "slips": {
                            "type": "array",
                            "maxItems": MOST_RECORDS,
                            "items": {
                                "type": "object",
                                "required": ["stop_id", "secret_digest", "nonce"],
                                "additionalProperties": False,
                                "properties": {
                                    "stop_id": {"type": "string", "pattern": f"^{AN_ID.pattern}$"},
                                    "secret_digest": {
                                        "type": "string",
                                        "pattern": f"^{HEX_DIGEST.pattern}$",
                                    },
                                    "nonce": {
                                        "type": "string",
                                        "pattern": f"^{HEX_NONCE.pattern}$",
                                    },
                                },
                            },
                            "description": "What your devices made of the secrets of receipts, by "
                            "the record that each is for.",
                        },
                    },
                }
            }
        },
    }
}
REFUSALS = dict.fromkeys((400, 401, 409, 413, 429), Problem)


@api.post(
    "/stops",
    auth=Key(),
    response={201: Answer, 422: Answer, **REFUSALS},
    openapi_extra=BODY,
    summary="Send stops",
    operation_id="send-stops",
)
def send(
    request: HttpRequest,
    idempotency_key: Annotated[
        str,
        Header(alias="Idempotency-Key", pattern=A_KEY, description="New for each call."),
    ],
) -> HttpResponse:
    """Take records in; each is kept or refused for itself. 422 says that none was kept."""
    system: System = request.auth  # type: ignore[attr-defined]  # ninja puts it there
    with GATE.passed(f"system/{system.pk}"):
        text = body(request)
        said = parsed(text)
        records = said.get("records") if isinstance(said, dict) else None
        if not isinstance(records, list) or not set(said) <= {"records", "slips"}:
            words = say("Send an object whose parts, “records” and perhaps “slips”, are lists.")
            raise Refused(400, "not_a_call", words)
        slips = _slips(said.get("slips", []))
        if len(records) > MOST_RECORDS:
            words = say("Send at most {most} records at once.", most=str(MOST_RECORDS))
            raise Refused(413, "too_large", words)
        status, told = take_in(
            records,
            system=system,
            idempotency_key=idempotency_key,
            sha256=hashlib.sha256(text).hexdigest(),
            now=timezone.now(),
            slips=slips,
        )
    return answer(told, status)


@api.get("/stop.schema.json", summary="The rules as JSON Schema", operation_id="stop-schema")
def stop_schema(request: HttpRequest) -> HttpResponse:
    """What a record may say: JSON Schema, with the rules between fields."""
    del request
    return HttpResponse(schema.text(), content_type="application/schema+json")


@api.exception_handler(Refused)
def refused(_request: HttpRequest, error: Refused) -> HttpResponse:
    """The call as a whole cannot be taken."""
    return _problem(error.status, error.code, error.words, error.retry_after)


@api.exception_handler(TooMuch)
def too_much(_request: HttpRequest, error: TooMuch) -> HttpResponse:
    """There is too much at once."""
    words = say("There is too much at once. Nothing was taken: send it again later.")
    return _problem(429, "too_much", words, error.seconds)


@api.exception_handler(UsedOtherwise)
def used_otherwise(_request: HttpRequest, error: UsedOtherwise) -> HttpResponse:
    """The idempotency key came before with something else."""
    return _problem(409, "used_otherwise", str(error))


@api.exception_handler(AuthenticationError)
def unknown(_request: HttpRequest, _error: Exception) -> HttpResponse:
    """There is no key, or none that works."""
    words = say("Send a key that works: Authorization: Bearer evh_… Your administrator makes it.")
    response = _problem(401, "no_key", words)
    response["WWW-Authenticate"] = 'Bearer realm="vehicle stops"'
    return response


@api.exception_handler(ValidationError)
def unusable(_request: HttpRequest, _error: ValidationError) -> HttpResponse:
    """The header is missing or cannot be used."""
    words = say("Send an Idempotency-Key of 1 to 200 letters, digits and signs, new for each call.")
    return _problem(400, "no_idempotency_key", words)


def _slips(raw: Any) -> Mapping[UUID, Slip]:
    """Read the slips of a call. One that cannot be read is a fault of a program: it is told so.

    Raises
    ------
    Refused
    """
    wrong = say(
        "Each slip must say its “stop_id”, a UUID, its “secret_digest”, 64 hexadecimal digits, and "
        "its “nonce”, 32 of them; and each record has a slip of its own, one at most."
    )
    found: dict[UUID, Slip] = {}
    digests = set()
    if not isinstance(raw, list) or len(raw) > MOST_RECORDS:
        raise Refused(400, "not_a_slip", wrong)
    for one in raw:
        slip, of = sent(one), one.get("stop_id") if isinstance(one, dict) else None
        if slip is None or not isinstance(of, str) or not re.fullmatch(AN_ID, of):
            raise Refused(400, "not_a_slip", wrong)
        if UUID(of) in found or slip.secret_digest in digests or set(one) != OF_A_SLIP:
            raise Refused(400, "not_a_slip", wrong)
        found[UUID(of)] = slip
        digests.add(slip.secret_digest)
    return found


def _problem(status: int, code: str, words: str, retry_after: int = 0) -> HttpResponse:
    said = {
        "type": f"/api/encounters/v1/#{code}",
        "title": code.replace("_", " "),
        "status": status,
        "detail": words,
    }
    response = answer(said, status)
    response["Content-Type"] = MEDIA_TYPE
    if retry_after:
        response["Retry-After"] = str(retry_after)
    return response
