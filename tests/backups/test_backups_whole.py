"""A site is put into a file and comes back: with all that it held, on either database."""

import hashlib
import json
import os
import stat
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
from made_sites import AT_WORK, SECRET, Site

from backups.conftest import NewSite

pytestmark = pytest.mark.slow


def nothing_there(site: Site) -> bool:
    """Whether neither rows nor files are anywhere on a site."""
    return not site.rows() and not site.seen()


def test_everything_comes_back_and_the_site_goes_on(
    site: Site, backup: Path, new_site: NewSite
) -> None:
    other = new_site()

    ran = other.evenhand("restore", backup)

    assert ran.status == 0, ran.err
    assert "Every log holds." in ran.err
    assert other.rows() == site.rows()
    assert other.seen() == site.seen()
    assert any(name.startswith("lake/stop-and-search/kent/") for name in other.seen())
    # The next rows get numbers of their own, and the logs go on from where they were.
    other.at_work("more", 2)
    ran = other.evenhand("verify", "--json")
    before = json.loads(site.evenhand("verify", "--json").out)["logs"][0]["size"]
    assert (ran.status, json.loads(ran.out)["logs"][0]["size"]) == (0, before + 2)


def test_only_its_owner_may_read_it_and_no_session_or_key_is_in_it(
    site: Site, backup: Path
) -> None:
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    with zipfile.ZipFile(backup) as zipped:
        held = b"".join(zipped.read(name) for name in zipped.namelist())
    assert b"scrypt$" in held  # as the documentation says
    assert b"owner@beds.example" in held
    assert (site.folder / "session").read_bytes() not in held
    assert SECRET.encode() not in held
    for key in os.environ["EVENHAND_LEDGER_KEY"].split():
        assert key.encode() not in held
    assert [path for path in site.folder.iterdir() if path.name.startswith(".site.zip")] == []


def test_what_was_made_is_said_for_programs_too(site: Site, tmp_path: Path) -> None:
    file = tmp_path / "again.zip"

    made = json.loads(site.evenhand("backup", file, "--json").out)
    read = json.loads(site.evenhand("restore", file, "--check", "--json").out)

    kind = "sqlite" if site.on_sqlite else "postgresql"
    assert made.pop("made_at") == read.pop("made_at")
    assert made == {
        "file": str(file),
        "bytes": file.stat().st_size,
        "sha256": hashlib.sha256(file.read_bytes()).hexdigest(),
        "database": kind,
        "files": 1,
        "lake": 3,
        "logs": {"ledger": 5, "audit": 2},
    }
    assert read == {"restored": False, "database": kind, "files": 1, "lake": 3}


def test_where_no_site_was_ever_started_there_is_nothing_to_keep(
    new_site: NewSite, tmp_path: Path
) -> None:
    other, file = new_site(), tmp_path / "none.zip"
    if other.on_sqlite:
        (other.folder / "site.sqlite3").touch()

    ran = other.evenhand("backup", file)

    assert ran.status == 2, ran.err
    assert "holds no site yet" in ran.err
    assert list(tmp_path.iterdir()) == []


def test_a_disk_that_knows_no_links_takes_a_backup_too(site: Site, tmp_path: Path) -> None:
    file = tmp_path / "site.zip"
    no_links = """
import errno, os, sys
def link(*_given):
    raise OSError(errno.EPERM, "Operation not permitted")
os.link = link
from evenhand.cli import run
sys.exit(run(sys.argv[1:]))
"""
    assert site.run("-c", no_links, "backup", file).status == 0
    assert site.evenhand("restore", file, "--check").status == 0


def test_tables_of_others_in_the_same_database_stay_where_they_are(
    site: Site, new_site: NewSite, tmp_path: Path
) -> None:
    file, other = tmp_path / "site.zip", new_site()
    if site.on_sqlite:
        pytest.skip("an SQLite database is copied as the file that it is")
    with psycopg.connect(site.url, autocommit=True) as connection:
        connection.execute("CREATE TABLE somebody_s AS SELECT 1 AS number")
    try:
        assert site.evenhand("backup", file).status == 0
    finally:
        with psycopg.connect(site.url, autocommit=True) as connection:
            connection.execute("DROP TABLE somebody_s")

    with zipfile.ZipFile(file) as zipped:
        assert "database/somebody_s.csv" not in zipped.namelist()
    assert other.evenhand("restore", file).status == 0


def test_a_backup_is_never_overwritten(site: Site, backup: Path) -> None:
    before = backup.read_bytes()

    ran = site.evenhand("backup", backup)

    assert (ran.status, backup.read_bytes()) == (2, before)
    assert "A backup is never overwritten" in ran.err


def test_nothing_is_put_where_something_is(site: Site, backup: Path, new_site: NewSite) -> None:
    rows, seen = site.rows(), site.seen()
    over_itself = site.evenhand("restore", backup)
    assert over_itself.status == 2
    assert "is not empty" in over_itself.err
    assert (site.rows(), site.seen()) == (rows, seen)

    for name in ("lake/notes.txt", "files/mine.pdf", "files/0b/evidence.pdf"):
        other = new_site()
        (other.folder / name).parent.mkdir(parents=True)
        (other.folder / name).write_bytes(b"mine")
        ran = other.evenhand("restore", backup)
        assert ran.status == 2
        assert f"is not empty: it holds {other.folder / name}" in ran.err
        assert other.seen() == {name: b"mine"}
        assert not other.rows()


def test_a_link_in_the_empty_folder_is_not_followed(
    backup: Path, new_site: NewSite, tmp_path: Path
) -> None:
    other = new_site()
    (tmp_path / "elsewhere").mkdir()
    other.lake.mkdir()
    (other.lake / "stop-and-search").symlink_to(tmp_path / "elsewhere")

    ran = other.evenhand("restore", backup)

    assert ran.status == 2
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_a_damaged_backup_changes_nothing(backup: Path, new_site: NewSite, tmp_path: Path) -> None:
    other, file = new_site(), tmp_path / "damaged.zip"
    raw = bytearray(backup.read_bytes())
    raw[raw.index(b"PAR1") + 10] ^= 1  # inside a file of the lake, which is not packed further
    for damaged in (bytes(raw), bytes(raw[:-30])):
        file.write_bytes(damaged)
        for arguments in (("restore", file), ("restore", file, "--check")):
            ran = other.evenhand(*arguments)
            assert ran.status == 2, ran.err
            assert "Nothing was restored" in ran.err
    assert nothing_there(other)


def test_a_backup_of_the_other_kind_of_database_is_refused(
    backup: Path, site: Site, tmp_path: Path, postgresql: Callable[[], str]
) -> None:
    url = f"sqlite:///{tmp_path}/s.sqlite3"
    if site.on_sqlite:
        url = postgresql()
    other = Site(url, tmp_path)

    ran = other.evenhand("restore", backup)

    assert ran.status == 2
    assert "This backup is of a database of the kind" in ran.err
    assert nothing_there(other)


def test_a_backup_of_a_later_version_is_refused(
    backup: Path, new_site: NewSite, tmp_path: Path
) -> None:
    file, other = tmp_path / "later.zip", new_site()
    with zipfile.ZipFile(backup) as old, zipfile.ZipFile(file, "w") as new:
        for entry in old.infolist():
            data = old.read(entry)
            if entry.filename == "manifest.json":
                said = json.loads(data)
                said["migrations"].append(["plan", "9999_later"])
                data = json.dumps(said).encode()
            new.writestr(entry, data)

    ran = other.evenhand("restore", file)

    assert ran.status == 2
    assert "a later version of Evenhand" in ran.err
    assert "plan.9999_later" in ran.err
    assert nothing_there(other)


def test_what_the_backup_lacks_is_found_with_a_checkpoint_that_was_kept(
    site: Site, new_site: NewSite, tmp_path: Path
) -> None:
    """Restored, gone on, backup put back: the log is a fork, says so, and admits it."""
    first, then = new_site(), new_site()
    early, kept, late = tmp_path / "early.zip", tmp_path / "kept.txt", tmp_path / "late.zip"
    site.evenhand("backup", early)
    first.evenhand("restore", early)
    first.at_work("more", 3)
    kept.write_text(first.evenhand("ledger", "checkpoint").out)
    first.evenhand("backup", late)

    ran = then.evenhand("restore", early, "--head", kept, "--json")

    assert ran.status == 1
    assert "Do not open the site before you have read" in ran.err
    assert json.loads(ran.out)["holds"] is False
    assert json.loads(ran.out)["restored"] is True
    admitted = then.evenhand("ledger", "restored", kept, "--why", "The disk failed.")
    assert admitted.status == 0, admitted.err

    whole = new_site().evenhand("restore", late, "--head", kept)
    assert whole.status == 0, whole.err
    assert "Every log holds, and continues what you kept." in whole.err


def test_a_backup_taken_while_others_write_holds_one_moment(
    backup: Path, new_site: NewSite, tmp_path: Path
) -> None:
    busy = new_site()
    busy.evenhand("restore", backup)
    with subprocess.Popen(
        [sys.executable, str(AT_WORK), "more", "400"], env=busy.environment, cwd=busy.folder
    ) as writer:
        files = [tmp_path / f"{number}.zip" for number in range(3)]
        made = [json.loads(busy.evenhand("backup", file, "--json").out) for file in files]
        writer.kill()

    assert made[0]["logs"]["ledger"] == 5
    other = new_site()
    ran = other.evenhand("restore", files[-1], "--json")
    assert ran.status == 0, ran.err
    changes = other.rows()["plan_change"]
    entries = [one for one in other.rows()["ledger_entry"] if "plan/demoshire/1/action" in one]
    assert len(changes) == len(entries)
