"""What a step says in public of a row that the public may not read: a commitment, and nothing else.

A step tells no case and no person. So that nobody can change the row beside it unseen, it holds
HMAC-SHA-256 of what the row says, under a key made of every salt of the draw's frame. Whoever was
given the salts of some positions, as the panel is, has not the key.
"""

import hmac
from collections.abc import Callable, Mapping
from hashlib import sha256
from typing import Any

from evenhand.ledger.tree.entries import canonical
from evenhand.scrutiny import models, standing

COMMITMENT = "commitment"
"""What a step's data calls it. Steps from before it was there hold none."""
ROW = "row"
"""The same beside a score: there the first name is of the sheet, which has a nonce of its own."""


def key_of(draw: models.Draw) -> bytes:
    """The key of a draw whose frame is frozen; it is kept nowhere and follows from the salts.

    A frame of nothing but positions without a record has no salt: there the dice alone are behind
    a key that can be guessed, and no case is there to be told.
    """
    salts = models.Position.objects.filter(frame__draw=draw).order_by("number")
    said = {"draw": standing.subject(draw), "salts": list(salts.values_list("salt", flat=True))}
    return sha256(canonical(said)).digest()


def commitment(row: "Beside", key: bytes) -> str:
    """What the step beside a row holds of it, in hexadecimal.

    Raises
    ------
    NotCanonical
        If somebody wrote into the row what nobody could have recorded.
    """
    said = {"row": type(row).__name__, **_SAID[type(row)](row)}
    return hmac.digest(key, canonical(said), "sha256").hex()


def committed(row: "Beside", draw: models.Draw) -> dict[str, str]:
    """The same as a part of the data of a step that is taken now."""
    name = ROW if isinstance(row, models.Score) else COMMITMENT
    return {name: commitment(row, key_of(draw))}


Beside = (
    models.Called
    | models.Shown
    | models.Conflict
    | models.Roll
    | models.VideoAsked
    | models.VideoLetGo
    | models.Score
    | models.Finding
)
"""Rows that stand beside a step each."""


def _called(row: models.Called) -> Mapping[str, Any]:
    return {
        "reserve": row.reserve.place,
        "instead_of": row.instead_of.place,
        "reason": row.reason,
    }


def _shown(row: models.Shown) -> Mapping[str, Any]:
    return {
        "case": row.case.place,
        "number": row.number,
        "version": row.version,
        "digest": row.digest,
        "hidden": row.hidden,
        "by": str(row.by_id),
    }


def _conflict(row: models.Conflict) -> Mapping[str, Any]:
    return {"case": row.case.place, "person": str(row.person_id)}


def _roll(row: models.Roll) -> Mapping[str, Any]:
    return {
        "side": row.side,
        "attempt": row.attempt,
        "digits": row.digits,
        "checkpoint": row.checkpoint,
        "by": str(row.by_id),
    }


def _video(row: models.VideoAsked) -> Mapping[str, Any]:
    return {
        "case": row.case.place,
        "number": row.number,
        "acknowledged": row.acknowledged,
        "missing": row.missing,
        "reference": row.reference,
        "deletes_on": row.deletes_on.isoformat() if row.deletes_on else None,
        "link": row.link,
        "trouble": row.trouble,
    }


def _let_go(row: models.VideoLetGo) -> Mapping[str, Any]:
    return {
        "case": row.case.place,
        "number": row.number,
        "acknowledged": row.acknowledged,
        "trouble": row.trouble,
    }


def _score(row: models.Score) -> Mapping[str, Any]:
    """Whose score it is. The sheet stands in it too, so that no two of them change places."""
    return {
        "case": row.case.place,
        "person": str(row.person_id),
        "number": row.number,
        "form": row.form,
        "sheet": row.commitment,
    }


def _finding(row: models.Finding) -> Mapping[str, Any]:
    """From which case it comes. Its words are public, and the law may have some taken out."""
    return {"finding": row.number, "case": row.case.place if row.case else None}


_SAID: Mapping[type, Callable[[Any], Mapping[str, Any]]] = {
    models.Called: _called,
    models.Shown: _shown,
    models.Conflict: _conflict,
    models.Roll: _roll,
    models.VideoAsked: _video,
    models.VideoLetGo: _let_go,
    models.Score: _score,
    models.Finding: _finding,
}
