"""Which files a person meant, and their bytes: folders, archives and compression are seen through.

Nothing is unpacked to disk, so a name inside an archive can never become a path.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from evenhand.records.errors import BadInput

READABLE = (".csv", ".csv.gz", ".json", ".json.gz")

# data.police.uk packs its monthly files about 12 to 1, and rows of one value pack about 200 to 1.
MOST_UNPACKED = 250
SMALL_ENOUGH = 64 * 2**20


@dataclass(frozen=True)
class Source:
    """One file to read: what to call it, whether the person named it, and how to open it."""

    name: str
    file_name: str
    named: bool
    open: Callable[[], BinaryIO]
    packed_bytes: int


def sources(paths: Iterable[Path]) -> Iterator[Source]:
    """Every readable file at or under the paths, folders in the order of their names.

    Raises
    ------
    BadInput
        If a path does not exist, or an archive cannot be read.
    """
    for path in paths:
        if not path.exists():
            raise BadInput(f"{path} does not exist. Check the path and try again.")
        if path.is_dir():
            yield from _in_folder(path)
        else:
            yield from _in_file(path, named=True)


def _in_folder(folder: Path) -> Iterator[Source]:
    found = False
    for path in sorted(folder.rglob("*")):
        readable = path.name.lower().endswith((*READABLE, ".zip"))
        if readable and path.is_file() and not path.name.startswith("."):
            found = True
            yield from _in_file(path, named=False)
    if not found:
        raise BadInput(f"{folder} holds no .csv, .csv.gz, .json or .zip file. Nothing was loaded.")


def _in_file(path: Path, *, named: bool) -> Iterator[Source]:
    if path.name.lower().endswith(".zip"):
        yield from _in_archive(path)
        return
    try:
        size = path.stat().st_size
    except OSError as error:
        raise BadInput(unreadable(str(path), error)) from error
    yield Source(str(path), path.name, named, lambda: path.open("rb", buffering=0), size)


def _in_archive(path: Path) -> Iterator[Source]:
    try:
        with zipfile.ZipFile(path) as archive:
            members = [m for m in archive.infolist() if _is_search_file(m)]
    except (zipfile.BadZipFile, OSError) as error:
        raise BadInput(
            f"{path} is not a whole zip archive ({error}). Download it again. Nothing was loaded."
        ) from error
    if not members:
        raise BadInput(
            f"{path} holds no file named like 2024-01-kent-stop-and-search.csv. Nothing was loaded."
        )
    for member in members:
        _refuse_bomb(path, member)
        yield Source(
            f"{path}/{member.filename}",
            Path(member.filename).name,
            False,
            _opener(path, member),
            member.compress_size,
        )


def _is_search_file(member: zipfile.ZipInfo) -> bool:
    name = member.filename.lower()
    return name.endswith(READABLE) and "stop-and-search" in Path(name).name


def _refuse_bomb(path: Path, member: zipfile.ZipInfo) -> None:
    if member.flag_bits & 1:
        raise BadInput(f"{path} is locked with a password. Unpack it and import the folder.")
    if too_large(member.file_size, member.compress_size):
        raise BadInput(bomb(f"{path}/{member.filename}"))


def _opener(path: Path, member: zipfile.ZipInfo) -> Callable[[], BinaryIO]:
    def opened() -> BinaryIO:
        archive = zipfile.ZipFile(path)
        try:
            return _Member(archive, member)  # type: ignore[return-value]
        except (zipfile.BadZipFile, NotImplementedError) as error:
            archive.close()
            raise BadInput(
                f"{path}/{member.filename} cannot be opened ({error}). Download the archive again. "
                "Nothing was loaded."
            ) from error

    return opened


class _Member:
    """A member of an archive that closes its archive when it is closed."""

    def __init__(self, archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
        self._archive = archive
        self._stream = archive.open(member)

    def read(self, size: int = -1) -> bytes:
        return self._stream.read(size)

    def close(self) -> None:
        self._stream.close()
        self._archive.close()


def too_large(unpacked: int, packed: int) -> bool:
    """Whether something unpacks to far more than real files do: a bomb, or a mistake."""
    return unpacked > SMALL_ENOUGH and unpacked > MOST_UNPACKED * max(packed, 1)


def bomb(name: str) -> str:
    """What to say of such a file."""
    return (
        f"{name} unpacks to more than {MOST_UNPACKED} times its size, which no real file does. "
        "It was not unpacked further. Ask its supplier for another copy. Nothing was loaded."
    )


def unreadable(name: str, error: OSError) -> str:
    """What to say of a file that the system would not let us read."""
    reason = error.strerror or str(error)
    return f"{name} cannot be read: {reason}. Check who may read it. Nothing was loaded."
