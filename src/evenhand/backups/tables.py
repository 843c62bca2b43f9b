"""What both kinds of database have in common: what is left out, and what the manifest says."""

from collections.abc import Callable, Collection
from importlib.metadata import version
from typing import Any

from django.db import connection
from django.db.migrations.loader import MigrationLoader

from evenhand.backups.errors import BackupError
from evenhand.backups.manifest import Manifest
from evenhand.ledger.log.tables import every as every_log

LEFT_OUT = ("django_session", "usersessions_usersession", "evenhand_cache", "accounts_came")
"""Whoever reads a backup must not be able to go on as somebody who was signed in."""
MIGRATIONS = "django_migrations"

Ask = Callable[[str], list[tuple[Any, ...]]]
"""Runs a query on the copy that the backup holds, and gives its rows."""


def migrations(ask: Ask) -> list[tuple[str, str]]:
    """Which migrations made the tables."""
    return [
        (app, name) for app, name in ask(f"SELECT app, name FROM {MIGRATIONS} ORDER BY app, name")
    ]


def checkpoints(ask: Ask) -> dict[str, str]:
    """Each log's latest signed checkpoint."""
    found = {}
    for log in every_log():
        table = log.checkpoints._meta.db_table
        for (note,) in ask(f"SELECT note FROM {table} ORDER BY size DESC LIMIT 1"):
            found[log.name] = note
    return found


def refuse_without_site(there: Collection[str]) -> None:
    """Refuse to keep a database that no site was ever started on.

    Raises
    ------
    BackupError
        If it has no tables of ours.
    """
    if MIGRATIONS not in there:
        raise BackupError(
            "The database that EVENHAND_DATABASE_URL names holds no site yet. No backup was made."
        )


def refuse_unknown(said: Manifest) -> None:
    """Refuse a backup of a later version, or of the other kind of database.

    Raises
    ------
    BackupError
        With what to do.
    """
    if said.database != connection.vendor:
        raise BackupError(
            f"This backup is of a database of the kind {said.database}, and EVENHAND_DATABASE_URL "
            f"names one of the kind {connection.vendor}. Nothing was restored."
        )
    known = MigrationLoader(None).disk_migrations or {}
    unknown = sorted(set(said.migrations) - set(known))
    if unknown:
        raise BackupError(
            f"This backup was made by a later version of Evenhand ({said.made_by}; this is "
            f"{version('evenhand')}, which does not know {'.'.join(unknown[0])}). Install that "
            "version. Nothing was restored."
        )
