"""Polite limits: what is too much at once is asked to come back, and loses nothing by it."""

import time
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore, Lock

AT_ONCE = 16
"""Batches that one process takes in at the same time; each holds a connection to the database."""
EACH_MINUTE = 120
"""Batches from one device or system in a minute: more is a loop, not a shift."""
REMEMBERED = 10_000
MINUTE = 60.0


class TooMuch(Exception):
    """Come back after so many seconds."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class Gate:
    """Lets so many in at once, and each sender so often a minute; every process has its own."""

    def __init__(self, at_once: int = AT_ONCE, each_minute: int = EACH_MINUTE) -> None:
        self.at_once, self.each_minute = at_once, each_minute
        self._room = BoundedSemaphore(at_once)
        self._lock = Lock()
        self._seen: OrderedDict[str, tuple[float, int]] = OrderedDict()

    @contextmanager
    def passed(self, sender: str) -> Iterator[None]:
        """Stand inside while the block runs.

        Raises
        ------
        TooMuch
            If there is no room, or the sender came too often.
        """
        self._count(sender, time.monotonic())
        if not self._room.acquire(blocking=False):
            raise TooMuch(5)
        try:
            yield
        finally:
            self._room.release()

    def _count(self, sender: str, now: float) -> None:
        with self._lock:
            began, count = self._seen.pop(sender, (now, 0))
            if now - began >= MINUTE:
                began, count = now, 0
            self._seen[sender] = (began, count + 1)
            while len(self._seen) > REMEMBERED:
                self._seen.popitem(last=False)
        if count >= self.each_minute:
            raise TooMuch(max(1, round(MINUTE - (now - began))))
