"""The parts of a picture's file: what else is in it than what is seen, so that it can be told."""

import struct
from collections.abc import Iterator
from typing import NamedTuple

from evenhand.cleaning.words import Told, named, shown, told

PNG_SEEN = frozenset(
    {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"sRGB", b"gAMA", b"cHRM", b"pHYs", b"bKGD"}
)
WEBP_SEEN = frozenset({b"VP8 ", b"VP8L", b"VP8X", b"ALPH"})
TOLD_BY_PILLOW = frozenset(
    {b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"iCCP", b"ICCP", b"EXIF", b"XMP ", b"acTL", b"fcTL"}
    | {b"fdAT", b"ANIM", b"ANMF", b"APP1", b"APP2", b"COM"}
)
START_OF_SCAN, END_OF_IMAGE = 0xDA, 0xD9
WITHOUT_LENGTH = frozenset({0x01, *range(0xD0, 0xD8)})


class Part(NamedTuple):
    """One part: its name, and where it ends."""

    name: bytes
    end: int


def others(content: bytes, ending: str) -> list[Told]:
    """What no picture needs, and what stands after its end."""
    parts = list({"png": _of_png, "jpg": _of_jpeg, "webp": _of_webp}[ending](content))
    seen = PNG_SEEN | WEBP_SEEN | TOLD_BY_PILLOW
    names = dict.fromkeys(
        shown(one.name.decode("latin-1")) for one in parts if one.name not in seen
    )
    found = []
    if names:
        found.append(told("Parts that no picture needs: {names}.", names=named(list(names))))
    after = len(content) - (parts[-1].end if parts else 0)
    if parts and after > 0:
        found.append(told("{count} bytes after the end of the picture.", count=f"{after:,}"))
    return found


def _of_png(content: bytes) -> Iterator[Part]:
    place = 8
    while place + 12 <= len(content):
        (length,) = struct.unpack_from(">I", content, place)
        name = content[place + 4 : place + 8]
        place += 12 + length
        yield Part(name, min(place, len(content)))
        if name == b"IEND":
            return


def _of_webp(content: bytes) -> Iterator[Part]:
    end = min(8 + int.from_bytes(content[4:8], "little"), len(content))
    place = 12
    while place + 8 <= end:
        (length,) = struct.unpack_from("<I", content, place + 4)
        name = content[place : place + 4]
        place += 8 + length + length % 2
        yield Part(name, min(place, len(content)))


def _of_jpeg(content: bytes) -> Iterator[Part]:
    """The parts before the pixels; then everything up to the last end of a picture."""
    place = 2
    while place + 4 <= len(content) and content[place] == 0xFF:
        marker = content[place + 1]
        if marker == START_OF_SCAN:
            end = content.find(b"\xff\xd9", place)
            yield Part(b"IDAT", end + 2 if end > 0 else len(content))
            return
        if marker in WITHOUT_LENGTH or marker == 0xFF:
            place += 1 if marker == 0xFF else 2
            continue
        (length,) = struct.unpack_from(">H", content, place + 2)
        place += 2 + length
        yield Part(_name(marker), min(place, len(content)))


def _name(marker: int) -> bytes:
    """Application parts by their number; 0 says how dense pixels are, 14 how colours are coded."""
    if marker in {0xE0, 0xEE} or not (0xE0 <= marker <= 0xEF or marker == 0xFE):
        return b"IHDR"
    return b"COM" if marker == 0xFE else b"APP%d" % (marker - 0xE0)
