"""What the environment says about this site, read once and checked before anything starts."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parseaddr
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

LOCAL_HOSTS = ("localhost", "127.0.0.1", "[::1]")
LOCAL_SECRET = "only-for-a-site-that-nobody-else-can-reach"  # noqa: S105 (refused in service)
SHORTEST_SECRET = 50  # Django's own limit for a secret that cannot be guessed
ADDRESS = re.compile(r"[^\s@<>\"]+@[^\s@<>\"]+\.[^\s@<>\"]+")
PUBLIC_ADDRESS = re.compile(r"https?://[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[0-9]{1,5})?")
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
    ledger_key: str
    leave_url: str
    contact: Contact | None
    closed: bool | Path
    """Closed or not; or the file that says so while it exists."""
    pseudo_locale: bool
    mail_url: str = ""
    directories: Path | None = None
    """The file that lists directories of forces to sign in through."""
    breached_passwords: Path | None = None
    """A list of stolen passwords, as `evenhand passwords` packs it."""
    proxies: int = 0
    """How many machines of ours stand before this one and say whom they ask for."""
    public_address: str = ""
    """Where readers find the site, as https://figures.example; nothing on one's own machine."""


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
    address = _public_address(environ.get("EVENHAND_PUBLIC_ADDRESS", ""))
    if address:
        named.insert(0, urlsplit(address).hostname or "")
    hosts = tuple(dict.fromkeys(host for host in named if host)) or LOCAL_HOSTS
    in_service = not set(hosts) <= set(LOCAL_HOSTS)
    settings = Environment(
        secret_key=environ.get("EVENHAND_SECRET_KEY") or LOCAL_SECRET,
        hosts=hosts,
        in_service=in_service,
        debug=_flag(environ, "EVENHAND_DEBUG"),
        demo=_flag(environ, "EVENHAND_DEMO"),
        database_url=environ.get("EVENHAND_DATABASE_URL", "sqlite:///evenhand.sqlite3"),
        lake=Path(environ.get("EVENHAND_LAKE", "lake")),
        ledger_key=environ.get("EVENHAND_LEDGER_KEY", "ledger.key"),
        leave_url=environ.get("EVENHAND_LEAVE_URL", "https://www.bbc.co.uk/weather"),
        contact=_contact(environ.get("EVENHAND_CONTACT", "")),
        closed=_closed(environ.get("EVENHAND_CLOSED", "")),
        pseudo_locale=_flag(environ, "EVENHAND_PSEUDO"),
        mail_url=environ.get("EVENHAND_MAIL_URL", ""),
        directories=_file(environ, "EVENHAND_DIRECTORIES"),
        breached_passwords=_file(environ, "EVENHAND_BREACHED_PASSWORDS"),
        proxies=_number(environ, "EVENHAND_PROXIES"),
        public_address=address or (_first_address(hosts) if in_service else ""),
    )
    _refuse_unsafe(settings)
    return settings


def _flag(environ: Mapping[str, str], name: str) -> bool:
    value = environ.get(name, "").strip().lower()
    if value in TRUE | FALSE:
        return value in TRUE
    raise ImproperlyConfigured(f"{name} is “{value}”; set it to 1 or 0, or leave it out.")


def _file(environ: Mapping[str, str], name: str) -> Path | None:
    said = environ.get(name, "").strip()
    if said and not Path(said).is_file():
        raise ImproperlyConfigured(f"{name} names “{said}”, and there is no such file.")
    return Path(said) if said else None


def _number(environ: Mapping[str, str], name: str) -> int:
    said = environ.get(name, "0").strip()
    if not said.isdecimal():
        raise ImproperlyConfigured(f"{name} is “{said}”; write a whole number.")
    return int(said)


def _public_address(said: str) -> str:
    """The scheme and host that stand in front of every permanent address."""
    said = said.strip().rstrip("/")
    if said and not PUBLIC_ADDRESS.fullmatch(said):
        raise ImproperlyConfigured(
            f"EVENHAND_PUBLIC_ADDRESS is “{said}”; write it as https://figures.example, with "
            "nothing behind the host."
        )
    return said


def _first_address(hosts: tuple[str, ...]) -> str:
    """Where a site in service is that does not say it: at its first name, over TLS."""
    first = next(host for host in hosts if host not in LOCAL_HOSTS)
    if first.startswith((".", "*")):
        raise ImproperlyConfigured(
            f"EVENHAND_ALLOWED_HOSTS begins with “{first}”, which is many names. Say which one "
            "permanent addresses begin with: EVENHAND_PUBLIC_ADDRESS=https://figures.example."
        )
    return f"https://{first}"


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
    if settings.public_address.startswith("http:"):
        raise ImproperlyConfigured(
            f"EVENHAND_PUBLIC_ADDRESS is “{settings.public_address}”: in service it must begin "
            "with https://, as readers reach it, whatever a proxy speaks to this site."
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
