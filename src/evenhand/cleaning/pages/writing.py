"""Writes a PDF of drawn pages with their words behind: nothing in it comes from another file."""

import io
import zlib
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from PIL import Image

from evenhand.cleaning.pages.seeing import Pixels, Word

LEVELS = 17
"""Greys are written as 16 shades: a page becomes half as large and reads the same."""
FEW = 256
HEAVY = 300_000
"""Bytes; a page of photographs is then written as JPEG."""
WIDE = 0.5
"""How wide the font says each letter is, in its height; words are then stretched to their place."""
FONT = (
    b"<</Type/Font/Subtype/Type0/BaseFont/Seen/Encoding/Identity-H"
    b"/DescendantFonts[4 0 R]/ToUnicode 6 0 R>>",
    b"<</Type/Font/Subtype/CIDFontType2/BaseFont/Seen/CIDToGIDMap/Identity/DW 500"
    b"/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/FontDescriptor 5 0 R>>",
    b"<</Type/FontDescriptor/FontName/Seen/Flags 5/FontBBox[0 0 500 1000]/ItalicAngle 0"
    b"/Ascent 1000/Descent 0/CapHeight 1000/StemV 80>>",
)
UNICODE = b"""/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
1 beginbfrange
<0000> <FFFF> <0000>
endbfrange
endcmap
CMapName currentdict /CMap defineresource pop
end
end
"""
BEFORE_PAGES = 6
TURNED = {0: b"1 0 0 1", 90: b"0 1 -1 0", 180: b"-1 0 0 -1", 270: b"0 -1 1 0"}
"""How a line of text is turned, as PDF writes it."""


class Page(NamedTuple):
    """A drawn page with the words that are seen in it, and its width and height in points."""

    picture: Pixels
    words: Sequence[Word]
    size: tuple[float, float]


def document(pages: Sequence[Page]) -> bytes:
    """A PDF whose pages are pictures; the words behind them are found, read aloud and copied."""
    first = BEFORE_PAGES + 1
    kids = b" ".join(b"%d 0 R" % (first + 3 * place) for place in range(len(pages)))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, len(pages)),
        *FONT,
        _stream(b"", zlib.compress(UNICODE), b"/FlateDecode"),
    ]
    for place, page in enumerate(pages):
        objects += _page(page, first + 3 * place)
    return _file(objects)


def _page(page: Page, number: int) -> list[bytes]:
    width, height = page.size
    head = (
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %.2f %.2f]/Contents %d 0 R"
        b"/Resources<</Font<</F 3 0 R>>/XObject<</P %d 0 R>>>>>>"
    ) % (width, height, number + 1, number + 2)
    words = b"\n".join(_word(one, height) for one in page.words)
    content = b"q %.2f 0 0 %.2f 0 0 cm /P Do Q\nBT 3 Tr\n%s\nET" % (width, height, words)
    return [head, _stream(b"", zlib.compress(content), b"/FlateDecode"), _picture(page.picture)]


def _word(word: Word, height: float) -> bytes:
    """One word where it stands, invisible, as long as it is drawn; a space ends it."""
    letters = "".join(one if ord(one) < 0x10000 else "\ufffd" for one in f"{word.text} ")
    wide, high = word.right - word.left, word.bottom - word.top
    length, size = (wide, high) if word.turn in {0, 180} else (high, wide)
    size = max(size, 1)
    stretch = max(length, 0.1) / (WIDE * size * len(word.text)) * 100
    across = {0: word.left, 90: word.right, 180: word.right, 270: word.left}[word.turn]
    up = height - (word.bottom if word.turn in {0, 90} else word.top)
    return b"/F %.2f Tf %.1f Tz %s %.2f %.2f Tm <%s> Tj" % (
        size,
        stretch,
        TURNED[word.turn],
        across,
        up,
        letters.encode("utf-16-be").hex().encode(),
    )


def _picture(pixels: Pixels) -> bytes:
    height, width = pixels.shape[:2]
    size = b"/Type/XObject/Subtype/Image/Width %d/Height %d" % (width, height)
    if (pixels == pixels[:, :, :1]).all():
        shades = (np.rint(pixels[:, :, 0].astype(np.float32) / LEVELS)).astype(np.uint8)
        packed = zlib.compress(_halves(shades).tobytes())
        return _stream(size + b"/ColorSpace/DeviceGray/BitsPerComponent 4", packed, b"/FlateDecode")
    packed = zlib.compress(np.ascontiguousarray(pixels).tobytes())
    way = size + b"/ColorSpace/DeviceRGB/BitsPerComponent 8"
    if len(packed) < HEAVY:
        return _stream(way, packed, b"/FlateDecode")
    out = io.BytesIO()
    Image.fromarray(pixels).save(out, "JPEG", quality=85)
    return _stream(way, out.getvalue(), b"/DCTDecode")


def _halves(shades: Pixels) -> Pixels:
    """Two shades in each byte; a row of an odd number ends with nothing."""
    even = np.pad(shades, ((0, 0), (0, shades.shape[1] % 2)))
    return np.asarray((even[:, 0::2] << 4) | even[:, 1::2])


def _stream(about: bytes, content: bytes, way: bytes) -> bytes:
    return b"<<%s/Filter%s/Length %d>>\nstream\n%s\nendstream" % (about, way, len(content), content)


def _file(objects: Sequence[bytes]) -> bytes:
    out = io.BytesIO()
    out.write(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    places: list[Any] = []
    for number, one in enumerate(objects, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, one))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.writelines(b"%010d 00000 n \n" % place for place in places)
    out.write(b"trailer\n<</Size %d/Root 1 0 R>>\n" % (len(objects) + 1))
    out.write(b"startxref\n%d\n%%%%EOF\n" % start)
    return out.getvalue()
