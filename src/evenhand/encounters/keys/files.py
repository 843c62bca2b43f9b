"""Private keys of forces, in a folder outside of the database that the environment names.

Each lies in a file of its own, ``KEYS/purpose/force/name.pem``, that only the service may read and
that is never changed. Nothing of them is in the database or in a backup of the site.
"""

import re
from functools import lru_cache
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from django.conf import settings

from evenhand.ledger.tree.keys import keep

ENDING = ".pem"
PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
FORCE = re.compile(r"[a-z]+(-[a-z]+)*")


class NoSuchKey(LookupError):
    """The key folder does not hold what is asked for; says what to do."""


def names(purpose: str, force: str) -> list[str]:
    """List a force's keys of one purpose in the order of their names."""
    return sorted(path.stem for path in _folder(purpose, force).glob(f"*{ENDING}"))


def forces(purpose: str) -> list[str]:
    """List the forces that have a key of one purpose."""
    return sorted({path.parent.name for path in Path(settings.KEYS, purpose).glob(f"*/*{ENDING}")})


def load(purpose: str, force: str, name: str) -> PrivateKeyTypes:
    """Read a private key.

    Raises
    ------
    NoSuchKey
        If there is none of that name, or the folder cannot be read.
    """
    if not PLAIN.fullmatch(name):
        raise NoSuchKey(f"“{name}” does not name a key.")
    return _load(_folder(purpose, force) / f"{name}{ENDING}")


def add(purpose: str, force: str, name: str, key: PrivateKeyTypes) -> None:
    """Keep a new private key, readable by the service alone.

    Raises
    ------
    FileExistsError
        If there is one of that name: a key is never overwritten.
    """
    if not PLAIN.fullmatch(name):
        raise ValueError(f"“{name}” cannot name a key.")
    folder = _folder(purpose, force)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    text = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    keep(folder / f"{name}{ENDING}", text.decode())


def destroy(purpose: str, force: str, name: str) -> None:
    """Remove a private key for good: what only it opens stays shut, in old backups too."""
    file = _folder(purpose, force) / f"{name}{ENDING}"
    file.unlink(missing_ok=True)
    _load.cache_clear()


def refuse_unless_local() -> None:
    """Let keys be made by the way only where nobody else can reach the site.

    Raises
    ------
    NoSuchKey
        On a site in service.
    """
    if not settings.KEYS_MAY_BE_MADE:
        raise NoSuchKey(
            f"The folder “{settings.KEYS}” (EVENHAND_KEYS) does not hold the keys of this force. "
            "Make them: evenhand roadside keys FORCE"
        )


def _folder(purpose: str, force: str) -> Path:
    if not FORCE.fullmatch(force):
        raise NoSuchKey(f"“{force}” is not the id of a force.")
    return Path(settings.KEYS, purpose, force)


@lru_cache(maxsize=256)
def _load(file: Path) -> PrivateKeyTypes:
    """Read once: a file of a key never changes."""
    try:
        # The file is ours: to look for its primes again would take as long as to make it.
        return load_pem_private_key(
            file.read_bytes(), password=None, unsafe_skip_rsa_key_validation=True
        )
    except OSError as error:
        raise NoSuchKey(
            f"The key “{file.stem}” cannot be read from “{file.parent}” ({error.strerror})."
        ) from error
