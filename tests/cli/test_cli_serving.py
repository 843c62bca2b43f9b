"""Publishing and serving, from the command line."""

import json
import os
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Evenhand = Callable[..., Any]


@pytest.mark.parametrize("command", [["serve"], ["demo", "--dir", "nowhere"]], ids=lambda c: c[0])
def test_a_port_that_is_taken_is_said_before_anything_is_done(
    evenhand: Evenhand, command: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        ran = evenhand(*command, "--port", taken.getsockname()[1])
    assert ran.status == 2
    assert "Choose another --port" in ran.err
    assert not list(tmp_path.iterdir())


def test_an_address_that_is_not_ours_is_refused(evenhand: Evenhand) -> None:
    ran = evenhand("serve", "--host", "192.0.2.1")  # set apart for documentation, nobody has it
    assert ran.status == 2
    assert "Nothing can be served at 192.0.2.1:8000" in ran.err


@pytest.mark.slow
def test_what_a_lake_supports_is_published(shared_data: Path, tmp_path: Path) -> None:
    files = shared_data / "police-uk-stop-search" / "monthly"
    environment = os.environ | {"EVENHAND_DATABASE_URL": f"sqlite:///{tmp_path}/site.sqlite3"}

    def command(*arguments: object) -> str:
        return subprocess.run(
            [sys.executable, "-m", "evenhand.cli", *map(str, arguments)],
            check=True,
            capture_output=True,
            text=True,
            env=environment,
        ).stdout

    lake = tmp_path / "lake"
    command("import", "police-uk", files / "2019-12-durham-stop-and-search.csv.gz", "--lake", lake)
    first = json.loads(command("publish", "--lake", lake, "--json"))
    assert first["new"] > 0
    assert (first["corrected"], first["unchanged"]) == (0, 0)
