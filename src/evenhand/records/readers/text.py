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
    and the first such line is named in a warning. Lines that end in CR alone end in LF here.
    """

    def __init__(self, content: Content, name: str) -> None:
        super().__init__()
        self._content = content
        self._name = name
        self._rest = b""
        self._ended = False
        self._line = 0
        self._unended = 0
        self._guessed = 0
        self._first_guessed = 0
        self._utf_16: codecs.IncrementalDecoder | None = None
        start = content.read(PIECE)
        if start.startswith(UTF_16):
            self._utf_16 = codecs.getincrementaldecoder("utf-16")()
        text = self._as_utf_8(start).removeprefix(codecs.BOM_UTF8)
        self._only_cr = b"\r" in text and b"\n" not in text
        self._ready = self._take(text)

    @property
    def warnings(self) -> list[str]:
        """What the reader should know of the encoding, as sentences."""
        if self._utf_16:
            return [f"{self._name} is in UTF-16; it was read as that."]
        if self._guessed:
            return [
                f"{self._name}: {self._guessed:,} lines are not UTF-8, the first of them line "
                f"{self._first_guessed}; they were read as Windows-1252. Check their accented "
                "letters."
            ]
        return []

    @property
    def lines(self) -> int:
        """How many lines have been read, the heading included."""
        return self._line + self._unended

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
            return self._take(self._as_utf_8(data))
        self._as_utf_8(b"", last=True)
        self._ended = True
        rest, self._rest = self._rest, b""
        self._unended = int(bool(rest))
        return self._lines([rest]) if rest else b""

    def _as_utf_8(self, data: bytes, *, last: bool = False) -> bytes:
        if self._utf_16 is None:
            return data
        try:
            return self._utf_16.decode(data, last).encode()
        except UnicodeDecodeError as error:
            raise BadInput(
                f"{self._name} begins as UTF-16 and is damaged after line {self._line + 1}. "
                "Ask for a CSV file in UTF-8. Nothing was loaded."
            ) from error

    def _take(self, data: bytes) -> bytes:
        if self._only_cr:
            data = data.replace(b"\r", b"\n")
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
            self._guessed += 1
            self._first_guessed = self._first_guessed or self._line + place
            return line.decode("cp1252", errors="replace").encode()
        return line
