"""What the environment says about this site, read once and checked before anything starts."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.utils import parseaddr
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from evenhand.ledger.tree.keys import Kind, NotAKey, VerifierKey
from evenhand.scrutiny.evidence import System, systems

LOCAL_HOSTS = ("localhost", "127.0.0.1", "[::1]")
LOCAL_SECRET = "only-for-a-site-that-nobody-else-can-reach"  # noqa: S105 (refused in service)
SHORTEST_SECRET = 50  # Django's own limit for a secret that cannot be guessed
ADDRESS = re.compile(r"[^\s@<>\"]+@[^\s@<>\"]+\.[^\s@<>\"]+")
PUBLIC_ADDRESS = re.compile(r"https?://[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[0-9]{1,5})?")
DEFAULTS = frozenset({"admin", "changeme", "evenhand", "password", "postgres", "root", "secret"})
ASKABLE = frozenset({"access", "consultation", "disclosure"})
"""Acts for which a form can ask why; erasing and redacting always do."""
TRUE, FALSE = frozenset({"1", "true", "yes", "on"}), frozenset({"", "0", "false", "no", "off"})


@dataclass(frozen=True)
class Contact:
    """Who runs the site, and where they can be written to."""

    name: str
    address: str


LEAST_HOLD, MOST_HOLD = 28, 730


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
    files: Path
    """Files of evidence; outside of anything that a server gives out by itself."""
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
    older_secret_keys: tuple[str, ...] = ()
    """Secrets that were used before: what they signed or sealed is still read, nothing new is."""
    tls: tuple[Path, Path] | None = None
    """Certificate and key, where the site itself speaks TLS."""
    witnesses: tuple[VerifierKey, ...] = ()
    """Whose signatures on our checkpoints are kept when they are sent to the site."""
    reasons: frozenset[str] = frozenset({"consultation", "disclosure"})
    """For which acts on personal data people are asked why."""
    keys: Path = Path("keys")
    """The folder of forces' private keys: what opens their devices' records, what signs tokens."""
    areas: Path | None = None
    """A file of boundaries, by which the small area of a stop is worked out."""
    public_address: str = ""
    """Where readers find the site, as https://figures.example; nothing on one's own machine."""
    evidence: Mapping[str, System] = field(default_factory=dict)
    """By force, the evidence system that is asked to hold videos of cases that were drawn."""
    hold_days: int = 180
    """For how long what was drawn is kept from deletion at most, where a draw is never done."""


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
        files=Path(environ.get("EVENHAND_FILES", "files")),
        ledger_key=environ.get("EVENHAND_LEDGER_KEY", "ledger.key"),
        leave_url=environ.get("EVENHAND_LEAVE_URL", "https://www.bbc.co.uk/weather"),
        contact=_contact(environ.get("EVENHAND_CONTACT", "")),
        closed=_closed(environ.get("EVENHAND_CLOSED", "")),
        pseudo_locale=_flag(environ, "EVENHAND_PSEUDO"),
        mail_url=environ.get("EVENHAND_MAIL_URL", ""),
        directories=_file(environ, "EVENHAND_DIRECTORIES"),
        breached_passwords=_file(environ, "EVENHAND_BREACHED_PASSWORDS"),
        proxies=_number(environ, "EVENHAND_PROXIES"),
        older_secret_keys=tuple(environ.get("EVENHAND_OLDER_SECRET_KEYS", "").split()),
        tls=_tls(environ),
        witnesses=_witnesses(environ.get("EVENHAND_WITNESSES", "")),
        reasons=_reasons(environ.get("EVENHAND_REASONS", "consultation,disclosure")),
        keys=Path(environ.get("EVENHAND_KEYS", "keys")),
        areas=_file(environ, "EVENHAND_AREAS"),
        public_address=address or (_first_address(hosts) if in_service else ""),
        evidence=_evidence(environ.get("EVENHAND_EVIDENCE", ""), in_service=in_service),
        hold_days=_hold_days(environ),
    )
    _refuse_unsafe(settings)
    return settings


def _flag(environ: Mapping[str, str], name: str) -> bool:
    value = environ.get(name, "").strip().lower()
    if value in TRUE | FALSE:
        return value in TRUE
    raise ImproperlyConfigured(f"{name} is “{value}”; set it to 1 or 0, or leave it out.")


def _evidence(said: str, *, in_service: bool) -> Mapping[str, System]:
    """The evidence systems of forces, or the file that lists them, one a line."""
    text = Path(said).read_text(encoding="utf-8") if said and Path(said).is_file() else said
    try:
        return systems(text, local=not in_service)
    except ValueError as error:
        raise ImproperlyConfigured(
            f"EVENHAND_EVIDENCE cannot be used: {error}. Write: force address secret."
        ) from error


def _file(environ: Mapping[str, str], name: str) -> Path | None:
    said = environ.get(name, "").strip()
    if said and not Path(said).is_file():
        raise ImproperlyConfigured(f"{name} names “{said}”, and there is no such file.")
    return Path(said) if said else None


def _witnesses(said: str) -> tuple[VerifierKey, ...]:
    """The public keys of witnesses, or the file that holds them, a key a line."""
    text = Path(said).read_text(encoding="utf-8") if said and Path(said).is_file() else said
    try:
        keys = tuple(VerifierKey.parse(line) for line in text.split())
    except NotAKey as error:
        raise ImproperlyConfigured(
            f"EVENHAND_WITNESSES holds a key that cannot be used. {error}"
        ) from error
    if others := [key.name for key in keys if key.kind != Kind.WITNESS]:
        raise ImproperlyConfigured(
            f"EVENHAND_WITNESSES holds the key of a log, {others[0]}; a witness has one of its own."
        )
    return keys


def _reasons(said: str) -> frozenset[str]:
    """Which acts ask why; ``none`` for none of them."""
    named = frozenset(one.strip() for one in said.split(",") if one.strip()) - {"none"}
    if unknown := sorted(named - ASKABLE):
        raise ImproperlyConfigured(
            f"EVENHAND_REASONS names “{', '.join(unknown)}”; it takes any of "
            f"{', '.join(sorted(ASKABLE))}, with commas, or none."
        )
    return named


def _tls(environ: Mapping[str, str]) -> tuple[Path, Path] | None:
    names = ("EVENHAND_TLS_CERTIFICATE", "EVENHAND_TLS_KEY")
    certificate, key = (_file(environ, name) for name in names)
    if certificate is None and key is None:
        return None
    if certificate is None or key is None:
        raise ImproperlyConfigured(f"{' and '.join(names)} go together: set both or neither.")
    return certificate, key


def _number(environ: Mapping[str, str], name: str) -> int:
    said = environ.get(name, "0").strip()
    if not said.isdecimal():
        raise ImproperlyConfigured(f"{name} is “{said}”; write a whole number.")
    return int(said)


def _hold_days(environ: Mapping[str, str]) -> int:
    """Between four weeks, in which no panel is done, and two years, in which every one is."""
    days = _number({"EVENHAND_HOLD_DAYS": "180", **environ}, "EVENHAND_HOLD_DAYS")
    if not LEAST_HOLD <= days <= MOST_HOLD:
        raise ImproperlyConfigured(
            f"EVENHAND_HOLD_DAYS is {days}; write {LEAST_HOLD} to {MOST_HOLD} days."
        )
    return days


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


def _is_default_credential(url: str) -> bool:
    """Whether the password is one that software comes with, or the user's name again."""
    parts = urlsplit(url)
    password = unquote(parts.password or "").lower()
    return bool(password) and password in {*DEFAULTS, unquote(parts.username or "").lower()}


def _refuse_unsafe(settings: Environment) -> None:
    if not settings.in_service:
        return
    names = ", ".join(settings.hosts)
    secrets = (settings.secret_key, *settings.older_secret_keys)
    if LOCAL_SECRET in secrets or min(map(len, secrets)) < SHORTEST_SECRET:
        raise ImproperlyConfigured(
            f"This site answers to {names}, so EVENHAND_SECRET_KEY must be set to at least "
            f"{SHORTEST_SECRET} characters that nobody can guess, and so must each older one."
        )
    for name, url in (("DATABASE", settings.database_url), ("MAIL", settings.mail_url)):
        if _is_default_credential(url):
            raise ImproperlyConfigured(
                f"EVENHAND_{name}_URL has a password that everybody tries first: choose another."
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
