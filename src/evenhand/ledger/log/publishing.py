"""A log as files that any web server can show (C2SP tlog-tiles)."""

from collections.abc import Iterator
from pathlib import Path

from django.utils import timezone

from evenhand.ledger.errors import BrokenLog
from evenhand.ledger.log.proving import piece
from evenhand.ledger.log.tables import Log
from evenhand.ledger.tree import tiles


def publish(log: Log, folder: Path) -> int:
    """Write the tiles and entry bundles that are not there yet, then the checkpoint.

    In that order, so that whoever reads the checkpoint finds all that it needs.

    Returns
    -------
    How many files were written.

    Raises
    ------
    BrokenLog
        If the log lacks a tile that its checkpoint needs.
    """
    now = timezone.now()
    latest = log.given_out(now)
    if latest is None:
        return 0
    written = 0
    for path in [*_paths(latest.size), "checkpoint"]:
        file = folder / path
        if path != "checkpoint" and file.exists():
            continue  # a tile never changes
        found = piece(log, path, now=now)
        if found is None:
            raise BrokenLog(f"{log.name} lacks {path}.")
        file.parent.mkdir(parents=True, exist_ok=True)
        whole = file.with_name(f"{file.name}.new")
        whole.write_bytes(found)
        whole.replace(file)
        written += 1
    return written


def _paths(size: int) -> Iterator[str]:
    for (level, number), width in tiles.places(size):
        yield tiles.path(level, number, width)
        if level == 0:
            yield tiles.path("entries", number, width)
