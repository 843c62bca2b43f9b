"""Polite limits: what is too much at once is asked to come back, and loses nothing by it."""

import time
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore, Lock

from evenhand.accounts.services import limits

AT_ONCE = 16
"""Batches that one process takes in at the same time; each holds a connection to the database."""
EACH_MINUTE = 120
"""Batches from one device or system in a minute: more is a loop, not a shift."""
REMEMBERED = 10_000
MINUTE = 60


class TooMuch(Exception):
    """Come back after so many seconds."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class Gate:
    """Lets so many in at once, and each sender so often a minute.

    How many are in at once is each process's own matter: it guards the process's connections. How
    often a sender came is counted in the database where several processes may serve the site, and
    in memory where one does. A minute is one of the clock. What a sender is called never says who
    was stopped or who answers: see docs/explanation/answers.md.
    """

    def __init__(self, at_once: int = AT_ONCE, each_minute: int = EACH_MINUTE) -> None:
        self.at_once, self.each_minute = at_once, each_minute
        self._room = BoundedSemaphore(at_once)
        self._lock = Lock()
        self._seen: OrderedDict[str, tuple[int, int]] = OrderedDict()

    @contextmanager
    def passed(self, sender: str) -> Iterator[None]:
        """Stand inside while the block runs.

        Raises
        ------
        TooMuch
            If there is no room, or the sender came too often.
        """
        now = time.time()
        minute = int(now // MINUTE)
        count = limits.count if limits.shared() else self._count
        if count(sender, minute=minute) > self.each_minute:
            raise TooMuch(max(1, round(MINUTE - now % MINUTE)))
        if not self._room.acquire(blocking=False):
            raise TooMuch(5)
        try:
            yield
        finally:
            self._room.release()

    def _count(self, sender: str, *, minute: int) -> int:
        with self._lock:
            before, times = self._seen.pop(sender, (minute, 0))
            times = times + 1 if before == minute else 1
            self._seen[sender] = (minute, times)
            while len(self._seen) > REMEMBERED:
                self._seen.popitem(last=False)
        return times
