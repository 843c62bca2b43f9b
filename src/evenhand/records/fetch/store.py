"""Where downloads are kept: whole files or none, named as the police name theirs."""

import os
import tempfile
from contextlib import suppress
from pathlib import Path

SUFFIXES = (".json", ".csv", ".csv.gz", ".json.gz")


def file_name(force: str, month: str, suffix: str) -> str:
    """Return a force-month's file name, which is where its force and month are written."""
    return f"{month}-{force}-stop-and-search{suffix}"


def held(into: Path, force: str, month: str) -> Path | None:
    """Return the file of a force-month that is already here, if one is, in whichever format."""
    for suffix in SUFFIXES:
        path = into / file_name(force, month, suffix)
        if path.is_file() and path.stat().st_size > 0:
            return path
    return None


def keep(path: Path, content: bytes) -> None:
    """Write a file so that, killed at any moment, it is either whole or absent.

    Raises
    ------
    OSError
        If the folder cannot be written to or the disk is full; nothing is left behind.
    """
    descriptor, part = tempfile.mkstemp(prefix=".", suffix=".part", dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(part).chmod(0o666 & ~_umask())
        Path(part).replace(path)
    except BaseException:
        with suppress(FileNotFoundError):
            Path(part).unlink()
        raise
    _sync_folder(path.parent)


def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask


def _sync_folder(folder: Path) -> None:
    """Make the new name last through a power cut, where the system can (Windows cannot)."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
