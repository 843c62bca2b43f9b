"""Giving every log its places, from the command or in the background of the site."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from logging import getLogger
from threading import Event, Thread

from django.db import connection
from django.utils import timezone

from evenhand.ledger.log.sequencing import sequence
from evenhand.ledger.log.signing import signing_key
from evenhand.ledger.log.tables import every as every_log

EVERY = 1.0
"""Seconds between rounds: so long does an entry wait for its place."""
logger = getLogger(__name__)


def sequence_all() -> dict[str, int]:
    """Go round every log once; return how many signed entries each has.

    A log in which nothing was ever written needs no key yet.

    Raises
    ------
    BrokenLog, NoKey
        As :func:`~evenhand.ledger.log.sequencing.sequence` does.
    """
    done = {}
    for log in every_log():
        if not log.entries._default_manager.exists():
            done[log.name] = 0
            continue
        latest = sequence(log, key=signing_key(log), now=timezone.now())
        done[log.name] = 0 if latest is None else latest.size
    return done


@contextmanager
def in_background(
    every: float = EVERY,
    work: Callable[[], object] = sequence_all,
    complaint: str = "The logs could not be signed; entries wait.",
) -> Iterator[None]:
    """Go round again and again while the block runs.

    What goes wrong is told once and tried again: what waits goes on waiting, and none is lost.

    Parameters
    ----------
    work : one round, which can be stopped at any moment and run twice.
    complaint : what is said when a round fails.
    """
    stop = Event()

    def rounds() -> None:
        told = ""
        while not stop.wait(every):
            try:
                work()
                told = ""
            except Exception as error:
                if told != str(error):
                    logger.exception(complaint)
                told = str(error)
                connection.close()
        connection.close()

    thread = Thread(target=rounds, name=work.__name__, daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()
