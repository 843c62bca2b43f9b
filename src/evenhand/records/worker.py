"""A process that reads sources for another one, which asks and is answered over pipes.

It is started as a plain command and holds nothing of the lake's: no lock and no manifest. It writes
into the folder that it is told, which nobody sees yet, and ends at once when the process that
asks does, however that came to its end.
"""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from typing import IO, TYPE_CHECKING, Any, NamedTuple

from evenhand.records.loading import Loaded, load
from evenhand.records.readers.sources import Source

if TYPE_CHECKING:
    from evenhand.records.readers.mapping import Mapping

# The new process finds this package where the old one did, and nothing in the working folder.
START = "import sys; sys.path[:] = sys.argv[1:]; from evenhand.records.worker import work; work()"


class Job(NamedTuple):
    """A source to read, and the beginning of the names of the files to write."""

    source: Source
    start: Path
    mapping: Mapping | None

    def load(self) -> Loaded:
        """Read it here."""
        return load(self.source, self.start, self.mapping)


def start() -> subprocess.Popen[bytes]:
    """Start a worker.

    Raises
    ------
    OSError
        If the system will not.
    """
    command = [sys.executable, "-P", "-c", START, *sys.path]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)  # noqa: S603


def send(pipe: IO[bytes], what: object) -> None:
    """Send one thing."""
    pickle.dump(what, pipe, pickle.HIGHEST_PROTOCOL)
    pipe.flush()


def receive(pipe: IO[bytes]) -> Any:
    """Wait for one thing.

    Raises
    ------
    EOFError
        If the other side has ended.
    """
    try:
        return pickle.load(pipe)  # noqa: S301  (from our own other half)
    except pickle.UnpicklingError as error:  # it ended in the middle of a sentence
        raise EOFError from error


def work() -> None:
    """Answer each job with what came of it, or with what went wrong."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the one who asks, and ends us
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever is printed here is talk, and no part of an answer
    jobs: SimpleQueue[Job] = SimpleQueue()
    Thread(target=_listen, args=(sys.stdin.buffer, jobs), daemon=True).start()
    while True:
        send(answers, _answer(jobs.get()))


def _listen(pipe: IO[bytes], jobs: SimpleQueue[Job]) -> None:
    try:
        while True:
            jobs.put(receive(pipe))
    finally:
        os._exit(0)  # in the middle of a file, too: nobody waits for it


def _answer(job: Job) -> Loaded | Exception:
    try:
        return job.load()
    except Exception as error:  # whatever it is, the one who asked has to know
        try:
            pickle.loads(pickle.dumps(error))  # noqa: S301
        except Exception:
            return RuntimeError(f"{type(error).__name__}: {error}")
        return error
