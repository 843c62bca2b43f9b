"""What a backup says about itself: what it is of, and the SHA-256 of everything in it."""

import re
from pathlib import PurePosixPath
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from evenhand.backups.errors import BackupError

NAME = "manifest.json"
LONGEST = 256 * 2**20
"""Bytes; a lake of every force and power has a few megabytes of names."""
FOLDERS = ("database", "files", "lake")
_PART = re.compile(r"[A-Za-z0-9_=,+~-][A-Za-z0-9_=,+~. -]*")

Folder = Literal["database", "files", "lake"]


def _safe(name: str) -> str:
    """Refuse a name that leads out of its folder, is hidden, or differs between machines."""
    folder, *rest = name.split("/")
    if folder not in FOLDERS or not rest or not all(map(_PART.fullmatch, rest)):
        raise ValueError(f"“{name}” is no name of a file in a backup")
    return name


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Member(_Strict):
    """One file in an archive."""

    name: Annotated[str, AfterValidator(_safe)]
    bytes: Annotated[int, Field(ge=0)]
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]

    @property
    def path(self) -> PurePosixPath:
        """Where it belongs, from the folder of its kind."""
        return PurePosixPath(*PurePosixPath(self.name).parts[1:])


class Sequence(_Strict):
    """Which number PostgreSQL gives to the next row of a table."""

    table: str
    column: str
    last: int
    used: bool


class Manifest(_Strict):
    """Everything about a backup but its data.

    Attributes
    ----------
    made_at : when its copy of the database was taken, in ISO 8601.
    made_by : the version of Evenhand.
    database : which kind it is of; it can only be put back into that kind.
    migrations : the app and name of every migration that had made its tables.
    checkpoints : each log's latest signed checkpoint, by the log's name.
    """

    format: Literal[1] = 1
    made_at: str
    made_by: str
    database: Literal["sqlite", "postgresql"]
    migrations: list[tuple[str, str]]
    sequences: list[Sequence] = []
    checkpoints: dict[str, str]
    members: list[Member]

    def of(self, folder: Folder) -> list[Member]:
        """What the archive holds of the database, the files or the lake."""
        return [one for one in self.members if one.name.startswith(f"{folder}/")]


def parse(raw: bytes) -> Manifest:
    """Read a manifest, and refuse one that this version would not have written.

    Raises
    ------
    BackupError
        If it is none, or one of a later format.
    """
    try:
        found = Manifest.model_validate_json(raw)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(map(str, first["loc"]))
        raise BackupError(
            f"The backup's {NAME} cannot be used ({where}: {first['msg']}). It was damaged, or "
            "made by a later version of Evenhand. Nothing was restored."
        ) from error
    if len({one.name for one in found.members}) < len(found.members):
        raise BackupError(f"The backup's {NAME} names a file twice. Nothing was restored.")
    return found
