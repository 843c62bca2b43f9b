"""Reading a log's tables as a tree."""

from collections.abc import Sequence

from evenhand.ledger.errors import BrokenLog
from evenhand.ledger.log.tables import Log
from evenhand.ledger.log.writing import committed
from evenhand.ledger.models import AbstractEntry
from evenhand.ledger.tree import tiles
from evenhand.ledger.tree.entries import COMMITMENTS, NotCanonical, commit
from evenhand.ledger.tree.merkle import Whole


def tile(log: Log, level: int, number: int) -> Sequence[bytes]:
    """Return the hashes of a tile; none where it is not there."""
    found = log.tiles._default_manager.filter(level=level, number=number)
    hashes = found.values_list("hashes", flat=True).first()
    return tiles.split(bytes(hashes or b""))


def tree(log: Log) -> Whole:
    """Return the complete subtrees of a log, read from its tiles."""
    return tiles.whole(lambda level, number: tile(log, level, number))


def leaf(entry: AbstractEntry) -> bytes:
    """Work an entry's leaf out again from what it says.

    An erased entry has nothing left to work it out from: its leaf is what was kept.

    Raises
    ------
    BrokenLog
        If the entry does not say what its leaf committed to.
    """
    kept = bytes(entry.leaf)
    if entry.nonce is None:
        return kept
    try:
        again = COMMITMENTS.get(kept[:1], commit)(bytes(entry.nonce), committed(entry))
    except NotCanonical as error:
        raise BrokenLog(f"{named(entry)} was changed: {error}") from error
    if again != kept:
        raise BrokenLog(f"{named(entry)} was changed: it does not say what was written.")
    return kept


def named(entry: AbstractEntry) -> str:
    """Name an entry for a person."""
    if entry.position is None:
        return f"The waiting entry {entry.pk}"
    return f"Entry {entry.position}"
