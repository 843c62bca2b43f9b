"""Pictures of dots: each may say what the drawing that it was made from says, and no more."""

import re
import struct
import zlib
from collections.abc import Iterator

SIGNATURE = b"\x89PNG\r\n\x1a\n"
PICTURE = b"IDAT"
PLAIN = frozenset({b"IHDR", b"IEND", b"pHYs", b"gAMA", b"sRGB"})
"""Parts that say how dots are shown. Any other part could hold words."""
WIDTH = re.compile(rb'<svg[^>]*? width="(\d+)"')


def same_dots(png: bytes, svg: bytes) -> bool:
    """Tell whether a picture shows, dot by dot, what a drawing shows, and holds nothing else."""
    import vl_convert  # only where pictures are attacked

    drawn = WIDTH.match(svg)
    parts = list(_parts(png))
    head = dict(parts).get(b"IHDR")
    if drawn is None or head is None or {name for name, _ in parts} - PLAIN - {PICTURE}:
        return False
    scale = struct.unpack(">I", head[:4])[0] / int(drawn[1])
    again = list(_parts(vl_convert.svg_to_png(svg.decode(), scale=scale)))
    return _dots(parts) == _dots(again) and dict(again)[b"IHDR"] == head


def _dots(parts: list[tuple[bytes, bytes]]) -> bytes:
    return zlib.decompress(b"".join(content for name, content in parts if name == PICTURE))


def _parts(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    place = len(SIGNATURE) if png.startswith(SIGNATURE) else len(png)
    while place < len(png):
        length, name = struct.unpack_from(">I4s", png, place)
        yield name, png[place + 8 : place + 8 + length]
        place += length + 12
