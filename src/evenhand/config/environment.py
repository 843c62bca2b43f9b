"""What the environment says about this site, read once and checked before anything starts."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parseaddr
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

LOCAL_HOSTS = ("localhost", "127.0.0.1", "[::1]")
LOCAL_SECRET = "only-for-a-site-that-nobody-else-can-reach"  # noqa: S105 (refused in service)
SHORTEST_SECRET = 50  # Django's own limit for a secret that cannot be guessed
ADDRESS = re.compile(r"[^\s@<>\"]+@[^\s@<>\"]+\.[^\s@<>\"]+")
TRUE, FALSE = frozenset({"1", "true", "yes", "on"}), frozenset({"", "0", "false", "no", "off"})


@dataclass(frozen=True)
class Contact:
    """Who runs the site, and where they can be written to."""

    name: str
    address: str


@dataclass(frozen=True)
class Environment:
    """One site's settings; it is in service once it answers to a name other than this machine's."""

    secret_key: str
    hosts: tuple[str, ...]
    in_service: bool
    debug: bool
    demo: bool
    database_url: str
    lake: Path
    leave_url: str
    contact: Contact | None
    closed: bool | Path
    """Closed or not; or the file that says so while it exists."""
    pseudo_locale: bool


def read(environ: Mapping[str, str]) -> Environment:
    """Read ``EVENHAND_*`` settings and refuse those that would be unsafe.

    A site is in service when ``EVENHAND_ALLOWED_HOSTS`` names any host but this machine. In service
    the default secret, debug pages and the demonstration are refused.

    Raises
    ------
    ImproperlyConfigured
        With a sentence that names the setting and what to do.
    """
    named = [host.strip() for host in environ.get("EVENHAND_ALLOWED_HOSTS", "").split(",")]
    hosts = tuple(host for host in named if host) or LOCAL_HOSTS
    settings = Environment(
        secret_key=environ.get("EVENHAND_SECRET_KEY", LOCAL_SECRET),
        hosts=hosts,
        in_service=not set(hosts) <= set(LOCAL_HOSTS),
        debug=_flag(environ, "EVENHAND_DEBUG"),
        demo=_flag(environ, "EVENHAND_DEMO"),
        database_url=environ.get("EVENHAND_DATABASE_URL", "sqlite:///evenhand.sqlite3"),
        lake=Path(environ.get("EVENHAND_LAKE", "lake")),
        leave_url=environ.get("EVENHAND_LEAVE_URL", "https://www.bbc.co.uk/weather"),
        contact=_contact(environ.get("EVENHAND_CONTACT", "")),
        closed=_closed(environ.get("EVENHAND_CLOSED", "")),
        pseudo_locale=_flag(environ, "EVENHAND_PSEUDO"),
    )
    _refuse_unsafe(settings)
    return settings


def _flag(environ: Mapping[str, str], name: str) -> bool:
    value = environ.get(name, "").strip().lower()
    if value in TRUE | FALSE:
        return value in TRUE
    raise ImproperlyConfigured(f"{name} is “{value}”; set it to 1 or 0, or leave it out.")


def _contact(said: str) -> Contact | None:
    if not said.strip():
        return None
    name, address = parseaddr(said)
    if not ADDRESS.fullmatch(address):
        raise ImproperlyConfigured(
            f"EVENHAND_CONTACT is “{said}”; write an e-mail address, or Name <address>."
        )
    return Contact(name, address)


def _closed(said: str) -> bool | Path:
    value = said.strip().lower()
    return value in TRUE if value in TRUE | FALSE else Path(said)


def _refuse_unsafe(settings: Environment) -> None:
    if not settings.in_service:
        return
    names = ", ".join(settings.hosts)
    if settings.secret_key == LOCAL_SECRET or len(settings.secret_key) < SHORTEST_SECRET:
        raise ImproperlyConfigured(
            f"This site answers to {names}, so EVENHAND_SECRET_KEY must be set to at least "
            f"{SHORTEST_SECRET} characters that nobody can guess."
        )
    if settings.debug:
        raise ImproperlyConfigured(f"This site answers to {names}: take EVENHAND_DEBUG away.")
    if settings.pseudo_locale:
        raise ImproperlyConfigured(f"This site answers to {names}: take EVENHAND_PSEUDO away.")
    if settings.demo:
        raise ImproperlyConfigured(
            f"This site answers to {names}: take EVENHAND_DEMO away. The demonstration is "
            "fictional and never stands on a public address."
        )
