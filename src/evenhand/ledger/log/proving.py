"""Proofs about a log as text, and its pieces as others fetch them (C2SP)."""

import base64
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils import timezone

from evenhand.ledger.log.exporting import note
from evenhand.ledger.log.reading import tile, tree
from evenhand.ledger.log.sequencing import KEY
from evenhand.ledger.log.tables import Log
from evenhand.ledger.log.writing import content
from evenhand.ledger.models import AbstractCheckpoint, AbstractEntry
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
    latest = log.given_out(timezone.now())
    if latest is None or entry.position is None or entry.position >= latest.size:
        return None
    if entry.nonce is None:
        return proof_with(log, entry.position, {}, latest)
    opened = {"nonce": bytes(entry.nonce).hex(), "entry": content(entry)}
    return proof_with(log, entry.position, opened, latest)


def proof_with(log: Log, position: int, extra: Mapping[str, Any], under: AbstractCheckpoint) -> str:
    """Prove that an entry stands in its log under a checkpoint; what else is said rides along."""
    hashes = merkle.inclusion(tree(log), position, under.size)
    rides = [f"extra {base64.b64encode(canonical(extra)).decode()}"] if extra else []
    lines = ["c2sp.org/tlog-proof@v1", *rides, f"index {position}", *_lines(hashes)]
    return "\n".join([*lines, "", note(log, under)])


def key_named(log: Log, size: int) -> str:
    """Return the public key that the first so many entries name last; empty in a new log."""
    named = log.entries._default_manager.filter(kind=KEY, position__lt=size).order_by("position")
    last = named.last()
    return str(content(last)["body"]["key"]) if last else ""


def growth(log: Log, old: int, size: int) -> list[str]:
    """Prove that the first ``old`` of ``size`` entries are as they were, a hash a line."""
    return _lines(merkle.consistency(tree(log), old, size))


def piece(log: Log, path: str, *, now: datetime | None = None) -> bytes | None:
    """Return what stands at a path of a tiled log (C2SP tlog-tiles): checkpoint, tile or bundle.

    Entry bundles hold leaves, which say nothing by themselves; so this is safe for every log. There
    is nothing beyond the checkpoint that is given out.

    Parameters
    ----------
    now : when it is asked for, where that is not this moment.

    Returns
    -------
    The bytes, or nothing where there is nothing.
    """
    latest = log.given_out(now or timezone.now())
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
        return _bundle(log, number, width, latest.size)
    return _hashes(log, int(level), number, width, latest.size)


def _bundle(log: Log, number: int, width: int, size: int) -> bytes | None:
    first = number * tiles.WIDTH
    found = log.entries._default_manager.filter(
        position__range=(first, min(first + width, size) - 1)
    )
    leaves = [bytes(leaf) for leaf in found.order_by("position").values_list("leaf", flat=True)]
    return tiles.bundle(leaves) if len(leaves) == width else None


def _hashes(log: Log, level: int, number: int, width: int, size: int) -> bytes | None:
    given_out = (size >> tiles.HEIGHT * level) - number * tiles.WIDTH
    hashes = tile(log, level, number)[:width]
    return b"".join(hashes) if len(hashes) == width <= given_out else None


def _lines(hashes: Sequence[bytes]) -> list[str]:
    return [base64.b64encode(each).decode() for each in hashes]
