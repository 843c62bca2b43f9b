"""Proofs about a log as text, and its pieces as others fetch them (C2SP)."""

import base64
import re
from collections.abc import Sequence

from evenhand.ledger.log.exporting import note
from evenhand.ledger.log.reading import tile, tree
from evenhand.ledger.log.tables import Log
from evenhand.ledger.log.writing import content
from evenhand.ledger.models import AbstractEntry
from evenhand.ledger.tree import merkle, tiles
from evenhand.ledger.tree.entries import canonical

PIECE = re.compile(
    r"tile/(?P<level>entries|\d{1,2})/(?P<number>(?:x\d{3}/)*\d{3})(?:\.p/(?P<width>\d{1,3}))?"
)


def proof(log: Log, entry: AbstractEntry) -> str | None:
    """Prove that an entry stands in its log (C2SP tlog-proof); nothing while it waits.

    What opens the leaf, the nonce and what the entry says, rides along as extra data, so the file
    can be checked by itself. An erased entry has none.
    """
    latest = log.latest()
    if latest is None or entry.position is None or entry.position >= latest.size:
        return None
    hashes = merkle.inclusion(tree(log), entry.position, latest.size)
    extra = []
    if entry.nonce is not None:
        opened = {"nonce": bytes(entry.nonce).hex(), "entry": content(entry)}
        extra = [f"extra {base64.b64encode(canonical(opened)).decode()}"]
    lines = ["c2sp.org/tlog-proof@v1", *extra, f"index {entry.position}", *_lines(hashes)]
    return "\n".join([*lines, "", note(log, latest)])


def growth(log: Log, old: int, size: int) -> list[str]:
    """Prove that the first ``old`` of ``size`` entries are as they were, a hash a line."""
    return _lines(merkle.consistency(tree(log), old, size))


def piece(log: Log, path: str) -> bytes | None:
    """Return what stands at a path of a tiled log (C2SP tlog-tiles): checkpoint, tile or bundle.

    Entry bundles hold leaves, which say nothing by themselves; so this is safe for every log.

    Returns
    -------
    The bytes, or nothing where there is nothing.
    """
    latest = log.latest()
    if latest is None:
        return None
    if path == "checkpoint":
        return note(log, latest).encode()
    asked = PIECE.fullmatch(path)
    if asked is None:
        return None
    number = int(asked["number"].replace("x", "").replace("/", ""))
    width = int(asked["width"] or tiles.WIDTH)
    level = asked["level"]
    if path != tiles.path(level if level == "entries" else int(level), number, width):
        return None
    if level == "entries":
        first = number * tiles.WIDTH
        found = log.entries._default_manager.filter(
            position__range=(first, min(first + width, latest.size) - 1)
        )
        leaves = [bytes(leaf) for leaf in found.order_by("position").values_list("leaf", flat=True)]
        return tiles.bundle(leaves) if len(leaves) == width else None
    hashes = tile(log, int(level), number)[:width]
    return b"".join(hashes) if len(hashes) == width else None


def _lines(hashes: Sequence[bytes]) -> list[str]:
    return [base64.b64encode(each).decode() for each in hashes]
