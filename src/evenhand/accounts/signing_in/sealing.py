"""Secrets of authenticator apps are kept encrypted, with a key made from the site's own."""

import base64
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.utils.encoding import force_bytes

PURPOSE = b"evenhand.accounts.authenticators"
NONCE = 12  # bytes, as AES-GCM wants it


class NotSealed(ValueError):
    """No key of this site sealed this, or it was changed since."""


def seal(text: str) -> str:
    """Encrypt for the database with AES-256-GCM: what is changed there no longer opens."""
    nonce = secrets.token_bytes(NONCE)
    sealed = nonce + _opener(settings.SECRET_KEY).encrypt(nonce, text.encode(), PURPOSE)
    return base64.urlsafe_b64encode(sealed).decode()


def unseal(sealed: str) -> str:
    """Decrypt what :func:`seal` made, also under a key of ``SECRET_KEY_FALLBACKS``.

    Raises
    ------
    NotSealed
        If none of them made it.
    """
    try:
        kept = base64.b64decode(sealed, altchars=b"-_", validate=True)
    except ValueError as error:
        raise NotSealed("This is not sealed.") from error
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        try:
            return _opener(secret).decrypt(kept[:NONCE], kept[NONCE:], PURPOSE).decode()
        except (InvalidTag, ValueError):
            continue
    raise NotSealed("This was not sealed with a key of this site.")


def _opener(secret: str | bytes) -> AESGCM:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=PURPOSE)
    return AESGCM(derived.derive(force_bytes(secret)))
