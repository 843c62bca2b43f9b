"""The folder of the files: whose it is, what was in it, and how a new one takes its place."""

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from tempfile import mkdtemp

from evenhand.public.static_site.errors import CannotExport

RECORD = ".evenhand-site.json"
"""What makes a folder ours: which file holds which address, with its entity tag."""
READABLE = 0o755  # a web server reads the folder as somebody else


@dataclass
class Record:
    """Addresses in a folder: the entity tag and the media type of each."""

    tags: dict[str, str] = field(default_factory=dict)
    types: dict[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, folder: Path) -> "Record":
        """What the folder says of itself; nothing of a folder that is not there."""
        path = folder / RECORD
        if not path.is_file():
            return cls()
        try:
            found = json.loads(path.read_text(encoding="utf-8"))
            return cls(dict(found["tags"]), dict(found["types"]))
        except (ValueError, KeyError, TypeError):
            return cls()  # ours, but damaged: everything is written again

    def write(self, folder: Path) -> None:
        """Leave it in the folder."""
        text = json.dumps({"tags": self.tags, "types": self.types}, indent=0, sort_keys=True)
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
        If it holds something that is not ours, is a file, or has to do with what is precious.
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
    return folder


def place(path: str) -> PurePosixPath:
    """Where the file of an address stands: a page is the ``index.html`` of its folder.

    Raises
    ------
    CannotExport
        If the address has no place in a folder.
    """
    if not path.startswith("/") or "\\" in path or {"..", "."} & set(path.split("/")):
        raise CannotExport(f"The address “{path}” cannot be a file.")
    return PurePosixPath(path.lstrip("/") + ("index.html" if path.endswith("/") else ""))


@contextmanager
def beside(folder: Path) -> Iterator[Path]:
    """Give an empty folder that takes the place of another once it is full.

    Readers see the old files until then, and if anything goes wrong they keep seeing them.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    new = Path(mkdtemp(prefix=f".{folder.name}-new-", dir=folder.parent))
    try:
        new.chmod(READABLE)
        yield new
        _swap(folder, new)
    finally:
        shutil.rmtree(new, ignore_errors=True)


def _swap(folder: Path, new: Path) -> None:
    if not folder.exists():
        new.rename(folder)
        return
    old = Path(mkdtemp(prefix=f".{folder.name}-old-", dir=folder.parent))
    folder.rename(old)  # an empty folder gives way
    try:
        new.rename(folder)
    except OSError:
        old.rename(folder)
        raise
    shutil.rmtree(old, ignore_errors=True)


def keep(old: Path, new: Path) -> None:
    """Let a file stand in the new folder too: the same bytes and the same time."""
    new.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(old, new)
    except OSError:
        shutil.copy2(old, new)


def others(folder: Path, record: Record) -> Iterator[PurePosixPath]:
    """Files in a folder of ours that somebody else put there, such as a web server's settings."""
    ours = {RECORD, *(str(place(path)) for path in record.tags)}
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder).as_posix()
        if path.is_file() and inside not in ours:
            yield PurePosixPath(inside)
