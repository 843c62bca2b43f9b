"""Tiles: the tree in pieces of 256 hashes that never change once they are full (C2SP tlog-tiles).

A tile of level 0 holds leaf hashes; one of level 1 the roots of full tiles of level 0; and so on.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from hashlib import sha256

from evenhand.ledger.tree.merkle import Whole, node_hash, over

WIDTH, HEIGHT = 256, 8
HASH = sha256().digest_size

Place = tuple[int, int]
"""A tile's level and its number in that level."""
Read = Callable[[int, int], Sequence[bytes]]
"""Returns the hashes of the tile at a level and a number."""


def split(hashes: bytes) -> list[bytes]:
    """Return the hashes of a tile, one by one."""
    return [hashes[start : start + HASH] for start in range(0, len(hashes), HASH)]


def grow(read: Read, size: int, leaves: Sequence[bytes]) -> dict[Place, list[bytes]]:
    """Return the tiles that change when leaf hashes join a tree of this size.

    Raises
    ------
    LookupError
        If a tile that the tree must have is shorter than it must be.
    """
    changed: dict[Place, list[bytes]] = {}
    level, start, new = 0, size, list(leaves)
    while new:
        first, width = divmod(start, WIDTH)
        stream = [*_part(read, (level, first), width), *new]
        pieces = [stream[at : at + WIDTH] for at in range(0, len(stream), WIDTH)]
        changed |= {(level, first + at): piece for at, piece in enumerate(pieces)}
        new = [over(piece)(HEIGHT, 0) for piece in pieces if len(piece) == WIDTH]
        level, start = level + 1, first
    return changed


def _part(read: Read, place: Place, width: int) -> Sequence[bytes]:
    hashes = read(*place)[:width] if width else []
    if len(hashes) < width:
        raise LookupError(f"Tile {place[0]}/{place[1]} is shorter than the log.")
    return hashes


def whole(read: Read) -> Whole:
    """Return the complete subtrees of a tree that is kept in tiles.

    Raises
    ------
    LookupError
        If a tile that is asked for is shorter than it must be.
    """
    read = cache(read)

    def subtree(level: int, number: int) -> bytes:
        tile, above = divmod(level, HEIGHT)
        first, among = number << above, 1 << above
        hashes = list(_part(read, (tile, first // WIDTH), first % WIDTH + among))[-among:]
        while len(hashes) > 1:
            pairs = zip(hashes[::2], hashes[1::2], strict=True)
            hashes = [node_hash(left, right) for left, right in pairs]
        return hashes[0]

    return subtree


def places(size: int) -> Iterator[tuple[Place, int]]:
    """List the tiles of a tree of this size, and how many hashes each holds."""
    level = 0
    while size:
        full, width = divmod(size, WIDTH)
        yield from (((level, number), WIDTH) for number in range(full))
        if width:
            yield (level, full), width
        level, size = level + 1, full


def path(level: int | str, number: int, width: int = WIDTH) -> str:
    """Return where a tile is served, such as ``tile/0/x001/234.p/17``; level may be ``entries``."""
    digits = f"{number % 1000:03d}"
    while number := number // 1000:
        digits = f"x{number % 1000:03d}/{digits}"
    return f"tile/{level}/{digits}" + ("" if width == WIDTH else f".p/{width}")


def bundle(leaves: Sequence[bytes]) -> bytes:
    """Return leaves as an entry bundle: each after its length in two bytes."""
    return b"".join(len(leaf).to_bytes(2, "big") + leaf for leaf in leaves)
