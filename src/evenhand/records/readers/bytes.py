"""A source's bytes: unpacked, counted and fingerprinted while they are read, once."""

from __future__ import annotations

import gzip
import hashlib
import io
import zipfile
import zlib
from contextlib import suppress
from typing import Any

from evenhand.records.errors import BadInput, NotRecords
from evenhand.records.readers.reading import Reading
from evenhand.records.readers.sources import Source, bomb, too_large, unreadable

BLOCK = 16 * 2**20
LONGEST_LINE = 2**20

# The first bytes of what people rename to .csv by mistake, and what to tell them.
DISGUISES = {
    b"%PDF": "is a PDF. Ask for the CSV file it was made from",
    b"PK\x03\x04": "is a spreadsheet or an archive. Save it as CSV, or give it its .zip ending",
    b"\xd0\xcf\x11\xe0": "is an old spreadsheet. Save it as CSV",
    b"PAR1": "is a Parquet file. Give the CSV file it was made from",
    b"\x89PNG": "is a picture. Ask for the CSV file",
}
GZIP = b"\x1f\x8b"
DAMAGE = (EOFError, gzip.BadGzipFile, zlib.error, zipfile.BadZipFile)
UTF_16 = (b"\xff\xfe", b"\xfe\xff")


class Content(io.RawIOBase):
    """The unpacked bytes of a source, with fingerprints of its packed and its unpacked form."""

    def __init__(self, source: Source) -> None:
        super().__init__()
        self.source = source
        try:
            self._packed = _Hashed(source.open())
            # All there is, where it is little: to look at the start alone is another read.
            start = self._packed.peek(min(BLOCK, source.packed_bytes + 1))
        except OSError as error:
            raise BadInput(unreadable(source.name, error)) from error
        except DAMAGE as error:
            raise BadInput(damaged(source, error, 0)) from error
        self.compressed = start.startswith(GZIP)
        # The members are read-only streams: gzip and the hash only ever call read.
        self._stream: Any = (
            gzip.GzipFile(fileobj=_reads(self._packed), mode="rb")
            if self.compressed
            else self._packed
        )
        self._content = hashlib.sha256() if self.compressed else self._packed.hash
        self.size = 0

    def readable(self) -> bool:
        """As every stream that can be read says."""
        return True

    def read(self, size: int = -1) -> bytes:
        """The next bytes; all of them without a size."""
        name = self.source.name
        try:
            data: bytes = self._stream.read(size)
        except DAMAGE as error:
            raise BadInput(damaged(self.source, error, self.size)) from error
        except OSError as error:
            if error.errno is None:  # the decompressors' own complaint, not the system's
                raise BadInput(damaged(self.source, error, self.size)) from error
            raise BadInput(unreadable(name, error)) from error
        self.size += len(data)
        if self.compressed:
            self._content.update(data)
            if too_large(self.size, self.source.packed_bytes):
                raise BadInput(bomb(name))
        return data

    def close(self) -> None:
        """Let the file go."""
        if not self.closed:
            self._packed.close()
        super().close()

    @property
    def sha256(self) -> str:
        """The fingerprint of the file as supplied, once all of it has been read."""
        return self._packed.hash.hexdigest()

    @property
    def content_sha256(self) -> str:
        """The fingerprint of its unpacked content, the same whatever it was packed with."""
        return self._content.hexdigest()


class _Hashed:
    """A stream that fingerprints what passes, with a look ahead at its start."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream
        self._ahead = io.BytesIO()
        self.hash = hashlib.sha256()

    def peek(self, size: int) -> bytes:
        start: bytes = self._stream.read(size)
        self._ahead = io.BytesIO(start)
        return start

    def read(self, size: int = -1) -> bytes:
        data = self._ahead.read(size)
        if size < 0 or len(data) < size:
            data += self._stream.read(-1 if size < 0 else size - len(data))
        self.hash.update(data)
        return data

    def close(self) -> None:
        self._stream.close()


def _reads(stream: Any) -> Any:
    """A stream of which only `read` is ever asked, for a signature that asks for more."""
    return stream


def damaged(source: Source, error: Exception, unpacked: int) -> str:
    """What to say of packed bytes that cannot be unpacked, so many of which already were.

    Where they end too soon, the last whole line is named. Other damage may lie before the place
    where it is noticed, so no line is named for it.
    """
    what = "is damaged"
    if isinstance(error, EOFError):
        lines = _lines(source, unpacked + BLOCK)
        what = f"is cut short after line {lines:,}" if lines else "is cut short in its first line"
    return f"{source.name} {what}. Download it again. Nothing was loaded."


def _lines(source: Source, most: int) -> int:
    """How many whole lines a packed source gives before it ends, within so many bytes."""
    lines = size = 0
    with suppress(*DAMAGE, OSError), source.open() as packed, gzip.GzipFile(fileobj=packed) as file:
        while size < most and (piece := file.read1()):
            lines += piece.count(b"\n")
            size += len(piece)
    return lines


def whole_block(content: Content) -> bytes:
    """Up to a block of bytes; fewer only at the end."""
    # To ask first for what there is spares the making and shrinking of a block for each file.
    first = BLOCK if content.compressed else min(BLOCK, content.source.packed_bytes + 1)
    data = content.read(first)
    while len(data) < BLOCK:
        more = content.read(BLOCK - len(data))
        if not more:
            break
        data += more
    return data


def finish(reading: Reading, content: Content) -> None:
    """Read what is left of a source, and note the fingerprints of the whole."""
    while content.read(BLOCK):
        pass
    reading.sha256, reading.content_sha256 = content.sha256, content.content_sha256
    reading.size = content.size


def refuse_disguise(name: str, start: bytes) -> None:
    """Refuse what is plainly no text, saying what it is.

    Raises
    ------
    BadInput
        If the file is something else under the name of a table.
    NotRecords
        If there is nothing in it.
    """
    for magic, what in DISGUISES.items():
        if start.startswith(magic):
            raise BadInput(f"{name} {what}. Nothing was loaded.")
    if start[:512].lstrip(b"\xef\xbb\xbf \r\n\t").lower().startswith((b"<!doctype", b"<html")):
        raise BadInput(
            f"{name} is a web page, not data: a site or your organisation's proxy may have "
            "answered instead of data.police.uk. Download it again. Nothing was loaded."
        )
    if not start[:4096].strip():
        raise NotRecords(f"{name} is empty. Download it again.")
    if b"\x00" in start[:4096] and not start.startswith(UTF_16):
        raise BadInput(f"{name} is not text. Ask for a CSV file in UTF-8. Nothing was loaded.")
