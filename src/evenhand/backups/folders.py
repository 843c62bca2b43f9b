"""Putting files back into a folder that holds nothing else."""

import hashlib
import os
import shutil
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from evenhand.backups.archive import Archive
from evenhand.backups.errors import BackupError
from evenhand.backups.manifest import Folder, Member

STAGE = ".restoring"
LAST = "manifest"  # a lake's files exist once a manifest of the lake names them


def present(folder: Path) -> list[Path]:
    """Every file and link in a folder but hidden ones: locks, and work that was stopped."""
    return sorted(
        path
        for path in folder.rglob("*")
        if (path.is_symlink() or not path.is_dir())
        and not any(part.startswith(".") for part in path.relative_to(folder).parts)
    )


@dataclass
class Filling:
    """One folder: filled beside what is seen, then shown, and taken away again if need be.

    A file that is there already, and is the very same as in the backup, stays: a restore that was
    killed left it. Any other file is a reason to refuse.
    """

    archive: Archive
    kind: Folder
    folder: Path
    placed: list[Path] = field(default_factory=list)

    @property
    def members(self) -> list[Member]:
        """What the backup holds of it."""
        return self.archive.manifest.of(self.kind)

    def refuse_unless_empty(self) -> None:
        """Refuse a folder that holds anything that the backup does not.

        Raises
        ------
        BackupError
            Naming the first such file.
        """
        held = {str(one.path): one for one in self.members}
        for path in present(self.folder):
            member = held.get(path.relative_to(self.folder).as_posix())
            if path.is_symlink() or member is None or not _same(path, member):
                raise BackupError(
                    f"{self.folder} is not empty: it holds {path}. A backup is put back where "
                    "there is nothing. Nothing was restored."
                )

    def stage(self) -> None:
        """Write everything that is not there yet, where nobody looks."""
        shutil.rmtree(self.folder / STAGE, ignore_errors=True)  # of a restore that was killed
        for member in self._missing():
            file = self.folder / STAGE / member.path
            self._make(file.parent)
            handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666 & self._whose)
            with os.fdopen(handle, "wb") as opened:
                for block in self.archive.read(member):
                    opened.write(block)
                opened.flush()
                os.fsync(opened.fileno())

    def show(self) -> None:
        """Move everything to its place."""
        for member in sorted(self._missing(), key=lambda one: one.path.parts[0] == LAST):
            place = self.folder / member.path
            self._make(place.parent)
            (self.folder / STAGE / member.path).replace(place)
            self.placed.append(place)

    def clear(self) -> None:
        """Remove the place where nobody looks."""
        shutil.rmtree(self.folder / STAGE, ignore_errors=True)

    def undo(self) -> None:
        """Take away what was moved to its place."""
        for place in self.placed:
            place.unlink(missing_ok=True)
        _prune(self.folder, {place.parent for place in self.placed})
        self.placed.clear()

    @property
    def _whose(self) -> int:
        """Evidence may be unpublished: nobody else of this machine may read it."""
        return 0o700 if self.kind == "files" else 0o777

    def _make(self, folder: Path) -> None:
        for each in (*reversed(folder.parents), folder):
            if each == self.folder or self.folder in each.parents:
                each.mkdir(mode=0o777 & self._whose, parents=True, exist_ok=True)

    def _missing(self) -> list[Member]:
        return [one for one in self.members if not (self.folder / one.path).exists()]


def _same(path: Path, member: Member) -> bool:
    if path.stat().st_size != member.bytes:
        return False
    with path.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest() == member.sha256


def _prune(top: Path, folders: Iterable[Path]) -> None:
    """Remove folders that are empty now, and those above them up to the top."""
    for folder in folders:
        for each in (folder, *folder.parents):
            if each == top or top not in each.parents or not each.is_dir() or any(each.iterdir()):
                break
            each.rmdir()
