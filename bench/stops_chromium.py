"""A Chromium with a profile that stays, driven over a pipe, that can be killed at any moment."""

from __future__ import annotations

import fcntl
import json
import os
import select
import shutil
import signal
import subprocess
import time
from pathlib import Path
from typing import Any

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-extensions",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--no-default-browser-check",
    "--window-size=360,640",
    "--remote-debugging-pipe",
)
PATIENCE = 120.0
"""Seconds for one answer of the browser, on a machine that others use too."""
A_PIPE = 10
"""The first number of a pipe's end here: 3 and 4 are what the browser takes."""


class Gone(Exception):
    """The browser did not answer, or said that it could not."""


class Chromium:
    """A browser at one page."""

    def __init__(self, profile: Path, address: str) -> None:
        program = next(path for name in NAMES if (path := shutil.which(name)))
        (theirs_in, self._out), (self._in, theirs_out) = _pipe(), _pipe()
        self.begun = time.monotonic()
        self.process = subprocess.Popen(
            [
                "bash",  # sh has no numbers above 9
                "-c",
                f'exec "$@" 3<&{theirs_in} 4>&{theirs_out}',
                "bash",
                program,
                f"--user-data-dir={profile}",
                *ARGUMENTS,
                address,
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            pass_fds=(theirs_in, theirs_out),
            start_new_session=True,
        )
        os.close(theirs_in)
        os.close(theirs_out)
        self._number, self._rest = 0, b""
        self._session: str | None = None
        self._session = self._attach()

    def ask(self, method: str, **given: Any) -> dict[str, Any]:
        """Have the browser do something, and give its answer.

        Raises
        ------
        Gone
            If it cannot, or does not answer.
        """
        self._number += 1
        message: dict[str, Any] = {"id": self._number, "method": method, "params": given}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._out, json.dumps(message).encode() + b"\0")
        while (said := self._next()).get("id") != self._number:
            pass  # what happens meanwhile
        if "error" in said:
            raise Gone(f"{method}: {said['error']}")
        answer: dict[str, Any] = said["result"]
        return answer

    def run(self, script: str, *given: Any) -> Any:
        """Call a function in the page, wait for what it promises, and give that."""
        call = f"({script})({', '.join(json.dumps(one) for one in given)})"
        said = self.ask("Runtime.evaluate", expression=call, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in said:
            raise Gone(said["exceptionDetails"])
        return said["result"].get("value")

    def kill(self) -> float:
        """End every process of it at once; the moment after the signal was sent to all."""
        os.killpg(self.process.pid, signal.SIGKILL)
        at = time.time()
        self._left()
        return at

    def close(self) -> None:
        """End it as a person does."""
        session, self._session = self._session, None
        self._number += 1
        os.write(self._out, json.dumps({"id": self._number, "method": "Browser.close"}).encode())
        os.write(self._out, b"\0")
        self._session = session
        try:
            self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
        self._left()

    def _left(self) -> None:
        self.process.wait()
        os.close(self._in)
        os.close(self._out)

    def _attach(self) -> str:
        """To the first page, as soon as there is one."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            for one in self.ask("Target.getTargets")["targetInfos"]:
                if one["type"] == "page":
                    at = self.ask("Target.attachToTarget", targetId=one["targetId"], flatten=True)
                    return str(at["sessionId"])
            time.sleep(0.01)
        raise Gone("no page")

    def _next(self) -> dict[str, Any]:
        while b"\0" not in self._rest:
            ready, _, _ = select.select([self._in], [], [], PATIENCE)
            read = os.read(self._in, 1 << 20) if ready else b""
            if not read:
                raise Gone("no answer")
            self._rest += read
        first, _, self._rest = self._rest.partition(b"\0")
        said: dict[str, Any] = json.loads(first)
        return said


def _pipe() -> tuple[int, int]:
    """Both ends, to read and to write, under numbers that are not the browser's own."""
    ends = []
    for one in os.pipe():
        ends.append(fcntl.fcntl(one, fcntl.F_DUPFD_CLOEXEC, A_PIPE))
        os.close(one)
    return ends[0], ends[1]
