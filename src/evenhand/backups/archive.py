"""The archive: a zip whose members are written and read as streams, each with its SHA-256."""

import hashlib
import os
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from evenhand.backups import manifest
from evenhand.backups.errors import BackupError
from evenhand.backups.manifest import Manifest, Member

BLOCK = 1 << 20
ENCRYPTED = 0x1
ALREADY_PACKED = frozenset({".parquet", ".png", ".jpg", ".jpeg", ".pdf", ".xlsx", ".docx", ".odt"})
NOT_A_ZIP = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,  # a later version of the format
    RuntimeError,  # a member that says it is encrypted after all
    ValueError,
    struct.error,
)

Tell = Callable[[int, int, str], None]
"""Told how many bytes are done, of how many, and which file it is busy with."""


@dataclass
class Writing:
    """An archive that grows by one member after another."""

    zip: zipfile.ZipFile
    members: list[Member] = field(default_factory=list)

    def add(self, name: str, blocks: Iterable[bytes]) -> None:
        """Add a member from its pieces."""
        digest, size = hashlib.sha256(), 0
        with self._open(name) as into:
            for block in blocks:
                digest.update(block)
                size += len(block)
                into.write(block)
        try:
            self.members.append(Member(name=name, bytes=size, sha256=digest.hexdigest()))
        except ValueError as error:
            raise BackupError(
                f"“{name}” has a name that a backup cannot keep: use letters, digits, dots and "
                "dashes. No backup was made."
            ) from error

    def add_file(self, name: str, file: Path) -> None:
        """Add a member from a file; a link is not followed."""
        handle = os.open(file, os.O_RDONLY | os.O_NOFOLLOW)
        with os.fdopen(handle, "rb") as opened:
            self.add(name, iter(lambda: opened.read(BLOCK), b""))

    def add_manifest(self, said: Manifest) -> None:
        """Say what is in it; nothing is added afterwards."""
        with self._open(manifest.NAME) as into:
            into.write(said.model_dump_json(indent=1).encode())

    def _open(self, name: str) -> zipfile._ZipWriteFile:  # type: ignore[name-defined]  # typeshed hides it
        entry = zipfile.ZipInfo(name)
        packed = Path(name).suffix in ALREADY_PACKED
        entry.compress_type = zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED
        entry.external_attr = (stat.S_IFREG | 0o600) << 16
        return self.zip.open(entry, "w", force_zip64=True)


@dataclass(frozen=True)
class Archive:
    """An archive that is read: its manifest, and its members by their names."""

    zip: zipfile.ZipFile
    manifest: Manifest

    def read(self, member: Member) -> Iterator[bytes]:
        """Yield a member's pieces.

        Raises
        ------
        BackupError
            At its end, if it is not what the manifest says.
        """
        digest, size = hashlib.sha256(), 0
        with _whole(), self.zip.open(member.name) as opened:
            while block := opened.read(BLOCK):
                digest.update(block)
                size += len(block)
                yield block
        if (size, digest.hexdigest()) != (member.bytes, member.sha256):
            raise BackupError(
                f"“{member.name}” in the backup is not what was put into it. Take another backup: "
                "nothing was restored."
            )

    def check(self, tell: Tell | None = None) -> None:
        """Read everything once and compare every hash.

        Raises
        ------
        BackupError
            At the first member that is not what the manifest says.
        """
        total, done = sum(one.bytes for one in self.manifest.members), 0
        for member in self.manifest.members:
            for block in self.read(member):
                done += len(block)
                if tell:
                    tell(done, total, member.name)


def opened(stream: BinaryIO) -> Archive:
    """Open an archive, and see that it holds exactly what its manifest names, all plain files.

    Raises
    ------
    BackupError
        If it does not.
    """
    with _whole():
        archive = zipfile.ZipFile(stream)
        entries = archive.infolist()
        _refuse_strange(entries)
        names = [entry.filename for entry in entries]
        if manifest.NAME not in names:
            raise BackupError(
                f"This is no backup of Evenhand's: there is no {manifest.NAME} in it."
            )
        if archive.getinfo(manifest.NAME).file_size > manifest.LONGEST:
            raise BackupError(f"The backup's {manifest.NAME} is too long. Nothing was restored.")
        said = manifest.parse(archive.read(manifest.NAME))
    sizes = {one.name: one.bytes for one in said.members}
    for entry in entries:
        if entry.filename != manifest.NAME and sizes.pop(entry.filename, None) != entry.file_size:
            raise BackupError(
                f"“{entry.filename}” is in the backup twice, or its {manifest.NAME} says nothing "
                "or something else about it. Nothing was restored."
            )
    if sizes:
        raise BackupError(f"The backup lacks “{min(sizes)}”. Nothing was restored.")
    return Archive(archive, said)


def _refuse_strange(entries: list[zipfile.ZipInfo]) -> None:
    """Refuse whatever we never write: a link, a device, another kind of packing, encryption."""
    for entry in entries:
        kind = stat.S_IFMT(entry.external_attr >> 16)
        plain = entry.compress_type in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
        if kind not in {0, stat.S_IFREG} or not plain or entry.flag_bits & ENCRYPTED:
            raise BackupError(
                f"“{entry.filename}” in the backup is a link or a device, encrypted, or packed in "
                "a way that Evenhand never uses. Do not trust it. Nothing was restored."
            )


@contextmanager
def _whole() -> Iterator[None]:
    """Say what a damaged zip means."""
    try:
        yield
    except NOT_A_ZIP as error:
        raise BackupError(
            f"This is not a whole backup ({error}): it was cut off, damaged, or is something else. "
            "Nothing was restored."
        ) from error
