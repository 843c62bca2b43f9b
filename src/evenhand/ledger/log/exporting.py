"""What an outsider keeps: a log's signed checkpoint, and every public entry with what opens it."""

from collections.abc import Iterator

from django.utils import timezone

from evenhand.ledger.errors import LogError
from evenhand.ledger.log.tables import Log
from evenhand.ledger.log.writing import content
from evenhand.ledger.models import AbstractCheckpoint
from evenhand.ledger.tree.entries import canonical


def note(log: Log, checkpoint: AbstractCheckpoint) -> str:
    """Return a checkpoint as it is given out, with the signatures of its witnesses."""
    rows = log.cosignatures._default_manager.filter(size=checkpoint.size).order_by("witness")
    return checkpoint.note + "".join(f"{row.line}\n" for row in rows)


def lines(log: Log, *, entries: bool) -> Iterator[str]:
    """Yield a log as lines of JSON: its checkpoint, then each entry under it, erased or not.

    Parameters
    ----------
    entries : leave them out for a log that is not public.

    Raises
    ------
    LogError
        If nothing is signed yet.
    """
    latest = log.given_out(timezone.now())
    if latest is None:
        raise LogError(f"{log.name} holds nothing that is signed. Run: evenhand ledger sequence")
    yield canonical({"checkpoint": note(log, latest)}).decode()
    if not entries:
        return
    rows = log.entries._default_manager.filter(position__lt=latest.size).order_by("position")
    for row in rows.iterator():
        said: dict[str, object] = {"leaf": bytes(row.leaf).hex()}
        if row.nonce is not None:
            said |= {"nonce": bytes(row.nonce).hex(), "entry": content(row)}
        yield canonical(said).decode()
