"""Digests under a key of the force: they tell same from other and cannot be guessed without it.

All registrations of the current style can be tried in minutes against a plain hash. The key lies
in the site's key folder, never in the database; once it is gone, nothing can be compared any more.
"""

import hmac
import re
from contextlib import suppress
from functools import lru_cache

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from evenhand.encounters.keys import files as key_files

PURPOSE, NAME = "digests", "1"
VEHICLE, OFFICER, LIKENESS, SAID = "vehicle", "officer", "likeness", "said"
"""What a digest is of: the same text gives another one for each."""
SHOWN = 16
"""Letters of an officer's pseudonym."""


def mac(force: str, of: str, text: str) -> str:
    """Return the digest of a text, in 64 letters.

    Parameters
    ----------
    of : what it is: digests of two kinds are never the same.

    Raises
    ------
    NoSuchKey
        If the force has no key, on a site in service.
    """
    return hmac.digest(_key(force), f"{of}\n{text}".encode(), "sha256").hex()


def vehicle(force: str, registration: str | None) -> str:
    """Return what analysis sees of a registration: nothing where there is none."""
    plain = re.sub(r"[^A-Z0-9]", "", (registration or "").upper())
    return mac(force, VEHICLE, plain) if plain else ""


def pseudonym(force: str, officer: str) -> str:
    """Return what analysis sees of an officer."""
    return mac(force, OFFICER, officer)[:SHOWN]


@lru_cache(maxsize=64)
def _key(force: str) -> bytes:
    if NAME not in key_files.names(PURPOSE, force):
        key_files.refuse_unless_local()
        with suppress(FileExistsError):  # another process of this site made it meanwhile
            key_files.add(PURPOSE, force, NAME, Ed25519PrivateKey.generate())
    key = key_files.load(PURPOSE, force, NAME)
    if not isinstance(key, Ed25519PrivateKey):
        raise key_files.NoSuchKey(f"The key “{NAME}” of {force} is not one that makes digests.")
    return key.private_bytes_raw()
