"""A small site in processes of its own: made on either database, and looked at from outside."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from evenhand.backups.tables import LEFT_OUT, MIGRATIONS

HERE = Path(__file__).resolve().parent
AT_WORK = HERE / "at_work.py"
SECRET = "a-secret-of-fifty-characters-that-stands-in-no-backup"  # noqa: S105 (of an invented site)


@dataclass(frozen=True)
class Ran:
    """A command that ended."""

    status: int
    out: str
    err: str


@dataclass(frozen=True)
class Site:
    """A site's database, and the folder of everything else that it has."""

    url: str
    folder: Path

    @property
    def lake(self) -> Path:
        return self.folder / "lake"

    @property
    def files(self) -> Path:
        return self.folder / "files"

    @property
    def environment(self) -> dict[str, str]:
        return {
            **os.environ,
            "EVENHAND_DATABASE_URL": self.url,
            "EVENHAND_LAKE": str(self.lake),
            "EVENHAND_FILES": str(self.files),
            "EVENHAND_SECRET_KEY": SECRET,
            "DJANGO_SETTINGS_MODULE": "evenhand.config.settings",
            "PYTHONPATH": os.pathsep.join(
                [str(HERE.parent / "plan"), os.environ.get("PYTHONPATH", "")]
            ),
        }

    def at_work(self, *what: object) -> str:
        ran = self.run(AT_WORK, *what)
        assert ran.status == 0, ran.err
        return ran.out

    def evenhand(self, *arguments: object) -> Ran:
        return self.run("-m", "evenhand.cli", *arguments)

    def run(self, *arguments: object) -> Ran:
        """Run Python for this site."""
        done = subprocess.run(
            [sys.executable, *map(str, arguments)],
            env=self.environment,
            cwd=self.folder,
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )
        return Ran(done.returncode, done.stdout, done.stderr)

    def rows(self) -> dict[str, list[str]]:
        """Every row of every table but those that a backup leaves out."""
        with closing(self._connected()) as connection:
            listing = "SELECT name FROM sqlite_master WHERE type = 'table'"
            if not self.on_sqlite:
                listing = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
            there = {name for (name,) in connection.execute(listing)} - {*LEFT_OUT}
            return {
                table: sorted(
                    repr(row)
                    for row in connection.execute(
                        f"SELECT {'app, name' if table == MIGRATIONS else '*'} FROM {table}"
                    )
                )
                for table in there
                if table != "sqlite_sequence"
            }

    @property
    def on_sqlite(self) -> bool:
        return self.url.startswith("sqlite")

    def _connected(self) -> Any:
        if not self.on_sqlite:
            return psycopg.connect(self.url)
        file = Path(self.url.removeprefix("sqlite:///"))
        return sqlite3.connect(f"file:{file}?mode=ro" if file.exists() else ":memory:", uri=True)

    def seen(self) -> dict[str, bytes]:
        """Every file of the lake and of evidence that is there to be seen."""
        return {
            path.relative_to(self.folder).as_posix(): path.read_bytes()
            for folder in (self.lake, self.files)
            for path in folder.rglob("*")
            if path.is_file() and not path.name.startswith(".")
        }
