"""The logs of this machine's site, for the commands that work on them."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from evenhand.ledger.log.tables import Log


def ready() -> None:
    """Set Django up, and refuse a database that has no logs yet; nothing is created.

    Raises
    ------
    LogError
        If the site was never started with this version.
    """
    from evenhand.config import server

    server.setup()
    from django.db import connection

    from evenhand.ledger.errors import LogError

    there = set(connection.introspection.table_names())
    if not {log.entries._meta.db_table for log in logs()} <= there:
        raise LogError("This site's database has no logs yet: start the site once, then try again.")


def logs() -> tuple["Log", ...]:
    """Return every log, the public one first."""
    from evenhand.ledger.log.tables import every

    return every()
