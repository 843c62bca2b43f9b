"""What people who were stopped in Demoshire answered: signed, answered and counted as anywhere.

Slips are blinded as a phone blinds them, so that what is counted came the whole way. What is
really so stands in :data:`SAID`, by the kind of reason that was recorded.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha384
from math import gcd
from uuid import UUID

import numpy as np
from django.db import transaction

from evenhand.demo.people import Random
from evenhand.encounters.answering import counting, issuing, scopes, taking, tokens
from evenhand.encounters.answering.issuing import Wanted
from evenhand.encounters.answering.tokens import Token
from evenhand.encounters.models import TokenKey

FORCE, SEED = "demoshire", 20_261_122
DEVICE = UUID("7e6f0000-0000-4000-8000-00000000de30")
HASH = 48


@dataclass(frozen=True)
class Said:
    """What is true of answers on slips of one kind of recorded reason.

    Attributes
    ----------
    slips : signed in this quarter; half as many in the one before.
    answered : the share of them that came back.
    same, untold : shares of who heard that kind of reason, and of who was told none.
    """

    slips: int
    answered: float
    same: float
    untold: float


SAID: Mapping[str, Said] = {
    "driving": Said(50, 0.9, 0.80, 0.05),
    "vehicle": Said(40, 0.8, 0.75, 0.10),
    "looking": Said(40, 0.6, 0.55, 0.25),
    "routine": Said(90, 0.8, 0.45, 0.35),
    "other": Said(20, 0.6, 0.50, 0.20),
}
TREATED = {"understood": 0.62, "heard": 0.55, "respect": 0.66, "fair": 0.52}
"""Who says yes; half of the others say partly, and one in twenty leaves a question out."""


@transaction.atomic
def load(*, now: datetime) -> int:
    """Let people answer who were stopped in this quarter and in the one before the last.

    Answers how many were counted. Once told, it stays.
    """
    if TokenKey.objects.filter(force_id=FORCE).exists():
        return 0
    this = scopes.quarter_of(now)
    closed = scopes.before(scopes.before(this))
    counted = 0
    for number, quarter in enumerate((this, closed)):
        chance = np.random.default_rng([SEED, number])
        moment = min(now, counting_day(quarter))
        for key in issuing.open_quarter(FORCE, quarter=quarter, now=now):
            said = SAID[key.scope.removeprefix(scopes.REASON)]
            slips = _slips(key, said.slips // (number + 1), moment)
            for slip in slips[: round(len(slips) * said.answered)]:
                taking.take(slip, answer=_answer(key, said, chance), now=moment)
        counted += counting.count(now=now)
    return counted


def counting_day(quarter: str) -> datetime:
    """A moment of a quarter, ten days after it began."""
    return scopes.closes(scopes.before(quarter)) - scopes.OPEN_FOR + timedelta(days=10)


def _answer(key: TokenKey, said: Said, chance: Random) -> dict[str, str]:
    own = key.scope.removeprefix(scopes.REASON)
    others = [one for one in SAID if one != own]
    point = chance.random()
    if point < said.same:
        reason = own
    elif point < said.same + said.untold:
        reason = "not_told"
    else:
        reason = str(chance.choice(others))
    answer = {"reason": reason}
    for question, share in TREATED.items():
        point = chance.random()
        if point < 0.95:
            yes = share * 0.95
            partly = yes + (0.95 - yes) / 2
            answer[question] = "yes" if point < yes else "partly" if point < partly else "no"
    return answer


def _slips(key: TokenKey, count: int, now: datetime) -> list[str]:
    """Slips as a phone makes them, a few dozen at a time."""
    waiting = [_prepared(bytes(key.public)) for _ in range(count)]
    done: list[str] = []
    for start in range(0, count, issuing.MOST_AT_ONCE):
        part = waiting[start : start + issuing.MOST_AT_ONCE]
        device = UUID(int=DEVICE.int + start + secrets.randbelow(2**32) * 2**8)
        wanted = [Wanted(key.pk, [one.blinded for one in part])]
        (signed,) = issuing.issue(force=FORCE, device=device, team="", wanted=wanted, now=now)
        done += [one.finish(answer) for one, answer in zip(part, signed, strict=True)]
    return done


@dataclass(frozen=True)
class _Waiting:
    """A slip that waits for its signature."""

    short: bytes
    nonce: bytes
    n: int
    inverse: int
    blinded: bytes

    def finish(self, signed: bytes) -> str:
        """Take the blinding away; what is left is the slip, as it stands in an address."""
        signature = int.from_bytes(signed) * self.inverse % self.n
        return str(Token(self.short, self.nonce, signature.to_bytes(tokens.BYTES)))


def _prepared(written: bytes) -> _Waiting:
    """Make a slip and blind it (RFC 9474): the half that is a phone's."""
    numbers = tokens.public_key(written).public_numbers()
    name, nonce = tokens.key_id(written), secrets.token_bytes(tokens.NONCE)
    r = next(r for r in iter(lambda: secrets.randbelow(numbers.n), 0) if gcd(r, numbers.n) == 1)
    encoded = _encoded(tokens.message(nonce, name))
    blinded = encoded * pow(r, numbers.e, numbers.n) % numbers.n
    return _Waiting(
        name[: tokens.SHORT_ID],
        nonce,
        numbers.n,
        pow(r, -1, numbers.n),
        blinded.to_bytes(tokens.BYTES),
    )


def _encoded(message: bytes) -> int:
    """EMSA-PSS-ENCODE of RFC 8017, with SHA-384 and 48 bytes of salt."""
    salt = secrets.token_bytes(tokens.SALT)
    hashed = sha384(bytes(8) + sha384(message).digest() + salt).digest()
    block = bytes(tokens.BYTES - tokens.SALT - HASH - 2) + b"\x01" + salt
    parts = (sha384(hashed + at.to_bytes(4)).digest() for at in range(len(block) // HASH + 1))
    mask = b"".join(parts)[: len(block)]
    mixed = bytes(a ^ b for a, b in zip(block, mask, strict=True))
    return int.from_bytes(bytes([mixed[0] & 0x7F]) + mixed[1:] + hashed + b"\xbc")
