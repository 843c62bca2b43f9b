"""Real servers for the browser: the demonstration, and two made-up years of two real names."""

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import urllib3

from once import made_once


@dataclass(frozen=True)
class Kind:
    """A site that is made once for all tests, and copied: programs that make it and serve it."""

    name: str
    make: str
    serve: str


DEMONSTRATION = Kind(
    "demonstration",
    make="""
import sys
from pathlib import Path
from evenhand.config.server import demo
for sentence in demo(Path(sys.argv[1])):
    if sentence.startswith("The site is at"):
        break  # all is made, and nothing is served yet
else:
    sys.exit("the demonstration ended before it said where it is")
""",
    serve="""
import sys
from pathlib import Path
from evenhand.config import server
server.for_demonstration(Path(sys.argv[1]))
server.serve(port=int(sys.argv[2]))
""",
)
TWO_FORCES = Kind(
    "two-forces",
    make="""
import sys
from pathlib import Path
from browser.two_forces import make
make(Path(sys.argv[1]))
""",
    serve="""
import sys
from evenhand.config import server
server.serve(port=int(sys.argv[2]))
""",
)
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


def made(kind: Kind, folders: pytest.TempPathFactory) -> Path:
    """Copy a site, which one worker has made, into a folder of its own."""

    def make(folder: Path) -> None:
        making = [sys.executable, "-c", kind.make, str(folder)]
        said = subprocess.run(
            making, env=_environment(folder), capture_output=True, text=True, check=False
        )
        assert said.returncode == 0, said.stderr

    original = made_once(folders, kind.name, make)
    return Path(shutil.copytree(original, folders.mktemp(kind.name) / "site"))


@contextmanager
def served(kind: Kind, folders: pytest.TempPathFactory) -> Iterator[Site]:
    """Serve a site of a kind from a folder of its own, until the tests are done."""
    folder = made(kind, folders)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-c", kind.serve, str(folder), str(port)]
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
