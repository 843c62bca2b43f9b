"""What witnesses send: their signatures on our checkpoints."""

from datetime import datetime

from evenhand.ledger.errors import NotAHead
from evenhand.ledger.log.tables import Log
from evenhand.ledger.tree.keys import Kind, VerifierKey
from evenhand.ledger.tree.notes import Checkpoint, NotANote, Note


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
    try:
        note = Note.parse(text)
        size = Checkpoint.parse(note.text).size
    except NotANote as error:
        raise NotAHead(str(error)) from error
    ours = log.checkpoints._default_manager.filter(size=size).first()
    if ours is None or Note.parse(ours.note).text != note.text:
        raise NotAHead("This is not one of our checkpoints.")
    signature = note.verified(witness) if witness.kind == Kind.WITNESS else None
    if signature is None:
        raise NotAHead(f"{witness.name} did not sign this checkpoint.")
    _kept, new = log.cosignatures._default_manager.get_or_create(
        size=size,
        witness=witness.name,
        defaults={"line": str(signature), "received_at": now},
    )
    return new
