"""Records that the law keeps from the panel: each is left out with a listed reason, and counted."""

import hmac
import secrets
from datetime import datetime
from uuid import UUID

from evenhand.accounts.acting import Acting
from evenhand.encounters.models import Stop
from evenhand.encounters.selectors import registered
from evenhand.ledger.tree.entries import canonical
from evenhand.measures.words.messages import say
from evenhand.scrutiny import models, standing
from evenhand.scrutiny.errors import NotHere, NotNow
from evenhand.scrutiny.services.writing import taking
from evenhand.scrutiny.terms import Kind, Status, Why

BYTES = 16


def exclude(
    *, draw: models.Draw, stop: UUID, reason: Why | str, by: Acting, now: datetime
) -> models.Exclusion:
    """Leave a record out of a frame before it is frozen, as somebody who attends for the force.

    The public ledger has the reason and a commitment to the record. A record that is missing, or
    whose video is, cannot be excluded: that is a finding.

    Parameters
    ----------
    reason : one of :class:`~evenhand.scrutiny.terms.Why`.

    Raises
    ------
    MayNot, NotHere
    NotNow
        If the frame is frozen, the reason is not on the list, or it is excluded already.
    """
    try:
        why = Why(reason)
    except ValueError as error:
        raise NotNow(say("Choose one of the reasons of the list: there are no others.")) from error
    with taking(draw, Kind.EXCLUDED, by=by, now=now, when=frozenset({Status.OPEN})) as hand:
        force = hand.draw.force_id
        stops = Stop.objects.filter(pk=stop, force=force)
        if not (stops.exists() or registered.is_of(stop, force)):
            raise NotHere(say("There is no such record in your force."))
        if hand.draw.exclusions.filter(stop=stop).exists():
            raise NotNow(say("This record is left out already."))
        salt = secrets.token_bytes(BYTES)
        commitment = commit(hand.draw, stop, why, salt)
        kept: models.Exclusion = models.Exclusion.objects.create(
            draw=hand.draw, stop=stop, reason=why.value, salt=salt, commitment=commitment, at=now
        )
        hand.step(Kind.EXCLUDED, reason=why.value, commitment=commitment)
    return kept


def registered_as(draw: models.Draw, reference: str) -> UUID | None:
    """The registered record of a draw's power that the force's system calls so, if there is one."""
    return registered.named(draw.force_id, draw.power, reference)


def commit(draw: models.Draw, stop: UUID, why: Why, salt: bytes) -> str:
    """What the public ledger has of an exclusion."""
    said = {"draw": standing.subject(draw), "record": str(stop), "reason": why.value}
    return hmac.digest(salt, canonical(said), "sha256").hex()
