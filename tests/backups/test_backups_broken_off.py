"""Backups and restores that are broken off: a full disk, a kill at any moment, a wrong password."""

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest
from made_sites import Ran, Site

from backups.conftest import NewSite

pytestmark = pytest.mark.slow

COMMAND = """
import sys
from evenhand.cli import run
{first}
sys.exit(run(sys.argv[1:]))
"""
# No file may grow beyond this many bytes: what a program meets where the disk is full.
FULL = """
import resource, signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, ({bytes}, {bytes}))
"""
# Killed in the moment before one of the steps of a restore.
KILLED = """
import os
from evenhand.config import server
server.setup()
from evenhand.backups import folders, postgresql, restoring, sqlite
def gone(*_given, **_more):
    os._exit(9)
{where} = gone
"""
IN_THE_DATABASE = "folders.Filling.show"
"""Taken while the database's transaction is open; the other steps are of folders alone."""
STEPS = ("folders.Filling.stage", IN_THE_DATABASE, "folders.Path.replace", "folders.Filling.clear")


def on(site: Site, first: str, *arguments: object) -> Ran:
    """Run the command where something happens first."""
    return site.run("-c", COMMAND.format(first=first), *arguments)


def hidden(folder: Path) -> list[Path]:
    """What was left by work that was broken off."""
    return [path for path in folder.rglob(".*") if path.name not in {".lock", ".restoring"}]


def test_a_full_disk_leaves_no_backup(site: Site, tmp_path: Path) -> None:
    file = tmp_path / "site.zip"

    ran = on(site, FULL.format(bytes=5_000), "backup", file)

    assert ran.status == 2, ran.err
    assert "Traceback" not in ran.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("limit", [1, 2_000])
def test_a_full_disk_leaves_nothing_of_a_restore(
    backup: Path, new_site: NewSite, limit: int
) -> None:
    other = new_site()

    ran = on(other, FULL.format(bytes=limit), "restore", backup)

    assert ran.status == 2, ran.err
    assert "Traceback" not in ran.err
    assert (other.rows(), other.seen(), hidden(other.folder)) == ({}, {}, [])
    assert other.evenhand("restore", backup).status == 0  # with room again


def test_where_there_is_no_room_nothing_is_begun(backup: Path, new_site: NewSite) -> None:
    other = new_site()
    little = "import shutil\nshutil.disk_usage = lambda _: shutil._ntuple_diskusage(9, 8, 1)"

    ran = on(other, little, "restore", backup)

    assert ran.status == 2
    assert "There is no room for" in ran.err
    assert list(other.folder.iterdir()) == []
    assert other.rows() == {}


@pytest.mark.parametrize("step", STEPS)
def test_a_restore_that_is_killed_can_be_run_again(
    backup: Path, new_site: NewSite, site: Site, step: str
) -> None:
    if not site.on_sqlite and step != IN_THE_DATABASE:
        pytest.skip("the steps of folders are the same on every database: seen on SQLite")
    other = new_site()

    killed = on(other, KILLED.format(where=step), "restore", backup)

    assert killed.status == 9
    done = step == "folders.Filling.clear"  # by then everything is there
    assert bool(other.rows()) == done
    if not done:
        again = other.evenhand("restore", backup)
        assert again.status == 0, again.err
    assert other.rows() == site.rows()
    assert other.seen() == site.seen()


def test_a_restore_that_is_killed_at_any_moment_is_all_there_or_can_be_run_again(
    backup: Path, new_site: NewSite, site: Site
) -> None:
    chance = random.Random(1)  # noqa: S311 (moments, not secrets)
    for _ in range(3 if site.on_sqlite else 2):  # a restore takes PostgreSQL twice as long
        other = new_site()
        command = [sys.executable, "-m", "evenhand.cli", "restore", str(backup)]
        with subprocess.Popen(
            command, env=other.environment, cwd=other.folder, stderr=subprocess.PIPE
        ) as restoring:
            time.sleep(chance.uniform(0.5, 4))
            restoring.send_signal(signal.SIGKILL)
        if not other.rows():
            again = other.evenhand("restore", backup)
            assert again.status == 0, again.err
        assert other.rows() == site.rows()
        assert other.seen() == site.seen()


def test_a_backup_that_is_killed_leaves_no_file_of_that_name(site: Site, tmp_path: Path) -> None:
    file = tmp_path / "site.zip"
    first = "import os\nos.link = lambda *_: os._exit(9)"

    assert on(site, first, "backup", file).status == 9

    assert not file.exists()
    (left,) = tmp_path.iterdir()  # what the documentation says to delete
    assert left.name.startswith(".site.zip-")
    assert left.stat().st_mode & 0o077 == 0
    assert site.evenhand("backup", file).status == 0


def test_two_restores_at_once_do_not_meet(backup: Path, new_site: NewSite, site: Site) -> None:
    other = new_site()
    command = [sys.executable, "-m", "evenhand.cli", "restore", str(backup)]
    both = [
        subprocess.Popen(command, env=other.environment, cwd=other.folder, stderr=subprocess.PIPE)
        for _ in range(2)
    ]
    said = [one.communicate(timeout=120)[1].decode() for one in both]

    assert sorted(one.returncode for one in both) == [0, 2], said
    assert other.rows() == site.rows()
    assert other.seen() == site.seen()


def test_a_wrong_password_is_said_and_not_repeated(
    backup: Path, new_site: NewSite, site: Site, tmp_path: Path
) -> None:
    """Of PostgreSQL; a file has none."""
    if site.on_sqlite:
        pytest.skip("an SQLite database is a file, which has no password")
    with psycopg.connect(site.url, autocommit=True) as connection:
        connection.execute("DROP ROLE IF EXISTS locked")
        connection.execute("CREATE ROLE locked LOGIN PASSWORD 'the right one'")
    wrong = Site(site.url.replace("postgres:@", "locked:a-wrong-one@"), tmp_path)

    for arguments in (("backup", tmp_path / "x.zip"), ("restore", backup)):
        ran = wrong.evenhand(*arguments)
        assert ran.status == 2, ran.err
        assert "does not let us in" in ran.err
        assert "password authentication failed" in ran.err
        assert "a-wrong-one" not in ran.err
    assert not (tmp_path / "x.zip").exists()
