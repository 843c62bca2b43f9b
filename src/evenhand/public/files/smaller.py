"""The same PNG in fewer bytes: what draws pictures packs them in haste."""

import struct
import zlib
from collections.abc import Iterator

SIGNATURE = b"\x89PNG\r\n\x1a\n"
HEAD = struct.Struct(">I4s")
SUM = struct.Struct(">I")
PICTURE = b"IDAT"
TIGHT = 8  # 9 saves one byte in a hundred more, and takes twice as long


def smaller_png(png: bytes) -> bytes:
    """Pack a PNG's picture again, tightly; not a dot of it changes.

    Raises
    ------
    ValueError
        If it is no PNG.
    """
    if not png.startswith(SIGNATURE):
        raise ValueError("This is not a PNG.")
    parts = list(_parts(png))
    packed = b"".join(content for name, content in parts if name == PICTURE)
    picture = (PICTURE, zlib.compress(zlib.decompress(packed), TIGHT))
    place = next(number for number, (name, _) in enumerate(parts) if name == PICTURE)
    kept = [(name, content) for name, content in parts if name != PICTURE]
    kept.insert(place, picture)
    return SIGNATURE + b"".join(_written(name, content) for name, content in kept)


def _parts(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    place = len(SIGNATURE)
    while place < len(png):
        length, name = HEAD.unpack_from(png, place)
        start = place + HEAD.size
        yield name, png[start : start + length]
        place = start + length + SUM.size


def _written(name: bytes, content: bytes) -> bytes:
    return HEAD.pack(len(content), name) + content + SUM.pack(zlib.crc32(name + content))
