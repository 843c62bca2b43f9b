"""How this site sends mail, from one address."""

from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

SECONDS_TO_ANSWER = 10


def mail(url: str, *, sender: str) -> dict[str, Any]:
    """Turn an address into Django's settings for mail.

    ``smtp://user:password@host:587`` uses STARTTLS, ``smtps://host:465`` TLS from the start;
    nothing at all writes mails to the terminal that serves the site.

    Raises
    ------
    ImproperlyConfigured
        If the address is neither. The message leaves the password out.
    """
    if not url:
        return {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}
    parts = urlsplit(url)
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname or not sender:
        raise ImproperlyConfigured(
            "EVENHAND_MAIL_URL must be smtp://user:password@host:587 or smtps://host:465, and "
            "EVENHAND_CONTACT must say who writes."
        )
    inside = parts.scheme == "smtps"
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or (465 if inside else 587),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": inside,
        "EMAIL_USE_TLS": not inside,
        "EMAIL_TIMEOUT": SECONDS_TO_ANSWER,
        "DEFAULT_FROM_EMAIL": sender,
    }
