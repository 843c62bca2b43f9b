"""Bytes of an unsure encoding as UTF-8, a line at a time, saying what was guessed."""

from __future__ import annotations

import codecs
import io

from evenhand.records.errors import BadInput
from evenhand.records.readers.bytes import LONGEST_LINE, UTF_16, Content

# A piece that is read at once: a whole number of UTF-16 units.
PIECE = 2**20


class Recoded(io.RawIOBase):
    """A file as UTF-8 whatever it was: UTF-8, UTF-16, or lines of Windows' Western code page.

    A line that is not UTF-8 is read as Windows-1252, the only other encoding met in such files,
    and the first such line is named in a warning.
    """

    def __init__(self, content: Content, name: str) -> None:
        super().__init__()
        self._content = content
        self._name = name
        self._rest = b""
        self._ended = False
        self._line = 0
        self._guessed: list[int] = []
        self._utf_16: codecs.IncrementalDecoder | None = None
        start = content.read(PIECE)
        if start.startswith(UTF_16):
            self._utf_16 = codecs.getincrementaldecoder("utf-16")()
        self._ready = self._take(start.removeprefix(codecs.BOM_UTF8))

    @property
    def warnings(self) -> list[str]:
        """What the reader should know of the encoding, as sentences."""
        if self._utf_16:
            return [f"{self._name} is in UTF-16; it was read as that."]
        if self._guessed:
            return [
                f"{self._name}: {len(self._guessed):,} lines are not UTF-8, the first of them line "
                f"{self._guessed[0]}; they were read as Windows-1252. Check their accented letters."
            ]
        return []

    def readable(self) -> bool:
        """As every stream that can be read says."""
        return True

    def first_line(self) -> str:
        """The heading, taken off the stream."""
        while b"\n" not in self._ready and not self._ended:
            self._ready += self._more()
        line, _, self._ready = self._ready.partition(b"\n")
        return line.decode("utf-8")

    def read(self, size: int = -1) -> bytes:
        """The next bytes, always of whole characters; none at the end."""
        while not self._ended and (size < 0 or len(self._ready) < size):
            self._ready += self._more()
        size = len(self._ready) if size < 0 else size
        data, self._ready = self._ready[:size], self._ready[size:]
        return data

    def _more(self) -> bytes:
        data = self._content.read(PIECE)
        if data:
            return self._take(data)
        self._ended = True
        rest, self._rest = self._rest, b""
        return self._lines([rest]) if rest else b""

    def _take(self, data: bytes) -> bytes:
        if self._utf_16:
            return self._utf_16.decode(data).encode()
        *lines, self._rest = (self._rest + data).split(b"\n")
        if len(self._rest) > LONGEST_LINE:
            raise BadInput(
                f"{self._name}: line {self._line + len(lines) + 1} is longer than a million "
                "characters, so this is not a table. Ask for another copy. Nothing was loaded."
            )
        return self._lines([*lines, b""]) if lines else b""

    def _lines(self, lines: list[bytes]) -> bytes:
        data = b"\n".join(lines)
        try:
            data.decode("utf-8")
        except UnicodeDecodeError:
            data = b"\n".join(self._utf_8(line, place) for place, line in enumerate(lines, 1))
        self._line += len(lines) - 1
        return data

    def _utf_8(self, line: bytes, place: int) -> bytes:
        try:
            line.decode("utf-8")
        except UnicodeDecodeError:
            self._guessed.append(self._line + place)
            return line.decode("cp1252", errors="replace").encode()
        return line
