"""Where the entries of a stop stand in the log, and proofs of it for whoever has the slip."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from evenhand.encounters.models import StopCheckpoint, StopEntry, Version
from evenhand.encounters.receipts.showing import receipt
from evenhand.encounters.stop_log import STOPS, about, number_of, told, versions
from evenhand.ledger.log.proving import key_named, proof_with
from evenhand.ledger.log.writing import content
from evenhand.ledger.tree.entries import canonical

HOUR, A_ROUND = timedelta(hours=1), timedelta(minutes=1)
"""How often the log is given out, and how long at most an entry waits for its place."""


@dataclass(frozen=True)
class InLog:
    """One entry about a stop: which it is, what kind, and by when everybody can see it.

    Attributes
    ----------
    there_by : the hour at which it is given out; nothing where it is out already.
    """

    number: int
    kind: str
    there_by: datetime | None


def entries(secret: bytes, *, now: datetime) -> list[InLog]:
    """Return where the entries of a stop stand, the first being that it was kept.

    One that was emptied because words were taken out is not among them; a later one says what it
    said without them.

    Raises
    ------
    NotThere
        If the slip opens nothing.
    """
    out = STOPS.given_out(now)
    size = out.size if out else 0
    return [
        InLog(number_of(row), row.kind, _there_by(row, now) if _waits(row, size) else None)
        for row in _rows(secret, now)
    ]


def proof(secret: bytes, number: int, *, now: datetime) -> str | None:
    """Prove that an entry about a stop stands in the log, to whoever has the slip alone.

    The file holds what the entry says, what the person was told then, each as the text that was
    committed to, and the log's public key. It does not hold the nonce: that is made of the slip.

    Returns
    -------
    The proof (C2SP tlog-proof); nothing while it is not given out, or where there is no such entry.

    Raises
    ------
    NotThere
        If the slip opens nothing.
    """
    under, rows = STOPS.given_out(now), _rows(secret, now)
    row = next((one for one in rows if number_of(one) == number), None)
    if under is None or row is None or _waits(row, under.size):
        return None
    said = canonical(content(row)).decode()
    extra = {"entry": said, "key": key_named(STOPS, under.size), "told": _told(rows, row)}
    return proof_with(STOPS, row.position or 0, extra, under)


def _rows(secret: bytes, now: datetime) -> list[StopEntry]:
    return about(receipt(secret, now).record)


def _waits(row: StopEntry, size: int) -> bool:
    return row.position is None or row.position >= size


def _there_by(row: StopEntry, now: datetime) -> datetime:
    """The first full hour after the entry is signed."""
    signed = None
    if row.position is not None:
        over = StopCheckpoint.objects.filter(size__gt=row.position).order_by("size").first()
        signed = over.signed_at if over else None
    return (signed or now + A_ROUND).replace(minute=0, second=0, microsecond=0) + HOUR


def _told(rows: list[StopEntry], row: StopEntry) -> str:
    """What the person was told when an entry was written; empty where it is of something else."""
    which = next((which for which, one in versions(rows).items() if one.pk == row.pk), None)
    if which is None:
        return ""
    version = Version.objects.get(stop=UUID(row.subject.partition("/")[2]), number=which)
    return canonical(told(version.record)).decode()
