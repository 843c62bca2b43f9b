"""The folder of the files: whose it is, what was in it, and how a new one takes its place."""

import ctypes
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from filelock import FileLock, Timeout

from evenhand.public.static_site.errors import CannotExport

RECORD = ".evenhand-site.json"
"""What makes a folder ours: which file holds which address, with its entity tag."""
READABLE = 0o755  # a web server reads the folder as somebody else
API = "/api/v1/"
AT_FDCWD, RENAME_EXCHANGE = -100, 2  # of Linux's renameat2


class Held(NamedTuple):
    """One file: its entity tag, its media type and how many bytes it has."""

    tag: str
    kind: str
    size: int


@dataclass
class Record:
    """What a folder holds, by address.

    Attributes
    ----------
    damaged : it cannot be read, so that nobody knows what in the folder was ours.
    """

    held: dict[str, Held] = field(default_factory=dict)
    damaged: bool = False

    @classmethod
    def read(cls, folder: Path) -> "Record":
        """What the folder says of itself; nothing of a folder that is not there.

        Another version of this program may write the same page in another way, so that what it left
        counts as files of ours and is written again.
        """
        path = folder / RECORD
        if not path.is_file():
            return cls()
        try:
            found = json.loads(path.read_text(encoding="utf-8"))
            same = found["version"] == version("evenhand")
            held = {path: Held(*one) for path, one in found["files"].items()}
        except (ValueError, KeyError, TypeError):
            return cls(damaged=True)  # everything is written again
        return cls(held if same else {path: one._replace(tag="") for path, one in held.items()})

    def write(self, folder: Path) -> None:
        """Leave it in the folder."""
        said = {"version": version("evenhand"), "files": self.held}
        text = json.dumps(said, indent=0, sort_keys=True)
        (folder / RECORD).write_text(text, encoding="utf-8")


def check(folder: Path, *precious: Path) -> Path:
    """Make sure that a folder can be filled without anybody losing anything; give its full path.

    Parameters
    ----------
    folder : for the site's files.
    precious : the lake, the database: what must neither be served nor be replaced.

    Raises
    ------
    CannotExport
        If it holds something that is not ours, is a file, cannot be replaced, or has to do with
        what is precious.
    """
    folder = folder.resolve()
    for other in map(Path.resolve, precious):
        if folder == other or other in folder.parents or folder in other.parents:
            raise CannotExport(
                f"“{folder}” and “{other}” would lie in each other. Records and the database are "
                "never served: choose another folder for the site."
            )
    if folder.exists() and not folder.is_dir():
        raise CannotExport(f"“{folder}” is a file. Choose a folder.")
    if folder.is_dir() and any(folder.iterdir()) and not (folder / RECORD).is_file():
        raise CannotExport(
            f"“{folder}” holds files that are not a site of ours. They would be lost: choose an "
            "empty folder, or one that this command has filled before."
        )
    if os.path.ismount(folder):
        raise CannotExport(
            f"“{folder}” is where a disk begins, so no other folder can take its place. Choose a "
            "folder inside it."
        )
    there = next(parent for parent in folder.parents if parent.exists())
    if not os.access(there, os.W_OK | os.X_OK):
        raise CannotExport(
            f"“{there}” cannot be written to. A new site is made beside the old one and then takes "
            "its place: choose a folder inside one of your own."
        )
    return folder


def place(path: str) -> PurePosixPath:
    """Where the file of an address stands: a page is the ``index.html`` of its folder.

    An answer of the API is a file with ``.json``, because there are others below its address.

    Raises
    ------
    CannotExport
        If the address has no place in a folder.
    """
    if not path.startswith("/") or {"\\", "\0"} & set(path) or {"..", "."} & set(path.split("/")):
        raise CannotExport(f"The address “{path}” cannot be a file.")
    if path.endswith("/"):
        path += "index.html"
    elif path.startswith(API) and not path.endswith(".json"):
        path += ".json"
    return PurePosixPath(path.lstrip("/"))


@contextmanager
def beside(folder: Path) -> Iterator[Path]:
    """Give an empty folder that takes the place of another once it is full.

    Readers see the old files until then, and if anything goes wrong they keep seeing them. What an
    export that was killed left behind is cleared away.

    Raises
    ------
    CannotExport
        If another export is filling it.
    """
    work = folder.parent / f".{folder.name}.evenhand-work"
    work.mkdir(parents=True, exist_ok=True)
    lock = FileLock(work / "lock")
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        raise CannotExport(f"Another export is filling “{folder}”. Wait for its end.") from error
    try:
        new = _cleared(folder, work)
        new.mkdir(mode=READABLE)
        new.chmod(READABLE)  # whatever this process may usually give away
        yield new
        _swap(folder, new, work / "old")
    finally:
        shutil.rmtree(work, ignore_errors=True)
        lock.release()


def _cleared(folder: Path, work: Path) -> Path:
    """Clear away what an export left that was killed; bring back a site that it had moved."""
    new, old = work / "new", work / "old"
    if old.exists() and not folder.exists():
        old.rename(folder)
    for left in (new, old):
        if left.exists():
            shutil.rmtree(left)
    return new


def _swap(folder: Path, new: Path, old: Path) -> None:
    if not folder.exists():
        new.rename(folder)
    elif not _exchanged(folder, new):
        folder.rename(old)
        try:
            new.rename(folder)
        except OSError:
            old.rename(folder)
            raise


def _exchanged(one: Path, other: Path) -> bool:
    """Let two folders change places in one step, so that no reader finds none; not all systems can.

    Linux can, and Python has no name for it.
    """
    try:
        rename = ctypes.CDLL(None).renameat2
    except (AttributeError, OSError, TypeError):
        return False
    names = os.fsencode(one), os.fsencode(other)
    return bool(rename(AT_FDCWD, names[0], AT_FDCWD, names[1], RENAME_EXCHANGE) == 0)


def keep(old: Path, new: Path) -> None:
    """Let a file stand in the new folder too: the same bytes and the same time."""
    new.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(old, new, follow_symlinks=False)
    except OSError:
        shutil.copy2(old, new, follow_symlinks=False)


def keep_others(folder: Path, new: Path, record: Record) -> None:
    """Keep what somebody else put into a folder of ours, such as a web server's settings.

    Raises
    ------
    CannotExport
        If the site now has a file of its own in that place.
    """
    ours = {RECORD, *(str(place(path)) for path in record.held)}
    for path in _everything(folder):
        inside = path.relative_to(folder).as_posix()
        if inside in ours:
            continue
        if (new / inside).exists():
            if record.damaged:
                continue  # it was ours, as far as anybody can tell
            raise CannotExport(
                f"“{path}” is not ours, and the site now has a file there. Move yours away, then "
                "write the site again."
            )
        with suppress(FileNotFoundError):  # taken away at this moment
            keep(path, new / inside)


def _everything(folder: Path) -> Iterator[Path]:
    """Every file, and every link, whatever it leads to."""
    for here, folders, files in os.walk(folder):
        links = [name for name in folders if (Path(here) / name).is_symlink()]
        yield from (Path(here) / name for name in sorted([*files, *links]))
