"""Cutting a piece of work at its n-th step in the database: a statement, or the commit."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db import DatabaseError, OperationalError, connection


class How(StrEnum):
    """What happens at the cut."""

    REFUSED = "the database says no"
    KILLED = "our process ends"
    GONE = "the line to the database ends"


class Killed(BaseException):
    """Our process ended here; nothing of ours catches it."""


@dataclass
class Cut:
    """Where work is cut: before or after its step number ``at``; never where that is 0.

    Attributes
    ----------
    seen : how many steps were begun.
    made : whether it was cut.
    """

    at: int
    after: bool
    how: How
    seen: int = 0
    made: bool = False

    def step(self, do: Callable[[], Any]) -> Any:
        """Do a step, or cut it."""
        self.seen += 1
        if self.seen != self.at:
            return do()
        self.made = True
        if self.after:
            do()
        if self.how is How.KILLED:
            raise Killed
        if self.how is How.GONE:
            connection.connection.close()
        raise OperationalError(f"step {self.at} was cut")

    def wrapper(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        """Stand around each statement."""
        return self.step(lambda: execute(sql, params, many, context))


@contextmanager
def cutting(cut: Cut) -> Iterator[None]:
    """Count and cut every statement and commit of the block; then begin with a new connection."""
    commit = connection._commit
    connection._commit = lambda: cut.step(commit)
    try:
        with connection.execute_wrapper(cut.wrapper):
            yield
    except (Killed, DatabaseError):  # a line that is left in the middle refuses what comes next
        if not cut.made:
            raise
    finally:
        connection._commit = commit
        _begin_anew()


def _begin_anew() -> None:
    """What was not committed is gone, as when a process has ended."""
    if connection.vendor == "sqlite":
        connection.connection.rollback()  # a database in memory goes with its last connection
        connection.needs_rollback = False
    else:
        connection.close()


def kinds() -> list[How]:
    """What can happen on this database: one in memory has no line that ends."""
    return [one for one in How if one is not How.GONE or connection.vendor == "postgresql"]


def cuts(how: How, one: Callable[[Cut], None]) -> tuple[int, int]:
    """Do work again and again, cut before and after step 1, 2, 3 ... until none is left to cut.

    Parameters
    ----------
    one : does the work once from the beginning, within :func:`cutting`.

    Returns
    -------
    How many cuts were made, and how many steps the work has when nothing cuts it.
    """
    made, steps = 0, 0
    for after in (False, True):
        at = 0
        while True:
            at += 1
            cut = Cut(at, after, how)
            one(cut)
            if not cut.made:
                steps = cut.seen
                break
            made += 1
    return made, steps
