"""Many sources read at once: in this process, and in workers beside it where that pays.

Python runs one thread at a time, so a second thread reads no faster; a second process does.
"""

from __future__ import annotations

import os
import subprocess
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import suppress
from threading import Condition, Thread
from types import TracebackType

from evenhand.records import worker
from evenhand.records.loading import Loaded
from evenhand.records.worker import Job

# A worker takes half a second to start, in which 100 MB are read. Packed files hold ten times more.
WORTHWHILE = 100 * 2**20
PACKED = 10
MOST_WORKERS = 3
AHEAD = 3  # jobs in a worker's pipe, so that it never waits for the next

Outcome = Loaded | Exception


class Crew:
    """Reads sources and gives what came of them in their order.

    The first source in that order that cannot be loaded is the one that is complained of, whichever
    process met it; what stands behind it is then not read.
    """

    def __init__(self, jobs: Sequence[Job], workers: int | None = None) -> None:
        self._total = len(jobs)
        self._waiting = deque(enumerate(jobs))
        self._outcomes: dict[int, Outcome] = {}
        self._news = Condition()
        self._wanted = worthwhile(jobs) if workers is None else workers
        self._workers: list[subprocess.Popen[bytes]] = []
        self._threads: list[Thread] = []

    def __enter__(self) -> Crew:
        for _ in range(self._wanted):
            with suppress(OSError):  # then there is one fewer
                self._workers.append(worker.start())
        for process in self._workers:
            thread = Thread(target=self._attend, args=(process,), daemon=True)
            self._threads.append(thread)
            thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with self._news:
            self._waiting.clear()
        for process in self._workers:
            process.kill()
        for process in self._workers:
            process.wait()
        for thread in self._threads:
            thread.join()
        for process in self._workers:
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    with suppress(OSError):  # a job that was not taken is still in the pipe
                        pipe.close()

    def __iter__(self) -> Iterator[Loaded]:
        for turn in range(self._total):
            outcome = self._await(turn)
            if isinstance(outcome, Exception):
                raise outcome
            yield outcome

    def _await(self, turn: int) -> Outcome:
        """The outcome of a source; until it is there, read others here."""
        while True:
            with self._news:
                self._news.wait_for(lambda: turn in self._outcomes or self._waiting)
                if turn in self._outcomes:
                    return self._outcomes.pop(turn)
            taken = self._take()
            if taken is not None:
                place, job = taken
                try:
                    self._settle(place, job.load())
                except Exception as error:  # raised when its turn comes
                    self._settle(place, error)

    def _take(self) -> tuple[int, Job] | None:
        with self._news:
            return self._waiting.popleft() if self._waiting else None

    def _settle(self, place: int, outcome: Outcome) -> None:
        with self._news:
            self._outcomes[place] = outcome
            if isinstance(outcome, Exception):
                self._waiting = deque(w for w in self._waiting if w[0] < place)
            self._news.notify()

    def _attend(self, process: subprocess.Popen[bytes]) -> None:
        """Keep a worker busy until there is nothing left, or it is gone."""
        sent: deque[tuple[int, Job]] = deque()
        if process.stdin is None or process.stdout is None:
            raise ValueError("a worker has pipes")
        try:
            while True:
                while len(sent) < AHEAD and (taken := self._take()):
                    sent.append(taken)
                    worker.send(process.stdin, taken[1])
                if not sent:
                    return
                outcome = worker.receive(process.stdout)
                self._settle(sent.popleft()[0], outcome)
        except Exception:  # it was killed, whatever that looks like: others do its jobs
            with self._news:
                self._waiting.extendleft(reversed(sent))
                self._news.notify()


def worthwhile(jobs: Sequence[Job]) -> int:
    """How many workers are worth their start."""
    size = sum(
        job.source.packed_bytes * (PACKED if _is_packed(job.source.name) else 1) for job in jobs
    )
    if len(jobs) < 2 or size < WORTHWHILE:
        return 0
    return min(_cores() - 1, MOST_WORKERS, len(jobs) - 1)


def _is_packed(name: str) -> bool:
    return name.lower().endswith(".gz") or ".zip/" in name.lower()


def _cores() -> int:
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on every system
        return os.cpu_count() or 1
