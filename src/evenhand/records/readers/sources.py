"""Which files a person meant, and their bytes: folders, archives and compression are seen through.

Nothing is unpacked to disk, so a name inside an archive can never become a path.
"""

from __future__ import annotations

import os
import stat
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import BinaryIO

from evenhand.records.errors import BadInput, NotRecords

READABLE = (".csv", ".csv.gz", ".json", ".json.gz")
ARCHIVES = (".zip", ".7z", ".rar", ".tar", ".tar.gz", ".tgz")
INNER = "is an archive within an archive, which is not opened. Unpack it and import the folder."

# data.police.uk packs its monthly files about 12 to 1, and rows of one value pack about 200 to 1.
MOST_UNPACKED = 250
SMALL_ENOUGH = 64 * 2**20


@dataclass(frozen=True)
class Source:
    """One file to read.

    Attributes
    ----------
    name : what to call it.
    file_name : its own name, without its folder or archive.
    named : whether the person named it, or it was found in a folder or archive.
    open : gives its bytes; can be sent to another process, as all of a source can.
    packed_bytes : its size as it is.
    left_out : why it is not read, where it was found and is nothing that can be.
    """

    name: str
    file_name: str
    named: bool
    open: Callable[[], BinaryIO]
    packed_bytes: int
    left_out: str = ""


def sources(paths: Iterable[Path]) -> Iterator[Source]:
    """Every readable file at or under the paths, folders in the order of their names.

    Raises
    ------
    BadInput
        If a path does not exist or cannot be read, or an archive is damaged.
    """
    for path in paths:
        if path.is_dir():
            yield from _in_folder(path)
        else:
            refuse_no_file(path)
            yield from _in_file(path, named=True)


def refuse_no_file(path: Path) -> None:
    """Refuse what is not there, or would be waited for without end.

    Raises
    ------
    BadInput
        If the path leads to no file.
    """
    try:
        mode = path.stat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        raise BadInput(f"{path} does not exist. Check the path and try again.") from None
    except OSError as error:
        raise BadInput(unreadable(str(path), error)) from error
    if not stat.S_ISREG(mode):
        raise BadInput(f"{path} is not a file on a disk. Save what it gives to a file first.")


def _in_folder(folder: Path) -> Iterator[Source]:
    found = False
    for path in sorted(_under(folder)):
        name = path.name.lower()
        if name.startswith("."):
            continue
        if not name.endswith((*READABLE, ".zip")):
            if "stop-and-search" in name and not path.is_dir():
                yield _left_out(path, "is no .csv, .csv.gz, .json or .zip file.")
        elif path.is_file():
            found = True
            yield from _in_file(path, named=False)
        elif path.is_symlink():
            yield _left_out(path, "is a link that leads to no file.")
        elif not path.is_dir():
            yield _left_out(path, "is not a file on a disk.")
    if not found:
        raise BadInput(
            f"{folder} holds no .csv, .csv.gz, .json or .zip file (links to other folders are not "
            "followed). Nothing was loaded."
        )


def _under(folder: Path) -> Iterator[Path]:
    """All that is in a folder; a link to another folder is left where it is."""

    def refuse(error: OSError) -> None:
        raise BadInput(unreadable(str(error.filename), error)) from error

    for here, _, names in os.walk(folder, onerror=refuse):
        yield from (Path(here, name) for name in names)


def _left_out(path: Path | str, why: str) -> Source:
    sentence = f"{path} {why}"
    opening = partial(_refuse, sentence)
    return Source(str(path), Path(path).name, False, opening, 0, left_out=sentence)


def _refuse(sentence: str) -> BinaryIO:
    raise NotRecords(sentence)


def _in_file(path: Path, *, named: bool) -> Iterator[Source]:
    if path.name.lower().endswith(".zip"):
        yield from _in_archive(path, named=named)
        return
    try:
        size = path.stat().st_size
    except OSError as error:
        raise BadInput(unreadable(str(path), error)) from error
    yield Source(str(path), path.name, named, partial(_open_file, path), size)


def _open_file(path: Path) -> BinaryIO:
    return path.open("rb", buffering=0)


def _in_archive(path: Path, *, named: bool) -> Iterator[Source]:
    try:
        with zipfile.ZipFile(path) as archive:
            held = [m for m in archive.infolist() if not _hidden(m)]
        size = path.stat().st_size
    except OSError as error:
        raise BadInput(unreadable(str(path), error)) from error
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise BadInput(
            f"{path} is not a whole zip archive ({error}). Download it again. Nothing was loaded."
        ) from error
    members = [m for m in held if _is_search_file(m)]
    inner = [m for m in held if m.filename.lower().endswith(ARCHIVES)]
    if not members:
        yield from _nothing_in(path, inner, named=named)
        return
    _refuse_archive(path, size, members)
    for member in members:
        yield Source(
            f"{path}/{member.filename}",
            Path(member.filename).name,
            False,
            partial(_open_member, path, member),
            member.compress_size,
        )
    for member in inner:
        yield _left_out(f"{path}/{member.filename}", INNER)


def _nothing_in(path: Path, inner: list[zipfile.ZipInfo], *, named: bool) -> Iterator[Source]:
    why = "holds no file named like 2024-01-kent-stop-and-search.csv."
    if inner:
        why += f" {inner[0].filename} in it {INNER}"
    if named:
        raise BadInput(f"{path} {why} Nothing was loaded.")
    yield _left_out(path, why)


def _hidden(member: zipfile.ZipInfo) -> bool:
    """What a Mac adds to every file that it packs."""
    return Path(member.filename).name.startswith(".")


def _is_search_file(member: zipfile.ZipInfo) -> bool:
    name = member.filename.lower()
    return name.endswith(READABLE) and "stop-and-search" in Path(name).name


def _refuse_archive(path: Path, size: int, members: list[zipfile.ZipInfo]) -> None:
    """Refuse what no real archive is, before any of it is unpacked."""
    names: set[str] = set()
    for member in members:
        name = f"{path}/{member.filename}"
        if member.flag_bits & 1:
            raise BadInput(f"{path} is locked with a password. Unpack it and import the folder.")
        if member.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
            raise BadInput(
                f"{name} is packed in an unusual way. Unpack the archive and import the folder. "
                "Nothing was loaded."
            )
        if member.filename in names:
            raise BadInput(
                f"{path} holds two files named {member.filename}, and nobody can tell which one "
                "counts. Unpack it and import the right one. Nothing was loaded."
            )
        if too_large(member.file_size, member.compress_size):
            raise BadInput(bomb(name))
        names.add(member.filename)
    if too_large(sum(member.file_size for member in members), size):
        raise BadInput(bomb(str(path)))  # the same bytes packed once and named many times


def _open_member(path: Path, member: zipfile.ZipInfo) -> BinaryIO:
    try:
        with ExitStack() as until_open:
            archive = until_open.enter_context(zipfile.ZipFile(path))
            stream = _Member(archive, member)
            until_open.pop_all()
    except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
        raise BadInput(
            f"{path}/{member.filename} cannot be opened ({error}). Download the archive again. "
            "Nothing was loaded."
        ) from error
    # It reads and closes, which is all that is asked of a source's stream.
    return stream  # type: ignore[return-value]


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
