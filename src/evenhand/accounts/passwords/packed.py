"""A list of breached passwords in one small file, asked without reading it whole.

The file holds the first six bytes of each password's SHA-1, sorted, after a short heading. Of a
thousand million breached passwords it keeps 6 GB, finds one in about thirty steps, and takes one
good password in three hundred thousand for a bad one. SHA-1 is what published lists are made of;
nothing rests on its strength here.
"""

import hashlib
import mmap
import os
import re
from collections.abc import Iterable
from pathlib import Path

HEADING = b"evenhand passwords 1\n"
WIDTH = 6
PUBLISHED = re.compile(rb"(?P<digest>[0-9A-Fa-f]{40})(?::\d+)?")
"""A line of a published list: the SHA-1 of a password, and how often it was seen."""


class NotAList(ValueError):
    """The file is not a packed list of passwords."""


def digest(password: str) -> bytes:
    """What the list holds of a password."""
    sha1 = hashlib.sha1(password.encode(), usedforsecurity=False)
    return sha1.digest()[:WIDTH]


def pack(lines: Iterable[bytes], into: Path) -> int:
    """Write a packed list of passwords, or of published SHA-1 digests of them; say how many.

    What is there is replaced at once, so that nobody ever asks half a list.
    """
    kept = sorted({_digest_of(line.rstrip(b"\r\n")) for line in lines if line.strip()})
    beside = into.with_name(f".{into.name}.{os.getpid()}")
    with beside.open("wb") as file:
        file.write(HEADING)
        file.writelines(kept)
    beside.replace(into)
    return len(kept)


def _digest_of(line: bytes) -> bytes:
    published = PUBLISHED.fullmatch(line)
    if published:
        return bytes.fromhex(published["digest"].decode())[:WIDTH]
    return hashlib.sha1(line, usedforsecurity=False).digest()[:WIDTH]


class Packed:
    """A packed list, open for asking."""

    def __init__(self, path: Path) -> None:
        """Open the file.

        Raises
        ------
        NotAList
            If it is none, or was cut short.
        """
        with path.open("rb") as file:
            self._bytes = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        size = len(self._bytes) - len(HEADING)
        if self._bytes[: len(HEADING)] != HEADING or size % WIDTH:
            raise NotAList(f"{path} is not a list that `evenhand passwords` made.")
        self._count = size // WIDTH

    def __len__(self) -> int:
        """How many passwords it holds."""
        return self._count

    def __contains__(self, password: str) -> bool:
        """Whether a password is on it."""
        wanted, low, high = digest(password), 0, self._count
        while low < high:
            middle = (low + high) // 2
            found = self._at(middle)
            if found == wanted:
                return True
            low, high = (middle + 1, high) if found < wanted else (low, middle)
        return False

    def _at(self, place: int) -> bytes:
        start = len(HEADING) + place * WIDTH
        return self._bytes[start : start + WIDTH]
