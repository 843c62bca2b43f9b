"""What every answer to a device or a system has in common: JSON, errors too, and kept by nobody."""

import json
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.http.response import HttpResponseBase

from evenhand.accounts.access import stands_for
from evenhand.accounts.errors import MayNot
from evenhand.encounters.arriving.batches import NotABatch
from evenhand.encounters.errors import NotHere, NotRegistered, WrongForce
from evenhand.encounters.keys.files import NoSuchKey
from evenhand.measures.words.messages import say
from evenhand.roadside.api.gates import TooMuch

LARGEST = 4 * 1024 * 1024
"""Bytes of a body: 50 records of the largest size, sealed and written in base64."""
View = Callable[..., HttpResponseBase]
SAID: Mapping[type[Exception], tuple[int, str]] = {
    NotABatch: (400, "not_a_batch"),
    MayNot: (403, "not_allowed"),
    NotHere: (403, "no_force"),
    WrongForce: (403, "wrong_force"),
    NotRegistered: (409, "not_registered"),
    NoSuchKey: (503, "no_key"),
}
"""What a refusal of ours is called on the way; its own sentence goes with it."""


class Refused(Exception):
    """The request as a whole cannot be taken; nothing of it was kept."""

    def __init__(self, status: int, code: str, words: str, retry_after: int = 0) -> None:
        super().__init__(words)
        self.status, self.code, self.words = status, code, words
        self.retry_after = retry_after


def answer(said: Mapping[str, Any], status: int = 200) -> HttpResponse:
    """Answer in JSON that nothing on the way may keep."""
    response = JsonResponse(said, status=status, json_dumps_params={"ensure_ascii": False})
    response["Cache-Control"] = "no-store"
    return response


def refusal(error: Refused) -> HttpResponse:
    """Say in JSON why a request was not taken."""
    response = answer({"error": error.code, "words": error.words}, error.status)
    if error.retry_after:
        response["Retry-After"] = str(error.retry_after)
    return response


def in_json(view: View) -> View:
    """Let a page that a program asks answer in JSON also where it turns somebody away.

    What is sent elsewhere to sign in, or may not do this, is told so with 401 or 403: a program
    would take the page that a person is sent to for an answer.
    """

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            response = view(request, *args, **kwargs)
        except PermissionDenied:
            return refusal(Refused(403, "not_allowed", say("Your role does not allow this.")))
        except TooMuch as error:
            words = say("There is too much at once. Nothing is lost: send it again later.")
            return refusal(Refused(429, "too_much", words, error.seconds))
        except Refused as error:
            return refusal(error)
        except tuple(SAID) as error:
            status, code = SAID[type(error)]
            return refusal(Refused(status, code, str(error)))
        if isinstance(response, HttpResponseRedirect):
            words = say("Sign in first. What is saved on this device stays there.")
            return refusal(Refused(401, "sign_in", words))
        return response

    return stands_for(answered, view)


def body(request: HttpRequest, largest: int = LARGEST) -> bytes:
    """Read what was sent, up to a size.

    Raises
    ------
    Refused
        If it is larger.
    """
    too_large = Refused(413, "too_large", say("This is too large. Send fewer records at once."))
    said = request.headers.get("Content-Length", "")
    if said.isdecimal() and int(said) > largest:
        raise too_large
    read: bytes = request.read(largest + 1)
    if len(read) > largest:
        raise too_large
    return read


def parsed(text: bytes) -> Any:
    """Read JSON.

    Raises
    ------
    Refused
        If it is none.
    """
    try:
        return json.loads(text.decode())
    except (ValueError, RecursionError):
        words = say("This is not JSON in UTF-8, or it was cut short on the way.")
        raise Refused(400, "not_json", words) from None
