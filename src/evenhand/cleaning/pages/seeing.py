"""Which letters of a page are seen: asked of the drawn page itself, not of the file.

The page is drawn several times with some texts black and the others white, so that each text has a
pattern of its own. Where its pattern comes through, nothing covers it; and where the page looks the
same without any text, the text had the colour of what it stands on.
"""

import ctypes
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, NamedTuple

import numpy as np
import pypdfium2 as pdfium
from pypdfium2 import raw

from evenhand.cleaning.unseen import without_unseen

DIFFERENT = 40
"""Of 255: how much a letter must differ from what is under it to be read."""
INKED = 64
"""Of 255: how much of a pixel a letter must cover to be counted there."""
SHARE = 0.08
"""Of a letter's box: thin strokes fill a fifth of it, the rim of a covered one less."""
SMALLEST = 1.5
"""Points: the height of a small letter below which nobody reads. Stops have hardly any."""
MARKS = frozenset(".,:;-–—_'’‘\"“”·•…")
REPLACES = "ActualText"
"""What a mark says to programs instead of the letters that are drawn."""
INVISIBLE = raw.FPDF_TEXTRENDERMODE_INVISIBLE
Pixels = np.ndarray[Any, np.dtype[Any]]


class Word(NamedTuple):
    """A word that is seen, and where: in points from the top left of the page as it is shown.

    ``turn`` says by how many degrees it runs against the line of the eye: 0, 90, 180 or 270.
    """

    text: str
    left: float
    top: float
    right: float
    bottom: float
    turn: int = 0


class Seen(NamedTuple):
    """A drawn page, its words, and how many letters of the file nobody sees there."""

    picture: Pixels
    words: list[Word]
    unseen: int


def look_at(page: pdfium.PdfPage, scale: float) -> Seen:
    """Draw a page and find the words that are seen in it.

    Parameters
    ----------
    page : it is changed on the way, in memory.
    scale : pixels for each point.
    """
    letters = list(_letters(page, scale))
    picture = draw(page, scale)
    found = dict(enumerate(_texts(page), 1))
    numbers = {_address(one): number for number, (one, instead) in found.items() if not instead}
    owners = _owners(page, scale, {number: one for number, (one, _) in found.items()})
    for one, _ in found.values():
        raw.FPDFTextObj_SetTextRenderMode(one, INVISIBLE)
    without = draw(page, scale)
    difference = np.abs(picture.astype(np.int16) - without.astype(np.int16)).max(axis=2)
    owners[difference <= DIFFERENT] = 0

    def is_seen(letter: Letter) -> bool:
        number = numbers.get(letter.text_object)
        longest = max(letter.bottom - letter.top, letter.right - letter.left)
        high = letter.character in MARKS or longest >= SMALLEST * scale
        if number is None or not high:
            return False
        own = owners[max(letter.top, 0) : letter.bottom, max(letter.left, 0) : letter.right]
        return own.size > 0 and float((own == number).mean()) >= SHARE

    words, unseen = _words(letters, is_seen)
    return Seen(picture, [_in_points(one, scale) for one in words], unseen)


def _owners(page: pdfium.PdfPage, scale: float, texts: dict[int, Any]) -> Pixels:
    """For each pixel the number of the text that is on top there; 0 where none is."""

    def drawn(white: Callable[[int], bool]) -> Pixels:
        for number, one in texts.items():
            shade = 255 if white(number) else 0
            raw.FPDFPageObj_SetFillColor(one, shade, shade, shade, 255)
            raw.FPDFPageObj_SetStrokeColor(one, shade, shade, shade, 255)
        return draw(page, scale, grey=True).astype(np.int16)

    black = drawn(lambda _number: False)
    ink = drawn(lambda _number: True) - black
    owners = np.zeros(ink.shape, np.int32)
    for bit in range(len(texts).bit_length()):
        light = drawn(partial(_has_bit, bit)) - black
        owners |= (2 * light > ink).astype(np.int32) << bit
    owners[ink < INKED] = 0
    return owners


def _has_bit(bit: int, number: int) -> bool:
    return bool(number >> bit & 1)


def draw(page: pdfium.PdfPage, scale: float, *, grey: bool = False) -> Pixels:
    """The page as a screen shows it, annotations with it: a black box may be one.

    Returns
    -------
    (rows, columns) of shades where only grey is asked for, else (rows, columns, 3).
    """
    drawn = page.render(
        scale=scale, may_draw_forms=False, draw_annots=True, rev_byteorder=True, grayscale=grey
    )
    pixels = drawn.to_numpy()
    if grey:
        return np.array(pixels.reshape(pixels.shape[:2]))
    return np.array(pixels[:, :, :3])


class Letter(NamedTuple):
    """A character, its box in the drawing in pixels, and the text that it belongs to."""

    character: str
    left: int
    top: int
    right: int
    bottom: int
    text_object: int


GAP = Letter(" ", 0, 0, 0, 0, 0)


def _letters(page: pdfium.PdfPage, scale: float) -> Iterator[Letter]:
    read = page.get_textpage()
    for place in range(read.count_chars()):
        code = raw.FPDFText_GetUnicode(read.raw, place)
        character = chr(code) if 0 < code < 0x110000 else "\ufffd"
        if raw.FPDFText_IsGenerated(read.raw, place) == 1 or character.isspace():
            yield GAP
            continue
        box = _box(page, scale, read.get_charbox(place))
        yield Letter(character, *box, _address(raw.FPDFText_GetTextObject(read.raw, place)))


def _words(letters: list[Letter], is_seen: Callable[[Letter], bool]) -> tuple[list[Word], int]:
    """Whole words alone: one letter of a word that is covered says too much."""
    words, unseen, word = [], 0, []
    for letter in [*letters, GAP]:
        if letter.character != " ":
            word.append(letter)
            continue
        if word and all(map(is_seen, word)):
            text = without_unseen("".join(one.character for one in word))
            words += [_around(text, word)] if text else []
        else:
            unseen += len(word)
        word = []
    return words, unseen


def _around(text: str, word: list[Letter]) -> Word:
    return Word(
        text,
        min(one.left for one in word),
        min(one.top for one in word),
        max(one.right for one in word),
        max(one.bottom for one in word),
        _turn(word[0], word[-1]),
    )


def _turn(first: Letter, last: Letter) -> int:
    """Where a word runs, by its first and last letters."""
    across, down = last.left - first.left, last.top - first.top
    if abs(down) > abs(across):
        return 270 if down > 0 else 90
    return 0 if across >= 0 else 180


def _in_points(word: Word, scale: float) -> Word:
    left, top, right, bottom = (side / scale for side in word[1:5])
    return Word(word.text, left, top, right, bottom, word.turn)


def _box(
    page: pdfium.PdfPage, scale: float, box: tuple[float, float, float, float]
) -> tuple[int, int, int, int]:
    """Where a letter stands in the drawing; a page may be turned and begin anywhere."""
    left, bottom, right, top = box
    corners = [_pixel(page, scale, x, y) for x in (left, right) for y in (bottom, top)]
    across, down = [x for x, _ in corners], [y for _, y in corners]
    return min(across), min(down), max(across) + 1, max(down) + 1


def _pixel(page: pdfium.PdfPage, scale: float, x: float, y: float) -> tuple[int, int]:
    width, height = page.get_size()
    across, down = ctypes.c_int(), ctypes.c_int()
    size = (round(width * scale), round(height * scale))
    raw.FPDF_PageToDevice(page.raw, 0, 0, *size, 0, x, y, across, down)
    return across.value, down.value


def _texts(page: pdfium.PdfPage) -> Iterator[tuple[Any, bool]]:
    """Every text of the page, those inside other objects too, and whether a mark replaces it."""
    count = raw.FPDFPage_CountObjects(page.raw)
    waiting = [(raw.FPDFPage_GetObject(page.raw, place), False) for place in range(count)]
    while waiting:
        one, instead = waiting.pop()
        instead = instead or _is_replaced(one)
        kind = raw.FPDFPageObj_GetType(one)
        if kind == raw.FPDF_PAGEOBJ_TEXT:
            yield one, instead
        elif kind == raw.FPDF_PAGEOBJ_FORM:
            inner = range(max(raw.FPDFFormObj_CountObjects(one), 0))
            waiting += [(raw.FPDFFormObj_GetObject(one, place), instead) for place in inner]


def _is_replaced(one: Any) -> bool:
    """Whether a mark around a text gives a program other words than the eye gets."""
    for place in range(raw.FPDFPageObj_CountMarks(one)):
        mark = raw.FPDFPageObj_GetMark(one, place)
        for number in range(raw.FPDFPageObjMark_CountParams(mark)):
            key = ctypes.create_string_buffer(64)
            needed = ctypes.c_ulong()
            wide = ctypes.cast(key, ctypes.POINTER(ctypes.c_ushort))
            raw.FPDFPageObjMark_GetParamKey(mark, number, wide, 64, needed)
            if key.raw[: max(needed.value - 2, 0)].decode("utf-16-le", "replace") == REPLACES:
                return True
    return False


def _address(one: Any) -> int:
    return ctypes.cast(one, ctypes.c_void_p).value or 0
