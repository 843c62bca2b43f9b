"""Keys of slips, and slips signed blind. What is kept is how many, and nothing else."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.db import transaction
from django.db.models import Count, F

from evenhand.encounters.answering import scopes, tokens
from evenhand.encounters.answering.tokens import NotAToken
from evenhand.encounters.errors import EncountersError
from evenhand.encounters.keys import base64url
from evenhand.encounters.keys import files as key_files
from evenhand.encounters.keys.files import NoSuchKey
from evenhand.encounters.models import Stop
from evenhand.encounters.models.answers import Drawn, Signed, TokenKey
from evenhand.encounters.selectors.teams import became, officers
from evenhand.forces.models import Force
from evenhand.ledger import services as ledger

SIGNING, OPENING = "slips", "answers"
"""Where the private keys lie: that sign slips, and that open answers."""
MOST_AT_ONCE = 60
MOST_A_DAY = 240
"""Slips for one device on one day: a full stock of each scope, and a busy shift."""
BEFOREHAND = timedelta(days=14)
SITE = "site"


class TooManySlips(EncountersError):
    """A device has had more slips today than a shift can use."""


@dataclass(frozen=True)
class Wanted:
    """Blinded slips that a device asks to have signed with one key."""

    key: str
    blinded: Sequence[bytes]


def keys_of(force: str, *, now: datetime) -> list[TokenKey]:
    """Return the keys with which a force's slips are signed this quarter.

    A site that only this machine can reach makes them; a site in service never does by itself.

    Raises
    ------
    NoSuchKey
        If there are none.
    """
    found = list(TokenKey.objects.filter(force_id=force, quarter=scopes.quarter_of(now)))
    if not found:
        key_files.refuse_unless_local()
        return open_quarter(force, quarter=scopes.quarter_of(now), now=now)
    return found


def listed(keys: Iterable[TokenKey]) -> list[dict[str, object]]:
    """Write keys down for devices, and for anybody who compares what devices were given."""
    return [
        {
            "id": key.pk,
            "force": key.force_id,
            "quarter": key.quarter,
            "scope": key.scope,
            "reasons": scopes.reasons_of(key.scope),
            "public": base64url.write(bytes(key.public)),
        }
        for key in keys
    ]


@transaction.atomic
def open_quarter(force: str, *, quarter: str, now: datetime) -> list[TokenKey]:
    """Make the keys of a force for a quarter that have not been made, and say so in public.

    Which scopes there are follows from the stops of the quarter before. Done again it adds none.
    """
    Force.objects.select_for_update(no_key=True).get(pk=force)
    there = list(TokenKey.objects.filter(force_id=force, quarter=quarter))
    if there:
        return there
    return [_new(force, quarter, scope, now) for scope in _scopes(force, quarter)]


def open_next(*, now: datetime) -> list[TokenKey]:
    """Make the keys of the quarter that begins within two weeks, for each force that has keys.

    That a force has keys says that its key folder is in place; the first are made by a person.
    """
    made = []
    for moment in (now, now + BEFOREHAND):
        quarter = scopes.quarter_of(moment)
        had = TokenKey.objects.filter(quarter=scopes.before(quarter)).values_list(
            "force", flat=True
        )
        have = TokenKey.objects.filter(quarter=quarter).values_list("force", flat=True)
        for force in sorted(set(had) - set(have)):
            made += open_quarter(force, quarter=quarter, now=now)
    return made


def _scopes(force: str, quarter: str) -> list[str]:
    since = scopes.starts(scopes.before(quarter))
    period = Stop.objects.filter(force_id=force, twice=False, started_at__date__gte=since)
    period = period.filter(started_at__date__lt=scopes.starts(quarter)).order_by()
    stops = period.values_list("reason").annotate(stops=Count("pk"))
    seen = officers(force, scopes.before(quarter), became(force))
    return [*scopes.reason_scopes(dict(stops)), *scopes.team_scopes(seen)]


def _new(force: str, quarter: str, scope: str, now: datetime) -> TokenKey:
    """Make a key. Its files come first: a key that the log names must never be lost."""
    signing, opening = tokens.new_key(), ec.generate_private_key(ec.SECP256R1())
    written = tokens.public_bytes(signing.public_key())
    name = tokens.key_id(written).hex()
    key_files.add(SIGNING, force, name, signing)
    key_files.add(OPENING, force, name, opening)
    point = opening.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    key = TokenKey.objects.create(
        id=name, force_id=force, quarter=quarter, scope=scope, public=written, box=point
    )
    Signed.objects.create(key=name)
    ledger.append(
        kind="slips-key",
        subject=f"slips/{force}/{quarter}/{name[:16]}",
        body={"quarter": quarter, "scope": scope, "key": name, "public": base64url.write(written)},
        by=SITE,
        organisation=force,
        now=now,
    )
    return key


@transaction.atomic
def issue(
    *, force: str, device: UUID, team: str, wanted: Sequence[Wanted], now: datetime
) -> list[list[bytes]]:
    """Sign what a device shows, without seeing what is in it, and count how many.

    Parameters
    ----------
    device : a device of this force; the caller has made sure of it.
    team : the officer's: slips of another team are not given.
    wanted : blinded slips by key; the answer has the same order.

    Raises
    ------
    NoSuchKey
        If a key is not one of this force and quarter, or another team's.
    NotAToken
        If something is not a blinded slip.
    TooManySlips
        If it is more than a shift can use.
    """
    asked = sum(len(one.blinded) for one in wanted)
    if not 0 < asked <= MOST_AT_ONCE:
        raise NotAToken(f"Ask for 1 to {MOST_AT_ONCE} slips at a time.")
    known = {key.pk: key for key in keys_of(force, now=now)}
    for one in wanted:
        key = known.get(one.key)
        of_team = key is not None and key.scope.startswith(scopes.TEAM)
        if key is None or (of_team and key.scope != f"{scopes.TEAM}{team}"):
            raise NoSuchKey("This key does not sign slips for this team now.")
    _count(device, asked, now)
    answers = []
    for one in sorted(wanted, key=lambda one: one.key):  # everybody locks in the same order
        Signed.objects.filter(key=one.key).update(slips=F("slips") + len(one.blinded))
    for one in wanted:
        private = key_files.load(SIGNING, force, one.key)
        if not isinstance(private, RSAPrivateKey):
            raise NoSuchKey(f"The key “{one.key[:16]}” of {force} does not sign slips.")
        answers.append([tokens.sign_blind(private, blinded) for blinded in one.blinded])
    return answers


def _count(device: UUID, asked: int, now: datetime) -> None:
    today = now.astimezone(scopes.HERE).date()
    Drawn.objects.filter(day__lt=today).delete()
    Drawn.objects.get_or_create(device=device, day=today, defaults={"slips": 0})
    row = Drawn.objects.select_for_update().get(device=device, day=today)
    if row.slips + asked > MOST_A_DAY:
        raise TooManySlips(
            f"This device has had {row.slips} slips today and may have {MOST_A_DAY}."
        )
    row.slips += asked
    row.save(update_fields=["slips"])
