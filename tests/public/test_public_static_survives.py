"""A site of files stays whole when an export is killed, meets another or finds damage."""

import os
import resource
import signal
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock
from small_site import Small, files, out

from evenhand.public.static_site import CannotExport, check, folder
from evenhand.public.static_site.folder import beside

STUCK = """
import sys, time
from pathlib import Path
from evenhand.public.static_site.folder import beside
with beside(Path(sys.argv[1])) as new:
    (new / "index.html").write_text("half")
    print("writing", flush=True)
    time.sleep(60)
"""


def killed_in_the_middle(site: Path) -> None:
    """Let another process begin to fill the folder, and kill it."""
    command = [sys.executable, "-c", STUCK, str(site)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"writing\n"
        process.send_signal(signal.SIGKILL)


def test_an_export_that_was_killed_leaves_the_old_site_and_the_next_one_clears_up(
    small: Small, tmp_path: Path
) -> None:
    site = tmp_path / "site"
    out(small, site)
    before = files(site)
    killed_in_the_middle(site)

    assert files(site) == before
    assert out(small, site).written == ()
    assert list(tmp_path.iterdir()) == [site]


def test_a_site_that_was_moved_away_by_a_killed_export_comes_back(
    small: Small, tmp_path: Path
) -> None:
    site, work = tmp_path / "site", tmp_path / ".site.evenhand-work"
    out(small, site)
    work.mkdir()
    site.rename(work / "old")

    assert out(small, site).written == ()


def test_two_exports_into_one_folder_are_not_mixed(small: Small, tmp_path: Path) -> None:
    site = tmp_path / "site"
    (tmp_path / ".site.evenhand-work").mkdir()
    with (
        FileLock(tmp_path / ".site.evenhand-work" / "lock"),
        pytest.raises(CannotExport, match="Another export is filling"),
    ):
        out(small, site)
    assert not site.exists()


def test_readers_never_find_the_folder_empty_while_it_is_replaced(tmp_path: Path) -> None:
    site = tmp_path / "site"
    with beside(site) as new:
        (new / "index.html").write_text("old")
    opened = os.open(site, os.O_RDONLY)
    with beside(site) as new:
        (new / "index.html").write_text("new")
        assert (site / "index.html").read_text() == "old"

    assert (site / "index.html").read_text() == "new"
    os.close(opened)


def test_where_folders_cannot_change_places_at_once_they_do_so_in_two_steps(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folder, "_exchanged", lambda *_: False)
    for words in ("old", "new"):
        with beside(tmp_path / "site") as new:
            (new / "index.html").write_text(words)

    assert (tmp_path / "site" / "index.html").read_text() == "new"
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


@pytest.mark.parametrize("damage", ["gone", "cut short"])
def test_a_file_that_was_damaged_in_the_folder_is_written_again(
    small: Small, tmp_path: Path, damage: str
) -> None:
    site = tmp_path / "site"
    out(small, site)
    if damage == "gone":
        (site / "file.csv").unlink()
    else:
        (site / "file.csv").write_bytes(b"a,")
    done = out(small, site)

    assert done.written == ("/file.csv",)
    assert (site / "file.csv").read_bytes() == small.pages["/file.csv"][1]


def test_what_another_version_wrote_is_ours_and_is_looked_at_again(
    small: Small, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = tmp_path / "site"
    out(small, site)
    monkeypatch.setattr(folder, "version", lambda _name: "another")
    small.built.clear()
    small.pages["/"] = ("text/html", b'<a href="/style.css">s</a>')
    done = out(small, site)

    assert "/style.css" in small.built
    assert set(done.gone) == {"/one/", "/file.csv"}


def test_somebodys_file_where_the_site_now_has_one_is_not_lost(
    small: Small, tmp_path: Path
) -> None:
    site = tmp_path / "site"
    out(small, site)
    (site / "two").mkdir()
    (site / "two" / "index.html").write_text("theirs")
    small.pages["/two/"] = ("text/html", b"ours")
    with pytest.raises(CannotExport, match="is not ours, and the site now has a file there"):
        out(small, site, start=["/", "/two/"])

    assert (site / "two" / "index.html").read_text() == "theirs"


def test_somebodys_links_stay_links(small: Small, tmp_path: Path) -> None:
    site, elsewhere = tmp_path / "site", tmp_path / "elsewhere"
    out(small, site)
    elsewhere.mkdir()
    (elsewhere / "proof").write_text("proof")
    (site / ".well-known").symlink_to(elsewhere)
    (site / "broken").symlink_to(tmp_path / "nowhere")
    out(small, site)

    assert (site / ".well-known").is_symlink()
    assert (site / ".well-known" / "proof").read_text() == "proof"
    assert (site / "broken").is_symlink()


def test_the_same_bytes_under_two_addresses_lie_on_the_disk_once(
    small: Small, tmp_path: Path
) -> None:
    small.pages["/api/v1/one"] = small.pages["/file.csv"]
    out(small, tmp_path / "site", start=["/", "/api/v1/one"])

    file, answer = (tmp_path / "site" / name for name in ("file.csv", "api/v1/one.json"))
    assert file.stat().st_ino == answer.stat().st_ino


def test_a_site_that_changes_while_it_is_written_is_still_written_whole(
    small: Small, tmp_path: Path
) -> None:
    small.pages["/latest.csv"] = small.pages["/file.csv"]
    calls: list[str] = []

    def changing(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        if environ["PATH_INFO"] == "/file.csv":
            calls.append(environ.get("HTTP_IF_NONE_MATCH", ""))
            if len(calls) == 2:
                small.pages["/file.csv"] = ("text/csv", b"a,b\r\n9,9\r\n")
        return small(environ, start)

    changing_site: Any = changing
    out(changing_site, tmp_path / "site", start=["/file.csv", "/latest.csv"])

    assert (tmp_path / "site" / "file.csv").read_bytes() == b"a,b\r\n9,9\r\n"
    assert (tmp_path / "site" / "latest.csv").read_bytes() == b"a,b\r\n1,2\r\n"


def test_a_file_too_large_for_the_disk_leaves_the_old_site_and_says_so(
    small: Small, tmp_path: Path
) -> None:
    site = tmp_path / "site"
    out(small, site)
    before = files(site)
    small.pages["/file.csv"] = ("text/csv", b"x" * 100_000)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, limits[1]))
    try:
        with pytest.raises(OSError, match="File too large"):
            out(small, site)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)

    assert files(site) == before
    assert list(tmp_path.iterdir()) == [site]


def test_a_folder_beside_which_nothing_can_be_written_is_refused_before_any_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(CannotExport, match="choose a folder inside one of your own"):
        check(tmp_path / "site", tmp_path / "lake")


def test_a_disk_of_its_own_cannot_be_replaced_and_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os.path, "ismount", lambda _path: True)
    with pytest.raises(CannotExport, match="is where a disk begins"):
        check(tmp_path / "site", tmp_path / "lake")


def test_a_link_to_the_lake_is_seen_through(tmp_path: Path) -> None:
    (tmp_path / "lake").mkdir()
    (tmp_path / "site").symlink_to(tmp_path / "lake")
    with pytest.raises(CannotExport):
        check(tmp_path / "site", tmp_path / "lake")


def test_the_database_is_never_replaced(tmp_path: Path) -> None:
    with pytest.raises(CannotExport, match=r"site\.sqlite3"):
        check(tmp_path / "site", tmp_path / "lake", tmp_path / "site" / "site.sqlite3")
