"""The sequencer: it gives waiting entries their places and signs what the log then is.

Everything happens in one transaction of the database, one sequencer at a time. So it can be
stopped at any moment: either a round was done, or nothing of it was.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import connection, transaction

from evenhand.ledger.errors import BrokenLog, NoKey
from evenhand.ledger.log.reading import leaf, tile, tree
from evenhand.ledger.log.tables import Log
from evenhand.ledger.log.writing import write
from evenhand.ledger.models import AbstractCheckpoint
from evenhand.ledger.tree import merkle, tiles
from evenhand.ledger.tree.keys import SigningKey
from evenhand.ledger.tree.notes import Checkpoint, Note

KEY = "log-key"
"""The kind of entry that names the key with which a log is signed."""
MOST = 4096
"""Entries in one round, so that a round stays short and holds its lock for a moment."""
LOCK = 0x6C6F67
"""The first half of PostgreSQL's number for the lock; the second is the table's."""


def sequence(log: Log, *, key: SigningKey, now: datetime) -> AbstractCheckpoint | None:
    """Give every waiting entry a place and sign; again and again until none is waiting.

    Calling it twice, at the same time or after a failure, does no harm.

    Returns
    -------
    The latest checkpoint; nothing for a log without entries.

    Raises
    ------
    BrokenLog
        If an entry, a tile or the last checkpoint is not what was written. Nothing is signed.
    NoKey
        If the log names another key than this one.
    """
    while _round(log, key, now) == MOST:
        pass
    return log.latest()


@transaction.atomic
def _round(log: Log, key: SigningKey, now: datetime) -> int:
    _alone(log)
    last = log.latest()
    if last is not None:
        old, first = _trusted(log, last, key), 0
    elif _waiting(log):
        old, first = Checkpoint(key.name, 0, merkle.EMPTY), 1
        _name_key(log, key, 0, {"key": str(key.verifier), "replaces": "", "why": ""}, now)
    else:
        return 0
    placed = _place(log, old.size + first)
    if placed:
        _sign(log, _joined(log, old), [key], now)
    return placed


def rotate(log: Log, *, old: SigningKey, new: SigningKey, why: str, now: datetime) -> None:
    """Change the key of a log, in the log.

    The entry that names the new key is under a checkpoint that both keys sign, so whoever trusted
    the old one can follow. Everything that waits is signed with the old key first.

    Raises
    ------
    NoKey
        If the old key is not the one that the log names, or the new one has another name.
    """
    if new.name != old.name or new == old:
        raise NoKey(f"The next key of a log must be another one, and named {old.name} too.")
    sequence(log, key=old, now=now)
    with transaction.atomic():
        _alone(log)
        last = log.latest()
        if last is None:
            raise NoKey(f"Nothing was ever written in {log.name}: put the new key in its file.")
        checkpoint = _trusted(log, last, old)
        body = {"key": str(new.verifier), "replaces": str(old.verifier), "why": why}
        _name_key(log, new, checkpoint.size, body, now)
        _sign(log, _joined(log, checkpoint), [old, new], now)


def _alone(log: Log) -> None:
    """Wait until no other sequencer works on this log, and keep others out until we are done."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            table = log.entries._meta.db_table
            cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [LOCK, table])
    # SQLite: a transaction of ours begins IMMEDIATE, which is the lock.


def _trusted(log: Log, last: AbstractCheckpoint, key: SigningKey) -> Checkpoint:
    """Return what was signed last, if its signature, its row and the tiles agree."""
    note = Note.parse(last.note)
    if not note.verified(key.verifier):
        raise NoKey(
            f"The last checkpoint of {log.name} is not signed with the key at hand. If the key was "
            "changed, say so in the log: evenhand ledger rotate --help"
        )
    checkpoint = Checkpoint.parse(note.text)
    if checkpoint != Checkpoint(key.name, last.size, bytes(last.root)):
        raise BrokenLog(f"The checkpoint of {last.size} entries was changed.")
    try:
        root = merkle.root(tree(log), checkpoint.size)
    except LookupError as error:
        raise BrokenLog(str(error)) from error
    if root != checkpoint.root:
        raise BrokenLog(f"The tiles are not those of the checkpoint of {last.size} entries.")
    return checkpoint


def _place(log: Log, size: int) -> int:
    """Give places to what waits, in the order of writing; say to how many."""
    table = connection.ops.quote_name(log.entries._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"""UPDATE {table} SET position = %s + place FROM (
                  SELECT id AS waiting, row_number() OVER (ORDER BY id) - 1 AS place
                  FROM {table} WHERE position IS NULL ORDER BY id LIMIT %s
                ) AS queue WHERE id = waiting""",
            [size, MOST],
        )
        placed: int = cursor.rowcount
    return placed


def _joined(log: Log, old: Checkpoint) -> Checkpoint:
    """Put the leaves of placed entries into the tiles, and work the root out from what is kept."""
    entries = log.entries._default_manager.filter(position__gte=old.size).order_by("position")
    leaves = [merkle.leaf_hash(leaf(entry)) for entry in entries]
    size = old.size + len(leaves)
    changed = tiles.grow(lambda level, number: tile(log, level, number), old.size, leaves)
    log.tiles._default_manager.bulk_create(
        [
            log.tiles(level=level, number=number, hashes=b"".join(hashes))
            for (level, number), hashes in changed.items()
        ],
        update_conflicts=True,
        unique_fields=["level", "number"],
        update_fields=["hashes"],
    )
    for (level, number), hashes in changed.items():
        if list(tile(log, level, number)) != hashes:
            raise BrokenLog(f"Tile {level}/{number} is not what was written a moment ago.")
    whole = tree(log)
    new = Checkpoint(old.origin, size, merkle.root(whole, size))
    proof = merkle.consistency(whole, old.size, size) if old.size else []
    if not merkle.extends(
        proof, old_size=old.size, old_root=old.root, size=new.size, root=new.root
    ):
        raise BrokenLog(f"The log of {size} entries would not continue that of {old.size}.")
    return new


def _sign(log: Log, new: Checkpoint, keys: Sequence[SigningKey], now: datetime) -> None:
    note = Note(new.text)
    for key in keys:
        note = note.signed(key)
    log.checkpoints._default_manager.create(
        size=new.size, root=new.root, signed_at=now, note=str(note)
    )


def _name_key(
    log: Log, key: SigningKey, position: int, body: dict[str, str], now: datetime
) -> None:
    """Write which key signs from here on, at its place: the very first, or the next."""
    entry = write(
        log.entries, kind=KEY, subject=key.name, body=body, by="log", organisation="", now=now
    )
    log.entries._default_manager.filter(pk=entry.pk).update(position=position)


def _waiting(log: Log) -> bool:
    return log.entries._default_manager.filter(position=None).exists()
