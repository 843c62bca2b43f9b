"""The time that downloads wait by, and the pace they keep."""

import time


class Clock:
    """Real time. Tests hand in a clock of their own, so that a minute's wait takes no time."""

    def now(self) -> float:
        """Return seconds on a clock that never goes back."""
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        """Wait."""
        time.sleep(seconds)


class LeakyBucket:
    """Let a few requests through at once, then one at a steady pace.

    Parameters
    ----------
    per_second : requests a second that leak out of the bucket.
    burst : requests that the bucket holds; the next one waits.
    clock : what tells the time and waits.

    Notes
    -----
    data.police.uk refuses more than 15 requests a second beyond a burst of 30.
    """

    def __init__(self, per_second: float, burst: int, clock: Clock) -> None:
        self._per_second = per_second
        self._burst = burst
        self._clock = clock
        self._level = 0.0
        self._seen = clock.now()

    def take(self) -> None:
        """Return when the next request may be sent."""
        self._leak()
        overflow = self._level + 1 - self._burst
        if overflow > 0:
            self._clock.sleep(overflow / self._per_second)
            self._leak()
        self._level += 1

    def _leak(self) -> None:
        now = self._clock.now()
        self._level = max(0.0, self._level - (now - self._seen) * self._per_second)
        self._seen = now
