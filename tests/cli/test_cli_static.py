"""Writing the site as files from the command line: refusals come before any work is done."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Evenhand = Callable[..., Any]


def test_a_folder_with_somebodys_files_is_refused_before_anything_is_published(
    evenhand: Evenhand, tmp_path: Path
) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "diary.txt").write_text("diary")
    ran = evenhand("publish", "--lake", tmp_path / "lake", "--static", tmp_path / "site")

    assert ran.status == 2
    assert "files that are not a site of ours" in ran.err
    assert [path.name for path in tmp_path.rglob("*")] == ["site", "diary.txt"]


def test_a_folder_in_the_lake_is_refused(evenhand: Evenhand, tmp_path: Path) -> None:
    lake = tmp_path / "lake"
    ran = evenhand("publish", "--lake", lake, "--static", lake / "site")

    assert ran.status == 2
    assert "Records and the database are never served" in ran.err


@pytest.mark.parametrize("address", ["figures.example", "https://figures.example/part/", "ftp://a"])
def test_an_address_that_is_not_a_whole_site_is_refused(
    evenhand: Evenhand, tmp_path: Path, address: str
) -> None:
    ran = evenhand(
        *("publish", "--lake", tmp_path / "lake", "--static", tmp_path / "site"),
        *("--address", address),
    )

    assert ran.status == 2
    assert "Write it as https://figures.example" in " ".join(ran.err.split())


@pytest.mark.slow
def test_a_site_is_written_and_a_second_time_nothing_changes(
    shared_data: Path, tmp_path: Path
) -> None:
    files = shared_data / "police-uk-stop-search" / "monthly"
    environment = os.environ | {
        "EVENHAND_DATABASE_URL": f"sqlite:///{tmp_path}/site.sqlite3",
        "EVENHAND_ALLOWED_HOSTS": "localhost",
    }

    def command(*arguments: object) -> str:
        return subprocess.run(
            [sys.executable, "-m", "evenhand.cli", *map(str, arguments)],
            check=True,
            capture_output=True,
            text=True,
            env=environment,
        ).stdout

    lake, site = tmp_path / "lake", tmp_path / "site"
    command("import", "police-uk", files / "2019-12-durham-stop-and-search.csv.gz", "--lake", lake)
    asked = ("publish", "--lake", lake, "--static", site, "--json", "--address", "http://localhost")
    first, second = (json.loads(command(*asked))["files"] for _ in range(2))

    assert first["written"] > 100
    assert second == {"written": 0, "as_before": first["written"], "gone": 0}
    assert (site / "forces" / "durham" / "index.html").is_file()
