"""Real servers for the browser: the demonstration, and two made-up years of two real names."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import urllib3

DEMONSTRATION = """
import sys
from pathlib import Path
from evenhand.config.server import demo
for sentence in demo(Path(sys.argv[1]), port=int(sys.argv[2])):
    print(sentence, flush=True)
"""
TWO_FORCES = """
import sys
from pathlib import Path
from browser.two_forces import serve
serve(Path(sys.argv[1]), int(sys.argv[2]))
"""
TESTS = Path(__file__).parent.parent
SECONDS_TO_START = 300  # a machine that others use too takes its time


@dataclass(frozen=True)
class Site:
    """A site that runs: where it answers, and the folder it keeps its things in."""

    address: str
    folder: Path

    @property
    def environment(self) -> dict[str, str]:
        """What a command needs to work on this site."""
        return _environment(self.folder)


def _environment(folder: Path) -> dict[str, str]:
    return {
        **os.environ,
        "EVENHAND_DATABASE_URL": f"sqlite:///{folder / 'evenhand.sqlite3'}",
        "EVENHAND_LAKE": str(folder / "lake"),
        "PYTHONPATH": str(TESTS),
    }


@contextmanager
def served(script: str, folder: Path) -> Iterator[Site]:
    """Run a script that serves a site from a folder of its own, until the tests are done."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-c", script, str(folder), str(port)]
    log = folder / "log"
    with (
        log.open("w") as out,
        subprocess.Popen(command, stdout=out, stderr=out, env=_environment(folder)) as server,
    ):
        try:
            _wait_for(f"http://127.0.0.1:{port}/about/", server, log)
            yield Site(f"http://127.0.0.1:{port}", folder)
        finally:
            server.terminate()


def _wait_for(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    retries = urllib3.Retry(total=SECONDS_TO_START, backoff_factor=1, backoff_max=1)
    try:
        urllib3.request("GET", address, retries=retries, timeout=10)
    except urllib3.exceptions.HTTPError:
        server.kill()
        pytest.fail(f"The site did not start:\n{log.read_text()}")
