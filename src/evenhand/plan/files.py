"""Files of evidence on disk: each once, by its digest, outside of anything that a server gives out.

A file is there whole or not at all. Nothing here says who may read it: ``selectors`` know what is
published.
"""

import os
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from django.conf import settings

from evenhand.measures.words.messages import say
from evenhand.plan.errors import PlanError

OURS_ALONE = 0o700
BESIDE = ".new-"
"""What a file is called while it is written; such a name is never read."""
GOING = ".going"


class NoRoom(PlanError):
    """The disk did not take a file."""


def digest_of(content: bytes) -> str:
    """The SHA-256 of a file, by which it is found."""
    return sha256(content).hexdigest()


def put(content: bytes) -> str:
    """Keep a file and give its digest. The same file again is the same file.

    Raises
    ------
    NoRoom
        If the disk does not take it; then nothing of it is left there.
    """
    digest = digest_of(content)
    place = _place(digest)
    try:
        place.parent.mkdir(mode=OURS_ALONE, parents=True, exist_ok=True)
        if touch(digest) and place.read_bytes() == content:
            return digest
        _write(content, place)
    except OSError as error:
        raise NoRoom(say("The file could not be kept. Try again later.")) from error
    return digest


def read(digest: str) -> bytes | None:
    """The file of a digest; nothing where it is gone, or is no longer what it was."""
    try:
        content = _place(digest).read_bytes()
    except FileNotFoundError:
        return None
    return content if digest_of(content) == digest else None


def touch(digest: str) -> bool:
    """Say that a file is needed, so that it is not thought forgotten; whether it is there."""
    try:
        os.utime(_place(digest))
    except FileNotFoundError:
        return False
    return True


def stored() -> Iterator[str]:
    """The digests of all files."""
    for path in sorted(_folder().glob("[0-9a-f][0-9a-f]/*")):
        if not path.name.startswith("."):
            yield path.name


def touched_at(digest: str) -> float:
    """When a file was last needed, in seconds since 1970; 0 where it is gone."""
    try:
        return _place(digest).stat().st_mtime
    except FileNotFoundError:
        return 0.0


def remove_if_untouched(digest: str, since: float) -> bool:
    """Remove a file, unless somebody needs it meanwhile; whether it is gone."""
    place = _place(digest)
    going = place.with_name(f"{BESIDE}{place.name}{GOING}")
    try:
        place.rename(going)
    except FileNotFoundError:
        return False
    if going.stat().st_mtime > since:  # needed since we looked
        going.rename(place)
        return False
    going.unlink()
    return True


def remove_unfinished(before: float) -> None:
    """Remove what is left of writes that a crash ended."""
    for path in _folder().glob(f"[0-9a-f][0-9a-f]/{BESIDE}*"):
        with suppress(FileNotFoundError):
            if path.stat().st_mtime < before:
                path.unlink()


def _write(content: bytes, place: Path) -> None:
    handle, name = tempfile.mkstemp(prefix=BESIDE, dir=place.parent)  # ours alone to read
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        Path(name).replace(place)
    except BaseException:
        with suppress(FileNotFoundError):
            Path(name).unlink()
        raise
    folder = os.open(place.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _folder() -> Path:
    return Path(settings.FILES)


def _place(digest: str) -> Path:
    if len(digest) != 64 or not set(digest) <= set("0123456789abcdef"):
        raise ValueError(f"“{digest}” is no digest")
    return _folder() / digest[:2] / digest
