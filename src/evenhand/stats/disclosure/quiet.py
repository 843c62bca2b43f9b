"""Keeping a solver's own talk off standard output, where the data go."""

from __future__ import annotations

import ctypes
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_ONE_AT_A_TIME = threading.Lock()
_OUT, _TALK = 1, 2


@contextmanager
def talk_on_stderr() -> Iterator[None]:
    """Send what compiled code prints to standard error while the block runs.

    HiGHS 1.12 prints a line of its own even when asked to be silent (its issue 2783), which would
    land in the middle of a JSON file written to standard output.
    """
    with _ONE_AT_A_TIME:
        try:
            kept = os.dup(_OUT)
        except OSError:  # there is no standard output to protect
            yield
            return
        try:
            _flush()
            os.dup2(_TALK, _OUT)
            yield
        finally:
            _flush()
            os.dup2(kept, _OUT)
            os.close(kept)


def _flush() -> None:
    """Empty the C library's own buffers, which Python's do not include."""
    library = ctypes.CDLL(None) if os.name == "posix" else ctypes.cdll.msvcrt
    library.fflush(None)
