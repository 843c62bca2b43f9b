"""What the environment says about this site, read once and checked before anything starts."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

LOCAL_HOSTS = ("localhost", "127.0.0.1", "[::1]")
LOCAL_SECRET = "only-for-a-site-that-nobody-else-can-reach"  # noqa: S105 (refused in service)
SHORTEST_SECRET = 50  # Django's own limit for a secret that cannot be guessed
TRUE, FALSE = frozenset({"1", "true", "yes", "on"}), frozenset({"", "0", "false", "no", "off"})


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
    )
    _refuse_unsafe(settings)
    return settings


def _flag(environ: Mapping[str, str], name: str) -> bool:
    value = environ.get(name, "").strip().lower()
    if value in TRUE | FALSE:
        return value in TRUE
    raise ImproperlyConfigured(f"{name} is “{value}”; set it to 1 or 0, or leave it out.")


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
    if settings.demo:
        raise ImproperlyConfigured(
            f"This site answers to {names}: take EVENHAND_DEMO away. The demonstration is "
            "fictional and never stands on a public address."
        )
