"""The operational database, from one address: SQLite by default, PostgreSQL in service."""

from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

LOCAL = frozenset({"", "localhost", "127.0.0.1", "::1"})


def database(url: str) -> dict[str, Any]:
    """Turn an address into one entry of Django's ``DATABASES``.

    ``sqlite:///evenhand.sqlite3`` is a file beside the working folder,
    ``sqlite:////var/evenhand.sqlite3`` an absolute one, ``sqlite://:memory:`` none at all;
    ``postgresql://user:password@host:5432/name`` is PostgreSQL, with ``?host=/folder`` for its
    socket and any other option of libpq after the ``?``. A server on another machine is asked over
    TLS, and only if its certificate is its own; ``?sslrootcert=file`` names who vouches for it,
    where that is not one of the system's authorities.

    Raises
    ------
    ImproperlyConfigured
        If the address is neither, or would let the line be read. The message leaves the password
        out.
    """
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return _sqlite(parts.netloc + parts.path)
    if parts.scheme in {"postgres", "postgresql"}:
        options = dict(parse_qsl(parts.query))
        host = options.pop("host", parts.hostname or "")
        if host not in LOCAL and not host.startswith("/"):
            options = _encrypted(options)
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.removeprefix("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": host,
            "PORT": options.pop("port", str(parts.port or "")),
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": options,
        }
    raise ImproperlyConfigured(
        f"EVENHAND_DATABASE_URL begins with “{parts.scheme}:”; it must begin with sqlite:// or "
        "postgresql://."
    )


def _encrypted(options: dict[str, str]) -> dict[str, str]:
    if options.get("sslmode", "verify-full") != "verify-full":
        raise ImproperlyConfigured(
            "EVENHAND_DATABASE_URL names a database on another machine: leave sslmode out, or "
            "write sslmode=verify-full."
        )
    return {"sslrootcert": "system", **options, "sslmode": "verify-full"}


CONNECTIONS = 20
"""Of one process that answers; PostgreSQL takes 100 as it comes, and commands need some."""


def pooled(database: dict[str, Any]) -> None:
    """Let the threads of this process share a few connections, where the database is a server.

    For processes that answer readers: hundreds of threads with a connection each would be more
    than the server takes. A request that finds none free waits for its turn.
    """
    if database["ENGINE"] == "django.db.backends.postgresql":
        shared = {"min_size": 2, "max_size": CONNECTIONS, "timeout": 20}
        database["OPTIONS"] = {**database["OPTIONS"], "pool": shared}
        database["CONN_MAX_AGE"] = 0


def _sqlite(name: str) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": name if name == ":memory:" else unquote(name.removeprefix("/")),
        "OPTIONS": {
            # Writers queue instead of failing, and readers never wait for them.
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            # What is erased leaves no trace in the file.
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA secure_delete=ON;",
        },
    }
