"""What witnesses send: their signatures on our checkpoints."""

from collections.abc import Iterable
from datetime import datetime

from evenhand.ledger.errors import NotAHead, NotAWitness
from evenhand.ledger.log.tables import Log
from evenhand.ledger.tree.keys import Kind, VerifierKey
from evenhand.ledger.tree.notes import Checkpoint, NotANote, Note


def accept_sent(
    logs: Iterable[Log], text: str, witnesses: Iterable[VerifierKey], *, now: datetime
) -> bool:
    """Keep what somebody sent, if it is the signature of a known witness on one of our checkpoints.

    Returns
    -------
    Whether it is new.

    Raises
    ------
    NotAHead
        If it is no checkpoint of ours.
    NotAWitness
        If no witness that we know has signed it.
    """
    note, head = _parsed(text)
    log = next((one for one in logs if head.origin.rpartition("/")[2] == one.name), None)
    if log is None:
        raise NotAHead("This is not a checkpoint of one of our logs.")
    ours = [one for one in witnesses if one.kind == Kind.WITNESS and note.verified(one)]
    if not ours:
        raise NotAWitness("No witness that this site knows has signed it.")
    new = [accept(log, text, one, now=now) for one in ours]
    return any(new)


def accept(log: Log, text: str, witness: VerifierKey, *, now: datetime) -> bool:
    """Keep a witness's signature beside the checkpoint that it is of.

    Returns
    -------
    Whether it is new.

    Raises
    ------
    NotAHead
        If it is not the signature of this witness on one of our checkpoints.
    """
    note, head = _parsed(text)
    ours = log.checkpoints._default_manager.filter(size=head.size).first()
    if ours is None or Note.parse(ours.note).text != note.text:
        raise NotAHead("This is not one of our checkpoints.")
    signature = note.verified(witness) if witness.kind == Kind.WITNESS else None
    if signature is None:
        raise NotAHead(f"{witness.name} did not sign this checkpoint.")
    _kept, new = log.cosignatures._default_manager.get_or_create(
        size=head.size,
        witness=witness.name,
        defaults={"line": str(signature), "received_at": now},
    )
    return new


def _parsed(text: str) -> tuple[Note, Checkpoint]:
    try:
        note = Note.parse(text)
        return note, Checkpoint.parse(note.text)
    except NotANote as error:
        raise NotAHead(f"This is no signed checkpoint. {error}") from error
